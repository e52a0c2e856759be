"""Numbers as bytes: seven bits a byte, the lowest first, the eighth bit saying that more follow."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Bytes = NDArray[np.uint8]
_SEVEN: Final = 7


def written(values: Numbers) -> tuple[bytes, Numbers]:
    """Return numbers from zero upwards as bytes, and where each begins; behind them, where the last one ends."""
    lengths = np.ones(values.size, dtype=np.int64)
    place = _SEVEN
    while (longer := values >= 1 << place).any():
        lengths += longer
        place += _SEVEN
    ends = np.cumsum(lengths)
    offsets = np.concatenate((np.zeros(1, dtype=np.int64), ends))
    content = np.zeros(int(offsets[-1]), dtype=np.uint8)
    here, left, begins = values, lengths, offsets[:-1]
    while here.size:
        more = left > 1
        content[begins] = (here & 0x7F) | np.where(more, 0x80, 0)
        here, left, begins = here[more] >> _SEVEN, left[more] - 1, begins[more] + 1
    return content.tobytes(), offsets


def number_bytes(value: int) -> bytes:
    """Return one number as bytes."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= _SEVEN
    return bytes((*found, value))


def numbers(content: Bytes) -> Numbers:
    """Return all numbers that ``written`` made these bytes of."""
    ends = np.flatnonzero(content < 0x80)
    return values_at(content, np.concatenate((np.zeros(1, dtype=np.int64), ends + 1))[:-1], ends)


def values_at(content: Bytes, begins: Numbers, ends: Numbers) -> Numbers:
    """Return the numbers whose first bytes stand at ``begins`` and whose last ones at ``ends``."""
    if not ends.size:
        return np.zeros(0, dtype=np.int64)
    values = (content[begins] & 0x7F).astype(np.int64)
    left = ends - begins
    for place in range(1, int(left.max()) + 1):
        there = left >= place
        values[there] |= (content[begins[there] + place] & 0x7F).astype(np.int64) << (_SEVEN * place)
    return values
