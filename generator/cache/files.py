"""Files written whole or not at all."""

from __future__ import annotations

from pathlib import Path

_BEING_WRITTEN = ".gongkai-new"


def being_written(path: Path) -> Path:
    """Return the name under which a file is written before it takes the place of ``path``."""
    return path.with_name(path.name + _BEING_WRITTEN)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; another name of the old file keeps the old content."""
    beside = being_written(path)
    try:
        beside.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
    beside.replace(path)
