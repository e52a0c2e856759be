"""OFD: text and rules where the file puts them, whichever way it writes the same page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from html import escape

import pytest

from generator.forms import Form, load_forms
from generator.model import CellKey
from generator.report import read_report
from tests.drawing.pages import BODY, boxes
from tests.formats.office import YEARS, false_figures
from tests.formats.test_grids import differing, texts_of

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD, _SIZE, _HEIGHT, _WIDTH, _LEFT = '<?xml version="1.0" encoding="UTF-8"?>', 1.0, 5.0, 12.0, 10.0
Write = Callable[[float, float, str], str]


def plain(x: float, y: float, text: str) -> str:
    """Write a text with a step for each character."""
    steps = " ".join(f"{_SIZE if ord(char) > 255 else _SIZE / 2:.2f}" for char in text[:-1])
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 4" Font="3" Size="{_SIZE}">'
        f'<ofd:TextCode X="0" Y="{_SIZE}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def repeated(x: float, y: float, text: str) -> str:
    """Write a text by groups of equal steps, moved and sized by a matrix."""
    parts = re.findall(r"[\x00-\xff]+|[^\x00-\xff]+", text)
    steps = " ".join(f"g {len(part)} {1.0 if ord(part[0]) > 255 else 0.5}" for part in parts)
    return (
        f'<ofd:TextObject ID="1" Boundary="0 0 210 297" CTM="{_SIZE} 0 0 {_SIZE} {x} {y}" Font="3" Size="1">'
        f'<ofd:TextCode X="0" Y="1" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def apart(x: float, y: float, text: str) -> str:
    """Write each character as an object of its own."""
    out, at = [], x
    for char in text:
        out.append(plain(at, y, char))
        at += _SIZE if ord(char) > 255 else _SIZE / 2
    return "".join(out)


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {x1 - x0 + 1} {y1 - y0 + 1}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def drawn(form: Form, texts: Mapping[CellKey, str], write: Write = plain) -> bytes:
    """Draw a form: a table with rules on a page of its own."""
    year = YEARS[form.code]
    pages = [write(60, 20, f"{BODY}{year}年政府信息公开工作年度报告") + write(20, 40, "一、总体情况")]
    for table in form.tables:
        out = [write(20, 20, table.section)]
        for row, column, down, across, text in boxes(table, texts):
            x0, y0 = _LEFT + column * _WIDTH, 30 + row * _HEIGHT
            x1, y1 = x0 + across * _WIDTH, y0 + down * _HEIGHT
            out += [stroke(x0, y0, x1, y0), stroke(x0, y1, x1, y1), stroke(x0, y0, x0, y1), stroke(x1, y0, x1, y1)]
            room = max(1, int((x1 - x0 - 1) / _SIZE))
            for line, start in enumerate(range(0, len(text), room)):
                out.append(write(x0 + 0.5, y0 + 0.3 + line * 1.15, text[start : start + room]))
        pages.append("".join(out))
    return packed(pages)


def packed(pages: list[str]) -> bytes:
    """Return pages as a file; the first layer of each is a template, as writers do with page heads."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f"{_HEAD}<ofd:OFD {_NS} Version='1.0' DocType='OFD'><ofd:DocBody>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(
            f"<ofd:Page ID='{10 + at}' BaseLoc='Pages/Page_{at}/Content.xml'/>" for at in range(len(pages))
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f"{_HEAD}<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea><ofd:TemplatePage ID='5' BaseLoc='Tpls/Tpl_0/Content.xml'/></ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        layer = "<ofd:Content><ofd:Layer ID='1'>{}</ofd:Layer></ofd:Content>"
        archive.writestr("Doc_0/Tpls/Tpl_0/Content.xml", f"{_HEAD}<ofd:Page {_NS}>{layer.format('')}</ofd:Page>")
        for at, page in enumerate(pages):
            archive.writestr(
                f"Doc_0/Pages/Page_{at}/Content.xml",
                f"{_HEAD}<ofd:Page {_NS}><ofd:Template TemplateID='5'/>{layer.format(page)}</ofd:Page>",
            )
    return content.getvalue()


@pytest.mark.parametrize("write", [plain, repeated, apart])
@pytest.mark.parametrize("code", ["2019", "2021"])
def test_ruled_tables(code: str, write: Write) -> None:
    form = load_forms()[code]
    texts = texts_of(form, 3, 0.1)
    report = read_report(drawn(form, texts, write), "a.ofd")
    assert (report.format, report.form, report.year) == ("ofd", code, YEARS[code])
    assert differing(report, texts) == []
    assert all(re.fullmatch(r"page \d+ bbox \d+,\d+,\d+,\d+", cell.locator) for cell in report.cells)


@pytest.mark.parametrize(
    "hide",
    [
        lambda text: text.replace("<ofd:TextObject ", '<ofd:TextObject Visible="false" '),
        lambda text: text.replace("<ofd:TextObject ", '<ofd:TextObject Alpha="0" '),
        lambda text: text.replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'),
    ],
)
def test_invisible_text_is_not_read(hide: Callable[[str], str]) -> None:
    form = load_forms()["2021"]
    texts = texts_of(form, 3, 0.1)

    def both(x: float, y: float, text: str) -> str:
        return plain(x, y, text) + (hide(plain(x, y, "9")) if text.isdigit() else "")

    report = read_report(drawn(form, texts, both), "a.ofd")
    assert differing(report, texts) == []


def test_two_texts_at_one_place_give_no_figure() -> None:
    form = load_forms()["2021"]
    texts = texts_of(form, 3, 0.0)

    def both(x: float, y: float, text: str) -> str:
        return plain(x, y, text) + (plain(x, y, "9") if text.isdigit() else "")

    assert false_figures(read_report(drawn(form, texts, both), "a.ofd"), texts) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(["<ofd:ImageObject ID='1' Boundary='0 0 210 297'/>"]), "没有文字层"),
        (packed(["<ofd:TextObject Boundary='x'/><ofd:PathObject/>"]), "没有文字层"),
        (packed(["x"])[:-80] + b"OFD.xml", "损坏"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, words: str) -> None:
    report = read_report(content, "a.ofd")
    assert (report.status, report.format) == ("failed", "ofd")
    assert words in report.error
