"""What stands in a cell, before anything is recognised: nothing at all, or lines of ink with their pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from generator.documents.scans.clean import EM

if TYPE_CHECKING:
    from generator.documents.scans.engine import Picture

# Ink smaller than this in both directions (characters) says nothing by itself; less area (pixels) is noise.
_SPECK, _NOISE = 0.22, 7
# A speck farther from every character of its line than this (characters) is noise.
_NEAR = 0.4
# What stands along a rule within this distance (characters) and is as thin is a rest of the rule.
_REST = 0.16
# Ink farther apart than this (characters) is of two words.
_APART = 0.9
# Marks across rules no farther apart than _TOGETHER are of one thing; so large a thing is a seal (characters).
# Nothing printed in one piece is taller than _TALL.
_TOGETHER, _SEAL, _TALL = 3.0, 2.0, 1.6
_RING = 2.5, 16.0
# Lines of text are at least so high (characters); lower ones belong to a neighbour.
_LINE = 0.4


class Piece(NamedTuple):
    """A connected piece of ink with its box (pixels)."""

    x0: int
    y0: int
    x1: int
    y1: int
    area: int

    @property
    def height(self) -> int:
        """Return how high it is."""
        return self.y1 - self.y0

    @property
    def width(self) -> int:
        """Return how wide it is."""
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of ink in a cell, from left to right, and the box around it (pixels)."""

    pieces: tuple[Piece, ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return the box around its pieces."""
        return (
            min(piece.x0 for piece in self.pieces),
            min(piece.y0 for piece in self.pieces),
            max(piece.x1 for piece in self.pieces),
            max(piece.y1 for piece in self.pieces),
        )

    def parts(self) -> list[TextLine]:
        """Return the line cut where its ink stands as far apart as words of one text never do."""
        groups: list[list[Piece]] = []
        reach = 0
        for piece in self.pieces:
            if not groups or piece.x0 - reach > _APART * EM:
                groups.append([])
            groups[-1].append(piece)
            reach = max(reach, piece.x1)
        return [TextLine(tuple(group)) for group in groups]


def lines_in(dark: Picture, box: tuple[int, int, int, int], edges: Sequence[float] = ()) -> tuple[TextLine, ...]:
    """Return the lines of ink within ``box``; none where nothing but noise is there. ``dark`` is without rules.

    ``edges`` are the x of a table's upright rules: what stands alone and thin on one is a rest of it.
    """
    pieces = _pieces(dark, box)
    pieces = [piece for piece in pieces if not _is_left_of_rule(piece, pieces, edges)]
    if not any(max(piece.width, piece.height) >= _SPECK * EM for piece in pieces):
        return ()
    return tuple(TextLine(tuple(sorted(_together(group)))) for group in _by_line(pieces))


def crossed(dark: Picture, rules: Picture, boxes: Sequence[tuple[int, int, int, int]]) -> frozenset[int]:
    """Return which of ``boxes`` hold ink that goes on in another across a rule: a seal or a stroke, not print.

    Where much of such ink lies together, as the ring of a seal does, the boxes it surrounds are among them.
    """
    owner = np.zeros(dark.shape, np.int32)
    for index, (x0, y0, x1, y1) in enumerate(boxes, start=1):
        owner[y0:y1, x0:x1] = index
    joined = dark | (rules & cv2.dilate(dark, np.ones((7, 7), np.uint8)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    inked = (dark > 0) & (owner > 0)
    pairs = np.unique(np.stack([labels[inked], owner[inked]], axis=1), axis=0)
    pieces, counts = np.unique(pairs[:, 0], return_counts=True)
    several = pieces[counts > 1]
    tall = [label for label in np.unique(labels[inked]) if stats[label, cv2.CC_STAT_HEIGHT] >= _TALL * EM]
    found = {int(index) - 1 for index in pairs[np.isin(pairs[:, 0], several), 1]}
    marks = np.asarray(np.isin(labels, [*several, *tall]) & (dark > 0), np.uint8)
    reach = round(_TOGETHER * EM) | 1
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(marks, np.ones((reach, reach), np.uint8)))
    for x, y, wide, high, _ in stats[1:].tolist():
        if min(wide, high) - reach >= _SEAL * EM:
            found |= {
                index
                for index, (x0, y0, x1, y1) in enumerate(boxes)
                if x0 < x + wide and x < x1 and y0 < y + high and y < y1
            }
    return frozenset(found)


def seals(dark: Picture) -> list[tuple[int, int, int, int]]:
    """Return the boxes of things as large as a seal and in one piece: no character is, and no table so small."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    return [
        (x, y, x + wide, y + high)
        for x, y, wide, high, _ in stats[1:].tolist()
        if min(wide, high) >= _RING[0] * EM and max(wide, high) <= _RING[1] * EM
    ]


