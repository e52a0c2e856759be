"""Whether the sections of a report bear the numbers that the form gives them: 三、 where 二、 should stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model import Document, Fault, Finding, Severity
from generator.prose.headings import find_headings
from generator.prose.words import comparable

RULE = "sections.numbered_otherwise"
_NUMERALS = "一二三四五六七八九十"
# A section's own number; one in brackets numbers a part of a section.
_NUMBER = re.compile(r"[ \t#>*•|\-]{0,60}第?(?:([一二三四五六七八九十]{1,3})|(\d{1,2}))(?:部分)?[、.,:是 \t]")
# So few numbered headings say nothing about how a document counts.
_FEWEST = 3
_TITLE = 24

_Numbered = tuple[str, int, int]


def numbering(document: Document) -> Iterator[Finding]:
    """Yield one notice where sections of the form bear other numbers than the form's, in order of print."""
    flat = comparable("\n".join(line.text for line in document.lines))
    numbered = [
        (title, number, order + 1)
        for heading in find_headings(flat)
        if (number := _number(flat[heading.start : heading.end])) is not None
        for title, order in [(_title(flat[heading.start : heading.end]), heading.order)]
    ]
    other = [item for item in numbered if item[1] != item[2]]
    if len(numbered) >= _FEWEST and other:
        yield Finding(
            RULE,
            f"{_said(numbered, other)}。各部分按标题认定，不影响数字的归属。",
            Severity.INFO,
            Fault.SOURCE,
            expected=" ".join(str(expected) for _, _, expected in other),
            actual=" ".join(str(number) for _, number, _ in other),
        )


def _said(numbered: Sequence[_Numbered], other: Sequence[_Numbered]) -> str:
    numbers = [number for _, number, _ in numbered]
    restarts = next((at for at in range(1, len(numbers)) if numbers[at] <= numbers[at - 1]), None)
    title, number, expected = numbered[restarts] if restarts is not None else other[0]
    if restarts is not None:
        return f"各部分的编号没有接续：“{title}”印作第 {number} 部分，其前一部分已是第 {numbers[restarts - 1]} 部分"
    moved = {number - expected for _, number, expected in other}
    if len(moved) == 1 and numbered[-len(other) :] == other:
        return (
            f"自“{title}”起，各部分的编号与法定格式差 {abs(moved.pop())}：印作第 {number} 部分，应为第 {expected} 部分"
        )
    listed = "、".join(f"“{title}”印作第 {number} 部分（应为第 {expected}）" for title, number, expected in other)
    return f"各部分的编号与法定格式不同：{listed}"


def _number(heading: str) -> int | None:
    match = _NUMBER.match(heading)
    if match is None:
        return None
    return int(match[2]) if match[2] else _value(match[1])


def _value(numeral: str) -> int | None:
    """Return 1 to 19."""
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return _NUMERALS.index(numeral) + 1 if len(numeral) == 1 else None
    return 10 + (_NUMERALS.index(ones) + 1 if len(ones) == 1 else 0) if not tens else None


def _title(heading: str) -> str:
    match = _NUMBER.match(heading)
    bare = re.sub(r"\s+", "", heading[match.end() if match else 0 :]).strip("*:。.#|、")
    return bare if len(bare) <= _TITLE else bare[: _TITLE - 1] + "…"
