"""SHA-256 hashes of files that nobody touched since they were hashed: their content need not be read again.

A file counts as untouched while its size, its times of change and its place on the disk are the same; the time of the
last change of its record can't be set by hand. One that changed just before it was hashed is hashed again next time.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from generator.cache.files import replace_file

_JUST_NOW = 2_000_000_000
_Mark = tuple[int, int, int, int]


class Digests:
    """The hashes kept in the file ``path``; without one, or where it can't be read, none are known."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known = _load(path) if path else {}
        self._found: dict[str, tuple[str, _Mark]] = {}
        self._young: dict[str, tuple[str, _Mark]] = {}

    def of(self, path: bytes, now: os.stat_result) -> str:
        """Return the hash of a file as it is now; empty where it is not known."""
        name = os.fsdecode(path)
        digest, mark = self._known.get(name, ("", _mark(now)))
        if digest and mark == _mark(now):
            self._found[name] = digest, mark
            return digest
        return ""

    def met_as(self, path: bytes, now: os.stat_result) -> tuple[str, bool]:
        """Return the hash under which a file was met since they were loaded, and whether that can be believed.

        It is empty where the file was not met as it is now.
        """
        name = os.fsdecode(path)
        digest, mark = self._found.get(name) or self._young.get(name) or ("", None)
        return (digest if mark == _mark(now) else ""), name in self._found

    @property
    def are_young(self) -> bool:
        """Whether there are hashes that are not kept, since their files had only just changed."""
        return bool(self._young)

    @property
    def met(self) -> int:
        """How many files were met."""
        return len(self._found) + len(self._young)

    def note(self, path: bytes, before: os.stat_result, digest: str) -> None:
        """Take note of a hash; ``before`` is what the file was like before it was read."""
        of_now = time.time_ns() - before.st_ctime_ns <= _JUST_NOW
        name = os.fsdecode(path)
        self._young.pop(name, None)
        (self._young if of_now else self._found)[name] = digest, _mark(before)

    def save(self) -> None:
        """Keep the hashes of the files met, and no others."""
        if self._path is not None and self._found != self._known:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(self._found).encode("utf-8", "surrogatepass"))
            self._known = dict(self._found)


def _mark(found: os.stat_result) -> _Mark:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _load(path: Path) -> dict[str, tuple[str, _Mark]]:
    try:
        kept = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
        return {name: (digest, (size, changed, recorded, number))
                for name, (digest, (size, changed, recorded, number)) in kept.items()}  # fmt: skip
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
