"""Parts of a body's page without a browser: shares, the sentence, peers, problems of two years."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.model import CellKey, CellStatus, Dataset, Organisation, Report, Section
from generator.site.body.page import body_view
from generator.site.body.peers import peers
from generator.site.body.problems import problems
from generator.site.catalogue import Catalogue, catalogue
from generator.site.facts import Facts, Figure
from generator.site.pages_year import neighbours
from generator.site.sentences import key_figures, sentence
from generator.site.shares import share
from tests.site.made import SIX_YEARS, balanced, made_report


def figure(value: int | None, state: str = "reported") -> Figure:
    return Figure(None if value is None else Decimal(value), state, ())


@pytest.mark.parametrize(
    ("part", "whole", "counts", "percent", "interval"),
    [
        (3, 4, "3/4 件", "75%", "95% 区间 30%–95%"),
        (0, 12, "0/12 件", "0%", "95% 区间 0%–24%"),
        (1, 8, "1/8 件", "13%", "95% 区间 2%–47%"),
        (1, 1000, "1/1,000 件", "<1%", "95% 区间 <1%–1%"),
        (999, 1000, "999/1,000 件", ">99%", "95% 区间 99%–>99%"),
    ],
)
def test_a_share_has_its_counts_and_its_interval(
    part: int, whole: int, counts: str, percent: str, interval: str
) -> None:
    found = share(figure(part), figure(whole))
    assert found is not None
    assert (found.counts, found.percent, found.interval) == (counts, percent, interval)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (figure(None), figure(4)),
        (figure(1), figure(None)),
        (figure(0), figure(0)),
        (figure(5), figure(4)),
        (figure(1, "derived"), figure(4)),
    ],
)
def test_no_share_where_a_count_is_unknown_derived_or_impossible(part: Figure, whole: Figure) -> None:
    assert share(part, whole) is None


def test_numbers_of_the_sentence_know_their_cells_and_what_is_unknown_is_said() -> None:
    report = made_report(SIX_YEARS, 2024, "2021", balanced(3, "2021"))
    parts = sentence(Facts(report))
    numbers = {part.anchor for part in parts if part.anchor}
    assert {"requests.received.total", "requests.outcomes_total.total", "requests.granted.total"} <= numbers
    cells = tuple(
        replace(cell, status=CellStatus.AMBIGUOUS, value=None) if cell.key.row.startswith("denied") else cell
        for cell in report.cells
    )
    doubtful = Facts(replace(report, cells=cells))
    assert "（不予公开未能确定）" in "".join(part.text for part in sentence(doubtful))
    denied = next(one for one in key_figures(doubtful) if one.code == "denied")
    assert denied.mark.text == "?"
    assert "缺列" in denied.why


def test_peers_need_three_of_a_kind_and_leave_out_what_is_not_known() -> None:
    few = _county(2)
    assert peers(few, few.bodies[0], few.bodies[0].years[0]) is None
    many = _county(5, unknown=1)
    found = peers(many, many.bodies[0], many.bodies[0].years[0])
    assert found is not None
    received = found.strips[0]
    assert "4 个同类机关" in received.says
    assert "另有 1 个没有可用的数字，不在图中。" in received.says
    assert len(received.dots) == 4
    assert sum(dot.look == "this" for dot in received.dots) == 1


def test_a_derived_figure_is_in_no_strip_and_in_no_sentence_about_the_county() -> None:
    reports = [body.years[0].report for body in _county(5, scale=0).bodies]
    key = CellKey("requests", "received", "total")
    cells = tuple(
        replace(cell, status=CellStatus.BLANK, value=None, derived=Decimal(0)) if cell.key == key else cell
        for cell in reports[0].cells
    )
    county = _shelf([replace(reports[0], cells=cells), *reports[1:-1], _busy(reports[-1], key)])
    this, other = county.bodies[0], county.bodies[1]
    found = peers(county, this, this.years[0])
    assert found is not None
    assert "本机关的这个数字是推算的，不在图中。" in found.strips[0].says
    assert "4 个同类机关：0 至 9" in found.strips[0].says
    assert neighbours(county, this, this.years[0]) == ""
    assert "4 份读出此数的报告，其中 3 份为 0" in neighbours(county, other, other.years[0])


def test_peers_that_are_all_zero_get_a_sentence() -> None:
    zeros = _county(4, scale=0)
    found = peers(zeros, zeros.bodies[0], zeros.bodies[0].years[0])
    assert found is not None
    assert [strip.dots for strip in found.strips] == [()] * 4
    assert found.strips[0].says == "4 个同类机关都是 0。"


def test_paragraphs_that_return_to_the_letter_are_marked_in_both_years() -> None:
    said = {2023: "一是人手不足。\n二是更新慢。", 2024: "一是 人手不足。\n二是渠道少。"}
    reports = [
        replace(made_report(SIX_YEARS, year, "2021", lambda _: 0), narrative={Section.PROBLEMS: text})
        for year, text in said.items()
    ]
    (body,) = _shelf(reports).bodies
    found = problems(body, body.years[-1])
    assert found is not None
    assert found.before is not None
    assert [same for _, same in found.now.paragraphs] == [True, False]
    assert [same for _, same in found.before.paragraphs] == [True, False]
    assert found.same == 1


def _busy(report: Report, key: CellKey) -> Report:
    return replace(
        report, cells=tuple(replace(cell, value=Decimal(9)) if cell.key == key else cell for cell in report.cells)
    )


def _county(count: int, *, unknown: int = 0, scale: int = 1) -> Catalogue:
    reports = []
    for place in range(count):
        body: Organisation = replace(SIX_YEARS, org_id=f"990101-ju{place}")
        value = balanced(scale * (place + 1), "2021") if scale else (lambda _: 0)
        report = made_report(body, 2024, "2021", value)
        if place >= count - unknown:
            blank = tuple(replace(cell, status=CellStatus.BLANK, value=None) for cell in report.cells)
            report = replace(report, cells=blank)
        reports.append(report)
    return _shelf(reports)


def _shelf(reports: list[Report]) -> Catalogue:
    known = {one.organisation.org_id: one.organisation for one in reports if one.organisation}
    return catalogue(Dataset(tuple(reports), tuple(known[key] for key in sorted(known))))


def test_where_the_newest_report_was_not_read_the_page_leads_to_the_last_one_that_was() -> None:
    read = made_report(SIX_YEARS, 2022, "2021", balanced(3, "2021"))
    unread = made_report(SIX_YEARS, 2023, "2021", balanced(3, "2021"))
    lost = tuple(replace(cell, value=None, derived=None, status=CellStatus.MISSING) for cell in unread.cells)

    def leads_to(*reports: Report) -> str | None:
        shelf = catalogue(Dataset(reports, (SIX_YEARS,)))
        found = body_view(shelf, shelf.bodies[0]).read_before
        return found.year if found else None

    assert leads_to(read, replace(unread, cells=lost)) == "2022"
    assert leads_to(read, unread) is None
    assert leads_to(replace(unread, cells=lost)) is None
