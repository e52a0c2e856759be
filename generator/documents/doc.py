"""Old Word documents (DOC, also written by WPS): three readings that have nothing in common, of which two must agree.

LibreOffice turns the file into DOCX, antiword into text, and our own reading follows the file's tables of pieces.
LibreOffice was seen to glue the cells of a table into one number; then our own reading, which sees the table, is
the first one. What is published must be read alike by one of the others (``witnesses``).
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.documents import convert, docx, text, word97
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import has_han


def read(content: bytes) -> Document:
    """Return the lines of a DOC; raises ``ReportError`` where a program is absent or fewer than two readings work."""
    own = _own(content)
    convert.require("旧版 Word（DOC）", antiword=True)
    converted, trouble = _converted(content, "doc")
    printed = _printed(content)
    readings = [lines for lines in (converted, own, printed) if any(has_han(line.text) for line in lines)]
    if not readings:
        raise ReportError(f"旧版 Word（DOC）文件无法读取：{trouble or '没有文字'}")
    if len(readings) < 2:
        raise ReportError("旧版 Word（DOC）文件只有一种方法能读出，无法相互印证，不予采用；请另存为 DOCX")
    first = max(readings, key=figures_in_cells)
    return Document("doc", first, witnesses=tuple(lines for lines in readings if lines is not first))


def figures_in_cells(lines: Sequence[Line]) -> int:
    """Return how many cells with a place of their own hold a digit: a reading that glued them has hardly any."""
    return sum(
        any(char.isdigit() for char in cell)
        for line in lines
        if line.cells
        for cell, place in zip(line.text.split("\t"), line.cells, strict=True)
        if place
    )


def _own(content: bytes) -> tuple[Line, ...]:
    try:
        shown = word97.read_lines(content)
    except ValueError:
        return ()
    return tuple(Line(number, 0, line, places) for number, (line, places) in enumerate(shown, start=1))


def _converted(content: bytes, suffix: str) -> tuple[tuple[Line, ...], str]:
    """Return the lines of LibreOffice's DOCX, or none and why."""
    try:
        return docx.read(convert.to_docx(content, suffix)).lines, ""
    except ReportError as error:
        return (), str(error)


def _printed(content: bytes) -> tuple[Line, ...]:
    try:
        return tuple(text.split_lines(convert.to_text(content)))
    except ReportError:
        return ()
