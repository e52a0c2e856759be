"""A newcomer finds every module of the engine in the architecture page."""

from __future__ import annotations

import re
from pathlib import Path


def test_every_room_of_the_engine_is_described(root: Path) -> None:
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    chapter = text.split("## The engine")[1].split("\n## ")[0]
    rooms = {path.stem for path in (root / "generator" / "tables").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"^- \*\*`(\w+)`\*\* ", chapter, re.MULTILINE)) == rooms


def test_decisions_are_numbered_once(root: Path) -> None:
    decisions = sorted((root / "docs" / "adr").glob("*.md"))
    numbers = [path.name.partition("-")[0] for path in decisions]
    assert len(set(numbers)) == len(numbers)
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert [
            part for part in ("**Status:**", "**Context.**", "**Decision.**", "**Consequences.**") if part not in text
        ] == []
