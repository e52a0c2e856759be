"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_BEING_WRITTEN: Final = ".gongkai-new"
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_MODE: Final = 0o666


def being_written(path: Path) -> Path:
    """Return the name under which a file is written before it takes the place of ``path``."""
    return path.with_name(path.name + _BEING_WRITTEN)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; another name of the old file keeps the old content."""
    # A hundred thousand are written one after the other: the shortest way.
    target = str(path)
    beside = target + _BEING_WRITTEN
    try:
        opened = os.open(beside, _NEW, _MODE)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        opened = os.open(beside, _NEW, _MODE)
    with os.fdopen(opened, "wb") as file:
        file.write(content)
    os.replace(beside, target)  # noqa: PTH105
