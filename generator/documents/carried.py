"""All text that a file carries, seen or not: hidden paragraphs, comments, properties, the text behind a scan.

Nothing is published of it. It is only asked whether the file may be handed on (docs/adr/0039-personal-numbers.md), so
it is as coarse as it is quick: markup is cut out, what cannot be opened gives nothing.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping

from generator.documents.encoding import decode
from generator.documents.html_source import markup_of
from generator.errors import ReportError

_MAX_UNPACKED = 100 * 1024 * 1024
_MAX_PARTS = 5000
_TEXT_PARTS = (".xml", ".rels", ".txt", ".html", ".htm", ".vml")
# Parts of a package that say how it looks.
_LOOKS = re.compile(r"(?:styles|theme|fontTable|numbering|webSettings|settings)\w*\.xml$")
_CODE = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_CODE_END = re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)
# What pages print or hold in attributes; addresses and numbers of their scripts are no text.
_HELD = re.compile(r"\b(?:content|title|alt|value|placeholder|summary)\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_CALLED = re.compile(r"\bhref\s*=\s*[\"']?tel:([^\"'>\s]+)", re.IGNORECASE)
_CELL_END = re.compile(r"(?:</(?:\w+:)?p>)?</(?:\w+:)?t[dhc]\s*>", re.IGNORECASE)
_LINE_END = re.compile(r"</(?:\w+:)?(?:p|tr|div|li|h\d|row|c|si|TextObject)\s*>|<(?:\w+:)?br\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<!--|-->|<[^<>]*>")
_CONTROL_WORD = re.compile(r"\\[a-z]+-?\d* ?|[{}\r\n]")


def carried_text(content: bytes, kind: str) -> str:
    """Return the text of a file of the format ``kind``; empty where nothing can be opened.

    Plain text carries nothing but its lines, which its reader gives, and gives nothing here.
    """
    read = _READ.get(kind, _nothing)
    try:
        return read(content)
    except (ReportError, zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
        return ""


def _nothing(content: bytes) -> str:
    return ""


def _of_bytes(content: bytes) -> str:
    # Old Word files keep text in one or two bytes a character; digits are digits in both.
    return content.replace(b"\0", b"").decode("latin-1")


def _of_rtf(content: bytes) -> str:
    return _CONTROL_WORD.sub("", content.decode("latin-1"))


def _of_page(content: bytes) -> str:
    first, *others = _CODE.split(markup_of(content))
    # What is never closed is text to us: too much is asked rather than too little.
    shown = "\n".join((first, *(_CODE_END.split(piece, maxsplit=1)[-1] for piece in others)))
    held = [value[1:-1] for value in _HELD.findall(shown)] + _CALLED.findall(shown)
    return html.unescape("\n".join((_without_tags(shown), *held)))


def _without_tags(markup: str) -> str:
    return _TAG.sub("", _LINE_END.sub("\n", _CELL_END.sub("\t", markup)))


def _of_package(content: bytes) -> str:
    if not content.startswith(b"PK"):  # the same parts in one XML file
        return html.unescape(_without_tags(decode(content)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if _holds_text(entry.filename)]
        if len(entries) > _MAX_PARTS or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
            return ""
        parts = [archive.read(entry).decode("utf-8", errors="replace") for entry in entries]
    return html.unescape("\n".join(map(_without_tags, parts)))


def _holds_text(name: str) -> bool:
    return name.lower().endswith(_TEXT_PARTS) and not _LOOKS.search(name)


def _of_pdf(content: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    try:
        texts = [*document.get_metadata_dict().values()]
        for page in document:
            layer = page.get_textpage()
            texts.append(layer.get_text_range())
            layer.close()
            page.close()
        return "\n".join(texts)
    except pypdfium2.PdfiumError:
        return ""
    finally:
        document.close()


_READ: Mapping[str, Callable[[bytes], str]] = {
    "html": _of_page,
    "rtf": _of_rtf,
    "pdf": _of_pdf,
    "doc": _of_bytes,
    "docx": _of_package,
    "xlsx": _of_package,
    "ofd": _of_package,
}
