"""Which figure stands in which column: settled by evidence or not at all.

A row is drawn as the cells right of its label: a number is a figure, ``.`` an empty cell, ``/`` a dash or slash,
``x`` something unreadable without digits. Its first cell stands at grid position ``at``.
"""

from __future__ import annotations

import pytest

from generator.tables.items import STREAM, Item, ItemKind
from generator.tables.settle import Evidence, settle

COLUMNS = 7


def cells(drawing: str, at: int = 1, row: int = 5, fragment: int = 0) -> list[Item]:
    kinds = {".": (ItemKind.EMPTY, ""), "/": (ItemKind.EMPTY, "/"), "x": (ItemKind.VALUE, "*")}
    return [
        Item(
            *kinds.get(sign, (ItemKind.VALUE, sign)),
            line=row,
            cell=place + 1,
            row=row,
            position=place if row != STREAM else 0,
            fragment=fragment,
        )
        for place, sign in enumerate(drawing.split(), start=at)
    ]


def proofs(*rows: list[Item], keeps_places: bool = True, bars: bool = False, cells_apart: bool = False) -> Evidence:
    """Return what these rows prove: complete ones where columns stand, all of them where anything does."""
    evidence = Evidence(keeps_places=keeps_places, bars=bars, cells_apart=cells_apart)
    for row in rows:
        evidence.note(row)
        if sum(item.marked for item in row) == COLUMNS:
            evidence.add(row)
    return evidence


def shown(row: list[Item], evidence: Evidence | None = None, columns: int = COLUMNS) -> str:
    """Return the settled cells as drawn, ``?`` where the columns cannot be known, ``-`` for a cell without trace."""
    found = settle(row, columns, evidence or Evidence())
    if found.cells is None:
        return "?"
    return " ".join("-" if item is None else item.text or "." for item in found.cells)


FULL = "0 1 2 3 4 5 15"


@pytest.mark.parametrize("at", [1, 2, 5])
def test_as_many_figures_as_columns_are_in_order_even_if_shifted(at: int) -> None:
    assert shown(cells(FULL, at)) == FULL
    assert shown(cells(FULL, at), proofs(cells("0 0 0 0 0 0 0", at=1))) == FULL


def test_empty_cells_between_a_whole_row_change_nothing() -> None:
    assert shown(cells(". 0 1 . 2 3 4 5 15 . .")) == FULL


def test_dashes_and_slashes_are_cells() -> None:
    assert shown(cells("0 / 2 / 4 5 11")) == "0 / 2 / 4 5 11"


def test_stray_signs_beside_a_whole_row_are_left_out() -> None:
    assert shown(cells("x 0 1 2 3 4 5 15")) == FULL


@pytest.mark.parametrize("row", ["0 1 2 3 4 5", "0", "0 1 2 3 4 5 .", ". 1 2 3 4 5 15", "0 1 2 . 4 5 15"])
def test_a_shorter_row_without_proof_is_not_settled(row: str) -> None:
    assert shown(cells(row)) == "?"


def test_more_figures_than_columns_are_not_settled() -> None:
    evidence = proofs(cells(FULL))
    assert shown(cells("0 1 2 3 4 5 15 9"), evidence) == "?"
    assert shown(cells("0 1 2 / 4 5 15 9"), evidence) == "?"


@pytest.mark.parametrize("row", [". 1 2 3 4 5 15", "0 . . . . . 0", "0 1 2 . 4 5 15"])
def test_complete_rows_prove_the_places(row: str) -> None:
    assert shown(cells(row), proofs(cells(FULL))) == row


def test_places_outside_the_proven_ones_are_left_out() -> None:
    assert shown(cells(". . 1 2 3 4 5 15 .", at=1), proofs(cells(". " + FULL))) == ". 1 2 3 4 5 15"


def test_every_column_needs_a_cell_of_its_own() -> None:
    evidence = proofs(cells(FULL))
    assert shown(cells("0 1 2 3 4 5"), evidence) == "?"
    assert shown(cells("1 2 3 4 5 15", at=2), evidence) == "?"


def test_a_figure_outside_the_proven_places_unsettles_the_row() -> None:
    # A label stands in the first value column: six figures, one place too far right.
    assert shown(cells(". . 0 0 0 0 0 0", at=1), proofs(cells(FULL, at=1))) == "?"


