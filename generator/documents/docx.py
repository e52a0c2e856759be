"""Word documents (OOXML): paragraphs as lines, tables as rows of tab-separated cells at true grid positions.

Merged cells keep the grid true, as in web pages. A row that lays out the page (with a table or long text in a cell)
is read cell by cell as text; the text of drawn boxes is read where they are anchored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from generator.documents import html
from generator.documents.flat import without_places
from generator.documents.ordinals import W, properties
from generator.documents.package import Package, open_package, parsed
from generator.documents.wordtext import Words, is_shown, shown_below
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import collapse, has_han

_MAX_COLUMNS = 400
# Longer cells hold prose: the row lays out the page.
_PROSE = 400
# So many paragraphs in the only cell of a row are no caption.
_MANY_PARAGRAPHS = 3
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_P, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_CHUNK = f"{W}altChunk"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PICTURE = "［图］"

_Shown = tuple[str, tuple[str, ...]]


def read(content: bytes) -> Document:
    """Return the lines of a Word document; raises ``ReportError`` where it is damaged, locked or empty."""
    reader = _open(content)
    shown = [*reader.header(), *reader.lines(reader.body)]
    if not any(has_han(text) for text, _ in shown):
        raise ReportError("Word 文件中没有可读的文字（可能只有图片）")
    lines = tuple(Line(number, 0, text, cells) for number, (text, cells) in enumerate(shown, start=1))
    return Document(format="docx", lines=lines, second=without_places(lines))


def _open(content: bytes) -> _Reader:
    if _WORD_2003 in content[:4096]:
        return _Reader(_word_2003(content), None)
    package = open_package(content, "Word")
    root = package.xml(package.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReportError("Word 文件已损坏，无法打开")
    return _Reader(body, package)


def _word_2003(content: bytes) -> etree._Element:
    """Return the body of a document in Word's XML of 2003, whose elements are named as today's."""
    if b"<!DOCTYPE" in content[:4096]:
        raise ReportError("Word 文件含有文档类型定义，拒绝读取")
    try:
        body = parsed(content.replace(_WORD_2003, W[1:-1].encode())).find(f"{W}body")
    except (etree.LxmlError, ValueError) as error:
        raise ReportError("Word 文件已损坏，无法打开") from error
    if body is None:
        raise ReportError("Word 文件已损坏，找不到正文")
    return body


class _Reader:
    """Walks a document once; tables are numbered in document order from 1."""

    def __init__(self, body: etree._Element, package: Package | None) -> None:
        self.body = body
        self._package = package
        # Definitions are parsed only where something refers to them: they are mostly larger than the text.
        styled = any(body.find(f".//{W}{name}") is not None for name in ("pStyle", "rStyle"))
        numbered = styled or body.find(f".//{W}numPr") is not None
        self._words = Words(
            body, self._part("numbering") if numbered else None, self._part("styles") if styled else None
        )
        self._number = {table: number for number, table in enumerate(shown_below(body, _TABLE), start=1)}
        self._foreign = len(self._number)

    def header(self) -> Iterator[_Shown]:
        """Yield the lines of the page heads that name the report, where the body itself does not say them."""
        texts = {collapse("".join(paragraph.itertext(f"{W}t"))) for paragraph in self.body.iter(_P)}
        for name in self._package.related("header") if self._package else ():
            root = self._package.xml(name) if self._package else None
            for paragraph in () if root is None else shown_below(root, _P):
                text = collapse(self._words.read(paragraph).text)
                if "报告" in text and text not in texts:
                    texts.add(text)
                    yield text, ()

    def lines(self, element: etree._Element) -> Iterator[_Shown]:
        """Yield the paragraphs and rows of tables below an element, in order."""
        for child in element:
            if child.tag == _P:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                yield from self._table(child)
            elif child.tag == _CHUNK:
                yield from self._chunk(child)
            elif is_shown(child):
                yield from self.lines(child)

    def _part(self, kind: str) -> etree._Element | None:
        names = self._package.related(kind) if self._package else []
        return self._package.xml(names[0]) if self._package and names else None

    def _paragraph(self, paragraph: etree._Element) -> Iterator[_Shown]:
        shown = self._words.read(paragraph)
        for line in shown.text.split("\n"):
            yield line.replace("\t", " ").strip(), ()
        for box in shown.boxes:
            yield from self.lines(box)

    def _table(self, table: etree._Element) -> Iterator[_Shown]:
        yield "", ()
        above: set[int] = set()
        for number, row in enumerate(_below(table, _ROW), start=1):
            cells = list(_below(row, _CELL))
            if self._lays_out(cells):
                above = set()
                for cell in cells:
                    yield from self.lines(cell)
                continue
            line, above = self._row(row, cells, above, f"table {self._number[table]} row {number}")
            yield line
        yield "", ()

    def _row(
        self, row: etree._Element, cells: list[etree._Element], above: set[int], place: str
    ) -> tuple[_Shown, set[int]]:
        """Return a row at grid positions, and the positions from which a cell may go on in the next row."""
        before = min(_number(properties(row, f"{W}trPr").get(f"{W}gridBefore", "")), _MAX_COLUMNS)
        texts, places = [""] * before, [""] * before
        going_on: set[int] = set()
        for number, cell in enumerate(cells, start=1):
            shape = properties(cell, f"{W}tcPr")
            merge, text = _merge(shape), self._cell(cell)
            # A cell that goes on from nothing is one of its own, if anything stands in it.
            reached = _is_reached(shape) or (merge == "continue" and (len(texts) in above or not text))
            if merge:
                going_on.add(len(texts))
            reach = max(1, min(_number(shape.get(f"{W}gridSpan", "")), _MAX_COLUMNS))
            texts += ["" if reached else text] + [""] * (reach - 1)
            places += ["" if reached else f"{place} cell {number}"] + [""] * (reach - 1)
            if len(texts) > _MAX_COLUMNS:
                raise ReportError("Word 文件中有表格超过 400 列，不像一份年度报告")
        return ("\t".join(texts), tuple(places)), going_on

    def _lays_out(self, cells: list[etree._Element]) -> bool:
        for cell in cells:
            if cell.find(f".//{_TABLE}") is not None or len("".join(cell.itertext(f"{W}t"))) > _PROSE:
                return True
        return len(cells) == 1 and sum(bool(text) for text, _ in self.lines(cells[0])) >= _MANY_PARAGRAPHS

    def _cell(self, cell: etree._Element) -> str:
        """Return a cell's text; a picture with no words beside it is something that cannot be read, not nothing."""
        texts = []
        pictured = False
        for paragraph in shown_below(cell, _P):
            if paragraph.getparent() is not cell and not _is_within(paragraph, cell):
                continue
            shown = self._words.read(paragraph)
            texts.append(shown.text)
            pictured = pictured or shown.pictured
        return collapse(" ".join(texts)) or (_PICTURE if pictured else "")

    def _chunk(self, chunk: etree._Element) -> Iterator[_Shown]:
        """Yield the lines of a web page that is a part of the document, as converters from web pages write them."""
        wanted = chunk.get(_RELATION_ID)
        for name, _, part in self._package.relations() if self._package and wanted else ():
            if name == wanted and self._package:
                yield from self._moved(html.read(self._package.content(part)).lines)

    def _moved(self, lines: tuple[Line, ...]) -> Iterator[_Shown]:
        """Yield another document's lines, its tables counted on from ours."""
        base = self._foreign
        for line in lines:
            places = []
            for place in line.cells:
                match = re.match(r"table (\d+)", place)
                number = base + int(match[1]) if match else 0
                self._foreign = max(self._foreign, number)
                places.append(f"table {number}{place[match.end() :]}" if match else place)
            yield line.text, tuple(places)


