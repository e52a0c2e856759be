"""What was made of what: every file of a build with the fingerprint of all that went into it.

A file counts as made only while its size and time of change are those noted when it was written, so that a file that
anybody touched, and a build that was broken off, are made again. Without the ledger everything is.
"""

from __future__ import annotations

import base64
import filecmp
import json
import os
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator.cache.files import replace_file
from generator.cache.fingerprint import fingerprint
from generator.site.staging import copy_file, link, place_in, write_if_changed
from generator.site.sweeping import changed_at, swept

# Where ledgers lie below the folder of a build: that of all, and that of the search, which is made beside.
CACHE, LEDGER, SEARCH_LEDGER = ".cache", "site.json", "search/ledger.json"

_VERSION = 4
_EIGHT_BYTES = "q"


class Entry(NamedTuple):
    """A file as it was written: what it was made of, its size and its time of change in nanoseconds."""

    key: str
    size: int
    changed: int


@dataclass(slots=True)
class Ledger:
    """The files below ``folder`` by name, what was made together (``groups``: a key and names), and folders as left.

    ``look`` says which files and folders are no longer as they were noted, where somebody looks for them beside;
    ``taken`` are the files noted since the ledger was opened.
    """

    folder: Path
    files: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)
    look: Callable[[], Collection[str]] | None = None
    taken: set[str] = field(default_factory=set)
    _touched: set[str] | None = None
    _written: set[str] = field(default_factory=set)

    def touched(self) -> set[str]:
        """Return the files and folders that are not as they were noted, but for those noted since somebody looked."""
        if self._touched is None:
            self._touched = set(self.look() if self.look else not_as_noted(self))
        return self._touched

    def is_current(self, name: str, key: str = "") -> bool:
        """Say whether a file is as it was noted, and made of ``key`` (empty: of anything)."""
        entry = self.files.get(name)
        return entry is not None and (not key or entry.key == key) and name not in self.touched()

    def group(self, name: str, key: str) -> tuple[str, ...] | None:
        """Return the files of a group made of ``key``; nothing where it was made of something else."""
        known, files = self.groups.get(name, ("", ()))
        return files if known == key else None

    def note(self, name: str, key: str) -> None:
        """Take note of a file as it is now, and of what it was made of."""
        entry = entry_of(self.folder / name, key)
        if entry is not None:
            self.take({name: entry})

    def take(self, entries: Mapping[str, Entry]) -> None:
        """Take note of files as they were found to be."""
        new = {name: entry for name, entry in entries.items() if self.files.get(name) != entry}
        self.files.update(new)
        self.taken.update(new)
        self.touched().difference_update(new)
        self.wrote(new)

    def wrote(self, names: Iterable[str]) -> None:
        """Take note that files were written or taken away, and so their folders are no longer as they were left."""
        self._written.update(name.rpartition("/")[0] for name in names)

    def remove(self, name: str) -> None:
        """Take a file away, and forget it."""
        self.files.pop(name, None)
        (self.folder / name).unlink(missing_ok=True)
        self.wrote([name])

    def keep_only(self, tree: str, kept: Collection[str], apart: Collection[str] = ()) -> Collection[str]:
        """Remove all files of ``tree`` (a folder below that of the ledger) but those ``kept``, and forget them.

        Folders that nobody touched since they were left are not looked into, nor those ``apart``, which belong to
        another ledger. Return the files that were known.
        """
        start = f"{tree}/"
        gone = [name for name in self.files if name.startswith(start) and name[len(start) :] not in kept]
        for name in gone:
            self.remove(name)
        known = {name: changed for name, changed in self.folders.items() if name == tree or name.startswith(start)}
        changed = {name for name in self.touched() if name in known}
        for folder in self._written:
            if folder == tree or folder.startswith(start):
                changed.update(_up_to_known(folder, tree, known))
        left = swept(self.folder, tree, kept, known, changed, apart)
        self.folders = {name: changed for name, changed in self.folders.items() if name not in known} | left
        return gone


def entry_of(path: Path, key: str) -> Entry | None:
    """Return a file as it is now; nothing where there is none."""
    found = _size_and_time(str(path))
    return Entry(key, *found) if found else None


def not_as_noted(ledger: Ledger) -> set[str]:
    """Return the files and folders of a ledger whose size or time of change is another than was noted."""
    files = ((name, entry.size, entry.changed) for name, entry in ledger.files.items())
    return _other(ledger.folder, files, ledger.folders.items())


