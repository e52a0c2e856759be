"""PDF files: what is seen on each page, made into lines by its rules and, again, by where its words stand.

Places are boxes in points from the top left corner of the page as displayed (``page 3 bbox 72,310,96,322``).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text
from pdfplumber.utils.exceptions import PdfminerException

from generator.documents.page import Box, Glyph, Page
from generator.documents.paged import readings
from generator.documents.painted import layers_off, painted
from generator.documents.scans import read as scans
from generator.errors import ReportError, ScanError
from generator.model import Document
from generator.text import has_han

# What the library thinks of a file's fonts is no news for a maintainer.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_MAX_PAGES = 200
# A page with fewer characters and a picture of at least this share of it is a scan.
_FEW_CHARACTERS = 30
_LARGE = 0.4
# Flags of a form's field that is not shown: hidden, no view.
_UNSEEN = 0b100010
_DAMAGED = "PDF 已损坏，无法打开"


def read(content: bytes) -> Document:
    """Return the lines of a PDF; raises ``ReportError`` where it is locked or damaged, ``ScanError`` where a scan.

    Pages that are pictures are recognised where the extra for that is installed.
    """
    pages = list(pages_of(content))
    scanned = scanned_pages(pages)
    if scanned and scans.installed():
        return scans.read_pdf(content, pages, scanned)
    lines, second = readings(pages)
    if not any(has_han(line.text) for line in lines):
        if scanned:
            raise ScanError(scans.HOW)
        raise ReportError("PDF 中没有文字")
    return Document("pdf", lines, second=second, findings=scans.unread(scanned))


def pages_of(content: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF as they are seen; raises ``ReportError`` where it is locked, damaged or too long."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MAX_PAGES:
                raise ReportError(f"PDF 超过 {_MAX_PAGES} 页，不像一份年度报告")
            off = layers_off(document.doc.catalog)
            for page in document.pages:
                yield _page(page, off)
                page.close()
    except PdfminerException as error:
        locked = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        raise ReportError("PDF 设有密码，无法打开" if locked else _DAMAGED) from error


def scanned_pages(pages: Iterable[Page]) -> tuple[int, ...]:
    """Return the numbers of the pages that are pictures: next to no text that is seen, and a large image."""
    return tuple(page.number for page in pages if is_scanned(page))


def is_scanned(page: Page) -> bool:
    """Say whether a page is a picture; text hidden beneath a scan is somebody's guess and does not count."""
    shown = sum(1 for glyph in page.glyphs if glyph.text.strip())
    covered = max(((x1 - x0) * (bottom - top) for x0, top, x1, bottom in page.pictures), default=0.0)
    return shown < _FEW_CHARACTERS and covered >= _LARGE * page.width * page.height


def _page(page: Any, off: frozenset[int]) -> Page:
    left, above = page.mediabox[:2]
    x0, top, x1, bottom = page.cropbox
    crop = x0 - left, top - above, x1 - left, bottom - above
    try:
        seen = painted(page.pdf.rsrcmgr, page.page_obj, crop, off)
    except Exception as error:
        # The library raises whatever a damaged page makes it stumble over, as pdfplumber's own reading of it does.
        raise ReportError(_DAMAGED) from error
    fields = tuple(_fields(page, crop)) if seen.turn == 0 else ()
    return Page(
        page.page_number, seen.width, seen.height, (*seen.glyphs, *fields), seen.rules, seen.pictures, seen.turn
    )


def _fields(page: Any, crop: Box) -> Iterator[Glyph]:
    """Yield what is filled in the fields of a form; it is no part of the page's own text."""
    for annotation in page.annots:
        data = annotation["data"]
        parent = resolve1(data.get("Parent")) or {}
        value, kind = (resolve1(data.get(key, parent.get(key))) for key in ("V", "FT"))
        shown = not int(resolve1(data.get("F")) or 0) & _UNSEEN
        if shown and isinstance(kind, PSLiteral) and kind.name == "Tx" and isinstance(value, bytes):
            text = decode_text(value).strip()
            box = annotation["x0"], annotation["top"], annotation["x1"], annotation["bottom"]
            if text:
                yield Glyph(text, box[0] - crop[0] + 1, box[1] - crop[1], box[2] - crop[0] - 1, box[3] - crop[1])
