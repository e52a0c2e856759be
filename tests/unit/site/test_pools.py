"""Pooled figures: sums of what is printed, never a blank as zero, never an average of rates."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from generator.bodies.registry import body_of, township_body
from generator.model import CellKey, CellStatus, Dataset, Kind, Organisation, Report
from generator.site.catalogue import catalogue
from generator.site.gists import COLUMNS
from generator.site.pools import TOWNS, PooledLine, Pools, group_of, pooled_years
from generator.site.strips import strips
from tests.site.made import made_report

CODES = [code for code, _ in COLUMNS]
TOWNSHIPS = [township_body(f"2310841{number:02d}") for number in (0, 1, 3, 4, 5)]


def report(organisation: Organisation, year: int = 2023, **figures: int) -> Report:
    """Return a report whose totals in table 三 are as given, all other cells 0."""
    return made_report(organisation, year, "2021", lambda key: figures.get(key.row, 0) if key.column == "total" else 0)


def changed(one: Report, row: str, **changes: object) -> Report:
    key = CellKey("requests", row, "total")
    cells = tuple(replace(cell, **changes) if cell.key == key else cell for cell in one.cells)  # type: ignore[arg-type]
    return replace(one, cells=cells)


def pooled(*reports: Report, code: str = "231084") -> dict[str, PooledLine]:
    known = {one.organisation.org_id: one.organisation for one in reports if one.organisation}
    found = Pools(catalogue(Dataset(reports, tuple(known.values()))))
    return {line.group: line for line in pooled_years(found[code], {TOWNS: 13})[0].lines}


def texts(line: PooledLine) -> dict[str, tuple[str, str]]:
    return {name: (cell.mark.text, cell.count) for name, cell in zip(CODES, line.cells, strict=True)}


def test_sums_and_how_many_of_how_many() -> None:
    line = pooled(report(TOWNSHIPS[0], received=3), report(TOWNSHIPS[1], received=4))[TOWNS]
    assert line.reports == "2 / 13"
    assert texts(line)["received"] == ("7", "")
    assert texts(line)["carried_in"] == ("0", "")


def test_what_was_not_printed_is_in_no_sum() -> None:
    first = report(TOWNSHIPS[0], received=3)
    for status in (CellStatus.BLANK, CellStatus.AMBIGUOUS, CellStatus.UNREADABLE, CellStatus.MISSING):
        second = changed(report(TOWNSHIPS[1]), "received", status=status, value=None)
        assert texts(pooled(first, second)[TOWNS])["received"] == ("3", "1 / 2 份")
        assert texts(pooled(second)[TOWNS])["received"] == ("—", "0 / 1 份")


def test_a_derived_number_is_not_added_and_a_corrected_one_is() -> None:
    derived = changed(report(TOWNSHIPS[0]), "received", status=CellStatus.BLANK, value=None, derived=Decimal(5))
    assert texts(pooled(derived, report(TOWNSHIPS[1], received=2))[TOWNS])["received"] == ("2", "1 / 2 份")
    corrected = changed(report(TOWNSHIPS[0], received=9), "received", corrected=Decimal(6))
    assert texts(pooled(corrected)[TOWNS])["received"] == ("6", "")


def test_a_government_is_never_added_to_the_bodies_below_it() -> None:
    county = body_of("231084", "人民政府", Kind.GOVERNMENT)
    city = body_of("231000", "人民政府", Kind.GOVERNMENT)
    reports = (report(county, received=50), report(city, received=90), report(TOWNSHIPS[0], received=1))
    lines = pooled(*reports, code="231000")
    assert {group: texts(line)["received"][0] for group, line in lines.items()} == {
        "地级政府": "90",
        "县级政府": "50",
        TOWNS: "1",
    }
    assert group_of(body_of("231084", "民政局", Kind.DEPARTMENT)) == "县级部门"
    assert group_of(body_of("230000", "民政厅", Kind.DEPARTMENT)) == "省级部门"


def test_every_region_above_has_the_same_reports_once() -> None:
    known = catalogue(Dataset((report(TOWNSHIPS[0], received=3),), (TOWNSHIPS[0],)))
    found = Pools(known)
    assert sorted(found) == ["", "230000", "231000", "231084"]
    assert {pool.reports for by_group in found.values() for pool in by_group.values()} == {1}


def test_strips_have_a_tick_for_each_body_and_say_who_is_not_in_them() -> None:
    reports = [report(body, received=number) for number, body in enumerate(TOWNSHIPS)]
    reports[4] = changed(reports[4], "received", status=CellStatus.BLANK, value=None)
    known = catalogue(Dataset(tuple(reports), tuple(TOWNSHIPS)))
    received, *others = strips(Pools(known)["231084"])
    assert received.title == "2023 年乡镇和街道：新收"
    assert len(received.ticks) == 4
    assert received.says == "4 份报告，0 至 3，中位数 1.5，其中 1 份为 0，另有 1 份没有可用的数字，不在图中。"
    assert received.ticks[-1].address.startswith("/o/231084104-")
    assert all(not strip.ticks and strip.says == "5 份报告都是 0。" for strip in others)


def test_too_few_reports_make_no_strip() -> None:
    known = catalogue(Dataset(tuple(report(body, received=1) for body in TOWNSHIPS[:2]), tuple(TOWNSHIPS[:2])))
    assert strips(Pools(known)["231084"]) == ()
