"""What kind of file a document is, told by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection

from generator.documents import ole
from generator.documents.encoding import BOMS, wide_without_mark

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
)
_PICTURES = re.compile(rb"RIFF.{4}WEBP|BM.{4}\0\0\0\0.{4}[\x0c-\x80]\0\0\0", re.S)
_HEAD = 1024
_LONGEST_COMMENTS = 1024 * 1024
_LEADING_COMMENTS = re.compile(rb"\A(?:<!--(?:[^-]|-(?!->))*+-->\s*)+")
_ZIP = b"PK\x03\x04"
_ZIP_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("OFD.xml", "ofd"))
_MARKS = (
    # Word's own XML: the parts of a DOCX in one file, or the format of 2003.
    (
        re.compile(
            rb"^\s*<\?xml[^>]*>\s*(?:<\?mso-[^>]*>\s*)*<(?:pkg:package\b.*schemas\.microsoft\.com/office/2006/xmlPackage"
            rb"|w:wordDocument\b.*schemas\.microsoft\.com/office/word/2003/wordml)",
            re.S,
        ),
        "docx",
    ),
    (
        re.compile(
            rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|script|table|div)\b",
            re.I | re.S,
        ),
        "html",
    ),
    # A piece of a page, as it is copied out of one: other tags at its start count only if more follow.
    (
        re.compile(
            rb"^\s*(?:<!--.*?-->\s*)*<(?:p|span|font|center|section|article|main|header|h[1-6]|ul|ol|dl|pre|form|b|strong|a|img)"
            rb"\b[^>]*>(?:.*?</[a-z]\w*>){3}",
            re.I | re.S,
        ),
        "html",
    ),
    # A page saved with all its parts in one file (MHTML).
    (
        re.compile(
            rb"(?=(?:[\w-]{2,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){0,40}?MIME-Version:).*?multipart/related",
            re.I | re.S,
        ),
        "html",
    ),
)


def sniff(content: bytes) -> str:
    """Return the format code of the data set; ``text`` where nothing else is recognised, empty if unknown."""
    for mark, encoding in BOMS[1:]:
        if content.startswith(mark):
            return sniff(content[len(mark) :][: 4 * _HEAD].decode(encoding, errors="replace").encode()) or "text"
    wide = wide_without_mark(content)
    if wide:
        return sniff(content[: 8 * _HEAD].decode(wide, errors="replace").encode()) or "text"
    head = _LEADING_COMMENTS.sub(b"", content.lstrip(b"\xef\xbb\xbf \t\r\n")[:_LONGEST_COMMENTS])[: 4 * _HEAD]
    if known := _by_magic(head):
        return known
    if content.startswith((ole.MAGIC, _ZIP)):
        return _container_kind(content)
    marked = next((code for mark, code in _MARKS if mark.match(head)), "")
    # Some servers put a line or two before a PDF; its readers look for its mark in the first 1024 bytes.
    if not marked and re.search(rb"%PDF-\d\.\d", content[:_HEAD]) and b"startxref" in content:
        return "pdf"
    return marked or ("text" if _is_text(content) else "")


def _by_magic(head: bytes) -> str:
    return next((code for magic, code in _MAGIC if head.startswith(magic)), "image" if _PICTURES.match(head) else "")


def zip_names(content: bytes) -> Collection[str]:
    """Return the names of the files in a zip, none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _container_kind(content: bytes) -> str:
    if content.startswith(ole.MAGIC):
        return "doc" if ole.kind_of(content) == "doc" else ""
    names = zip_names(content)
    if not names:
        return next((code for part, code in _ZIP_PARTS if part.encode() in content), "")
    return next((code for part, code in _ZIP_PARTS if any(name.startswith(part) for name in names)), "")


def _is_text(content: bytes) -> bool:
    controls = sum(content.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))
    return controls * 100 <= len(content)
