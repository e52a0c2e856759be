"""What the search was made of the last time, kept in the scratch folder so that only what changed is made again.

It speaks of files that lie in the site, so it counts only while every one of them is, by the ledger, as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.cache.files import replace_file
from generator.cache.fingerprint import fingerprint
from generator.site.ledger import Ledger
from generator.site.search.index import FOLDER, Index
from generator.site.search.papers import Entry

# Another format of the files of grams is another version.
_VERSION: Final = 4
_FILE: Final = "search.json"


@dataclass(frozen=True, slots=True)
class State:
    """The reports of the last build, and the fingerprint of the files of grams that were made of them."""

    entries: tuple[Entry, ...]
    stamp: str


def load_state(folder: Path | None) -> State:
    """Return the state kept in ``folder``; an empty one where there is none that can be read."""
    try:
        kept = json.loads((folder / _FILE).read_bytes()) if folder else {}
        if kept.get("version") == _VERSION:
            return State(tuple(map(Entry._make, zip(*kept["entries"], strict=True))), kept["stamp"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return State((), "")


def save_state(folder: Path | None, entries: Iterable[Entry], stamp: str) -> None:
    """Keep the state for the next build."""
    if folder is None:
        return
    # Column by column: that many lists are more work to read than what they hold.
    kept = {"version": _VERSION, "stamp": stamp, "entries": list(zip(*sorted(entries), strict=True))}
    replace_file(folder / _FILE, json.dumps(kept, separators=(",", ":")).encode())


def stamp_of(indexes: Iterable[Index], ledger: Ledger) -> str:
    """Return the fingerprint of all files of grams as the ledger knows them; nothing where it does not know one."""
    parts = []
    for index in indexes:
        for name in index.files:
            entry = ledger.files.get(f"site/{FOLDER}/{name}")
            if entry is None:
                return ""
            parts.append(f"{entry.key} {entry.size} {entry.changed}")
    return fingerprint("\n".join(parts)) if parts else ""


def are_there(indexes: Iterable[Index], ledger: Ledger) -> bool:
    """Say whether all files of grams are as they were written."""
    return all(ledger.is_current(f"site/{FOLDER}/{name}") for index in indexes for name in index.files)
