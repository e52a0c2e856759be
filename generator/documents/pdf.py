"""PDF files with text: ruled tables rebuilt from their rules, everything else as lines of words.

A page's rules give the cells; where a cell reaches over several columns or rows, the grid keeps that place
without a cell of its own. The words of a page outside its tables, and tables without rules, come as lines.
Places are boxes in points from the top left corner (``page 3 bbox 72,310,96,322``).
"""

from __future__ import annotations

import io
import itertools
import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from generator.errors import ReportError, ScanError
from generator.model import Document, Line
from generator.text import has_han

# What the library thinks of a file's fonts is no news for a maintainer.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_MAX_PAGES = 200
# Edges nearer than this (points) are one edge.
_SNAP = 3.0
# Words whose middles differ less than this share of their height stand on one line.
_SAME_LINE = 0.5
# Characters farther apart than this share of their size are separate words.
_APART = 0.25

_Box = tuple[float, float, float, float]
_Shown = tuple[str, tuple[str, ...]]
_Word = dict[str, Any]


def read(content: bytes) -> Document:
    """Return the lines of a PDF; raises ``ReportError`` where it is locked or damaged, ``ScanError`` where a scan."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MAX_PAGES:
                raise ReportError(f"PDF 超过 {_MAX_PAGES} 页，不像一份年度报告")
            pictured = any(page.images for page in document.pages)
            pages = [_page(page) for page in document.pages]
    except PdfminerException as error:
        locked = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        raise ReportError("PDF 设有密码，无法打开" if locked else "PDF 已损坏，无法打开") from error
    first, second = ([line for page in pages for line in page[reading]] for reading in (0, 1))
    if not any(has_han(text) for text, _ in first):
        if pictured:
            raise ScanError("这是扫描的 PDF，没有文字；目前尚不能识别扫描件，请换成有文字的版本")
        raise ReportError("PDF 中没有文字")
    return Document("pdf", _numbered(first), second=_numbered(second))


def _numbered(shown: Iterable[_Shown]) -> tuple[Line, ...]:
    return tuple(Line(number, 0, text, places) for number, (text, places) in enumerate(shown, start=1))


def _page(page: pdfplumber.page.Page) -> tuple[list[_Shown], list[_Shown]]:
    """Return two readings of a page: its tables by their rules with the words outside, and all its words by line."""
    tables = [table for table in page.find_tables(_rules(page)) if len(table.cells) > 1]
    inside = [char for char in page.chars if any(_holds(table.bbox, char) for table in tables)]
    taken = {id(char) for char in inside}
    blocks: list[tuple[float, list[_Shown]]] = []
    for table in tables:
        rows = list(_rows([cell for cell in table.cells if cell], inside, page.page_number))
        blocks.append((table.bbox[1], [("", ()), *rows]))
    outside = page.filter(lambda thing: thing.get("object_type") != "char" or id(thing) not in taken)
    blocks.extend((line[0]["top"], [_line_of_words(line, page.page_number)]) for line in _words_by_line(outside))
    words = [_line_of_words(line, page.page_number) for line in _words_by_line(page)] if tables else []
    page.close()
    blocks.sort(key=lambda block: block[0])
    first: list[_Shown] = [("", ()), *itertools.chain.from_iterable(shown for _, shown in blocks)]
    return first, [("", ()), *words] if tables else first


def _words_by_line(page: pdfplumber.page.Page) -> list[list[_Word]]:
    return _lines(page.extract_words(x_tolerance=1.5, y_tolerance=2))


def _line_of_words(line: Sequence[_Word], number: int) -> _Shown:
    return " ".join(str(word["text"]) for word in line), tuple(_place(number, _box([word])) for word in line)


def _rules(page: pdfplumber.page.Page) -> dict[str, Any]:
    """Return the settings of the finder: a table torn by the page's end is closed where its upright rules end."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)] if upright else []
    return {"explicit_horizontal_lines": ends}


def _rows(cells: Sequence[_Box], chars: Sequence[_Word], number: int) -> Iterator[_Shown]:
    """Yield the rows of the grid that the rules of one table make.

    Characters, not words, are given to cells: a label's last one may stand so near to a figure that both
    would make one word across the rule between them.
    """
    columns = _edges(itertools.chain.from_iterable((cell[0], cell[2]) for cell in cells))
    bands = _edges(itertools.chain.from_iterable((cell[1], cell[3]) for cell in cells))
    at = {(_index(bands, cell[1]), _index(columns, cell[0])): cell for cell in cells}
    for band in range(len(bands) - 1):
        texts, places = [], []
        for column in range(len(columns) - 1):
            cell = at.get((band, column))
            texts.append(_text([char for char in chars if _holds(cell, char)]) if cell else "")
            places.append(_place(number, cell) if cell else "")
        if any(places):
            yield "\t".join(texts), tuple(places)


def _edges(values: Iterable[float]) -> list[float]:
    """Return the distinct edges, those nearer than a line's width made one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _holds(box: _Box, word: _Word) -> bool:
    middle = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle[0] < box[2] and box[1] <= middle[1] < box[3])


def _text(chars: Sequence[_Word]) -> str:
    """Return a cell's text: its lines joined by a space, which no label and no figure keeps."""
    return " ".join("".join(_spaced(line)) for line in _lines(chars)).strip()


def _spaced(line: Sequence[_Word]) -> Iterator[str]:
    """Yield the characters of a line, with a space where they stand apart."""
    for before, char in zip([None, *line], line, strict=False):
        if before is not None and char["x0"] - before["x1"] > _APART * max(char["size"], 1):
            yield " "
        yield str(char["text"])


def _lines(words: Iterable[_Word]) -> list[list[_Word]]:
    """Return the words by line, from top to bottom and left to right."""
    lines: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: ((word["top"] + word["bottom"]) / 2, word["x0"])):
        last = lines[-1][0] if lines else None
        height = max(word["bottom"] - word["top"], 1)
        if last and abs((last["top"] + last["bottom"]) - (word["top"] + word["bottom"])) / 2 < _SAME_LINE * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: float(word["x0"])) for line in lines]


def _box(words: Sequence[_Word]) -> _Box:
    return (
        min(word["x0"] for word in words),
        min(word["top"] for word in words),
        max(word["x1"] for word in words),
        max(word["bottom"] for word in words),
    )


def _place(number: int, box: _Box) -> str:
    return f"page {number} bbox " + ",".join(str(round(value)) for value in box)
