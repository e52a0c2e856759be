"""The data set of a collection, put together from what each group brings to its tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from generator.cache.fingerprint import fingerprint
from generator.collection.groups import Group
from generator.collection.products import Products
from generator.dataset.chunks import Chunk, part_of, unpacked
from generator.dataset.write import Around, Part, write_tables
from generator.model import Dataset

TABLES: Final = "tables"
_LENGTH: Final = 4


def joined(chunks: Iterable[Chunk]) -> bytes:
    """Return chunks as bytes, the length of each before it."""
    packed = [chunk.packed() for chunk in chunks]
    return b"".join(part for one in packed for part in (len(one).to_bytes(_LENGTH, "little"), one))


def taken_apart(content: bytes) -> Iterator[Chunk]:
    """Yield the chunks that were joined."""
    place = 0
    while place < len(content):
        start = place + _LENGTH
        place = start + int.from_bytes(content[place:start], "little")
        yield unpacked(content[start:place])


def write_collection(  # noqa: PLR0913 (the two usual ones of six)
    groups: Sequence[Group],
    products: Products,
    reports: Mapping[str, int],
    around: Around,
    out: Path,
    *,
    keep: Path | None = None,
    everything: bool = False,
) -> tuple[Path, ...]:
    """Write the tables of groups that are made; ``reports`` are how many there are in each part: ``write_tables``."""
    keys = products.keys()
    names: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        names[group.part].append(group.name)
    parts = {
        part: Part(
            reports[part],
            partial(_chunks, products, found),
            fingerprint(*(word for name in found for word in (name, keys[name]))),
        )
        for part, found in names.items()
        if reports.get(part)
    }
    return write_tables(parts, around, out, keep=keep, everything=everything)


def reports_in_parts(dataset: Dataset) -> Mapping[str, int]:
    """Return how many reports there are in each part of the large tables."""
    return Counter(map(part_of, dataset.reports))


def around(dataset: Dataset, *, made: bool) -> Around:
    """Return what a data set has beside reports; ``made``: nothing in it is real."""
    return Around(dataset.organisations, dataset.withdrawals, dataset.replies, made)


def _chunks(products: Products, names: Sequence[str]) -> Iterator[Chunk]:
    for _, content in products.of(TABLES, names):
        yield from taken_apart(content)
