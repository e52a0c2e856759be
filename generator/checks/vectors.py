"""Many numbers at once: what the counting of shingles is made of.

A *key* is a number of 32 bits above another one, so that sorting keys sorts by the first and then by the second.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Words = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Truths = NDArray[np.bool_]

_HIGH = np.uint64(32)


def keyed(above: NDArray[np.unsignedinteger], below: Words) -> Keys:
    """Return one key for each two numbers."""
    return (above.astype(np.uint64) << _HIGH) | below


def above(keys: Keys) -> Words:
    """Return the upper number of each key."""
    return (keys >> _HIGH).astype(np.uint32)


def below(keys: Keys) -> Words:
    """Return the lower number of each key."""
    return keys.astype(np.uint32)


def changes(values: NDArray[np.generic]) -> Truths:
    """Say of each value whether it is another one than the value before it; the first is."""
    changed = np.ones(values.size, np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def places(starts: Numbers, lengths: Numbers) -> Numbers:
    """Return ``start``, ``start + 1`` and so on, as many as ``lengths`` says, for one start after the other."""
    within = np.arange(int(lengths.sum()), dtype=np.int64)
    return np.asarray(within + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths))


def among(words: Words, known: Words) -> Truths:
    """Say of each word whether it is one of the known ones, which are sorted."""
    if not known.size:
        return np.zeros(words.size, np.bool_)
    place = np.minimum(np.searchsorted(known, words), known.size - 1)
    return np.asarray(known[place] == words)


def sizes_of(texts: Sequence[bytes]) -> Numbers:
    """Return how many words of four bytes each text has."""
    return np.fromiter(map(len, texts), np.int64, len(texts)) // 4


def numbered(texts: Sequence[bytes]) -> Keys:
    """Return the words of some texts, four bytes each, below the numbers of their texts."""
    numbers = np.arange(len(texts), dtype=np.uint32)
    words = np.frombuffer(b"".join(texts), np.uint32)
    return keyed(np.repeat(numbers, sizes_of(texts)), words)


def split(keys: Keys) -> Iterator[tuple[int, bytes]]:
    """Yield each upper number of sorted keys once, with the lower ones as four bytes each."""
    if not keys.size:
        return
    numbers, raw = above(keys), below(keys).tobytes()
    starts = np.flatnonzero(changes(numbers)).tolist()
    for start, end in itertools.pairwise([*starts, keys.size]):
        yield int(numbers[start]), raw[4 * start : 4 * end]


def stretches(sizes: Numbers, at_once: int) -> Iterator[tuple[int, int]]:
    """Yield where stretches begin and end whose sizes together are about ``at_once``."""
    if sizes.size:
        steps = np.cumsum(sizes) // at_once
        edges = (np.flatnonzero(np.diff(steps)) + 1).tolist()
        yield from itertools.pairwise([0, *edges, sizes.size])
