"""Which reports hold a gram, as bytes: what stays the same for a gram while reports come that do not hold it.

A posting is a run of numbers (``varints``). Of each, the lowest ``width`` bits say in which years the body there holds
the gram (the n-th bit: the n-th year of the index), the next bit which way to go on, the rest how far, less one:
0 to a later slot, of which the body with rank 0 is meant (no year: none is, only go there), 1 to a later rank.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.site.search.varints import Bytes, Numbers, numbers, written


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds what: a row for each gram and body, sorted by gram, slot and rank; a bit for each year."""

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


def encoded(holders: Holders, width: int) -> Postings:
    """Return the postings of all grams that somebody holds."""
    if not holders.grams.size:
        return Postings(holders.grams, holders.grams, b"")
    first = _changes(holders.grams)
    before = np.where(first, -1, _shifted(holders.slots))
    moves = first | (holders.slots != before)
    on = moves & (holders.ranks == 0)
    past = np.where(moves, 0, _shifted(holders.ranks))
    move = (holders.slots - before - 1) << width + 1 | np.where(on, holders.years, 0)
    step = (holders.ranks - past - 1) << width + 1 | 1 << width | holders.years
    # A row is written as a move, a step, or both.
    counts = np.where(moves & ~on, 2, 1)
    ends = np.cumsum(counts)
    values = np.empty(int(ends[-1]), dtype=np.int64)
    values[ends - counts] = np.where(moves, move, step)
    values[ends - 1] = np.where(on, move, step)
    content, offsets = written(values)
    begins = offsets[(ends - counts)[first]]
    return Postings(holders.grams[first], np.diff(np.append(begins, len(content))), content)


def decoded(postings: Postings, width: int) -> Holders:
    """Return what ``encoded`` was given."""
    raw: Bytes = np.frombuffer(postings.content, dtype=np.uint8)
    last = np.flatnonzero(raw < 0x80)
    values = numbers(raw)
    gram = np.searchsorted(np.cumsum(postings.lengths), last, side="right")
    years, steps = values & (1 << width) - 1, (values >> width & 1).astype(bool)
    far = (values >> width + 1) + 1
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
