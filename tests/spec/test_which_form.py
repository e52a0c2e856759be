"""Which form a document follows: its labels decide, never the year."""

from __future__ import annotations

import pytest

from tests.drawn import read
from tests.spec.parts import REQUESTS_HEADS, TABLE_TWO, TABLE_TWO_2019

ROWS = """
    一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
    二、上年结转政府信息公开申请数量⇥0⇥0⇥0⇥0⇥0⇥0⇥0
    四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0⇥0⇥0
"""
PROSE = "汤阴县白营镇2022年政府信息公开工作年度报告\n一、总体情况\n公开政府信息5条。\n"


@pytest.mark.parametrize("year", [2015, 2019, 2020, 2021, 2022, None])
def test_labels_decide(year: int | None) -> None:
    assert read(TABLE_TWO, year=year).form == "2021"
    assert read(TABLE_TWO_2019, year=year).form == "2019"


@pytest.mark.parametrize(
    ("table", "year", "unexpected"),
    [
        (TABLE_TWO, 2021, False),
        (TABLE_TWO, 2020, True),
        (TABLE_TWO_2019, 2020, False),
        (TABLE_TWO_2019, 2023, True),
        (TABLE_TWO, None, False),
        (TABLE_TWO, 2015, True),
    ],
)
def test_a_form_that_is_not_the_one_of_the_year_is_a_finding(table: str, year: int | None, unexpected: bool) -> None:
    assert ("form.unexpected" in read(table, year=year).rules) is unexpected


def test_the_old_form_has_columns_of_its_own() -> None:
    shown = read(TABLE_TWO_2019, year=2020)
    assert shown.row("normative_documents") == "1 2 3"
    assert shown.row("licensing") == "16 3 19"
    assert shown.row("other_services") == "5 -2 0"
    assert shown.row("penalties") == "1 -1 0"
    assert shown.row("fees") == "2 0"
    assert shown.row("procurement") == "2 2018359.39"
    assert shown.cell("procurement amount").unit == ""
    assert len(shown.reading.cells) == 198


@pytest.mark.parametrize(("year", "form", "cells"), [(2019, "2019", 198), (2020, "2019", 198), (2021, "2021", 200)])
def test_without_a_telling_label_the_form_due_is_assumed(year: int, form: str, cells: int) -> None:
    shown = read(REQUESTS_HEADS, ROWS, year=year)
    assert (shown.form, len(shown.reading.cells)) == (form, cells)
    assert "form.assumed" in shown.rules
    assert shown.row("received") == "5 1 0 0 0 2 8"


def test_one_row_that_only_one_form_has_is_enough() -> None:
    rows = ROWS.replace(
        "四、", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请⇥0⇥0⇥0⇥0⇥0⇥0⇥0\n    四、"
    )
    shown = read(REQUESTS_HEADS, rows, year=2020)
    assert shown.form == "2021"
    assert "form.assumed" not in shown.rules


@pytest.mark.parametrize(("year", "form", "cells"), [(2020, "2019", 198), (2022, "2021", 200)])
def test_without_any_table_every_cell_of_the_form_due_is_missing(year: int, form: str, cells: int) -> None:
    shown = read(PROSE, year=year)
    assert (shown.form, len(shown.reading.cells), shown.reported()) == (form, cells, {})
    assert {cell.status for cell in shown.reading.cells} == {"missing"}
    assert shown.rules == {"form.assumed"}


@pytest.mark.parametrize(("year", "form"), [(2018, "legacy"), (2009, "legacy"), (None, "")])
def test_before_there_were_forms(year: int | None, form: str) -> None:
    shown = read(PROSE, year=year)
    assert (shown.form, shown.reading.cells) == (form, ())
