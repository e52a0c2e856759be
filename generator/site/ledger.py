"""What was made of what: every file of a build with the fingerprint of all that went into it.

A file counts as made only while its size and time of change are those noted when it was written, so that a file that
anybody touched, and a build that was broken off, are made again. Without the ledger everything is.
"""

from __future__ import annotations

import filecmp
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache.fingerprint import fingerprint
from generator.site.staging import copy_file, place_in, replace_file, write_if_changed

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was written: what it was made of, its size and its time of change in nanoseconds."""

    key: str
    size: int
    changed: int


@dataclass(slots=True)
class Ledger:
    """The files below ``folder`` by name, and what was made together (``groups``): a key and names of files."""

    folder: Path
    files: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def is_current(self, name: str, key: str = "") -> bool:
        """Say whether a file is as it was noted, and made of ``key`` (empty: of anything)."""
        entry = self.files.get(name)
        if entry is None or (key and entry.key != key):
            return False
        try:
            # Asked of every file of a site: paths put together by pathlib would take most of the time.
            found = os.stat(f"{self.folder}/{name}")  # noqa: PTH116
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (entry.size, entry.changed)

    def group(self, name: str, key: str) -> tuple[str, ...] | None:
        """Return the files of a group made of ``key``; nothing where it was made of something else."""
        known, files = self.groups.get(name, ("", ()))
        return files if known == key else None

    def note(self, name: str, key: str) -> None:
        """Take note of a file as it is now, and of what it was made of."""
        entry = entry_of(self.folder / name, key)
        if entry is not None:
            self.files[name] = entry

    def keep_only(self, names: Iterable[str], groups: Iterable[str]) -> None:
        """Forget all other files and groups."""
        kept, together = set(names), set(groups)
        self.files = {name: entry for name, entry in self.files.items() if name in kept}
        self.groups = {name: group for name, group in self.groups.items() if name in together}


def entry_of(path: Path, key: str) -> Entry | None:
    """Return a file as it is now; nothing where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Entry(key, found.st_size, found.st_mtime_ns)


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


def load_ledger(path: Path, folder: Path) -> Ledger:
    """Return the ledger kept in ``path``; an empty one where there is none that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != _VERSION:
            return Ledger(folder)
        return Ledger(
            folder,
            {name: Entry(*entry) for name, entry in kept["files"].items()},
            {name: (key, tuple(names)) for name, (key, names) in kept["groups"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Ledger(folder)


def save_ledger(ledger: Ledger, path: Path) -> None:
    """Keep the ledger for the next build."""
    kept = {
        "version": _VERSION,
        "files": {name: (entry.key, entry.size, entry.changed) for name, entry in ledger.files.items()},
        "groups": ledger.groups,
    }
    replace_file(path, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
