"""In which shape a text keeps a table: its cells, their places, and what is only padding.

Items are shown one after the other: figures and words as they are, empty cells as ``_``, a row's end as ``/``.
"""

from __future__ import annotations

import pytest

from generator.tables.items import STREAM, Item, ItemKind
from generator.tables.lines import Strip
from generator.tables.shapes import shapes
from tests.drawn import drawn


def strips(drawing: str) -> list[Strip]:
    return [Strip(number, 0, line) for number, line in enumerate(drawn(drawing).splitlines(), start=1)]


def shown(items: tuple[Item, ...]) -> str:
    parts: list[str] = []
    for before, item in zip((None, *items), items, strict=False):
        if before and before.row != item.row:
            parts.append("/")
        parts.append("_" if item.kind is ItemKind.EMPTY and not item.text else item.text)
    return " ".join(parts)


@pytest.mark.parametrize(
    ("drawing", "name", "items"),
    [
        ("规章⇥1⇥⇥3\n行政许可⇥7\n", "tabs", "规章 1 _ 3 / 行政许可 7"),
        ("规章 | 1 | | 3 |\n行政许可 | 7 |\n", "bars", "规章 1 _ 3 / 行政许可 7"),
        ("| 规章 | 1 | | 3 |\n| 行政许可 | 7 |\n", "bars", "规章 1 _ 3 / 行政许可 7"),
        ("| 规章 | 1 |\n| --- | --- |\n| 行政许可 | 7 |\n", "bars", "规章 1 / 行政许可 7"),
        ("规章\n1\n2\n3\n", "a cell a line", "规章 1 2 3"),
        ("规章 1 2 3\n行政许可 7\n", "spaces", "规章 1 2 3 / 行政许可 7"),
        ("规章\n|\n1\n|\n2\n", "bars between cells", "规章 1 2"),
        ("规章 |\n1 |\n2 |\n行政许可 |\n7 |\n", "bars between cells", "规章 1 2 行政许可 7"),
        ("⇥规章\n⇥1\n⇥\n⇥3\n\n⇥行政许可\n⇥7\n", "cells on lines of their own", "规章 1 _ 3 / 行政许可 7"),
        ("⇥商业\n企业\n⇥7\n", "cells on lines of their own", "商业企业 7"),
    ],
)
def test_likeliest_shape(drawing: str, name: str, items: str) -> None:
    shape = shapes(strips(drawing))[0]
    assert (shape.name, shown(shape.items)) == (name, items)


def test_cells_know_their_line_cell_and_column() -> None:
    [shape] = shapes(strips("规章⇥1⇥⇥3\n\n行政许可⇥7\n"))
    assert [(item.locator, item.position, item.fragment) for item in shape.items] == [
        ("line 1 cell 1", 0, 0),
        ("line 1 cell 2", 1, 0),
        ("line 1 cell 3", 2, 0),
        ("line 1 cell 4", 3, 0),
        ("line 3 cell 1", 0, 1),
        ("line 3 cell 2", 1, 1),
    ]


def test_words_know_their_characters() -> None:
    [shape] = shapes([Strip(1, 0, "  规章 12 3")])
    assert [item.locator for item in shape.items] == ["line 1 char 3-4", "line 1 char 6-7", "line 1 char 9-9"]
    assert all(item.row != STREAM for item in shape.items)


def test_a_remark_stays_with_its_number() -> None:
    [shape] = shapes(strips("规章 1 22 （其中修订 16 件） 3\n"))
    assert [item.text for item in shape.items] == ["规章", "1", "22 （其中修订 16 件）", "3"]


def test_the_number_of_a_label_is_no_remark() -> None:
    [shape] = shapes(strips("（一）予以公开 1 2 （二）部分公开 3\n"))
    assert "2" in [item.text for item in shape.items]


def test_a_figure_glued_to_a_row_label_comes_off() -> None:
    [shape] = shapes(strips("行政许可7\n行政处罚 8\n行政强制 9\n"))
    assert shown(shape.items) == "行政许可 7 / 行政处罚 8 / 行政强制 9"
    assert shape.items[1].locator == "line 1 char 5-5"


def test_words_among_figures_keep_their_place_as_something_unreadable() -> None:
    [shape] = shapes(strips("规章⇥1⇥合格⇥3\n"))
    assert [item.kind for item in shape.items[1:]] == [ItemKind.VALUE] * 3


def test_an_escaped_bar_is_no_bar() -> None:
    shape = shapes(strips("| 规章 | 1\\|2 | 3 |\n| 行政许可 | 7 | 8 |\n"))[0]
    assert [item.text for item in shape.items[:3]] == ["规章", "1|2", "3"]


def test_bars_may_be_padding_and_tabs_may_not() -> None:
    assert shapes(strips("规章 | 1 | 2 |\n行政许可 | 7 |\n"))[0].bars
    assert not shapes(strips("规章⇥1⇥2\n"))[0].bars


def test_extra_bars_between_cells_are_empty_cells() -> None:
    shape = shapes(strips("规章 |\n1 |\n|\n3 |\n行政许可 |\n7 |\n行政处罚 |\n8 |\n"))[0]
    assert shown(shape.items) == "规章 1 _ 3 行政许可 7 行政处罚 8"


def test_blank_lines_are_empty_cells_only_where_the_spacing_is_steady() -> None:
    steady = "规章\n1\n\n2\n\n3\n行政许可\n4\n\n5\n\n6\n行政处罚\n7\n\n\n\n9\n"
    assert shown(shapes(strips(steady))[0].items) == "规章 1 2 3 行政许可 4 5 6 行政处罚 7 _ 9"
    assert "_" not in shown(shapes(strips("规章\n1\n\n2\n3\n"))[0].items)


def test_a_row_of_figures_in_one_cell_is_taken_apart() -> None:
    [shape] = shapes(strips("规章⇥1 2 3\n"))
    assert [(item.text, item.position) for item in shape.items] == [("规章", 0), ("1", 1), ("2", 2), ("3", 3)]
