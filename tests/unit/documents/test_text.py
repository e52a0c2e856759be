"""Plain text: whatever the encoding, the same words at the same places."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.encoding import decode
from generator.documents.text import read, split_lines
from generator.errors import ReportError

TEXT = "汤阴县白营镇2023年政府信息公开工作年度报告\n一、总体情况\n规章\t0\t0\t0\n"
# Rare characters of place names, beyond GBK.
RARE = TEXT + "䶮𠮷㙍\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("gb2312"),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb2312", "gbk", "gb18030"],
)
def test_encodings(content: bytes) -> None:
    assert decode(content) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_rare_characters(encoding: str) -> None:
    assert decode(RARE.encode(encoding)) == RARE


def test_one_broken_character_does_not_cost_the_document() -> None:
    content = TEXT.encode() * 20
    broken = decode(content[:-7] + b"\xe8" + content[-7:])
    assert broken.startswith(TEXT * 19)
    assert broken.count("\ufffd") == 1


def test_a_document_cut_off_inside_a_character_keeps_its_words() -> None:
    content = (TEXT * 20).encode()
    cut = content[: content.rindex("规".encode()) + 1]
    assert decode(cut).startswith(TEXT * 19)


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(128, 256)) * 20,
        "规章".encode() + b"\xff\xfe\xfd" * 50,
        codecs.BOM_UTF8 + TEXT.encode("gbk"),
        "\ufffd\ufffd年度报告".encode(),
    ],
    ids=["high bytes", "damaged", "wrong mark", "damaged before us"],
)
def test_damaged_text_is_refused(content: bytes) -> None:
    with pytest.raises(ReportError, match="编码"):
        decode(content)


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_an_empty_file_says_so(content: bytes) -> None:
    with pytest.raises(ReportError, match="空"):
        read(content)


@pytest.mark.parametrize("content", [b"Hello, world\n", b"1 2 3\n", "Привет".encode()])
def test_a_file_without_a_chinese_character_says_so(content: bytes) -> None:
    with pytest.raises(ReportError, match="汉字"):
        read(content)


def test_a_document_is_its_lines() -> None:
    document = read(TEXT.encode())
    assert document.format == "text"
    assert [(line.number, line.text) for line in document.lines] == [
        (1, "汤阴县白营镇2023年政府信息公开工作年度报告"),
        (2, "一、总体情况"),
        (3, "规章\t0\t0\t0"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_line_ends(end: str) -> None:
    lines = split_lines(f"规章{end}{end}0")
    assert [(line.number, line.start, line.text) for line in lines] == [
        (1, 0, "规章"),
        (2, 2 + len(end), ""),
        (3, 2 + 2 * len(end), "0"),
    ]


def test_a_page_break_stays_in_its_line() -> None:
    assert [line.text for line in split_lines("规章\n\f— 4 —\n0")] == ["规章", "\f— 4 —", "0"]


def test_a_last_line_end_opens_no_line() -> None:
    assert len(split_lines("规章\n")) == 1
    assert split_lines("") == []


@settings(deadline=None)
@given(st.text(alphabet="规章0 \t\r\n\f\x0b\x85\u2028|", max_size=60))
def test_every_line_lies_where_it_says(text: str) -> None:
    lines = split_lines(text)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    end = 0
    for line in lines:
        assert text[line.start : line.start + len(line.text)] == line.text
        assert text[end : line.start].strip("\r\n\x0b\x85\u2028") == ""
        end = line.start + len(line.text)
    assert text[end:].strip("\r\n\x0b\x85\u2028") == ""


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="gb18030", exclude_categories=["Cs", "Co", "Cn"]), min_size=1, max_size=40))
def test_utf_8_is_never_taken_for_something_else(text: str) -> None:
    assert decode(("规章" + text.replace("\ufffd", "")).encode()) == "规章" + text.replace("\ufffd", "")
