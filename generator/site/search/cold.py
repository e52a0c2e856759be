"""The files of an index from nothing, in little memory.

Grams are laid aside by their high bits as the papers are read, then sorted and written part by part.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import numpy as np

from generator.site.search.gramfiles import packed
from generator.site.search.index import Index
from generator.site.search.papers import Load, grams_in
from generator.site.search.postings import encoded

_BATCH: Final = 500  # papers held at a time: a million grams
_PART: Final = 1_000  # papers for each part, so that a part is as large as a batch
_MOST_PARTS: Final = 6  # binary logarithm


def from_nothing(index: Index, load: Load, folder: Path | None) -> Iterator[tuple[int, bytes]]:
    """Yield the number and content of every file of grams; ``folder`` takes what is laid aside meanwhile."""
    documents = index.documents()
    cut = min(index.bits, _MOST_PARTS, (len(index.entries) // _PART).bit_length())
    with tempfile.TemporaryDirectory(dir=folder) as aside, ExitStack() as stack:
        parts = [stack.enter_context((Path(aside) / str(part)).open("w+b")) for part in range(1 << cut)]
        edges = np.arange(1, 1 << cut, dtype=np.uint64) << np.uint64(64 - cut)
        for begin in range(0, len(index.entries), _BATCH):
            entries = index.entries[begin : begin + _BATCH]
            found = [
                grams_in(paper).astype(np.uint64) << np.uint64(32) | np.uint64(documents[entry.org_id, entry.year])
                for entry, paper in zip(entries, load(entries), strict=True)
            ]
            both = np.sort(np.concatenate(found))
            for part, rows in zip(parts, np.split(both, np.searchsorted(both, edges)), strict=True):
                part.write(rows.tobytes())
        each = 1 << index.bits - cut
        for number, part in enumerate(parts):
            part.seek(0)
            both = np.sort(np.frombuffer(part.read(), dtype=np.uint64))
            low, high = both & np.uint64(0xFFFFFFFF), both >> np.uint64(32)
            holders = index.holders(low.astype(np.int64), high.astype(np.int64))
            yield from packed(encoded(holders), index.bits, range(number * each, (number + 1) * each))