def test_a_page_break_ends_a_proof() -> None:
    assert shown(cells("0 . 2 3 4 5 15", fragment=1), proofs(cells(FULL, fragment=0))) == "?"


def test_proofs_that_differ_prove_nothing() -> None:
    evidence = proofs(cells(FULL + " .", at=1), cells(". " + FULL, at=1))
    assert shown(cells(". 1 2 3 4 5 15 ."), evidence) == "?"


def test_heads_prove_as_well() -> None:
    evidence = Evidence()
    evidence.add_heads(0, range(1, 8))
    assert shown(cells("0 . 2 3 4 5 15"), evidence) == "0 . 2 3 4 5 15"
    evidence = Evidence()
    evidence.add_heads(0, range(1, 4))
    assert shown(cells("0 . 2 3 4 5 15"), evidence) == "?"


def test_trailing_empties_of_bar_rows_settle_nothing() -> None:
    full = cells(FULL)
    assert shown(cells("0 . . . . . ."), proofs(full, keeps_places=False, bars=True)) == "?"
    assert shown(cells("0 . . . . . ."), proofs(full, keeps_places=True, bars=True)) == "0 . . . . . ."


def test_empties_before_the_last_figure_settle_even_in_bar_rows() -> None:
    assert shown(cells("0 . . . . . 0"), proofs(cells(FULL), keeps_places=False, bars=True)) == "0 . . . . . 0"


def test_in_bar_rows_only_rows_of_the_same_label_depth_prove() -> None:
    # Where group cells get lost, a row with its label one cell further right has its columns elsewhere.
    deep = cells(FULL, at=3)
    assert shown(cells(". . 0 . 2 3 4 5 14", at=1), proofs(deep, bars=True)) == "?"
    assert shown(cells("0 . 2 3 4 5 14", at=3), proofs(deep, bars=True)) == "0 . 2 3 4 5 14"


def test_places_seen_at_several_depths_prove_for_every_depth() -> None:
    evidence = proofs(cells(FULL, at=3), cells(". " + FULL, at=2), bars=True)
    assert shown(cells(". . 0 . 2 3 4 5 14", at=1), evidence) == "0 . 2 3 4 5 14"


def test_what_stands_elsewhere_at_this_depth_contradicts_another_depth() -> None:
    evidence = proofs(cells(FULL, at=3), cells(". " + FULL, at=2), cells("0 1", at=1), bars=True)
    assert shown(cells(". . 0 . 2 3 4 5 14", at=1), evidence) == "?"


def test_rows_without_figures_are_blank() -> None:
    assert shown(cells(". . . . . . .")) == ". . . . . . ."
    assert settle(cells(". . . . . . ."), COLUMNS, Evidence()).blank
    assert shown(cells("/ / .")) == "/ / . . . . ."


def test_a_row_that_left_no_trace_is_missing() -> None:
    assert shown([]) == "- - - - - - -"
    assert not settle([], COLUMNS, Evidence()).blank


def test_cells_that_merely_follow_each_other_are_counted() -> None:
    full = cells(FULL, row=STREAM)
    assert shown(cells("0 . 2 3 4 5 14", row=STREAM), proofs(full)) == "0 . 2 3 4 5 14"
    assert shown(cells("0 . 2 3 4 5", row=STREAM), proofs(full)) == "?"
    assert shown(cells("0 . 2 3 4 5 14", row=STREAM)) == "?"
    assert shown(cells("0 1 2 3 4 5 .", row=STREAM), proofs(full, keeps_places=False)) == "?"
    assert shown(cells("0 1 2 3 4 5 .", row=STREAM), proofs(full)) == "0 1 2 3 4 5 ."
    assert shown(cells(". . .", row=STREAM), proofs(full)) == "- - - - - - -"


def test_counting_proves_nothing_where_complete_rows_have_empties_before_them() -> None:
    assert shown(cells("0 . 2 3 4 5 14", row=STREAM), proofs(cells(". " + FULL, row=STREAM))) == "?"


def test_where_the_document_keeps_cells_apart_counting_them_is_enough() -> None:
    assert shown(cells("0 . 2 3 4 5 14"), Evidence(cells_apart=True)) == "0 . 2 3 4 5 14"
    assert shown(cells("0 . 2 3 4 5"), Evidence(cells_apart=True)) == "?"
