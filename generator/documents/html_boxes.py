"""Tables made of layers, lists and grids instead of ``table``: found by how they are shown, or by what repeats.

An element is a printed row where its children are cells: short texts without blocks of their own. Styles may say
so; without any, at least three elements alike (same tag and class, or same parent) must each hold cells with
figures; then fewer of the same build count elsewhere on the page. A grid is cut into rows by its number of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from generator.documents.html_grid import GridCell, GridRow, spread
from generator.documents.html_looks import Declarations, Looks
from generator.documents.html_words import words

_LONGEST_CELL = 200
_MIN_ROWS = 3
_FIGURE = re.compile(r"[+\-−－增减]?[\d０-９][\d０-９,.，．]*(?:\s*(?:件|条|项|次|万?元))?|[-—/／–]{0,2}|无|零")
_HOLDERS = frozenset({"div", "li", "ul", "ol", "dl", "section", "article", "dd", "main", "form", "fieldset"})
_BLOCK_CELLS = frozenset({"div", "li", "dt", "dd", "p", "section"})
_INLINE_CELLS = frozenset({"span", "b", "strong", "em", "i", "label", "font"})
_MAX_GRID = 40

Printed = list[list[GridCell | None]]


class Boxes:
    """The printed rows of a page that are no ``table``: by the element that holds them, and that element's table."""

    def __init__(self, root: HtmlElement, looks: Looks) -> None:
        self._looks = looks
        self.rows: dict[HtmlElement, Printed] = {}
        self.tables: dict[HtmlElement, HtmlElement] = {}
        likely: dict[tuple[object, ...], list[tuple[HtmlElement, list[HtmlElement]]]] = {}
        for element in root.iter(*_HOLDERS):
            if len(element) < 2 or _stands_in_a_cell(element):
                continue
            style = looks.style(element)
            grid = _columns(style.get("grid-template-columns", "")) if "grid" in style.get("display", "") else 0
            if grid > 1:
                self._add_grid(element, grid)
            elif (cells := self._cells(element)) is not None:
                likely.setdefault(self._kind(element), []).append((element, cells))
        certain = [alike for alike in likely.values() if self._figured(alike) >= _MIN_ROWS]
        built = {_build(*alike[0]) for alike in certain}
        for alike in likely.values():
            if alike in certain or (self._figured(alike) and built & {_build(*row) for row in alike}):
                self._add_alike(alike)

    def _figured(self, alike: Sequence[tuple[HtmlElement, list[HtmlElement]]]) -> int:
        """Return how many elements hold figures."""
        return sum(self._has_figures(cells) for _, cells in alike)

    def _kind(self, element: HtmlElement) -> tuple[object, ...]:
        """Return what elements alike share: their class or style, or else the element they stand in."""
        shown = self._looks.display(element)
        if element.tag == "dl" or shown == "table-row":
            return (element.tag, shown)
        return (element.tag, element.get("class") or (shown if "flex" in shown else element.getparent()))

    def _cells(self, element: HtmlElement) -> list[HtmlElement] | None:
        """Return the cells of an element that may be a row; none where it is something else."""
        children = [child for child in element if isinstance(child.tag, str) and not self._looks.is_left_out(child)]
        if len(children) < 2 or (element.text or "").strip() or any((child.tail or "").strip() for child in children):
            return None
        if any(child.tag not in _BLOCK_CELLS | _INLINE_CELLS for child in children):
            return None
        in_line = [child for child in children if self._looks.is_inline(child)]
        if in_line and not self._are_apart(element, children):
            return None
        if any(self._holds_more(child) for child in children):
            return None
        return children

    def _are_apart(self, element: HtmlElement, children: Sequence[HtmlElement]) -> bool:
        """Say whether children that run on in a line are cells: by their style, or by a class they share."""
        if re.search(r"flex|grid|table-row", self._looks.display(element)):
            return True
        if all(self._looks.display(child) in {"table-cell", "inline-block"} for child in children):
            return True
        alike = children[1:] if len(children) > 2 else children
        kinds = {(child.tag, child.get("class")) for child in alike}
        return len(kinds) == 1 and all(name for _, name in kinds)

    def _holds_more(self, cell: HtmlElement) -> bool:
        """Say whether an element holds more than the text of one cell."""
        if cell.find(".//table") is not None or len(cell.text_content()) > _LONGEST_CELL:
            return True
        return any(
            len([inner for inner in block if isinstance(inner.tag, str) and inner.tag in _BLOCK_CELLS]) > 1
            for block in cell.iter()
            if isinstance(block.tag, str)
        )

    def _add_alike(self, alike: Sequence[tuple[HtmlElement, list[HtmlElement]]]) -> None:
        count: dict[HtmlElement, int] = {}
        for element, cells in alike:
            table = element.getparent()
            if table is None:
                continue
            self.tables[element] = table
            groups = list(_terms(cells)) if element.tag == "dl" else [cells]
            for group in groups:
                count[table] = count.get(table, 0) + 1
                row = [GridCell(cell, count[table], number) for number, cell in enumerate(group, start=1)]
                self.rows.setdefault(element, []).append([*row])

    def _has_figures(self, cells: Sequence[HtmlElement]) -> bool:
        texts = [words(cell, self._looks) for cell in cells[1:]]
        return any(texts) and sum(_FIGURE.fullmatch(text) is not None for text in texts) * 2 >= len(texts)

    def _add_grid(self, element: HtmlElement, columns: int) -> None:
        cells = [child for child in element if isinstance(child.tag, str) and not self._looks.is_left_out(child)]
        if len(cells) < 2 * columns or any(self._holds_more(cell) for cell in cells):
            return
        rows: list[list[GridCell]] = [[]]
        taken: list[int] = [0] * columns
        at = 0
        for number, cell in enumerate(cells, start=1):
            style = self._looks.style(cell)
            across = min(_reach(style, "column", columns), columns)
            while at + across > columns or any(taken[at : at + across]):
                at += 1
                if at + across > columns:
                    rows.append([])
                    taken, at = [max(0, left - 1) for left in taken], 0
            down = _reach(style, "row", columns)
            taken[at : at + across] = [down] * across
            rows[-1].append(GridCell(cell, len(rows), number, across, down))
            at += across
        self.tables[element] = element
        self.rows[element] = spread([GridRow(tuple(row)) for row in rows])


