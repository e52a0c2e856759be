"""Whole reports: which form they follow, and the old tables of web pages, Word files and PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from generator.checks import run
from generator.dataset.schema import BY_NAME
from generator.legacy.lookups import lookups
from generator.model import Report, ReportStatus, Section
from generator.report import read_report
from generator.site.old_tables import old_tables
from tests.legacy.drawn import BODY, HEAD, LAYOUTS, Row, lines_of, report, returned, sign

FIXTURES = Path(__file__).parent / "fixtures"
STATUTORY = (
    "三、收到和处理政府信息公开申请情况\n"
    "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
    "一、本年新收政府信息公开申请数量\t5\t0\t0\t0\t0\t0\t5\n"
    "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n"
    "3.危及“三安全一稳定”\t0\t0\t0\t0\t0\t0\t0\n"
    "4.保护第三方合法权益\t0\t0\t0\t0\t0\t0\t0\n"
    "5.属于三类内部事务信息\t0\t0\t0\t0\t0\t0\t0\n"
    "四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0\n"
)
OWN_DESIGN = (
    "申请人情况\t自然人\t法人或其他组织\t商业企业\t总计\n"
    "申请数量\t3\t1\t0\t4\n予以公开\t2\t1\t0\t3\n部分公开\t1\t0\t0\t1\n不予公开\t0\t0\t0\t0\n属于国家秘密\t0\t0\t0\t0\n"
    "信息内容\t数量\n规章\t0\n规范性文件\t7\n行政许可\t31\n行政事业性收费\t5\n政府集中采购\t3\n"
)


def values(index: int) -> str:
    return "" if index % 7 == 3 else str(index * 41 % 97)


def of_text(text: str) -> Report:
    return read_report(text.encode(), "report.txt")


def table(year: int = 2016) -> str:
    return report(LAYOUTS["tabs"](lines_of(returned(values))), year)


def figures(read: Report) -> list[tuple[str, str]]:
    return [(figure.indicator, sign(figure)) for figure in read.legacy]


def printed(rows: Sequence[Row]) -> list[tuple[str, str]]:
    return [(row.code, row.cells[0] or "_") for row in rows if row.code]


@pytest.mark.parametrize("year", [2008, 2014, 2018, 2019])
def test_a_report_with_an_old_table_is_legacy(year: int) -> None:
    read = of_text(table(year))
    assert (read.form, read.year, read.cells, read.status) == ("legacy", year, (), ReportStatus.OK)
    assert figures(read) == printed(returned(values))
    assert read.findings == ()
    assert {check.verdict for check in run(read)[0]} == {"not_checkable"}


def test_a_report_of_unknown_year_is_told_by_its_table() -> None:
    read = of_text(table().replace("2016", ""))
    assert (read.form, read.year, read.status) == ("legacy", None, ReportStatus.PARTIAL)
    assert figures(read) == printed(returned(values))


@pytest.mark.parametrize("year", [2020, 2021, 2024])
def test_a_return_in_a_later_report_is_an_annex(year: int) -> None:
    for text in (table(year), table(year) + STATUTORY):
        read = of_text(text)
        assert (read.form, read.legacy) == ("2019" if year == 2020 else "2021", ())
        assert len(read.cells) in {198, 200}


def test_a_uniform_form_wins_whatever_the_year() -> None:
    read = of_text(table(2018) + STATUTORY)
    assert read.form in {"2019", "2021"}
    assert read.legacy == ()
    assert "form.unexpected" in {finding.rule for finding in read.findings}


@pytest.mark.parametrize("year", [2009, 2012, 2018])
def test_a_table_of_own_design_is_not_forced_into_a_form(year: int) -> None:
    read = of_text(report(OWN_DESIGN, year))
    assert (read.form, read.cells, read.legacy, read.status) == ("legacy", (), (), ReportStatus.OK)


def test_a_report_without_tables_is_whole() -> None:
    read = of_text(report("本报告无附表。", 2011))
    assert (read.form, read.cells, read.legacy, read.status) == ("legacy", (), (), ReportStatus.OK)


def test_a_figure_in_doubt_makes_the_report_partial() -> None:
    text = table().replace("举报投诉数量\t件\t", "举报投诉数量\t件\t约")
    assert of_text(text).status is ReportStatus.PARTIAL


def test_the_table_is_not_prose() -> None:
    narrative = of_text(table()).narrative
    assert narrative[Section.PROBLEMS] == "公开还不够及时，下一步改进。"
    assert "主动公开政府信息数" not in "".join(narrative.values())


def page(rows: Sequence[str]) -> bytes:
    body = report("@").replace("\n", "</p><p>").replace("@", f"</p><table border=1>{''.join(rows)}</table><p>")
    return f"<html><meta charset=utf-8><body><p>{body}</p></body></html>".encode()


def row(*cells: str) -> str:
    inside = "".join(f"<td><p><span>{cell or '&nbsp;'}</span></p></td>" for cell in cells)
    return f"<tr>{inside}</tr>"


def test_web_page() -> None:
    read = read_report(page([row(*line) for line in lines_of(returned(values))]), "page.html")
    assert (read.format, read.form) == ("html", "legacy")
    assert figures(read) == printed(returned(values))
    assert read.legacy[0].locator == "table 1 row 3 cell 3"


def test_web_page_with_merged_headings() -> None:
    """A heading stands in a merged cell left of its rows, or in one across the table."""
    drawn = returned(values)
    across = [row(*HEAD)]
    across += [
        f"<tr><td colspan=3>{item.label}</td></tr>" if not item.code else row(item.label, item.unit, *item.cells)
        for item in drawn
    ]
    assert figures(read_report(page(across), "page.html")) == printed(drawn)
    beside = [f"<tr><td colspan=2>{HEAD[0]}</td><td>{HEAD[1]}</td><td>{HEAD[2]}</td></tr>"]
    tail = [item for item in drawn if item.code.startswith(("reconsiderations", "litigations"))]
    for parent in ("reconsiderations", "litigations"):
        children = [item for item in tail if item.code.startswith(f"{parent}_")]
        for index, item in enumerate(children):
            head = "行政复议" if parent == "reconsiderations" else "行政诉讼"
            merged = f"<td rowspan={len(children)}>{head}</td>" if not index else ""
            beside.append(row(item.label, item.unit, *item.cells).replace("<tr>", f"<tr>{merged}"))
    assert figures(read_report(page(beside), "page.html")) == printed(
        [item for item in tail if item.code not in {"reconsiderations", "litigations"}]
    )


def test_web_page_with_two_halves_and_notes() -> None:
    drawn = returned(values)
    lines = lines_of(drawn)[1:]
    half = (len(lines) + 1) // 2
    right = [*lines[half:], ("", "", "")][:half]
    wide = [row(*HEAD, *HEAD), *(row(*one, *other) for one, other in zip(lines[:half], right, strict=True))]
    assert figures(read_report(page(wide), "page.html")) == printed(drawn)
    noted = [row(*HEAD, "备注"), *(row(*line, "含3条") for line in lines)]
    assert figures(read_report(page(noted), "page.html")) == printed(drawn)


def test_word_file() -> None:
    document = docx.Document()
    before, _, after = report("@").partition("@")
    for text in filter(None, before.split("\n")):
        document.add_paragraph(text)
    lines = lines_of(returned(values))
    grid = document.add_table(rows=0, cols=3)
    for line in lines:
        cells = grid.add_row().cells
        for cell, text in zip(cells, line, strict=True):
            cell.text = text
        if line[1] == "——":
            cells[0].merge(cells[2])
    for text in filter(None, after.split("\n")):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    read = read_report(buffer.getvalue(), "report.docx")
    assert (read.format, read.form, read.status) == ("docx", "legacy", ReportStatus.OK)
    assert figures(read) == printed(returned(values))


@pytest.mark.parametrize("name", ["return-ruled.pdf", "return-two-halves.pdf"])
def test_ruled_pdf(name: str) -> None:
    """Printed by Chromium from the web pages above: rows over two pages, long labels wrapped."""
    read = read_report((FIXTURES / name).read_bytes(), name)
    assert (read.format, read.form, read.year) == ("pdf", "legacy", 2016)
    assert read.organisation is not None
    assert read.organisation.organisation == BODY
    assert figures(read) == printed(returned(values))


def test_families_are_those_of_the_data_set() -> None:
    column = next(column for column in BY_NAME["legacy"].columns if column.name == "family")
    assert column.values == tuple(family.code for family in lookups().families)


def test_the_page_lists_every_figure() -> None:
    read = of_text(table().replace("举报投诉数量\t件\t", "举报投诉数量\t件\t约"))
    (shown,) = old_tables(read)
    assert shown.caption == "表 1：政府信息公开情况统计表（国办发〔2014〕32号）"
    assert len(shown.figures) == len(read.legacy)
    assert {figure.state for figure in shown.figures} == {"", "未填", "无法读数"}
