"""Forms drawn as documents with real grids: a web page with merged cells, a Word file with merged cells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import docx

from generator.forms import Block, Form, Table
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
    if table.code == "proactive":
        yield from _stacked(table, texts)
    elif table.code == "requests":
        yield from _grouped(table, texts)
    else:
        yield from _across(table, texts)


def _stacked(table: Table, texts: Texts) -> Iterator[tuple[int, int, int, int, str]]:
    row = 0
    for block in table.blocks:
        yield row, 0, 1, 4, block.caption
        lines = [(block.corner, [column.label for column in block.columns])]
        lines += [(printed.label, [texts[key] for key in _keys(table, block, printed.code)]) for printed in block.rows]
        for label, cells in lines:
            row += 1
            yield row, 0, 1, 1, label
            for index, text in enumerate(cells):
                reach = 3 - index if index == len(cells) - 1 else 1
                yield row, 1 + index, 1, reach, text
        row += 1


def _grouped(table: Table, texts: Texts) -> Iterator[tuple[int, int, int, int, str]]:
    block = table.blocks[0]
    yield 0, 0, 3, 3, block.corner
    yield 0, 3, 1, 7, block.caption
    yield 1, 3, 2, 1, block.columns[0].label
    yield 1, 4, 1, 5, block.columns[1].under
    yield 1, 9, 2, 1, block.columns[-1].label
    for index, column in enumerate(block.columns[1:-1]):
        yield 2, 4 + index, 1, 1, column.label
    seen: set[tuple[str, ...]] = set()
    for index, printed in enumerate(block.rows, start=3):
        for depth in range(len(printed.under)):
            path = printed.under[: depth + 1]
            if path not in seen:
                seen.add(path)
                yield index, depth, sum(other.under[: depth + 1] == path for other in block.rows), 1, path[-1]
        yield index, len(printed.under), 1, 3 - len(printed.under), printed.label
        for place, key in enumerate(_keys(table, block, printed.code)):
            yield index, 3 + place, 1, 1, texts[key]


def _across(table: Table, texts: Texts) -> Iterator[tuple[int, int, int, int, str]]:
    block = table.blocks[0]
    yield 0, 0, 1, 5, block.rows[0].label
    yield 0, 5, 1, 10, block.rows[1].under[0]
    for number, printed in enumerate(block.rows):
        if number:
            yield 1, 5 * number, 1, 5, printed.label
        for index, column in enumerate(block.columns):
            yield 1 + bool(number), 5 * number + index, 2 - bool(number), 1, column.label
        for index, key in enumerate(_keys(table, block, printed.code)):
            yield 3, 5 * number + index, 1, 1, texts[key]


def _keys(table: Table, block: Block, row: str) -> list[CellKey]:
    return [CellKey(table.code, row, column.code) for column in block.columns]


def _web_table(table: Table, texts: Texts) -> str:
    rows: dict[int, list[str]] = {}
    for row, _, down, across, text in sorted(boxes(table, texts)):
        shown = "".join(f"<span>{escape(char)}</span>" if char.isdigit() else escape(char) for char in text)
        rows.setdefault(row, []).append(f"<td rowspan={down} colspan={across}><p>{shown or '&nbsp;'}</p></td>")
    return "<table>" + "".join(f"<tr>{''.join(rows[row])}</tr>" for row in sorted(rows)) + "</table>"


def _word_table(document: Any, table: Table, texts: Texts) -> None:
    cells = list(boxes(table, texts))
    grid = document.add_table(
        rows=max(row + down for row, _, down, _, _ in cells),
        cols=max(column + across for _, column, _, across, _ in cells),
    )
    for row, column, down, across, text in cells:
        grid.cell(row, column).merge(grid.cell(row + down - 1, column + across - 1)).text = text
