"""A page of ink drawn again as an SVG: its characters where they stand and its rules, nothing else.

For OFD, which no library draws. It is not a picture of the page, and what stands beside it says so: seals, pictures
and fonts are missing. Text is escaped, and a browser runs nothing in a picture.
"""

from __future__ import annotations

from itertools import groupby

from markupsafe import escape

from generator.documents.page import Glyph, Page
from generator.site.safe import plain

_MOST_GLYPHS = 20_000
_MOST_RULES = 5_000
# Where the base line stands in a character's height.
_BASE = 0.86


def redrawn(page: Page) -> bytes:
    """Return a page as the bytes of an SVG; coordinates are points."""
    glyphs = sorted(page.glyphs[:_MOST_GLYPHS], key=lambda glyph: (round(glyph.top), glyph.x0))
    lines = [_line(list(group)) for _, group in groupby(glyphs, key=lambda glyph: (round(glyph.top), _size(glyph)))]
    rules = "".join(
        f"M{_short(rule.x0)} {_short(rule.top)}L{_short(rule.x1)} {_short(rule.bottom)}"
        for rule in page.rules[:_MOST_RULES]
    )
    size = f"{_short(page.width)} {_short(page.height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{_short(page.width)}" '
        f'height="{_short(page.height)}"><rect width="100%" height="100%" fill="#fff"/>'
        f'<path d="{rules}" fill="none" stroke="#555" stroke-width=".6"/>'
        f'<g font-family="SimSun,Songti SC,Noto Serif CJK SC,serif" fill="#111">{"".join(lines)}</g></svg>\n'
    ).encode()


def _line(glyphs: list[Glyph]) -> str:
    places = " ".join(_short(glyph.x0) for glyph in glyphs)
    size = _size(glyphs[0])
    text = "".join(str(escape(plain(glyph.text)))[:40] for glyph in glyphs)
    return f'<text x="{places}" y="{_short(glyphs[0].top + _BASE * size)}" font-size="{_short(size)}">{text}</text>'


def _size(glyph: Glyph) -> float:
    return round(glyph.bottom - glyph.top, 1)


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
