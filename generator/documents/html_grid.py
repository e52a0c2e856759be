"""The grid of a table: its rows and cells, spread out as their spans make them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from generator.documents.html_looks import Looks

_GROUPS = ("thead", "tbody", "tfoot")
_MAX_COLUMNS = 400
_MAX_ROWSPAN = 2000
_NUMBER = re.compile(r"\s*\+?(\d{1,6})")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its place counted from 1 and what it spans; ``down`` 0 reaches to the end of its group."""

    element: HtmlElement
    row: int
    number: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row; ``group`` tells apart the parts of a table that spans do not leave."""

    cells: tuple[GridCell, ...]
    group: int = 0


def table_rows(table: HtmlElement, looks: Looks) -> list[GridRow]:
    """Return a table's own visible rows, those of the head first and of the foot last, as a browser shows them.

    Rows and cells are counted as they stand in the page, hidden ones too. What stands wrongly between them (a form,
    a layer) is seen through.
    """
    finder = _RowFinder(looks)
    finder.search(table, table)
    heads = {row.group for tag, row in finder.found if tag == "thead"}
    feet = {row.group for tag, row in finder.found if tag == "tfoot"}

    def order(row: GridRow) -> int:
        # Only the first head and foot go to the ends; repeated ones stay where they are.
        return 0 if heads and row.group == min(heads) else 2 if feet and row.group == min(feet) else 1

    return sorted((row for _, row in finder.found), key=order)


class _RowFinder:
    """Collects the rows of one table, each with the tag of the group it stands in."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._count = self._group = 0
        self._in: HtmlElement | None = None
        self.found: list[tuple[str, GridRow]] = []

    def search(self, element: HtmlElement, group: HtmlElement) -> None:
        """Add the rows below an element, and a row for cells that stand in none."""
        loose: list[HtmlElement] = []
        for child in element:
            tag = child.tag
            if tag in {"td", "th"}:
                loose.append(child)
                continue
            if loose:
                self._add(loose, group)
                loose = []
            if tag == "tr":
                self._add(_cells(child), group, hidden=self._looks.is_hidden(child))
            elif not isinstance(tag, str) or tag in {"table", "caption", "colgroup", "col"}:
                continue
            elif not self._looks.is_hidden(child):
                self.search(child, child if tag in _GROUPS else group)
            else:
                self._count += sum(1 for _ in child.iter("tr"))
        if loose:
            self._add(loose, group)

    def _add(self, cells: Sequence[HtmlElement], group: HtmlElement, *, hidden: bool = False) -> None:
        self._count += 1
        if hidden:
            return
        if self._in is not group:
            self._in = group
            self._group += 1
        shown = tuple(
            GridCell(cell, self._count, number, max(1, _span(cell, "colspan")), _span(cell, "rowspan"))
            for number, cell in enumerate(cells, start=1)
            if not _is_gone(cell, self._looks)
        )
        self.found.append((str(group.tag), GridRow(shown, self._group)))


def _is_gone(cell: HtmlElement, looks: Looks) -> bool:
    """Say whether a cell takes no place; one that is merely not seen keeps it."""
    return looks.is_hidden(cell) and looks.style(cell).get("visibility") != "hidden"


def _cells(row: HtmlElement) -> list[HtmlElement]:
    cells: list[HtmlElement] = []
    for child in row:
        if child.tag in {"td", "th"}:
            cells.append(child)
        elif isinstance(child.tag, str) and child.tag not in {"table", "tr"}:
            cells.extend(_cells(child))
    return cells


def spread(rows: Sequence[GridRow]) -> list[list[GridCell | None]]:
    """Return the rows with every cell at its grid position; ``None`` where a cell only reaches, or none stands.

    A span ends with its group of rows. Where spans overlap, the later cell keeps its place, as in a browser.
    """
    lines = []
    reaching: dict[int, int] = {}
    group = rows[0].group if rows else 0
    for row in rows:
        if row.group != group:
            reaching, group = {}, row.group
        line: list[GridCell | None] = []
        following = {column: left - 1 for column, left in reaching.items() if left > 1}
        for cell in row.cells:
            while len(line) in reaching:
                line.append(None)
            down = cell.down if cell.down else _MAX_ROWSPAN
            for offset in range(min(cell.across, max(1, _MAX_COLUMNS - len(line)))):
                if down > 1:
                    following[len(line)] = max(following.get(len(line), 0), down - 1)
                line.append(cell if offset == 0 else None)
        while len(line) in reaching:
            line.append(None)
        reaching = following
        lines.append(line)
    return lines


def _span(cell: HtmlElement, name: str) -> int:
    """Return a span as browsers read it: leading digits count, what is no number counts as one."""
    match = _NUMBER.match(cell.get(name) or "")
    return min(int(match[1]), _MAX_COLUMNS if name == "colspan" else _MAX_ROWSPAN) if match else 1
