"""Sentences and clauses of a report's prose, as the checks of words compare them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from generator.model import Section
from generator.prose import comparable
from generator.text import collapse

_SENTENCE_END = re.compile(r"(?<=[。!?！？;；])|\n")
_PROSE = (Section.PREAMBLE, Section.OVERVIEW, Section.PROBLEMS, Section.OTHER)
_QUOTE = 80


def prose_sentences(narrative: Mapping[Section, str]) -> Iterator[str]:
    """Yield the sentences of a report's prose, in its own characters, each without blanks at its ends."""
    for section in _PROSE:
        yield from sentences(narrative.get(section, ""))


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text: up to a full stop, a semicolon or the end of a line."""
    for part in _SENTENCE_END.split(text):
        if part and (stripped := part.strip()):
            yield stripped


@functools.lru_cache(maxsize=1024)
def closed_up(sentence: str) -> str:
    """Return a sentence simplified, in compatible widths, without any white space."""
    return re.sub(r"\s+", "", comparable(sentence))


def quoted(sentence: str) -> str:
    """Return a sentence for a message: white space collapsed, cut where it is long."""
    shown = collapse(sentence)
    return shown if len(shown) <= _QUOTE else shown[: _QUOTE - 1] + "…"
