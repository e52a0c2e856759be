"""A page image made clean, straight and of one size: grey, paper white, seals taken off, lines of text level.

Pixels of the result are those of a page whose characters are ``EM`` pixels high, whatever the scan's resolution, so
that every later measure can be said in characters. ``Sheet.back`` leads back to the page as it was scanned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.documents.scans.engine import Picture

EM = 32
# A scan lies this far askew at most (degrees); what is more was not laid flat.
_MOST_ASKEW = 5.0
# Skew is measured on a picture with this longer side (pixels).
_SIDE = 1400
# Colours: a pixel is coloured where its channels differ by so much.
_COLOURED = 55
# A seal is a coloured thing at least so many characters wide and high.
_SEAL = 3.5
# Under a seal, black ink is darker than _DARK in every channel, paper and seal lighter than _LIGHT in one.
_DARK, _LIGHT = 70, 150
_LARGEST = 40_000_000
# No stroke of a character in a table is broader than this (characters); ink is darker than paper by _INK, faint ink
# by _FAINT (of 255).
_STROKE = 0.5
_INK, FAINT = 48, 22
# Faint ink is darker than the grain of the paper by this factor.
_GRAIN = 2.2
# Dots of a fax are smaller than this squared (characters); so is no decimal point.
_SPECK = 0.08
_MIN_CHARACTER, _MAX_CHARACTER = 6, 140


@dataclass(frozen=True, slots=True)
class Sheet:
    """An upright page, paper white (255) and ink dark, and how to get back from it to the page as scanned.

    ``back`` is the affine map from its pixels to those of the scan; ``coloured`` says where coloured ink was taken off.
    """

    grey: Picture
    coloured: Picture
    back: NDArray[np.float64]

    @property
    def back_scale(self) -> float:
        """Return how many pixels of the scan one of the sheet is."""
        return math.hypot(float(self.back[0, 0]), float(self.back[1, 0]))


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as scanned, made grey: what is needed to set it straight at any scale."""

    grey: Picture
    coloured: Picture
    skew: float
    em: float

    def sheet(self, size: float = EM) -> Sheet:
        """Return the page set straight, its characters ``size`` pixels high."""
        scale = min(size / self.em, math.sqrt(_LARGEST / self.grey.size))
        height, width = self.grey.shape
        grey, coloured = self.grey, self.coloured
        if scale < 1:
            smaller = max(1, round(width * scale)), max(1, round(height * scale))
            grey = cv2.resize(grey, smaller, interpolation=cv2.INTER_AREA)
            coloured = cv2.resize(coloured, smaller, interpolation=cv2.INTER_AREA)
        now_high, now_wide = grey.shape
        across, down = now_wide / width, now_high / height
        more = max(scale, 1.0)
        cosine, sine = math.cos(math.radians(self.skew)), math.sin(math.radians(self.skew))
        new_wide = round((now_wide * cosine + now_high * abs(sine)) * more)
        new_high = round((now_high * cosine + now_wide * abs(sine)) * more)
        turn = np.array([[cosine * more, -sine * more, 0.0], [sine * more, cosine * more, 0.0]])
        turn[:, 2] = np.array([new_wide, new_high]) / 2 - turn[:, :2] @ np.array([now_wide, now_high]) / 2
        grey = _warped(grey, turn, (new_wide, new_high), 255)
        coloured = _warped(coloured, turn, (new_wide, new_high), 0)
        back = np.linalg.inv(np.vstack([turn, [0, 0, 1]]))
        return Sheet(grey, coloured, (np.diag([1 / across, 1 / down, 1]) @ back)[:2])


def scan_of(picture: Picture) -> Scan:
    """Return a page image (grey, or red green blue) with its paper made white, its seals off, and its skew measured."""
    grey, coloured = _flattened(picture), np.zeros(picture.shape[:2], np.uint8)
    em = _character(grey)
    if _is_black_and_white(grey):
        grey = _without_specks(grey, em)
    if picture.ndim == 3:
        coloured = _seals(picture, em)
        if coloured.any():
            grey = _without(picture, grey, coloured)
    return Scan(grey, coloured, _skew(grey), em)


def darkness(grey: Picture, em: float = EM) -> Picture:
    """Return by how much each pixel is darker than the paper beside it, as far as it is ink: of a stroke's breadth.

    A fold or a shadow is broad and no ink, however dark.
    """
    breadth = max(3, round(_STROKE * em)) | 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (breadth, breadth))
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, around), np.uint8)


def ink(grey: Picture, em: float = EM, least: int = _INK) -> Picture:
    """Return where ink is (1): what is darker by ``least`` than the paper beside it."""
    return np.asarray(darkness(grey, em) >= least, np.uint8)


def plain_ink(grey: Picture) -> Picture:
    """Return where ink is (1) on an upright page, the grain of its paper left out."""
    depth = darkness(np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), np.uint8))
    grain = float(np.percentile(depth[depth < _INK], 95)) if (depth < _INK).any() else 0.0
    return np.asarray(depth >= min(max(_INK - 8, 3 * grain), 2 * _INK), np.uint8)


