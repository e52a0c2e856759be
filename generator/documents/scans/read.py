"""Documents of page images read into lines: image files, and PDF files with pages that are scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.documents.page import Page
from generator.documents.paged import readings
from generator.documents.scans import pictures, printed
from generator.documents.scans.extra import HOW, installed, require
from generator.errors import ReportError, ScanError
from generator.model import Document, Fault, Finding, Severity

__all__ = ["HOW", "installed", "read", "read_pdf", "unread"]


def read(content: bytes) -> Document:
    """Return the lines of an image file; raises ``ReportError`` where it cannot be read."""
    require()
    return _document("image", _pages(enumerate(pictures.pages_of(content), start=1)).values())


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
        return _document("pdf-scan", both)
    return replace(_document("pdf", both), findings=(_recognised(scanned),))


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


def _pages(images: Iterable[tuple[int, pictures.PageImage]]) -> dict[int, tuple[Page, Page]]:
    from generator.documents.scans.page import read_page

    return {number: read_page(image.pixels, number, image.points) for number, image in images}


def _document(kind: str, pages: Iterable[tuple[Page, Page]]) -> Document:
    """Return the first reading by its rules, the second by where its words stand alone."""
    known = list(pages)
    first, _ = readings(page for page, _ in known)
    _, second = readings(page for _, page in known)
    if not any(line.text.strip() for line in first):
        raise ReportError("图像中没有可以识别的文字")
    return Document(kind, first, second=second)
