"""Where each shingle of many reports stands, all counted at once.

All shingles of all sections are sorted, a range of values at a time, and looked at some at a time, so that memory is
that of one range. The sections that have a shingle then stand behind each other, those of one body together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from generator.checks.postings import Postings, gathered
from generator.checks.shingles import prescribed
from generator.checks.vectors import (
    Keys,
    Numbers,
    Truths,
    Words,
    above,
    among,
    below,
    changes,
    keyed,
    sizes_of,
    stretches,
)

# What so many bodies write is no body's own.
MANY_BODIES = 10

_VALUES = 1 << 32
# Each range is a walk over all shingles: no more walks however many there are.
_NUMBERS_A_RANGE, _MOST_RANGES = 1 << 20, 12
_NUMBERS_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Passages:
    """Sections of reports, in such an order that those of one body stand together.

    ``shingles`` are those of each, sorted, four bytes each; ``bodies`` are numbers that never fall; ``follows`` says
    whether the passage right before is the same section of the same body's report of the year before; ``asked``, of
    which passages the words that are nobody's own are wanted.
    """

    shingles: Sequence[bytes]
    bodies: Numbers
    follows: Truths
    asked: Truths


@dataclass(frozen=True, slots=True)
class Occurrences:
    """By passage, how many of its shingles are its body's ``own``, and how many of these the year before had too.

    ``nobodys`` are the sorted shingles that are nobody's own, ``asked`` those of the passages asked for, below the
    number of the passage; ``several`` is where those stand that are own words of two bodies and more.
    """

    own: Numbers
    again: Numbers
    nobodys: Words
    asked: Keys
    several: Postings


def occurrences(passages: Passages) -> Occurrences:
    """Count where each shingle of one passage or more stands."""
    sizes = sizes_of(passages.shingles)
    known = np.array(sorted(prescribed()), np.uint32)
    own, again, nobodys, asked, several = sizes.copy(), np.zeros_like(sizes), [], [], list[Postings]()
    for keys in _ranges(passages.shingles, sizes):
        part = _counted(keys, passages, known)
        own += part.own
        again += part.again
        nobodys.append(part.nobodys)
        asked.append(part.asked)
        several.append(part.several)
        if sum(one.passages.size for one in several[1:]) > max(several[0].passages.size, _NUMBERS_AT_ONCE):
            several = [gathered(several)]
    return Occurrences(own, again, np.concatenate(nobodys), np.sort(np.concatenate(asked)), gathered(several))


def _ranges(shingles: Sequence[bytes], sizes: Numbers) -> Iterator[Keys]:
    """Yield all shingles above the numbers of their passages, sorted, some at a time but all of a value together."""
    count = min(_MOST_RANGES, -(-int(sizes.sum()) // _NUMBERS_A_RANGE))
    batches = list(stretches(sizes, _NUMBERS_AT_ONCE))
    for part in range(count):
        first, last = _VALUES * part // count, _VALUES * (part + 1) // count - 1
        found = []
        for start, end in batches:
            words = np.frombuffer(b"".join(shingles[start:end]), np.uint32)
            inside = np.flatnonzero(words - np.uint32(first) <= np.uint32(last - first))
            numbers = np.repeat(np.arange(start, end, dtype=np.uint32), sizes[start:end])
            found.append(keyed(words[inside], numbers[inside]))
        keys = np.concatenate(found)
        del found
        keys.sort()
        ends = np.searchsorted(keys, keyed(above(keys[_NUMBERS_AT_ONCE::_NUMBERS_AT_ONCE]), np.zeros(1, np.uint32)))
        for start, end in itertools.pairwise([0, *np.unique(ends[ends > 0]).tolist(), keys.size]):
            yield keys[start:end]


def _counted(keys: Keys, passages: Passages, known: Words) -> Occurrences:
    """Count in sorted keys; ``own`` is then how many shingles are not (none or fewer)."""
    count = len(passages.shingles)
    words, where = above(keys), below(keys)
    new = changes(words)
    starts = np.flatnonzero(new)
    lengths = np.diff(starts, append=keys.size)
    of_body = new | changes(passages.bodies[where])
    bodies = np.diff(np.cumsum(of_body, dtype=np.int32)[starts], append=np.count_nonzero(of_body) + 1)
    nobodys = (bodies >= MANY_BODIES) | among(words[starts], known)
    shared = (bodies > 1) & ~nobodys
    several, without = np.repeat(shared, lengths), np.repeat(nobodys, lengths)
    again = ~(new | without)
    again[1:] &= where[1:] - where[:-1] == 1
    again &= passages.follows[where]
    asked = without & passages.asked[where]
    lists = Postings(where[several], lengths[shared], np.ones(np.count_nonzero(shared), np.int64))
    return Occurrences(
        own=-np.bincount(where[without], minlength=count),
        again=np.bincount(where[again], minlength=count),
        nobodys=words[starts][nobodys],
        asked=keyed(where[asked], words[asked]),
        several=gathered([lists]),
    )
