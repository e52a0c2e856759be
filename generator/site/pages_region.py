"""What the pages of regions say: country, province, prefecture, county."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.metrics.groups import GROUPS as GROUP_CODES
from generator.model import Kind
from generator.site.atlas import Atlas, region_place
from generator.site.catalogue import NOWHERE, Body, Catalogue, Region
from generator.site.compare.page import Line, body_lines, default_heads
from generator.site.coverage import (
    STATES,
    AsOf,
    Box,
    State,
    boxes,
    empty_boxes,
    governs_township,
    row_anchor,
)
from generator.site.geography import COUNTRY
from generator.site.gists import COLUMNS
from generator.site.metrics.regional import RatioYear
from generator.site.people import Gone, gone_in
from generator.site.places import Place, body_address, region_address
from generator.site.pools import GROUPS, TOWNS, PooledYear, group_of, pooled_years
from generator.site.strips import Strip, strips

COUNTRY_NAME: Final = "全国"
_COUNTY: Final = "county"
_MOST_LINES: Final = 400


@dataclass(frozen=True, slots=True)
class BoxLine:
    """A body, or a township without a body in the collection, with a box for each year."""

    anchor: str
    name: str
    address: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines of one sort, with a sentence about them."""

    name: str
    says: str
    lines: tuple[BoxLine, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A region directly below: how much there is of it, year by year, and the regions in it."""

    code: str
    name: str
    address: str
    bodies: int
    reports: tuple[int, ...]
    towns: str
    below: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region's page."""

    place: Place
    edition: str
    code: str
    name: str
    above: tuple[tuple[str, str], ...]
    bodies: int
    reports: int
    span: str
    pooled: tuple[PooledYear, ...]
    columns: tuple[str, ...]
    strips: tuple[Strip, ...]
    years: tuple[int, ...]
    groups: tuple[LineGroup, ...]
    states: tuple[State, ...]
    has_late: bool
    gone: tuple[Gone, ...]
    told: str
    parts: tuple[Part, ...]
    has_towns: bool
    lines: tuple[Line, ...]
    line_heads: tuple[tuple[str, str], ...]
    versus: str
    ratios: tuple[RatioYear, ...]


def region_view(atlas: Atlas, code: str, ratios: tuple[RatioYear, ...] = ()) -> RegionView:
    """Return the page of one region; no code is the country."""
    region = atlas.catalogue.regions.get(code)
    if code == COUNTRY:
        return _view(atlas, COUNTRY, COUNTRY_NAME, (), ratios)
    above = _above(atlas.catalogue, region) if region else ((COUNTRY_NAME, "/d/"),)
    return _view(atlas, code, _name(atlas, code), above, ratios)


def _view(
    atlas: Atlas, code: str, name: str, above: tuple[tuple[str, str], ...], ratios: tuple[RatioYear, ...]
) -> RegionView:
    bodies = atlas.bodies.get(code, [])
    years = atlas.years(code)
    groups = _groups(atlas, code, years) if code != COUNTRY else ()
    lines = body_lines(atlas.catalogue, bodies[:_MOST_LINES]) if _is_small(atlas, code) else ()
    shown = {box.state for group in groups for line in group.lines for box in line.boxes}
    told = [year for body in bodies for facts in body.years if (year := facts.report.year)]
    return RegionView(
        place=region_place(code),
        edition=atlas.edition(code) if bodies else "",
        code=code,
        name=name,
        above=above,
        bodies=len(bodies),
        reports=sum(len(body.years) for body in bodies),
        span=_span(told),
        pooled=pooled_years(atlas.pool(code), _known_bodies(atlas, code)),
        columns=tuple(label for _, label in COLUMNS),
        strips=strips(atlas.pool(code)),
        years=years,
        groups=groups,
        states=tuple(state for state in STATES if state in shown),
        gone=gone_in(atlas.catalogue, code),
        has_late=any(box.late for group in groups for line in group.lines for box in line.boxes),
        told=_told(atlas.day),
        parts=tuple(_part(atlas, below, years) for below in _below(atlas, code)),
        has_towns=any(atlas.geography.towns.get(below) for below in _below(atlas, code)),
        lines=lines,
        line_heads=default_heads(),
        versus=_versus(atlas, code),
        ratios=ratios,
    )


def _is_small(atlas: Atlas, code: str) -> bool:
    """Say whether a region's page lists its reports one by one: a county does, a larger one leads to the comparison."""
    region = atlas.catalogue.regions.get(code)
    return region is not None and (region.level in (_COUNTY, NOWHERE) or not region.below)


def _versus(atlas: Atlas, code: str) -> str:
    """Return the query that opens the comparison with a county's sums beside those of its neighbours."""
    region = atlas.catalogue.regions.get(code)
    if region is None or region.level != _COUNTY or not atlas.pool(code):
        return ""
    newest = max(year for year, _ in atlas.pool(code))
    groups = {group for year, group in atlas.pool(code) if year == newest}
    pins = [f"{code}~{name}" for name, group in zip(GROUP_CODES, GROUPS, strict=True) if group in groups]
    return f"region={region.parent}&unit=county&year={newest}&cols=denied&chart=parts&pin={','.join(pins)}"


def _span(years: Sequence[int]) -> str:
    if not years:
        return ""
    return f"{min(years)}—{max(years)} 年" if min(years) < max(years) else f"{max(years)} 年"


def _told(day: AsOf) -> str:
    basis = "生成本站时指定" if day.given else "库内文件所能证明的最近一日"
    return f"{day.day.year} 年 {day.day.month} 月 {day.day.day} 日（{basis}）"


def _above(catalogue: Catalogue, region: Region) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    code = region.parent
    while code:
        found.insert(0, (catalogue.regions[code].name, region_address(code)))
        code = catalogue.regions[code].parent
    return ((COUNTRY_NAME, "/d/"), *found)


def _known_bodies(atlas: Atlas, code: str) -> Mapping[str, int]:
    """Return how many bodies of each group there are: townships by the gazetteer, others as far as they are known."""
    found = Counter(group_of(body.organisation) for body in atlas.bodies.get(code, []))
    return found | Counter({TOWNS: max(atlas.geography.towns.get(code, 0), found[TOWNS])})


def _groups(atlas: Atlas, code: str, years: Sequence[int]) -> tuple[LineGroup, ...]:
    """Return the lines of the bodies directly in a region: offices first, then every township of the gazetteer."""
    region = atlas.catalogue.regions.get(code)
    direct = list(region.bodies) if region else []
    listed = atlas.geography.townships.get(code, ())
    governing = {body.organisation.division_code: body for body in reversed(direct) if governs_township(body)}
    rest = [b for b in direct if not governs_township(b) or governing[b.organisation.division_code] is not b]
    offices = [_body_line(atlas, body, years, body.organisation.org_id) for body in sorted(rest, key=_office_order)]
    towns = [_town_line(atlas, town, governing.get(town), years) for town in listed]
    towns += [
        _body_line(atlas, governing[town], years, row_anchor(governing[town]))
        for town in sorted(governing)
        if town not in set(listed)
    ]
    found = []
    if offices:
        found.append(LineGroup("政府、部门和其他机关", f"本库收有 {len(offices)} 个", tuple(offices)))
    if towns:
        found.append(
            LineGroup(TOWNS, f"区划名录中 {len(towns)} 个，本库收有其中 {len(governing)} 个的报告", tuple(towns))
        )
    return tuple(found)


def _office_order(body: Body) -> tuple[bool, str]:
    return body.organisation.kind is not Kind.GOVERNMENT, body.organisation.org_id


def _body_line(atlas: Atlas, body: Body, years: Sequence[int], anchor: str) -> BoxLine:
    organisation = body.organisation
    unread = atlas.unread.get(organisation.org_id, ())
    found = boxes(body, years, atlas.day, unread, lambda report: atlas.catalogue.gist(report).found)
    return BoxLine(
        anchor,
        organisation.short_name,
        body_address(organisation),
        tuple(replace(box, anchor=f"{anchor}-{year}") for box, year in zip(found, years, strict=True)),
    )


def _town_line(atlas: Atlas, code: str, body: Body | None, years: Sequence[int]) -> BoxLine:
    if body is not None:
        return _body_line(atlas, body, years, code)
    ended, _ = atlas.geography.ended(code)
    return BoxLine(code, atlas.geography.name(code), "", empty_boxes(code, years, ended))


def _below(atlas: Atlas, code: str) -> tuple[str, ...]:
    """Return the regions directly below: those of the gazetteer and those that only the collection knows."""
    catalogue = atlas.catalogue
    region = catalogue.regions.get(code)
    own: Iterable[str] = region.below if region else ()
    if code == COUNTRY:
        own = [one.code for one in catalogue.regions.values() if not one.parent]
    return tuple(sorted({*atlas.geography.below.get(code, ()), *own}, key=lambda c: (c == "000000", c)))


def _part(atlas: Atlas, code: str, years: Sequence[int]) -> Part:
    filed: Counter[int] = Counter()
    for (year, _), pool in atlas.pool(code).items():
        filed[year] += pool.reports
    towns = sum(pool.reports for (year, group), pool in atlas.pool(code).items() if (year, group) == (years[-1], TOWNS))
    all_towns = max(atlas.geography.towns.get(code, 0), towns)
    is_province = code.endswith("0000")
    return Part(
        code=code,
        name=_name(atlas, code),
        address=_address(atlas, code),
        bodies=len(atlas.bodies.get(code, [])),
        reports=tuple(filed[year] for year in years),
        towns=f"{towns} / {all_towns}" if all_towns else "",
        below=()
        if is_province
        else tuple((below, _name(atlas, below), _address(atlas, below)) for below in _below(atlas, code)),
    )


def _name(atlas: Atlas, code: str) -> str:
    region = atlas.catalogue.regions.get(code)
    return region.name if region else atlas.geography.name(code)


def _address(atlas: Atlas, code: str) -> str:
    return region_address(code) if atlas.has_page(code) else ""
