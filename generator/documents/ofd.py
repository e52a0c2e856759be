"""OFD (GB/T 33190), China's own page format: the text layer and the rules of each page, put on the same paper as PDF.

The file is a zip of XML in millimetres; here they become points. Text stands where the file says, character by
character; what is invisible is left out. Pages that are pictures, and drawn text without a text layer, have nothing
to be read.
"""

from __future__ import annotations

import itertools
import math
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Sequence

from lxml import etree

from generator.documents.package import Package, open_parts
from generator.documents.page import Glyph, Page, Rule
from generator.documents.paged import readings
from generator.errors import ReportError
from generator.model import Document
from generator.text import has_han

_POINTS = 72 / 25.4
_MAX_PAGES = 200
_MAX_OBJECTS = 200_000
_MAX_REPEATS = 10_000
# The part of a character's height that stands above its base line.
_ABOVE = 0.86
# A filled stripe no broader than this (points) is a rule; ends this near (points) are level.
_THIN = 2.5
_LEVEL = 0.5
_A4 = (0.0, 0.0, 210.0, 297.0)
_UNSEEN_COLOURS = {(255, 255, 255), (255,)}

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]


def read(content: bytes) -> Document:
    """Return the lines of an OFD; raises ``ReportError`` where it is damaged, locked or has no text."""
    lines, second = readings(list(pages_of(content)))
    if not any(has_han(line.text) for line in lines):
        raise ReportError("OFD 中没有文字层（可能是扫描件或图片），不能读取；请换成有文字的版本")
    return Document("ofd", lines, second=second)


def pages_of(content: bytes) -> Iterator[Page]:
    """Yield the pages of an OFD as they are seen."""
    package = open_parts(content, "OFD")
    start = _part(package, "OFD.xml")
    root = _text(start, "DocRoot")
    document = _part(package, _path("", root))
    base = posixpath.dirname(_path("", root))
    area = _box(_text(document, "PhysicalBox")) or _A4
    templates = {
        one.get("ID") or "": _part(package, _path(base, one.get("BaseLoc") or ""))
        for one in _named(document, "TemplatePage")
    }
    places = [one.get("BaseLoc") or "" for one in _named(document, "Page")]
    if len(places) > _MAX_PAGES:
        raise ReportError(f"OFD 超过 {_MAX_PAGES} 页，不像一份年度报告")
    for number, place in enumerate(places, start=1):
        page = _part(package, _path(base, place))
        behind = [
            templates[name] for one in _named(page, "Template") if (name := one.get("TemplateID") or "") in templates
        ]
        yield _page(number, [*behind, page], _box(_text(page, "PhysicalBox")) or area)


def _page(number: int, layers: Sequence[etree._Element], area: tuple[float, ...]) -> Page:
    x0, y0, width, height = area
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    objects = itertools.chain.from_iterable(layer.iter("{*}TextObject", "{*}PathObject") for layer in layers)
    for count, one in enumerate(objects):
        if count > _MAX_OBJECTS:
            raise ReportError("OFD 一页中的对象过多，拒绝读取")
        if not _is_visible(one):
            continue
        matrix = _matrix(one, x0, y0)
        if str(one.tag).endswith("}TextObject"):
            glyphs.extend(_glyphs(one, matrix))
        else:
            rules.extend(_rules(one, matrix))
    return Page(number, width * _POINTS, height * _POINTS, tuple(glyphs), tuple(rules))


