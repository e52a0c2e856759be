"""Coverage: which box a body has in a year, and when a report may be called late."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from generator.bodies.registry import body_of, township_body
from generator.model import CellStatus, Dataset, Kind, Report, ReportStatus, Section
from generator.site.atlas import Atlas
from generator.site.catalogue import catalogue
from generator.site.coverage import AsOf, as_of, boxes, deadline, empty_boxes, late_date
from generator.site.pages_region import RegionView, region_view
from tests.site.made import made_report

OFFICE = body_of("231084", "民政局", Kind.DEPARTMENT)
GOVERNMENT = body_of("231084", "人民政府", Kind.GOVERNMENT)
TOWN = township_body("231084107")
DAY = AsOf(datetime.date(2025, 2, 10), given=True)


def report(organisation: object = OFFICE, year: int = 2023, published: str = "", **changes: object) -> Report:
    made = made_report(organisation, year, "2021", lambda _: 0)  # type: ignore[arg-type]
    day = datetime.date.fromisoformat(published) if published else None
    return replace(made, published_on=day, **changes)  # type: ignore[arg-type]


def dataset(*reports: Report) -> Dataset:
    known = {one.organisation.org_id: one.organisation for one in reports if one.organisation}
    return Dataset(reports, tuple(known.values()))


def page(code: str, *reports: Report, day: AsOf = DAY) -> RegionView:
    atlas = Atlas(catalogue(dataset(*reports)), day)
    return region_view(atlas, code)


def state(*reports: Report, year: int = 2023) -> str:
    (body,) = catalogue(dataset(*reports)).bodies
    return boxes(body, (year,), DAY)[0].state.code


def test_states_of_a_report() -> None:
    whole = report()
    assert state(whole) == "read"
    assert state(replace(whole, status=ReportStatus.PARTIAL)) == "partly"
    nothing = tuple(replace(cell, status=CellStatus.MISSING, value=None) for cell in whole.cells)
    assert state(replace(whole, status=ReportStatus.PARTIAL, cells=nothing)) == "no-tables"
    assert state(replace(whole, form="legacy", cells=())) == "old-form"
    assert state(whole, year=2022) == "absent"


@pytest.mark.parametrize(
    ("organisation", "day", "expected"),
    [
        (OFFICE, "2025-01-31", "not-due"),
        (OFFICE, "2025-02-01", "absent"),
        (GOVERNMENT, "2025-03-31", "not-due"),
        (GOVERNMENT, "2025-04-01", "absent"),
        (TOWN, "2025-01-01", "absent"),
    ],
)
def test_nothing_is_missed_before_it_is_due_and_townships_have_no_date(
    organisation: object, day: str, expected: str
) -> None:
    (body,) = catalogue(dataset(report(organisation))).bodies
    (box,) = boxes(body, (2024,), AsOf(datetime.date.fromisoformat(day), given=True))
    assert box.state.code == expected
    assert "没有公布" not in box.says.replace("不等于没有公布", "")


def test_deadlines_moved_with_the_law() -> None:
    assert deadline(Kind.DEPARTMENT, 2018) == datetime.date(2019, 3, 31)
    assert deadline(Kind.DEPARTMENT, 2019) == datetime.date(2020, 1, 31)
    assert deadline(Kind.GOVERNMENT, 2024) == datetime.date(2025, 3, 31)
    others = set(Kind) - {Kind.DEPARTMENT, Kind.GOVERNMENT}
    assert {deadline(kind, 2024) for kind in others} == {None}


def test_late_only_from_a_labelled_date_after_the_legal_one() -> None:
    assert late_date(report(published="2024-02-01")) == datetime.date(2024, 2, 1)
    assert late_date(report(published="2024-01-31")) is None
    assert late_date(report()) is None
    assert late_date(report(TOWN, published="2024-08-01")) is None
    assert late_date(report(GOVERNMENT, published="2024-03-31")) is None


def test_a_date_that_may_mean_something_else_is_not_called_late() -> None:
    signed = report(published="2024-02-20", narrative={Section.SIGNATURE: "宁安市民政局\n2024年2月20日"})
    assert late_date(signed) is None
    assert late_date(report(published="2025-06-01")) is None  # a site that was moved
    corrected = report(published="2024-06-01", narrative={Section.TITLE: "2023年年度报告（更正）"})
    assert late_date(corrected) is None
    assert late_date(report(published="2024-06-01"), [report(published="2024-01-20")]) is None
    assert late_date(report(published="2024-06-01"), [report()]) is None


def test_the_day_is_what_the_collection_proves_never_the_clock() -> None:
    assert as_of(dataset(report(year=2022))).day == datetime.date(2023, 1, 1)
    dated = (
        report(year=2022, published="2023-03-15"),
        report(TOWN, 2021, "2022-05-01"),
        report(TOWN, 2020, "2031-01-01"),
    )
    assert as_of(dataset(*dated)).day == datetime.date(2023, 3, 15)
    given = as_of(dataset(report(year=2022)), datetime.date(2024, 2, 1))
    assert (given.day, given.last_year, given.given) == (datetime.date(2024, 2, 1), 2023, True)


def test_a_county_lists_every_township_of_the_gazetteer_with_an_anchor_for_each_gap() -> None:
    view = page("231084", report(TOWN, 2022), report(OFFICE, 2024))
    offices, towns = view.groups
    assert [line.name for line in offices.lines] == ["民政局"]
    assert len(towns.lines) == 13
    anchors = [box.anchor for line in towns.lines for box in line.boxes]
    assert "231084101-2023" in anchors
    assert len(set(anchors)) == 13 * len(view.years) == 13 * 3
    (jingbo,) = [line for line in towns.lines if line.anchor == "231084107"]
    assert [box.state.code for box in jingbo.boxes] == ["read", "absent", "absent"]


def test_a_document_that_could_not_be_read_is_not_missing() -> None:
    failed = report(OFFICE, 2023, status=ReportStatus.FAILED, cells=(), report_id="doc-0123456789ab", error="空文件")
    view = page("231084", report(OFFICE, 2024), failed)
    (line,) = view.groups[0].lines
    found = {box.anchor: box for box in line.boxes}
    assert len(view.years) == 1
    assert {year: box.state.code for year, box in found.items()} == {f"{OFFICE.org_id}-2024": "read"}
    view = page("231084", report(OFFICE, 2024), report(TOWN, 2023), failed)
    assert view.groups[0].lines[0].boxes[0].state.code == "unread"
    assert view.groups[0].lines[0].boxes[0].address == "/findings/#doc-0123456789ab"


def test_a_township_that_was_merged_has_no_gap_afterwards() -> None:
    codes = [box.state.code for box in empty_boxes("990101100", (2019, 2020, 2021), "2020-06-01")]
    assert codes == ["absent", "absent", "ended"]


def test_the_country_and_a_province_list_what_the_collection_lacks() -> None:
    country = page("", report(TOWN, 2022))
    assert len(country.parts) >= 31
    assert all(part.address for part in country.parts)
    assert sum(sum(part.reports) for part in country.parts) == 1
    assert country.groups == ()
    province = page("230000", report(TOWN, 2022))
    below = {code: address for part in province.parts for code, _, address in part.below}
    assert below["231084"] == "/d/231084/"
    assert below["231083"] == ""
    assert page("310000", report(TOWN, 2022)).reports == 0


def test_a_city_without_counties_lists_its_own_townships() -> None:
    dongguan = township_body("441900003")
    view = page("441900", report(dongguan, 2022))
    assert len(view.groups[-1].lines) > 30
