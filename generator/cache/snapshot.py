"""How files lie in folders, without reading them: names, sizes, times of change."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.cache.fingerprint import fingerprint


def snapshot(folders: Sequence[Path]) -> str:
    """Return a fingerprint that changes when any file below the folders is written, added or removed."""
    there = [(str(folder), str(place)) for place, folder in enumerate(folders) if folder.is_dir()]
    return fingerprint(*sorted(line for folder, place in there for line in _lines(folder, place)))


def _lines(folder: str, name: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            below = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield below
                yield from _lines(entry.path, below)
            else:
                found = entry.stat(follow_symlinks=False)
                yield f"{below} {found.st_size} {found.st_mtime_ns}"
