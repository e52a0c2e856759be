"""Numbers of private persons are masked in everything a report says, and figures never are."""

from __future__ import annotations

import random
import time
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.carried import carried_text
from generator.forms import load_forms
from generator.model import (
    Cell,
    CellKey,
    CellStatus,
    CheckResult,
    Finding,
    LegacyFigure,
    Line,
    NarrativeFact,
    Section,
    Verdict,
)
from generator.personal import RULE, masked, masked_lines, masked_text, numbers, private_numbers
from generator.personal.numbers import find, is_identity_card, is_luhn, may_hold
from generator.personal.rules import Example, load_rules
from generator.pipeline import assemble
from generator.report import read_report
from tests.builders import report_of, rows_of

CARD = "11010519491231002X"
MOBILE = "13812345678"
BANK = "6222021234567890128"
TELLTALE = ("1949123", "12345678", "02123456789")


@pytest.mark.parametrize("example", load_rules().examples, ids=lambda example: example.text[:24])
def test_examples_of_the_data_file(example: Example) -> None:
    assert masked_text(example.text) == example.masked


def identity_card(chance: random.Random) -> str:
    """Return a made number with a right check digit."""
    day = f"{chance.randrange(1930, 2020)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    front = (
        f"{chance.choice(sorted(load_rules().provinces))}{chance.randrange(10000):04}{day}{chance.randrange(1000):03}"
    )
    return next(front + last for last in "0123456789X" if is_identity_card(front + last))


def bank_card(chance: random.Random) -> str:
    front = f"62{chance.randrange(10**16):016}"
    return next(front + str(last) for last in range(10) if is_luhn(front + str(last)))


def mobile(chance: random.Random) -> str:
    return f"1{chance.randrange(3, 10)}{chance.randrange(10**9):09}"


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def cut(number: str, lengths: tuple[int, ...], between: str) -> str:
    parts, at = [], 0
    for length in lengths:
        parts.append(number[at : at + length])
        at += length
    return between.join(filter(None, (*parts, number[at:])))


CUTS = {
    identity_card: ((), (6, 8), (6, 4, 4), (4, 4, 4, 4), (1,) * 17),
    bank_card: ((), (4, 4, 4, 4), (6,)),
    mobile: ((), (3, 4), (4, 3), (3, 3)),
}
CALLED = {identity_card: "身份证号", bank_card: "银行卡号", mobile: "手机"}


@settings(max_examples=300)
@given(st.integers(0, 10**9), st.sampled_from(list(CUTS)), st.sampled_from([" ", "-", "　", "－", "—"]), st.booleans())
def test_a_persons_number_in_any_writing_is_masked_and_the_text_keeps_its_length(
    seed: int, kind: object, between: str, full_width: bool
) -> None:
    chance = random.Random(seed)
    number = kind(chance)  # type: ignore[operator]
    written = cut(number, chance.choice(CUTS[kind]), between)  # type: ignore[index]
    said = f"王某（{CALLED[kind]}：{wide(written) if full_width else written}）提出申请 3 件。"  # type: ignore[index]
    hidden = masked_text(said)
    assert len(hidden) == len(said)
    assert sum(char in "*" for char in hidden) == len(number) - load_rules().kept
    assert hidden.endswith("）提出申请 3 件。")
    assert masked_text(hidden) == hidden


@settings(max_examples=300)
@given(st.text("0123456789 \t|\n,.，。〔〕号件元年月日第", max_size=200))
def test_masking_changes_only_what_it_found(text: str) -> None:
    places = {place for one in find(text) for place in range(one.start, one.end)}
    hidden = masked_text(text)
    assert [char for place, char in enumerate(hidden) if place not in places] == [
        char for place, char in enumerate(text) if place not in places
    ]


@settings(max_examples=200)
@given(st.lists(st.integers(0, 99999), min_size=7, max_size=175), st.sampled_from([" ", "\t", "|", "\n", "  "]))
def test_rows_of_figures_hold_no_persons_numbers(figures: list[int], between: str) -> None:
    text = "一、本年新收政府信息公开申请数量" + between + between.join(map(str, figures))
    assert find(text) == []


@given(st.lists(st.text("0123456789０５Xx -－—.．・　\u00a0\t\u200b\u200d\ufeff\nTel年(", max_size=40), max_size=4))
@settings(max_examples=300)
def test_the_quick_look_misses_no_run_of_digits(texts: list[str]) -> None:
    runs = [text for text in texts if numbers._run_pattern().search(text.translate(numbers._PLAIN))]
    assert may_hold(texts) or not runs
    assert all(may_hold([text]) for text in runs)


def test_nothing_of_a_report_leaves_with_a_number() -> None:
    said = f"申请人李某，身份证{CARD}，电话{MOBILE}，卡号{BANK}"
    key = CellKey("requests", "received", "other")
    cells = tuple(
        Cell(cell.key, CellStatus.UNREADABLE, raw=said) if cell.key == key else cell for cell in report_of().cells
    )
    report = report_of(
        cells=cells,
        narrative=dict.fromkeys(Section, said),
        facts=(NarrativeFact("other", said, Decimal(3), False, "件", said, "line 1"),),
        findings=(Finding("label.uncertain", said, expected=said, actual=said),),
        checks=(CheckResult("requests.balance", Verdict.HOLDS, said),),
        legacy=(LegacyFigure("", said, "", said, "件", CellStatus.UNREADABLE, raw=said, number=1, table=1),),
        error=said,
        source=f"李某{CARD}.txt",
    )
    for rows in rows_of(assemble([report])).values():
        for row in rows:
            assert not any(piece in value for value in row for piece in TELLTALE), row


