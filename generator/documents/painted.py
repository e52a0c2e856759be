"""What a page of a PDF shows: the characters, rules and pictures that a reader of the page can see.

A PDF says in which order things are painted, not what stands on the page. Text may be painted invisibly (as under a
scan), in white, outside the clip, beneath a later picture or patch, or twice; rules may be white, clear or clipped
away. None of that is printed, so none of it is read.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt, apply_matrix_rect

from generator.documents.page import UNKNOWN, Box, Glyph, Rule

# A filled shape no broader than this (points) is a rule.
_THIN = 3.0
# A rule is level or upright where it leans less than this (points).
_LEANS = 0.75
# Smaller than this (points), nothing can be read.
_SMALLEST = 1.0
# What lets less than this share of the ink through is not seen.
_CLEAR = 0.05
_WHITE = 0.95
_INVISIBLE_MODES = frozenset({3, 7})
_MAX_PAINTED = 400_000
_MAX_RULES = 40_000
_MAX_GROUNDS = 50
# A character painted again nearer than this share of its own width and height is a bold or a shadow.
_AGAIN = 0.35


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen on one page; coordinates are points from the top left corner, all text upright.

    ``turn`` is by how many degrees the text stood turned on the page; ``width`` and ``height`` are after turning.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: tuple[Box, ...]
    turn: int


@dataclass(frozen=True, slots=True)
class _State:
    """What pdfminer's own graphics state leaves out."""

    clip: Box
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class _Char:
    glyph: Glyph
    turn: int | None
    white: bool
    order: int


@dataclass(frozen=True, slots=True)
class _Patch:
    """A filled area, or a picture."""

    box: Box
    white: bool
    order: int
    picture: bool = False
    opaque: bool = True


def painted(resources: PDFResourceManager, page: PDFPage, crop: Box, off: frozenset[int]) -> Seen:
    """Return what is seen of a page; ``crop`` is the shown part in points from the page's top left corner.

    ``off`` are the object numbers of layers that are switched off. Raises what pdfminer raises on damaged pages.
    """
    device = _Canvas(resources)
    _Painter(resources, device, off).process_page(page)
    return device.seen(crop)


