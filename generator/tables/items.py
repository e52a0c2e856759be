"""The stretch of a document that holds one table, as a sequence of items: words, figures, empty cells.

Where every printed row is known an item has a row and a grid position. Where cells merely follow each
other, rows are found later by their labels and ``row`` is ``STREAM``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from generator.tables.lines import Strip
from generator.tables.locate import opens_next_part
from generator.tables.values import clean, is_blank, is_value
from generator.text import fold

STREAM = -1
# A column too narrow for its figures breaks them only after so many digits.
SHORTEST_BROKEN = 3
_PUNCTUATION = "\"'.,;:、。，；：·"
_RULE = re.compile(r"(.)\1{2,}|[|+=─━═-]{3,}")


class ItemKind(Enum):
    """What stands at a place: words, something meant as a figure, or nothing."""

    WORDS = auto()
    VALUE = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """One cell or word of a table's stretch.

    ``cell`` counts from 1 in its line (0: no cell, a word); ``first`` and ``last`` character, counted from 1,
    give the place where cells do not; ``position`` counts grid columns from 0; ``fragment`` tells apart what
    page breaks separate.
    """

    kind: ItemKind
    text: str
    line: int
    cell: int = 0
    first: int = 0
    last: int = 0
    row: int = STREAM
    position: int = 0
    fragment: int = 0
    place: str = ""

    @property
    def locator(self) -> str:
        """Return the place in the words of the data set."""
        if self.place:
            return self.place
        return f"line {self.line} char {self.first}-{self.last}" if self.first else f"line {self.line} cell {self.cell}"

    @property
    def has_digit(self) -> bool:
        """Say whether a figure, readable or not, has a digit in it."""
        return self.kind is ItemKind.VALUE and any(char.isdigit() or char in "零〇" for char in self.text)

    @property
    def digits(self) -> int:
        """Return how many digits a figure has."""
        return sum(char.isdigit() for char in self.text) if self.kind is ItemKind.VALUE else 0

    @property
    def marked(self) -> bool:
        """Say whether the item is printed: a figure, or a dash or slash for nothing."""
        return self.kind is ItemKind.VALUE or (self.kind is ItemKind.EMPTY and bool(self.text))


def item_at(text: str, strip: Strip, **place: Any) -> Item:
    """Return the item for a cell or word of ``strip``; ``place`` are the fields that say where it stands."""
    shown = clean(text)
    kind = ItemKind.EMPTY if is_blank(shown) else ItemKind.VALUE if is_value(shown) else ItemKind.WORDS
    return Item(kind, shown, strip.number, **place)


def words_among_figures_unread(items: Sequence[Item]) -> Iterator[Item]:
    """Make words right of a row's first figure, and mere signs right of its label, something unreadable."""
    labelled = figures = over = False
    for item in items:
        over = over or (item.kind is ItemKind.WORDS and opens_next_part(item.text))
        if over:
            yield item
            continue
        if item.kind is ItemKind.WORDS and (
            figures or (labelled and not words_of(item) and not _is_punctuation(item.text))
        ):
            yield replace(item, kind=ItemKind.VALUE)
            continue
        labelled = labelled or item.kind is ItemKind.WORDS
        figures = figures or (labelled and item.kind is ItemKind.VALUE)
        yield item


def signs_unread(items: Iterable[Item]) -> Iterator[Item]:
    """Make mere signs beside a figure something unreadable in a figure's place."""
    known = list(items)
    for index, item in enumerate(known):
        beside = known[max(0, index - 1) : index + 2]
        figure = any(other.kind is ItemKind.VALUE and other.row == item.row for other in beside)
        if item.kind is ItemKind.WORDS and figure and not words_of(item) and not _is_punctuation(item.text):
            yield replace(item, kind=ItemKind.VALUE)
        else:
            yield item


def _is_punctuation(text: str) -> bool:
    """Say whether a text is brackets, quotes, stops or a rule, which stand for no figure."""
    return _RULE.fullmatch(text) is not None or all(
        char in _PUNCTUATION or unicodedata.category(char) in {"Ps", "Pe", "Pi", "Pf"} for char in text
    )


def words_of(item: Item) -> str:
    """Return the folded words of an item."""
    return fold(item.text)
