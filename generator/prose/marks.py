"""What is no prose: the fields of the page, and the tables."""

from __future__ import annotations

from generator.prose.lookups import patterns
from generator.prose.words import comparable


def is_metadata(line: str) -> bool:
    """Say whether a line of comparable text is a page's "label: value" line or its way of navigation."""
    return patterns().metadata.match(line) is not None


def table_start(flat: str) -> int:
    """Return where the first of what only the tables print stands; the end of the text where there is none."""
    match = patterns().table.search(flat)
    return match.start() if match else len(flat)


def until_table(part: str) -> str:
    """Return the prose before the first table."""
    return part[: table_start(comparable(part))]
