"""The lines a table may stand in: page furniture taken out, a document on one line taken apart.

Some viewers and mirrors give a whole document as one line. Such a line is cut at the labels of the
forms and at white space, so that the readers of one-cell-a-line tables can read it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.model import Line
from generator.text import normalise, simplify

_FURNITURE = re.compile(
    r"\s*(?:[-—–―─_~·]+\s*\d{1,4}\s*[-—–―─_~·]+|第\s*\d{1,4}\s*页(?:\W*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}\s*页?"
    r"|page\s*\d{1,4}(?:\s*of\s*\d{1,4})?)\s*",
    re.IGNORECASE,
)
_BAR = str.maketrans({"｜": "|", "│": "|", "┃": "|", "║": "|", "∣": "|", "¦": "|", "\f": " ", "\x1a": " "})
_MARKDOWN_RULE = re.compile(r"[\s|:+=-]*-{2,}[\s|:+=-]*")
# A remark stays with its number although a space stands before it; （四） is the number of a label.
_WORD = re.compile(r"[|\t]|\d[\d,.]*\s*[(（](?![一二三四五六七八九十]+[)）])[^()（）|\t]*[)）]|[^\s|]+")
# A row of a form carries one row label; a line with this many is a whole table on one line.
_DENSE_LABELS = 3
_SHORTEST_DENSE = 60
# Labels shorter than this are cut out of a dense line only where they stand alone.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Strip:
    """A line or a piece of one: ``number`` of the line, 0-based ``offset`` in it, ``piece`` where it is not whole.

    Where a row was put together from several lines, ``places`` are the line and the first and last character
    (from 1) of each of its cells, zeros for cells without text.
    """

    number: int
    offset: int
    text: str
    piece: bool = False
    page_break: bool = False
    cells: tuple[str, ...] = ()
    places: tuple[tuple[int, int, int], ...] = ()


def strips(lines: Iterable[Line], labels: tuple[str, ...], row_labels: tuple[str, ...]) -> list[Strip]:
    """Return what a table may stand in, in reading order.

    ``labels`` are all folded labels of the forms, ``row_labels`` those of rows.
    """
    cutter = _cutter(labels)
    counter = _counter(row_labels)
    result: list[Strip] = []
    for line in lines:
        text = line.text.translate(_BAR)
        if line.cells and "\t" in text:
            result.append(Strip(line.number, 0, text, cells=line.cells))
        elif _is_furniture(text):
            result.append(Strip(line.number, 0, "", page_break="\f" in line.text))
        elif (
            len(text) > _SHORTEST_DENSE
            and len({_squeezed(found) for found in counter.findall(_plain(text))}) >= _DENSE_LABELS
        ):
            result.extend(_pieces(line.number, text, cutter))
        else:
            result.append(Strip(line.number, 0, text, page_break="\f" in line.text, cells=line.cells))
    return result


def is_markdown_rule(text: str) -> bool:
    """Say whether a line is the rule between head and body of a Markdown table."""
    return "|" in text and _MARKDOWN_RULE.fullmatch(text) is not None


def _is_furniture(text: str) -> bool:
    return _FURNITURE.fullmatch(normalise(text)) is not None and any(char.isdigit() for char in text)


def _pieces(number: int, text: str, cutter: re.Pattern[str]) -> list[Strip]:
    pieces: list[Strip] = []
    start = 0
    for match in cutter.finditer(_plain(text)):
        pieces.extend(_words(number, text, start, match.start()))
        pieces.append(Strip(number, match.start(), text[match.start() : match.end()], piece=True))
        start = match.end()
    pieces.extend(_words(number, text, start, len(text)))
    return pieces


@functools.lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    plain = simplify(normalise(char)) if char > "\x7f" else char
    return plain if len(plain) == 1 else char


def _plain(text: str) -> str:
    """Return ``text`` with each character in its plain form, so that places in it stay the same."""
    return "".join(map(_plain_char, text))


def _words(number: int, text: str, start: int, end: int) -> list[Strip]:
    return [
        Strip(number, start + found.start(), "|" if found.group() == "\t" else found.group(), piece=True)
        for found in _WORD.finditer(text[start:end])
    ]


@functools.cache
def _cutter(labels: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(set(labels), key=lambda label: (-len(label), label))
    return re.compile(
        "|".join(
            _spaced(label) if len(label) >= _SHORT else rf"(?<![^\s|\d]){_spaced(label)}(?![^\s|\d])"
            for label in longest_first
        )
    )


@functools.cache
def _counter(row_labels: tuple[str, ...]) -> re.Pattern[str]:
    long = sorted({label for label in row_labels if len(label) > _SHORT}, key=lambda label: (-len(label), label))
    return re.compile("|".join(_spaced(label) for label in long))


def _spaced(label: str) -> str:
    """Return a pattern for a folded label as printed: spaces and punctuation anywhere, brackets around its number."""
    lead = r"(?:[(（]\s*)?" if label[0] in "一二三四五六七八九十" else ""
    return lead + r"[\W_]*".join(re.escape(char) for char in label) + r"[)）”\"’』」》】]*"


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