class _Canvas(PDFLayoutAnalyzer):
    """Takes what is painted and sorts it by kind; coordinates stay the file's (y up) until all is known."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.state = _State((-math.inf, -math.inf, math.inf, math.inf))
        self._saved: list[_State] = []
        self._chars: list[_Char] = []
        self._patches: list[_Patch] = []
        self._rules: list[tuple[Rule, bool, int]] = []
        self._order = itertools.count()
        self._height = 0.0
        self._shown = True

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        _, low, _, high = apply_matrix_rect(ctm, page.mediabox)
        self._height = abs(high - low)

    def end_page(self, page: PDFPage) -> None:
        """Nothing is left to do."""

    def begin_figure(self, name: str, bbox: Any, matrix: Matrix) -> None:
        self._saved.append(self.state)

    def end_figure(self, _: str) -> None:
        self.state = self._saved.pop()

    def render_image(self, name: str, stream: PDFStream) -> None:
        if self.state.hidden or self.state.fill_alpha < _CLEAR:
            return
        box = self._box(apply_matrix_rect(self.ctm, (0, 0, 1, 1)))
        opaque = not any(stream.get(key) for key in ("SMask", "Mask", "ImageMask", "IM"))
        self._patch(_Patch(box, False, next(self._order), picture=True, opaque=opaque and self.state.fill_alpha > 0.5))

    def render_string(
        self, textstate: PDFTextState, seq: Any, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        self._shown = textstate.render not in _INVISIBLE_MODES and not self.state.hidden
        self._shown = self._shown and self.state.fill_alpha >= _CLEAR
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913, PLR0917
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        width, displacement = font.char_width(cid), font.char_disp(cid)
        char = LTChar(matrix, font, fontsize, scaling, rise, text, width, displacement, ncs, graphicstate)
        if self._shown and len(self._chars) < _MAX_PAINTED and self._inside(*char.bbox):
            glyph = Glyph(_readable(text), *self._box(char.bbox))
            white = _is_white(graphicstate.ncolor, ncs)
            self._chars.append(_Char(glyph, _turn(matrix, fontsize * scaling), white, next(self._order)))
        return char.adv

    def paint_path(
        self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        stroke = stroke and self.state.stroke_alpha >= _CLEAR
        fill = fill and self.state.fill_alpha >= _CLEAR
        if self.state.hidden or not (stroke or fill):
            return
        for points, straight in self.outlines(path):
            box = self._clipped(_around(points))
            if box is None:
                continue
            order = next(self._order)
            if fill:
                self._fill(box, _is_white(gstate.ncolor, gstate.ncs), order)
            if stroke and straight:
                white = _is_white(gstate.scolor, gstate.scs)
                for first, second in itertools.pairwise(points):
                    self._stroke(first, second, white, order)

    def outlines(self, path: Sequence[PathSegment]) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Yield the corners of each part of a path, and whether all its sides are straight."""
        points: list[tuple[float, float]] = []
        straight = True
        for operator, *numbers in path:
            if operator == "m":
                if len(points) > 1:
                    yield points, straight
                points, straight = [], True
            if operator == "h":
                points.extend(points[:1])
                continue
            straight = straight and operator in {"m", "l"}
            points.append(apply_matrix_pt(self.ctm, (float(numbers[-2]), float(numbers[-1]))))
        if len(points) > 1:
            yield points, straight

    def clip(self, path: Sequence[PathSegment]) -> None:
        """Show nothing outside ``path`` from now on; of a path that is no rectangle its box counts."""
        points = [point for part, _ in self.outlines(path) for point in part]
        if points:
            x0, y0, x1, y1 = self.state.clip
            left, low, right, high = _around(points)
            self.state = replace(self.state, clip=(max(x0, left), max(y0, low), min(x1, right), min(y1, high)))

    def _fill(self, box: Box, white: bool, order: int) -> None:
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) > _THIN:
            opaque = self.state.fill_alpha > 0.5
            self._patch(_Patch(self._box(box), white, order, opaque=opaque))
        elif width >= height:
            middle = (box[1] + box[3]) / 2
            self._rule((box[0], middle), (box[2], middle), white, order)
        else:
            middle = (box[0] + box[2]) / 2
            self._rule((middle, box[1]), (middle, box[3]), white, order)

    def _stroke(self, first: tuple[float, float], second: tuple[float, float], white: bool, order: int) -> None:
        if min(abs(first[0] - second[0]), abs(first[1] - second[1])) > _LEANS:
            return
        box = self._clipped(_around([first, second]))
        if box is None:
            return
        if box[3] - box[1] <= box[2] - box[0]:
            self._rule((box[0], box[1]), (box[2], box[1]), white, order)
        else:
            self._rule((box[0], box[1]), (box[0], box[3]), white, order)

    def _rule(self, first: tuple[float, float], second: tuple[float, float], white: bool, order: int) -> None:
        if len(self._rules) < _MAX_RULES and first != second:
            self._rules.append((Rule(*self._box((*first, *second))), white, order))

    def _patch(self, patch: _Patch) -> None:
        if len(self._patches) < _MAX_RULES:
            self._patches.append(patch)

    def _clipped(self, box: Box) -> Box | None:
        x0, y0, x1, y1 = self.state.clip
        cut = max(box[0], x0), max(box[1], y0), min(box[2], x1), min(box[3], y1)
        # A border often lies on the edge of its clip.
        return cut if cut[0] <= cut[2] + _LEANS and cut[1] <= cut[3] + _LEANS else None

    def _inside(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        left, low, right, high = self.state.clip
        return left - 1 <= (x0 + x1) / 2 <= right + 1 and low - 1 <= (y0 + y1) / 2 <= high + 1

    def _box(self, box: Sequence[float]) -> Box:
        x0, y0, x1, y1 = box
        return min(x0, x1), self._height - max(y0, y1), max(x0, x1), self._height - min(y0, y1)

    def seen(self, crop: Box) -> Seen:
        """Return what is seen inside ``crop``, with the text most of the page's characters agree on put upright."""
        backgrounds = [patch for patch in self._patches if not patch.white]
        covers = [patch for patch in reversed(self._patches) if patch.opaque and (patch.picture or patch.white)]
        turns = Counter(char.turn for char in self._chars if char.turn is not None and char.glyph.text.strip())
        turn = turns.most_common(1)[0][0] if turns else 0
        chars = [
            char.glyph
            for char in self._chars
            if char.turn == turn
            and char.glyph.bottom - char.glyph.top >= _SMALLEST
            and (not char.white or _behind(backgrounds, char.glyph, char.order))
            and not _beneath(covers, char.glyph, char.order)
        ]
        rules = [
            rule for rule, white, order in self._rules if not white or _behind(backgrounds, rule, order)
        ]  # fmt: skip
        rules.extend(_gaps(self._patches))
        page = _Upright(crop, turn)
        glyphs = [glyph for glyph in map(page.glyph, chars) if page.shows(glyph)]
        boxes = [page.box(patch.box) for patch in self._patches if patch.picture]
        return Seen(
            page.width,
            page.height,
            tuple(_once(glyphs)),
            tuple(rule for rule in map(page.rule, rules) if page.shows(rule)),
            tuple(box for box in boxes if page.shows(box)),
            turn,
        )


class _Painter(PDFPageInterpreter):
    """pdfminer's interpreter, minding what it passes over: the clip, clear ink and layers that are switched off."""

    device: _Canvas

    def __init__(self, resources: PDFResourceManager, device: _Canvas, off: frozenset[int]) -> None:
        super().__init__(resources, device)
        self._canvas = device
        self._off = off
        self._saved: list[_State] = []
        self._marks: list[bool] = []
        self._clips = False

    def dup(self) -> PDFPageInterpreter:
        return _Painter(self.rsrcmgr, self._canvas, self._off)

    def do_q(self) -> None:
        super().do_q()
        self._saved.append(self._canvas.state)

    def do_Q(self) -> None:  # noqa: N802
        super().do_Q()
        if self._saved:
            hidden = self._canvas.state.hidden
            self._canvas.state = replace(self._saved.pop(), hidden=hidden)

    def do_W(self) -> None:  # noqa: N802
        self._clips = True

    def do_W_a(self) -> None:  # noqa: N802
        self._clips = True

    def do_n(self) -> None:
        if self._clips:
            self._canvas.clip(self.curpath)
        self._clips = False
        super().do_n()

    def do_gs(self, name: Any) -> None:
        states = resolve1(self.resources.get("ExtGState")) if isinstance(self.resources, dict) else None
        state = resolve1(states.get(_name(name))) if isinstance(states, dict) else None
        if isinstance(state, dict):
            fill, stroke = resolve1(state.get("ca")), resolve1(state.get("CA"))
            now = self._canvas.state
            self._canvas.state = replace(
                now,
                fill_alpha=float(fill) if isinstance(fill, (int, float)) else now.fill_alpha,
                stroke_alpha=float(stroke) if isinstance(stroke, (int, float)) else now.stroke_alpha,
            )

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        super().do_BDC(tag, props)
        self._mark(_name(tag) == "OC" and self._is_off(props))

    def do_BMC(self, tag: Any) -> None:  # noqa: N802
        super().do_BMC(tag)
        self._mark(False)

    def do_EMC(self) -> None:  # noqa: N802
        super().do_EMC()
        if self._marks and self._marks.pop():
            self._canvas.state = replace(self._canvas.state, hidden=self._canvas.state.hidden - 1)

    def _mark(self, off: bool) -> None:
        self._marks.append(off)
        if off:
            self._canvas.state = replace(self._canvas.state, hidden=self._canvas.state.hidden + 1)

    def _is_off(self, props: Any) -> bool:
        named = resolve1(self.resources.get("Properties")) if isinstance(self.resources, dict) else None
        layer = named.get(_name(props)) if isinstance(named, dict) else None
        return getattr(layer, "objid", None) in self._off


def layers_off(catalog: Any) -> frozenset[int]:
    """Return the object numbers of the layers that a document shows switched off."""
    properties = resolve1(catalog.get("OCProperties")) if isinstance(catalog, dict) else None
    if not isinstance(properties, dict):
        return frozenset()
    off = resolve1(dict_value(properties.get("D") or {}).get("OFF"))
    return frozenset(layer.objid for layer in off if hasattr(layer, "objid")) if isinstance(off, list) else frozenset()


def _name(literal: Any) -> str:
    name = literal.name if isinstance(literal, PSLiteral) else literal
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def _readable(text: str) -> str:
    """Return a character's text, or the mark of an unknown one where the file's table of meanings gives none."""
    if text.startswith("(cid:") or not text:
        return UNKNOWN
    return "".join(UNKNOWN if char < " " or "\x7f" <= char < "\xa0" else char for char in text)


def _turn(matrix: Matrix, size: float) -> int | None:
    """Return by how many quarter turns (in degrees, counter-clockwise) text stands; ``None`` where it slants."""
    a, b = matrix[0] * math.copysign(1, size), matrix[1] * math.copysign(1, size)
    degrees = math.degrees(math.atan2(b, a)) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) < 2 else None


