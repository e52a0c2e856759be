"""Fingerprints: the same for the same content, whatever the machine, the clock, the order or the path."""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

_BYTES = 16
_INSTALLED = frozenset({".dist-info", ".egg-info"})
_IGNORED = frozenset({"__pycache__", "node_modules"})


def fingerprint(*parts: str | bytes) -> str:
    """Return one fingerprint of all parts in their order; where one ends and the next begins counts too."""
    digest = hashlib.blake2b(digest_size=_BYTES)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return digest.hexdigest()


def fingerprint_of_files(roots: Iterable[Path], pattern: str = "*") -> str:
    """Return one fingerprint of all files below the folders (or the files themselves): their names and contents."""
    parts: list[str | bytes] = []
    for place, root in enumerate(roots):
        for path in [root] if root.is_file() else _files(root, pattern):
            parts += [f"{place}/{path.relative_to(root).as_posix()}", path.read_bytes()]
    return fingerprint(*parts)


@functools.cache
def installed() -> str:
    """Return the fingerprint of Python and all installed packages: another version of any may do anything otherwise."""
    # The folder that an installer leaves for each has its name and version: a few milliseconds for all.
    folders = [Path(entry) for entry in sys.path if entry]
    found = {one.name for folder in folders if folder.is_dir() for one in folder.iterdir() if one.suffix in _INSTALLED}
    return fingerprint(sys.version, *sorted(found))


def _files(root: Path, pattern: str) -> list[Path]:
    found = (path for path in root.rglob(pattern) if not _IGNORED.intersection(path.relative_to(root).parts))
    return sorted(path for path in found if path.is_file())
