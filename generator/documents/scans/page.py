"""One page image made into two pages of ink: the same tables and lines of text, recognised twice.

The page is set straight; ruling lines make the tables. What stands in each cell, and outside the tables in each line
of text, is recognised from the page with characters ``EM`` pixels high, cut close, and again from the page at another
scale, cut wide. A pure function of the pixels.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from generator.documents.page import UNKNOWN, Box, Glyph, Page, Rule
from generator.documents.scans import engine, figures
from generator.documents.scans.clean import EM, Scan, Sheet, faint_ink, ink, plain_ink, scan_of
from generator.documents.scans.grid import Grid, edges_of, grids_of
from generator.documents.scans.ink import TextLine, crossed, lines_in, seals
from generator.documents.scans.rules import rules_of

if TYPE_CHECKING:
    from generator.documents.scans.engine import Picture, Recognised

_Corners = tuple[int, int, int, int]

# The second scale, and how much paper each reading leaves around the ink (characters, level and upright).
_SECOND, _LARGEST = 46, 64
_CLOSE, _MIDDLE, _WIDE = (0.35, 0.14), (0.4, 0.25), (0.5, 0.38)
# Where lines of text are on the whole read less surely than this, the page may lie on its side or head.
_LEGIBLE = 0.75
_SAMPLES = 8
# A figure is cut where more of its ink than this share of its height lies against a rule of its cell; less of it
# against a line that is none.
_CUT, _CUT_ASTRAY = 0.45, 0.1
# Paper darker than the page's, or than beside it, by so much (of 255) is a fold; no stroke is as broad as _BESIDE.
_DARKER, _BESIDE = 40, 0.28


@dataclass(frozen=True, slots=True)
class ScannedPage(Page):
    """A page put straight; ``back`` leads from its points to those of the page as displayed (an affine map by rows).

    ``quarters`` is how many quarter turns clockwise the picture was turned before.
    """

    back: tuple[float, ...] = (1, 0, 0, 0, 1, 0)
    quarters: int = 0

    def displayed(self, box: Box) -> Box:
        """Return a box as it stands on the displayed page: where the page lies askew, the straight box inside its."""
        x0, top, x1, bottom = box
        a, b, c, d, e, f = self.back
        corners = [(a * x + b * y + c, d * x + e * y + f) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        inside = (xs[0] + xs[1]) / 2, (ys[0] + ys[1]) / 2, (xs[2] + xs[3]) / 2, (ys[2] + ys[3]) / 2
        return max(0.0, inside[0]), max(0.0, inside[1]), inside[2], inside[3]

    def turned_back(self, quarters: int, width: float, height: float) -> ScannedPage:
        """Return the page as one of a ``width`` and ``height`` that was turned clockwise before it was read."""
        a, b, c, d, e, f = self.back
        if quarters == 1:
            back = d, e, f, -a, -b, height - c
        elif quarters == 2:
            back = -a, -b, width - c, -d, -e, height - f
        else:
            back = -d, -e, width - f, a, b, c
        return replace(self, back=back, quarters=quarters)

    def undisplayed(self, box: Box) -> Box:
        """Return where a box of the displayed page lies on the page as read."""
        a, b, c, d, e, f = self.back
        x0, top, x1, bottom = box
        size = a * e - b * d
        corners = [
            ((e * (x - c) - b * (y - f)) / size, (a * (y - f) - d * (x - c)) / size)
            for x in (x0, x1)
            for y in (top, bottom)
        ]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        return (xs[0] + xs[1]) / 2, (ys[0] + ys[1]) / 2, (xs[2] + xs[3]) / 2, (ys[2] + ys[3]) / 2


class _View(NamedTuple):
    """The upright page at one scale, without rules, and how much paper to leave around ink."""

    grey: Picture
    scale: float
    margin: tuple[float, float]


class _Spot(NamedTuple):
    """A line of ink, and the box that holds it: a cell of a table, or a region of the page."""

    line: TextLine
    within: _Corners
    crossed: bool = False
    table: int = -1
    cell: int = -1


def read_page(picture: Picture, number: int, points: float = 1.0) -> tuple[ScannedPage, ScannedPage]:
    """Read one page image twice; ``number`` is that of the page, ``points`` how many points a pixel is wide."""
    reader = _Reader(scan_of(picture), number, points)
    pages = reader.pages()
    if reader.certainty >= _LEGIBLE:
        return pages
    turn = max(range(4), key=lambda quarters: (_certainty(_turned(picture, quarters)), -quarters))
    if not turn:
        return pages
    height, width = (side * points for side in picture.shape[:2])
    one, two = _Reader(scan_of(_turned(picture, turn)), number, points).pages()
    return one.turned_back(turn, width, height), two.turned_back(turn, width, height)


def read_again(picture: Picture, page: ScannedPage, boxes: Sequence[Box]) -> list[tuple[str, ...]]:
    """Return the figures seen when the cells in ``boxes`` (points of the displayed page) are recognised anew.

    ``page`` is the page as it was read from the same picture. Nothing for a cell in which no figure is certain.
    """
    return _Reader(scan_of(_turned(picture, page.quarters)), page.number, 1.0).again(
        [page.undisplayed(box) for box in boxes], page.width
    )


class _Reader:
    def __init__(self, scan: Scan, number: int, points: float) -> None:
        self._scan = scan
        self._number = number
        self._sheet = scan.sheet()
        self._unit = points * self._sheet.back_scale
        self._points = points
        rules = rules_of(self._sheet.grey)
        dark = plain_ink(self._sheet.grey)
        self._grids = grids_of(rules, dark & ~cv2.dilate(rules.mask, np.ones((3, 3), np.uint8)) & 1)
        sides, strays = (cv2.dilate(mask, np.ones((3, 3), np.uint8)) for mask in edges_of(self._grids, rules))
        self._near, self._strays = sides | strays, strays
        self._dark = dark & ~self._near & 1
        self.certainty = 0.0

    def pages(self) -> tuple[ScannedPage, ScannedPage]:
        """Read the page twice; ``certainty`` says afterwards how sure the first reading was."""
        spots = [*self._in_cells(), *self._outside()]
        first = engine.recognise([_strip(spot, self._first) for spot in spots])
        second = engine.recognise([_strip(spot, self._second) for spot in spots])
        self.certainty = _mean(first)
        glyphs: tuple[list[Glyph], list[Glyph]] = ([], [])
        digits = [
            index
            for index, (one, two) in enumerate(zip(first, second, strict=True))
            if figures.is_number_like(one) and figures.is_figure_like(two)
        ]
        odd = figures.strangers([(spots[index].table, figures.height(spots[index].line)) for index in digits])
        strange = {digits[index] for index in odd if spots[digits[index]].table >= 0}
        cells = Counter((spots[index].table, spots[index].cell) for index in digits)
        # Two figures in one cell: a rule between rows was not seen, and which row others stand in is not known.
        joined = {self._row(table, cell) for (table, cell), count in cells.items() if table >= 0 and count > 1}
        joined |= {(table, row) for table, grid in enumerate(self._grids) for row in grid.unsure}
        strange |= {index for index in digits if self._row(spots[index].table, spots[index].cell) in joined}
        for index, (spot, one, two) in enumerate(zip(spots, first, second, strict=True)):
            if figures.is_figure_like(one, two):
                said = figures.Said(UNKNOWN, UNKNOWN)
                if not (spot.crossed or index in strange or self._is_doubtful(spot.line)):
                    said = figures.settled(spot.line, one, two, functools.partial(self._again, spot))
                glyphs[0].append(self._word(said.first, spot.line.box))
                glyphs[1].append(self._word(said.second, spot.line.box))
            else:
                said = figures.words(one, two)
                glyphs[0].extend(self._words(said.first, spot.line.box))
                glyphs[1].extend(self._words(said.second, spot.line.box))
        unread = [self._word(UNKNOWN, box) for box in self._doubtful_blanks()]
        rules = tuple(dict.fromkeys(rule for grid in self._grids for rule in self._rules(grid)))
        one_page, two_page = (self._page((*read, *unread), rules) for read in glyphs)
        return one_page, two_page

    @functools.cached_property
    def _first(self) -> _View:
        return _View(_without(self._sheet, self._near), 1.0, _CLOSE)

    @functools.cached_property
    def _second(self) -> _View:
        large = self._scan.sheet(_SECOND)
        rules = cv2.resize(self._near, large.grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        return _View(_without(large, rules), large.grey.shape[1] / self._sheet.grey.shape[1], _WIDE)

    @functools.cached_property
    def _further(self) -> tuple[_View, ...]:
        """The views that doubts are settled by: the larger scale softened, and made black and white."""
        grey, scale, _ = self._second
        black = np.where(ink(grey, EM * scale) > 0, 0, 255).astype(np.uint8)
        return (
            _View(cv2.GaussianBlur(grey, (0, 0), 1.4), scale, _CLOSE),
            _View(cv2.GaussianBlur(black, (0, 0), 1.0), scale, _MIDDLE),
        )

    def again(self, boxes: Sequence[Box], width: float) -> list[tuple[str, ...]]:
        """Return what is seen in ``boxes``, given on the upright page ``width`` wide, larger and prepared otherwise."""
        scale = self._sheet.grey.shape[1] / width
        seen = []
        for x0, top, x1, bottom in boxes:
            cell = round(x0 * scale), round(top * scale), round(x1 * scale), round(bottom * scale)
            lines = lines_in(self._dark, cell)
            strips = [_strip(_Spot(lines[0], cell), view) for view in self._anew] if len(lines) == 1 else []
            read = [figures.figure(lines[0], recognised) for recognised in engine.recognise(strips)]
            seen.append(tuple(dict.fromkeys(text for text in read if text is not None)))
        return seen

    @functools.cached_property
    def _anew(self) -> tuple[_View, ...]:
        """The views that nothing was read from before: still larger, plain and sharpened, and small."""
        large = self._scan.sheet(_LARGEST)
        rules = cv2.resize(self._near, large.grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        grey = _without(large, rules)
        scale = grey.shape[1] / self._sheet.grey.shape[1]
        soft = cv2.GaussianBlur(grey, (0, 0), 2.0)
        sharp = np.asarray(cv2.addWeighted(grey, 1.8, soft, -0.8, 0), np.uint8)
        small = np.asarray(cv2.resize(grey, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), np.uint8)
        return (
            _View(grey, scale, _MIDDLE),
            _View(sharp, scale, _CLOSE),
            _View(small, small.shape[1] / self._sheet.grey.shape[1], _WIDE),
        )

    def _again(self, spot: _Spot) -> list[Recognised]:
        return engine.recognise([_strip(spot, view) for view in self._further])

    def _row(self, table: int, cell: int) -> tuple[int, int]:
        return (table, self._grids[table].cells[cell].row) if table >= 0 else (-1, -1)

    def _in_cells(self) -> Iterator[_Spot]:
        for table, grid in enumerate(self._grids):
            boxes = [cell.box for cell in grid.cells]
            across = crossed(self._dark, self._near, boxes)
            for index, box in enumerate(boxes):
                for line in lines_in(self._dark, box, grid.edges):
                    yield from (_Spot(part, box, index in across, table, index) for part in line.parts())

    def _outside(self) -> Iterator[_Spot]:
        """Yield the lines of text outside the tables."""
        page, dark = self._first.grey.copy(), self._dark.copy()
        for grid in self._grids:
            x0, y0, x1, y1 = grid.box
            page[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1] = 255
            dark[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1] = 0
        whole = (0, 0, page.shape[1], page.shape[0])
        for x0, y0, x1, y1 in engine.find_text(page):
            for line in lines_in(dark, (x0, y0, x1, y1)):
                yield from (_Spot(part, whole) for part in line.parts())
            # Regions may overlap; no ink is read twice.
            dark[y0:y1, x0:x1] = 0

    def _is_doubtful(self, line: TextLine) -> bool:
        """Say whether a figure stands in a seal, on dark paper as of a fold, or was cut by a rule taken off."""
        x0, y0, x1, y1 = line.box
        sealed = any(x0 < right and left < x1 and y0 < low and top < y1 for left, top, right, low in self._seals)
        around = self._paper_alone[max(0, y0 - EM // 2) : y1 + EM // 2, max(0, x0 - EM) : x1 + EM]
        folded = float(around.min()) < float(np.median(around)) - _DARKER
        dark = float(np.median(around)) < self._paper - _DARKER
        return sealed or folded or dark or self._is_cut(line)

    @functools.cached_property
    def _paper_alone(self) -> Picture:
        """The page without its ink: what is as narrow as a stroke is filled with the paper beside it."""
        beside = np.ones((round(_BESIDE * EM) | 1,) * 2, np.uint8)
        return np.asarray(cv2.morphologyEx(self._sheet.grey, cv2.MORPH_CLOSE, beside), np.uint8)

    @functools.cached_property
    def _seals(self) -> list[_Corners]:
        return seals(self._dark)

    @functools.cached_property
    def _paper(self) -> float:
        """How light the paper of the page is, on the whole."""
        return float(np.median(self._sheet.grey))

    def _is_cut(self, line: TextLine) -> bool:
        """Say whether a rule taken off runs along the ink of a figure: then it may have taken a stroke with it."""
        x0, y0, x1, y1 = line.box
        around = (slice(max(0, y0 - 2), y1 + 2), slice(max(0, x0 - 2), x1 + 2))
        for rules, most in ((self._near, _CUT), (self._strays, _CUT_ASTRAY)):
            beside = cv2.dilate(np.ascontiguousarray(rules[around]), np.ones((3, 3), np.uint8))
            if int((beside & self._dark[around]).sum()) > most * figures.height(line):
                return True
        return False

    def _doubtful_blanks(self) -> Iterator[_Corners]:
        """Yield the boxes of cells that look empty, but where the palest ink, or a seal taken off, leaves a doubt."""
        faint = faint_ink(self._sheet.grey) & ~self._near & 1
        for grid in self._grids:
            for cell in grid.cells:
                if lines_in(self._dark, cell.box, grid.edges):
                    continue
                x0, y0, x1, y1 = cell.box
                if cell.row in grid.unsure:
                    yield cell.box
                elif lines := lines_in(faint, cell.box, grid.edges):
                    yield lines[0].box
                elif self._strays[y0:y1, x0:x1].any():
                    yield cell.box

    def _words(self, text: str, box: _Corners) -> Iterator[Glyph]:
        """Yield the characters of a line, spread evenly over it."""
        x0, y0, x1, y1 = box
        wide = (x1 - x0) / len(text)
        for index, char in enumerate(text):
            # A bar is the rest of a rule, not text.
            if char.strip() and char not in "|｜丨":
                left = x0 + index * wide
                yield self._glyph(char, (left, y0, left + wide, y1))

    def _word(self, text: str, box: _Corners) -> Glyph:
        return self._glyph(text, box)

    def _glyph(self, text: str, box: Box) -> Glyph:
        x0, y0, x1, y1 = (value * self._unit for value in box)
        return Glyph(text, x0, y0, x1, y1)

    def _rules(self, grid: Grid) -> Iterator[Rule]:
        for cell in grid.cells:
            x0, y0, x1, y1 = (value * self._unit for value in cell.box)
            yield Rule(x0, y0, x1, y0)
            yield Rule(x0, y1, x1, y1)
            yield Rule(x0, y0, x0, y1)
            yield Rule(x1, y0, x1, y1)

    def _page(self, glyphs: tuple[Glyph, ...], rules: tuple[Rule, ...]) -> ScannedPage:
        height, width = (side * self._unit for side in self._sheet.grey.shape)
        back = self._sheet.back * self._points
        (a, b, c), (d, e, f) = back.tolist()
        turned = (a / self._unit, b / self._unit, c, d / self._unit, e / self._unit, f)
        return ScannedPage(self._number, width, height, glyphs, rules, back=turned)


def _turned(picture: Picture, quarters: int) -> Picture:
    """Return a picture turned clockwise."""
    return np.ascontiguousarray(np.rot90(picture, -quarters))


def _certainty(picture: Picture) -> float:
    """Return how sure the longest lines of a page are read as it lies."""
    grey = scan_of(picture).sheet().grey
    boxes = sorted(engine.find_text(grey), key=lambda box: (box[0] - box[2], box))[:_SAMPLES]
    return _mean(engine.recognise([grey[y0:y1, x0:x1] for x0, y0, x1, y1 in boxes]))


def _mean(read: Sequence[Recognised]) -> float:
    """Return how sure lines of several characters were read; certain where there are none."""
    lines = [(line.mean, len(line.text)) for line in read if len(line.text) > 2]
    return sum(mean * length for mean, length in lines) / sum(length for _, length in lines) if lines else 0.0


def _strip(spot: _Spot, view: _View) -> Picture:
    """Cut a line of ink out of a view, with paper around it and nothing of what stands outside its cell."""
    x0, y0, x1, y1 = spot.line.box
    aside, above = (margin * EM for margin in view.margin)
    left, top, right, bottom = spot.within
    wanted = (x0 - aside, y0 - above, x1 + aside, y1 + above)
    allowed = (max(wanted[0], left), max(wanted[1], top), min(wanted[2], right), min(wanted[3], bottom))
    outer = [round(value * view.scale) for value in wanted]
    inner = [max(0, round(value * view.scale)) for value in allowed]
    strip = np.full((max(2, outer[3] - outer[1]), max(2, outer[2] - outer[0])), 255, np.uint8)
    cut = view.grey[inner[1] : inner[3], inner[0] : inner[2]]
    down, across = inner[1] - outer[1], inner[0] - outer[0]
    strip[down : down + cut.shape[0], across : across + cut.shape[1]] = cut[
        : strip.shape[0] - down, : strip.shape[1] - across
    ]
    return strip


def _without(sheet: Sheet, rules: Picture) -> Picture:
    return np.where(rules > 0, 255, sheet.grey).astype(np.uint8)
