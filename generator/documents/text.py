"""Plain text: the encoding is found out, the lines keep their numbers and offsets."""

from __future__ import annotations

import codecs
import re

from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import has_han

_LINE = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
# The mark of UTF-32 begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Above this share of replacement characters a text is no longer what was written.
_MAX_DAMAGE = 0.02


def read(content: bytes) -> Document:
    """Return the lines of a text file; raises ``ReportError`` where there is no text to read."""
    text = decode(content)
    if not text.strip():
        raise ReportError("文件是空的，没有任何文字")
    if not has_han(text):
        raise ReportError("文件中没有汉字，不是年度报告")
    return Document(format="text", lines=tuple(split_lines(text)))


def decode(content: bytes) -> str:
    """Return the text: byte order mark first, then strict UTF-8, then GB18030 (which holds GB2312 and GBK)."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, errors="replace"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return _checked(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _checked(content.decode("utf-8", errors="replace"))


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text``, numbered from 1; a form feed stays in its line as the page break it is."""
    lines: list[Line] = []
    start = 0
    for match in _LINE.finditer(text):
        lines.append(Line(len(lines) + 1, start, text[start : match.start()]))
        start = match.end()
    if start < len(text):
        lines.append(Line(len(lines) + 1, start, text[start:]))
    return lines


def _checked(text: str) -> str:
    if text.count("\ufffd") > _MAX_DAMAGE * max(len(text), 1):
        raise ReportError("文字编码无法识别，内容已损坏")
    return text