def faint_ink(grey: Picture) -> Picture:
    """Return where even the palest ink is (1), as far as the paper's own grain lets it be told."""
    depth = darkness(cv2.medianBlur(grey, 3))
    grain = float(np.percentile(depth[depth < _INK], 95)) if (depth < _INK).any() else 0.0
    return np.asarray(depth >= min(max(FAINT, _GRAIN * grain), _INK), np.uint8)


def _warped(picture: Picture, turn: NDArray[np.float64], size: tuple[int, int], paper: int) -> Picture:
    if np.allclose(turn, [[1, 0, 0], [0, 1, 0]]):
        return picture
    return np.asarray(cv2.warpAffine(picture, turn, size, flags=cv2.INTER_CUBIC, borderValue=paper), np.uint8)


def _flattened(picture: Picture) -> Picture:
    """Return the page grey and its paper white: grey backgrounds, shadows and folds taken off."""
    grey = picture if picture.ndim == 2 else picture.min(axis=2)
    height, width = grey.shape
    shrink = max(1.0, max(height, width) / 700)
    small = cv2.resize(
        grey, (max(1, round(width / shrink)), max(1, round(height / shrink))), interpolation=cv2.INTER_AREA
    )
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15))
    paper = cv2.medianBlur(cv2.dilate(small, kernel), 21)
    paper = np.maximum(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), 40)
    return np.asarray(np.minimum(grey.astype(np.float32) * (255 / paper.astype(np.float32)), 255), np.uint8)


def _is_black_and_white(grey: Picture) -> bool:
    return float(((grey > 40) & (grey < 215)).mean()) < 0.005


def _without_specks(grey: Picture, em: float) -> Picture:
    """Return a black and white page without the dots, black and white, that a fax adds."""
    clean = grey.copy()
    for paper, black in ((255, grey < 128), (0, grey >= 128)):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(black.astype(np.uint8), connectivity=8)
        small = stats[:, cv2.CC_STAT_AREA] <= max(2.0, (_SPECK * em) ** 2)
        small[0] = False
        clean[small[labels]] = paper
    return clean


def _character(grey: Picture) -> float:
    """Return how high the characters of a page are (pixels)."""
    quiet = cv2.medianBlur(grey, 3)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink(quiet, 24))
    wide, high, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    kept = (high >= _MIN_CHARACTER) & (high <= _MAX_CHARACTER) & (wide <= 2 * high) & (wide * 5 >= high) & (area >= 12)
    heights = np.sort(high[kept])
    if not len(heights):
        return float(EM)
    return max(8.0, float(heights[int(0.85 * (len(heights) - 1))]) / 0.9)


def _seals(picture: Picture, em: float) -> Picture:
    """Return where large coloured things lie on the page, and coloured ink within them: seals, marks over text."""
    coloured = (picture.max(axis=2).astype(np.int16) - picture.min(axis=2) > _COLOURED).astype(np.uint8)
    reach = max(3, round(0.6 * em)) | 1
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    within = np.zeros(coloured.shape, np.uint8)
    for label in range(1, len(stats)):
        x, y, wide, high, _ = stats[label]
        if min(wide, high) >= _SEAL * em:
            region = (labels[y : y + high, x : x + wide] == label).astype(np.uint8)
            outline, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            cv2.fillConvexPoly(within, cv2.convexHull(np.vstack(outline)) + np.array([x, y]), 1)
    near = cv2.dilate(coloured, np.ones((5, 5), np.uint8))
    return np.asarray((near & within) * 255, np.uint8)


def _without(picture: Picture, grey: Picture, coloured: Picture) -> Picture:
    """Return the page with only black ink left where coloured things lie."""
    lightest = picture.max(axis=2).astype(np.float32)
    black = np.clip((lightest - _DARK) * (255 / (_LIGHT - _DARK)), 0, 255)
    return np.where(coloured > 0, np.maximum(black, grey), grey).astype(np.uint8)


def _skew(grey: Picture) -> float:
    """Return by how many degrees the page lies turned counter-clockwise: there its lines are sharpest."""
    shrink = max(grey.shape) / _SIDE
    size = max(1, round(grey.shape[1] / shrink)), max(1, round(grey.shape[0] / shrink))
    dark = ink(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), 20).astype(np.float32)
    best = 0.0
    for reach, step in ((_MOST_ASKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = best + np.arange(-round(reach / step), round(reach / step) + 1) * step
        best = float(max(angles, key=lambda angle: (_sharpness(dark, float(angle)), -abs(angle))))
    return best if abs(best) >= 0.02 else 0.0


def _sharpness(dark: NDArray[Any], angle: float) -> float:
    height, width = dark.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    turned = cv2.warpAffine(dark, turn, (width, height), flags=cv2.INTER_LINEAR)
    levels = turned.sum(axis=1)
    return float(np.square(np.diff(levels)).sum())
