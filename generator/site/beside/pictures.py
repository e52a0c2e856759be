"""The pages on which a report's figures stand, as small grey pictures shared by all figures of a page.

Only pages with figures are drawn, and where a table was not read whole the pages after them, on which the rest may
stand. A clean page keeps sixteen greys without loss (some 40 KB); a scan, whose grain
would cost ten times that, is compressed harder and made narrower until it fits (docs/adr/0035-original-beside.md).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.errors import ReportError
from generator.model import Report
from generator.show.locators import PagePlace, parse
from generator.site.beside.redrawn import redrawn
from generator.site.originals import withheld

if TYPE_CHECKING:
    from PIL.Image import Image

    from generator.show.pages import Page

PAGED: Final = frozenset({"pdf", "pdf-scan", "image", "ofd"})
MOST_PAGES: Final = 12
MOST_BYTES: Final = 160_000
_WIDTH: Final = 1200
_CLEAN: Final = 110_000
_GREYS: Final = 16
# Widths (pixels) and qualities that are tried in turn for a page with grain.
_HARDER: Final = ((1100, 40), (1000, 25), (800, 20), (700, 8), (560, 4))


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: its number in the file, the name and bytes of its picture, and the page's size in points.

    ``content`` is empty where the page cannot be drawn; ``reason`` then says why (Chinese).
    """

    number: int
    name: str = ""
    content: bytes = b""
    width: float = 0
    height: float = 0
    reason: str = ""


def pages_with_figures(report: Report) -> tuple[int, ...]:
    """Return the pages on which figures of a report stand; none for formats without pages."""
    locators = (*(cell.locator for cell in report.cells), *(old.locator for old in report.legacy))
    places = map(parse, locators)
    return tuple(sorted({place.page for place in places if isinstance(place, PagePlace)}))


def pictures_of(report: Report, content: bytes) -> tuple[Picture, ...]:
    """Return the pictures of a report's pages with figures, at most ``MOST_PAGES`` of ``MOST_BYTES`` each.

    None where the file itself is not handed on.
    """
    if report.format not in PAGED or withheld(report):
        return ()
    try:
        numbers = wanted_pages(report, content)[:MOST_PAGES]
    except ReportError as error:
        return (Picture(1, reason=str(error)),)
    if report.format == "ofd":
        return tuple(_redrawn(content, numbers))
    return tuple(_drawn(report, content, numbers))


def wanted_pages(report: Report, content: bytes) -> tuple[int, ...]:
    """Return the pages to be shown: those with figures, and those after them where cells have no place."""
    numbers = pages_with_figures(report)
    if numbers and all(cell.locator for cell in report.cells):
        return numbers
    first = numbers[0] if numbers else 1
    return tuple(range(first, max((_count(report, content), *numbers)) + 1))


def _count(report: Report, content: bytes) -> int:
    if report.format == "ofd":
        from generator.documents.ofd import pages_of

        return sum(1 for _ in pages_of(content))
    from generator.show.pages import page_count

    return page_count(content, report.format)


def _drawn(report: Report, content: bytes, numbers: tuple[int, ...]) -> Iterator[Picture]:
    from generator.show.pages import page_of

    for number in numbers:
        try:
            page = page_of(content, report.format, number)
        except ReportError as error:
            yield Picture(number, reason=str(error))
            continue
        yield picture_of(page)


def picture_of(page: Page) -> Picture:
    """Return the picture of a drawn page."""
    width, height = (side / page.scale for side in page.image.size)
    return Picture(page.number, f"page-{page.number}.webp", compressed(page.image.convert("L")), width, height)


def compressed(grey: Image) -> bytes:
    """Return a grey page as WebP of at most ``MOST_BYTES``, as sharp as that allows."""
    step = 255 / (_GREYS - 1)
    few = _narrowed(grey, _WIDTH).point([round(round(value / step) * step) for value in range(256)])
    clean = _saved(few, lossless=True)
    if len(clean) <= _CLEAN:
        return clean
    for width, quality in _HARDER:
        content = _saved(_narrowed(grey, width), quality=quality)
        if len(content) <= MOST_BYTES:
            break
    return content


def _narrowed(image: Image, width: int) -> Image:
    if image.width <= width:
        return image
    from PIL import Image

    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _saved(image: Image, *, lossless: bool = False, quality: int = 80) -> bytes:
    out = io.BytesIO()
    image.save(out, format="WEBP", lossless=lossless, quality=quality, method=2 if lossless else 4)
    return out.getvalue()


def _redrawn(content: bytes, numbers: tuple[int, ...]) -> Iterator[Picture]:
    from generator.documents.ofd import pages_of

    try:
        pages = {page.number: page for page in pages_of(content)}
    except ReportError as error:
        yield from (Picture(number, reason=str(error)) for number in numbers)
        return
    for number in numbers:
        page = pages.get(number)
        if page is None:
            yield Picture(number, reason=f"文件没有第 {number} 页")
        else:
            yield Picture(number, f"page-{number}.svg", redrawn(page), page.width, page.height)
