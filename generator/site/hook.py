"""A MkDocs hook that keeps generated HTML away from Python-Markdown. It makes nothing: without it the site is the same.

Parsing large raw HTML blocks is most of the cost of a build. The block of a generated page is left out when the page is
read and put in when it is written; until then it is only known where it stands, so that the pages of a build are never
in memory together. A part of the site (``PART`` is set) brings neither the theme's files nor its 404 page: its pages
are taken from where they lie, and go to where they belong, without a folder in between.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

from generator.site.shells import with_shells
from generator.site.staging import write_if_changed
from generator.site.templates import compiled_here

# Names a file that says what the part is: see ``Part``.
PART = "GONGKAI_PART"

_BLOCK_STARTS, _BLOCK_ENDS = b'<div class="gk-page', b"\n</div>"
_HOLDER = '<div id="gk-held"></div>'
# Material's templates look for a heading in the content; where there is none they print one.
_HOLDER_WITH_HEADING = _HOLDER.replace("><", "><!-- <h1 --><")
_HEADING = b"<h1"
_TAB = 4
_HEAD = re.compile(rb"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages to build together: their names, the folder they lie in, and that of the site they belong to."""

    pages: frozenset[str]
    docs: str
    site: str


_held: dict[str, str] = {}
_parts: list[Part] = []


def on_config(config: Any, **_: Any) -> Any:
    """Leave out the theme's own pages in a part."""
    _held.clear()
    _parts.clear()
    if os.environ.get(PART):
        said = json.loads(Path(os.environ[PART]).read_text(encoding="utf-8"))
        _parts.append(Part(frozenset(said["pages"]), said["docs"], said["site"]))
        config.theme.static_templates = set()
    return config


def on_files(files: Any, *, config: Any, **_: Any) -> Any:
    """Leave out the theme's own files in a part, and bring its pages."""
    for part in _parts:
        for file in list(files):
            if not file.is_documentation_page():
                files.remove(file)
        for name in sorted(part.pages):
            files.append(File(name, part.docs, config.site_dir, config.use_directory_urls))
    return files


def on_env(env: Any, **_: Any) -> Any:
    """Say that no template changes while pages are built: each would be looked up anew for every page.

    Every part has an environment of its own, and would compile all templates anew.
    """
    env.auto_reload = False
    env.bytecode_cache = compiled_here()
    env.template_class = with_shells(_is_apart)
    return env


def _is_apart(context: Mapping[str, Any]) -> bool:
    """Say whether a page is one of ours to which no menu leads."""
    page = context.get("page")
    return page is not None and page.file.src_uri in _held and all(page is not one for one in context["nav"].pages)


def on_page_read_source(*, page: Any, **_: Any) -> str | None:
    """Leave the page's one block out, if the whole page is one."""
    content = Path(page.file.abs_src_path).read_bytes()
    head, block = _divided(content)
    if not (block.startswith(_BLOCK_STARTS) and block.endswith(_BLOCK_ENDS)) or b"\r" in content:
        return None
    _held[page.file.src_uri] = _HOLDER_WITH_HEADING if _HEADING in block else _HOLDER
    return f"{head.decode('utf-8')}\n{_HOLDER}\n"


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Say whether the block has a heading."""
    return html.replace(_HOLDER, _held.get(page.file.src_uri, _HOLDER))


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Put the block in, read once more from its file; a page of a part is written to where it belongs."""
    name: str = page.file.src_uri
    holder = _held.get(name)
    if holder is None:
        return output
    block = _divided(Path(page.file.abs_src_path).read_bytes())[1]
    if b"\t" in block:
        # Markdown would have made spaces of tabs.
        block = block.decode("utf-8").expandtabs(_TAB).encode("utf-8")
    before, after = output.split(holder, 1)
    whole = b"".join((before.encode("utf-8"), block, after.encode("utf-8")))
    for part in _parts:
        if name in part.pages:
            write_if_changed(Path(part.site, page.file.dest_uri), whole)
            return ""
    return whole.decode("utf-8")


def _divided(content: bytes) -> tuple[bytes, bytes]:
    """Return a page's front matter and what follows it."""
    head = _HEAD.match(content)
    end = head.end() if head else 0
    return content[:end], content[end:].strip(b"\n")
