"""Pages of ink made into the two readings of a document: by its rules, and by where its words stand.

The first rebuilds each table from its rules; the second never looks at a rule. Whatever painted the pages (PDF, OFD,
a scan), the same two readings are made of them, and the engine compares what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.documents.page import Page
from generator.documents.words import Word, lines_of
from generator.model import Line

_Shown = tuple[str, tuple[str, ...]]


def readings(pages: Iterable[Page]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of a document by its rules, and those by the places of its words, in reading order.

    A row of a table is one line of tab-separated cells at true grid positions, each with its place; other lines
    are words with a space between, each with its place.
    """
    shown: list[_Shown] = []
    for page in pages:
        shown.append(("", ()))
        shown.extend(_line(page, line) for line in lines_of(page.glyphs))
    lines = _numbered(shown)
    return lines, lines


def _line(page: Page, words: Sequence[Word]) -> _Shown:
    return " ".join(word.text for word in words), tuple(page.place(word.box) for word in words)


def _numbered(shown: Iterable[_Shown]) -> tuple[Line, ...]:
    return tuple(Line(number, 0, text, places) for number, (text, places) in enumerate(shown, start=1))
