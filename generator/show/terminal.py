"""Excerpts and whole forms as lines of text, aligned for a terminal; nothing from a document reaches it raw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.forms import Block, Row, Table
from generator.model import Cell, CellKey, CellStatus, Report
from generator.numbers import plain
from generator.show.passages import Excerpt, Grid, GridCell, shown
from generator.text import display_width, printable

# Columns of the terminal for the text of a cell and, at least, for a row's label; characters of a line of a head.
_CELL = 16
_LABEL = 20
_HEAD = 2

SIGNS = {
    CellStatus.BLANK: "·",
    CellStatus.AMBIGUOUS: "?",
    CellStatus.UNREADABLE: "✗",
    CellStatus.MISSING: "–",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How something marked is told from the rest: what is put before and behind it, and what stands for nothing."""

    before: str
    behind: str
    nothing: str

    def mark(self, text: str) -> str:
        """Return a text marked."""
        return f"{self.before}{text or self.nothing}{self.behind}"

    @property
    def room(self) -> int:
        """Return how many columns the marks themselves take."""
        return 0 if "\x1b" in self.before else display_width(self.before + self.behind)


PLAIN = Style(">>", "<<", "")
REVERSE = Style("\x1b[7m", "\x1b[27m", " ")


def lines_of(excerpts: Iterable[Excerpt], style: Style) -> Iterator[str]:
    """Yield excerpts as lines, what is marked in ``style``."""
    for excerpt in excerpts:
        yield f"{excerpt.title}："
        if isinstance(excerpt, Grid):
            yield from _grid(excerpt, style)
            continue
        wide = max((len(str(number)) for number, _ in excerpt.lines), default=0)
        for number, pieces in excerpt.lines:
            texts = (("".join(map(shown, piece.text)), piece.marked) for piece in pieces)
            text = "".join(style.mark(text) if marked else text for text, marked in texts)
            yield f"  {number or '':>{wide}}  {text}".rstrip()


def overview(report: Report, tables: Iterable[Table], width: int) -> Iterator[str]:
    """Yield every cell of a report's tables in the order of the official form, in lines of about ``width`` columns.

    A number is itself, other states their sign, a derived number stands in brackets behind it.
    """
    cells = {cell.key: cell for cell in report.cells}
    for table in tables:
        yield f"{table.section}（{table.code}）"
        for block in table.blocks:
            rows = [
                [cells[CellKey(table.code, row.code, column.code)] for column in block.columns] for row in block.rows
            ]
            yield from _block(block, rows, width)
            columns = "，".join(f"{column.code} {column.label}" for column in block.columns)
            yield f"  列：{columns}"
        yield ""


def ink(cell: Cell) -> str:
    """Return a cell as it stands in the overview."""
    said = plain(cell.value) if cell.status is CellStatus.REPORTED else SIGNS[cell.status]
    derived = f"({plain(cell.derived)})" if cell.derived is not None else ""
    corrected = f"→{plain(cell.corrected)}" if cell.corrected is not None else ""
    return said + derived + corrected


def padded(text: str, width: int, right: bool = False) -> str:
    """Return ``text`` filled with spaces to ``width`` columns of a terminal."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def clipped(text: str, width: int) -> str:
    """Return ``text`` cut to ``width`` columns, with an ellipsis where something was cut."""
    if display_width(text) <= width:
        return text
    kept = ""
    for char in text:
        if display_width(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"


def _block(block: Block, rows: Sequence[Sequence[Cell]], width: int) -> Iterator[str]:
    heads = [_broken(column.label) for column in block.columns]
    wide = [
        max(display_width(text) for text in (*head, *(ink(row[index]) for row in rows)))
        for index, head in enumerate(heads)
    ]
    codes = max(len(row.code) for row in block.rows)
    labels = [_label(row, block.across) for row in block.rows]
    room = max(_LABEL, min(max(map(display_width, labels)), width - codes - sum(wide) - 2 * len(wide) - 4))
    for level in range(max(map(len, heads))):
        words = (
            padded(head[level] if level < len(head) else "", size, right=True)
            for head, size in zip(heads, wide, strict=True)
        )
        yield f"  {padded('', room)}  {'  '.join(words)}"
    for row, label, cells in zip(block.rows, labels, rows, strict=True):
        signs = "  ".join(padded(ink(cell), size, right=True) for cell, size in zip(cells, wide, strict=True))
        yield f"  {padded(clipped(label, room), room)}  {signs}  {row.code}"


def _label(row: Row, across: bool) -> str:
    """Return a row's label: below its group, or behind it where rows stand side by side."""
    return " ".join((*row.under, row.label)) if across else "  " * len(row.under) + row.label


def _broken(label: str) -> list[str]:
    """Return a column's head in short lines, without the remark behind it."""
    shown, _, _ = label.partition("（")
    return [shown[at : at + _HEAD] for at in range(0, len(shown), _HEAD)]


def _grid(grid: Grid, style: Style) -> Iterator[str]:
    sizes: dict[int, int] = {}
    for _, row in grid.rows:
        for cell in row:
            if cell.span == 1:
                sizes[cell.column] = max(sizes.get(cell.column, 1), min(_CELL, _room(cell, style)))
            for column in range(cell.column, cell.column + cell.span):
                sizes.setdefault(column, 1)
    wide = max((len(str(number)) for number, _ in grid.rows), default=1)
    for number, row in grid.rows:
        yield f"  {number:>{wide}}  " + " │ ".join(_cell(cell, sizes, style) for cell in row).rstrip()


def _room(cell: GridCell, style: Style) -> int:
    return display_width(printable(cell.text)) + (style.room if cell.marked else 0)


def _cell(cell: GridCell, sizes: dict[int, int], style: Style) -> str:
    width = sum(sizes[column] + 3 for column in range(cell.column, cell.column + cell.span)) - 3
    if not cell.own:
        return padded("", width)
    text = clipped(printable(cell.text), width - (style.room if cell.marked else 0))
    space = " " * (width - display_width(text) - (style.room if cell.marked else 0))
    if cell.marked:
        return style.mark(text + space if style.room == 0 else text) + (space if style.room else "")
    return text + space