def _build(row: HtmlElement, cells: Sequence[HtmlElement]) -> tuple[object, ...]:
    """Return of what a row is built: its tag and class, and the tags and classes of its cells."""
    return (row.tag, row.get("class"), frozenset((cell.tag, cell.get("class")) for cell in cells))


def _stands_in_a_cell(element: HtmlElement) -> bool:
    """Say whether an element stands in a cell of a table that does not lay out the page."""
    cell = next(element.iterancestors("td", "th"), None)
    return cell is not None and len(cell.text_content()) <= _LONGEST_CELL


def _terms(cells: Sequence[HtmlElement]) -> Iterator[list[HtmlElement]]:
    """Yield the rows of a list of terms: a term with what follows it."""
    row: list[HtmlElement] = []
    for cell in cells:
        if cell.tag == "dt" and row:
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _columns(template: str) -> int:
    """Return how many columns a grid's template has; 0 where it does not say."""
    repeated = re.fullmatch(r"repeat\(\s*(\d{1,3})\s*,.*\)", template)
    if repeated is not None:
        return int(repeated[1]) if int(repeated[1]) <= _MAX_GRID else 0
    flat = re.sub(r"repeat\(\s*(\d{1,2})\s*,\s*([^()]*(?:\([^()]*\))?[^()]*)\)", _unrolled, template)
    tracks = re.sub(r"\[[^\]]*\]|\([^()]*\)", "", flat).split()
    return len(tracks) if 1 < len(tracks) <= _MAX_GRID and "auto-fill" not in flat and "auto-fit" not in flat else 0


def _unrolled(match: re.Match[str]) -> str:
    return " ".join([match[2]] * int(match[1]))


def _reach(style: Declarations, axis: str, columns: int) -> int:
    """Return how many columns or rows of its grid a cell covers."""
    value = style.get(f"grid-{axis}", "") or "/".join(
        filter(None, (style.get(f"grid-{axis}-start", ""), style.get(f"grid-{axis}-end", "")))
    )
    span = re.search(r"span\s+(\d{1,3})", value)
    if span is not None:
        return max(1, int(span[1]))
    ends = re.fullmatch(r"\s*(-?\d{1,3})\s*/\s*(-?\d{1,3})\s*", value)
    if ends is None:
        return 1
    first, last = int(ends[1]), int(ends[2])
    return max(1, (last if last > 0 else columns + 2 + last) - first)
