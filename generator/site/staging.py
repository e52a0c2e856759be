"""Generated and hand-written pages laid side by side in MkDocs' docs folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import ConfigurationError

_MARKER = re.compile(r"^<!-- generated: ([a-z-]+) -->$", re.MULTILINE)


def write_pages(pages: Iterable[tuple[str, str | bytes]], folder: Path) -> None:
    """Write generated files (path below ``folder``, content); a path that would leave the folder is refused."""
    fresh(folder)
    root = folder.resolve()
    for name, content in pages:
        path = (folder / name).resolve()
        if not path.is_relative_to(root):
            raise ConfigurationError(f"page outside the pages folder: {name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def stage(sources: Iterable[tuple[str, Path]], docs: Path) -> None:
    """Copy each source folder to its place below ``docs``; raises where two sources bring the same path."""
    fresh(docs)
    origin: dict[Path, Path] = {}
    for below, source in sources:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            target = docs / below / file.relative_to(source)
            if target in origin:
                raise ConfigurationError(f"both {origin[target]} and {file} want to be {target.relative_to(docs)}")
            origin[target] = file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


def fill(docs: Path, blocks: Mapping[str, str]) -> None:
    """Put generated blocks where hand-written pages have their markers; a marker nobody fills is an error."""
    for page in sorted(docs.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        filled = text
        for name in _MARKER.findall(text):
            filled = filled.replace(f"<!-- generated: {name} -->", _block_for(name, blocks, page))
        if filled != text:
            page.write_text(filled, encoding="utf-8", newline="\n")


def write_styles(folder: Path, target: Path) -> None:
    """Join the style sheets of ``folder``, in the order of their names, to the one that pages load."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sheets = [sheet.read_text(encoding="utf-8") for sheet in sorted(folder.glob("*.css"))]
    target.write_text("\n".join(sheets), encoding="utf-8", newline="\n")


def _block_for(name: str, blocks: Mapping[str, str], page: Path) -> str:
    if name not in blocks:
        raise ConfigurationError(f"{page.name} asks for an unknown block: {name}")
    return blocks[name]


def fresh(folder: Path) -> None:
    """Make ``folder`` exist and be empty."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
