"""Files laid where they belong, each only where it differs from what lies there: what did not change keeps its time."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.cache.files import being_written, replace_file
from generator.errors import ConfigurationError

# Files of up to so many bytes are read at once.
_SMALL = 1 << 20
_MARKER = re.compile(r"^<!-- generated: ([a-z-]+) -->$", re.MULTILINE)


def place_in(folder: Path, name: str) -> Path:
    """Return the path of ``name`` below ``folder``; raises for a name that would leave it."""
    parts = name.split("/")
    if not all(parts) or {".", ".."}.intersection(parts) or "\\" in name:
        raise ConfigurationError(f"page outside the pages folder: {name}")
    return folder.joinpath(*parts)


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write a file unless it has this very content already; say whether it was written."""
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    replace_file(path, content)
    return True


def copy_file(source: Path, target: Path) -> None:
    """Copy a file whole or not at all, however large it is."""
    if source.stat().st_size <= _SMALL:
        # Thousands are copied one after the other, nearly all of them small.
        replace_file(target, source.read_bytes())
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = being_written(target)
    shutil.copyfile(source, beside)
    beside.replace(target)


def link(source: Path, target: Path) -> None:
    """Give a file a second name, or a copy where the system has no such names, in the place of what had it before."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        _link_beside(source, target)
    except OSError:
        _link_beside(source, target)


def _link_beside(source: Path, target: Path) -> None:
    with contextlib.suppress(OSError):
        if source.samefile(target):
            return
    beside = being_written(target)
    beside.unlink(missing_ok=True)
    try:
        os.link(source, beside)
    except OSError:
        shutil.copyfile(source, beside)
    beside.replace(target)


def gather(sources: Iterable[tuple[str, Path]]) -> dict[str, Path]:
    """Return the files of each folder by the name they are to have; raises where two bring the same name."""
    found: dict[str, Path] = {}
    for below, source in sources:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            name = "/".join(filter(None, (below, file.relative_to(source).as_posix())))
            if name in found:
                raise ConfigurationError(f"both {found[name]} and {file} want to be {name}")
            found[name] = file
    return found


def filled(name: str, text: str, blocks: Mapping[str, str]) -> str:
    """Return a hand-written page with the generated blocks where its markers are; a marker nobody fills is an error."""
    for marker in _MARKER.findall(text):
        if marker not in blocks:
            raise ConfigurationError(f"{name} asks for an unknown block: {marker}")
        text = text.replace(f"<!-- generated: {marker} -->", blocks[marker])
    return text


def joined_styles(folder: Path) -> str:
    """Return the style sheets of ``folder``, in the order of their names, as the one that pages load."""
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sorted(folder.glob("*.css")))
