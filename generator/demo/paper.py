"""Made reports as PDF files: ruled, partly ruled and borderless tables that run over several pages.

The font is one of those that every reader of PDF brings along (STSong-Light), so none is needed on the machine.
Points are counted from the lower left corner, as PDF does.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.demo import truth as rules
from generator.demo.compose import MadeReport, Printed, grid_truth, parts
from generator.demo.sheet import Line, Sheet, Spot
from generator.demo.truth import AMBIGUOUS, MISSING, Expected
from generator.errors import UsageError
from generator.made import SENTENCE
from generator.model import CellKey

_FONT = "STSong-Light"
_PAGE = (595.0, 842.0)
_SIDE, _TOP, _BOTTOM = 56.0, 780.0, 64.0
_SIZE, _LEADING = 12.0, 20.0
_CELL_SIZE, _CELL_LEADING, _PAD = 9.0, 12.0, 3.0
_LABEL_WIDTHS = {4: (153.0, 110.0, 110.0, 110.0), 10: (30.0, 50.0, 123.0, *(40.0,) * 7)}


@dataclass(frozen=True, slots=True)
class Rules:
    """Which lines a table has, and whether its heads are printed again on each page."""

    name: str
    across: bool
    down: bool
    heads_again: bool = False


RULES = (
    Rules("ruled", across=True, down=True),
    Rules("ruled-heads-again", across=True, down=True, heads_again=True),
    Rules("partly-ruled", across=True, down=False),
    Rules("borderless", across=False, down=False),
)
_WEIGHTS = (5, 3, 1, 1)


def print_paper(report: MadeReport, rng: random.Random) -> Printed:
    """Print a report as PDF, its tables mostly ruled."""
    (lines,) = rng.choices(RULES, _WEIGHTS)
    return print_ruled(report, lines, rng)


def print_ruled(report: MadeReport, lines: Rules, rng: random.Random) -> Printed:
    """Print a report as PDF with these rules; raises ``UsageError`` where the library for it is not installed."""
    paper = _Paper(report.narrative.title, lines, rng.random() < 0.7)
    title = report.narrative.title
    for text in report.narrative.opening:
        paper.paragraph(text, centred=text == title)
    for part in parts(report, rng):
        paper.paragraph(part.heading)
        if part.sheet is not None:
            paper.table(part.sheet)
    for text in report.narrative.closing:
        paper.paragraph(text)
    truth = grid_truth(report) if lines.down else _without_cells(report)
    return Printed(paper.finish(), lines.name, truth)


def _without_cells(report: MadeReport) -> dict[CellKey, Expected]:
    """Return the truth where no line divides the cells of a row: an empty one may leave no trace."""
    truth = grid_truth(report)
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in truth:
        rows.setdefault((key.table, "" if key.table == "review" else key.row), []).append(key)
    for keys in rows.values():
        if any(report.contents[key].text == "" for key in keys) and keys[0].table not in report.habits.printing.absent:
            truth |= rules.loosen({key: truth[key] for key in keys}, AMBIGUOUS, MISSING)
    return truth


class _Paper:
    """Writes from the top of a page downwards and turns the page where it is full."""

    def __init__(self, title: str, lines: Rules, numbered: bool) -> None:
        try:
            from reportlab.pdfbase import pdfmetrics
            from reportlab.pdfbase.cidfonts import UnicodeCIDFont
            from reportlab.pdfgen.canvas import Canvas
        except ModuleNotFoundError as error:
            raise UsageError(
                f"写 PDF 需要另一个组件（缺少 {error.name}）：请安装 gongkai[demo]，或从 --formats 中去掉 pdf"
            ) from error
        if _FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
        self._width = pdfmetrics.stringWidth
        self._file = io.BytesIO()
        self._canvas: Any = Canvas(self._file, pagesize=_PAGE, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setSubject(SENTENCE)
        self._lines = lines
        self._numbered = numbered
        self._page = 1
        self._y = _TOP
        # What is left to print of cells that are cut by the end of a page.
        self._rest: dict[int, list[str]] = {}

    def finish(self) -> bytes:
        """Close the last page and return the file."""
        self._close_page()
        self._canvas.save()
        return self._file.getvalue()

    def paragraph(self, text: str, *, centred: bool = False) -> None:
        """Write a paragraph over the width of the page."""
        indent = 0.0 if centred else 2 * _SIZE
        room = _PAGE[0] - 2 * _SIDE
        for number, line in enumerate(self._wrapped(text, room - indent, _SIZE)):
            self._need(_LEADING)
            self._y -= _LEADING
            self._canvas.setFont(_FONT, _SIZE)
            spare = (room - self._width(line, _FONT, _SIZE)) / 2
            self._canvas.drawString(_SIDE + (spare if centred else indent * (number == 0)), self._y, line)
        self._y -= 4

    def table(self, sheet: Sheet) -> None:
        """Write a table, row after row; a cell that reaches down is cut where the page ends."""
        widths = _LABEL_WIDTHS.get(sheet.width, ((_PAGE[0] - 2 * _SIDE) / sheet.width,) * sheet.width)
        edges = [_SIDE]
        for width in widths:
            edges.append(edges[-1] + width)
        heights = [self._height(line, edges) for line in sheet.lines]
        heads = next(at for at, line in enumerate(sheet.lines) if line.contents)
        at = 0
        while at < len(sheet.lines):
            again = list(range(heads)) if at and self._lines.heads_again and heads > 1 else []
            room = self._y - _BOTTOM - sum(heights[:heads] if again else [])
            end = at
            while end < len(heights) and sum(heights[at : end + 1]) <= room:
                end += 1
            if end <= (heads if at == 0 else at):  # never the heads alone at the foot of a page
                if self._y == _TOP:
                    end = at + 1
                else:
                    self._turn()
                    continue
            self._rows(sheet, again, edges, heights)
            self._rows(sheet, list(range(at, end)), edges, heights)
            at = end
            if at < len(sheet.lines):
                self._turn()
        self._y -= 8
        self._rest.clear()

    def _rows(self, sheet: Sheet, numbers: Sequence[int], edges: Sequence[float], heights: Sequence[float]) -> None:
        """Write these rows of a table, which follow each other on one page."""
        for number in numbers:
            line = sheet.lines[number]
            for place, spot in enumerate(line.spots):
                starts = spot.first or (number == numbers[0] and spot.from_above and _leads(line, place))
                if starts:
                    down = 0.0
                    for below in numbers[numbers.index(number) :]:
                        if sheet.lines[below].spots[place].box is not spot.box:
                            break
                        down += heights[below]
                    self._box(spot, edges[place], edges[place + spot.box.across], down)
            self._y -= heights[number]

    def _box(self, spot: Spot, left: float, right: float, down: float) -> None:
        canvas, box = self._canvas, spot.box
        canvas.setLineWidth(0.6)
        if self._lines.across:
            canvas.line(left, self._y, right, self._y)
            canvas.line(left, self._y - down, right, self._y - down)
        if self._lines.down:
            canvas.line(left, self._y, left, self._y - down)
            canvas.line(right, self._y, right, self._y - down)
        whole = self._wrapped(box.text, right - left - 2 * _PAD, _CELL_SIZE)
        lines = self._rest.get(id(box), []) if spot.from_above else whole
        fitting = max(1, int((down - _PAD) / _CELL_LEADING))
        self._rest[id(box)] = lines[fitting:]
        lines = lines[:fitting]
        top = self._y - (down - len(lines) * _CELL_LEADING) / 2 - _CELL_SIZE
        canvas.setFont(_FONT, _CELL_SIZE)
        for number, line in enumerate(lines):
            spare = (right - left - self._width(line, _FONT, _CELL_SIZE)) / 2
            start = left + (_PAD if box.role == "label" else max(_PAD, spare))
            canvas.drawString(start, top - number * _CELL_LEADING, line)

    def _height(self, line: Line, edges: Sequence[float]) -> float:
        """Return how high a row must be for the cells that stand in it alone."""
        rows = 1
        for place, spot in enumerate(line.spots):
            if spot.first and spot.box.down == 1:
                room = edges[place + spot.box.across] - edges[place] - 2 * _PAD
                rows = max(rows, len(self._wrapped(spot.box.text, room, _CELL_SIZE)))
        return rows * _CELL_LEADING + 2 * _PAD

    def _wrapped(self, text: str, room: float, size: float) -> list[str]:
        """Return the lines of a text in this room; figures are not broken."""
        found = []
        for piece in text.split("\n"):
            line = ""
            for word in _words(piece):
                if line and self._width(line + word, _FONT, size) > room:
                    found.append(line)
                    line = ""
                line += word
            found.append(line)
        return found

    def _need(self, height: float) -> None:
        if self._y - height < _BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self._close_page()
        self._page += 1
        self._y = _TOP

    def _close_page(self) -> None:
        if self._numbered:
            self._canvas.setFont(_FONT, _CELL_SIZE)
            self._canvas.drawCentredString(_PAGE[0] / 2, _BOTTOM - 28, f"— {self._page} —")
        self._canvas.showPage()


def _leads(line: Line, place: int) -> bool:
    """Say whether a position is the first one of the cell that reaches down into it."""
    return place == 0 or line.spots[place - 1].box is not line.spots[place].box


def _words(text: str) -> list[str]:
    """Return single characters, but runs of digits whole."""
    words: list[str] = []
    for char in text:
        if words and char in "0123456789.," and words[-1][-1] in "0123456789.,-":
            words[-1] += char
        else:
            words.append(char)
    return words
