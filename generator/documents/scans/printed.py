"""Pages of a PDF as page images, at the resolution of the scans they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from generator.documents.scans.pictures import MAX_PAGES, PageImage, check_size
from generator.errors import ReportError

if TYPE_CHECKING:
    import pypdfium2

_POINTS = 72
_LEAST_DPI, _USUAL_DPI, _MOST_DPI = 150, 200, 400
# Pictures smaller than this share of the page are ornaments.
_LARGE = 0.1


def pages_of(content: bytes, numbers: Sequence[int] | None = None) -> Iterator[tuple[int, PageImage]]:
    """Yield the pages with these ``numbers`` (counted from 1; all if none are named) as they are shown."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ReportError("PDF 已损坏或设有密码，无法打开") from error
    try:
        wanted = list(numbers) if numbers is not None else list(range(1, len(document) + 1))
        if len(wanted) > MAX_PAGES:
            raise ReportError(f"扫描的 PDF 超过 {MAX_PAGES} 页，不像一份年度报告")
        for number in wanted:
            yield number, _shown(document, number)
    finally:
        document.close()


def _shown(document: pypdfium2.PdfDocument, number: int) -> PageImage:
    import numpy as np
    import pypdfium2

    try:
        page = document[number - 1]
        dpi = _resolution(page)
        width, height = page.get_size()
        check_size(round(width * dpi / _POINTS), round(height * dpi / _POINTS))
        bitmap = page.render(scale=dpi / _POINTS, rev_byteorder=True)
        pixels = np.array(bitmap.to_numpy()[:, :, :3])
        page.close()
    except pypdfium2.PdfiumError as error:
        raise ReportError(f"PDF 第 {number} 页已损坏，无法显示") from error
    return PageImage(pixels, _POINTS / dpi)


def _resolution(page: Any) -> float:
    """Return the resolution of the largest picture on a page, within what recognition needs."""
    import pypdfium2.raw

    width, height = page.get_size()
    found = []
    for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        wide, high = abs(right - left), abs(top - bottom)
        if wide * high >= _LARGE * width * height:
            across, down = sorted(picture.get_px_size())
            found.append((wide * high, (across * down / (wide * high)) ** 0.5 * _POINTS))
    dpi = max(found)[1] if found else _USUAL_DPI
    return float(min(max(dpi, _LEAST_DPI), _MOST_DPI))
