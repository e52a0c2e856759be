"""Two years' reports of one body beside each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model import Cell, Fault, Finding, Report, Severity, Verdict
from generator.pipeline import assemble
from tests.builders import report_of


def report(year: int, drawing: str = "", form: str = "2021") -> Report:
    made = report_of(drawing, form=form, source=f"{year}-{len(drawing)}.txt", year=year)
    return replace(made, checks=(), findings=())


def both(*reports: Report) -> dict[int, Report]:
    return {report.year: report for report in assemble(list(reports)).reports if report.year}


def verdict(of: Report, rule: str) -> Verdict:
    return next(result.verdict for result in of.checks if result.rule == rule)


def reason(of: Report, rule: str) -> str:
    return next(result.reason for result in of.checks if result.rule == rule)


def found(of: Report, rule: str) -> list[Finding]:
    return [finding for finding in of.findings if finding.rule == rule]


CARRIED_OUT = "received | 5\noutcomes_total | 3\ngranted | 3\ncarried_out | 2"
CARRIED_IN = "carried_in | {}\noutcomes_total | {}\ngranted | {}"


def test_requests_carried_over_hold_in_every_column() -> None:
    years = both(report(2022, CARRIED_OUT), report(2023, CARRIED_IN.format(2, 2, 2)))
    assert verdict(years[2023], "requests.carry_over") is Verdict.HOLDS
    assert not found(years[2022], "requests.carry_over")


def test_requests_lost_between_the_years_are_found_on_both_pages() -> None:
    years = both(report(2022, CARRIED_OUT), report(2023, CARRIED_IN.format(1, 1, 1)))
    assert verdict(years[2023], "requests.carry_over") is Verdict.BROKEN
    later, total = found(years[2023], "requests.carry_over")
    assert (later.row, later.column, later.expected, later.actual) == ("carried_in", "natural_person", "2", "1")
    assert (total.column, later.severity, later.fault) == ("total", Severity.WARNING, Fault.SOURCE)
    earlier, _ = found(years[2022], "requests.carry_over")
    assert (earlier.row, earlier.expected, earlier.actual) == ("carried_out", "1", "2")
    assert "2023" in earlier.message
    assert "2022" in later.message


def test_a_chain_of_three_years_and_two_forms() -> None:
    years = both(
        report(2020, CARRIED_OUT, form="2019"),
        report(2021, CARRIED_IN.format(2, 2, 2)),
        report(2022, CARRIED_IN.format(7, 7, 7)),
    )
    assert verdict(years[2021], "requests.carry_over") is Verdict.HOLDS
    assert verdict(years[2022], "requests.carry_over") is Verdict.BROKEN
    assert "表式不同" in reason(years[2021], "proactive.stock")


def test_a_gap_of_a_year_is_no_comparison() -> None:
    years = both(report(2021, CARRIED_OUT), report(2023))
    assert verdict(years[2023], "requests.carry_over") is Verdict.NOT_CHECKABLE
    assert "2022" in reason(years[2023], "requests.carry_over")


def test_a_blank_of_last_year_accuses_nobody() -> None:
    years = both(report(2022, "carried_out | _ _ _ _ _ _ _"), report(2023, CARRIED_IN.format(2, 2, 2)))
    assert verdict(years[2023], "requests.carry_over") is Verdict.NOT_CHECKABLE


@pytest.mark.parametrize(("now", "expected"), [(12, Verdict.HOLDS), (15, Verdict.BROKEN)])
def test_documents_in_force_are_a_stock(now: int, expected: Verdict) -> None:
    years = both(
        report(2022, "normative_documents | 1 0 10"),
        report(2023, f"normative_documents | 3 1 {now}"),
    )
    assert verdict(years[2023], "proactive.stock") is expected
    for finding in found(years[2023], "proactive.stock"):
        assert (finding.row, finding.column, finding.expected, finding.actual) == (
            "normative_documents",
            "in_force",
            "12",
            "15",
        )
        assert (finding.severity, finding.fault) == (Severity.INFO, Fault.SCOPE)


def test_a_second_document_of_a_year_is_not_compared() -> None:
    odd = report(2022, CARRIED_OUT)
    corrected = replace(odd, source="b.txt", sha256="f" * 64, cells=tuple(map(_unknown, odd.cells)))
    years = assemble([odd, corrected, report(2023, CARRIED_IN.format(2, 2, 2))]).reports
    assert {verdict(item, "requests.carry_over") for item in years if item.primary} == {Verdict.NOT_CHECKABLE}


def _unknown(cell: Cell) -> Cell:
    return replace(cell, value=None)
