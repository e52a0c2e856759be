"""What is behind broken identities, as findings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from generator.checks import across, run
from generator.model import CellStatus, Fault, Finding, NarrativeFact, Report, Severity
from tests.builders import report_of

# Natural person and enterprise; every identity holds.
TABLE = """
    received        | 120 7 0 0 0 0 127
    carried_in      | 3 0 0 0 0 0 3
    granted         | 80 5 0 0 0 0 85
    denied_process  | 31 0 0 0 0 0 31
    outcomes_total  | 111 5 0 0 0 0 116
    carried_out     | 12 2 0 0 0 0 14
"""


def causes(report: Report) -> list[Finding]:
    return [
        finding for finding in run(report)[1] if finding.rule.partition(".")[0] in {"cell", "cells", "row", "table"}
    ]


def test_the_table_itself_holds() -> None:
    assert run(report_of(TABLE))[1] == ()


def test_one_wrong_cell_is_one_error_and_what_follows_is_listed() -> None:
    every = run(report_of(TABLE.replace("granted         | 80", "granted         | 8")))[1]
    [error] = [finding for finding in every if finding.severity is Severity.ERROR]
    assert (error.rule, error.table, error.row, error.column) == (
        "cell.contradicts_table",
        "requests",
        "granted",
        "natural_person",
    )
    assert (error.expected, error.actual, error.fault) == ("80", "8", Fault.SOURCE)
    assert "由 8 改为 80" in error.message
    assert "疑似漏一位数字" in error.message
    assert {finding.rule for finding in every if finding.severity is Severity.INFO} == {
        "requests.outcomes_sum",
        "requests.row_sum",
    }


def test_digits_in_another_order_are_said_to_be_so() -> None:
    [error] = causes(report_of(TABLE.replace("denied_process  | 31", "denied_process  | 13")))
    assert "数字前后颠倒" in error.message


def test_two_numbers_of_a_row_that_changed_places() -> None:
    [error] = causes(report_of(TABLE.replace("granted         | 80 5", "granted         | 5 80")))
    assert error.rule == "cells.swapped"
    assert (error.actual, error.expected) == ("5 80", "80 5")


def test_a_shifted_row_is_our_fault_in_text_and_the_documents_in_a_grid() -> None:
    shifted = TABLE.replace("granted         | 80 5 0 0 0 0 85", "granted         | 0 80 5 0 0 0 0")
    [ours] = causes(report_of(shifted))
    [theirs] = causes(report_of(shifted, format="html"))
    assert (ours.rule, ours.row, ours.column) == ("row.shifted", "granted", "")
    assert (ours.fault, theirs.fault) == (Fault.EXTRACTION, Fault.SOURCE)


def test_what_no_single_slip_explains_names_no_cell_and_leaves_the_sums_as_errors() -> None:
    spoilt = TABLE.replace("| 120 7", "| 121 9").replace("| 80 5", "| 70 1").replace("| 31", "| 35")
    every = run(report_of(spoilt))[1]
    [cause] = [finding for finding in every if finding.rule == "table.not_localisable"]
    assert (cause.severity, cause.row, cause.column, cause.expected) == (Severity.INFO, "", "", "")
    assert any(finding.severity is Severity.ERROR for finding in every)


def test_two_exchanges_that_explain_the_same_are_both_said() -> None:
    """Five requests were counted under the wrong applicant, in one of two rows: the likelier first."""
    table = """
        received          | 25 15 0 0 0 0 40
        granted           | 5 10 0 0 0 0 15
        partly_granted    | 5 10 0 0 0 0 15
        denied_process    | 10 0 0 0 0 0 10
        outcomes_total    | 25 15 0 0 0 0 40
    """
    [cause] = causes(report_of(table))
    assert (cause.rule, cause.row, cause.column) == ("cells.swapped", "granted", "natural_person")
    assert (
        "最可能是“本年度办理结果·予以公开·自然人”的 5 与“本年度办理结果·予以公开·商业企业”的 10 互换" in cause.message
    )
    assert "另外可能的改法有：“本年度办理结果·部分公开·自然人”由 5 改为 10，" in cause.message


def test_of_two_exchanges_the_one_that_the_prose_speaks_for_is_the_likelier() -> None:
    """Only natural persons asked, so their column and the total stand alike; the words count what was granted."""
    table = """
        received          | 4 0 0 0 0 0 4
        granted           | 1 0 0 0 0 0 3
        denied_process    | 3 0 0 0 0 0 1
        outcomes_total    | 4 0 0 0 0 0 4
    """
    counted = NarrativeFact("other", "requests.granted", Decimal(1), False, "件", "予以公开1件", "line 9")
    [undecided] = causes(report_of(table))
    [decided] = causes(replace(report_of(table), facts=(counted,)))
    assert undecided.column == "natural_person"
    assert (decided.rule, decided.column) == ("cells.swapped", "total")
    assert "与文字部分的数和前后年度的结转最相合" in decided.message
    assert "另外可能的改法有：“本年度办理结果·予以公开·自然人”由 1 改为 3" in decided.message


def test_of_two_exchanges_the_one_that_last_year_speaks_for_is_the_likelier() -> None:
    """What came in and was carried over changed places: for natural persons, or in the total?"""
    before = report_of("carried_out | 5", year=2021, source="before.txt")
    table = """
        received    | 2 0 0 0 0 0 5
        carried_in  | 5 0 0 0 0 0 2
        granted     | 7
        outcomes_total | 7
    """
    checked = [replace(report, findings=run(report)[1]) for report in (before, report_of(table))]
    alone = next(finding for finding in checked[1].findings if finding.rule == "cells.swapped")
    beside = [finding for finding in across(checked)[1].findings if finding.rule == "cells.swapped"]
    assert (alone.row, alone.column) == ("received", "natural_person")
    assert [(finding.row, finding.column) for finding in beside] == [("received", "total")]
    assert "前后年度的结转最相合" not in alone.message
    assert "前后年度的结转最相合" in beside[0].message


def test_an_exchange_may_also_be_requests_counted_in_the_wrong_column() -> None:
    """One request more for natural persons and one less for enterprises does as well in the other row."""
    [cause] = causes(
        report_of("""
        received          | 4 3 0 0 0 0 7
        granted           | 1 2 0 0 0 0 3
        denied_process    | 2 2 0 0 0 0 4
        outcomes_total    | 4 3 0 0 0 0 7
    """)
    )
    assert (cause.rule, cause.actual, cause.expected) == ("cells.swapped", "1 2", "2 1")
    assert "最可能是" in cause.message
    assert "若不是互换，同样可能是几件记错了栏，共 1 种改法" in cause.message


def test_a_total_that_may_have_changed_places_with_a_part_is_named_with_that_beside_it() -> None:
    [cause] = causes(report_of("reconsideration | 1 0 0 1 0"))
    assert (cause.rule, cause.column, cause.expected) == ("cell.contradicts_table", "total", "2")
    assert "最可能" in cause.message
    assert "“行政复议·结果维持”由 1 改为 0，“行政复议·总计”由 0 改为 1" in cause.message


def test_an_exchange_between_two_groups_of_table_four_is_one_cause() -> None:
    [cause] = causes(
        report_of("""
        reconsideration   | 2 0 0 0 7
        litigation_direct | 7 1 0 0 3
    """)
    )
    assert (cause.rule, cause.row, cause.column) == ("cells.swapped", "reconsideration", "upheld")
    assert (cause.actual, cause.expected) == ("2 7", "7 2")


def test_a_blank_that_may_hold_a_number_excuses_every_cell() -> None:
    report = report_of(TABLE.replace("denied_process  | 31 0 0 0 0 0 31", "denied_process  | _ _ _ _ _ _ _"))
    assert causes(report) == []


def _ambiguous(drawing: str, row: str, printed: str) -> Report:
    report = report_of(drawing)
    cells = [
        replace(cell, status=CellStatus.AMBIGUOUS, value=None, raw=printed) if cell.key.row == row else cell
        for cell in report.cells
    ]
    return replace(report, cells=tuple(cells))


def test_a_number_broken_in_two_is_found_by_the_sums_and_stays_ambiguous() -> None:
    [split] = causes(_ambiguous(TABLE, "granted", "8 0 5 0 0 0 0 85"))
    assert (split.rule, split.row, split.column, split.fault) == ("row.number_split", "granted", "", Fault.EXTRACTION)
    assert split.severity is Severity.WARNING
    assert "“8”和“0”本是一个数 80" in split.message
    assert split.expected == "80 5 0 0 0 0 85"


def test_where_no_join_or_several_fit_nothing_is_said_of_a_broken_number() -> None:
    assert causes(_ambiguous(TABLE, "granted", "8 1 5 0 0 0 0 85")) == []
    assert causes(_ambiguous(TABLE, "granted", "80 5 0 0 0 0")) == []
    assert causes(_ambiguous("", "granted", "0 0 0 0 0 0 0 0")) == []


def test_one_broken_sum_of_table_four_needs_no_cause() -> None:
    assert causes(report_of("litigation_direct | 1 0 0 1 3")) == []
