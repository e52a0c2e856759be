"""What was made of what: every file of a build with the fingerprint of all that went into it.

A file counts as made only while its size and time of change are those noted when it was written, so that a file that
anybody touched, and a build that was broken off, are made again. Without the ledger everything is.
"""

from __future__ import annotations

import filecmp
import json
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.cache.files import replace_file
from generator.cache.fingerprint import fingerprint
from generator.site.staging import changed_at, copy_file, place_in, swept, write_if_changed

_VERSION = 2


class Entry(NamedTuple):
    """A file as it was written: what it was made of, its size and its time of change in nanoseconds."""

    key: str
    size: int
    changed: int


@dataclass(slots=True)
class Ledger:
    """The files below ``folder`` by name, what was made together (``groups``: a key and names), and folders as left."""

    folder: Path
    files: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)

    def is_current(self, name: str, key: str = "") -> bool:
        """Say whether a file is as it was noted, and made of ``key`` (empty: of anything)."""
        entry = self.files.get(name)
        if entry is None or (key and entry.key != key):
            return False
        return _size_and_time(f"{self.folder}/{name}") == (entry.size, entry.changed)

    def group(self, name: str, key: str) -> tuple[str, ...] | None:
        """Return the files of a group made of ``key``; nothing where it was made of something else."""
        known, files = self.groups.get(name, ("", ()))
        return files if known == key else None

    def note(self, name: str, key: str) -> None:
        """Take note of a file as it is now, and of what it was made of."""
        entry = entry_of(self.folder / name, key)
        if entry is not None:
            self.files[name] = entry

    def keep_only(self, tree: str, kept: Collection[str]) -> None:
        """Remove all files of ``tree`` (a folder below that of the ledger) but those ``kept``, and forget them.

        Folders that nobody touched since they were left are not looked into.
        """
        start = f"{tree}/"
        gone = [name for name in self.files if name.startswith(start) and name[len(start) :] not in kept]
        for name in gone:
            del self.files[name]
        known = {name: changed for name, changed in self.folders.items() if name == tree or name.startswith(start)}
        left = swept(self.folder, tree, kept, (name[len(start) :] for name in gone), known)
        self.folders = {name: changed for name, changed in self.folders.items() if name not in known} | left

    def is_untouched(self) -> bool:
        """Say whether there is anything, and all files and folders are as they were left."""
        root = str(self.folder)
        return (
            bool(self.files)
            and all(
                _size_and_time(f"{root}/{name}") == (entry.size, entry.changed) for name, entry in self.files.items()
            )
            and all(changed_at(f"{root}/{name}") == changed for name, changed in self.folders.items())
        )


def entry_of(path: Path, key: str) -> Entry | None:
    """Return a file as it is now; nothing where there is none."""
    found = _size_and_time(str(path))
    return Entry(key, *found) if found else None


def _size_and_time(path: str) -> tuple[int, int] | None:
    # Thousands of files are asked for one after the other: the shortest way.
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


def load_ledger(path: Path, folder: Path, start: str = "") -> Ledger:
    """Return the ledger kept in ``path``, or only its files whose names so ``start``; empty where none can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != _VERSION:
            return Ledger(folder)
        return Ledger(
            folder,
            {name: Entry._make(entry) for name, entry in kept["files"].items() if name.startswith(start)},
            {name: (key, tuple(names)) for name, (key, names) in kept["groups"].items()},
            dict(kept["folders"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Ledger(folder)


def save_ledger(ledger: Ledger, path: Path) -> None:
    """Keep the ledger for the next build."""
    kept = {
        "version": _VERSION,
        "files": ledger.files,
        "groups": ledger.groups,
        "folders": ledger.folders,
    }
    replace_file(path, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