def test_figures_stay_whatever_they_look_like() -> None:
    """A purchase of 13.8 billion is a figure, and so is one of 13 to 19 digits."""
    keys = [key for key in load_forms()["2019"].keys() if key.table == "proactive"]
    for number in (MOBILE, BANK, "138 1234 5678", "13,812,345,678"):
        cell = Cell(keys[-1], CellStatus.REPORTED, Decimal(13812345678), raw=number)
        assert masked(report_of(form="2019", cells=(cell,))).cells == (cell,)


def test_an_identity_card_in_a_cell_is_no_figure() -> None:
    number = "110105194912310054"
    number = next(number[:17] + last for last in "0123456789X" if is_identity_card(number[:17] + last))
    assert number.isdigit()
    cell = replace(report_of().cells[0], value=Decimal(number), raw=number)
    (hidden,) = masked(report_of(cells=(cell,))).cells
    assert (hidden.status, hidden.value, hidden.raw) == (CellStatus.UNREADABLE, None, "11" + "*" * 16)


def test_a_masked_number_that_the_prose_seemed_to_count_is_no_fact() -> None:
    fact = NarrativeFact("hotline", "", Decimal(MOBILE), False, "", f"张三手机{MOBILE}", "line 1")
    other = NarrativeFact("training", "", Decimal(3), False, "次", f"张三（{MOBILE}）培训3次", "line 1")
    assert [one.fact for one in masked(report_of(facts=(fact, other))).facts] == ["training"]


def test_a_read_report_says_how_many_and_never_what(root: Path) -> None:
    text = (root / "data" / "reports" / "003_007be9ad47cc36ba.txt").read_text(encoding="utf-8")
    plain = read_report(text.encode(), "a.txt")
    assert RULE not in {finding.rule for finding in plain.findings}
    report = read_report(f"{text}\n当事人李某（身份证{CARD}，手机{MOBILE}）。\n".encode(), "a.txt")
    (finding,) = [finding for finding in report.findings if finding.rule == RULE]
    assert "居民身份证号码 1 处、手机号码 1 处" in finding.message
    assert report.cells == plain.cells
    assert not any(piece in str(report) for piece in TELLTALE)


def test_readings_of_one_document_are_counted_once() -> None:
    (finding,) = private_numbers(f"手机{MOBILE}", f"手机\n{MOBILE}", "没有")
    assert "手机号码 1 处" in finding.message
    assert private_numbers(f"采购金额\t{MOBILE}\t2") == ()


def test_lines_are_masked_across_their_ends_and_keep_their_length() -> None:
    texts = ("身份证号：1101051949", "1231002X，手机", "13812345678", "采购金额\t13812345678\t2", "")
    lines = [Line(number, 0, text) for number, text in enumerate(texts, 1)]
    hidden = [line.text for line in masked_lines(lines)]
    assert hidden == ["身份证号：11********", "********，手机", "13*********", texts[3], ""]


def zipped(**parts: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", text)
    return buffer.getvalue()


def pdf(shown: str) -> bytes:
    """Return a page that writes ``shown`` in ink that is not seen."""
    stream = f"BT /F 12 Tf 3 Tr 50 700 Td ({shown}) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ).encode()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("html", f"<p style='display:none'>手机{MOBILE}</p>".encode()),
        ("html", f"<!-- 联系人 {MOBILE} --><p>年度报告</p>".encode()),
        ("html", f'<input type="hidden" value="{MOBILE}"><a href="tel:{MOBILE}">拨打</a>'.encode()),
        ("docx", zipped(word_comments=f"<w:p><w:r><w:t>1381</w:t></w:r><w:r><w:t>{MOBILE[4:]}</w:t></w:r></w:p>")),
        ("doc", b"\xd0\xcf\x11\xe0" + f"身份证{CARD}。".encode("utf-16-le")),
        ("pdf", pdf(MOBILE)),
        ("rtf", rb"{\rtf1 {\v\f0 " + MOBILE.encode() + rb"}\par}"),
    ],
)
def test_the_file_as_a_whole_is_asked_also_for_what_nobody_sees(kind: str, content: bytes) -> None:
    assert private_numbers(carried_text(content, kind))


def test_scripts_and_addresses_of_a_page_are_no_text() -> None:
    page = f'<script>var id={MOBILE};</script><a href="art_{MOBILE}.html">x</a><img src="/{MOBILE}.png">'
    assert private_numbers(carried_text(page.encode(), "html")) == ()


def test_what_cannot_be_opened_carries_nothing() -> None:
    for kind in ("pdf", "docx", "xlsx", "ofd", "html", "image", ""):
        assert private_numbers(carried_text(b"PK\x03\x04 broken \xff", kind)) == ()


def test_masking_takes_next_to_no_time(root: Path) -> None:
    text = (root / "data" / "reports" / "004_41b620bcb19def59.txt").read_text(encoding="utf-8")
    report = read_report(text.encode(), "a.txt")
    masked(report)
    started = time.perf_counter()
    for _ in range(20):
        masked(report)
        private_numbers(text)
    assert (time.perf_counter() - started) / 20 < 0.02
