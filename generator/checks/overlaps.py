"""What sections of reports have in common with those of other bodies, and with the body's own of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.checks.beside import Shared
from generator.checks.occurrences import Occurrences, Passages, occurrences
from generator.checks.pairs import FEWEST_SHARED, Pairs, pairs
from generator.checks.traits import SECTIONS, Party
from generator.checks.vectors import (
    Numbers,
    Truths,
    Words,
    above,
    among,
    below,
    changes,
    keyed,
    numbered,
    sizes_of,
    split,
    stretches,
)
from generator.model import Section

# Of the later section's own words.
_FOUR, _FIFTHS = 4, 5
_PROMISING = SECTIONS.index(Section.PROBLEMS)
_WORDS_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Overlaps:
    """By report id: what is shared, with other bodies first; and everybody's words in the section on problems."""

    shared: Mapping[str, tuple[Shared, ...]]
    everybodys: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Matches:
    """Pairs of passages by number, to be told of at the first, and how many other bodies' it is like."""

    mine: Numbers
    other: Numbers
    bodies: Numbers


def overlaps(parties: Sequence[Party]) -> Overlaps:
    """Compare the sections of reports of known bodies; of equally good matches the first in ``parties`` is told."""
    parties = [party for party in parties if party.organisation is not None]
    places, passages = _passages(parties)
    if not places.size:
        return Overlaps({}, {})
    found = occurrences(passages)
    shared: dict[str, list[Shared]] = {}
    for matches in (
        _other_bodies(pairs(found.several, found.own, passages.bodies), passages.bodies, places),
        _years_before(found),
    ):
        common = _common(matches, passages.shingles, found.nobodys)
        told = (places[matches.mine], found.own[matches.mine], places[matches.other], found.own[matches.other])
        for mine, own, other, other_own, bodies, words in zip(
            *(numbers.tolist() for numbers in (*told, matches.bodies)), common, strict=True
        ):
            theirs = parties[other // len(SECTIONS)]
            shared.setdefault(parties[mine // len(SECTIONS)].report_id, []).append(
                Shared(
                    SECTIONS[mine % len(SECTIONS)],
                    own,
                    theirs.report_id,
                    theirs.organisation.organisation if theirs.organisation else "",
                    theirs.year,
                    SECTIONS[other % len(SECTIONS)],
                    other_own,
                    bodies,
                    words,
                )
            )
    everybodys = {parties[places[number] // len(SECTIONS)].report_id: words for number, words in split(found.asked)}
    return Overlaps({report_id: tuple(some) for report_id, some in shared.items()}, everybodys)


def _passages(parties: Sequence[Party]) -> tuple[Numbers, Passages]:
    """Return the sections there are, and the place of each: report by report, section by section, all counted.

    Those of one body stand together, section by section, in the order of years.
    """
    texts = [words for party in parties for words in party.traits.passages]
    places = np.flatnonzero(sizes_of(texts))
    names = [party.organisation.org_id if party.organisation else "" for party in parties]
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    bodies = np.array([numbers[name] for name in names], np.int64)
    years = np.array([party.year or 0 for party in parties], np.int64)
    beside = _with_year_beside(bodies, years)
    report, section = np.divmod(places, len(SECTIONS))
    order = np.lexsort((places, years[report], section, bodies[report]))
    places, report, section = places[order], report[order], section[order]
    follows = ~changes(bodies[report]) & ~changes(section)
    follows[1:] &= (np.diff(years[report]) == 1) & (years[report][:-1] > 0)
    passages = Passages(
        [texts[place] for place in places.tolist()],
        bodies[report],
        follows,
        (section == _PROMISING) & beside[report],
    )
    return places, passages


def _with_year_beside(bodies: Numbers, years: Numbers) -> Truths:
    """Say of which reports the body has one on the year before or after too."""
    known = keyed(bodies[years > 0].astype(np.uint32), years[years > 0].astype(np.uint32))
    beside = (keyed(bodies.astype(np.uint32), (years + step).astype(np.uint32)) for step in (-1, 1))
    return np.asarray((years > 0) & np.any([np.isin(keys, known) for keys in beside], axis=0))


def _other_bodies(found: Pairs, bodies: Numbers, places: Numbers) -> _Matches:
    """Return for each passage the other body's with which it shares most."""
    mine, other = np.concatenate([found.first, found.second]), np.concatenate([found.second, found.first])
    order = np.lexsort((places[other], -np.concatenate([found.shared, found.shared]), mine))
    best = order[changes(mine[order])]
    each = np.unique(keyed(mine.astype(np.uint32), bodies[other].astype(np.uint32)))
    _, count = np.unique(above(each), return_counts=True)
    return _Matches(mine[best], other[best], count)


def _years_before(found: Occurrences) -> _Matches:
    """Return each passage that has little else than what the one right before it, of the year before, has."""
    mine = np.flatnonzero((found.again >= FEWEST_SHARED) & (_FIFTHS * found.again >= _FOUR * found.own))
    return _Matches(mine, mine - 1, np.zeros_like(mine))


def _common(matches: _Matches, shingles: Sequence[bytes], nobodys: Words) -> Iterator[bytes]:
    """Yield for each match the shingles that both passages have and that are not nobody's own."""
    sizes = sizes_of(shingles)
    for start, end in stretches(sizes[matches.mine] + sizes[matches.other], _WORDS_AT_ONCE):
        both = [
            numbered([shingles[number] for number in numbers[start:end].tolist()])
            for numbers in (matches.mine, matches.other)
        ]
        keys = np.sort(np.concatenate(both))
        keys = keys[~changes(keys)]
        found = dict(split(keys[~among(below(keys), nobodys)]))
        yield from (found.get(number, b"") for number in range(end - start))
