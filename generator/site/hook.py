"""A MkDocs hook that keeps generated HTML away from Python-Markdown. It makes nothing: without it the site is the same.

Parsing large raw HTML blocks is most of the cost of a build. The block of a generated page is cut out before Markdown
and put back behind it.
"""

from __future__ import annotations

import re
from typing import Any

_BLOCK = re.compile(r'^<div class="gk-page.*?^</div>\n?\Z', re.MULTILINE | re.DOTALL)
_HOLDER = '<div id="gk-held"></div>'

_blocks: dict[str, str] = {}


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Cut the page's one block out, if the whole page is one."""
    found = _BLOCK.fullmatch(markdown.strip() + "\n")
    if found is None:
        return markdown
    _blocks[page.file.src_uri] = found.group().rstrip("\n")
    return _HOLDER


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Put the block back."""
    block = _blocks.pop(page.file.src_uri, None)
    return html if block is None else html.replace(_HOLDER, block)
