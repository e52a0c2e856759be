"""What several machines made of a collection, put into one folder, where a build finds it done."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.cache.fingerprint import fingerprint
from generator.cache.store import open_store
from generator.collection.products import open_products
from generator.errors import UsageError
from generator.site.ledger import CACHE, LEDGER, Ledger, entry_of, load_ledger, save_ledger
from generator.site.publish import printed_name
from generator.site.staging import copy_file, place_in
from generator.site.works import PRODUCTS, is_of_a_group
from generator.workers import STORES


def join(folders: Iterable[Path], out: Path) -> int:
    """Take over what the builds and the folders of readings in ``folders`` have; return how many pages.

    Nothing is believed but what its own build has noted: a page whose content is another is left behind, and made again
    by the build that follows, as is everything that has changed meanwhile.
    """
    pages = 0
    cache = out / CACHE
    ledger = load_ledger(cache / LEDGER, out)
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"没有“{folder}”这个文件夹")
        kept = folder / CACHE if (folder / CACHE).is_dir() else folder
        for name in STORES:
            if (kept / name).is_file():
                # A broken one is worth nothing; what it had is read again.
                with open_store(cache / name) as store, contextlib.suppress(sqlite3.DatabaseError):
                    store.take(kept / name)
        if (kept / PRODUCTS).is_file():
            with open_products(cache / PRODUCTS) as products, contextlib.suppress(sqlite3.DatabaseError):
                products.take(kept / PRODUCTS)
            pages += sum(1 for _ in _pages(load_ledger(kept / LEDGER, folder), ledger))
    cache.mkdir(parents=True, exist_ok=True)
    save_ledger(ledger, cache / LEDGER)
    return pages


def _pages(theirs: Ledger, ours: Ledger) -> Iterator[str]:
    """Take over the pages of each group that is whole, printed or not."""
    for group, (key, names) in theirs.groups.items():
        if is_of_a_group(group) and all(_taken(theirs, ours, f"pages/{name}", True) for name in names):
            ours.groups[group] = (key, names)
            for name in names:
                if name.endswith(".md"):
                    _taken(theirs, ours, f"site/{printed_name(name)}", False)
                    yield name


def _taken(theirs: Ledger, ours: Ledger, name: str, is_content: bool) -> bool:
    """Copy a file with what is known of it; ``is_content``: its key is the fingerprint of its content."""
    entry, source = theirs.files.get(name), theirs.folder / name
    if entry is None or not source.is_file() or source.stat().st_size != entry.size:
        return False
    if is_content and fingerprint(source.read_bytes()) != entry.key:
        return False
    target = place_in(ours.folder, name)
    copy_file(source, target)
    found = entry_of(target, entry.key)
    if found is not None:
        ours.files[name] = found
    return found is not None
