"""Drawings in the templates: what is one picture to a screen reader has nothing in it that can be followed."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[3] / "site_src" / "templates"
_PICTURE = re.compile(r'<svg[^>]*role="img".*?</svg>', re.S)
_LINKED = re.compile(r"<svg[^>]*role=\"\{\{ 'group' if ([a-z.\[\]0-9]+) else 'img' \}\}\"", re.S)


def test_no_picture_holds_links() -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.j2"))}
    pictures = [(name, found[0]) for name, text in sheets.items() for found in _PICTURE.finditer(text)]
    assert pictures
    assert [name for name, picture in pictures if "<a " in picture] == []
    # A strip of few bodies has links, and is a group; one of many has none, and is a picture.
    assert _LINKED.findall(sheets["region.html.j2"]) == ["strip.ticks[0].address"]
