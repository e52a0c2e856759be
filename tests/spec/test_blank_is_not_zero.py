"""A blank is not a zero.

``reported``: a number stands in the cell, and 0 is a number. ``blank``: there is a trace of the cell and nothing in
it. ``missing``: no trace of it. ``unreadable``: something stands there that is no single number.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.model import CellStatus
from tests.drawn import read
from tests.spec.parts import REQUESTS_HEADS, TABLE_FOUR, TABLE_TWO

FULL = "一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8"


def test_zero_is_a_number() -> None:
    cell = read(TABLE_TWO).cell("rules repealed")
    assert (cell.status, cell.value, cell.raw) == (CellStatus.REPORTED, Decimal(0), "0")


@pytest.mark.parametrize("mark", ["", " ", "-", "—", "/", "无"])
def test_nothing_filled_in_is_blank(mark: str) -> None:
    shown = read(REQUESTS_HEADS, FULL, f"二、上年结转政府信息公开申请数量⇥0⇥1⇥{mark}⇥0⇥0⇥0⇥1")
    cell = shown.cell("carried_in research")
    assert (cell.status, cell.value, cell.raw) == (CellStatus.BLANK, None, mark.strip())
    assert cell.locator == "line 7 cell 4"


def test_what_a_blank_adds_up_to_is_derived_and_stays_a_blank() -> None:
    shown = read(REQUESTS_HEADS, FULL, "二、上年结转政府信息公开申请数量⇥0⇥1⇥⇥0⇥0⇥0⇥1")
    assert shown.row("carried_in") == "0 1 _ 0 0 0 1"
    assert shown.derived()["carried_in research"] == "0"


def test_a_row_of_empty_cells_is_blank() -> None:
    shown = read(REQUESTS_HEADS, FULL, "二、上年结转政府信息公开申请数量⇥⇥⇥⇥⇥⇥⇥")
    assert shown.row("carried_in") == "_ _ _ _ _ _ _"


def test_a_label_without_a_trace_of_cells_is_missing() -> None:
    shown = read(REQUESTS_HEADS, FULL, "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0⇥0⇥0")
    assert shown.row("carried_in") == ". . . . . . ."
    assert shown.cell("carried_in total").locator == ""
    assert shown.row("carried_out") == "0 0 0 0 0 0 0"


def test_rows_and_tables_that_are_not_there_are_missing() -> None:
    shown = read(TABLE_TWO)
    assert shown.row("received") == ". . . . . . ."
    assert shown.row("reconsideration") == ". . . . ."
    assert len(shown.reading.cells) == 200


@pytest.mark.parametrize("text", ["约47", "100余", "3,5", "1 2", "不涉及", "22①", "*"])
def test_what_is_no_single_number_is_unreadable_and_costs_no_neighbour(text: str) -> None:
    shown = read(TABLE_TWO.replace("规章⇥1⇥0⇥3", f"规章⇥1⇥{text}⇥3"))
    assert shown.row("rules") == "1 ! 3"
    assert shown.cell("rules repealed").raw == text


def test_an_empty_table_four_is_blank() -> None:
    shown = read(TABLE_TWO, TABLE_FOUR, "⇥" * 14)
    assert shown.row("reconsideration") == "_ _ _ _ _"
    assert shown.row("litigation_after_reconsideration") == "_ _ _ _ _"


def test_an_empty_cell_in_table_two() -> None:
    shown = read(TABLE_TWO.replace("行政许可⇥7", "行政许可⇥"))
    assert shown.row("licensing") == "_"
    assert shown.row("penalties") == "8"


@pytest.mark.parametrize("text", ["0\ufffd7", "尚未填报"])
def test_words_after_empty_cells_make_no_row_blank(text: str) -> None:
    shown = read(REQUESTS_HEADS, FULL, f"二、上年结转政府信息公开申请数量⇥⇥⇥{text}⇥⇥0⇥0⇥")
    assert shown.row("carried_in") == "_ _ ! _ 0 0 _"
