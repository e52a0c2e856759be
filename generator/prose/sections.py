"""The prose of a document by section."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import Document, Section
from generator.prose.head import split_head
from generator.prose.headings import find_headings
from generator.prose.lookups import patterns
from generator.prose.marks import table_start, until_table
from generator.prose.tail import cut_signature
from generator.prose.words import comparable

_PROSE = {"overview": Section.OVERVIEW, "problems": Section.PROBLEMS, "other": Section.OTHER}


def split(document: Document) -> Mapping[Section, str]:
    """Return the prose of ``document`` by section; a section without text is left out."""
    text = "\n".join(line.text for line in document.lines)
    flat = comparable(text)
    headings = find_headings(flat)
    first = headings[0].start if headings else table_start(flat)
    parts = split_head(text[:first], flat[:first])
    for index, heading in enumerate(headings):
        section = _PROSE.get(patterns().names[heading.order])
        if section is not None:
            end = headings[index + 1].start if index + 1 < len(headings) else len(text)
            parts[section] = until_table(text[heading.end : end])
    tail = next((s for s in (Section.OTHER, Section.PROBLEMS) if parts.get(s)), None)
    if tail is not None:
        parts[tail], parts[Section.SIGNATURE] = cut_signature(parts[tail])
    elif not headings:
        parts[Section.PREAMBLE], parts[Section.SIGNATURE] = cut_signature(parts[Section.PREAMBLE])
    return {section: tidied for section, part in parts.items() if (tidied := _tidy(part))}


def _tidy(part: str) -> str:
    lines = (line.strip() for line in part.split("\n"))
    return "\n".join(line for line in lines if line.strip("|｜?？")).strip(" :：")
