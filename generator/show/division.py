"""How a line is divided into cells: by tabs, by bars, by the commas of a list; and which part a locator means.

The engine counts a line's cells as its separators divide it. A line alone does not tell which separators those
are, nor whether a bar in front belongs to the frame; what the cell says does.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from generator.tables.fields import NOTHING
from generator.tables.values import clean
from generator.text import normalise

_BARS = re.compile("[|｜│┃║∣¦]")
_FIELDS = ",;，；"
_QUOTES = "\"'"
_ESCAPED = "\\"
_SPACE = re.compile(r"\s")

Span = tuple[int, int]

# A line is asked for each of its cells in turn, and most cells of a report say what many others say.
_LINES, _TEXTS = 64, 4096


def cell_span(text: str, cell: int, raw: str) -> Span | None:
    """Return where the ``cell``-th cell (from 1) of a line stands, as 0-based offsets; ``None`` where it has none.

    ``raw`` is what the cell says; it decides between the ways in which the line may be divided. An empty cell that
    is nothing of its own is the point behind the cell it follows.
    """
    spans: list[Span] = []
    is_number = raw.isdigit()
    for way in _divided(text):
        if cell <= len(way):
            span = way[cell - 1]
            if is_number and text[span[0] : span[1]] == raw:  # most are
                return span
            span = _trimmed(text, span)
            if _same(raw, text[span[0] : span[1]]):
                return span
            spans.append(span)
    for span in spans:
        if _part(raw, text[span[0] : span[1]]):
            return span
    # Where cells merely follow each other, an empty one has the place of the filled one before it.
    return None if raw or not spans else (spans[0][1], spans[0][1])


def says(shown: str, raw: str) -> bool:
    """Say whether a text of the document holds what a cell says, whatever the widths, spaces and invisible signs."""
    return _bare(raw) in _bare(shown)


def _same(raw: str, shown: str) -> bool:
    said = _unquoted(shown.strip())
    return _bare(raw) == ("" if said in NOTHING else _bare(said))


def _part(raw: str, shown: str) -> bool:
    return bool(raw) and says(shown, raw)


@functools.lru_cache(_TEXTS)
def _bare(text: str) -> str:
    return _SPACE.sub("", normalise(clean(text)))


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES else text


@functools.lru_cache(_LINES)
def _divided(text: str) -> tuple[list[Span], ...]:
    return tuple(_ways(text))


def _ways(text: str) -> Iterator[list[Span]]:
    """Yield the cells of the line in each way it may be divided, the likeliest first."""
    if "\t" in text:
        yield _between(text, [match.start() for match in re.finditer("\t", text)])
    bars = [match.start() for match in _BARS.finditer(text) if not text[: match.start()].endswith(_ESCAPED)]
    if bars:
        cells = _between(text, bars)
        if not text[: bars[0]].strip():
            yield cells[1:]
        yield cells
    for separator in _FIELDS:
        if separator in text:
            for quote in _QUOTES:
                yield _between(text, list(_separators(text, separator, quote)))
    yield [(0, len(text))]


def _between(text: str, separators: list[int]) -> list[Span]:
    starts = [0, *(place + 1 for place in separators)]
    return list(zip(starts, [*separators, len(text)], strict=True))


def _separators(text: str, separator: str, quote: str) -> Iterator[int]:
    quoted = False
    for place, char in enumerate(text):
        quoted ^= char == quote
        if char == separator and not quoted:
            yield place


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without white space at its ends; an empty cell keeps all of it."""
    shown = text[slice(*span)]
    if not shown.strip():
        return span
    return span[0] + len(shown) - len(shown.lstrip()), span[1] - len(shown) + len(shown.rstrip())
