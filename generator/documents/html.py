"""Web pages: their text as lines, their tables as rows of tab-separated cells at true grid positions.

Merged cells keep the grid true: where ``rowspan`` or ``colspan`` reaches, it has a place without a cell. A table
that only lays out the page (with tables or long texts in its cells) is read cell by cell as text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html

from generator.documents.encoding import decode
from generator.documents.flat import without_places
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import collapse, has_han

_SKIPPED = {
    "script", "style", "noscript", "template", "head", "select", "option", "button", "input", "textarea", "iframe",
    "object", "svg", "nav", "footer",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "o:p",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAX_SPAN = 200
_MAX_COLUMNS = 400
# Longer cells hold prose: the table lays out the page.
_PROSE = 400
# A list of so many links, with hardly any text beside them, is a menu.
_MENU_LINKS = 6
_MENU_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    place: str


# Where a merged cell reaches, the grid has no cell of its own.
_REACHED = _Cell("", "")


def read(content: bytes) -> Document:
    """Return the lines of a web page; raises ``ReportError`` where it has no text."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(content)).replace("\0", "")
    try:
        root = lxml.html.document_fromstring(text) if text.strip() else None
    except (lxml.etree.ParserError, ValueError) as error:
        raise ReportError("网页无法解析") from error
    if root is None or not has_han(root.text_content()):
        raise ReportError("网页中没有可读的文字")
    body = root.find("body")
    reader = _Reader(root)
    lines = [*_title(root), *reader.lines(body if body is not None else root)]
    numbered = tuple(Line(number, 0, shown, cells) for number, (shown, cells) in enumerate(lines, start=1))
    return Document(format="html", lines=numbered, source_url=_address(root), second=without_places(numbered))


_Shown = tuple[str, tuple[str, ...]]


class _Reader:
    """Walks a page once; tables are numbered in document order from 1."""

    def __init__(self, root: lxml.html.HtmlElement) -> None:
        self._number = {table: number for number, table in enumerate(root.iter("table"), start=1)}
        self._words: list[str] = []

    def lines(self, element: lxml.html.HtmlElement) -> Iterator[_Shown]:
        """Yield the lines of an element: blocks of text and rows of tables."""
        if element.text:
            self._words.append(element.text)
        for child in element:
            if isinstance(child.tag, str) and not _is_left_out(child):
                yield from self._child(child)
            if child.tail:
                self._words.append(child.tail)

    def _child(self, child: lxml.html.HtmlElement) -> Iterator[_Shown]:
        if child.tag in _INLINE:
            yield from self.lines(child)
            return
        yield from self._flush()
        if child.tag == "table":
            yield from self._table(child)
        elif child.tag != "br":
            yield from self.lines(child)
        yield from self._flush()

    def _flush(self) -> Iterator[_Shown]:
        shown = collapse("".join(self._words))
        self._words.clear()
        if shown:
            yield shown, ()

    def _table(self, table: lxml.html.HtmlElement) -> Iterator[_Shown]:
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in _rows(table)]
        yield "", ()
        if _lays_out(rows):
            for cell in itertools.chain.from_iterable(rows):
                yield from self.lines(cell)
                yield from self._flush()
            return
        for line in _grid(rows, self._number[table]):
            yield "\t".join(cell.text for cell in line), tuple(cell.place for cell in line)
        yield "", ()


def _rows(table: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Return the table's own rows, not those of tables in its cells."""
    found = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            found.extend(row for row in child if row.tag == "tr")
    return found


def _lays_out(rows: list[list[lxml.html.HtmlElement]]) -> bool:
    cells = [cell for row in rows for cell in row]
    if any(cell.find(".//table") is not None for cell in cells):
        return True
    return max((len(row) for row in rows), default=0) < 2 or any(len(_text(cell)) > _PROSE for cell in cells)


def _grid(rows: list[list[lxml.html.HtmlElement]], number: int) -> Iterator[list[_Cell]]:
    """Yield the rows of the grid that spans make; places count the page's own rows and cells from 1."""
    reaching: dict[int, int] = {}
    for row_number, row in enumerate(rows, start=1):
        line: list[_Cell] = []
        following: dict[int, int] = {}
        for cell_number, cell in enumerate(row, start=1):
            _fill(line, reaching, following)
            place = f"table {number} row {row_number} cell {cell_number}"
            down = _span(cell, "rowspan")
            for offset in range(min(_span(cell, "colspan"), max(1, _MAX_COLUMNS - len(line)))):
                if down > 1:
                    following[len(line)] = down - 1
                line.append(_Cell(_text(cell), place) if offset == 0 else _REACHED)
        _fill(line, reaching, following)
        reaching = following
        yield line


def _fill(line: list[_Cell], reaching: dict[int, int], following: dict[int, int]) -> None:
    """Put places without a cell where cells of rows above reach down; the numbers are rows still to reach."""
    while len(line) in reaching:
        if reaching[len(line)] > 1:
            following[len(line)] = reaching[len(line)] - 1
        line.append(_REACHED)


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    match = re.fullmatch(r"\s*(\d{1,4})\s*", cell.get(name) or "")
    return min(max(1, int(match[1])), _MAX_SPAN) if match else 1


def _text(element: lxml.html.HtmlElement) -> str:
    """Return a cell's text: runs of one line joined as they stand, blocks and line breaks by a space."""
    parts: list[str] = []
    _collect(element, parts)
    return collapse("".join(parts).replace("\xa0", " "))


def _collect(element: lxml.html.HtmlElement, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and not _is_left_out(child):
            inline = child.tag in _INLINE
            parts.append("" if inline else " ")
            _collect(child, parts)
            parts.append("" if inline else " ")
        parts.append(child.tail or "")


def _is_left_out(element: lxml.html.HtmlElement) -> bool:
    if element.tag in _SKIPPED or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    return element.tag in {"ul", "ol"} and _is_menu(element)


def _is_menu(element: lxml.html.HtmlElement) -> bool:
    links = [_text(link) for link in element.iter("a")]
    shown = len(re.sub(r"\s", "", element.text_content()))
    return len(links) >= _MENU_LINKS and sum(map(len, links)) >= _MENU_SHARE * shown


def _title(root: lxml.html.HtmlElement) -> Iterator[_Shown]:
    """Yield the page's title as the first line where no heading of the page says it."""
    title = collapse(root.findtext(".//title") or "")
    own = re.split(r"\s*[_|]\s*|\s+-+\s+", title)[0]
    if own and not any(collapse(heading.text_content()) == own for heading in root.iter("h1", "h2", "h3")):
        yield own, ()


def _address(root: lxml.html.HtmlElement) -> str:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            address = (link.get("href") or "").strip()
            return address if address.startswith(("http://", "https://")) else ""
    return ""
