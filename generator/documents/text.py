"""Plain text: the encoding is found out, the lines keep their numbers and offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.documents.encoding import decode
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import has_han

_BETWEEN = re.compile(r"[|｜│┃\t]|[ \u3000]{2,}")
_LINE = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")


def read(content: bytes) -> Document:
    """Return the lines of a text file; raises ``ReportError`` where there is no text to read."""
    text = decode(content)
    if not text.strip():
        raise ReportError("文件是空的，没有任何文字")
    if not has_han(text):
        raise ReportError("文件中没有汉字，不是年度报告")
    lines = tuple(split_lines(text))
    return Document(format="text", lines=lines, again=lambda _: one_cell_a_line(lines))


def one_cell_a_line(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with each cell on one of its own, so that only words and order tell which row a figure is of.

    Where cells stood so already this is no other reading, and nothing is returned.
    """
    apart = tuple(
        replace(line, text=piece)
        for line in lines
        for piece in [piece for piece in _BETWEEN.split(line.text) if piece.strip()] or [""]
    )
    return apart if len(apart) > len(lines) else ()


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
