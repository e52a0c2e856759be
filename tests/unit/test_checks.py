"""What each check answers, drawn case by case (definitions: docs/adr/0007-verdicts.md)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.checks import CHECKS, run
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, Report, Severity, Verdict
from tests.builders import failed_report, report_of

# Asked only where a body prints sums beside headings, which the form does not ask for.
HEADINGS = "requests.category_sum"
BALANCED = """
    received       | 10
    carried_in     | 1
    granted        | 9
    outcomes_total | 9
    carried_out    | 2
"""


def verdict(report: Report, rule: str) -> Verdict:
    return next(result.verdict for result in run(report)[0] if result.rule == rule)


def reason(report: Report, rule: str) -> str:
    return next(result.reason for result in run(report)[0] if result.rule == rule)


def findings(report: Report) -> list[Finding]:
    """Return the findings about identities, not those about what is behind them."""
    rules = {check.code for check in CHECKS}
    return [finding for finding in run(report)[1] if finding.rule in rules]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_all_hold_for_a_form_of_zeros(form: str) -> None:
    results, found = run(report_of(form=form))
    assert {result.verdict for result in results if result.rule != HEADINGS} == {Verdict.HOLDS}
    assert [result.rule for result in results] == [check.code for check in CHECKS]
    assert not found


def test_a_balanced_report_holds() -> None:
    results, found = run(report_of(BALANCED))
    assert {result.verdict for result in results if result.rule != HEADINGS} == {Verdict.HOLDS}
    assert not found


def test_broken_balance_is_placed_at_the_printed_total_of_its_column() -> None:
    report = report_of(BALANCED.replace("carried_out    | 2", "carried_out    | 1"))
    assert verdict(report, "requests.balance") is Verdict.BROKEN
    first, second = findings(report)
    assert (first.table, first.row, first.column) == ("requests", "outcomes_total", "natural_person")
    assert (second.row, second.column) == ("outcomes_total", "total")
    assert (first.expected, first.actual) == ("10", "9")
    assert first.verdict is Verdict.BROKEN
    assert (first.severity, first.fault) == (Severity.ERROR, Fault.SOURCE)
    assert "自然人" in first.message
    for number in ("10", "1", "11", "9"):
        assert number in first.message
    assert first.message.endswith("相差 1。所涉各格只有一种读法，请对照原文。")


def test_outcomes_that_do_not_add_up() -> None:
    report = report_of(BALANCED.replace("granted        | 9", "granted | 7"))
    assert verdict(report, "requests.outcomes_sum") is Verdict.BROKEN
    assert [(item.expected, item.actual) for item in findings(report)] == [("7", "9"), ("7", "9")]


def test_row_that_does_not_add_up() -> None:
    report = report_of("received | 1 1 0 0 0 0 3\ncarried_out | 1 1 0 0 0 0 3")
    assert verdict(report, "requests.row_sum") is Verdict.BROKEN
    first = findings(report)[0]
    assert (first.rule, first.row, first.column) == ("requests.row_sum", "received", "total")
    assert (first.expected, first.actual) == ("2", "3")
    assert "本年新收政府信息公开申请数量" in first.message


def test_review_row_that_does_not_add_up() -> None:
    report = report_of("litigation_direct | 1 0 0 1 3")
    assert verdict(report, "review.row_sum") is Verdict.BROKEN
    assert [(item.table, item.row, item.column) for item in findings(report)] == [
        ("review", "litigation_direct", "total")
    ]


def test_blank_that_would_have_to_be_zero() -> None:
    report = report_of("received | 1 _ 0 0 0 0 1\ncarried_out | 1 0 0 0 0 0 1")
    assert verdict(report, "requests.row_sum") is Verdict.HOLDS_IF_BLANK_IS_ZERO
    assert not findings(report)


def test_row_left_blank_as_a_whole_holds_if_blank_is_zero() -> None:
    assert verdict(report_of("reconsideration | _ _ _ _ _"), "review.row_sum") is Verdict.HOLDS_IF_BLANK_IS_ZERO


def test_no_number_in_the_blank_can_rescue_it() -> None:
    report = report_of("reconsideration | 5 _ 0 0 3")
    assert verdict(report, "review.row_sum") is Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO
    (finding,) = findings(report)
    assert finding.verdict is Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO
    assert (finding.expected, finding.actual) == ("5", "3")
    assert "未填的 1 格按 0 计" in finding.message


def test_a_blank_that_may_stand_for_the_difference_accuses_nobody() -> None:
    report = report_of("reconsideration | 1 _ 0 0 3")
    assert verdict(report, "review.row_sum") is Verdict.NOT_CHECKABLE
    assert "未填" in reason(report, "review.row_sum")
    assert not findings(report)


def test_a_blank_total_may_be_any_number() -> None:
    report = report_of("reconsideration | 1 1 0 0 _")
    assert verdict(report, "review.row_sum") is Verdict.NOT_CHECKABLE


@pytest.mark.parametrize(("mark", "word"), [("?", "无法确定"), ("!", "无法读作数字"), (".", "没有")])
def test_cell_without_a_certain_number_is_not_checkable_and_named(mark: str, word: str) -> None:
    report = report_of(f"reconsideration | 1 {mark} 0 0 3")
    assert verdict(report, "review.row_sum") is Verdict.NOT_CHECKABLE
    assert "行政复议" in reason(report, "review.row_sum")
    assert "结果纠正" in reason(report, "review.row_sum")
    assert word in reason(report, "review.row_sum")


def test_one_broken_row_outweighs_what_cannot_be_checked() -> None:
    report = report_of("reconsideration | 1 ? 0 0 3\nlitigation_direct | 1 0 0 0 3")
    assert verdict(report, "review.row_sum") is Verdict.BROKEN
    assert reason(report, "review.row_sum").startswith("共核对 3 处，成立 1 处；不成立 1 处")


def test_every_check_is_asked_of_a_document_without_cells() -> None:
    results, found = run(failed_report())
    assert {result.verdict for result in results} == {Verdict.NOT_CHECKABLE}
    assert len(results) == len(CHECKS)
    assert not found


def test_corrections_and_derived_numbers_do_not_count() -> None:
    assert verdict(report_of("received | 1 ? 0 0 0 0 1"), "requests.row_sum") is Verdict.NOT_CHECKABLE


def _with_headings(drawing: str, **printed: int) -> Report:
    cells = [
        Cell(CellKey("requests", row, "total"), CellStatus.REPORTED, Decimal(number)) for row, number in printed.items()
    ]
    return report_of(drawing, subtotals=tuple(cells))


def test_a_figure_beside_a_heading_is_the_sum_of_its_rows() -> None:
    rows = "denied_process | 3\ndenied_enforcement_files | 2\nreceived | 5\noutcomes_total | 5"
    right, wrong = _with_headings(rows, denied=5), _with_headings(rows, denied=6, closed=1)
    assert verdict(report_of(rows), "requests.category_sum") is Verdict.NOT_CHECKABLE
    assert verdict(right, "requests.category_sum") is Verdict.HOLDS
    assert not findings(right)
    assert verdict(wrong, "requests.category_sum") is Verdict.BROKEN
    [finding] = findings(wrong)
    assert (finding.severity, finding.fault, finding.table, finding.row) == (
        Severity.WARNING,
        Fault.SOURCE,
        "requests",
        "",
    )
    assert (finding.expected, finding.actual) == ("5 0", "6 1")
    assert (
        "“不予公开·总计”：属于四类过程性信息 3 + 属于行政执法案卷 2 = 5，而不予公开（标题行） 6，相差 1。"
        in finding.message
    )


def test_a_heading_over_blank_rows_is_not_checkable_and_over_unread_ones_neither() -> None:
    blank = _with_headings("closed_other | _ _ _ _ _ _ _", closed=1)
    unread = _with_headings("closed_other | ? ? ? ? ? ? ?", closed=1)
    assert verdict(blank, "requests.category_sum") is Verdict.NOT_CHECKABLE
    assert verdict(unread, "requests.category_sum") is Verdict.NOT_CHECKABLE
