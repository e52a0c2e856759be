"""The end of the last section: the signature, and the footer of the page behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.prose.lookups import patterns
from generator.prose.words import TITLE_LIMIT, TITLE_LINES, comparable, is_body_line, squeezed

_FEW = r"[\d一二三四五六七八九十]{1,3}"
_DATE = rf"(?:20\d\d|[二2][〇○零oO0][\d〇○零一二三四五六七八九]{{2}})年{_FEW}月{_FEW}日"
_DATE_ONLY = re.compile(rf"[(]?(?:{_DATE}|20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}|20\d{{6}}日?)[)]?")
_TAIL_LINES = 14
# The section before may be the one word 无, glued to the signature; 无锡 and the like are places.
_TRAILING = re.compile(rf"(?:^\s*无(?![锡为棣极])|^|[\s。;])((?:[一-鿿()·]{{3,40}}\s*)?{_DATE})\s*$")


def cut_signature(part: str) -> tuple[str, str]:
    """Return the section without the page's footer and the signature, and the signature."""
    lines = _before_footer([line for line in part.split("\n") if line.strip()])
    plain = [squeezed(comparable(line)).strip("*") for line in lines]
    for end in range(len(lines) - 1, max(-1, len(lines) - _TAIL_LINES), -1):
        if _ends_in_date(plain[end]):
            if not _DATE_ONLY.fullmatch(plain[end]):
                return _cut_trailing(lines[: end + 1])
            start = _signature_start(plain, end)
            return "\n".join(lines[:start]), "\n".join(lines[start : _signature_end(plain, end)])
    if len(lines) > 1 and is_body_line(plain[-1]):
        return "\n".join(lines[:-1]), lines[-1]
    return _cut_trailing(lines)


def _before_footer(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if len(line) <= TITLE_LIMIT and patterns().page.search(comparable(line)):
            return lines[:number]
    return lines


def _ends_in_date(line: str) -> bool:
    if _DATE_ONLY.fullmatch(line):
        return True
    match = re.search(rf"{_DATE}$", line)
    return match is not None and is_body_line(line[: match.start()])


def _signature_start(plain: Sequence[str], end: int) -> int:
    start = end
    while start > 0 and end - start < TITLE_LINES and is_body_line(plain[start - 1]):
        start -= 1
    return start


def _signature_end(plain: Sequence[str], end: int) -> int:
    return end + 2 if end + 1 < len(plain) and is_body_line(plain[end + 1]) else end + 1


def _cut_trailing(lines: Sequence[str]) -> tuple[str, str]:
    """Cut a signature off the end of running text (a document on one line)."""
    if not lines:
        return "", ""
    match = _TRAILING.search(comparable(lines[-1]))
    if match is None:
        return "\n".join(lines), ""
    last = lines[-1]
    return "\n".join((*lines[:-1], last[: match.start(1)])), last[match.start(1) :]
