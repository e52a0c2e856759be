"""Web pages: their text as lines, their tables as rows of tab-separated cells at true grid positions.

Merged cells keep the grid true: where ``rowspan`` or ``colspan`` reaches, it has a place without a cell. Rows that
only lay out the page (with tables or long texts in their cells) are read cell by cell as text. Tables made of layers
or lists come as rows, too. Lists of links are the page's navigation and no text of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from generator.documents.html_boxes import Boxes
from generator.documents.html_elsewhere import elsewhere
from generator.documents.html_flat import flattened
from generator.documents.html_grid import GridCell, GridRow, spread, table_rows
from generator.documents.html_looks import Looks
from generator.documents.html_meta import address, lines_of_head
from generator.documents.html_source import embedded, markup_of, parse
from generator.documents.html_words import collect, field, raised, words
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import collapse, has_han

# Longer cells hold prose: their row lays out the page.
_PROSE = 400
# So many lines of nothing but links are a menu or a list of other pages.
_MENU_LINES = 2
_BESIDE_LINKS = re.compile(r"[\s|>»/·•\-–—\[\]【】()（）\d.、:：年月日]+")
# The statutory tables have more rows; fields of the page have fewer.
_FEWEST_ROWS = 8
# A single link with such words leads to another report.
_OTHER_PAGE = re.compile(r"公开.{0,14}(?:报告|年报)|解读|图解")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
# Of a page and a hidden part of it, the part is the page where it holds so much more text.
_OUTWEIGHS = 2


@dataclass(frozen=True, slots=True)
class _Shown:
    """A line as the page shows it; ``link`` where it is nothing but links."""

    text: str
    cells: tuple[str, ...] = ()
    link: bool = False


def read(content: bytes) -> Document:
    """Return the lines of a web page; raises ``ReportError`` where it has no text or cannot be decoded."""
    markup = markup_of(content)
    try:
        page = _read(markup)
    except RecursionError as error:
        raise ReportError("网页的标签嵌套过深，无法完整读取") from error
    if page is None or not any(has_han(line.text) for line in page.lines):
        raise ReportError("网页中没有可读的文字（正文可能由脚本载入，没有存进文件）")
    head = list(lines_of_head(page.root, [line.text for line in page.lines]))
    lines = _without_menus(page.lines)
    # A title comes first, other fields of the head after the first line.
    first = [_Shown(head[0])] if head and "：" not in head[0] else [*lines[:1]]
    rest = lines if head and "：" not in head[0] else lines[1:]
    added = [_Shown(line) for line in head if "：" in line]
    numbered = tuple(
        Line(number, 0, shown.text, shown.cells) for number, shown in enumerate([*first, *added, *rest], start=1)
    )
    second = flattened(page.markup, page.hidden_classes, revealed=page.revealed)
    bare = sum(bool(line.cells) for line in page.lines) < _FEWEST_ROWS
    findings = tuple(elsewhere(page.root, Looks(page.root))) if bare else ()
    return Document("html", numbered, source_url=address(page.root), second=second, findings=findings)


@dataclass(frozen=True, slots=True)
class _Page:
    root: HtmlElement
    lines: list[_Shown]
    markup: str
    hidden_classes: frozenset[str]
    revealed: bool = False


def _read(markup: str) -> _Page | None:
    """Read a page; where its text is hidden, or kept as markup in a script, read that."""
    root = parse(markup)
    if root is None:
        return None
    looks = Looks(root)
    lines = _lines(root, looks)
    seen = _weight(line.text for line in lines)
    hidden = _largest_hidden(root, looks)
    if hidden is not None and _weight([hidden.text_content()]) > _OUTWEIGHS * seen:
        looks.revealed.update(element for element in hidden.iterancestors() if isinstance(element.tag, str))
        looks.revealed.add(hidden)
        worn = {name for element in looks.revealed for name in (element.get("class") or "").split()}
        return _Page(root, _lines(root, looks), markup, looks.hidden_classes - worn, revealed=True)
    for piece in embedded(root):
        inner = parse(piece)
        kept = [] if inner is None else _lines(inner, Looks(inner))
        if inner is not None and _weight(line.text for line in kept) > _OUTWEIGHS * seen:
            return _Page(root, [*lines, *kept], piece, Looks(inner).hidden_classes)
        break
    return _Page(root, lines, markup, looks.hidden_classes)


def _lines(root: HtmlElement, looks: Looks) -> list[_Shown]:
    body = root.find("body")
    return _Reader(root, looks).read(body if body is not None else root)


def _weight(texts: Iterator[str] | Sequence[str]) -> int:
    return sum(has_han(char) for text in texts for char in text)


def _largest_hidden(root: HtmlElement, looks: Looks) -> HtmlElement | None:
    """Return the hidden element with the most text."""
    hidden = [
        element
        for element in root.iter("div", "section", "article", "td", "form", "main", "p", "table")
        if looks.is_hidden(element)
    ]
    return max(hidden, key=lambda element: len(element.text_content()), default=None)


class _Reader:
    """Walks a page once; tables, also those of layers, are numbered in document order from 1."""

    def __init__(self, root: HtmlElement, looks: Looks) -> None:
        self._looks = looks
        self._boxes = Boxes(root, looks)
        owners = set(self._boxes.tables.values())
        tables = (element for element in root.iter() if element.tag == "table" or element in owners)
        self._number = {table: number for number, table in enumerate(tables, start=1)}
        self._words: list[str] = []
        self._unlinked: list[str] = []
        self._lines: list[_Shown] = []

    def read(self, element: HtmlElement) -> list[_Shown]:
        """Return the lines of an element: blocks of text and rows of tables."""
        self._visit(element, linked=False)
        self._flush()
        return self._lines

    def _visit(self, element: HtmlElement, *, linked: bool) -> None:
        self._add(element.text, linked=linked)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, linked=linked)
            self._add(child.tail, linked=linked)

    def _add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self._words.append(text)
            if not linked:
                self._unlinked.append(text)

    def _child(self, child: HtmlElement, *, linked: bool) -> None:
        tag = child.tag
        if tag in {"input", "select"}:
            self._add(field(child, self._looks), linked=linked)
        elif self._looks.is_left_out(child):
            return
        elif self._looks.is_inline(child):
            if self._looks.is_struck(child):
                self._add(" ", linked=linked)
            elif tag in {"sup", "sub"}:
                mark: list[str] = []
                collect(child, self._looks, mark)
                self._add(raised("".join(mark), "".join(self._words[-4:])), linked=linked)
            else:
                self._visit(child, linked=linked or (tag == "a" and child.get("href") is not None))
        else:
            self._flush()
            self._block(child, linked=linked and tag not in _HEADINGS)
            self._flush(heading=tag in _HEADINGS)

    def _block(self, child: HtmlElement, *, linked: bool) -> None:
        if child.tag == "table":
            self._table(child)
        elif child.tag in {"pre", "xmp", "listing", "plaintext"}:
            self._as_typed(child)
        elif (rows := self._boxes.rows.get(child)) is not None:
            self._rows(rows, self._number[self._boxes.tables[child]])
        elif child.tag != "br":
            self._visit(child, linked=linked)

    def _flush(self, *, heading: bool = False) -> None:
        shown = collapse("".join(self._words))
        beside = "".join(self._unlinked)
        link = not heading and len(beside.strip()) < len(shown) and not _BESIDE_LINKS.sub("", beside)
        self._words.clear()
        self._unlinked.clear()
        if shown:
            self._lines.append(_Shown(shown, link=link))

    def _as_typed(self, element: HtmlElement) -> None:
        """Add text whose line breaks, tabs and spaces count."""
        for line in element.text_content().splitlines():
            self._lines.append(_Shown(line.rstrip()))

    def _table(self, table: HtmlElement) -> None:
        number = self._number[table]
        self._lines.append(_Shown(""))
        caption = table.find("caption")
        if caption is not None and not self._looks.is_left_out(caption):
            self._visit(caption, linked=False)
            self._flush()
        rows = table_rows(table, self._looks)
        for row, line in zip(rows, spread(rows), strict=True):
            if self._lays_out(row):
                for cell in row.cells:
                    self._visit(cell.element, linked=False)
                    self._flush()
            else:
                self._rows([line], number)
        for stray in _strays(table):
            self._table(stray)
        self._lines.append(_Shown(""))

    def _lays_out(self, row: GridRow) -> bool:
        """Say whether a row lays out the page: a cell holds a table or prose, or is the only one of a list."""
        return any(
            len(cell.element.text_content()) > _PROSE
            or any(_cells_in(table) > 1 for table in cell.element.iter("table"))
            for cell in row.cells
        )

    def _rows(self, rows: Sequence[Sequence[GridCell | None]], number: int) -> None:
        for row in rows:
            texts = [words(cell.element, self._looks) if cell else "" for cell in row]
            if len(row) == 1 and row[0] is not None:
                self._visit(row[0].element, linked=False)
                self._flush()
                continue
            places = (f"table {number} row {cell.row} cell {cell.number}" if cell else "" for cell in row)
            self._lines.append(_Shown("\t".join(texts), tuple(places)))


def _cells_in(table: HtmlElement) -> int:
    return sum(1 for _ in table.iter("td", "th"))


def _strays(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the tables that stand in a table but in none of its cells; browsers show them beside it."""
    for inner in table.iter("table"):
        if inner is table:
            continue
        for ancestor in inner.iterancestors():
            if ancestor is table:
                yield inner
            if ancestor.tag in {"td", "th", "caption", "table"}:
                break


def _without_menus(lines: Sequence[_Shown]) -> list[_Shown]:
    """Return the lines without runs of nothing but links, unless these are what the page is about."""
    kept: list[_Shown] = []
    for linked, group in itertools.groupby(lines, key=lambda line: line.link):
        run = list(group)
        if not linked:
            kept += run
        elif len(run) < _MENU_LINES:
            kept += (line for line in run if not _OTHER_PAGE.search(line.text))
    whole = _weight([line.text for line in lines])
    return kept if 2 * _weight([line.text for line in kept]) >= whole else list(lines)
