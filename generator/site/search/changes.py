"""The files of an index after some reports came, went or changed: only those that hold a gram of theirs are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from generator.site.search.gramfiles import files_of, packed, unpacked
from generator.site.search.grams import Grams
from generator.site.search.index import Index
from generator.site.search.papers import Entry
from generator.site.search.postings import Holders, Postings, decoded, encoded
from generator.site.search.varints import Numbers
from generator.site.search.years import bit_of

# A rank takes so many bits where slot and rank are one number.
_RANK_BITS = 24
_PLACE_BITS = _RANK_BITS + 17
# Files taken together: what is at work at a time stays small enough for the processor's own memory.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Change:
    """Which reports are to be taken out of an index as it was, and which to be put in."""

    gone: tuple[Entry, ...]
    come: tuple[Entry, ...]


def change(old: Index, new: Index) -> Change | None:
    """Return what makes ``new`` of ``old``; nothing where its files are cut otherwise."""
    if (old.folder, old.bits) != (new.folder, new.bits):
        return None
    before, after = set(old.entries), set(new.entries)
    moved = {org_id for org_id, place in new.places.items() if old.places.get(org_id, place) != place}
    stay = {entry for entry in before & after if entry.org_id in moved} if moved else set()
    return Change(tuple(sorted(before - after | stay)), tuple(sorted(after - before | stay)))


def changed_files(
    old: Index,
    new: Index,
    gone: Iterable[tuple[Entry, Grams]],
    come: Iterable[tuple[Entry, Grams]],
    read: Callable[[int], bytes],
) -> Iterator[tuple[int, bytes]]:
    """Yield the number and content of the files that change; ``read`` returns the content of one as it was.

    Raises ``ValueError`` where the files do not hold what is to be taken out of them.
    """
    out, put = _rows(old, gone), _rows(new, come)
    numbers = np.unique(files_of(np.concatenate((out.grams, put.grams)), new.bits))
    for begin in range(0, numbers.size, _AT_ONCE):
        some = numbers[begin : begin + _AT_ONCE]
        files = [(number, read(number)) for number in some.tolist()]
        yield from _changed(files, new.bits, _within(out, new.bits, some), _within(put, new.bits, some))


def _within(rows: Holders, bits: int, numbers: Numbers) -> Holders:
    """Return the rows whose grams lie in files from the first to the last of those numbered."""
    files = files_of(rows.grams, bits)
    here = (files >= numbers[0]) & (files <= numbers[-1])
    return Holders(rows.grams[here], rows.slots[here], rows.ranks[here], rows.years[here])


def _changed(files: Sequence[tuple[int, bytes]], bits: int, out: Holders, put: Holders) -> Iterator[tuple[int, bytes]]:
    whole = unpacked(files, bits)
    touched = np.flatnonzero(np.isin(whole.grams, np.concatenate((out.grams, put.grams))))
    ends = np.cumsum(whole.lengths)
    spans = np.stack((ends[touched] - whole.lengths[touched], ends[touched]), axis=1).tolist()
    chosen = Postings(
        whole.grams[touched], whole.lengths[touched], b"".join(whole.content[begin:end] for begin, end in spans)
    )
    changed = encoded(_patched(decoded(chosen), out, put))
    yield from packed(_joined(whole, spans, touched, changed), bits, [number for number, _ in files])


def _rows(index: Index, papers: Iterable[tuple[Entry, Grams]]) -> Holders:
    found = [np.zeros((4, 0), dtype=np.int64)]
    for entry, grams in papers:
        place = index.places[entry.org_id]
        row = np.empty((4, grams.size), dtype=np.int64)
        row[0], row[1], row[2], row[3] = grams, place.slot, place.rank, 1 << bit_of(entry.year)
        found.append(row)
    return Holders(*np.concatenate(found, axis=1))


def _patched(held: Holders, out: Holders, put: Holders) -> Holders:
    """Return the holders without those of ``out``, with those of ``put``."""
    grams = np.unique(np.concatenate((held.grams, out.grams, put.grams)))
    keys, taken, added = (_keys(rows, grams) for rows in (held, out, put))
    years = held.years.copy()
    at = np.searchsorted(keys, taken)
    if taken.size and (not keys.size or (keys[np.minimum(at, keys.size - 1)] != taken).any()):
        raise ValueError("a report is not in the index it is to be taken out of")
    if (years[at] & out.years != out.years).any():
        raise ValueError("a report is not in the index for its year")
    np.subtract.at(years, at, out.years)
    both, back = np.unique(np.concatenate((keys, added)), return_inverse=True)
    sums = np.zeros(both.size, dtype=np.int64)
    np.add.at(sums, back, np.concatenate((years, put.years)))
    left = sums > 0
    both, sums = both[left], sums[left]
    places = both & (1 << _PLACE_BITS) - 1
    return Holders(grams[both >> _PLACE_BITS], places >> _RANK_BITS, places & (1 << _RANK_BITS) - 1, sums)


def _keys(rows: Holders, grams: Numbers) -> Numbers:
    """Return one number for gram, slot and rank of each row; they sort as the rows do."""
    return np.searchsorted(grams, rows.grams) << _PLACE_BITS | rows.slots << _RANK_BITS | rows.ranks


def _joined(whole: Postings, spans: Sequence[Sequence[int]], touched: Numbers, changed: Postings) -> Postings:
    """Return ``whole`` with the postings of ``changed`` in the places of those touched, which stood at ``spans``."""
    stay = np.delete(np.arange(whole.grams.size), touched)
    grams = np.concatenate((whole.grams[stay], changed.grams))
    lengths = np.concatenate((whole.lengths[stay], changed.lengths))
    order = np.argsort(grams, kind="stable")
    return Postings(grams[order], lengths[order], b"".join(_pieces(whole, spans, touched, changed)))


def _pieces(whole: Postings, spans: Sequence[Sequence[int]], touched: Numbers, changed: Postings) -> Iterator[bytes]:
    ends = np.cumsum(whole.lengths)
    at = np.searchsorted(whole.grams, changed.grams)
    # Where new postings go: behind all that is smaller. What was touched is left out.
    begins = np.concatenate((np.zeros(1, dtype=np.int64), ends))[at].tolist()
    stops = [*spans, [len(whole.content), len(whole.content)]]
    new_ends = np.cumsum(changed.lengths).tolist()
    done, stop, made = 0, 0, 0
    for begin, end in zip(begins, new_ends, strict=True):
        while stops[stop][1] <= begin and stop < len(spans):
            yield whole.content[done : stops[stop][0]]
            done = stops[stop][1]
            stop += 1
        if begin > done:
            yield whole.content[done:begin]
            done = begin
        yield changed.content[made:end]
        made = end
    for begin, end in stops[stop:]:
        yield whole.content[done:begin]
        done = end
