"""What is seen on a page of a PDF, on content streams written by hand."""

from __future__ import annotations

import pytest

from generator.documents.page import UNKNOWN, Page
from generator.documents.pdf import is_scanned, pages_of
from generator.documents.words import lines_of

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"
# Codes of glyphs, and nothing that says which characters they are.
NAMELESS = (
    "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    "/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600>>]>>"
)
CLEAR = "<</Type/ExtGState/ca 0/CA 0>>"
IMAGE = "q 500 0 0 700 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"


def page(content: str, *, root: str = "", font: str = FONT) -> Page:
    """Return the one page of a file with this content; ``root`` goes to the catalogue."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{root}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R"
        f"/Resources<</Font<</F {font}>>/ExtGState<</C {CLEAR}>>/Properties<</L 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/OCG/Name(layer)>>",
    ]
    file = b"%PDF-1.7\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    file += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return next(pages_of(file))


def shown(content: str, **options: str) -> str:
    """Return the visible characters of a page with this content, in the order of painting."""
    return "".join(glyph.text for glyph in page(content, **options).glyphs)


def text(shown: str, x: int = 100, y: int = 300) -> str:
    """Return the operators that print a text."""
    return f"BT /F 10 Tf {x} {y} Td ({shown}) Tj ET"


def test_boxes_count_from_the_top_left_corner() -> None:
    glyph = page(text("7")).glyphs[0]
    assert glyph.text == "7"
    assert (round(glyph.x0), round(glyph.x1)) == (100, 106)
    assert 389 < glyph.top < 400 < glyph.bottom < 404


@pytest.mark.parametrize(
    "hidden",
    [
        f"q 3 Tr {text('9')} Q",
        f"q 1 g {text('9')} Q",
        f"q /C gs {text('9')} Q",
        f"q 0 0 50 50 re W n {text('9')} Q",
        f"/OC /L BDC {text('9')} EMC",
        f"{text('9')} 1 g 90 290 50 50 re f 0 g",
        text("9", x=900),
        "BT /F 0.5 Tf 100 300 Td (9) Tj ET",
    ],
)
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    assert shown(f"{hidden} {text('12', x=200)}", root="/OCProperties<</D<</OFF[5 0 R]>>>>") == "12"


def test_white_text_on_a_dark_ground_is_seen() -> None:
    assert shown(f"0 g 90 290 50 50 re f 1 g {text('9')}") == "9"


def test_a_layer_that_is_on_is_seen() -> None:
    assert shown(f"/OC /L BDC {text('9')} EMC") == "9"


def test_text_under_a_later_picture_is_hidden_and_the_page_a_scan() -> None:
    scan = page(f"{text('many words of somebody who read the scan')} {IMAGE}")
    assert (scan.glyphs, is_scanned(scan)) == ((), True)
    assert not is_scanned(page(f"{IMAGE} {text('many words that stand upon a picture of a page')}"))


def test_bold_by_painting_twice_counts_once_and_equal_digits_stay() -> None:
    assert shown(f"{text('110')} {text('110', x=101)}") == "110"
    assert shown("BT /F 10 Tf 100 300 Td [(1) 300 (1) 300 (1)] TJ ET") == "111"


def test_slanting_text_is_no_text_of_the_page() -> None:
    assert shown(f"{text('12')} BT /F 40 Tf .7 .7 -.7 .7 80 80 Tm (2023) Tj ET") == "12"


@pytest.mark.parametrize(
    ("matrix", "turn"), [("0 1 -1 0 100 300", 90), ("-1 0 0 -1 100 300", 180), ("0 -1 1 0 100 300", 270)]
)
def test_a_turned_page_is_put_upright_and_its_places_stay(matrix: str, turn: int) -> None:
    turned = page(f"BT /F 10 Tf {matrix} Tm (12) Tj ET")
    first, second = turned.glyphs
    assert (turned.turn, first.text + second.text) == (turn, "12")
    assert first.x1 <= second.x0 + 0.1
    x0, top, x1, bottom = map(int, turned.place(first[1:]).split()[-1].split(","))
    assert 88 <= x0 <= x1 <= 112
    assert 388 <= top <= bottom <= 412


def test_a_character_without_a_meaning_is_no_number() -> None:
    found = shown("BT /F 10 Tf 100 300 Td <00140015> Tj ET", font=NAMELESS)
    assert set(found) == {UNKNOWN}
    assert len(found) == 2


def test_digits_printed_over_each_other_are_no_number() -> None:
    (line,) = lines_of(page(f"{text('12')} {text('7', x=104)}").glyphs)
    assert UNKNOWN in line[0].text


@pytest.mark.parametrize(
    ("drawn", "rules"),
    [
        ("100 100 m 300 100 l S", 1),
        ("100 100 200 0.5 re f", 1),
        ("100 100 200 50 re S", 4),
        ("0.9 g 100 100 200 50 re f", 0),
        ("1 G 100 100 m 300 100 l S", 0),
        ("q /C gs 100 100 m 300 100 l S Q", 0),
        ("q 0 0 50 50 re W n 100 100 m 300 100 l S Q", 0),
        ("100 100 m 300 180 l S", 0),
        ("0 g 90 90 300 100 re f 1 g 100 100 80 50 re f 190 100 80 50 re f", 8),
    ],
)
def test_rules_are_what_is_seen_as_a_line(drawn: str, rules: int) -> None:
    assert len(page(drawn).rules) == rules
