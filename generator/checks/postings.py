"""Which passages each of many shingles stands in; shingles that stand in the very same ones are one list.

Those of a sentence do, as a rule, and those of a section that others copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.checks.vectors import Keys, Numbers, Truths, Words, changes, places

# Of splitmix64.
_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
_STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Postings:
    """Lists of passages behind each other: ``lengths`` of each, and how many shingles stand in just these."""

    passages: Words
    lengths: Numbers
    shingles: Numbers

    @property
    def starts(self) -> Numbers:
        """Where the passages of each list begin."""
        return np.cumsum(self.lengths) - self.lengths

    @property
    def lists(self) -> Numbers:
        """The number of the list that each passage stands in."""
        return np.repeat(np.arange(self.lengths.size), self.lengths)

    def shingles_by_passage(self, count: int) -> Numbers:
        """Return how many shingles each of ``count`` passages has in all lists together."""
        sums = np.bincount(self.passages, np.repeat(self.shingles, self.lengths), count)
        return sums.astype(np.int64)

    def of_several(self, left: Truths, bodies: Numbers) -> Postings:
        """Return the postings of the passages that are left, without lists in which one body is left."""
        kept = left[self.passages]
        lists, passages = self.lists[kept], self.passages[kept]
        of_body = changes(lists) | changes(bodies[passages])
        several = np.bincount(lists[of_body], minlength=self.lengths.size) > 1
        kept = several[lists]
        lengths = np.bincount(lists[kept], minlength=self.lengths.size)
        return Postings(passages[kept], lengths[several], self.shingles[several])


def gathered(parts: Sequence[Postings]) -> Postings:
    """Return postings in which each list of passages stands once.

    Lists are told apart by a sum of 64 bits: that two of ten million are taken for one has a chance of 1 to 300,000.
    """
    passages = np.concatenate([part.passages for part in parts])
    every = Postings(
        passages,
        np.concatenate([part.lengths for part in parts]),
        np.concatenate([part.shingles for part in parts]),
    )
    if not every.lengths.size:
        return every
    marks = np.add.reduceat(_mixed(passages), every.starts)
    order = np.argsort(marks)
    first = np.flatnonzero(changes(marks[order]))
    shingles = np.add.reduceat(every.shingles[order], first)
    starts, lengths = every.starts[order[first]], every.lengths[order[first]]
    return Postings(passages[places(starts, lengths)], lengths, shingles)


def _mixed(passages: Words) -> Keys:
    """Return a number of 64 bits for each passage, such that sums of some tell these from others."""
    mixed = (passages.astype(np.uint64) + np.uint64(1)) * _STEP
    for shift, factor in _MIX:
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed
