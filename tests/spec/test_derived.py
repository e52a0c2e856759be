"""Derived numbers: what the form's own sums say about a cell that was not reported.

(a) a total whose parts are all reported; (b) the one open part of a reported total; (c) the one unknown of
received + carried_in = outcomes_total + carried_out; (d) a row of zeros in which exactly one number is lost.
Only reported cells feed a rule. A derived number never replaces a value.
"""

from __future__ import annotations

import pytest

from tests.drawn import read
from tests.spec.parts import REQUESTS_HEADS, TABLE_FOUR, TABLE_TWO

RECEIVED = "一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8"


def test_a_total_from_its_parts() -> None:
    shown = read(REQUESTS_HEADS, RECEIVED, "二、上年结转政府信息公开申请数量⇥0⇥1⇥0⇥0⇥0⇥3⇥")
    assert shown.row("carried_in") == "0 1 0 0 0 3 _"
    assert shown.derived() == {"carried_in total": "4"}


def test_b_the_open_part_from_its_total() -> None:
    shown = read(REQUESTS_HEADS, RECEIVED, "二、上年结转政府信息公开申请数量⇥0⇥1⇥0⇥0⇥0⇥⇥4")
    assert shown.derived() == {"carried_in other": "3"}


def test_c_the_balance() -> None:
    shown = read(
        REQUESTS_HEADS,
        """
        一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
        二、上年结转政府信息公开申请数量⇥1⇥0⇥0⇥0⇥0⇥0⇥1
        （七）总计⇥4⇥1⇥0⇥0⇥0⇥1⇥6
        """,
    )
    derived = shown.derived()
    assert shown.row("carried_out") == ". . . . . . ."
    assert [derived[f"carried_out {column}"] for column in ("natural_person", "other", "total")] == ["2", "1", "3"]


def test_d_the_lost_zero() -> None:
    shown = read(REQUESTS_HEADS, RECEIVED, "四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0⇥0")
    assert shown.row("carried_out") == "? ? ? ? ? ? ?"
    assert set(shown.derived().values()) == {"0"}
    assert len(shown.derived()) == 7


def test_two_lost_zeros_say_nothing() -> None:
    assert read(REQUESTS_HEADS, RECEIVED, "四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0").derived() == {}


@pytest.mark.parametrize("where", ["above", "below"])
def test_a_number_beside_its_row_is_no_lost_zero(where: str) -> None:
    row = "四、结转下年度继续办理 0 0 0 0 0 0"
    shown = read(
        REQUESTS_HEADS.replace("⇥", " "),
        RECEIVED.replace("⇥", " "),
        f"{' ' * 60}21\n    {row}" if where == "above" else f"{row}\n    21\n    件",
    )
    assert shown.row("carried_out") == "? ? ? ? ? ? ?"
    assert shown.derived() == {}


def test_one_lost_number_that_may_be_no_zero_says_nothing() -> None:
    assert read(REQUESTS_HEADS, RECEIVED, "四、结转下年度继续办理⇥1⇥0⇥0⇥0⇥0⇥1").derived() == {}


def test_negative_is_no_number_but_a_finding() -> None:
    shown = read(REQUESTS_HEADS, RECEIVED, "二、上年结转政府信息公开申请数量⇥0⇥9⇥0⇥0⇥0⇥⇥4")
    assert shown.derived() == {}
    assert "derived.contradicts" in shown.rules


def test_derived_numbers_feed_nothing() -> None:
    # carried_in's total is derived; the balance of the totals would need it.
    shown = read(
        REQUESTS_HEADS,
        """
        一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
        二、上年结转政府信息公开申请数量⇥1⇥0⇥0⇥0⇥0⇥0⇥
        （七）总计⇥4⇥1⇥0⇥0⇥0⇥1⇥6
        """,
    )
    assert shown.derived()["carried_in total"] == "1"
    assert "carried_out total" not in shown.derived()
    assert shown.derived()["carried_out natural_person"] == "2"


def test_table_four_is_one_row() -> None:
    shown = read(TABLE_TWO, TABLE_FOUR, "⇥".join("0" * 14))
    assert len(shown.derived()) == 15
    assert set(shown.derived().values()) == {"0"}


def test_printed_numbers_that_do_not_add_up_stay_as_printed() -> None:
    shown = read(REQUESTS_HEADS, "一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥9")
    assert shown.row("received") == "5 1 0 0 0 2 9"
    assert shown.derived() == {}
