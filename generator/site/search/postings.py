"""Which reports hold a gram, as bytes: what stays the same for a gram while reports come that do not hold it.

A posting is a run of numbers (``varints``). The first says in which years the gram is held at all (``years``). Of each
other the lowest bits, one for each of these years, say in which of them the body there holds the gram; the next bit
says which way to go on, the rest how far, less one: 0 to a later slot, of which the body with rank 0 is meant (no year:
none is, only go there), 1 to a later rank.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.site.search.varints import Bytes, Numbers, numbers, written
from generator.site.search.years import packed_years, unpacked_years, widths_of


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds what: a row for each gram and body, sorted by gram, slot and rank; years as bits (``years``)."""

    grams: Numbers
    slots: Numbers
    ranks: Numbers
    years: Numbers


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of grams, sorted, one behind the other in ``content``; the n-th is ``lengths[n]`` bytes long."""

    grams: Numbers
    lengths: Numbers
    content: bytes


def encoded(holders: Holders) -> Postings:
    """Return the postings of all grams that somebody holds."""
    if not holders.grams.size:
        return Postings(holders.grams, holders.grams, b"")
    first = _changes(holders.grams)
    before = np.where(first, -1, _shifted(holders.slots))
    moves = first | (holders.slots != before)
    on = moves & (holders.ranks == 0)
    past = np.where(moves, 0, _shifted(holders.ranks))
    starts = np.flatnonzero(first)
    among = np.bitwise_or.reduceat(holders.years, starts)
    years, widths = packed_years(holders.years, np.repeat(among, np.diff(np.append(starts, first.size))))
    move = (holders.slots - before - 1) << widths + 1 | np.where(on, years, 0)
    step = ((holders.ranks - past - 1) << 1 | 1) << widths | years
    # A row is written as a move, a step, or both; before those of a gram stand its years.
    counts = np.where(moves & ~on, 2, 1) + first
    ends = np.cumsum(counts)
    values = np.empty(int(ends[-1]), dtype=np.int64)
    values[ends - counts + first] = np.where(moves, move, step)
    values[ends - 1] = np.where(on, move, step)
    heads = (ends - counts)[starts]
    values[heads] = among
    content, offsets = written(values)
    return Postings(holders.grams[starts], np.diff(np.append(offsets[heads], len(content))), content)


def decoded(postings: Postings) -> Holders:
    """Return what ``encoded`` was given."""
    raw: Bytes = np.frombuffer(postings.content, dtype=np.uint8)
    last = np.flatnonzero(raw < 0x80)
    values = numbers(raw)
    many = np.diff(np.searchsorted(last, np.cumsum(postings.lengths)), prepend=0)
    gram = np.repeat(np.arange(postings.grams.size), many)
    heads = _changes(gram)
    gram, among, values = gram[~heads], values[heads], values[~heads]
    widths = widths_of(among)[gram]
    years = unpacked_years(values & (np.int64(1) << widths) - 1, among[gram])
    steps, far = (values >> widths & 1).astype(bool), (values >> widths + 1) + 1
    moved, stepped = np.cumsum(np.where(steps, 0, far)), np.cumsum(np.where(steps, far, 0))
    # Slots count from the first number of the gram, ranks from the last move; every posting begins with a move.
    first = np.flatnonzero(_changes(gram))
    starts = np.repeat(first, np.diff(np.append(first, gram.size)))
    slots = moved - (moved[starts] - far[starts]) - 1
    here = np.maximum.accumulate(np.where(steps, 0, np.arange(values.size)))
    ranks = stepped - stepped[here]
    held = years > 0
    return Holders(postings.grams[gram[held]], slots[held], ranks[held], years[held])


def _changes(values: Numbers) -> NDArray[np.bool_]:
    changes = np.ones(values.size, dtype=np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _shifted(values: Numbers) -> Numbers:
    shifted = np.empty_like(values)
    shifted[0], shifted[1:] = 0, values[:-1]
    return shifted
