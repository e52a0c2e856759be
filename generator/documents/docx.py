"""Word documents (OOXML): paragraphs as lines, tables as rows of tab-separated cells at true grid positions.

Merged cells keep the grid true, as in web pages. A table that lays out the page (with tables in its cells)
is read cell by cell as text; the text of drawn boxes is read where they are anchored.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
import docx.opc.exceptions
from docx.oxml.ns import qn
from lxml import etree

from generator.documents.flat import without_places
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import collapse, has_han

# A document's parts unpacked; a page of text needs some ten thousand bytes.
_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_COLUMNS = 400

_Shown = tuple[str, tuple[str, ...]]


def read(content: bytes) -> Document:
    """Return the lines of a Word document; raises ``ReportError`` where it is damaged, locked or empty."""
    _refuse_bombs(content)
    try:
        body = docx.Document(io.BytesIO(content)).element.body
    except (KeyError, ValueError, OSError, etree.LxmlError, docx.opc.exceptions.OpcError, zipfile.BadZipFile) as error:
        raise ReportError("Word 文件已损坏，无法打开") from error
    shown = list(_Reader(body).lines(body))
    if not any(has_han(text) for text, _ in shown):
        raise ReportError("Word 文件中没有可读的文字（可能只有图片）")
    lines = tuple(Line(number, 0, text, cells) for number, (text, cells) in enumerate(shown, start=1))
    return Document(format="docx", lines=lines, second=without_places(lines))


def _refuse_bombs(content: bytes) -> None:
    """Refuse what would unpack to more than any report, and document type definitions, which Word never writes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MAX_UNPACKED:
                raise ReportError("Word 文件解压后过大，拒绝读取")
            if any(b"<!DOCTYPE" in parts.read(name)[:1024] for name in parts.namelist() if name.endswith(".xml")):
                raise ReportError("Word 文件含有文档类型定义，拒绝读取")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise ReportError("Word 文件已损坏或已加密，无法打开") from error


class _Reader:
    """Walks a document once; tables are numbered in document order from 1."""

    def __init__(self, body: etree._Element) -> None:
        self._number = {table: number for number, table in enumerate(body.iter(qn("w:tbl")), start=1)}

    def lines(self, element: etree._Element) -> Iterator[_Shown]:
        """Yield the paragraphs and rows of tables below an element, in order."""
        for child in element:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")}:
                yield from self.lines(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[_Shown]:
        for line in _words(paragraph).split("\n"):
            yield line.strip(), ()
        for box in _boxes(paragraph):
            yield from self.lines(box)

    def _table(self, table: etree._Element) -> Iterator[_Shown]:
        rows = [list(_cells(row)) for row in table.iterchildren(qn("w:tr"))]
        yield "", ()
        if any(cell.find(f".//{qn('w:tbl')}") is not None for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    yield from self.lines(cell)
            return
        for row_number, row in enumerate(rows, start=1):
            texts: list[str] = []
            places: list[str] = []
            for cell_number, cell in enumerate(row, start=1):
                reached = _goes_on(cell)
                texts.append("" if reached else _cell_text(cell))
                places.append("" if reached else f"table {self._number[table]} row {row_number} cell {cell_number}")
                for _ in range(min(_columns(cell), _MAX_COLUMNS) - 1):
                    texts.append("")
                    places.append("")
            yield "\t".join(texts), tuple(places)
        yield "", ()


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent")}:
            yield from _cells(child)


def _columns(cell: etree._Element) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = span.get(qn("w:val")) if span is not None else None
    return max(1, int(value)) if value and value.isdigit() else 1


def _goes_on(cell: etree._Element) -> bool:
    """Say whether a cell is the lower part of a merged one."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _cell_text(cell: etree._Element) -> str:
    return collapse(" ".join(_words(paragraph) for paragraph in cell.iter(qn("w:p"))))


def _words(paragraph: etree._Element) -> str:
    """Return a paragraph's own text; line breaks as such, deleted and boxed text left out."""
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:cr"), qn("w:tab"), qn("w:noBreakHyphen")):
        if _owner(node) is not paragraph:
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif node.tag != qn("w:tab"):
            parts.append("\n")
        elif (parent := node.getparent()) is not None and parent.tag == qn("w:r"):
            parts.append(" ")
    return "".join(parts)


def _owner(node: etree._Element) -> etree._Element | None:
    """Return the paragraph a piece of text belongs to; none for what is struck out by a tracked change."""
    for ancestor in node.iterancestors():
        if ancestor.tag in {qn("w:del"), qn("w:moveFrom")}:
            return None
        if ancestor.tag == qn("w:p"):
            return ancestor
    return None


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the drawn boxes of a paragraph, each once: Word writes a second copy for old programs."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(str(ancestor.tag).endswith("}Fallback") for ancestor in box.iterancestors()):
            yield box
