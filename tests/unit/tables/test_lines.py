"""The lines a table may stand in: without page furniture, a whole table on one line taken apart."""

from __future__ import annotations

import pytest

from generator.model import Line
from generator.tables.labels import signs
from generator.tables.lines import Strip, is_markdown_rule, strips

LABELS = tuple(signs())
ROWS = tuple(
    key for key, forms in signs().items() if any(sign.what == "row" for found in forms.values() for sign in found)
)


def cut(text: str) -> list[Strip]:
    return strips([Line(7, 100, text)], LABELS, ROWS)


@pytest.mark.parametrize(
    "text", ["— 4 —", "- 12 -", "第 3 页", "第3页 共 5 页", "4 / 10", "Page 3 of 7", "\f— 4 —", "－５－"]
)
def test_page_furniture_is_no_text(text: str) -> None:
    assert [strip.text for strip in cut(text)] == [""]


@pytest.mark.parametrize("text", ["4", "0", "-4", "—", "规章 4 —", "第3项", ""])
def test_figures_are_no_page_furniture(text: str) -> None:
    assert [strip.text for strip in cut(text)] == [text]


def test_a_page_break_is_remembered() -> None:
    assert [strip.page_break for strip in cut("\f— 4 —")] == [True]
    assert [(strip.page_break, strip.text.strip()) for strip in cut("\f规章\t1")] == [(True, "规章\t1")]


@pytest.mark.parametrize("bar", "｜│┃∣¦")
def test_bars_of_all_kinds_are_bars(bar: str) -> None:
    assert cut(f"规章{bar}1")[0].text == "规章|1"


DENSE = (
    "一、本年新收政府信息公开申请数量 5 1 0 0 0 2 8 二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0 "
    "（一）予以公开 3 1 0 0 0 0 4 （二）部分公开 0 0 0 0 0 0 0 四、结转下年度继续办理 2 0 0 0 0 2 4"
)


def test_a_table_on_one_line_is_cut_at_labels_and_spaces() -> None:
    pieces = cut(DENSE)
    assert [strip.text.strip() for strip in pieces[:9]] == [
        "一、本年新收政府信息公开申请数量", "5", "1", "0", "0", "0", "2", "8", "二、上年结转政府信息公开申请数量",
    ]  # fmt: skip
    assert all(strip.piece and strip.number == 7 for strip in pieces)


def test_every_piece_lies_where_it_says() -> None:
    for strip in cut(DENSE):
        assert DENSE[strip.offset :].startswith(strip.text)


def test_a_row_and_a_sentence_stay_whole() -> None:
    for text in (
        "一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t2\t8",
        "2023年本年新收政府信息公开申请数量5件，上年结转政府信息公开申请数量0件，"
        + "做好受理、登记、办理、答复各环节工作。" * 3,
    ):
        assert [strip.piece for strip in cut(text)] == [False]


@pytest.mark.parametrize(
    ("text", "rule"), [("| --- | :-: |", True), ("|--|--|", True), ("| - | 0 |", False), ("---", False)]
)
def test_markdown_rule(text: str, rule: bool) -> None:
    assert is_markdown_rule(text) is rule