def _glyphs(one: etree._Element, matrix: _Matrix) -> Iterator[Glyph]:
    """Yield the characters of a text object, each with a box as broad as its kind."""
    size = _number(one.get("Size"), 3.5)
    broad = size * _number(one.get("HScale"), 1.0)
    x = y = 0.0
    for code in one.iter("{*}TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        text = code.text or ""
        across, down = (_steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
        left, base = x, y
        for index, char in enumerate(text):
            wide = unicodedata.east_asian_width(char) in "WFA"
            advance = broad if wide else broad / 2
            step = across[index] if index < len(across) else advance if not down else 0.0
            # A box never reaches over the next character.
            shown = min(advance, step) if step > 0 else advance
            if not char.isspace():
                corners = [
                    _moved(matrix, left + right, base - size * _ABOVE + height)
                    for right in (0.0, shown)
                    for height in (0.0, size)
                ]
                xs, ys = zip(*corners, strict=True)
                yield Glyph(char, min(xs), min(ys), max(xs), max(ys))
            left += step
            base += down[index] if index < len(down) else 0.0


def _steps(text: str | None, most: int) -> list[float]:
    """Return the distances from one character to the next; ``g 3 5`` stands for three times 5."""
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count = int(_number(next(words, None), 0))
            steps += [_number(next(words, None), 0.0)] * max(0, min(count, most, _MAX_REPEATS))
        else:
            steps.append(_number(word, 0.0))
    return steps


def _rules(one: etree._Element, matrix: _Matrix) -> Iterator[Rule]:
    """Yield the straight rules that a path draws: its level and upright strokes, and stripes filled so thin."""
    paths = list(_paths(_text(one, "AbbreviatedData"), matrix))
    if one.get("Stroke") != "false" and _is_seen(one, "StrokeColor"):
        for path in paths:
            for (x0, y0), (x1, y1) in itertools.pairwise(path):
                yield from _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), _LEVEL)
    elif one.get("Fill") == "true" and _is_seen(one, "FillColor"):
        for path in paths:
            xs, ys = zip(*path, strict=True)
            yield from _rule(min(xs), min(ys), max(xs), max(ys), _THIN)


def _rule(x0: float, top: float, x1: float, bottom: float, thin: float) -> Iterator[Rule]:
    if bottom - top <= thin < x1 - x0:
        yield Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    elif x1 - x0 <= thin < bottom - top:
        yield Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)


_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def _paths(data: str, matrix: _Matrix) -> Iterator[list[_Point]]:
    """Yield the straight stretches of a path's data as points; curves part them."""
    path: list[_Point] = []
    words = iter(data.split())
    for word in words:
        numbers = [_number(next(words, None), 0.0) for _ in range(_OPERANDS.get(word, 0))]
        if word == "L" and path:
            path.append(_moved(matrix, *numbers))
        elif word == "C" and path:
            path.append(path[0])
        elif word in _OPERANDS:
            if len(path) > 1:
                yield path
            path = [_moved(matrix, numbers[-2], numbers[-1])] if len(numbers) > 1 else []
    if len(path) > 1:
        yield path


def _matrix(one: etree._Element, x0: float, y0: float) -> _Matrix:
    """Return how an object's own coordinates become points of the page."""
    x, y, _, _ = _box(one.get("Boundary") or "") or (0.0, 0.0, 0.0, 0.0)
    parts = [_number(part, 0.0) for part in (one.get("CTM") or "").split()]
    a, b, c, d, e, f = parts if len(parts) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + x - x0, f + y - y0


def _moved(matrix: _Matrix, x: float, y: float) -> _Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * _POINTS, (b * x + d * y + f) * _POINTS


def _is_visible(one: etree._Element) -> bool:
    if one.get("Visible") == "false" or _number(one.get("Alpha"), 255) == 0:
        return False
    if str(one.tag).endswith("}TextObject"):
        return (one.get("Fill") != "false" and _is_seen(one, "FillColor")) or one.get("Stroke") == "true"
    return True


def _is_seen(one: etree._Element, kind: str) -> bool:
    """Say whether a colour can be seen on white paper."""
    colour = next(iter(one.iterchildren(f"{{*}}{kind}")), None)
    if colour is None:
        return True
    value = tuple(int(_number(part, 0)) for part in (colour.get("Value") or "").split())
    return value not in _UNSEEN_COLOURS and _number(colour.get("Alpha"), 255) > 0


def _part(package: Package, name: str) -> etree._Element:
    root = package.xml(name)
    if root is None:
        raise ReportError("OFD 文件已损坏或已加密，无法打开")
    return root


def _path(base: str, place: str) -> str:
    """Return the name of a part: absolute, or from the folder of the document."""
    return posixpath.normpath(posixpath.join("/", base, place.strip())).lstrip("/")


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter(f"{{*}}{name}")


def _text(root: etree._Element, name: str) -> str:
    return next((one.text or "" for one in _named(root, name)), "").strip()


def _box(text: str) -> tuple[float, float, float, float] | None:
    parts = [_number(part, 0.0) for part in text.split()]
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _number(text: str | None, otherwise: float) -> float:
    """Return a number of the file; what is none, or not finite, is ``otherwise``."""
    if text is None or not re.fullmatch(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?\s*", text):
        return otherwise
    value = float(text)
    return value if math.isfinite(value) else otherwise
