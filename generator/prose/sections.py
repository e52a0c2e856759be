"""The prose of a document by section."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.model import Document, Section
from generator.prose.head import split_head
from generator.prose.headings import find_headings
from generator.prose.lookups import patterns
from generator.prose.marks import table_start, until_table
from generator.prose.tail import cut_signature
from generator.prose.words import comparable

_SENTENCE_MARK = re.compile("[，。；,;]")
_CELL_MARK = re.compile(r"[\t|｜]")
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


def words_by_part(document: Document) -> Sequence[str]:
    """Return the words of the whole document in its order, those printed in the sections of the tables among them.

    Title and signature are left out; of a section with tables only its sentences are words.
    """
    text = "\n".join(line.text for line in document.lines)
    headings = find_headings(comparable(text))
    narrative = split(document)
    parts = [narrative.get(Section.PREAMBLE, "")]
    for index, heading in enumerate(headings):
        section = _PROSE.get(patterns().names[heading.order])
        if section is not None:
            parts.append(narrative.get(section, ""))
        else:
            end = headings[index + 1].start if index + 1 < len(headings) else len(text)
            parts.append(_sentences(_tidy(until_table(text[heading.end : end]))))
    return [part for part in parts if part]


def _sentences(part: str) -> str:
    return "\n".join(line for line in part.split("\n") if _SENTENCE_MARK.search(line) and not _CELL_MARK.search(line))


def _tidy(part: str) -> str:
    lines = (line.strip() for line in part.split("\n"))
    return "\n".join(line for line in lines if line.strip("|｜?？")).strip(" :：")
