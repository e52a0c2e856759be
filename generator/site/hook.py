"""A MkDocs hook that keeps generated HTML away from Python-Markdown. It makes nothing: without it the site is the same.

Parsing large raw HTML blocks is most of the cost of a build. The block of a generated page is cut out before Markdown
and put back when the page is written; until then it is only known where it stands, so that the pages of a build are
never in memory together. A part of the site (``PART`` is set) brings neither the theme's files nor its 404 page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

PART = "GONGKAI_PART"

_BLOCK = re.compile(r'^<div class="gk-page.*?^</div>\n?\Z', re.MULTILINE | re.DOTALL)
_HOLDER = '<div id="gk-held"></div>'
# Material's templates look for a heading in the content; where there is none they print one.
_HOLDER_WITH_HEADING = _HOLDER.replace("><", "><!-- <h1 --><")
_HEADING = "<h1"
_TAB = 4
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

_held: dict[str, str] = {}


def on_config(config: Any, **_: Any) -> Any:
    """Leave out the theme's own pages in a part."""
    _held.clear()
    if os.environ.get(PART):
        config.theme.static_templates = set()
    return config


def on_files(files: Any, **_: Any) -> Any:
    """Leave out the theme's own files in a part."""
    if os.environ.get(PART):
        for file in list(files):
            if not file.is_documentation_page():
                files.remove(file)
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Cut the page's one block out, if the whole page is one."""
    if _BLOCK.fullmatch(markdown.strip() + "\n") is None:
        return markdown
    _held[page.file.src_uri] = _HOLDER_WITH_HEADING if _HEADING in markdown else _HOLDER
    return _HOLDER


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Say whether the block has a heading."""
    return html.replace(_HOLDER, _held.get(page.file.src_uri, _HOLDER))


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Put the block back, read once more from its file."""
    holder = _held.get(page.file.src_uri)
    if holder is None:
        return output
    text = Path(page.file.abs_src_path).read_text(encoding="utf-8")
    # Markdown would have made spaces of tabs.
    return output.replace(holder, _HEAD.sub("", text, count=1).strip("\n").expandtabs(_TAB), 1)
