"""The search laid into a built site: only what changed is made and written, what is no longer there is taken away."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from generator.cache.fingerprint import fingerprint
from generator.site.catalogue import Catalogue
from generator.site.geography import COUNTRY, load_geography
from generator.site.ledger import Ledger
from generator.site.search.changes import Change, change, changed_files
from generator.site.search.cold import from_nothing
from generator.site.search.grams import Grams
from generator.site.search.index import FOLDER, WHOLE, Index, indexes, parts_file
from generator.site.search.papers import Entry, Load, grams_in, grams_of
from generator.site.search.state import are_there, load_state, save_state, stamp_of
from generator.site.search.years import YEARS
from generator.site.staging import write_if_changed

_PAGE: Final = "index.html"
# An index of which more than this part changed is made from nothing.
_MOST_CHANGED: Final = 20
# … but for so few reports it is not worth the reading of all others.
_FEW: Final = 100
_BATCH: Final = 200


def province_names(catalogue: Catalogue) -> dict[str, str]:
    """Return the provinces' names by their two digits."""
    geography = load_geography()
    names = {code[:2]: geography.name(code) for code in geography.below.get(COUNTRY, ())}
    return names | {code[:2]: region.name for code, region in catalogue.regions.items() if not region.parent}


def write_index(  # noqa: PLR0913, PLR0917 (most have a usual value)
    entries: Iterable[Entry],
    load: Load,
    names: Mapping[str, str],
    site: Path,
    ledger: Ledger,
    cache: Path | None = None,
    whole: int = WHOLE,
) -> set[str]:
    """Write the files of the search below ``site`` and return their names below it.

    ``load`` is asked for the papers of those entries only whose files are not there, and yields them in turn.
    The same entries give the same bytes, whatever was there before; ``whole`` reports are as many as one index takes.
    """
    entries = sorted(entry for entry in entries if entry.year in YEARS)
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
    state = load_state(cache)
    before, now = indexes(state.entries, whole), indexes(entries, whole)
    known = bool(state.stamp) and stamp_of(before, ledger) == state.stamp and are_there(before, ledger)
    desk = _Desk(site, ledger, load, cache)
    for index in now:
        old = next((one for one in before if known and one.folder == index.folder), None)
        desk.write_grams(old, index)
    name, content = parts_file(now, names)
    desk.write(name, fingerprint(content), content)
    for index in now:
        desk.write_texts(index)
    save_state(cache, entries, stamp_of(now, ledger))
    written = desk.written | {f"{FOLDER}/{_PAGE}"}
    if known:
        _remove(ledger, site, {f"{FOLDER}/{name}" for name in _names(before)} - written)
    else:
        _remove(ledger, site, _there(site) - written)
    return written


class _Desk:
    """Where files are written: below ``site``, unless the ledger knows them."""

    def __init__(self, site: Path, ledger: Ledger, load: Load, cache: Path | None) -> None:
        self.site, self.ledger, self.load, self.cache = site, ledger, load, cache
        self.written: set[str] = set()

    def write(self, name: str, key: str, content: bytes) -> None:
        """Write a file unless it is there and made of ``key``."""
        path = f"{FOLDER}/{name}"
        self.written.add(path)
        if not self.ledger.is_current(f"site/{path}", key):
            write_if_changed(self.site / path, content)
            self.ledger.note(f"site/{path}", key)

    def write_grams(self, old: Index | None, new: Index) -> None:
        """Write those files of grams that changed; ``old`` is what they were made of, if they are as they were."""
        self.written.update(f"{FOLDER}/{name}" for name in new.files)
        for number, content in self._changed(old, new):
            self.write(new.files[number], fingerprint(content), content)

    def write_texts(self, index: Index) -> None:
        """Write the reports' words."""
        files = index.texts()
        self.written.update(f"{FOLDER}/{file}" for file in files)
        new = [
            (entry, file) for entry, file in zip(index.entries, files, strict=True) if not self._is_there(entry, file)
        ]
        for begin in range(0, len(new), _BATCH):
            batch = new[begin : begin + _BATCH]
            for (entry, file), paper in zip(batch, self.load([entry for entry, _ in batch]), strict=True):
                self.write(file, entry.digest, paper.text)

    def _is_there(self, entry: Entry, file: str) -> bool:
        return self.ledger.is_current(f"site/{FOLDER}/{file}", entry.digest)

    def _changed(self, old: Index | None, new: Index) -> Iterator[tuple[int, bytes]]:
        if old is not None and (found := change(old, new)) is not None and self._is_small(found, new):
            if not found.gone and not found.come:
                return
            read = lambda number: (self.site / FOLDER / new.files[number]).read_bytes()  # noqa: E731
            try:
                gone = list(self._gone(found.gone, old))
                come = zip(found.come, map(grams_in, self.load(found.come)), strict=True)
                yield from changed_files(old, new, gone, come, read)
            except (OSError, ValueError):
                # What lies there is not what it was taken for.
                yield from from_nothing(new, self.load, self.cache)
        else:
            yield from from_nothing(new, self.load, self.cache)

    def _is_small(self, found: Change, index: Index) -> bool:
        return len(found.gone) + len(found.come) <= max(_FEW, len(index.entries) // _MOST_CHANGED)

    def _gone(self, entries: Collection[Entry], old: Index) -> Iterator[tuple[Entry, Grams]]:
        files = dict(zip(old.entries, old.texts(), strict=True)) if entries else {}
        for entry in entries:
            if not self._is_there(entry, files[entry]):
                raise ValueError(f"no longer there: {files[entry]}")
            yield entry, grams_of((self.site / FOLDER / files[entry]).read_bytes())


def _names(indexes: Iterable[Index]) -> Iterator[str]:
    for index in indexes:
        yield from index.files
        yield from index.texts()


def _there(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in (site / FOLDER).rglob("*") if path.is_file()}


def _remove(ledger: Ledger, site: Path, names: Iterable[str]) -> None:
    folders = set()
    for name in names:
        ledger.remove(f"site/{name}")
        folders |= set(Path(name).parents)
    for folder in sorted(folders - {Path(), Path(FOLDER)}, reverse=True):
        with contextlib.suppress(OSError):
            (site / folder).rmdir()
