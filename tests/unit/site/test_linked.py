"""JSON-LD: complete where the site's address is known, silent about addresses where it is not, and never an exit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.site.catalogue import Body, catalogue
from generator.site.linked import VARIABLE, body_graph, dataset_graph, may_be_linked, region_graph, report_graph
from generator.site.reference import DataFile
from generator.site.safe import script_json
from tests.site.made import HOSTILE_BODY, SIX_YEARS, made_dataset

SHELF = catalogue(made_dataset())
SIX = SHELF.body(SIX_YEARS.org_id)
REPORT = next(facts for facts in SIX.years if facts.report.year == 2022)
BASE = "https://gongkai.example/site/"


def _node(graph: Any, kind: str) -> dict[str, Any]:
    (found,) = [node for node in graph["@graph"] if node["@type"] == kind]
    return dict(found)


def _report(body: Body = SIX) -> Any:
    facts = REPORT if body is SIX else body.years[-1]
    return report_graph(facts, body.organisation, SHELF.path(body.organisation), "2022 年收到公开申请 499 件。")


def test_a_report_is_a_data_set_made_from_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, BASE)
    node = _node(_report(), "Dataset")
    assert node["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert node["temporalCoverage"] == "2022"
    assert node["isBasedOn"] == "https://example.invalid/2022"
    assert node["url"] == f"{BASE}o/990101-ceshijiaju/2022/"
    assert node["spatialCoverage"]["address"]["addressCountry"] == "CN"
    assert node["about"]["@type"] == "GovernmentOrganization"
    assert node["creator"]["name"] == "公开年报"
    assert node["version"] == REPORT.version
    assert 50 <= len(node["description"]) <= 5000
    names = ("datapackage.json", "reports.csv")
    assert [one["contentUrl"] for one in node["distribution"]] == [f"{BASE}data/{name}" for name in names]
    places = _node(_report(), "BreadcrumbList")["itemListElement"]
    assert [one["position"] for one in places] == list(range(1, len(places) + 1))
    assert places[-1]["item"] == node["url"]


def test_a_body_never_has_our_address_as_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, BASE)
    graph = body_graph(SIX.organisation, SHELF.path(SIX.organisation), "样县测试局：政府信息公开年度报告")
    body = _node(graph, "WebPage")["mainEntity"]
    assert (body["@type"], body["name"], body["identifier"]) == (
        "GovernmentOrganization",
        "样县测试局",
        "990101-ceshijiaju",
    )
    assert "url" not in body
    assert "@id" not in body
    assert body["alternateName"] == ["样县测验局"]


def test_the_whole_data_set_lists_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, BASE)
    files = [DataFile("cells.csv", "1 KB", "0", ""), DataFile("notes.txt", "1 KB", "0", "")]
    parts = tuple(DataFile(f"checks-{part}.csv", "1 KB", "0", "") for part in ("11", "12"))
    files.append(DataFile("checks-*.csv", "2 KB", "", "", parts))
    node = _node(dataset_graph(SHELF, files, "/data/"), "Dataset")
    assert [one["name"] for one in node["distribution"]] == ["cells.csv", "checks-11.csv", "checks-12.csv"]
    assert node["temporalCoverage"] == "2019/2024"
    assert node["version"] == SHELF.edition


def test_without_an_address_of_the_site_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    for graph in (_report(), dataset_graph(SHELF, (), "/"), region_graph([], "样县", "/d/990101/")):
        text = json.dumps(graph, ensure_ascii=False)
        assert "/o/" not in text
        assert '"url"' not in text
        assert "BreadcrumbList" not in text


def test_hostile_names_cannot_end_the_script() -> None:
    text = script_json(_report(SHELF.body(HOSTILE_BODY.org_id)))
    assert "<" not in text
    assert "\u202e" not in text
    assert "javascript:" not in json.dumps(_node(json.loads(text), "Dataset").get("isBasedOn", ""))


def test_real_reports_only() -> None:
    assert may_be_linked(SHELF.reports)
