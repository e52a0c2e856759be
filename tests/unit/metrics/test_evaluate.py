"""The metrics of drawn reports."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.metrics.definitions import load_definitions
from generator.metrics.evaluate import State, Value, Why, metrics_of, quotient
from generator.model import CellStatus, Kind, Report
from tests.builders import body, day, report_of

# 12 ended: granted 3, partly 1, denied 2, not held 1, petition 2, not corrected 1, fee 1, other 1; 3 are carried out.
REQUESTS = """
received | 8 2 0 0 0 0 10
carried_in | 5 0 0 0 0 0 5
granted | 2 1 0 0 0 0 3
partly_granted | 1 0 0 0 0 0 1
denied_process | 1 1 0 0 0 0 2
unavailable_not_held | 1 0 0 0 0 0 1
not_processed_petition | 2 0 0 0 0 0 2
closed_not_corrected | 1 0 0 0 0 0 1
closed_fee_unpaid | 1 0 0 0 0 0 1
closed_other | 1 0 0 0 0 0 1
outcomes_total | 10 2 0 0 0 0 12
carried_out | 3 0 0 0 0 0 3
"""
REVIEW = """
reconsideration | 2 1 0 1 4
litigation_direct | 1 1 0 0 2
litigation_after_reconsideration | 0 0 1 2 3
"""


def metrics(drawing: str = "", form: str = "2021", **attributes: Any) -> dict[str, Value]:
    """Return the metrics of one drawn report by code."""
    return only(report_of(drawing, form=form, report_id="a", **attributes))


def only(*reports: Report) -> dict[str, Value]:
    """Return the metrics of the last report."""
    values = [found for _, found in metrics_of(reports)]
    return {value.metric: value for value in values[-1]}


def shown(value: Value) -> str:
    return f"{value.numerator} / {value.denominator} = {value.value} {value.state}"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("workload", "15 / None = 15 defined"),
        ("processed", "12 / None = 12 defined"),
        ("open_rate_A", "4 / 12 = 0.333333 defined"),
        ("open_rate_B", "3 / 12 = 0.250000 defined"),
        ("open_rate_C", "4 / 15 = 0.266667 defined"),
        ("open_rate_D", "4 / 8 = 0.500000 defined"),
        ("deny_share", "2 / 12 = 0.166667 defined"),
        ("unable_share", "1 / 12 = 0.083333 defined"),
        ("noproc_share", "2 / 12 = 0.166667 defined"),
        ("other_share", "3 / 12 = 0.250000 defined"),
        ("reason_denied_process", "2 / 12 = 0.166667 defined"),
        ("reason_closed_fee_unpaid", "1 / 12 = 0.083333 defined"),
        ("not_held_share", "1 / 12 = 0.083333 defined"),
        ("not_held_of_unable", "1 / 1 = 1.000000 defined"),
        ("carry_rate", "3 / 15 = 0.200000 defined"),
        ("clearance", "12 / 15 = 0.800000 defined"),
        ("applicant_share_enterprise", "2 / 10 = 0.200000 defined"),
        ("org_share", "2 / 10 = 0.200000 defined"),
        ("open_rate_A_natural_person", "3 / 10 = 0.300000 defined"),
        ("open_rate_A_enterprise", "1 / 2 = 0.500000 defined"),
        ("open_rate_A_research", "0 / 0 = None undefined_zero_denominator"),
        ("review_correct", "1 / 3 = 0.333333 defined"),
        ("suit_correct_direct", "1 / 2 = 0.500000 defined"),
        ("suit_correct_after", "0 / 1 = 0 defined"),
        ("suit_correct", "1 / 3 = 0.333333 defined"),
        ("dispute_ratio", "9 / 10 = 0.900000 defined"),
        ("identity_pass", "42 / 42 = 1.000000 defined"),
        ("completeness", "200 / 200 = 1.000000 defined"),
    ],
)
def test_formulas(code: str, expected: str) -> None:
    assert shown(metrics(REQUESTS + REVIEW)[code]) == expected


def test_every_metric_of_every_report_with_tables_and_of_no_other() -> None:
    codes = [metric.code for metric in load_definitions().metrics]
    without = replace(report_of(report_id="b"), cells=())
    found = list(metrics_of([report_of(report_id="a"), without, report_of(report_id="c", form="2019")]))
    assert [(report.report_id, [value.metric for value in values]) for report, values in found] == [
        ("a", codes),
        ("c", codes),
    ]


def test_undefined_is_neither_zero_nor_missing() -> None:
    found = metrics()
    assert found["open_rate_A"].state is State.ZERO_DENOMINATOR
    assert found["open_rate_A"].value is None
    assert found["workload"].value == 0
    assert found["open_rate_A"].numerator == 0


@pytest.mark.parametrize("mark", ["_", "?", "!", "."])
def test_a_cell_without_a_number_makes_it_not_computable(mark: str) -> None:
    found = metrics(REQUESTS + f"granted | 2 1 0 0 0 0 {mark}")
    assert shown(found["open_rate_A"]) == "None / 12 = None not_computable"
    assert found["open_rate_A"].why is Why.NO_FIGURE
    assert found["carry_rate"].state is State.DEFINED


def test_derived_numbers_never_enter_and_corrected_ones_do() -> None:
    report = report_of(REQUESTS, report_id="a")
    hidden = tuple(
        replace(cell, status=CellStatus.BLANK, value=None, derived=cell.value)
        if (cell.key.row, cell.key.column) == ("granted", "total")
        else cell
        for cell in report.cells
    )
    assert only(replace(report, cells=hidden))["open_rate_A"].state is State.NOT_COMPUTABLE
    put_right = tuple(replace(cell, corrected=cell.derived) for cell in hidden)
    found = only(replace(report, cells=put_right))
    assert found["open_rate_A"].value == Decimal("0.333333")
    # What was printed is asked whether it adds up, and how much of the form is filled in.
    assert shown(found["completeness"]) == "199 / 200 = 0.995000 defined"
    assert found["identity_pass"].denominator == 40


def test_a_form_without_the_row_cannot_answer() -> None:
    found = metrics("closed | 1 0 0 0 0 0 1\noutcomes_total | 2 0 0 0 0 0 2", form="2019")
    assert shown(found["other_share"]) == "1 / 2 = 0.500000 defined"
    for code in ("open_rate_D", "reason_closed_other", "docs_net", "fee_wan"):
        assert (found[code].state, found[code].why) == (State.NOT_COMPUTABLE, Why.OTHER_FORM)


def test_a_part_larger_than_its_whole_is_no_share() -> None:
    found = metrics("granted | 0 0 0 0 0 0 5\noutcomes_total | 0 0 0 0 0 0 3")
    assert shown(found["open_rate_A"]) == "5 / 3 = None not_computable"
    assert found["open_rate_A"].why is Why.CONTRADICTION
    below_nothing = metrics("not_processed_petition | 0 0 0 0 0 0 5\noutcomes_total | 0 0 0 0 0 0 3")
    assert shown(below_nothing["open_rate_D"]) == "0 / -2 = None not_computable"


def test_money_is_exact() -> None:
    assert metrics("fees | 2018359.39")["fee_wan"].value == Decimal("2018359.39")


def test_no_number_that_would_burst_sums() -> None:
    assert metrics("received | 0 0 0 0 0 0 9" + "0" * 15)["workload"].why is Why.NO_FIGURE


def year(number: int, received: int, **attributes: Any) -> Report:
    """Return the report of one year."""
    drawing = f"received | {received} 0 0 0 0 0 {received}\nnormative_documents | 2 1 8"
    return report_of(drawing, report_id=f"{number}", year=number, **attributes)


def test_two_years_of_a_body() -> None:
    found = only(year(2021, 16), year(2022, 20))
    assert shown(found["yoy_abs"]) == "4 / None = 4 defined"
    assert shown(found["yoy_pct"]) == "4 / 16 = 0.250000 defined"
    assert shown(found["docs_turnover"]) == "1 / 8 = 0.125000 defined"
    assert only(year(2021, 20), year(2022, 16))["yoy_pct"].value == Decimal("-0.2")


def test_few_cases_the_year_before_give_no_percentage() -> None:
    found = only(year(2021, 9), year(2022, 20))
    assert found["yoy_abs"].value == 11
    assert (found["yoy_pct"].state, found["yoy_pct"].why) == (State.NOT_COMPUTABLE, Why.TOO_FEW)
    assert only(year(2021, 0), year(2022, 20))["yoy_pct"].state is State.ZERO_DENOMINATOR


@pytest.mark.parametrize(
    "before",
    [
        year(2020, 16),
        year(2021, 16, organisation=body("231084108-other")),
        year(2021, 16, primary="2021-other"),
        year(2021, 16, organisation=None),
    ],
)
def test_only_the_primary_report_on_the_year_before_is_compared(before: Report) -> None:
    found = only(before, year(2022, 20))["yoy_abs"]
    assert (found.state, found.why) == (State.NOT_COMPUTABLE, Why.NO_YEAR_BEFORE)


def test_days_after_the_legal_date() -> None:
    department = replace(body(), kind=Kind.DEPARTMENT)
    assert metrics(organisation=department, published_on=day("2023-02-02"))["timeliness_days"].value == 2
    assert metrics(organisation=department, published_on=day("2023-01-30"))["timeliness_days"].value == -1
    assert metrics(published_on=day("2023-02-02"))["timeliness_days"].state is State.NOT_COMPUTABLE


counts = st.integers(0, 400)


@given(counts, counts, st.lists(counts, min_size=6, max_size=6))
def test_shares_are_shares_and_add_up_where_the_table_does(new: int, total: int, ends: list[int]) -> None:
    granted, partly, denied, unable, petition, closed = ends
    found = metrics(
        f"received | 0 0 0 0 0 0 {new}\ngranted | 0 0 0 0 0 0 {granted}\npartly_granted | 0 0 0 0 0 0 {partly}\n"
        f"denied_process | 0 0 0 0 0 0 {denied}\nunavailable_unclear | 0 0 0 0 0 0 {unable}\n"
        f"not_processed_petition | 0 0 0 0 0 0 {petition}\nclosed_other | 0 0 0 0 0 0 {closed}\n"
        f"outcomes_total | 0 0 0 0 0 0 {total}"
    )
    for metric in load_definitions().metrics:
        value = found[metric.code]
        assert (value.value is not None) == (value.state is State.DEFINED)
        if metric.kind == "share" and value.value is not None:
            assert 0 <= value.value <= 1
    if sum(ends) == total and total:
        parts = ("open_rate_A", "deny_share", "unable_share", "noproc_share", "other_share")
        assert sum(found[code].numerator or 0 for code in parts) == found["open_rate_A"].denominator


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**15))
def test_quotients_are_rounded_once(above: int, below: int) -> None:
    assert Fraction(quotient(Decimal(above), Decimal(below))) == round(Fraction(above, below), 6)


def test_a_half_goes_to_the_even_digit() -> None:
    assert quotient(Decimal(1), Decimal(2_000_000)) == 0
    assert quotient(Decimal(3), Decimal(2_000_000)) == Decimal("0.000002")
