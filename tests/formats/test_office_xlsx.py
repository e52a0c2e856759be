"""Workbooks: what the sheet shows is read, nothing that is hidden, and no stored number that is shown otherwise."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.displayed import displayed
from generator.forms import Form, Table, load_forms
from generator.model import CellKey, CellStatus
from generator.report import read_report
from tests.drawing.pages import BODY, boxes
from tests.formats.office import YEARS
from tests.formats.test_grids import differing, texts_of

_SIDE = Side(style="thin")
_RULED = Border(_SIDE, _SIDE, _SIDE, _SIDE)
FIRST = CellKey("requests", "received", "natural_person")


def workbook(form: Form, texts: Mapping[CellKey, str], *, sheets: bool = False) -> openpyxl.Workbook:
    """Draw a form as a workbook, on one sheet or on one a table."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.cell(1, 1, f"{BODY}{YEARS[form.code]}年政府信息公开工作年度报告")
    sheet.merge_cells("A1:O1")
    row = 3
    for table in form.tables:
        if sheets:
            sheet, row = book.create_sheet(table.section[2:10]), 1
        row = _table(sheet, row, table, texts)
    return book


def _table(sheet: Worksheet, first: int, table: Table, texts: Mapping[CellKey, str]) -> int:
    sheet.cell(first, 1, table.section)
    last = first
    for row, column, down, across, text in boxes(table, texts):
        top, left = first + 1 + row, 1 + column
        for line in range(down):
            for place in range(across):
                sheet.cell(top + line, left + place).border = _RULED
        sheet.cell(top, left).value = int(text) if text.isdigit() else text or None
        if down * across > 1:
            sheet.merge_cells(start_row=top, end_row=top + down - 1, start_column=left, end_column=left + across - 1)
        last = max(last, top + down)
    return last + 1


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("sheets", [False, True])
@pytest.mark.parametrize("blank", [0.0, 0.1, 0.6])
@pytest.mark.parametrize("code", ["2019", "2021"])
def test_workbook(code: str, blank: float, sheets: bool) -> None:
    form = load_forms()[code]
    texts = texts_of(form, 5, blank)
    report = read_report(saved(workbook(form, texts, sheets=sheets)), "a.xls")
    assert (report.format, report.form, report.year) == ("xlsx", code, YEARS[code])
    assert differing(report, texts) == []


def received(book: openpyxl.Workbook) -> tuple[CellStatus, str, str]:
    """Return state, text and place of the first cell of table 三."""
    cell = {cell.key: cell for cell in read_report(saved(book), "a.xlsx").cells}[FIRST]
    return cell.status, cell.raw, cell.locator


def drawn() -> tuple[openpyxl.Workbook, Worksheet, tuple[int, int]]:
    """Return a workbook, its sheet, and where the first cell of table 三 stands."""
    form = load_forms()["2021"]
    book = workbook(form, {**texts_of(form, 5, 0.0), FIRST: "4711"})
    sheet = book.worksheets[0]
    return book, sheet, next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == 4711)


def test_places_are_sheet_row_and_column() -> None:
    book, _, (row, column) = drawn()
    assert received(book) == (CellStatus.REPORTED, "4711", f"table 1 row {row} cell {column}")


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    book, sheet, _ = drawn()
    copy = book.copy_worksheet(sheet)
    copy.sheet_state = "hidden"
    for row in copy.iter_rows():
        for cell in row:
            if isinstance(cell.value, int):
                cell.value = 9
    last = sheet.max_column
    for row_number in range(1, sheet.max_row + 1):
        sheet.cell(row_number, last + 1).value = 9
    sheet.column_dimensions[get_column_letter(last + 1)].hidden = True
    report = read_report(saved(book), "a.xlsx")
    texts = {**texts_of(load_forms()["2021"], 5, 0.0), FIRST: "4711"}
    assert differing(report, texts) == []


def test_a_formula_without_a_result_is_not_nothing() -> None:
    book, sheet, place = drawn()
    sheet.cell(*place).value = "=1+1"
    assert received(book)[0] is CellStatus.UNREADABLE


@pytest.mark.parametrize(
    ("value", "number_format", "status", "raw"),
    [
        (4711, '0"件"', CellStatus.REPORTED, "4711件"),
        (47.11, "0%", CellStatus.UNREADABLE, "4711%"),
        (4711, "#,##0,", CellStatus.UNREADABLE, "4711［以千为单位显示］"),
        (0, "0;-0;;@", CellStatus.BLANK, ""),
        (0, "General", CellStatus.REPORTED, "0"),
        (datetime.date(2024, 1, 15), "yyyy-mm-dd", CellStatus.UNREADABLE, "2024年1月15日"),
        ("４７１１", "@", CellStatus.REPORTED, "４７１１"),
        ("#REF!", "General", CellStatus.UNREADABLE, "#REF!"),
    ],
)
def test_what_a_cell_shows_counts(value: object, number_format: str, status: CellStatus, raw: str) -> None:
    book, sheet, place = drawn()
    sheet.cell(*place).value = value  # type: ignore[assignment]
    sheet.cell(*place).number_format = number_format
    assert received(book)[:2] == (status, raw)


def test_a_sheet_that_hides_zeros_shows_blanks() -> None:
    book, sheet, place = drawn()
    sheet.cell(*place).value = 0
    sheet.sheet_view.showZeros = False
    assert received(book)[0] is CellStatus.BLANK


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (2018359.39, "General", "2018359.39"),
        (2018359.39, "#,##0.00", "2018359.39"),
        (0.1 + 0.2, "General", "0.3"),
        (2.5, "0", "3"),
        (-3, "0;(0)", "(3)"),
        (5, '"约"0', "约5"),
        (5, "0_ ;[Red]\\-0\\ ", "5"),
        (12, "[$¥-804]#,##0", "¥12"),
        (1e21, "General", "1000000000000000000000"),
        (True, "General", "TRUE"),
        (None, "0", ""),
        (7, ";;;", ""),
    ],
)
def test_number_formats(value: object, number_format: str, shown: str) -> None:
    assert displayed(value, number_format).strip() == shown


def test_damaged_workbooks_say_why() -> None:
    content = saved(openpyxl.Workbook())
    assert "Excel" in read_report(content[:-200], "a.xlsx").error
    assert "文字" in read_report(content, "a.xlsx").error


def test_odd_styles_cost_nothing_and_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    form = load_forms()["2021"]
    texts = texts_of(form, 5, 0.1)
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(workbook(form, texts)))) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            part = re.sub(rb'<cellStyle ([^>]*)xfId="0"', rb'<cellStyle \1xfId="9"', source.read(name))
            target.writestr(name, part)
    assert differing(read_report(content.getvalue(), "a.xlsx"), texts) == []
    assert capsys.readouterr().out == ""
