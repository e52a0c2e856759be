"""Documents with real grids read back exactly, with a place for every cell."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pytest
from PIL import Image

from generator.forms import Form, load_forms
from generator.model import CellKey, CellStatus, Report
from generator.report import read_report
from tests.drawing.pages import BODY, web_page, word_file

YEARS = {"2019": 2020, "2021": 2023}
FIXTURES = Path(__file__).parent / "fixtures"


def texts_of(form: Form, seed: int, blank: float) -> dict[CellKey, str]:
    """Return a text for every cell: small and large numbers, some left blank."""
    rng = random.Random(seed)
    return {
        key: "" if rng.random() < blank else str(rng.choice((0, rng.randint(1, 9), rng.randint(10, 9999))))
        for key in form.keys()
    }


def differing(report: Report, texts: dict[CellKey, str]) -> list[str]:
    """Return the cells that are not read as drawn."""
    found = []
    for cell in report.cells:
        drawn = texts[cell.key]
        status = CellStatus.REPORTED if drawn else CellStatus.BLANK
        if cell.status is not status or (drawn and str(cell.value) != drawn):
            found.append(f"{cell.key}: {cell.status} {cell.value}, drawn {drawn!r}")
    return found


@pytest.mark.parametrize("blank", [0.0, 0.1, 0.6])
@pytest.mark.parametrize("code", ["2019", "2021"])
def test_web_page(code: str, blank: float) -> None:
    form = load_forms()[code]
    texts = texts_of(form, seed=int(code), blank=blank)
    report = read_report(web_page(form, texts, YEARS[code]).encode(), "page.html")
    assert (report.format, report.form, report.year) == ("html", code, YEARS[code])
    assert report.organisation is not None
    assert report.organisation.organisation == BODY
    assert differing(report, texts) == []
    assert all(re.fullmatch(r"table \d+ row \d+ cell \d+", cell.locator) for cell in report.cells)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8-sig", "utf-16"])
def test_web_page_in_any_encoding(encoding: str) -> None:
    form = load_forms()["2021"]
    texts = texts_of(form, seed=5, blank=0.0)
    page = web_page(form, texts, 2023).replace("charset='utf-8'", "charset='gb2312'")
    report = read_report(page.encode(encoding), "page.html")
    assert differing(report, texts) == []


def test_page_says_its_own_address() -> None:
    form = load_forms()["2021"]
    page = web_page(form, texts_of(form, 1, 0.0), 2023)
    page = page.replace("</head>", "<link rel=canonical href='https://www.example.gov.cn/a.html'></head>")
    assert read_report(page.encode(), "page.html").source_url == "https://www.example.gov.cn/a.html"
    assert read_report(page.encode(), "page.html", "https://other.example/").source_url == "https://other.example/"


def test_hidden_text_is_not_read() -> None:
    form = load_forms()["2021"]
    texts = texts_of(form, 2, 0.0)
    page = web_page(form, texts, 2023).replace("<p><span>", "<p><i style='display: none'>7</i><span>")
    assert differing(read_report(page.encode(), "page.html"), texts) == []


def test_two_paragraphs_in_a_cell_are_no_number() -> None:
    form = load_forms()["2021"]
    texts = texts_of(form, 3, 0.0)
    key = CellKey("requests", "received", "enterprise")
    texts[key] = "12"
    page = web_page(form, texts, 2023).replace(
        "<span>1</span><span>2</span></p></td>", "<span>1</span></p><p><span>2</span></p></td>", 1
    )
    cells = {cell.key: cell for cell in read_report(page.encode(), "page.html").cells}
    split = [cell for cell in cells.values() if cell.raw == "1 2"]
    assert [cell.status for cell in split] == [CellStatus.UNREADABLE]


@pytest.mark.parametrize("blank", [0.0, 0.1, 0.6])
@pytest.mark.parametrize("code", ["2019", "2021"])
def test_word_file(code: str, blank: float) -> None:
    form = load_forms()[code]
    texts = texts_of(form, seed=int(code) + 1, blank=blank)
    report = read_report(word_file(form, texts, YEARS[code]), "report.doc")
    assert (report.format, report.form, report.year) == ("docx", code, YEARS[code])
    assert str(report.published_on) == f"{YEARS[code] + 1}-01-15"
    assert differing(report, texts) == []


@pytest.mark.parametrize("name", ["ruled-2021.pdf", "ruled-2019.pdf"])
def test_ruled_pdf(name: str) -> None:
    """Made from ``web_page``: 2021 printed by Chromium (rows torn by pages, open rules), 2019 by LibreOffice."""
    form = load_forms()[name[6:10]]
    texts = texts_of(form, seed=int(form.code) + 2, blank=0.1)
    report = read_report((FIXTURES / name).read_bytes(), name)
    assert (report.format, report.form, report.year) == ("pdf", form.code, YEARS[form.code])
    assert differing(report, texts) == []
    assert all(re.fullmatch(r"page \d+ bbox \d+,\d+,\d+,\d+", cell.locator) for cell in report.cells)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
        (b"PK\x03\x04 word/document.xml", "Word"),
        (b"<html><body>hello</body></html>", "网页"),
    ],
)
def test_damaged_files_say_why(content: bytes, reason: str) -> None:
    report = read_report(content, "damaged")
    assert report.status == "failed"
    assert reason in report.error


def test_a_scan_is_called_one() -> None:
    content = io.BytesIO()
    Image.new("L", (200, 300), 255).save(content, format="PDF")
    report = read_report(content.getvalue(), "scan.pdf")
    assert (report.status, report.format, report.cells) == ("failed", "pdf-scan", ())
    assert "扫描" in report.error
