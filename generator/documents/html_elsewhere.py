"""What a page shows only by way of other files: pages in frames, attachments. None of these is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from generator.documents.html_looks import Looks
from generator.model import Finding, Severity
from generator.text import collapse

_ATTACHED = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|zip|rar|7z|jpe?g|png|tiff?)(?:[?#].*)?$", re.IGNORECASE)
_NO_PAGE = re.compile(r"\s*(?:about:|javascript:|data:|#|$)", re.IGNORECASE)
_NAMED = 5
_LONGEST_NAME = 80


def elsewhere(root: HtmlElement, looks: Looks) -> Iterator[Finding]:
    """Yield a finding where a page without tables of its own has frames or attachments that may hold them."""
    found = [*_frames(root, looks), *_attachments(root)]
    if found:
        more = f"等 {len(found)} 处" if len(found) > _NAMED else ""
        yield Finding(
            rule="content.elsewhere",
            message=f"网页本身没有表格，内容可能在另外的文件里，保存的网页中没有：{'；'.join(found[:_NAMED])}{more}。请取得这些文件。",
            severity=Severity.INFO,
        )


def _frames(root: HtmlElement, looks: Looks) -> Iterator[str]:
    for frame in root.iter("iframe", "frame", "embed"):
        source = collapse(frame.get("src") or "")
        if not _NO_PAGE.match(source) and not looks.is_hidden(frame):
            yield f"内嵌页面 {source[:_LONGEST_NAME]}"


def _attachments(root: HtmlElement) -> Iterator[str]:
    seen = set()
    for link in root.iter("a"):
        target = (link.get("href") or "").strip()
        if _ATTACHED.search(target) and target not in seen:
            seen.add(target)
            name = collapse(link.text_content()) or target.rpartition("/")[2]
            yield f"附件 {name[:_LONGEST_NAME]}"
