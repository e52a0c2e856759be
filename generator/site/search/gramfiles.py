"""The files that grams lie in.

Each says how many grams it has, by how much the low bits of each exceed those of the one before, how long the posting
of each is, and then has the postings. The high bits are the number of the file: a browser fetches one file for a gram.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from generator.site.search.postings import Postings
from generator.site.search.varints import Numbers, number_bytes, values_at, written

_HASH_BITS = 32
_FEWEST_BITS, _MOST_BITS = 4, 14
_PER_FILE = 2  # reports for each file: more files make a query cheaper, and hardly any dearer what a new report changes


def file_bits(reports: int) -> int:
    """Return the binary logarithm of the number of files in an index of so many reports."""
    return min(_MOST_BITS, max(_FEWEST_BITS, (max(reports, 1) // _PER_FILE).bit_length()))


@functools.cache
def file_names(bits: int) -> tuple[str, ...]:
    """Return the names of the files of an index of ``2 ** bits`` files."""
    return tuple(f"{number:0{-(-bits // 4)}x}.bin" for number in range(1 << bits))


def files_of(grams: Numbers, bits: int) -> Numbers:
    """Return the numbers of the files that grams lie in."""
    return grams >> _HASH_BITS - bits


def packed(postings: Postings, bits: int, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the content of the files with the given numbers, in their order; no posting is of another file."""
    numbers = list(numbers)
    files = files_of(postings.grams, bits)
    keys = postings.grams & (1 << _HASH_BITS - bits) - 1
    gaps = np.diff(keys, prepend=np.int64(0))
    starts = np.flatnonzero(np.diff(files, prepend=np.int64(-1)))
    gaps[starts] = keys[starts]
    gap_bytes, gap_at = written(gaps)
    length_bytes, length_at = written(postings.lengths)
    posting_at = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(postings.lengths)))
    first, last = np.searchsorted(files, numbers, "left"), np.searchsorted(files, numbers, "right")
    cuts = np.stack(
        [first, last, *(at[end] for at in (gap_at, length_at, posting_at) for end in (first, last))], axis=1
    )
    for number, (a, b, g, h, k, n, p, q) in zip(numbers, cuts.tolist(), strict=True):
        yield number, number_bytes(b - a) + gap_bytes[g:h] + length_bytes[k:n] + postings.content[p:q]


def unpacked(files: Iterable[tuple[int, bytes]], bits: int) -> Postings:
    """Return the postings of files in the order of their numbers. Raises ``ValueError`` for bytes that are none."""
    files = list(files)
    whole = b"".join(content for _, content in files)
    raw = np.frombuffer(whole, dtype=np.uint8)
    stops = np.cumsum(np.array([len(content) for _, content in files], dtype=np.int64))
    starts = np.concatenate((np.zeros(1, dtype=np.int64), stops))[:-1]
    # Every number ends with a byte below 128; behind the last of them stands a guard that lies in no file.
    ends = np.append(np.flatnonzero(raw < 0x80), raw.size)
    first = np.searchsorted(ends, starts)
    _check(ends[first] < stops)
    counts = values_at(raw, starts, ends[first])
    last = np.minimum(first + 2 * counts, ends.size - 1)
    _check(ends[last] < stops)
    within = _ranges(2 * counts)
    at = np.repeat(first + 1, 2 * counts) + within
    header = values_at(raw, ends[at - 1] + 1, ends[at])
    are_gaps = within < np.repeat(counts, 2 * counts)
    gaps, lengths = header[are_gaps], header[~are_gaps]
    owner = np.repeat(np.arange(len(files)), counts)
    _check(np.bincount(owner, lengths, len(files)) == stops - ends[last] - 1)
    sums = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(gaps)))
    keys = sums[1:] - np.repeat(sums[np.cumsum(counts) - counts], counts)
    high = np.array([number for number, _ in files], dtype=np.int64) << _HASH_BITS - bits
    spans = zip((ends[last] + 1).tolist(), stops.tolist(), strict=True)
    return Postings(high[owner] + keys, lengths, b"".join(whole[begin:end] for begin, end in spans))


def _check(holds: NDArray[np.bool_]) -> None:
    if not holds.all():
        raise ValueError("no file of the index")


def _ranges(lengths: Numbers) -> Numbers:
    """Return 0, 1, 2 … for each length, one behind the other."""
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if ends.size else 0) - np.repeat(ends - lengths, lengths)
