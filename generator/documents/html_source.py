"""The markup of a page: out of a saved archive (MHTML), out of the script or field that holds it, parsed.

Nothing is run and nothing fetched. Where a page keeps its text as markup in a script or a field, that text is
taken as it is written there.
"""

from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterator

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from generator.documents.encoding import decode
from generator.errors import ReportError
from generator.text import has_han

_ARCHIVE = re.compile(rb"\s*(?:[\w-]{2,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){1,40}?MIME-Version:", re.IGNORECASE)
_ARCHIVE_HEAD = 4096
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# As XHTML these are whole elements; read as HTML they would swallow the page.
_EMPTY = re.compile(r"<(script|title|style|iframe|textarea|div|span|p|a|td|th)\b([^<>]*)/>", re.IGNORECASE)
_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*+)\"|'((?:[^'\\\n]|\\.)*+)'|`((?:[^`\\]|\\.)*+)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": "", "v": "", "\n": ""}
_MARKUP = re.compile(r"<(?:p|div|table|span|section|td|h\d)\b", re.IGNORECASE)
_SHORTEST_MARKUP = 200
_FIELDS = ("textarea", "template", "noscript", "xmp")


def is_archive(content: bytes) -> bool:
    """Say whether a file is a page saved with all its parts in one file (MHTML)."""
    head = content[:_ARCHIVE_HEAD]
    starts = head.lstrip()[:13].lower() == b"mime-version:" or _ARCHIVE.match(head) is not None
    return starts and b"multipart/related" in head.lower()


def markup_of(content: bytes) -> str:
    """Return the markup of a page; raises ``ReportError`` where it cannot be decoded."""
    text = _from_archive(content) if is_archive(content) else decode(content)
    text = text.replace("\0", "")
    if _DECLARATION.match(text):
        text = _EMPTY.sub(r"<\1\2></\1>", _DECLARATION.sub("", text))
    return text


def _from_archive(content: bytes) -> str:
    """Return the first page of an archive."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                return decode(body)
    raise ReportError("网页存档（MHTML）中没有网页正文")


def parse(markup: str) -> HtmlElement | None:
    """Return the root of a page, none where there is nothing; raises ``ReportError`` for what nests without end."""
    if not markup.strip():
        return None
    parser = lxml.html.HTMLParser(huge_tree=True)
    try:
        root = lxml.html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReportError("网页无法解析") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise ReportError("网页的标签嵌套过深，无法完整读取")
    return root


def embedded(root: HtmlElement) -> Iterator[str]:
    """Yield the pieces of markup that a page keeps in scripts and fields, the longest first."""
    found = [piece for script in root.iter("script") for piece in _strings(script.text or "")]
    for element in root.iter(*_FIELDS):
        inner = "".join([element.text or "", *(lxml.html.tostring(child, encoding="unicode") for child in element)])
        found.append(html.unescape(inner) if "<" not in inner else inner)
    found.extend(element.get("value") or "" for element in root.iter("input"))
    for element in root.iter():
        if isinstance(element.tag, str):
            found.extend(value for name, value in element.attrib.items() if str(name).startswith("data-"))
    pieces = {piece for piece in found if len(piece) >= _SHORTEST_MARKUP and _MARKUP.search(piece) and has_han(piece)}
    yield from sorted(pieces, key=lambda piece: (-len(piece), piece))


def _strings(script: str) -> Iterator[str]:
    for match in _STRING.finditer(script):
        text = _ESCAPE.sub(_unescaped, match[1] or match[2] or match[3] or "")
        if "<" not in text and "&lt;" in text:
            text = html.unescape(text)
        yield text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])
