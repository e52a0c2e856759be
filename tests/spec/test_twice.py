"""A table that stands in a document twice: what both copies say is published, what they disagree on is not."""

from __future__ import annotations

from tests.drawn import read
from tests.spec.parts import TABLE_TWO


def test_two_copies_that_agree_are_one_table() -> None:
    assert read(TABLE_TWO, TABLE_TWO).reported() == read(TABLE_TWO).reported()
    assert "table.repeated" not in read(TABLE_TWO, TABLE_TWO).rules


def test_where_they_disagree_neither_number_is_published() -> None:
    shown = read(TABLE_TWO, TABLE_TWO.replace("规章⇥1⇥0⇥3", "规章⇥1⇥2⇥3"))
    assert shown.row("rules") == "1 ? 3"
    assert shown.cell("rules repealed").raw == "0 2"
    assert shown.row("normative_documents") == "4 5 6"
    assert "table.repeated" in shown.rules


def test_an_empty_copy_takes_nothing_away() -> None:
    empty = "".join(line.rstrip("0123456789.") if "⇥" in line else line for line in TABLE_TWO.splitlines(keepends=True))
    for parts in ((TABLE_TWO, empty), (empty, TABLE_TWO)):
        assert read(*parts).reported() == read(TABLE_TWO).reported()


def test_a_third_copy_may_lack_the_row() -> None:
    without = TABLE_TWO.replace("规章⇥1⇥0⇥3\n", "")
    shown = read(TABLE_TWO, TABLE_TWO.replace("规章⇥1⇥0⇥3", "规章⇥1⇥2⇥3"), without)
    assert shown.row("rules") == "1 ? 3"
