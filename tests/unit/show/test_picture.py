from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from generator.errors import GongkaiError, ReportError
from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus
from generator.report import read_report
from generator.show import NoFontError, Place, crop, locate
from generator.show.drawing import FRAME
from generator.show.fonts import chinese_font, font_folders
from generator.show.locators import PagePlace, parse
from generator.show.pages import Page, page_of
from tests.builders import report_of
from tests.drawing.pages import web_page, word_file

FIXTURE = Path(__file__).parents[2] / "formats" / "fixtures" / "ruled-2021.pdf"
SAMPLE = Path(__file__).parents[3] / "data" / "reports" / "004_41b620bcb19def59.txt"
KEY = CellKey("requests", "granted", "enterprise")

needs_font = pytest.mark.skipif(chinese_font(font_folders()) is None, reason="no Chinese font on this machine")


def opened(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def framed(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the box round everything in the colour of frames."""
    colour = tuple(int(FRAME[at : at + 2], 16) for at in (1, 3, 5))
    width, height = image.size
    seen = [divmod(at, width) for at, pixel in enumerate(image.get_flattened_data()) if pixel == colour]
    if not seen:
        return None
    ys, xs = [y for y, _ in seen], [x for _, x in seen]
    assert max(xs) < width
    assert max(ys) < height
    return min(xs), min(ys), max(xs) + 1, max(ys) + 1


def place_at(*locators: str, kind: str) -> Place:
    """Return a row of a report whose cells stand at the locators."""
    columns = ("natural_person", "enterprise", "research")
    cells = tuple(
        Cell(CellKey("requests", "granted", column), CellStatus.REPORTED, Decimal(7), raw="7", locator=locator)
        for column, locator in zip(columns, locators, strict=False)
    )
    report = replace(report_of(), report_id="x-2022", format=kind, cells=cells)
    return Place(report, "requests.granted", "予以公开", cells)


def drawn_files() -> dict[str, bytes]:
    form = load_forms()["2021"]
    texts = {key: str(1001 + index) for index, key in enumerate(form.keys())}
    return {"html": web_page(form, texts, 2023).encode(), "docx": word_file(form, texts, 2023)}


@needs_font
@pytest.mark.parametrize("kind", ["text", "html", "docx"])
def test_lines_and_tables_are_drawn_with_one_frame(kind: str) -> None:
    content = SAMPLE.read_bytes() if kind == "text" else drawn_files()[kind]
    code = "proactive.licensing.decisions" if kind == "text" else "requests.granted.enterprise"
    place = locate(read_report(content, "x"), code)
    png = crop(content, place)
    assert crop(content, place) == png
    image = opened(png)
    box = framed(image)
    assert box is not None
    assert 10 < box[2] - box[0] < image.width / 3
    assert 10 < box[3] - box[1] < image.height / 2


def test_a_page_is_cropped_with_the_cell_framed() -> None:
    content = FIXTURE.read_bytes()
    place = locate(read_report(content, "x.pdf"), "requests.granted.enterprise")
    png = crop(content, place)
    assert crop(content, place) == png
    box = framed(opened(png))
    assert box is not None
    (mark, _), *_ = place.marks
    assert isinstance(mark, PagePlace)
    page = page_of(content, "pdf", mark.page)
    left, top, right, bottom = page.pixels(mark.box)
    assert abs(box[0] - left) <= 5
    assert abs(box[2] - right) <= 5
    assert abs((box[3] - box[1]) - (bottom - top)) <= 10


def _as_it_is(_: pypdfium2.PdfPage) -> None:
    return


def _with_margins_cut(page: pypdfium2.PdfPage) -> None:
    width, height = page.get_size()
    page.set_cropbox(15, 20, width - 10, height - 12)


def _turned(page: pypdfium2.PdfPage) -> None:
    page.set_rotation(90)


@pytest.mark.parametrize("change", [_as_it_is, _with_margins_cut, _turned], ids=["plain", "cropped", "turned"])
def test_there_is_ink_in_the_box_where_the_cell_has_text(change: Callable[[pypdfium2.PdfPage], None]) -> None:
    document = pypdfium2.PdfDocument(FIXTURE)
    for number in range(len(document)):
        change(document[number])
    changed = io.BytesIO()
    document.save(changed)
    content = changed.getvalue()
    pages: dict[int, Page] = {}
    texts = set()
    for cell in read_report(content, "x.pdf").cells:
        place = parse(cell.locator)
        if not isinstance(place, PagePlace):
            continue
        if place.page not in pages:
            pages[place.page] = page_of(content, "pdf", place.page)
        page = pages[place.page]
        left, top, right, bottom = place.box
        # Edges nearer than three points are one edge, so a rule may stand that far inside a box.
        inside = page.image.crop(page.pixels((left + 3.5, top + 3.5, right - 3.5, bottom - 3.5)))
        assert any(inside.convert("L").histogram()[:128]) == bool(cell.raw), cell
        texts.add(bool(cell.raw))
    assert texts == {True, False}


def test_a_table_torn_by_pages_is_shown_page_by_page() -> None:
    content = FIXTURE.read_bytes()
    report = read_report(content, "x.pdf")
    whole, row = (opened(crop(content, locate(report, code))) for code in ("requests", "requests.received"))
    assert whole.height > 2 * row.height
    assert whole.width == row.width


@pytest.mark.parametrize(("dots", "scale"), [(None, 1), (144, 2)])
def test_a_picture_has_one_pixel_a_point_unless_it_says_otherwise(dots: int | None, scale: int) -> None:
    picture = io.BytesIO()
    size = 600 * scale, 800 * scale
    image = Image.new("RGB", size, "white")
    image.save(picture, format="PNG", **({"dpi": (dots, dots)} if dots else {}))
    box = framed(opened(crop(picture.getvalue(), place_at("page 1 bbox 100,300,200,340", kind="image"))))
    assert box is not None
    assert [round(edge / scale) for edge in (box[0], box[2])] == pytest.approx([100, 200], abs=3)
    assert (box[3] - box[1]) / scale == pytest.approx(40, abs=5)


def test_a_picture_that_lies_on_its_side_is_shown_upright() -> None:
    image = Image.new("RGB", (800, 600), "white")
    turned = image.getexif()
    turned[0x0112] = 6  # the camera was held a quarter turn
    picture = io.BytesIO()
    image.save(picture, format="JPEG", exif=turned)
    assert opened(crop(picture.getvalue(), place_at("page 1 bbox 100,300,200,340", kind="image"))).width == 600


def test_a_later_page_of_a_picture() -> None:
    pages = [Image.new("RGB", (300, 200), colour) for colour in ("white", "#ddeeff")]
    picture = io.BytesIO()
    pages[0].save(picture, format="TIFF", save_all=True, append_images=pages[1:])
    shown = opened(crop(picture.getvalue(), place_at("page 2 bbox 10,10,50,30", kind="image")))
    assert shown.getpixel((150, 50)) == (0xDD, 0xEE, 0xFF)
    with pytest.raises(ReportError, match="没有第 3 页"):
        crop(picture.getvalue(), place_at("page 3 bbox 10,10,50,30", kind="image"))


@pytest.mark.parametrize("kind", ["pdf", "image"])
def test_a_damaged_page_has_a_plain_reason(kind: str) -> None:
    content = b"%PDF-1.4 nonsense" if kind == "pdf" else b"\x89PNG\r\n\x1a\nnonsense"
    with pytest.raises(ReportError, match="无法画出"):
        crop(content, place_at("page 1 bbox 10,10,50,30", kind=kind))


@pytest.mark.parametrize("box", ["-50,-50,20000,20000", "90000,90000,90001,90001", "50,50,10,10"])
def test_an_absurd_box_does_no_harm(box: str) -> None:
    content = FIXTURE.read_bytes()
    assert opened(crop(content, place_at(f"page 1 bbox {box}", kind="pdf"))).height < 8001


def test_without_a_font_there_is_a_plain_reason(tmp_path: Path) -> None:
    content = SAMPLE.read_bytes()
    place = locate(read_report(content, "x"), "proactive.licensing.decisions")
    with pytest.raises(NoFontError, match="没有中文字体"):
        crop(content, place, fonts=[tmp_path])


def test_without_a_place_there_is_no_picture() -> None:
    with pytest.raises(GongkaiError, match="没有位置"):
        crop(b"", place_at("", kind="text"))


def test_pages_need_no_chinese_font(tmp_path: Path) -> None:
    content = FIXTURE.read_bytes()
    assert opened(crop(content, place_at("page 1 bbox 10,10,50,30", kind="pdf"), fonts=[tmp_path])).width > 600
    assert parse("page 1 bbox 10,10,50,30") is not None
