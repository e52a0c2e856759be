"""Forms drawn as documents with real grids: a web page with merged cells, a Word file with merged cells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import docx

from generator.demo.sheet import Sheet, sheet_of
from generator.demo.truth import BLANK, Content
from generator.forms import Form, Table
from generator.model import CellKey

Texts = Mapping[CellKey, str]
BODY = "同仁市曲库乎乡人民政府"
_TITLE = "{body}{year}年政府信息公开工作年度报告"


def web_page(form: Form, texts: Texts, year: int, *, style: str = "td{border:1px solid #000}") -> str:
    """Draw a saved government page: menu, breadcrumb and page fields around the report, all in a layout table."""
    menu = "".join(
        f"<li><a href='#'>{word}</a></li>" for word in ("首页", "行政许可", "行政处罚", "规章", "其他", "总计", "互动")
    )
    tables = "".join(f"<p><b>{table.section}</b></p>{_web_table(table, texts)}" for table in form.tables)
    title = _TITLE.format(body=BODY, year=year)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}_同仁市人民政府</title>"
        f"<style>table{{border-collapse:collapse}}{style}</style></head><body><ul>{menu}</ul><table>"
        f"<tr><td>当前位置：首页 &gt; 政务公开 &gt; 曲库乎乡</td></tr><tr><td><h1>{title}</h1><p>一、总体情况</p>"
        f"<p>{year}年，我乡主动公开信息12条。</p>{tables}<p>五、存在的主要问题及改进情况</p><p>公开不够及时。</p>"
        "<p>六、其他需要报告的事项</p><p>无</p></td></tr></table><script>var total = 99;</script></body></html>"
    )


def word_file(form: Form, texts: Texts, year: int) -> bytes:
    """Draw a Word file whose tables have the form's merged cells."""
    document = docx.Document()
    for text in (_TITLE.format(body=BODY, year=year), "一、总体情况", f"{year}年，我乡主动公开信息12条。"):
        document.add_paragraph(text)
    for table in form.tables:
        document.add_paragraph(table.section)
        _word_table(document, table, texts)
    for text in (
        "五、存在的主要问题及改进情况",
        "公开不够及时。",
        "六、其他需要报告的事项",
        "无",
        BODY,
        f"{year + 1}年1月15日",
    ):
        document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def boxes(table: Table, texts: Texts) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield the cells of the official layout: row, column, rows and columns reached over, text."""
    for row, line in enumerate(_sheet(table, texts).lines):
        for column, spot in enumerate(line.spots):
            if spot.first:
                yield row, column, spot.box.down, spot.box.across, spot.box.text


def _sheet(table: Table, texts: Texts) -> Sheet:
    return sheet_of(table, {key: Content(key, text, BLANK) for key, text in texts.items()})


def _web_table(table: Table, texts: Texts) -> str:
    rows: dict[int, list[str]] = {}
    for row, _, down, across, text in boxes(table, texts):
        shown = "".join(f"<span>{escape(char)}</span>" if char.isdigit() else escape(char) for char in text)
        rows.setdefault(row, []).append(f"<td rowspan={down} colspan={across}><p>{shown or '&nbsp;'}</p></td>")
    return "<table>" + "".join(f"<tr>{''.join(rows[row])}</tr>" for row in sorted(rows)) + "</table>"


def _word_table(document: Any, table: Table, texts: Texts) -> None:
    """Merge the cells by the library's own means, unlike the made reports, whose XML is written directly."""
    sheet = _sheet(table, texts)
    grid = document.add_table(rows=len(sheet.lines), cols=sheet.width)
    for row, column, down, across, text in boxes(table, texts):
        grid.cell(row, column).merge(grid.cell(row + down - 1, column + across - 1)).text = text
