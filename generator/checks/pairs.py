"""Which passages of two bodies have much in common, counted exactly.

A shingle that is anybody's own stands with nine bodies at most, so pairs can be counted; passages that have too little
in common with all others together are left out before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator.checks.postings import Postings
from generator.checks.vectors import Keys, Numbers, Truths, above, below, changes, keyed, places, stretches

# About every second shingle is taken: 60 are 130 characters and more in common.
FEWEST_SHARED = 60

_PAIRS_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of passages of different bodies, the lower number first, and how many own shingles they share."""

    first: Numbers
    second: Numbers
    shared: Numbers


def pairs(postings: Postings, own: Numbers, bodies: Numbers) -> Pairs:
    """Return the pairs that share 60 own shingles and more, and half of those of the passage that has fewer."""
    postings = _worth_counting(postings, own, bodies)
    total = postings.shingles_by_passage(own.size)
    enough = (total >= FEWEST_SHARED) & (2 * total >= own)
    keys, shared = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    for more, counts in _weighed(postings, enough, bodies):
        keys, shared = _summed(np.concatenate([keys, more]), np.concatenate([shared, counts]))
    first, second = above(keys).astype(np.int64), below(keys).astype(np.int64)
    much = (shared >= FEWEST_SHARED) & (2 * shared >= np.minimum(own[first], own[second]))
    return Pairs(first[much], second[much], shared[much])


def _worth_counting(postings: Postings, own: Numbers, bodies: Numbers) -> Postings:
    """Return the postings without passages that cannot share enough with all others together."""
    left = own >= FEWEST_SHARED
    while True:
        postings = postings.of_several(left, bodies)
        still = left & (postings.shingles_by_passage(own.size) >= FEWEST_SHARED)
        if np.array_equal(still, left):
            return postings
        left = still


def _weighed(postings: Postings, enough: Truths, bodies: Numbers) -> Iterator[tuple[Keys, Numbers]]:
    """Yield pairs of passages of which one shares enough, with the number of shingles that stand in just these lists.

    A pair comes once for each list of passages that both stand in.
    """
    passages, lists = postings.passages, postings.lists
    opens = changes(lists) | changes(bodies[passages])
    # Each passage is paired with those of the bodies behind its own.
    behind = np.append(np.flatnonzero(opens), passages.size)[np.cumsum(opens)]
    partners = np.cumsum(postings.lengths)[lists] - behind
    for start, end in stretches(partners, _PAIRS_AT_ONCE):
        count = partners[start:end]
        first = np.repeat(passages[start:end], count)
        second = passages[places(behind[start:end], count)]
        asked = enough[first] | enough[second]
        yield keyed(first[asked], second[asked]), np.repeat(postings.shingles[lists[start:end]], count)[asked]


def _summed(keys: Keys, counts: Numbers) -> tuple[Keys, Numbers]:
    """Return each key once with the sum of its counts."""
    if not keys.size:
        return keys, counts
    order = np.argsort(keys)
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(changes(keys))
    return keys[starts], np.add.reduceat(counts, starts)
