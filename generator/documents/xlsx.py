"""Workbooks (XLSX) that hold the tables: sheets in their order, rows of tab-separated cells at true grid positions.

Hidden sheets, rows and columns are left out, as a reader does not see them. A formula counts with the result the
program last stored; one that never was computed is something that cannot be read, not nothing. Places say
``table`` for the sheet (those seen, from 1), and row and cell as the program's own numbers of row and column.
"""

from __future__ import annotations

import contextlib
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.displayed import displayed
from generator.documents.flat import without_places
from generator.documents.package import open_package
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import collapse, has_han

_MAX_SHEETS = 50
_MAX_UNPACKED = 50 * 1024 * 1024
# A form has some forty rows; a sheet that goes on far below was only coloured there.
_MAX_ROWS = 2000
_MAX_COLUMNS = 200
_UNCOMPUTED = "［公式］"
_DAMAGED = (
    InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, AttributeError, IndexError,
    SyntaxError, ArithmeticError, RecursionError, zlib.error,
)  # fmt: skip

Shown = tuple[str, tuple[str, ...]]


def read(content: bytes) -> Document:
    """Return the lines of a workbook; raises ``ReportError`` where it is damaged, locked or empty."""
    package = open_package(content, "Excel", _MAX_UNPACKED)
    try:
        values = _opened(content, data_only=True)
        # Formulas and their results do not come together; only cells without a result need the formulas.
        computed = any(b"<f" in package.content(name) for name in package.names if "worksheets/" in name)
        formulas = _opened(content, data_only=False) if computed else values
        shown = list(_sheets(values, formulas))
    except _DAMAGED as error:
        raise ReportError("Excel 文件已损坏或已加密，无法打开") from error
    if not any(has_han(text) for text, _ in shown):
        raise ReportError("Excel 文件中没有可读的文字")
    lines = tuple(Line(number, 0, text, places) for number, (text, places) in enumerate(shown, start=1))
    return Document("xlsx", lines, second=without_places(lines))


def _opened(content: bytes, *, data_only: bool) -> Workbook:
    # What the library does not know (styles, extensions) is no news for a maintainer; some of it, it prints.
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


def _sheets(values: Workbook, formulas: Workbook) -> Iterator[Shown]:
    seen = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
    if len(seen) > _MAX_SHEETS:
        raise ReportError(f"Excel 文件有超过 {_MAX_SHEETS} 张工作表，不像一份年度报告")
    for number, sheet in enumerate(seen, start=1):
        if has_han(sheet.title):
            yield sheet.title, ()
        yield from [("", ()), *_rows(sheet, formulas[sheet.title], number), ("", ())]


def _rows(sheet: Worksheet, formulas: Worksheet, number: int) -> Iterator[Shown]:
    """Yield the rows a reader sees, down to the last that holds anything."""
    hidden = _hidden_columns(sheet)
    reached = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, _MAX_ROWS) + 1)
        for column in range(area.min_col, min(area.max_col, _MAX_COLUMNS) + 1)
        if (row, column) != (area.min_row, area.min_col)
    }
    zeros = sheet.sheet_view.showZeros is not False
    last_row, last_column = min(sheet.max_row, _MAX_ROWS), min(sheet.max_column, _MAX_COLUMNS)
    ruled = any(_is_ruled(cell) for row in sheet.iter_rows(max_row=last_row, max_col=last_column) for cell in row)
    empty: list[Shown] = []
    for row in sheet.iter_rows(max_row=last_row, max_col=last_column):
        place = row[0].row
        if _is_hidden_row(sheet, place):
            continue
        texts, places = [], []
        for cell in row:
            if cell.column in hidden:
                continue
            text = "" if (place, cell.column) in reached else _text(cell, formulas, zeros=zeros)
            own = (place, cell.column) not in reached and (bool(text) or not ruled or _is_ruled(cell))
            texts.append(text)
            places.append(f"table {number} row {place} cell {cell.column}" if own else "")
        if any(texts):
            yield from empty
            empty = []
            yield _line(texts, places)
        else:
            empty.append(("", ()))


def _line(texts: list[str], places: list[str]) -> Shown:
    """Return a row; one that is a single text over the whole width is a line of text, not of a table."""
    filled = [text for text in texts if text]
    if len(filled) == 1 and sum(map(bool, places)) == 1 and has_han(filled[0]):
        return filled[0], ()
    return "\t".join(texts), tuple(places)


def _text(cell: Any, formulas: Worksheet, *, zeros: bool) -> str:
    if cell.value is None and formulas.cell(cell.row, cell.column).data_type == "f":
        return _UNCOMPUTED
    return collapse(displayed(cell.value, cell.number_format or "General", zeros=zeros))


def _is_ruled(cell: Any) -> bool:
    border = cell.border
    return any(side is not None and side.style for side in (border.left, border.right, border.top, border.bottom))


def _hidden_columns(sheet: Worksheet) -> set[int]:
    found: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width == 0:
            found.update(range(dimension.min or 0, min(dimension.max or 0, _MAX_COLUMNS) + 1))
    return found


def _is_hidden_row(sheet: Worksheet, row: Any) -> bool:
    dimension = sheet.row_dimensions.get(row)
    return dimension is not None and (bool(dimension.hidden) or dimension.height == 0)
