"""What is behind broken identities, as findings."""

from __future__ import annotations

from generator.checks import run
from generator.model import Fault, Finding, Report, Severity
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
    """Five requests were counted under the wrong applicant, in one of two rows: nobody can tell in which."""
    table = """
        received          | 25 15 0 0 0 0 40
        granted           | 5 10 0 0 0 0 15
        partly_granted    | 5 10 0 0 0 0 15
        denied_process    | 10 0 0 0 0 0 10
        outcomes_total    | 25 15 0 0 0 0 40
    """
    [cause] = causes(report_of(table))
    assert (cause.rule, cause.row) == ("table.not_localisable", "")
    assert cause.message.count("由 5 改为 10") == 2
    assert "部分公开·自然人" in cause.message
    assert "予以公开·商业企业" in cause.message


def test_a_blank_that_may_hold_a_number_excuses_every_cell() -> None:
    report = report_of(TABLE.replace("denied_process  | 31 0 0 0 0 0 31", "denied_process  | _ _ _ _ _ _ _"))
    assert causes(report) == []


def test_one_broken_sum_of_table_four_needs_no_cause() -> None:
    assert causes(report_of("litigation_direct | 1 0 0 1 3")) == []
