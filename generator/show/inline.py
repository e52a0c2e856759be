"""A picture in the terminal itself, where the terminal can show one.

Two protocols are spoken, both published by the terminals that have them and both mere text: kitty's graphics (kitty,
Ghostty, Konsole) and iTerm's inline images (iTerm, WezTerm, VS Code). No library is needed. Elsewhere, and inside a
multiplexer, which swallows or garbles them, there is no picture but its path.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

# What kitty takes at once.
_CHUNK = 4096
_ITERM = {"iTerm.app", "WezTerm", "vscode"}
_KITTY = {"ghostty"}
# Larger pictures are slow to send; the path is shown anyway.
_MOST_BYTES = 4_000_000


def inline(picture: bytes, environment: Mapping[str, str]) -> str:
    """Return what shows a PNG in the terminal that ``environment`` describes; empty where it shows none."""
    if len(picture) > _MOST_BYTES or environment.get("TMUX") or environment.get("STY"):
        return ""
    program, term = environment.get("TERM_PROGRAM", ""), environment.get("TERM", "")
    if environment.get("KITTY_WINDOW_ID") or environment.get("KONSOLE_VERSION") or "kitty" in term or program in _KITTY:
        return _kitty(base64.b64encode(picture).decode())
    if program in _ITERM:
        encoded = base64.b64encode(picture).decode()
        return f"\x1b]1337;File=inline=1;size={len(picture)};preserveAspectRatio=1:{encoded}\x07"
    return ""


def _kitty(encoded: str) -> str:
    chunks = [encoded[at : at + _CHUNK] for at in range(0, len(encoded), _CHUNK)]
    shown = []
    for number, chunk in enumerate(chunks, start=1):
        first = "a=T,f=100," if number == 1 else ""
        shown.append(f"\x1b_G{first}m={int(number < len(chunks))};{chunk}\x1b\\")
    return "".join(shown)
