"""One index of the search: its reports, where each stands in it, and the files that say so.

Above ``WHOLE`` reports every province has an index of its own, and a query over the country asks them in turn.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from generator.site.safe import script_json
from generator.site.search.gramfiles import file_bits, file_names
from generator.site.search.papers import Entry
from generator.site.search.places import Place, first_slot, places
from generator.site.search.postings import Holders
from generator.site.search.varints import Numbers
from generator.site.search.years import MIDDLE, bit_of

FOLDER: Final = "search"
WHOLE: Final = 40_000


@dataclass(frozen=True, slots=True)
class Index:
    """The reports of an index in the order of bodies and years, its years, its bits, and where each body stands."""

    folder: str
    bits: int
    years: tuple[int, ...]
    entries: tuple[Entry, ...]
    places: Mapping[str, Place]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files of grams below the folder of the search."""
        return _files(self.folder, self.bits)

    def texts(self) -> list[str]:
        """Return where the words of each report lie, below the folder of the search: where its place says."""
        ways = {org_id: f"text/{place.slot}/{place.rank}" for org_id, place in self.places.items()}
        return [f"{ways[entry.org_id]}-{entry.year}.json" for entry in self.entries]

    def holders(self, documents: Numbers, grams: Numbers) -> Holders:
        """Return who holds what; ``documents`` are numbers of bodies in the order of their places, times years."""
        slots, ranks = self._in_order()
        bodies, years = np.divmod(documents, len(self.years))
        new = np.ones(bodies.size, dtype=np.bool_)
        new[1:] = (grams[1:] != grams[:-1]) | (bodies[1:] != bodies[:-1])
        heads = np.flatnonzero(new)
        bits = np.array([1 << bit_of(year) for year in self.years], dtype=np.int64)
        held = np.add.reduceat(bits[years], heads) if heads.size else heads
        return Holders(grams[heads], slots[bodies[heads]], ranks[bodies[heads]], held)

    def documents(self) -> Mapping[tuple[str, int], int]:
        """Return the number of each report, by body and year."""
        order = {org_id: number for number, org_id in enumerate(sorted(self.places, key=self.places.__getitem__))}
        years = {year: number for number, year in enumerate(self.years)}
        return {(e.org_id, e.year): order[e.org_id] * len(years) + years[e.year] for e in self.entries}

    def _in_order(self) -> tuple[Numbers, Numbers]:
        both = np.array(sorted(self.places.values()), dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]


@functools.cache
def _files(folder: str, bits: int) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for name in file_names(bits))


def indexes(entries: Iterable[Entry], whole: int = WHOLE) -> list[Index]:
    """Return the indexes of a collection, in the order of provinces; the order of ``entries`` does not matter."""
    entries = sorted(entries)
    if not entries:
        return []
    if len(entries) <= whole:
        return [_index("grams", entries)]
    provinces: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        provinces[entry.province].append(entry)
    return [_index(f"grams-{province}", provinces[province]) for province in sorted(provinces)]


def parts_file(found: Sequence[Index], names: Mapping[str, str]) -> tuple[str, bytes]:
    """Return the file that says what there is to ask; ``names`` are the provinces' by their two digits."""
    provinces = sorted({entry.province for index in found for entry in index.entries})
    rows = [
        {"folder": index.folder, "bits": index.bits, "years": index.years, "provinces": _provinces(index)}
        for index in found
    ]
    shown = {code: [names.get(code, code), first_slot(code)] for code in provinces}
    return "parts.json", _json({"provinces": shown, "middle": MIDDLE, "indexes": rows})


def _index(folder: str, entries: Sequence[Entry]) -> Index:
    years = tuple(sorted({entry.year for entry in entries}))
    bodies = {entry.org_id: entry.province for entry in entries}
    return Index(folder, file_bits(len(entries)), years, tuple(entries), places(bodies.items()))


def _provinces(index: Index) -> list[str]:
    return sorted({entry.province for entry in index.entries})


def _json(value: Any) -> bytes:
    return (script_json(value) + "\n").encode("utf-8", "replace")