def _below(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, also those in content controls and tracked changes."""
    for child in element:
        if child.tag == tag:
            if not _is_deleted(child):
                yield child
        elif is_shown(child) and child.tag not in {_TABLE, _ROW, _CELL, _P}:
            yield from _below(child, tag)


def _is_deleted(element: etree._Element) -> bool:
    """Say whether a row is hidden, or a row or cell was deleted under tracked changes."""
    if element.tag == _CELL:
        return f"{W}cellDel" in properties(element, f"{W}tcPr")
    shape = properties(element, f"{W}trPr")
    return f"{W}del" in shape or f"{W}hidden" in shape


def _merge(shape: Mapping[str, str]) -> str:
    """Return ``restart`` or ``continue`` for a cell merged downwards, else nothing."""
    merge = shape.get(f"{W}vMerge", shape.get(f"{W}vmerge"))
    return "" if merge is None else "restart" if merge == "restart" else "continue"


def _is_reached(shape: Mapping[str, str]) -> bool:
    """Say whether a cell is the right part of one merged the old way."""
    merge = shape.get(f"{W}hMerge", shape.get(f"{W}hmerge"))
    return merge is not None and merge in {"", "continue"}


def _is_within(paragraph: etree._Element, cell: etree._Element) -> bool:
    """Say whether nothing between a paragraph and its cell was left out."""
    for ancestor in paragraph.iterancestors():
        if ancestor is cell:
            return True
        if not is_shown(ancestor):
            return False
    return False


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