def touched_since(path: Path, folder: Path) -> set[str] | None:
    """Return what ``not_as_noted`` says of the ledger kept in ``path``; nothing where there is none, or an empty one.

    It is there in half the time: more than a hundred thousand files are asked for, and what they are made of is not.
    """
    kept = _kept(path)
    if kept is None or not kept["files"]:
        return None
    try:
        files = zip(_names(kept["files"]), _numbers(kept["sizes"]), _numbers(kept["times"]), strict=True)
        folders = zip(_names(kept["folders"]), _numbers(kept["left"]), strict=True)
        return _other(folder, files, folders)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _other(folder: Path, files: Iterable[tuple[str, int, int]], folders: Iterable[tuple[str, int]]) -> set[str]:
    root = str(folder)
    found = {name for name, size, changed in files if _size_and_time(f"{root}/{name}") != (size, changed)}
    found.update(name for name, changed in folders if changed_at(f"{root}/{name}") != changed)
    return found


def _up_to_known(folder: str, tree: str, known: Collection[str]) -> Iterator[str]:
    """Yield a folder and those around it, up to the first that was there before: it has changed by the new one."""
    yield folder
    while folder not in known and folder != tree:
        folder = folder.rpartition("/")[0]
        yield folder


def _size_and_time(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def written(folder: Path, name: str, text: str | bytes) -> Entry:
    """Write a file below ``folder`` unless it is there already; return it, with its content as the key."""
    content = text.encode("utf-8") if isinstance(text, str) else text
    path = place_in(folder, name)
    write_if_changed(path, content)
    entry = entry_of(path, fingerprint(content))
    assert entry is not None
    return entry


def copied(ledger: Ledger, source: Path, name: str, key: str) -> None:
    """Copy a file to its name in the folder of the ledger, unless what is there is made of ``key`` or is the same."""
    if ledger.is_current(name, key):
        return
    target = ledger.folder / name
    if not (target.is_file() and filecmp.cmp(source, target, shallow=False)):
        copy_file(source, target)
    ledger.note(name, key)


def linked(ledger: Ledger, source: Path, name: str, key: str) -> None:
    """Give a file a second name in the folder of the ledger, unless what is there is made of ``key``.

    Only for files that are never written to, but replaced: see ``replace_file``.
    """
    if not ledger.is_current(name, key):
        link(source, ledger.folder / name)
        ledger.note(name, key)


def load_ledger(path: Path, folder: Path) -> Ledger:
    """Return the ledger kept in ``path``, of what is below ``folder``; empty where none can be read."""
    kept = _kept(path)
    if kept is None:
        return Ledger(folder)
    try:
        columns = zip(_names(kept["keys"]), _numbers(kept["sizes"]), _numbers(kept["times"]), strict=True)
        return Ledger(
            folder,
            dict(zip(_names(kept["files"]), map(Entry._make, columns), strict=True)),
            {name: (key, tuple(names)) for name, (key, names) in kept["groups"].items()},
            dict(zip(_names(kept["folders"]), _numbers(kept["left"]), strict=True)),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Ledger(folder)


def _kept(path: Path) -> dict[str, Any] | None:
    try:
        kept: Any = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("version") == _VERSION else None


def save_ledger(ledger: Ledger, path: Path) -> None:
    """Keep the ledger for the next build."""
    entries = ledger.files.values()
    # Column by column, each one text: a hundred thousand files are there in a fifth of the time.
    kept = {
        "version": _VERSION,
        "files": "\n".join(ledger.files),
        "keys": "\n".join([entry.key for entry in entries]),
        "sizes": _text([entry.size for entry in entries]),
        "times": _text([entry.changed for entry in entries]),
        "groups": ledger.groups,
        "folders": "\n".join(ledger.folders),
        "left": _text(ledger.folders.values()),
    }
    replace_file(path, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def _names(text: str) -> list[str]:
    return text.split("\n") if text else []


def _text(numbers: Iterable[int]) -> str:
    """Return whole numbers of eight bytes as text."""
    return base64.b64encode(array(_EIGHT_BYTES, numbers).tobytes()).decode()


def _numbers(text: str) -> array[int]:
    numbers = array(_EIGHT_BYTES)
    numbers.frombytes(base64.b64decode(text))
    return numbers