def _is_white(colour: Any, space: PDFColorSpace) -> bool:
    """Say whether ink is white; inks with a name of their own are white where there is none of them."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return False
    if space.name in {"Separation", "DeviceN"} or len(parts) == 4:
        return all(part <= 1 - _WHITE for part in parts)
    return space.name != "Indexed" and len(parts) in {1, 3} and all(part >= _WHITE for part in parts)


def _around(points: Sequence[tuple[float, float]]) -> Box:
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def _contains(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _middle(box: Sequence[float]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _behind(patches: Iterable[_Patch], thing: Glyph | Rule, order: int) -> bool:
    """Say whether something dark was painted before, where white ink stands."""
    middle = _middle(thing[-4:])
    return any(patch.order < order and _contains(patch.box, middle) for patch in patches)


def _beneath(covers: Iterable[_Patch], glyph: Glyph, order: int) -> bool:
    """Say whether a picture or a white patch was painted over a character; the last painted comes first."""
    later = itertools.takewhile(lambda patch: patch.order > order, covers)
    return any(_contains(patch.box, glyph.middle) for patch in later)


def _gaps(patches: Sequence[_Patch]) -> Iterator[Rule]:
    """Yield the edges of white cells upon a dark ground, where the ground between them is what draws the table."""
    for ground in [patch for patch in patches if not patch.white and not patch.picture][:_MAX_GROUNDS]:
        cells = [
            patch.box
            for patch in patches
            if patch.white and patch.order > ground.order and _contains(ground.box, _middle(patch.box))
        ]
        if len(cells) < 2:
            continue
        for x0, top, x1, bottom in cells:
            yield Rule(x0, top, x1, top)
            yield Rule(x0, bottom, x1, bottom)
            yield Rule(x0, top, x0, bottom)
            yield Rule(x1, top, x1, bottom)


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Yield each character once that was painted again a little aside, for a bold or a shadow."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        cell = max(glyph.bottom - glyph.top, 1.0)
        column, row = int(glyph.x0 // cell), int(glyph.top // cell)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in seen.get((glyph.text, x, y), ())
        )
        if glyph.text.strip() and any(_again(glyph, other) for other in near):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        yield glyph


def _again(glyph: Glyph, other: Glyph) -> bool:
    across, down = abs(glyph.x0 - other.x0), abs(glyph.top - other.top)
    return across < _AGAIN * (other.x1 - other.x0) and down < _AGAIN * (other.bottom - other.top)


class _Upright:
    """Moves what was painted to the shown part of the page, turned so that text stands upright."""

    def __init__(self, crop: Box, turn: int) -> None:
        self._crop = crop
        self._turn = turn
        sides = crop[2] - crop[0], crop[3] - crop[1]
        self.width, self.height = sides if turn in {0, 180} else sides[::-1]

    def box(self, box: Sequence[float]) -> Box:
        x0, top, x1, bottom = box
        left, above, right, below = self._crop
        if self._turn == 90:
            return below - bottom, x0 - left, below - top, x1 - left
        if self._turn == 180:
            return right - x1, below - bottom, right - x0, below - top
        if self._turn == 270:
            return top - above, right - x1, bottom - above, right - x0
        return x0 - left, top - above, x1 - left, bottom - above

    def glyph(self, glyph: Glyph) -> Glyph:
        return Glyph(glyph.text, *self.box(glyph[1:]))

    def rule(self, rule: Rule) -> Rule:
        return Rule(*self.box(rule))

    def shows(self, thing: Glyph | Rule | Box) -> bool:
        x, y = _middle(thing[-4:])
        return -1 <= x <= self.width + 1 and -1 <= y <= self.height + 1
