"""Automatic numbers are counted as Word counts them."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.documents.ordinals import Ordinals, ordinal

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (1, "chineseCounting", "一"),
        (10, "japaneseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (35, "chineseCounting", "三十五"),
        (3, "decimal", "3"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (7, "decimalZero", "07"),
        (4, "somethingElse", "4"),
    ],
)
def test_number_forms(number: int, form: str, shown: str) -> None:
    assert ordinal(number, form) == shown


def level(depth: int, text: str, form: str = "decimal", more: str = "") -> str:
    head = f"<w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}"
    return f"<w:lvl w:ilvl='{depth}'>{head}<w:lvlText w:val='{text}'/></w:lvl>"


def numbers(places: list[tuple[str, int]], levels: str, nums: str, styles: str = "") -> list[str]:
    """Return what is shown before paragraphs of these lists (a style where no digit) and levels."""
    numbering = etree.fromstring(
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>{nums}</w:numbering>"
    )
    counter = Ordinals(numbering, etree.fromstring(f"<w:styles {W}>{styles}</w:styles>"))
    shown = []
    for name, depth in places:
        inside = f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{name}'/></w:numPr>"
        inside = inside if name.isdigit() else f"<w:pStyle w:val='{name}'/>"
        shown.append(counter.next(etree.fromstring(f"<w:p {W}><w:pPr>{inside}</w:pPr></w:p>")))
    return shown


NUM = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"


def test_deeper_levels_begin_again() -> None:
    levels = level(0, "%1、", "chineseCounting") + level(1, "%1.%2")
    assert numbers([("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1)], levels, NUM) == [
        "一、",
        "一.1",
        "一.2",
        "二、",
        "二.1",
    ]


def test_another_list_of_the_same_kind_counts_on_unless_told_to_begin() -> None:
    other = "<w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>"
    begin = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    begun = f"<w:num w:numId='3'><w:abstractNumId w:val='0'/>{begin}</w:num>"
    assert numbers([("1", 0), ("2", 0), ("3", 0), ("3", 0)], level(0, "%1."), NUM + other + begun) == [
        "1.",
        "2.",
        "1.",
        "2.",
    ]


def test_styles_bring_their_number() -> None:
    styles = (
        "<w:style w:styleId='base'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:styleId='own'><w:basedOn w:val='base'/></w:style>"
    )
    assert numbers([("own", 0), ("base", 0)], level(0, "（%1）"), NUM, styles) == ["（1）", "（2）"]


def test_bullets_and_no_list_show_nothing() -> None:
    assert numbers([("1", 0), ("0", 0), ("9", 0), ("1", 5)], level(0, "•", "bullet"), NUM) == ["", "", "", ""]


def test_legal_numbering_has_digits_only() -> None:
    levels = level(0, "%1", "chineseCounting") + level(1, "%1.%2", more="<w:isLgl/>")
    assert numbers([("1", 0), ("1", 1)], levels, NUM)[1] == "1.1"
