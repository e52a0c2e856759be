"""Tables whose caption says that they are another year's: last year's table is often printed for comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.tables.lines import Strip
from generator.tables.locate import Stretch
from generator.text import has_han, normalise

# A caption names a table; a heading with a year left over from last year's report does not.
_CAPTION = re.compile(r"表(?:[（(][^（）()]*[)）])?[:：]?$")
_YEAR = re.compile(r"(20\d{2})\s*年")
_LAST_YEAR = re.compile(r"上(?:一)?年度?(?!结转)|去年")
_LONGEST = 60
_LINES_ABOVE = 2


def is_of_another_year(strips: Sequence[Strip], stretch: Stretch, year: int | None) -> bool:
    """Say whether the caption right above a table names other years only than ``year``, the report's own."""
    if year is None:
        return False
    above = [strip.text.strip() for strip in strips[: stretch.first] if has_han(strip.text)][-_LINES_ABOVE:]
    return any(_names_another(text, year) for text in above)


def _names_another(text: str, year: int) -> bool:
    caption = normalise(text)
    if len(caption) > _LONGEST or "\t" in caption or not _CAPTION.search(caption):
        return False
    years = {int(found) for found in _YEAR.findall(caption)}
    return year not in years if years else _LAST_YEAR.search(caption) is not None
