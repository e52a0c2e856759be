"""Which column a number stands in.

As many numbers as columns: in order, even if the row is shifted as a whole. A shorter row is settled only if
every column has a cell of its own in it, at the places that complete rows of the same fragment prove.
"""

from __future__ import annotations

import pytest

from tests.drawn import read
from tests.spec.parts import REQUESTS_HEADS, TABLE_FOUR, TABLE_TWO


def test_a_complete_row_is_read_in_order() -> None:
    shown = read(REQUESTS_HEADS, "一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8")
    assert shown.row("received") == "5 1 0 0 0 2 8"


def test_a_row_shifted_as_a_whole_is_read_in_order() -> None:
    shown = read(
        REQUESTS_HEADS,
        """
        一、本年新收政府信息公开申请数量⇥⇥5⇥1⇥0⇥0⇥0⇥2⇥8
        二、上年结转政府信息公开申请数量⇥0⇥1⇥0⇥0⇥0⇥0⇥1⇥⇥⇥
        """,
    )
    assert shown.row("received") == "5 1 0 0 0 2 8"
    assert shown.row("carried_in") == "0 1 0 0 0 0 1"


def test_a_shorter_row_alone_could_mean_anything() -> None:
    shown = read(REQUESTS_HEADS, "一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥8")
    assert shown.row("received") == "? ? ? ? ? ? ?"
    assert shown.cell("received natural_person").raw == "5 1 0 0 0 8"
    assert shown.cell("received total").raw == "5 1 0 0 0 8"
    assert shown.cell("received total").locator == "line 6"


def test_a_shorter_row_is_settled_where_complete_rows_prove_its_places() -> None:
    shown = read(
        REQUESTS_HEADS,
        """
        一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
        二、上年结转政府信息公开申请数量⇥⇥1⇥0⇥0⇥0⇥0⇥1
        四、结转下年度继续办理⇥0⇥0⇥⇥0⇥0⇥0⇥0
        """,
    )
    assert shown.row("carried_in") == "_ 1 0 0 0 0 1"
    assert shown.row("carried_out") == "0 0 _ 0 0 0 0"


def test_the_proof_ends_with_the_fragment() -> None:
    shown = read(
        REQUESTS_HEADS,
        """
        一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
        \f
        二、上年结转政府信息公开申请数量⇥⇥1⇥0⇥0⇥0⇥0⇥1
        """,
    )
    assert shown.row("received") == "5 1 0 0 0 2 8"
    assert shown.row("carried_in") == "? ? ? ? ? ? ?"


def test_a_label_in_a_value_column_unsettles_its_row() -> None:
    shown = read(
        REQUESTS_HEADS,
        """
        一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
        三、本年度办理结果⇥（一）予以公开⇥3⇥0⇥0⇥0⇥0⇥3
        四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0⇥0⇥0
        """,
    )
    assert shown.row("granted") == "? ? ? ? ? ? ?"
    assert shown.row("carried_out") == "0 0 0 0 0 0 0"


def test_more_numbers_than_columns_are_not_cut_short() -> None:
    shown = read(REQUESTS_HEADS, "一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8⇥9")
    assert shown.row("received") == "? ? ? ? ? ? ?"


def test_trailing_empties_of_a_bar_row_are_padding() -> None:
    rows = """
        一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 2 | 8 |
        二、上年结转政府信息公开申请数量 | 4 | | | | | | |
    """
    assert read(REQUESTS_HEADS.replace("⇥", " | "), rows).row("carried_in") == "? ? ? ? ? ? ?"


def test_unless_an_empty_cell_stands_before_a_number_somewhere_in_the_table() -> None:
    rows = """
        一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 2 | 8 |
        二、上年结转政府信息公开申请数量 | 4 | | | | | | |
        四、结转下年度继续办理 | 0 | | 0 | 0 | 0 | 0 | 0 |
    """
    shown = read(REQUESTS_HEADS.replace("⇥", " | "), rows)
    assert shown.row("carried_in") == "4 _ _ _ _ _ _"
    assert shown.row("carried_out") == "0 _ 0 0 0 0 0"


