"""Years as bits that stay: a year has the same one in every index, whichever years are there.

Counted outwards from ``MIDDLE``, later ones first, so that a set of years near it is a small number. A posting has bits
for those years only in which its gram is held: a new year moves nothing but the postings of its own grams.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from generator.site.search.varints import Numbers

MIDDLE: Final = 2024
# As many bits as a browser counts exactly. A report of another year was misread, and is not searched.
YEARS: Final = range(MIDDLE - 26, MIDDLE + 27)


def bit_of(year: int) -> int:
    """Return the number of a year's bit."""
    return 2 * (year - MIDDLE) - 1 if year > MIDDLE else 2 * (MIDDLE - year)


def packed_years(years: Numbers, among: Numbers) -> tuple[Numbers, Numbers]:
    """Return sets of years without the bits that larger sets of them lack, and how many bits that leaves."""
    found, widths = np.zeros_like(years), np.zeros_like(years)
    for bit in _bits(among):
        found |= (years >> bit & 1) << widths
        widths += among >> bit & 1
    return found, widths


def widths_of(among: Numbers) -> Numbers:
    """Return how many years there are in each set."""
    widths = np.zeros_like(among)
    for bit in _bits(among):
        widths += among >> bit & 1
    return widths


def unpacked_years(packed: Numbers, among: Numbers) -> Numbers:
    """Return the years that ``packed_years`` was given."""
    found, left = np.zeros_like(packed), packed.copy()
    for bit in _bits(among):
        there = among >> bit & 1
        found |= (left & there) << bit
        left >>= there
    return found


def _bits(sets: Numbers) -> Iterator[int]:
    union = int(np.bitwise_or.reduce(sets, initial=0))
    return (bit for bit in range(union.bit_length()) if union >> bit & 1)