def _pieces(dark: Picture, box: tuple[int, int, int, int]) -> list[Piece]:
    x0, y0, x1, y1 = box
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(dark[y0:y1, x0:x1]))
    pieces = [
        Piece(int(x) + x0, int(y) + y0, int(x + wide) + x0, int(y + high) + y0, int(area))
        for x, y, wide, high, area in stats[1:]
        if area >= _NOISE
    ]
    return [piece for piece in pieces if not _is_rest(piece, box)]


def _is_rest(piece: Piece, box: tuple[int, int, int, int]) -> bool:
    x0, y0, x1, y1 = box
    thin = _REST * EM
    beside = piece.x1 <= x0 + 1.5 * thin or piece.x0 >= x1 - 1.5 * thin
    under = piece.y1 <= y0 + 1.5 * thin or piece.y0 >= y1 - 1.5 * thin
    return (beside and piece.width <= thin) or (under and piece.height <= thin)


def _is_left_of_rule(piece: Piece, pieces: Sequence[Piece], edges: Sequence[float]) -> bool:
    if piece.width > _REST * EM or piece.height < 2 * piece.width:
        return False
    on_edge = any(piece.x0 - _REST * EM <= edge <= piece.x1 + _REST * EM for edge in edges)
    return on_edge and not any(
        other is not piece
        and other.height >= _SPECK * EM
        and other.x0 - piece.x1 < _APART * EM / 2
        and piece.x0 - other.x1 < _APART * EM / 2
        and min(other.y1, piece.y1) > max(other.y0, piece.y0)
        for other in pieces
    )


def _by_line(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces by line: what overlaps from top to bottom is one line."""
    tall = sorted(
        (piece for piece in pieces if piece.height >= 0.3 * EM), key=lambda piece: (piece.y0 + piece.y1, piece)
    )
    lines: list[list[Piece]] = []
    for piece in tall or list(pieces):
        for line in lines:
            top, bottom = min(other.y0 for other in line), max(other.y1 for other in line)
            if min(bottom, piece.y1) - max(top, piece.y0) > 0.35 * min(bottom - top, piece.height):
                line.append(piece)
                break
        else:
            lines.append([piece])
    lines = _merged(lines)
    for piece in pieces:
        if tall and piece.height < 0.3 * EM:
            middle = (piece.y0 + piece.y1) / 2
            min(lines, key=lambda line: _distance(line, middle)).append(piece)
    return sorted(lines, key=lambda line: min(piece.y0 for piece in line))


def _together(line: Sequence[Piece]) -> list[Piece]:
    """Leave out specks that stand apart from the characters of a line: no point of a figure does."""
    large = [piece for piece in line if max(piece.width, piece.height) >= _SPECK * EM]
    return [
        piece
        for piece in line
        if not large or any(piece.x0 - other.x1 < _NEAR * EM and other.x0 - piece.x1 < _NEAR * EM for other in large)
    ]


def _merged(lines: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Join lines that overlap, and lines too low to be one with their nearest neighbour."""
    result: list[list[Piece]] = []
    for line in sorted(lines, key=lambda line: min(piece.y0 for piece in line)):
        top, bottom = min(piece.y0 for piece in line), max(piece.y1 for piece in line)
        before = max((piece.y1 for piece in result[-1]), default=0) if result else -EM
        low = bottom - top < _LINE * EM
        if result and (top < before - 0.2 * EM or (low and top - before < 0.15 * EM)):
            result[-1] += line
        else:
            result.append(line)
    return result


def _distance(line: Sequence[Piece], middle: float) -> float:
    return abs((min(piece.y0 for piece in line) + max(piece.y1 for piece in line)) / 2 - middle)
