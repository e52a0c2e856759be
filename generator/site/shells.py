"""What stands around a page, printed once for all pages between which nothing but a few words differs.

Material's templates take longer than all else that MkDocs does with a page, and what they print around the pages of
bodies is the same but for title, description and address. So they print it for one page with marks in place of these;
for the next pages the words are put in. Whether that gives what the templates themselves give is tried with the first
pages of every kind, and one that differs is a kind for which they go on printing every page. Words that templates could
change on their way are left to them as well.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any, Final

import jinja2

# Neither escaping nor taking tags out nor putting in one line changes such words.
_KEPT: Final = re.compile(r"[^\s&<>\"'{}\\]+( [^\s&<>\"'{}\\]+)*")
_TITLE, _DESCRIPTION, _ADDRESS = _MARKS = ("gkKeptTitle", "gkKeptDescription", "gkKeptAddress")
_MARK: Final = re.compile(f"({'|'.join(_MARKS)})")
# So many pages of each kind are printed both ways.
_TRIED: Final = 2


def with_shells(fits: Callable[[Mapping[str, Any]], bool]) -> type[jinja2.Template]:
    """Return the class of templates that print what ``fits`` with shells, all in one build.

    ``fits`` says of a page's context that the templates print of the page nothing but its front matter, address and
    content, and that no other page is shown in another way because of it.
    """

    class Shelled(jinja2.Template):
        def render(self, *args: Any, **values: Any) -> str:
            whole = super().render
            if values or len(args) != 1 or not fits(args[0]):
                return whole(*args, **values)
            if not hasattr(self, "shells"):
                self.shells = Shells(whole)
            return self.shells.render(args[0])

    return Shelled


class Shells:
    """Prints pages of one build; ``whole`` is how a template prints the page of a context."""

    def __init__(self, whole: Callable[[Mapping[str, Any]], str]) -> None:
        self._whole = whole
        self._known: MutableMapping[str, Sequence[str] | None] = {}
        self._tried: MutableMapping[str, int] = {}

    def render(self, context: Mapping[str, Any]) -> str:
        """Return the page of a context."""
        page = context["page"]
        words = _words_of(page)
        if words is None:
            return self._whole(context)
        kind = _kind(page)
        if kind not in self._known:
            self._known[kind] = self._shell(context)
        shell = self._known[kind]
        if shell is None:
            return self._whole(context)
        found = "".join([words.get(piece, piece) for piece in shell])
        if self._tried.get(kind, 0) < _TRIED:
            self._tried[kind] = self._tried.get(kind, 0) + 1
            whole = self._whole(context)
            if whole != found:
                self._known[kind] = None
            return whole
        return found

    def _shell(self, context: Mapping[str, Any]) -> Sequence[str]:
        """Return a page in pieces: what is the same everywhere, and marks."""
        page = copy.copy(context["page"])
        page.meta = {**page.meta, "title": _TITLE, "description": _DESCRIPTION}
        page.canonical_url = _ADDRESS if page.canonical_url else page.canonical_url
        return _MARK.split(self._whole({**context, "page": page}))


def _words_of(page: Any) -> Mapping[str, str] | None:
    """Return what differs between pages by its mark; nothing where templates could make something else of it."""
    words = {
        _TITLE: page.meta.get("title"),
        _DESCRIPTION: page.meta.get("description"),
        _ADDRESS: page.canonical_url or "-",
    }
    if all(isinstance(word, str) and _KEPT.fullmatch(word) and not _MARK.search(word) for word in words.values()):
        return words
    return None


def _kind(page: Any) -> str:
    """Return what two pages have in common that differ in those words only, content included."""
    meta = {name: value for name, value in page.meta.items() if name not in {"title", "description"}}
    top, *below = page.url.split("/")
    return json.dumps([top, len(below), bool(page.canonical_url), page.content, meta], sort_keys=True, default=repr)
