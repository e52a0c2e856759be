"""Text from documents made safe for pages: control characters out, specials as entities, paths from codes only."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

# Control characters, line and paragraph separators and bidirectional overrides: they could end a line of our
# Markdown, reorder a reader's line or be taken by Python-Markdown for one of its own marks.
_CONTROL = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
_SEGMENT = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
_SCRIPT_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_PLOTLY = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def plain(text: str) -> str:
    """Return ``text`` without characters that no reader sees but programs obey; tabs become spaces."""
    if text.isprintable():  # most texts are, and every cell passes here
        return text
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\t", " "))


def printed(value: Any) -> str:
    """Return a value as templates print it: one line of text, specials as entities; what is markup already stays."""
    if type(value) is str:
        if value.isalnum():  # most values are, and two thousand of them stand on a page
            return value
        if not value.isprintable():
            value = plain(value).replace("\n", " ")
        has_specials = "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
        return escape(value) if has_specials else value
    if type(value) is Markup:
        return value
    return printed(str(value)) if isinstance(value, str) and not isinstance(value, Markup) else escape(value)


def clip(text: str, limit: int) -> str:
    """Return ``text`` cut to ``limit`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def entities(text: str) -> str:
    """Return ``text`` with HTML specials escaped, for the places where Material's templates do not escape."""
    return html.escape(plain(text)).replace("{", "&#123;").replace("}", "&#125;").replace("\n", " ")


def script_json(value: Any) -> str:
    """Return ``value`` as JSON that may stand inside a ``script`` element."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_SCRIPT_ESCAPES)


def front_matter(values: Mapping[str, Any]) -> str:
    """Return YAML front matter; every value is written as JSON, which YAML reads literally."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", ""])


def chart_text(text: str) -> str:
    """Return ``text`` for a Plotly title or label, where Plotly would read tags and entities."""
    return "".join(_PLOTLY.get(character, character) for character in plain(text).replace("\n", " "))


def segment(code: str) -> str:
    """Return ``code`` if it may be a part of an address; raises ``ValueError`` otherwise."""
    if not _SEGMENT.fullmatch(code) or ".." in code:
        raise ValueError(f"not usable in an address: {code!r}")
    return code


def web_link(url: str) -> str:
    """Return ``url`` if it is an ordinary web address, else nothing: no ``javascript:``, no ``data:``."""
    return url if re.match(r"https?://[^\s<>\"']+$", url) else ""
