"""A MkDocs hook that keeps generated HTML away from Python-Markdown. It makes nothing: without it the site is the same.

Parsing large raw HTML blocks is most of the cost of a build. The block of a generated page is cut out before Markdown
and put back before the search index is made; its tables and charts, which search leaves out anyway, only afterwards.
"""

from __future__ import annotations

import re
from typing import Any

_BLOCK = re.compile(r'^<div class="gk-page.*?^</div>\n?\Z', re.MULTILINE | re.DOTALL)
_HOLDER = '<div id="gk-held"></div>'
_UNSEARCHED = re.compile(
    r'^<(div|figure|dl|details) class="[^"]*"[^>\n]* data-search-exclude="1">\n.*?^</\1>$', re.MULTILINE | re.DOTALL
)
_ATTRIBUTE = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")

_blocks: dict[str, str] = {}
_parts: dict[str, list[str]] = {}


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Cut the page's one block out, if the whole page is one."""
    found = _BLOCK.fullmatch(markdown.strip() + "\n")
    if found is None:
        return markdown
    _blocks[page.file.src_uri] = found.group().rstrip("\n")
    return _HOLDER


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Put the block back, its unsearched parts as holders."""
    block = _blocks.pop(page.file.src_uri, None)
    if block is None:
        return html
    parts: list[str] = []
    _parts[page.file.src_uri] = parts
    return html.replace(_HOLDER, _UNSEARCHED.sub(lambda found: _hold(found.group(), parts), block))


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Put the unsearched parts back, without the attribute that the search plugin has removed elsewhere."""
    for place, part in enumerate(_parts.pop(page.file.src_uri, [])):
        output = output.replace(_part_holder(place), _ATTRIBUTE.sub("", part), 1)
    return output


def _hold(part: str, parts: list[str]) -> str:
    parts.append(part)
    return _part_holder(len(parts) - 1)


def _part_holder(place: int) -> str:
    return f'<i id="gk-part-{place}"></i>'
