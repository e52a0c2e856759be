"""Views into Markdown pages: the only module that knows Jinja."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.site.marks import locator_words
from generator.site.notes import SPELT_OUT
from generator.site.places import Place
from generator.site.safe import entities, front_matter, script_json
from generator.site.templates import Templates
from generator.site.words import GROUPS, SITE_NAME, TABLE_NAMES

_END = "</div>"
_LINKED = '<script type="application/ld+json">{}</script>'


class Renderer:
    """Prints views with templates, of a folder or by name; every value is escaped, a missing one is an error.

    ``compiled`` are templates that another process has ``compiled`` already.
    """

    def __init__(self, templates: Path | Mapping[str, str], compiled: Mapping[str, bytes] | None = None) -> None:
        self._environment = Templates(templates, compiled)
        self._environment.filters["script_json"] = script_json
        self._environment.filters["locator_words"] = locator_words
        self._environment.globals |= {"site_name": SITE_NAME, "groups": GROUPS, "table_names": TABLE_NAMES}
        self._environment.globals["spelt_out"] = SPELT_OUT

    def compiled(self) -> Mapping[str, bytes]:
        """Return all templates as they are after compiling, for other processes of this build."""
        return self._environment.compiled_now()

    def page(self, template: str, view: Any, meta: Mapping[str, Any], linked: Mapping[str, Any] | None = None) -> str:
        """Return a whole Markdown page: front matter, then one raw HTML block that Markdown passes through.

        ``linked`` is the page's JSON-LD, which stands at the end of the block.
        """
        block = self.block(template, view, view.place)
        if linked:
            block = f"{block.removesuffix(_END)}{_LINKED.format(script_json(linked))}\n{_END}"
        return front_matter(_escaped(meta)) + "\n" + block + "\n"

    def document(self, template: str, view: Any) -> str:
        """Return a whole HTML document that MkDocs copies as it is."""
        return self._environment.rendered(template, view, view.place.to)

    def block(self, template: str, view: Any, place: Place) -> str:
        """Return one raw HTML block for a hand-written page at ``place``."""
        return _one_block(self._environment.rendered(template, view, place.to))


def _escaped(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Escape texts here, since Material's templates print page metadata as it is."""
    return {key: entities(value) if isinstance(value, str) else value for key, value in meta.items()}


def _one_block(html: str) -> str:
    """Return HTML without indentation and empty lines, so that Markdown sees a single block."""
    return "\n".join(stripped for line in html.split("\n") if (stripped := line.strip(" ")))
