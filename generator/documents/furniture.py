"""What stands on every page and belongs to none: running heads and page numbers.

A page's number may stand alone, so that nothing but its place and its counting tell it from a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.documents.unruled import PageLine
from generator.text import collapse, normalise

_NUMBER = re.compile(r"[-—–·~\s]*(?:第\s*)?(\d{1,3})(?:\s*页)?(?:[\s/，,共]*\d{1,3}\s*页?)?[-—–·~\s]*", re.IGNORECASE)
# A running head stands at the same height up to this (points).
_SAME = 3.0
# So many lines at the top and at the foot of a page may be furniture.
_DEEP = 2


def without_furniture(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Return the lines of each page without page numbers, and without running heads after the first."""
    left = [list(lines) for lines in pages]
    for _ in range(_DEEP):
        ends = {id(line) for last in (0, -1) for line in _numbers([lines[last] if lines else None for lines in left])}
        ends |= {id(line) for last in (0, -1) for line in _repeated([lines[last] if lines else None for lines in left])}
        if not ends:
            break
        left = [[line for line in lines if id(line) not in ends] for lines in left]
    return left


def _text(line: PageLine) -> str:
    return collapse(normalise(" ".join(word.text for word in line.words)))


def _numbers(ends: Sequence[PageLine | None]) -> list[PageLine]:
    """Return those lines at the same end of their pages that count the pages."""
    shifts: dict[int, list[PageLine]] = {}
    for line in ends:
        match = _NUMBER.fullmatch(_text(line)) if line else None
        if line and match:
            shifts.setdefault(int(match[1]) - line.page.number, []).append(line)
    marked = [line for lines in shifts.values() for line in lines if not _text(line).isdigit()]
    counted = [line for shift, lines in shifts.items() for line in lines if len(lines) > 1 or shift == 0]
    return [*marked, *(line for line in counted if len(line.words) == 1)]


def _repeated(ends: Sequence[PageLine | None]) -> list[PageLine]:
    """Return lines that say the same at the same height of an earlier page."""
    found: list[PageLine] = []
    seen: list[tuple[str, float]] = []
    for line in ends:
        if line is None:
            continue
        text, top = _text(line), line.words[0].top
        if any(text == other and abs(top - height) <= _SAME for other, height in seen):
            found.append(line)
        elif len(seen) < 20:
            seen.append((text, top))
    return found
