"""The place of a cell as a PNG: the page with the cell framed, or the lines or the table drawn with it marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import GongkaiError
from generator.show.excerpts import excerpts_of
from generator.show.locators import PagePlace
from generator.show.pages import Page, page_of
from generator.show.place import Place

if TYPE_CHECKING:
    from PIL.Image import Image

# What is shown above and below a framed box, and the least height of a crop (points).
_ABOVE = 60.0
_LEAST = 160.0
_FRAME = 3
# More frames than those of one printed row are thin.
_FEW = 15
# So far outside the box the frame stands (points), so that it covers no print.
_OUTSIDE = 1.5
_CAPTION_SIZE = 20
# So many pages of one table are shown at most.
_MOST_PAGES = 6


class NoFontError(GongkaiError):
    """No font of this machine has Chinese characters, so a text cannot be drawn."""


def crop(content: bytes, place: Place, fonts: Sequence[Path] | None = None) -> bytes:
    """Return the place in the document ``content`` as the bytes of a PNG.

    ``fonts`` are the folders in which to look for a Chinese font (default: those of the system); one is needed
    for all but pages. Raises ``NoFontError`` without one, ``ReportError`` where the document cannot be drawn, and
    ``GongkaiError`` where the place is nowhere in it.
    """
    if not place.marks:
        raise GongkaiError("此处在文件中没有位置，无图可画")
    boxes = [mark for mark, _ in place.marks if isinstance(mark, PagePlace)]
    image = _pages(content, place, boxes) if boxes else _drawn(content, place, fonts)
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _drawn(content: bytes, place: Place, folders: Sequence[Path] | None) -> Image:
    from generator.show.drawing import drawn
    from generator.show.fonts import chinese_font, font_folders

    font = chinese_font(font_folders() if folders is None else folders)
    if font is None:
        raise NoFontError("本机没有中文字体，不能画图；安装一种（如 fonts-noto-cjk）后再试")
    excerpts = excerpts_of(content, place)
    titles = "，".join(excerpt.title for excerpt in excerpts)
    return drawn(excerpts, f"{titles} · {place.code} · {place.report.report_id}", font)


def _pages(content: bytes, place: Place, boxes: Sequence[PagePlace]) -> Image:
    from PIL import ImageFont

    from generator.show.drawing import captioned, stacked

    # The font that comes with the library has no Chinese characters; a page's caption needs none.
    font = ImageFont.load_default(_CAPTION_SIZE)
    images = []
    for number in sorted({box.page for box in boxes})[:_MOST_PAGES]:
        page = page_of(content, place.report.format, number)
        images.append(_framed(page, [box for box in boxes if box.page == number]))
        images.append(captioned(f"page {number}  {place.code}  {place.report.report_id}", font))
    return stacked(images)


def _framed(page: Page, places: Sequence[PagePlace]) -> Image:
    """Return the stretch of a page round the boxes, over its whole width, with the boxes framed."""
    from PIL import ImageDraw

    from generator.show.drawing import FRAME

    image = page.image.copy()
    draw = ImageDraw.Draw(image)
    edges = [place.box for place in places]
    for left, top, right, bottom in edges:
        box = page.pixels((left - _OUTSIDE, top - _OUTSIDE, right + _OUTSIDE, bottom + _OUTSIDE))
        if box[2] - box[0] > _FRAME and box[3] - box[1] > _FRAME:
            draw.rectangle(box, outline=FRAME, width=_FRAME if len(edges) <= _FEW else 1)
    highest, lowest = min(edge[1] for edge in edges) - _ABOVE, max(edge[3] for edge in edges) + _ABOVE
    more = max(0.0, _LEAST - (lowest - highest)) / 2
    _, start, _, end = page.pixels((0, highest - more, 0, lowest + more))
    return image.crop((0, start, image.width, max(end, start + 1)))
