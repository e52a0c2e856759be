"""Where the sections start: candidates for headings, and the best supported ones in the form's order."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.prose.lookups import patterns
from generator.prose.words import SENTENCE

_HEADING_LINE_LIMIT = 42
_MOST_CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Heading:
    """A place where a section may start: ``order`` is the section's place in the form."""

    start: int
    end: int
    order: int
    weight: float


@functools.lru_cache(maxsize=4)
def find_headings(flat: str) -> tuple[Heading, ...]:
    """Return the headings in the form's order that together are best supported.

    The last few are kept, since a document's sections are asked for more than once.
    """
    found = sorted(_candidates(flat), key=lambda item: (item.start, item.order))
    if len(found) > _MOST_CANDIDATES:  # no report; every pair is compared below
        found = found[: _MOST_CANDIDATES // 2] + found[-_MOST_CANDIDATES // 2 :]
    best: list[tuple[float, int | None]] = []
    for index, item in enumerate(found):
        score, previous = 0.0, None
        for earlier in range(index):
            other = found[earlier]
            # ">=": of equally good ways the later wins, so a table of contents does not take the report's place.
            if other.order < item.order and other.end <= item.start and best[earlier][0] >= score:
                score, previous = best[earlier][0], earlier
        best.append((score + item.weight, previous))
    return tuple(_with_first(_chain(found, best), flat))


def _chain(found: Sequence[Heading], best: Sequence[tuple[float, int | None]]) -> list[Heading]:
    chain: list[Heading] = []
    at = max(range(len(best)), key=lambda index: (best[index][0], index), default=None)
    while at is not None:
        chain.append(found[at])
        at = best[at][1]
    return chain[::-1]


def _with_first(chain: list[Heading], flat: str) -> list[Heading]:
    """Add a first section under a heading of its own wording: a line 一、… before the tables' headings."""
    if chain and chain[0].order > 0:
        first = re.search(r"^[ \t#>*]*[一1]、[^\n。]{2,30}$", flat[: chain[0].start], re.MULTILINE)
        if first is not None:
            return [Heading(first.start(), first.end(), 0, 0.0), *chain]
    return chain


def _candidates(flat: str) -> Iterator[Heading]:
    known = patterns()
    for order in range(len(known.names)):
        for match in known.line[order].finditer(flat):
            yield from _line_heading(match, order, flat)
        for match in known.short[order].finditer(flat):
            if len(match[0]) <= _HEADING_LINE_LIMIT and not SENTENCE.search(match[0].rstrip(" \t*:。")):
                yield Heading(match.start(), match.end(), order, 2.0)
        for match in known.inside[order].finditer(flat):
            yield Heading(match.start(), match.end(), order, 1.0 + (match["ordinal"] == known.ordinals[order]))


def _line_heading(match: re.Match[str], order: int, flat: str) -> Iterator[Heading]:
    rest = flat[match.end() : _line_end(flat, match.end())]
    ordinal = match["ordinal"]
    alone = not rest.strip(" \t*:。.#|")
    if alone:
        weight = 2.0 + (ordinal is not None) + (ordinal == patterns().ordinals[order])
        yield Heading(match.start(), _line_end(flat, match.end()), order, weight)
    elif ordinal is not None:
        yield Heading(match.start(), match.end(), order, 2.2 + 0.5 * (ordinal == patterns().ordinals[order]))


def _line_end(flat: str, start: int) -> int:
    end = flat.find("\n", start)
    return len(flat) if end < 0 else end
