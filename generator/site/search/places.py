"""Where a body stands in the index: a number that stays when others come, and that is in the order of divisions.

Every division of the gazetteer has a slot, in the order of the codes, whether it has a body or not; so has every
possible province, for codes that the gazetteer does not know. A body alone in its slot has rank 0 there. Several are
scattered by a checksum of their ids over four to eight times as many ranks, so that one more moves hardly any other
(twice as many ranks are taken where their number doubles). All of it follows from the bodies there are and from nothing
else: the order in which they came leaves no trace.
"""

from __future__ import annotations

import functools
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from generator.bodies.gazetteer import load_gazetteer

_ROOM: Final = 4


class Place(NamedTuple):
    """The slot of a body's division and the body's rank in it."""

    slot: int
    rank: int


@functools.cache
def slots() -> tuple[str, ...]:
    """Return the code of each slot."""
    return tuple(sorted({*load_gazetteer().names, *map(str, range(10, 100))}))


def first_slot(province: str) -> int:
    """Return the first slot of a province, given by its two digits."""
    return bisect_right(slots(), province) - 1


def places(bodies: Iterable[tuple[str, str]]) -> Mapping[str, Place]:
    """Return the place of each body, given by its id and the two digits of the province it is shown in."""
    together: dict[int, list[str]] = defaultdict(list)
    for org_id, province in bodies:
        together[bisect_right(slots(), (province + org_id[2:]).split("-")[0]) - 1].append(org_id)
    return {org_id: Place(slot, rank) for slot in together for rank, org_id in _ranked(together[slot])}


def _ranked(bodies: list[str]) -> Iterable[tuple[int, str]]:
    if len(bodies) == 1:
        return [(0, bodies[0])]
    ranks = _ROOM << len(bodies).bit_length() - 1
    found, next_free = [], 0
    for wanted, org_id in sorted((zlib.crc32(org_id.encode()) % ranks, org_id) for org_id in bodies):
        rank = max(wanted, next_free)
        found.append((rank, org_id))
        next_free = rank + 1
    return found