def test_columns_printed_in_another_order_are_not_read() -> None:
    shown = read(TABLE_TWO.replace("本年制发件数⇥本年废止件数", "本年废止件数⇥本年制发件数"))
    assert shown.row("rules") == "? ? ?"
    assert shown.row("licensing") == "7"
    assert "columns.unexpected" in shown.rules


def test_one_number_for_three_columns_is_no_number() -> None:
    shown = read(TABLE_TWO.replace("规章⇥1⇥0⇥3", "规章⇥1"))
    assert shown.row("rules") == "? ? ?"


def test_table_four_is_fifteen_numbers_in_order() -> None:
    shown = read(TABLE_FOUR, "1⇥2⇥3⇥4⇥10⇥0⇥0⇥0⇥0⇥0⇥5⇥0⇥0⇥1⇥6")
    assert shown.row("reconsideration") == "1 2 3 4 10"
    assert shown.row("litigation_direct") == "0 0 0 0 0"
    assert shown.row("litigation_after_reconsideration") == "5 0 0 1 6"


@pytest.mark.parametrize(
    "heads",
    [
        TABLE_FOUR.replace("行政复议⇥行政诉讼", "行政诉讼⇥行政复议"),
        TABLE_FOUR.replace("未经复议直接起诉⇥复议后起诉", "复议后起诉⇥未经复议直接起诉"),
        TABLE_FOUR.replace("结果维持⇥结果纠正⇥其他结果⇥尚未审结⇥总计", "总计⇥结果维持⇥结果纠正⇥其他结果⇥尚未审结"),
    ],
)
@pytest.mark.parametrize("between", ["⇥", "\n    "])
def test_blocks_or_heads_of_table_four_in_another_order_are_not_read(heads: str, between: str) -> None:
    row = "1⇥2⇥3⇥4⇥10⇥0⇥0⇥0⇥0⇥0⇥5⇥0⇥0⇥1⇥6"
    shown = read(heads.replace("⇥", between), row.replace("⇥", between))
    assert shown.row("reconsideration") == "? ? ? ? ?"
    assert shown.row("litigation_after_reconsideration") == "? ? ? ? ?"
    assert "columns.unexpected" in shown.rules


def test_table_four_that_begins_with_the_later_blocks_is_not_read() -> None:
    shown = read(
        """
        四、政府信息公开行政复议、行政诉讼情况
        | 行政诉讼 |  |  |  |  |  |  |  |  |  | 行政复议 |  |  |  |  |
        | 未经复议直接起诉 |  |  |  |  | 复议后起诉 |  |  |  |  | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
        """,
        f"| {'结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | ' * 2}|  |  |  |  |",
        "| 4 | 0 | 0 | 2 | 6 | 0 | 2 | 5 | 0 | 7 | 0 | 2 | 4 | 3 | 9 |",
    )
    assert shown.row("reconsideration") == "? ? ? ? ?"
    assert "columns.unexpected" in shown.rules


def test_fourteen_numbers_for_fifteen_are_no_numbers() -> None:
    shown = read(TABLE_FOUR, "1⇥2⇥3⇥4⇥10⇥0⇥0⇥0⇥0⇥5⇥0⇥0⇥1⇥6")
    assert shown.row("reconsideration") == "? ? ? ? ?"
    assert shown.row("litigation_after_reconsideration") == "? ? ? ? ?"


def test_the_number_of_a_wrapped_remark_is_no_figure_of_its_row() -> None:
    shown = read(
        REQUESTS_HEADS.replace("⇥", " "),
        """
        一、本年新收政府信息公开申请数量 5 1 0 0 0 2 8
                                         42（含自
        二、上年结转政府信息公开申请数量 然失效 2 3 1 0 0 5 51
                                         件）
        """,
    )
    assert shown.row("received") == "5 1 0 0 0 2 8"
    assert shown.row("carried_in") == "? ? ? ? ? ? ?"


def test_rows_without_a_label_are_not_poured_in_by_order() -> None:
    shown = read(
        REQUESTS_HEADS,
        """
        一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
        ⇥4⇥0⇥0⇥0⇥0⇥0⇥4
        四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0⇥0⇥0
        """,
    )
    assert shown.row("carried_in") == ". . . . . . ."
    assert "row.unmatched" in shown.rules
