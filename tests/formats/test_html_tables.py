"""Tables of web pages in many manners of writing, read back exactly by both readings."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from generator.documents import html
from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus
from generator.report import read_report
from generator.tables.read import read_tables
from tests.drawing.pages import BODY
from tests.formats.manners import MANNERS, Manner, plain, rows_of
from tests.formats.test_grids import YEARS, differing, texts_of

FORM = load_forms()["2021"]
KEY = CellKey("requests", "received", "natural_person")
_MARKER = "8888888"


def page(tables: str, year: int = 2023, title: str = "") -> str:
    """Draw a bare page with the sections of a report around its tables."""
    title = title or f"{BODY}{year}年政府信息公开工作年度报告"
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><p>一、总体情况</p>"
        f"<p>{year}年，我乡主动公开信息12条。</p>{tables}<p>五、存在的主要问题及改进情况</p><p>公开不够及时。</p>"
        f"<p>六、其他需要报告的事项</p><p>无</p><p>{BODY}</p><p>{year + 1}年1月15日</p></body></html>"
    )


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.__name__)
@pytest.mark.parametrize(("code", "blank"), [("2021", 0.15), ("2019", 0.0)])
def test_manner(manner: Manner, code: str, blank: float) -> None:
    form = load_forms()[code]
    texts = texts_of(form, seed=len(manner.__name__), blank=blank)
    drawn = "".join(f"<p>{table.section}</p>{manner(rows_of(table, texts))}" for table in form.tables)
    content = page(drawn, YEARS[code]).encode()
    report = read_report(content, "page.html")
    assert differing(report, texts) == []
    assert (report.form, report.year) == (code, YEARS[code])
    assert str(report.published_on) == f"{YEARS[code] + 1}-01-15"
    assert all(re.fullmatch(r"table \d+ row \d+ cell \d+", cell.locator) for cell in report.cells)
    assert "cell.readings_disagree" not in {finding.rule for finding in report.findings}
    document = html.read(content)
    second = read_tables(replace(document, lines=document.second), YEARS[code])
    wrong = [cell for cell in second.cells if cell.value is not None and str(cell.value) != texts[cell.key]]
    assert wrong == []


def in_cell(markup: str) -> Cell:
    """Return what is read where a cell holds this markup."""
    texts = texts_of(FORM, seed=5, blank=0.0) | {KEY: _MARKER}
    drawn = "".join(f"<p>{table.section}</p>{plain(rows_of(table, texts))}" for table in FORM.tables)
    cells = {cell.key: cell for cell in read_report(page(drawn).replace(_MARKER, markup).encode(), "page.html").cells}
    others = [key for key, cell in cells.items() if key != KEY and str(cell.value) != texts[key]]
    assert others == []
    return cells[KEY]


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        ("<b>1</b>2", "12"),
        ("1<!-- 3 -->2", "12"),
        ("1<wbr>2", "12"),
        ("<font>1</font><st1:chmetcnv>2</st1:chmetcnv>", "12"),
        ("1<span style='display:inline-block'>2</span>", "12"),
        ("<p>5</p><p>&nbsp;</p>", "5"),
        ("6<s>5</s>", "6"),
        ("<del>5</del>7", "7"),
        ("<span style='text-decoration: line-through'>5</span>7", "7"),
        ("<ruby>8<rt>八</rt></ruby>", "8"),
        ("<input value=5>", "5"),
        ("<select><option>1<option selected>7</select>", "7"),
        ("5<span style='font-size:0'>9</span>", "5"),
        ("<span style='position:absolute;left:-9999px'>9</span>5", "5"),
        ("5<span style='visibility:hidden'>9</span>", "5"),
        ("<noscript>9</noscript>5", "5"),
        ("22<font>（其中修订16件）</font>", "22"),
    ],
)
def test_a_figure_is_what_a_browser_shows(markup: str, number: str) -> None:
    assert str(in_cell(markup).value) == number


@pytest.mark.parametrize(
    "markup",
    [
        "12<sup>1</sup>",
        "<sup>1</sup>5",
        "5<sub>2</sub>",
        "5<span style='vertical-align: super; font-size: 6pt'>2</span>",
        "5<span style='color: #FFF'>2</span>",
        "<p>1</p><p>2</p>",
        "1<br>2",
        "<span style='display:block'>1</span><span style='display:block'>2</span>",
        "1<s>2</s>3",
        "<bdo dir=rtl>21</bdo>",
        "<img src=figure.png>",
        "见附件",
        "…",
        "三",
        "1 <span>2</span>",
    ],
)
def test_what_is_no_single_figure_is_unreadable(markup: str) -> None:
    assert in_cell(markup).status is CellStatus.UNREADABLE


@pytest.mark.parametrize("markup", ["", "&nbsp;", "<o:p> </o:p>", "<br>", "<s>5</s>", "<img src=dot.gif width=1>", "/"])
def test_nothing_is_blank(markup: str) -> None:
    assert in_cell(markup).status is CellStatus.BLANK


def test_a_cell_alone_in_its_row_may_hold_several_words() -> None:
    texts = texts_of(FORM, seed=6, blank=0.0)
    drawn = "".join(f"<p>{table.section}</p>{plain(rows_of(table, texts))}" for table in FORM.tables)
    drawn = re.sub(r"<td[^>]*>(第二十条第（五）项)</td>", r"<td>\1 单位 件</td>", drawn)
    assert differing(read_report(page(drawn).encode(), "page.html"), texts) == []


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_a_column_of_remarks_never_stands_in_for_an_empty_cell(code: str) -> None:
    """Seven figures and a remark of one more are seven for seven where one is empty: heads and cells know better."""
    form = load_forms()[code]
    texts = texts_of(form, seed=19, blank=0.12)
    remarks = itertools.cycle(("5", "", "见说明", "0", "/", "12"))
    drawn = ""
    for table in form.tables:
        rows = plain(rows_of(table, texts)).split("</tr>")
        ended = (
            f"<td>{next(remarks) if re.search('<td[^>]*>[0-9]+</td>', row) else '备注'}</td></tr>" for row in rows[:-1]
        )
        drawn += (
            f"<p>{table.section}</p>" + "".join(row + end for row, end in zip(rows, ended, strict=False)) + rows[-1]
        )
    report = read_report(page(drawn, YEARS[code]).encode(), "page.html")
    wrong = [cell for cell in report.cells if cell.value is not None and str(cell.value) != texts[cell.key]]
    assert wrong == []
    assert sum(cell.value is not None for cell in report.cells) > 40


def test_readings_that_differ_are_not_published() -> None:
    """Only the tree knows that this is hidden; the flat reading sees 95."""
    cell = in_cell("<style>td .a .b{display:none}</style><i class=a><i class=b>9</i></i>5")
    assert cell.status is CellStatus.AMBIGUOUS
