"""A second reading of a web page: its cells as flattened text, straight from the markup, without grids and spans."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Set as AbstractSet

from generator.documents.html_words import raised
from generator.model import Line
from generator.text import collapse

_TOKEN = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w:-]*)([^>]*)>|<[!?][^>]*>", re.DOTALL)
_RAW = re.compile(r"<(script|style|noscript|template|textarea|title)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(
    r"(?:^|[\s\"'])hidden(?=[\s=/\"']|$)(?!\s*=\s*[\"']?until)|display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:text-indent|left|top)\s*:\s*-(?:\d{4,}|999)"
    r"|(?:opacity|font-size)\s*:\s*0(?:px|pt|em)?\s*(?:[;\"']|$)",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"line-through", re.IGNORECASE)
_CLASS = re.compile(r"\bclass\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_TYPED = re.compile(r"(?<!-)\bvalue\s*=\s*[\"']([^\"']{0,80})[\"']", re.IGNORECASE)
_VOID = frozenset({"br", "img", "input", "hr", "meta", "link", "col", "wbr", "area", "base", "embed", "source"})
_IN_LINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q",
    "ruby", "rb", "samp", "small", "span", "strong", "tt", "u", "var", "wbr",
})  # fmt: skip
_HOLDERS = frozenset({"div", "section", "article", "form", "main"})
_STRUCK_TAGS = frozenset({"s", "strike", "del"})
_DROPPED = _STRUCK_TAGS | {"rt", "rp"}


def flattened(
    markup: str, hidden_classes: AbstractSet[str] = frozenset(), *, revealed: bool = False
) -> tuple[Line, ...]:
    """Return the text of a page straight from its markup: a line a cell after a tab, a blank line after a row.

    No tree is built and no span counted, so that a fault of the parser or of the grid shows as a difference.
    ``revealed`` where a script would show what is hidden.
    """
    flat = _Flattener(hidden_classes, revealed=revealed)
    flat.feed(_RAW.sub("\n", markup))
    return tuple(Line(number, 0, text) for number, text in enumerate(flat.lines, start=1))


# Word writes the same attributes in every cell.
@functools.lru_cache(maxsize=4096)
def _is_hidden(attributes: str) -> bool:
    return _HIDDEN.search(attributes) is not None


@functools.lru_cache(maxsize=4096)
def _is_struck(attributes: str) -> bool:
    return _STRUCK.search(attributes) is not None


class _Flattener:
    """Walks the tags of a page in their order, with no more memory than the element that is left out."""

    def __init__(self, hidden_classes: AbstractSet[str], *, revealed: bool) -> None:
        self._hidden_classes = hidden_classes
        self._revealed = revealed
        self._parts: list[str] = []
        self._in_cell = False
        self._raised = False
        self._skipped, self._depth = "", 0
        self.lines: list[str] = []

    def feed(self, markup: str) -> None:
        at = 0
        for match in _TOKEN.finditer(markup):
            self._text(markup[at : match.start()])
            at = match.end()
            if match[2]:
                self._tag(match[2].lower(), bool(match[1]), match[3])
        self._text(markup[at:])
        self._flush()

    def _text(self, text: str) -> None:
        if text and not self._skipped:
            shown = html.unescape(text) if "&" in text else text
            self._parts.append(raised(shown, "".join(self._parts[-4:])) if self._raised else shown)

    def _tag(self, tag: str, closing: bool, attributes: str) -> None:
        if self._skipped:
            self._skip(tag, closing, attributes)
        elif not closing and self._is_left_out(tag, attributes):
            if tag in _STRUCK_TAGS:
                self._parts.append(" ")
            if tag not in _VOID and not attributes.endswith("/"):
                self._skipped, self._depth = tag, 1
        elif tag == "input":
            typed = _TYPED.search(attributes)
            self._text(f" {typed[1]} " if typed else "")
        elif tag in {"td", "th"}:
            self._flush()
            self._in_cell = not closing
        elif tag in {"tr", "table", "thead", "tbody", "tfoot"}:
            self._end_row()
        elif tag in {"sup", "sub"}:
            self._raised = not closing
        elif tag not in _IN_LINE and ":" not in tag:
            self._break()

    def _skip(self, tag: str, closing: bool, attributes: str) -> None:
        if tag == self._skipped:
            self._depth += -1 if closing else not attributes.endswith("/")
            if not self._depth:
                self._skipped = ""

    def _end_row(self) -> None:
        self._flush()
        self._in_cell = False
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def _break(self) -> None:
        if self._in_cell:
            self._parts.append(" ")
        else:
            self._flush()

    def _is_left_out(self, tag: str, attributes: str) -> bool:
        if tag in _DROPPED:
            return True
        if not attributes:
            return False
        if _is_struck(attributes):
            return True
        if self._revealed and tag in _HOLDERS:
            return False
        if _is_hidden(attributes):
            return True
        names = _CLASS.search(attributes) if self._hidden_classes else None
        worn = " ".join(filter(None, names.groups())).split() if names else []
        return not self._hidden_classes.isdisjoint(worn)

    def _flush(self) -> None:
        shown = collapse("".join(self._parts))
        self._parts.clear()
        if self._in_cell:
            self.lines.append("\t" + shown)
            self._in_cell = False
        elif shown:
            self.lines.append(shown)
