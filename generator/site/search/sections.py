"""What the index knows of the reports of one province and year, ready to be laid into the files of the index.

A section is made of its own reports only: a new report makes one section anew, and its bytes are laid beside those
that are there. Numbers are written seven bits a byte, the lowest first, the eighth bit saying that more follow.
For each gram: how much further its key is than the one before, then what follows, by the lowest two bits: 0 one report,
its number above them; 1 a list, as many as the number above, first the first report, then how many lie between;
2 a bit for each report, seven a byte; 3 all reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.site.search.grams import Grams

KEY_BITS: Final = 18
_ONE, _LIST, _BITS, _ALL = range(4)
_SEVEN: Final = 7

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Section:
    """The bytes of a section; those of file ``n`` lie between ``starts[n]`` and ``starts[n + 1]``."""

    content: bytes
    starts: NDArray[np.uint32]

    def of_file(self, number: int) -> bytes:
        """Return what file ``number`` of the index has of this section."""
        return self.content[self.starts[number] : self.starts[number + 1]]


def encode(reports: Sequence[Grams], bits: int) -> Section:
    """Return the section of ``reports`` for an index of ``2 ** bits`` files, with ``bits`` at most 14."""
    places, numbers = _sorted(reports, bits)
    if not places.size:
        return Section(b"", np.zeros((1 << bits) + 1, dtype=np.uint32))
    heads = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
    counts = np.diff(np.r_[heads, places.size])
    files, keys = places[heads] >> KEY_BITS, places[heads] & ((1 << KEY_BITS) - 1)
    values, firsts = _values(numbers, heads, counts, len(reports))
    values[firsts] = keys - np.where(np.r_[True, files[1:] != files[:-1]], 0, np.r_[0, keys[:-1]])
    content, offsets = _written(values)
    begins = np.searchsorted(files, np.arange((1 << bits) + 1))
    starts = np.r_[offsets[firsts], len(content)][begins]
    return Section(content, starts.astype(np.uint32))


def _sorted(reports: Sequence[Grams], bits: int) -> tuple[Numbers, Numbers]:
    """Return file and key of every gram of every report, in one number, and the report's number; sorted, each once."""
    lengths = [found.size for found in reports]
    if not sum(lengths):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    places = (np.concatenate(reports) >> np.uint32(32 - bits - KEY_BITS)).astype(np.int64)
    width = max(1, len(reports) - 1).bit_length()
    both = np.unique(places << width | np.repeat(np.arange(len(reports)), lengths))
    return both >> width, both & ((1 << width) - 1)


def _values(numbers: Numbers, heads: Numbers, counts: Numbers, many: int) -> tuple[Numbers, Numbers]:
    """Return the numbers to be written and where each gram's begin; the first of each, its key, is left out."""
    groups = np.repeat(np.arange(heads.size), counts)
    places = np.arange(numbers.size) - heads[groups]
    gaps = np.where(places == 0, numbers, numbers - np.r_[0, numbers[:-1]] - 1)
    listed = np.add.reduceat(_lengths(gaps), heads)
    bytes_of_bits = -(-many // _SEVEN)
    kinds = np.select([counts == many, counts == 1, listed <= bytes_of_bits], [_ALL, _ONE, _LIST], _BITS)
    payloads = np.select([kinds == _LIST, kinds == _BITS], [counts, bytes_of_bits], 0)
    firsts = np.r_[0, np.cumsum(2 + payloads)]
    values = np.zeros(int(firsts[-1]), dtype=np.int64)
    firsts = firsts[:-1]
    values[firsts + 1] = np.select(
        [kinds == _ONE, kinds == _LIST], [numbers[heads] << 2 | _ONE, counts << 2 | _LIST], kinds
    )
    lists = kinds[groups] == _LIST
    values[(firsts[groups] + 2 + places)[lists]] = gaps[lists]
    fields = kinds[groups] == _BITS
    np.add.at(values, (firsts[groups] + 2 + numbers // _SEVEN)[fields], 1 << (numbers % _SEVEN)[fields])
    return values, firsts


def _lengths(values: Numbers) -> Numbers:
    return 1 + (values >= 1 << 7).astype(np.int64) + (values >= 1 << 14) + (values >= 1 << 21)


def _written(values: Numbers) -> tuple[bytes, Numbers]:
    """Return the numbers as bytes, and where each begins."""
    lengths = _lengths(values)
    offsets = np.cumsum(lengths) - lengths
    content = np.zeros(int(lengths.sum()), dtype=np.uint8)
    for place in range(4):
        there = lengths > place
        more = np.where(lengths[there] > place + 1, 0x80, 0)
        content[offsets[there] + place] = (values[there] >> (_SEVEN * place) & 0x7F) | more
    return content.tobytes(), offsets
