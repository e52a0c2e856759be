"""Documents of page images read into lines: image files, and PDF files with pages that are scans."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.documents.page import Page
from generator.documents.paged import readings
from generator.documents.scans import pictures, printed
from generator.documents.scans.again import Again, Images
from generator.documents.scans.extra import HOW, installed, require
from generator.errors import ReportError, ScanError
from generator.model import Document, Fault, Finding, Severity

if TYPE_CHECKING:
    from generator.documents.scans.page import ScannedPage

__all__ = ["HOW", "installed", "read", "read_pdf", "unread"]


def read(content: bytes) -> Document:
    """Return the lines of an image file; raises ``ReportError`` where it cannot be read."""
    require()
    found = _pages(enumerate(pictures.pages_of(content), start=1))
    return _document("image", found.values(), found, functools.partial(_images, content))


def read_pdf(content: bytes, pages: Sequence[Page], scanned: Sequence[int]) -> Document:
    """Return the lines of a PDF whose pages with the numbers ``scanned`` are pictures; the others are read already.

    Raises ``ScanError`` where the pictures cannot be read.
    """
    require()
    try:
        return _pdf(content, pages, scanned)
    except ReportError as error:
        raise ScanError(f"扫描的 PDF：{error}") from error


def _pdf(content: bytes, pages: Sequence[Page], scanned: Sequence[int]) -> Document:
    found = _pages(printed.pages_of(content, scanned))
    both = [found.get(page.number, (page, page)) for page in pages]
    if 2 * len(found) > len(pages):
        return _document("pdf-scan", both, found, functools.partial(_printed, content))
    document = _document("pdf", both, found, functools.partial(_printed, content))
    return replace(document, findings=(_recognised(scanned),))


def unread(scanned: Sequence[int]) -> tuple[Finding, ...]:
    """Return the finding that these pages, pictures in a PDF with text, were not read; none where there are none."""
    if not scanned:
        return ()
    message = f"第 {_listed(scanned)} 页是扫描图像，没有文字，未能读取：{HOW}。"
    return (Finding("page.unread", message, Severity.WARNING, Fault.EXTRACTION),)


def _recognised(scanned: Sequence[int]) -> Finding:
    message = f"第 {_listed(scanned)} 页是扫描图像，其文字和数字由识别得出。"
    return Finding("page.recognised", message, Severity.INFO, Fault.SCOPE)


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(str(number) for number in numbers)


def _pages(images: Iterable[tuple[int, pictures.PageImage]]) -> dict[int, tuple[ScannedPage, ScannedPage]]:
    from generator.documents.scans.page import read_page

    return {number: read_page(image.pixels, number, image.points) for number, image in images}


def _images(content: bytes, numbers: Collection[int]) -> dict[int, pictures.PageImage]:
    return {number: page for number, page in enumerate(pictures.pages_of(content), start=1) if number in numbers}


def _printed(content: bytes, numbers: Sequence[int]) -> dict[int, pictures.PageImage]:
    return dict(printed.pages_of(content, numbers))


def _document(
    kind: str,
    pages: Iterable[tuple[Page, Page]],
    scanned: Mapping[int, tuple[ScannedPage, ScannedPage]],
    images: Images,
) -> Document:
    """Return the first reading by its rules, the second by where its words stand alone."""
    known = list(pages)
    first, _ = readings(page for page, _ in known)
    _, second = readings(page for _, page in known)
    if not any(line.text.strip() for line in first):
        raise ReportError("图像中没有可以识别的文字")
    again = Again(first, {number: page for number, (page, _) in scanned.items()}, images)
    return Document(kind, first, second=second, again=again)
