"""The pairs and triples of neighbouring characters of a text, as numbers: what the index knows of a report.

A word of two characters is a pair and one of three a triple, so both are found exactly; a longer one is what its
triples have in common, looked up in the report's own words before it is shown. Marks are part of no pair or triple,
but the two characters on either side of marks are one more triple with ``MARK`` in the middle.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.site.search.folding import IS_BETWEEN, MARK, MARKS
from generator.site.search.varints import numbers, written

Grams = NDArray[np.uint32]
_FACTORS: Final = tuple(np.uint32(factor) for factor in (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35))
_SHIFTS: Final = tuple(np.uint32(shift) for shift in (15, 13, 16))


def grams(folded: str) -> Grams:
    """Return the hashes of all pairs and triples within the lines of ``folded``, sorted, each once."""
    codes = np.frombuffer(MARKS.sub(MARK, folded).encode("utf-32-le", "replace"), dtype=np.uint32)
    if codes.size < 2:
        return np.empty(0, dtype=np.uint32)
    inside = ~IS_BETWEEN[codes]
    pairs = inside[:-1] & inside[1:]
    triples = inside[:-2] & (inside[1:-1] | (codes[1:-1] == ord(MARK))) & inside[2:]
    nothing = np.zeros((), dtype=np.uint32)
    return np.unique(
        np.concatenate(
            (
                _hash(codes[:-1][pairs], codes[1:][pairs], nothing),
                _hash(codes[:-2][triples], codes[1:-1][triples], codes[2:][triples]),
            )
        )
    )


def gram_bytes(found: Grams) -> bytes:
    """Return grams as bytes: how much each is greater than the one before, seven bits a byte."""
    return written(np.concatenate((found[:1], np.diff(found))).astype(np.int64))[0]


def grams_of_bytes(packed: bytes) -> Grams:
    """Return what ``gram_bytes`` was given."""
    return np.cumsum(numbers(np.frombuffer(packed, dtype=np.uint8))).astype(np.uint32)


def _hash(first: Grams, second: Grams, third: Grams) -> Grams:
    mixed = np.zeros(first.shape, dtype=np.uint32)
    for part, factor, shift in zip((first, second, third), _FACTORS, _SHIFTS, strict=True):
        mixed = (mixed + part) * factor
        mixed ^= mixed >> shift
    return mixed
