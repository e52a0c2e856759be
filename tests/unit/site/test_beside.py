"""What stands beside a report's tables: the very file, its rows or its pages, within bounds, and nothing withheld."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from generator.cache.packing import pack, unpack
from generator.documents.page import Glyph, Page, Rule
from generator.model import Finding, Report
from generator.personal import RULE as MASKED
from generator.report import Shown, open_report, read_report
from generator.show.pages import Page as Drawn
from generator.site.beside import Original, beside
from generator.site.beside.pictures import MOST_BYTES, compressed, picture_of
from generator.site.beside.redrawn import redrawn

ROOT = Path(__file__).parents[3]
SAMPLE = next((ROOT / "data" / "reports").glob("004_*.txt"))
FIXTURES = ROOT / "tests" / "formats" / "fixtures"
PDF = ROOT / "tests" / "corpus" / "blank-rows" / "made-chromium-pdf.pdf"


def shown(path: Path, **changes: object) -> tuple[Report, Original, dict[str, bytes]]:
    report = replace(read_report(path.read_bytes(), path.name), **changes)  # type: ignore[arg-type]
    original, pictures = beside(report, path.parent)
    return report, original, {picture.name: picture.content for picture in pictures}


def test_every_line_of_a_text_is_there_and_figures_lead_to_their_cells() -> None:
    _, original, pictures = shown(SAMPLE)
    assert pictures == {}
    rows = {row.number: row for stretch in original.stretches for row in stretch.rows}
    text = SAMPLE.read_text("utf-8").split("\n")
    assert all("".join(spot.text for spot in row.spots) == text[number - 1] for number, row in rows.items())
    (spot,) = (spot for spot in rows[29].spots if spot.keys)
    assert spot.keys[0] == "requests.granted.natural_person"
    assert len(spot.keys) == 7
    assert "L29" in original.lines
    assert [stretch.folded for stretch in original.stretches][:2] == [True, False]


def test_pages_of_a_pdf_are_shared_pictures_with_a_box_for_each_figure() -> None:
    report, original, pictures = shown(PDF)
    located = [cell for cell in report.cells if cell.locator]
    assert len(located) > 100
    assert sum(len(box.keys) for page in original.pages for box in page.boxes) == len(located)
    assert {page.file for page in original.pages} == pictures.keys()
    for page in original.pages:
        image = Image.open(io.BytesIO(pictures[page.file]))
        assert image.format == "WEBP"
        assert image.width / image.height == pytest.approx(page.width / page.height, rel=0.01)
        assert all(0 <= box.x < page.width and 0 <= box.y < page.height for box in page.boxes)
    assert shown(PDF)[2] == pictures


def test_a_page_full_of_grain_stays_within_its_bound() -> None:
    grain = np.random.default_rng(7).integers(0, 255, (3508, 2480), dtype=np.uint8)
    assert len(compressed(Image.fromarray(grain))) <= MOST_BYTES


def test_a_page_is_as_large_as_the_file_says() -> None:
    picture = picture_of(Drawn(2, Image.new("RGB", (1190, 1684), "white"), 2.0))
    assert (picture.name, picture.width, picture.height) == ("page-2.webp", 595, 842)


def test_other_bytes_than_those_read_are_not_shown(tmp_path: Path) -> None:
    report, _, _ = shown(SAMPLE)
    assert "没有找到" in beside(report, tmp_path)[0].note
    (tmp_path / report.source).write_text("别的文字", encoding="utf-8")
    assert "不是同一份" in beside(report, tmp_path)[0].note


def test_a_file_outside_the_folder_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.txt").write_bytes(SAMPLE.read_bytes())
    report = replace(read_report(SAMPLE.read_bytes(), "a.txt"), source="../out.txt")
    assert "没有找到" in beside(report, tmp_path / "in")[0].note


def test_pages_of_a_file_that_is_not_handed_on_are_not_shown() -> None:
    _, original, pictures = shown(PDF, findings=(Finding(MASKED, ""),))
    assert (original.pages, pictures) == ((), {})
    assert "个人号码" in original.note


def test_numbers_of_persons_are_masked_and_withdrawn_parts_leave_nothing(tmp_path: Path) -> None:
    content = SAMPLE.read_bytes() + "\n联系人手机：13912345678。\n".encode()
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    _, original, _ = shown(path)
    text = "".join(spot.text for stretch in original.stretches for row in stretch.rows for spot in row.spots)
    assert "13912345678" not in text
    assert "联系人手机" in text
    assert shown(path, findings=(Finding("text.withdrawn", ""),))[1].stretches == ()


@pytest.mark.parametrize("name", ["made-2021.doc", "made-2021.rtf", "made-2021-libreoffice.docx", "page.html"])
def test_lines_kept_where_a_document_was_read_are_those_of_the_document(name: str, tmp_path: Path) -> None:
    path = FIXTURES / name
    if name == "page.html":
        path = tmp_path / name
        lines = SAMPLE.read_text("utf-8").split("\n")
        path.write_text("<html><body><p>" + "</p><p>".join([*lines, "手机：13912345678。"]), encoding="utf-8")
    opened = open_report(path.read_bytes(), path.name)
    assert opened.shown is not None
    kept = unpack(Shown, pack(opened.shown))
    here, _ = beside(opened.report, path.parent)
    assert here.stretches
    assert beside(opened.report, tmp_path / "nowhere", kept) == (here, ())
    assert "13912345678" not in repr(kept)
    withdrawn = replace(opened.report, findings=(Finding("text.withdrawn", ""),))
    assert beside(withdrawn, tmp_path, kept) == beside(withdrawn, path.parent)


def test_no_lines_are_kept_of_what_is_as_soon_read_again_or_shown_as_pictures() -> None:
    assert open_report(SAMPLE.read_bytes(), "a.txt").shown is None
    assert open_report(PDF.read_bytes(), "a.pdf").shown is None


def test_a_damaged_pdf_gives_a_reason(tmp_path: Path) -> None:
    report = read_report(PDF.read_bytes(), "a.pdf")
    broken = b"%PDF-1.7 nothing"
    (tmp_path / "a.pdf").write_bytes(broken)
    report = replace(report, sha256=hashlib.sha256(broken).hexdigest())
    original, pictures = beside(report, tmp_path)
    assert pictures == ()
    assert all(page.reason and not page.file for page in original.pages)


def test_a_redrawn_page_shows_characters_and_rules_as_text_only() -> None:
    glyphs = (Glyph("<b>", 10, 20, 20, 30), Glyph("公", 30, 20, 40, 30), Glyph("0", 30, 60, 35, 70))
    svg = redrawn(Page(1, 595, 842, glyphs, (Rule(10, 50, 90, 50),)))
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == "0 0 595 842"
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["<b>公", "0"]
    assert b"M10 50L90 50" in svg
