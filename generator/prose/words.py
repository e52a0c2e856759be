"""Comparable text, and what a short line of it looks like: a title, a body's name."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from generator.text import simplify

TITLE_LIMIT = 80
TITLE_LINES = 3
SENTENCE = re.compile(r"[,;。；，!！?？]")
TITLE = re.compile(r"(?:信息|政务)公开.{0,14}(?:报告|告年度报|年报)")
PINYIN = re.compile(r"[(][a-zü\u00e0-\u01dc]{1,6}[)]")  # mirrors print 報(bào)告
_BODY_LINE = re.compile(
    r"[一-鿿()·、]{2,40}(?:政府|办事处|办公室|办|委员会|管委会|委|局|厅|中心|队|所|处|站|院|校|司|会|镇|乡|街道|苏木|场|区)(?:[(]盖章[)])?"
)


@functools.lru_cache(maxsize=128)
def comparable(text: str) -> str:
    """Return ``text`` simplified and in compatible widths, character by character, so that offsets stay true."""
    flat = unicodedata.normalize("NFKC", text)
    if len(flat) != len(text):
        flat = "".join(_one(character) for character in text)
    simple = simplify(flat)
    return simple if len(simple) == len(flat) else "".join(_same_length(flat))


def _one(character: str) -> str:
    flat = unicodedata.normalize("NFKC", character)
    return flat if len(flat) == 1 else character


def _same_length(flat: str) -> Iterator[str]:
    for character in flat:
        simple = simplify(character)
        yield simple if len(simple) == 1 else character


def squeezed(line: str) -> str:
    """Return a line without white space and without the readings that mirrors print behind characters."""
    return PINYIN.sub("", re.sub(r"\s+", "", line))


def is_body_line(line: str) -> bool:
    """Say whether a squeezed line is nothing but the name of a body."""
    return _BODY_LINE.fullmatch(line) is not None
