"""What a cell says, from several readings of the same ink.

A figure counts only where two readings made at different scales agree on every digit and the ink has as many pieces
as the figure has digits to account for. Where they differ, further readings are asked; what stays in doubt is not a
figure. Signs that look alike (0 O 〇 口, 1 l |, - 一) are decided by readings that know only figures, and by the shape
of the ink, never by what would fit.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.documents.page import UNKNOWN
from generator.documents.scans.engine import Recognised
from generator.documents.scans.ink import Piece, TextLine

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")
_DASH = re.compile(r"[-—–一_ー−]{1,3}")
_LIKE_FIGURES = re.compile(r"[\d.,+\-/%OoQDCcUlIi|丨!\[\]()〇○口□囗回日曰—–一_ー−'‘’`·:;~ZzSsBbqgAT]*")
# A cell with a figure and a word or two: 0件, 增52, 251000元.
_MIXED = re.compile(r"(?!\d{1,2}[.、][^\d])[^\d]{0,3}[\d.,]+(?:[^\d]{0,3}|[（(].{0,20}[)）])")
# A figure glued to the words before it.
_AT_END = re.compile(r"(?<=[^\d.,])(\d[\d.,]*)$")
# A reading is believed where its least sure character is at least so sure.
_SURE = 0.55
_FIGURE_SURE = 0.75
# An 0 is higher than wide; a box or a ring is not.
_ROUND = 0.86
# Digits farther apart than this share of their height are two figures.
_APART = 0.75
# The digits of one figure begin and end level, but for this share of their height.
_LEVEL = 0.16
# The figures of one table are of one height, but for this share.
_UNLIKE = 0.16
# Pieces at least so high, against the highest, are digits or parts of one.
_TALL = 0.6


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says in the first and in the second reading; the same wherever there is no doubt."""

    first: str
    second: str


def is_number_like(reading: Recognised) -> bool:
    """Say whether a reading shows digits and their signs alone."""
    text = _plain(reading.text)
    return _LIKE_FIGURES.fullmatch(text) is not None and any(char.isdigit() for char in text)


def is_figure_like(*readings: Recognised) -> bool:
    """Say whether a line of ink may be a figure by what was read there."""
    texts = [_plain(reading.text) for reading in readings]
    return all(_LIKE_FIGURES.fullmatch(text) or _MIXED.fullmatch(text) for text in texts)


def settled(line: TextLine, first: Recognised, second: Recognised, again: Callable[[], Sequence[Recognised]]) -> Said:
    """Return what ink that may be a figure says; ``again`` gives more readings where two do not settle it."""
    one, two = figure(line, first), figure(line, second)
    if one is not None and one == two:
        return Said(one, two)
    more = [figure(line, reading) for reading in again()]
    said = [text for text in (one, two, *more) if text is not None]
    for text in dict.fromkeys(said):
        # One reading out of four may have seen nothing, or something else: the others must all agree.
        if said.count(text) >= 3 and len(more) >= 2:
            return Said(text, text)
    if one is not None and two is not None:
        return Said(one, two)
    return Said(UNKNOWN, UNKNOWN)


def strangers(heights: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return which figures are not of their table's print: ``heights`` pairs a table with how high its digits are.

    What is much higher or lower than the other figures of the table was put there by a seal or a hand.
    """
    usual = {
        table: statistics.median(high for of, high in heights if of == table) for table in {of for of, _ in heights}
    }
    return frozenset(
        index for index, (table, high) in enumerate(heights) if abs(high - usual[table]) > _UNLIKE * usual[table] + 1
    )


def height(line: TextLine) -> int:
    """Return how high the digits of a figure are (pixels)."""
    return max(piece.height for piece in line.pieces)


def words(first: Recognised, second: Recognised) -> Said:
    """Return a line of text as both readings have it; a figure at its end only if both have the same.

    Where one reading shows a figure alone and the other words, it is neither.
    """
    if is_number_like(first) or is_number_like(second):
        return Said(UNKNOWN, UNKNOWN)
    one, two = (reading.text.strip() or UNKNOWN for reading in (first, second))
    ends = _AT_END.search(one), _AT_END.search(two)
    if [match and match[1] for match in ends] != [ends[0] and ends[0][1]] * 2:
        one, two = (_AT_END.sub(UNKNOWN, text) for text in (one, two))
    return Said(one, two)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("，", ",").replace("。", ".")


def figure(line: TextLine, reading: Recognised) -> str | None:
    """Return the figure, dash or figure with a word that a reading shows; ``None`` where it shows none for certain."""
    text = _plain(reading.text)
    if _is_stroke(line) and (_DASH.fullmatch(text) or not text or text == "."):
        return "—"
    if _NUMBER.fullmatch(text):
        return text if reading.sure >= _SURE and _fits(line, text) else None
    if _MIXED.fullmatch(text) and not _LIKE_FIGURES.fullmatch(text):
        return text if reading.sure >= _SURE else None
    digits = reading.figure.strip(".,-—/")
    if not _NUMBER.fullmatch(digits) or reading.figure_sure < _FIGURE_SURE or len(digits) != len(text):
        return None
    return digits if _fits(line, digits) and _has_shape(line, digits, text) else None


def _is_stroke(line: TextLine) -> bool:
    """Say whether the ink is one level stroke."""
    x0, y0, x1, y1 = line.box
    return x1 - x0 >= 2.2 * (y1 - y0)


def _digits(line: TextLine) -> list[Piece]:
    highest = max(piece.height for piece in line.pieces)
    return [piece for piece in line.pieces if piece.height >= _TALL * highest]


def _fits(line: TextLine, text: str) -> bool:
    """Say whether the ink can be this figure: no more pieces than digits, none far apart, not too wide or narrow."""
    pieces = _digits(line)
    digits = sum(char.isdigit() for char in text)
    if len(pieces) > digits + sum(char in "+" for char in text):
        return False
    high = max(piece.height for piece in pieces)
    if any(
        max(ends) - min(ends) > _LEVEL * high for ends in zip(*((piece.y0, piece.y1) for piece in pieces), strict=True)
    ):
        return False
    ends = [(piece.x0, piece.x1) for piece in pieces]
    reach = ends[0][1]
    for start, end in ends[1:]:
        if start - reach > _APART * high:
            return False
        reach = max(reach, end)
    wide = line.box[2] - line.box[0]
    return (digits - 1) * 0.5 * high <= wide <= (len(text) * 1.05 + 0.1) * high


def _has_shape(line: TextLine, figure: str, text: str) -> bool:
    """Say whether signs that only look like digits have the shape of digits."""
    pieces = _digits(line)
    if len(pieces) != len(figure):
        return False
    return all(
        char == seen or (char == "0" and piece.width <= _ROUND * piece.height) or (char not in "01")
        for char, seen, piece in zip(figure, text, pieces, strict=True)
    )
