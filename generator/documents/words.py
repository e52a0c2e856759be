"""Words and lines of a page, found by where its characters stand and by nothing else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.documents.page import UNKNOWN, Box, Glyph

# Characters whose middles differ less than this share of their height stand on one line.
_SAME_LINE = 0.5
# Characters farther apart than this share of their height are separate words.
_APART = 0.25
# A digit that covers more than this share of its neighbour is printed over it, and neither can be read.
_OVER = 0.5
# What a cell's two margins take of its width (points), at most.
_MARGINS = 14.0
# Less of the width than this is no full line.
_FULL = 0.45
_THOUSANDS = re.compile(r"\d{1,3}(?:[,，]\d{3})*[,，] \d{3}(?:[,，]\d{3})*[,，]?")


class Word(NamedTuple):
    """Characters that stand together on one line, the box around them, and the pieces it was painted in."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    pieces: tuple[Glyph, ...] = ()

    @property
    def box(self) -> Box:
        """Return the word's box."""
        return self.x0, self.top, self.x1, self.bottom

    def cut(self, length: int) -> tuple[Word, Word] | None:
        """Return the first ``length`` characters and the rest as words, if a piece ends there."""
        ends = list(itertools.accumulate(len(piece.text) for piece in self.pieces))
        if length not in ends[:-1]:
            return None
        number = ends.index(length) + 1
        return _word(self.pieces[:number]), _word(self.pieces[number:])


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Word]]:
    """Return the words of ``glyphs`` by line, from top to bottom and from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0)):
        last = lines[-1][0] if lines else None
        if last and abs(last.top + last.bottom - glyph.top - glyph.bottom) / 2 < _SAME_LINE * _height(last, glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    worded = [list(_words(sorted(line, key=lambda glyph: glyph.x0))) for line in lines]
    return [words for words in worded if words]


def unbroken(lines: Sequence[Word], room: float, width: float) -> Word | None:
    """Return a figure whose column was too narrow for it, put together from its lines; ``None`` where they are more.

    A number has no place to break in, so lines of digits below each other are one number only where the next digit
    had no room: not in the broadest line of the column (``room``), nor between the column's sides (``width``). Behind
    a comma between thousands a line may end anyway.
    """
    if not all(char.isdigit() or char in ",.，．" for line in lines for char in line.text):
        return None
    for line, following in itertools.pairwise(lines):
        if _THOUSANDS.fullmatch(f"{line.text} {following.text}"):
            continue
        digit = following.pieces[0].x1 - following.pieces[0].x0 if following.pieces else 0.0
        needed = line.x1 - line.x0 + digit
        if not digit or needed <= room or needed <= width - _MARGINS or line.x1 - line.x0 < _FULL * width:
            return None
    return _word([piece for line in lines for piece in line.pieces])


def _height(first: Glyph, second: Glyph) -> float:
    return max(min(first.bottom - first.top, second.bottom - second.top), 1.0)


def _words(line: Sequence[Glyph]) -> Iterator[Word]:
    word: list[Glyph] = []
    for glyph in line:
        space = not glyph.text.strip()
        if word and (space or glyph.x0 - word[-1].x1 > _APART * _height(word[-1], glyph)):
            yield _word(word)
            word = []
        if not space:
            if word and _is_over(word[-1], glyph):
                glyph = glyph._replace(text=UNKNOWN + glyph.text)  # noqa: PLW2901
            word.append(glyph)
    if word:
        yield _word(word)


def _is_over(first: Glyph, second: Glyph) -> bool:
    covered = first.x1 - second.x0
    digits = any(char.isdigit() for char in first.text + second.text)
    return digits and covered > _OVER * min(first.x1 - first.x0, second.x1 - second.x0)


def _word(glyphs: Sequence[Glyph]) -> Word:
    return Word(
        "".join(glyph.text for glyph in glyphs),
        glyphs[0].x0,
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        tuple(glyphs),
    )
