"""Which row a number belongs to: its label says so, in the form's order, and tolerance never flips a meaning."""

from __future__ import annotations

import pytest

from tests.drawn import read
from tests.spec.parts import REQUESTS_HEADS, TABLE_TWO

ROWS = """
    一、本年新收政府信息公开申请数量⇥5⇥0⇥0⇥0⇥0⇥0⇥5
    二、上年结转政府信息公开申请数量⇥1⇥0⇥0⇥0⇥0⇥0⇥1
    三、本年度办理结果⇥（一）予以公开⇥2⇥0⇥0⇥0⇥0⇥0⇥2
    （二）部分公开⇥0⇥0⇥0⇥0⇥0⇥0⇥0
    （三）不予公开⇥1.属于国家秘密⇥3⇥0⇥0⇥0⇥0⇥0⇥3
    （七）总计⇥5⇥0⇥0⇥0⇥0⇥0⇥5
    四、结转下年度继续办理⇥1⇥0⇥0⇥0⇥0⇥0⇥1
"""


def with_label(old: str, new: str) -> str:
    assert old in ROWS
    return ROWS.replace(old, new)


@pytest.mark.parametrize(
    "label",
    ["(一)予以公开", "㈠予以公開", "（一）予以\u3000公开", "予以公开", "（一）予以公开（件）"],
)
def test_the_same_label_in_other_print_is_certain(label: str) -> None:
    shown = read(REQUESTS_HEADS, with_label("（一）予以公开", label))
    assert shown.row("granted") == "2 0 0 0 0 0 2"
    assert "label.uncertain" not in shown.rules


@pytest.mark.parametrize(
    ("old", "new", "row", "values"),
    [
        ("二、上年结转政府", "二、上生F结转政府", "carried_in", "1 0 0 0 0 0 1"),
        ("四、结转下年度", "四、结转专下年度", "carried_out", "1 0 0 0 0 0 1"),
        ("（七）总计", "(七) 总 +", "outcomes_total", "5 0 0 0 0 0 5"),
    ],
)
def test_a_misprinted_label_is_read_and_said_to_be_uncertain(old: str, new: str, row: str, values: str) -> None:
    shown = read(REQUESTS_HEADS, with_label(old, new))
    assert shown.row(row) == values
    assert "label.uncertain" in shown.rules


def test_a_short_label_misprinted_is_not_guessed() -> None:
    shown = read(REQUESTS_HEADS, with_label("1.属于国家秘密", "1.属于国豕秘密"))
    assert shown.row("denied_state_secret") == ". . . . . . ."
    assert "row.unmatched" in shown.rules


def test_a_negated_label_is_another_label() -> None:
    shown = read(REQUESTS_HEADS, with_label("（一）予以公开", "（八）不予以公开"))
    assert shown.row("granted") == ". . . . . . ."


def test_a_row_that_the_form_does_not_have_is_no_row_of_the_form() -> None:
    shown = read(REQUESTS_HEADS, with_label("（七）总计", "（八）本地另增事项⇥8⇥0⇥0⇥0⇥0⇥0⇥8\n    （七）总计"))
    assert "8" not in shown.reported().values()
    assert shown.row("outcomes_total") == "5 0 0 0 0 0 5"
    assert "row.unmatched" in shown.rules


def test_a_label_torn_over_lines_is_one_label() -> None:
    shown = read(
        TABLE_TWO.replace("行政规范性文件⇥4⇥5⇥6", "行政规范性\n    文件⇥4⇥5⇥6"),
    )
    assert shown.row("normative_documents") == "4 5 6"
    assert shown.row("rules") == "1 0 3"


def test_the_number_of_a_category_is_no_cell_of_the_form() -> None:
    shown = read(
        REQUESTS_HEADS,
        with_label(
            "（三）不予公开⇥1.属于国家秘密⇥3⇥0⇥0⇥0⇥0⇥0⇥3",
            "（三）不予公开⇥9⇥0⇥0⇥0⇥0⇥0⇥9\n    1.属于国家秘密⇥3⇥0⇥0⇥0⇥0⇥0⇥3",
        ),
    )
    assert "9" not in shown.reported().values()
    assert shown.row("denied_state_secret") == "3 0 0 0 0 0 3"


def test_a_number_in_a_label_is_no_figure() -> None:
    shown = read(TABLE_TWO.replace("行政规范性文件⇥", "行政规范性文件（含与2个部门联合印发的3件）⇥"))
    assert shown.row("normative_documents") == "4 5 6"


def test_numbers_in_prose_are_never_figures_of_the_form() -> None:
    shown = read(
        "一、总体情况\n2022年制发规章11件，行政许可22件，行政处罚33件，本年新收政府信息公开申请数量44件。\n",
        TABLE_TWO,
        "五、存在的主要问题及改进情况\n行政强制 55 件。\n",
    )
    assert set(shown.reported().values()) == {"1", "0", "3", "4", "5", "6", "7", "8", "9", "0.5"}
