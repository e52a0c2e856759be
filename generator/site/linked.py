"""What a page is about, for programs: JSON-LD in the words of schema.org.

Addresses are absolute, so they are left out where the site's own is not known. A body's page is not the body's own,
which is why the body is what the page is about, and never has the page's address as its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.dataset.datapackage import LICENSE, MEANING, TITLE
from generator.made import is_made
from generator.model import Organisation, Report
from generator.site.catalogue import Catalogue, Region
from generator.site.facts import Facts
from generator.site.places import Place, body_address, region_address, report_address
from generator.site.reference import DataFile
from generator.site.safe import plain, web_link
from generator.site.words import SITE_NAME

VARIABLE: Final = "GONGKAI_SITE_URL"

Node = dict[str, Any]
_FORMATS: Final = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}
_UNOFFICIAL: Final = "数据逐格整理自该机关公布的年度报告，每个数字都有出处；非政府网站，以原文为准。"


@dataclass(frozen=True, slots=True)
class Linked:
    """The JSON-LD of one page, to stand in a block of its own."""

    place: Place
    graph: Mapping[str, Any]


def site_address() -> str:
    """Return the site's own address with a slash at its end; empty where it is not known."""
    address = web_link(os.environ.get(VARIABLE, ""))
    return address.rstrip("/") + "/" if address else ""


def body_graph(organisation: Organisation, regions: Sequence[Region], title: str) -> Node:
    """Return what a body's page is about."""
    address = body_address(organisation)
    page = {
        "@type": "WebPage",
        "name": plain(title),
        "inLanguage": "zh-CN",
        **_at(address),
        "mainEntity": _body(organisation),
        "publisher": _publisher(),
    }
    return _graph(page, _crumbs([*_above(regions), (organisation.organisation, address)]))


def report_graph(facts: Facts, organisation: Organisation, regions: Sequence[Region], headline: str) -> Node:
    """Return what a report's page is about: its figures as a data set made from the body's document."""
    report = facts.report
    address = report_address(report)
    name = f"{organisation.organisation} {report.year} 年政府信息公开工作年度报告：各格数字"
    source = web_link(report.source_url)
    node: Node = {
        "@type": "Dataset",
        "name": plain(name),
        "description": plain(f"{headline}{_UNOFFICIAL}"),
        "identifier": report.report_id,
        "version": facts.version,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "license": LICENSE["path"],
        "creator": _publisher(),
        "temporalCoverage": str(report.year),
        "spatialCoverage": _place(organisation),
        "about": _body(organisation),
        **_at(address),
        **({"isBasedOn": source} if source else {}),
        # A large data set has its cells in parts: the descriptor says in which files they are.
        **_downloads(("datapackage.json", "reports.csv")),
    }
    return _graph(node, _crumbs([*_above(regions), _crumb(organisation), (f"{report.year} 年", address)]))


def dataset_graph(shelf: Catalogue, files: Iterable[DataFile], address: str) -> Node:
    """Return the whole data set, for the page at ``address``."""
    years = sorted({facts.report.year for body in shelf.bodies for facts in body.years if facts.report.year})
    node: Node = {
        "@type": "Dataset",
        "name": TITLE.zh,
        "alternateName": TITLE.en,
        "description": MEANING.both(),
        "version": shelf.edition,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "license": LICENSE["path"],
        "creator": _publisher(),
        **({"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}),
        "spatialCoverage": {
            "@type": "Place",
            "name": "中国",
            "address": {"@type": "PostalAddress", "addressCountry": "CN"},
        },
        **_at("/data/"),
        **_downloads(part.name for file in files for part in file.parts or (file,)),
    }
    trail = [("首页", "/")] if address == "/" else [("首页", "/"), ("数据下载", address)]
    return _graph(node, _crumbs(trail))


def region_graph(above: Sequence[tuple[str, str]], name: str, address: str) -> Node:
    """Return where a region's page stands."""
    return _graph(_crumbs([("首页", "/"), *above, (name, address)]))


def may_be_linked(reports: Iterable[Report]) -> bool:
    """Say whether programs may take the data for real."""
    return not is_made(reports)


def _graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def _body(organisation: Organisation) -> Node:
    node: Node = {
        "@type": "GovernmentOrganization",
        "name": plain(organisation.organisation),
        "identifier": organisation.org_id,
        "areaServed": _place(organisation),
    }
    aliases = [plain(name) for name in organisation.aliases]
    return node | ({"alternateName": aliases} if aliases else {})


def _place(organisation: Organisation) -> Node:
    parts = [organisation.province, organisation.prefecture, organisation.county, organisation.township]
    address = {"@type": "PostalAddress", "addressCountry": "CN"}
    if organisation.province:
        address["addressRegion"] = plain(organisation.province)
    local = plain("".join(parts[1:]))
    if local:
        address["addressLocality"] = local
    return {"@type": "Place", "name": plain("".join(parts)) or "中国", "address": address}


def _publisher() -> Node:
    return {"@type": "Organization", "name": SITE_NAME, **_at("/")}


def _above(regions: Sequence[Region]) -> list[tuple[str, str]]:
    return [("首页", "/"), *((region.name, region_address(region.code)) for region in regions)]


def _crumb(organisation: Organisation) -> tuple[str, str]:
    return organisation.organisation, body_address(organisation)


def _crumbs(trail: Sequence[tuple[str, str]]) -> Node:
    """Return where a page stands; without addresses there is nothing to follow, so nothing is said."""
    if not site_address():
        return {}
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": plain(name), "item": site_address() + address.lstrip("/")}
            for place, (name, address) in enumerate(trail, start=1)
        ],
    }


def _at(address: str) -> Node:
    base = site_address()
    return {"url": base + address.lstrip("/")} if base else {}


def _downloads(names: Iterable[str]) -> Node:
    base = site_address()
    if not base:
        return {}
    found = [
        {"@type": "DataDownload", "name": name, "encodingFormat": _FORMATS[ending], "contentUrl": f"{base}data/{name}"}
        for name in names
        if (ending := name.rpartition(".")[2]) in _FORMATS
    ]
    return {"distribution": found} if found else {}
