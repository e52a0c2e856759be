"""The ruling lines of an upright page: long straight ink, pieces of one line joined over its breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from generator.documents.scans.clean import EM, FAINT, darkness

if TYPE_CHECKING:
    from generator.documents.scans.engine import Picture

# No stroke of a character is so long; a rule's piece is (in characters).
_LEVEL_PIECE, _UPRIGHT_PIECE = 1.7, 1.35
# Pieces of one rule lie on one line within _ASIDE and are not farther apart than _BREAK.
_ASIDE, _BREAK = 0.3, 2.5
# A piece may be strokes of text: then more than _OF_LINE of it has ink within _BESIDE of it; _OF_TEXT where it is
# shorter than _CERTAIN.
_CERTAIN, _BESIDE, _OF_TEXT, _OF_LINE = 5.0, 0.3, 0.3, 0.55
# Grey is levelled along a hair line over _ALONG; it is no broader than _HAIR and darker than paper by _PALEST.
_ALONG, _HAIR, _PALEST, _OF_HAIR, _THIN = 0.5, 0.22, 8, 0.3, 0.7
# A rule is at least so long, and no thicker.
_SHORTEST, _THICKEST = 1.8, 0.45


@dataclass(frozen=True, slots=True)
class Line:
    """One ruling line: where it lies across its direction, from where to where it runs (pixels), and how dark it is.

    ``anchor`` is a place along it where there is ink for certain; ``depth`` is its darkness (of 255).
    """

    at: float
    start: float
    end: float
    anchor: float
    depth: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The ruling lines of a page; the masks are their ink (1), level, upright, and both."""

    level: tuple[Line, ...]
    upright: tuple[Line, ...]
    level_mask: Picture
    upright_mask: Picture

    @property
    def mask(self) -> Picture:
        """Return the ink of all rules."""
        return self.level_mask | self.upright_mask


def rules_of(grey: Picture) -> Rules:
    """Find the ruling lines of an upright page whose characters are ``EM`` pixels high."""
    depth = darkness(cv2.medianBlur(grey, 3))
    level, level_mask = _lines(grey, depth, _LEVEL_PIECE)
    upright, upright_mask = _lines(np.ascontiguousarray(grey.T), np.ascontiguousarray(depth.T), _UPRIGHT_PIECE)
    return Rules(level, upright, level_mask, np.ascontiguousarray(upright_mask.T))


def _lines(grey: Picture, depth: Picture, piece: float) -> tuple[tuple[Line, ...], Picture]:
    """Return the level lines whose pieces are at least ``piece`` characters long, and their ink."""
    dark = np.asarray(depth >= FAINT, np.uint8)
    inked = np.asarray(depth >= 2 * FAINT, np.uint8)
    hair = _hairlines(grey, inked)
    mask = _mask(dark, piece) | hair
    _, labels, stats, middles = cv2.connectedComponentsWithStats(mask)
    pieces = []
    for index in range(1, len(stats)):
        start, wide = float(stats[index][0]), float(stats[index][2])
        own = (
            slice(stats[index][1], stats[index][1] + stats[index][3]),
            slice(stats[index][0], stats[index][0] + stats[index][2]),
        )
        if _is_part_of_text(inked, own, _OF_TEXT if wide < _CERTAIN * EM else _OF_LINE):
            continue
        here = labels[own] == index
        # What is as thin as a hair line is a rule however pale.
        darkness_here = 255.0 if float(hair[own][here].mean()) > _THIN else float(depth[own][here].mean())
        pieces.append((index, Line(float(middles[index][1]), start, start + wide, start + wide / 2, darkness_here)))
    lines, kept = [], np.zeros(len(stats), np.uint8)
    for group in _joined(pieces):
        line = _one(piece for _, piece in group)
        if sum(piece.end - piece.start for _, piece in group) >= _SHORTEST * EM:
            lines.append(line)
            kept[[index for index, _ in group]] = 1
    lines.sort(key=lambda line: (line.at, line.start))
    return tuple(lines), np.ascontiguousarray(kept[labels])


def _mask(dark: Picture, piece: float) -> Picture:
    """Return the ink that lies in level runs at least ``piece`` characters long, and no thicker than a rule."""
    # A rule a hair askew goes over several rows of pixels: each is taken with its neighbours.
    near = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((1, round(piece * EM)), np.uint8))
    thick = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((round(_THICKEST * EM), 1), np.uint8))
    thick = cv2.dilate(thick, np.ones((5, 5), np.uint8))
    return np.asarray(runs & ~thick & 1, np.uint8)


def _hairlines(grey: Picture, inked: Picture) -> Picture:
    """Return long level hair lines that the grain of the paper hides: along a line ink adds up, and grain does not.

    A fold is pale and long too, but broader than a hair line.
    """
    levelled = cv2.blur(grey, (round(_ALONG * EM) | 1, 1))
    depth = cv2.morphologyEx(levelled, cv2.MORPH_BLACKHAT, np.ones((round(_HAIR * EM) | 1, 1), np.uint8))
    mask = _mask(np.asarray(depth >= _PALEST, np.uint8), _CERTAIN)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    kept = np.zeros(len(stats), np.uint8)
    for index, (x, y, wide, high, _) in enumerate(stats.tolist()):
        own = (slice(y, y + high), slice(x, x + wide))
        kept[index] = index > 0 and high <= EM / 2 and not _is_part_of_text(inked, own, _OF_HAIR)
    return np.asarray(kept[labels], np.uint8)


def _is_part_of_text(dark: Picture, own: tuple[slice, slice], most: float) -> bool:
    """Say whether a level run is the strokes of characters in a row: the ink of ``most`` goes on above or below."""
    rows, columns = own
    reach = round(_BESIDE * EM)
    above = dark[max(0, rows.start - reach) : max(0, rows.start - 2), columns]
    below = dark[rows.stop + 2 : rows.stop + reach, columns]
    return any(side.size and float(side.any(axis=0).mean()) > most for side in (above, below))


def _one(pieces: Iterable[Line]) -> Line:
    """Return the pieces of one line as one."""
    known = list(pieces)
    lengths = [piece.end - piece.start for piece in known]
    longest = known[lengths.index(max(lengths))]
    at, depth = (
        sum(value * length for value, length in zip(values, lengths, strict=True)) / sum(lengths)
        for values in ([piece.at for piece in known], [piece.depth for piece in known])
    )
    return Line(at, min(piece.start for piece in known), max(piece.end for piece in known), longest.anchor, depth)


def _joined(pieces: Iterable[tuple[int, Line]]) -> list[list[tuple[int, Line]]]:
    groups: list[list[tuple[int, Line]]] = []
    for index, piece in sorted(pieces, key=lambda entry: (entry[1].start, entry[1].at)):
        near = [
            group
            for group in groups
            if abs(group[-1][1].at - piece.at) <= _ASIDE * EM and piece.start - group[-1][1].end <= _BREAK * EM
        ]
        if near:
            min(near, key=lambda group: abs(group[-1][1].at - piece.at)).append((index, piece))
        else:
            groups.append([(index, piece)])
    return groups
