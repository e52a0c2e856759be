"""A page as ink: characters with their boxes and straight rules, whatever format they were painted by.

PDF, OFD and scans all come down to this; ``paged.readings`` makes lines of it. All coordinates are points from the
top left corner of the page as it is read, x to the right, y down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]

# A character that the file gives no meaning: it is there, and nobody can say which it is.
UNKNOWN = "\ufffd"


class Glyph(NamedTuple):
    """A visible character, or a piece of text that is certain to be one word, with its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A visible straight rule, level or upright, as a line without breadth: ``x0 <= x1`` and ``top <= bottom``.

    Level where ``top`` equals ``bottom``, upright where ``x0`` equals ``x1``; nothing else is a rule.
    """

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """Say whether the rule runs from left to right."""
        return self.top == self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as it is read.

    ``number`` counts from 1 in the file; ``width`` and ``height`` are those of the page as read; ``glyphs`` stand in
    the order in which they were painted; ``pictures`` are the boxes of images. ``turn`` is by how many degrees
    (0, 90, 180, 270) the text was turned counter-clockwise on the displayed page before it was put upright here.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Box, ...] = ()
    turn: int = 0

    def place(self, box: Box) -> str:
        """Return a box in the words of the data set: ``page 3 bbox 72,310,96,322``, on the page as displayed."""
        return f"page {self.number} bbox " + ",".join(str(round(value)) for value in self.displayed(box))

    def displayed(self, box: Box) -> Box:
        """Return a box as it stands on the displayed page."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            return top, self.width - x1, bottom, self.width - x0
        if self.turn == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 270:
            return self.height - bottom, x0, self.height - top, x1
        return box


def around(boxes: Iterable[tuple[float, float, float, float]]) -> Box:
    """Return the box around all ``boxes``, of which there is at least one."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)
