"""What was written the last time, and of what it was made: what stands there untouched need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: bytes, SHA-256, and when it was last changed, in nanoseconds."""

    size: int
    sha256: str
    changed: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return what a file is like now."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls.at(path, digest)

    @classmethod
    def at(cls, path: Path, sha256: str) -> Self:
        """Return what a file is like whose SHA-256 is known."""
        found = path.stat()
        return cls(found.st_size, sha256, found.st_mtime_ns)

    def is_untouched(self, path: Path) -> bool:
        """Say whether nobody has written to the file since."""
        try:
            found = path.stat()
        except OSError:
            return False
        return path.is_file() and (found.st_size, found.st_mtime_ns) == (self.size, self.changed)


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are made together, by their paths, and the key of all that they are made of."""

    key: str
    files: Mapping[str, Written] = field(default_factory=dict)


def load_units(path: Path) -> dict[str, Unit]:
    """Return the units kept in a file; none where it is not there or damaged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: Unit(str(key), {one: Written(int(size), str(sha), int(ns)) for one, (size, sha, ns) in files.items()})
            for name, (key, files) in kept.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save_units(path: Path, units: Mapping[str, Unit]) -> None:
    """Keep units in a file, all or nothing."""
    kept = {
        name: (unit.key, {one: (made.size, made.sha256, made.changed) for one, made in unit.files.items()})
        for name, unit in units.items()
    }
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    new.replace(path)
