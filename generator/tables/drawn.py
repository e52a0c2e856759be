"""Tables drawn with rules and bars, one cell over several lines, as terminals and converters draw them.

A cell is what stands between two bars from one rule to the next. The drawing is undone by measuring the
bars, each row is rewritten as one line with tabs, and the readers of tabs read it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.tables.lines import Strip
from generator.tables.values import is_value

_CORNERS = "┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╟╫╢╓╥╖╙╨╜┏┳┓┣╋┫┗┻┛┠╂┨┯┷┿"
_DASHES = "-=─━═"
_DRAWN = re.compile(rf"\s*[|+{_CORNERS}].*[|+{_CORNERS}]\s*")
_BOUNDARY = re.compile(rf"[|{_CORNERS}]|(?<=[{_DASHES}])\+|\+(?=[{_DASHES}])")
_RULE = re.compile(rf"[\s:]*[{_DASHES}]+[\s:]*")
# Fewer rules draw no table with a rule between its rows.
_MIN_RULES = 3
_MOST_COLUMNS = 64
# So many of the bars must stand where rules have their corners.
_ALIGNED = 0.9


@dataclass(frozen=True, slots=True)
class _Segment:
    """What stands between two boundaries of one line, in display columns; ``start`` is its 0-based character."""

    left: int
    right: int
    text: str
    start: int

    @property
    def is_rule(self) -> bool:
        return _RULE.fullmatch(self.text) is not None


@dataclass(slots=True)
class _Box:
    """A cell with the segments in which it has text, each with the index of its line in the block."""

    left: int
    right: int
    row: int
    top: int
    lines: list[tuple[int, _Segment]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the cell's text; two halves of a figure stay apart."""
        whole = ""
        for text in (part.text.strip() for _, part in self.lines):
            whole += (" " if whole[-1:].isdigit() and text[:1].isdigit() else "") + text
        return whole


def undrawn(strips: Sequence[Strip]) -> list[Strip]:
    """Return the strips with drawn tables rewritten as rows with tabs."""
    result: list[Strip] = []
    block: list[Strip] = []
    for strip in strips:
        if not strip.piece and _DRAWN.fullmatch(strip.text):
            block.append(strip)
            continue
        result.extend(_undrawn_block(block))
        result.append(strip)
        block = []
    result.extend(_undrawn_block(block))
    return result


def _undrawn_block(block: list[Strip]) -> list[Strip]:
    if sum(_has_rule(strip.text) for strip in block) < _MIN_RULES:
        return block
    lines = next((lines for lines in (_measured(block, 2), _measured(block, 1)) if _is_aligned(lines)), None)
    if lines is None or max(map(len, lines)) > _MOST_COLUMNS or _rows_without_rules(lines):
        return block
    return list(_rows(block, lines)) or block


def _has_rule(text: str) -> bool:
    return any(corner in text for corner in f"+{_CORNERS}") and re.search(rf"[{_DASHES}]{{2}}", text) is not None


def _measured(block: Sequence[Strip], wide: int) -> list[list[_Segment]]:
    """Return the segments of each line, wide characters taking ``wide`` columns."""
    lines = []
    for strip in block:
        places = [0]
        for char in strip.text:
            places.append(places[-1] + (wide if unicodedata.east_asian_width(char) in "WF" else 1))
        found = [match.start() for match in _BOUNDARY.finditer(strip.text)]
        lines.append(
            [
                _Segment(places[left], places[right], strip.text[left + 1 : right], left + 1)
                for left, right in itertools.pairwise(found)
            ]
        )
    return lines


def _is_aligned(lines: Sequence[Sequence[_Segment]]) -> bool:
    corners = {place for line in lines for part in line if part.is_rule for place in (part.left, part.right)}
    bars = [place for line in lines for part in line if not part.is_rule for place in (part.left, part.right)]
    return bool(bars) and sum(place in corners for place in bars) >= _ALIGNED * len(bars)


def _rows_without_rules(lines: Sequence[Sequence[_Segment]]) -> bool:
    """Say whether two lines with figures follow each other with no rule between: then a line is a row."""
    before = False
    for line in lines:
        figures = sum(is_value(part.text.strip()) for part in line) > 1
        if figures and before:
            return True
        before = figures or (before and not any(part.is_rule for part in line))
    return False


def _rows(block: Sequence[Strip], lines: Sequence[Sequence[_Segment]]) -> Iterator[Strip]:
    boxes = _boxes(lines)
    edges = sorted({place for box in boxes for place in (box.left, box.right)})
    by_row: dict[int, list[_Box]] = {}
    for box in boxes:
        by_row.setdefault(box.row, []).append(box)
    for row in sorted(by_row):
        cells = [""] * (len(edges) - 1)
        places = [(0, 0, 0)] * len(cells)
        for box in by_row[row]:
            at = bisect_left(edges, box.left)
            cells[at] = box.text
            places[at] = _place(block, box)
        strip = block[_fullest_line(by_row[row])]
        yield replace(strip, text="\t".join(cells), places=tuple(places))


def _place(block: Sequence[Strip], box: _Box) -> tuple[int, int, int]:
    """Return line, first and last character of a cell's text (its first line)."""
    if not box.lines:
        return 0, 0, 0
    index, part = box.lines[0]
    first = part.start + len(part.text) - len(part.text.lstrip()) + 1
    return block[index].number, first, first + len(part.text.strip()) - 1


def _boxes(lines: Sequence[Sequence[_Segment]]) -> list[_Box]:
    """Return all cells; ``row`` counts the lines with rules above a cell's first line."""
    done: list[_Box] = []
    still: list[_Box] = []
    row = 0
    for index, line in enumerate(lines):
        row += any(part.is_rule for part in line)
        for part in line:
            over = [box for box in still if box.left < part.right and part.left < box.right]
            same = [box for box in over if (box.left, box.right) == (part.left, part.right) and not part.is_rule]
            done.extend(box for box in over if box not in same)
            still = [box for box in still if box not in over or box in same]
            if part.is_rule:
                continue
            if not same:
                same = [_Box(part.left, part.right, row, index)]
                still.extend(same)
            if part.text.strip():
                same[0].lines.append((index, part))
    return done + still


def _fullest_line(boxes: Sequence[_Box]) -> int:
    """Return the line in which most cells of a row have their text."""
    filled = [index for box in boxes for index, _ in box.lines] or [boxes[0].top]
    return max(sorted(set(filled)), key=filled.count)
