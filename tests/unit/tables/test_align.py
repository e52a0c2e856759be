"""Which figures belong to which row: labels in the form's order, and nothing poured in."""

from __future__ import annotations

from generator.tables.align import Alignment, align
from generator.tables.labels import row_labels
from generator.tables.shapes import shapes
from tests.unit.tables.test_shapes import strips

LABELS = row_labels("2021", "requests")
PROACTIVE = row_labels("2021", "proactive")


def aligned(drawing: str) -> Alignment:
    return align(shapes(strips(drawing))[0].items, PROACTIVE)


def rows(drawing: str) -> dict[str, str]:
    return {
        PROACTIVE.rows[row.row][1].code: " ".join(item.text or "_" for item in row.cells)
        for row in aligned(drawing).rows
    }


def left(drawing: str) -> list[str]:
    return [" ".join(item.text for item in run if item.text) for run in aligned(drawing).unmatched]


def test_labels_claim_the_figures_right_of_them() -> None:
    assert rows("规章⇥1⇥2⇥3\n行政许可⇥7\n") == {"rules": "1 2 3", "licensing": "7"}


def test_a_row_of_the_form_may_be_absent() -> None:
    assert rows("规章⇥1⇥2⇥3\n行政事业性收费⇥0.5\n") == {"rules": "1 2 3", "fees": "0.5"}


def test_rows_keep_the_order_of_the_form() -> None:
    # Two places for the same label: the chain takes the one that breaks no order.
    assert rows("行政许可⇥9\n规章⇥1⇥2⇥3\n行政许可⇥7\n行政处罚⇥8\n")["licensing"] == "7"


def test_figures_without_a_label_belong_to_no_row() -> None:
    drawing = "规章⇥1⇥2⇥3\n⇥4⇥5⇥6\n行政许可⇥7\n"
    assert rows(drawing) == {"rules": "1 2 3", "licensing": "7"}
    assert left(drawing) == ["4 5 6"]


def test_figures_of_an_unknown_label_belong_to_no_row() -> None:
    drawing = "规章⇥1⇥2⇥3\n其他主动公开文件⇥4⇥5⇥6\n行政许可⇥7\n"
    assert rows(drawing) == {"rules": "1 2 3", "licensing": "7"}
    assert left(drawing) == ["4 5 6"]


def test_a_label_torn_over_lines() -> None:
    assert rows("规章⇥1⇥2⇥3\n行政规范性\n文件⇥4⇥5⇥6\n") == {"rules": "1 2 3", "normative_documents": "4 5 6"}


def test_a_label_around_its_figures() -> None:
    assert rows("规章 1 2 3\n行政规范\n4 5 6\n性文件\n行政许可 7\n") == {
        "rules": "1 2 3",
        "normative_documents": "4 5 6",
        "licensing": "7",
    }


def test_figures_between_two_labels_on_lines_of_their_own_are_not_shifted() -> None:
    # Figures stand above their labels here; each label must not get those of the row below.
    drawing = "1 2 3\n规章\n4 5 6\n行政规范性文件\n"
    assert "4 5 6" not in rows(drawing).get("rules", "")


def test_a_cell_a_line() -> None:
    assert rows("规章\n1\n2\n3\n行政许可\n7\n") == {"rules": "1 2 3", "licensing": "7"}


def test_a_label_without_cells_is_found_without_cells() -> None:
    assert rows("规章⇥1⇥2⇥3\n行政规范性文件\n行政许可⇥7\n") == {
        "rules": "1 2 3",
        "normative_documents": "",
        "licensing": "7",
    }


def test_a_torn_label_takes_the_one_free_row_between_its_neighbours() -> None:
    items = shapes(
        strips(
            """
            三、本年度办理结果⇥3.其他⇥0⇥0⇥0⇥0⇥0⇥0⇥0
            (七) 总 +⇥1⇥0⇥0⇥0⇥0⇥0⇥1
            四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0⇥0⇥0
            """
        )
    )[0].items
    found = align(items, LABELS).rows
    assert [LABELS.rows[row.row][1].code for row in found] == ["closed_other", "outcomes_total", "carried_out"]
    assert [row.certain for row in found] == [True, False, True]
