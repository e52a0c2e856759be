"""Bytes as text: by what makes sense, whatever is declared."""

from __future__ import annotations

import pytest

from generator.documents.encoding import decode
from generator.errors import ReportError

TEXT = "政府信息公开工作年度报告。本年新收政府信息公开申请数量，行政许可、行政处罚、行政强制，总计。" * 8


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_is_found_out(encoding: str) -> None:
    assert decode(f"{TEXT}\n".encode(encoding)) == f"{TEXT}\n"


@pytest.mark.parametrize("declared", ["utf-8", "gbk", "big5", "latin-1", "utf-16", "x-none", "rot13"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_wrong_declaration_does_no_harm(declared: str, encoding: str) -> None:
    text = f"<meta charset={declared}>{TEXT}"
    assert decode(text.encode(encoding)) == text


def test_one_damaged_character_is_not_the_whole_text() -> None:
    for encoding in ("utf-8", "gb18030"):
        content = TEXT.encode(encoding)
        read = decode(content[:300] + b"\xff" + content[300:])
        assert read.startswith(TEXT[:90])
        assert read.endswith(TEXT[-90:])


@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
def test_what_went_through_a_wrong_encoding_is_refused(wrong: str) -> None:
    with pytest.raises(ReportError):
        decode(TEXT.encode().decode(wrong, errors="replace").encode())


def test_few_or_foreign_words_are_left_as_they_are() -> None:
    for text in ("hello", "", "\u0416\u0417" * 200, "龘靐齉爩"):
        assert decode(text.encode()) == text
