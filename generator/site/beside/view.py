"""What is printed of the original beside a report's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from generator.errors import ReportError
from generator.model import Document, Report
from generator.report import Shown
from generator.show.locators import Locator, PagePlace, parse
from generator.show.sheets import Mark, SheetCell, SheetRow, SourceRow, TextLine, sheets
from generator.site.beside.pictures import MOST_PAGES, PAGED, Picture, pages_with_figures
from generator.site.facts import anchor
from generator.site.originals import is_withdrawn_in_part, withheld
from generator.site.safe import clip, plain

# So many lines stay open above and below a line with figures; a gap no longer than that stays open too.
_AROUND: Final = 3
_GAP: Final = 8
_LONGEST_LINE, _LONGEST_CELL = 4000, 400
# Characters of an original that a page holds: what is round the figures, and what is folded away besides.
_MOST_OPEN, _MOST_FOLDED = 120_000, 40_000


class Spot(NamedTuple):
    """A piece of the original's text: ``keys`` are the anchors of the figures that stand there."""

    text: str
    keys: tuple[str, ...] = ()
    across: int = 1
    down: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not self.text.strip()


class ShownRow(NamedTuple):
    """A line or a table's row of the original; ``keys`` are figures that stand somewhere in it."""

    id: str
    number: int
    spots: tuple[Spot, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines, or the rows of one table, that stand together; ``left_out`` counts those that the page does not hold."""

    table: int
    folded: bool
    rows: tuple[ShownRow, ...]
    left_out: int = 0

    @property
    def says(self) -> str:
        """What a folded stretch is called."""
        what = f"原文表格 {self.table}" if self.table else "原文"
        unit = "行"
        if self.left_out:
            return f"{what} {self.left_out} {unit}，此处从略，见原文件"
        return f"{what} {len(self.rows)} {unit}（没有表格数字）"


@dataclass(frozen=True, slots=True)
class Box:
    """A frame on a page, in points from its top left corner."""

    keys: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of the original: its picture beside the report's page; without ``file``, ``reason`` says why."""

    number: int
    file: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Original:
    """The original as rows or as pages, or the reason why neither can be shown."""

    stretches: tuple[Stretch, ...] = ()
    pages: tuple[ShownPage, ...] = ()
    note: str = ""

    @property
    def lines(self) -> frozenset[str]:
        """The ids of all lines that the page holds."""
        return frozenset(row.id for stretch in self.stretches if not stretch.table for row in stretch.rows)


def nothing(reason: str) -> Original:
    """Return that there is nothing to be shown, and why."""
    return Original(note=reason)


def original_of(report: Report, shown: Callable[[], Shown], pictures: Sequence[Picture]) -> Original:
    """Return what a report's page shows of its file; ``pictures`` are those of ``pictures_of``.

    ``shown`` gives its lines, or raises ``ReportError``; it is not asked where there is no need.
    """
    if is_withdrawn_in_part(report):
        return nothing("这份报告的部分内容已撤下，所以不显示原文。")
    marks = tuple(_marks(report))
    if pictures:
        return _paged(report, marks, pictures)
    try:
        document = None if report.format in PAGED else shown()
    except ReportError as error:
        return nothing(f"原文不能显示：{plain(str(error))}")
    if document is None and (reason := withheld(report)):
        return nothing(f"不显示原文的页面：{reason}")
    if document is None:
        return nothing("没有从这份文件中读出带位置的数字，所以没有可以对照的页面；请看原文件。")
    rows = sheets(Document(document.format, document.lines), marks)
    note = "" if any(row.is_marked for row in rows) else "没有从这份文件中读出带位置的数字；以下是文件的文字。"
    return Original(tuple(_stretches(rows)), note=note)


def _marks(report: Report) -> Iterator[Mark]:
    for cell in report.cells:
        if (place := _place(cell.locator)) is not None:
            yield Mark(anchor(cell.key), place, cell.raw)
    for old in report.legacy:
        if (place := _place(old.locator)) is not None:
            yield Mark(old_anchor(old.number), place, old.raw)


def old_anchor(number: int) -> str:
    """Return the anchor of a figure of a table before 2019, e.g. ``old.12``."""
    return f"old.{number}"


def _place(locator: str) -> Locator | None:
    return parse(locator) if locator else None


def _paged(report: Report, marks: Sequence[Mark], pictures: Sequence[Picture]) -> Original:
    boxes: dict[PagePlace, list[str]] = {}
    for mark in marks:
        if isinstance(mark.place, PagePlace):
            boxes.setdefault(mark.place, []).append(mark.target)
    pages = tuple(
        ShownPage(
            picture.number,
            picture.name,
            round(picture.width, 1),
            round(picture.height, 1),
            tuple(_box(place, keys) for place, keys in boxes.items() if place.page == picture.number),
            plain(picture.reason),
        )
        for picture in pictures
    )
    notes = []
    if report.format == "ofd":
        notes.append("OFD 版式文件：按文件所载的文字和线条重新画出，印章、图片和字体不在其中；以原文件为准。")
    left = len(pages_with_figures(report)) - len(pictures)
    if left > 0:
        notes.append(f"有数字的页面超过 {MOST_PAGES} 页，其余 {left} 页请看原文件。")
    return Original(pages=pages, note="".join(notes))


def _box(place: PagePlace, keys: Sequence[str]) -> Box:
    left, top, right, bottom = place.box
    return Box(tuple(keys), left, top, max(1, right - left), max(1, bottom - top))


def _stretches(rows: Sequence[SourceRow]) -> Iterator[Stretch]:
    """Yield the original in stretches: open round its figures, folded elsewhere, within what a page may hold."""
    open_left, folded_left = _MOST_OPEN, _MOST_FOLDED
    opened = _opened(rows)
    kinds = [
        (row.table if isinstance(row, SheetRow) else 0, row_open) for row, row_open in zip(rows, opened, strict=True)
    ]
    place = 0
    for (table, is_open), group in groupby(kinds):
        count = len(list(group))
        shown = tuple([_shown(row) for row in rows[place : place + count]])
        place += count
        if not table and not any(not spot.is_empty for row in shown for spot in row.spots):
            continue
        size = sum([len(spot.text) for row in shown for spot in row.spots])
        room = open_left if is_open else folded_left
        if size > room:
            yield Stretch(table, folded=True, rows=(), left_out=count)
            continue
        if is_open:
            open_left -= size
        else:
            folded_left -= size
        yield Stretch(table, folded=not is_open, rows=shown)


def _opened(rows: Sequence[SourceRow]) -> list[bool]:
    """Say of each row whether it stands open: in a table with figures, or near a line with one."""
    tables = {row.table for row in rows if isinstance(row, SheetRow) and row.is_marked}
    marked = [row.is_marked or (isinstance(row, SheetRow) and row.table in tables) for row in rows]
    if not any(marked):
        return [len(rows) <= _MOST_PLAIN] * len(rows)
    opened = list(marked)
    last = None
    for index in [index for index, is_marked in enumerate(marked) if is_marked]:
        start = index - _AROUND if last is None or index - last > _GAP + 2 * _AROUND else last + 1
        for near in range(max(0, start), min(len(rows), index + _AROUND + 1)):
            opened[near] = opened[near] or not isinstance(rows[near], SheetRow)
        last = index
    return opened


# A file without figures is shown unfolded where it is no longer than this (rows).
_MOST_PLAIN: Final = 60


def _shown(row: SourceRow) -> ShownRow:
    if isinstance(row, TextLine):
        spots = tuple([Spot(_cut(text, _LONGEST_LINE), targets) for text, targets in row.fragments])
        return ShownRow(f"L{row.number}", row.number, spots)
    cells = tuple(_spot(cell) for cell in row.cells)
    return ShownRow(f"T{row.table}R{row.number}", row.number, cells, row.targets)


def _spot(cell: SheetCell) -> Spot:
    return Spot(_cut(cell.text, _LONGEST_CELL), cell.targets, cell.across, cell.down)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit and text.isprintable():  # nearly all are
        return text
    return plain(clip(text, limit))
