"""Pages of PDF files, and pictures: as images at a known scale, and the words that stand near a box."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.documents.page import Box
from generator.documents.page import Page as Ink
from generator.documents.words import lines_of
from generator.errors import ReportError
from generator.show.locators import PagePlace
from generator.show.passages import Passage, Piece

if TYPE_CHECKING:
    from PIL.Image import Image

# Pixels a point, and the most pixels of one page.
_SCALE = 2.0
_LARGEST = 40_000_000
# Boxes are published in whole points.
_ROUNDED = 1.0
# How far above and below a box lines of words are shown (points).
_NEAR = 24.0
_POINTS_PER_INCH = 72.0
_LEAST_DPI, _MOST_DPI = 60, 1200


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is displayed; ``scale`` is how many pixels a point is."""

    number: int
    image: Image
    scale: float

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """Return a box of the page in pixels of the image, whole and inside it."""
        width, height = self.image.size
        x0, top, x1, bottom = (edge * self.scale for edge in box)
        return (
            max(0, min(width, math.floor(x0))),
            max(0, min(height, math.floor(top))),
            max(0, min(width, math.ceil(x1))),
            max(0, min(height, math.ceil(bottom))),
        )


def page_of(content: bytes, kind: str, number: int) -> Page:
    """Return a page (from 1) of a PDF or of a picture; raises ``ReportError`` where there is no such page."""
    try:
        return _picture(content, number) if kind == "image" else _pdf_page(content, number)
    except ReportError:
        raise
    except Exception as error:  # the libraries raise what they like about damaged files
        raise ReportError(f"第 {number} 页无法画出，文件可能已损坏") from error


def page_count(content: bytes, kind: str) -> int:
    """Return how many pages a PDF or a picture has; raises ``ReportError`` where it cannot be opened."""
    try:
        if kind == "image":
            from PIL import Image

            with Image.open(io.BytesIO(content)) as picture:
                return int(getattr(picture, "n_frames", 1))
        import pypdfium2

        document = pypdfium2.PdfDocument(content)
        try:
            return len(document)
        finally:
            document.close()
    except Exception as error:  # the libraries raise what they like about damaged files
        raise ReportError("文件无法打开，可能已损坏") from error


def words_near(content: bytes, places: Sequence[PagePlace]) -> tuple[Passage, ...]:
    """Return the lines of words near boxes in a PDF, page by page, with the characters in the boxes marked."""
    from generator.documents.pdf import pages_of

    wanted = {place.page for place in places}
    passages = []
    for page in pages_of(content):
        if page.number in wanted:
            boxes = [place.box for place in places if place.page == page.number]
            passages.append(Passage(f"第 {page.number} 页", tuple((0, line) for line in _lines(page, boxes))))
        if page.number >= max(wanted):
            break
    if len(passages) < len(wanted):
        raise ReportError(f"文件没有第 {max(wanted)} 页")
    return tuple(passages)


def _pdf_page(content: bytes, number: int) -> Page:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        if not 1 <= number <= len(document):
            raise ReportError(f"文件没有第 {number} 页")
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_SCALE, math.sqrt(_LARGEST / max(1.0, width * height)))
        image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        return Page(number, image, image.width / max(1.0, width))
    finally:
        document.close()


def _picture(content: bytes, number: int) -> Page:
    """Return a picture's frame, upright: one pixel is one point unless it says how many make an inch."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as picture:
        if not 1 <= number <= getattr(picture, "n_frames", 1):
            raise ReportError(f"文件没有第 {number} 页")
        picture.seek(number - 1)
        _refuse_large(*picture.size)
        across, down = _resolution(picture.info.get("dpi"))
        upright = ImageOps.exif_transpose(picture)
        if upright.size != picture.size:
            across, down = down, across
        if not 0.9 < across / down < 1.1:  # a fax has fewer pixels down than across
            finest = max(across, down)
            size = round(upright.width * finest / across), round(upright.height * finest / down)
            _refuse_large(*size)
            upright, across = upright.resize(size), finest
        if upright.has_transparency_data:
            upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright.convert("RGBA"))
        return Page(number, upright.convert("RGB"), across / _POINTS_PER_INCH)


def _refuse_large(width: int, height: int) -> None:
    if width * height > _LARGEST:
        raise ReportError("图片过大，不予显示")


def _resolution(stated: Any) -> tuple[float, float]:
    """Return pixels an inch, across and down; what no scanner does is no resolution."""
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = down = 0.0
    usual = all(_LEAST_DPI <= dots <= _MOST_DPI for dots in (across, down)) and 0.25 < across / down < 4
    return (across, down) if usual else (_POINTS_PER_INCH, _POINTS_PER_INCH)


def _lines(page: Ink, boxes: Sequence[Box]) -> Iterator[tuple[Piece, ...]]:
    """Yield the lines near the boxes: words apart by a space, the characters inside a box marked."""
    across = page.turn in (90, 270)
    for line in lines_of(page.glyphs):
        pieces: list[Piece] = []
        near = False
        for word in line:
            for index, glyph in enumerate(word.pieces):
                x0, top, x1, bottom = page.displayed(glyph[1:])
                x, y = (x0 + x1) / 2, (top + bottom) / 2
                marked = any(_holds(box, x, y) for box in boxes)
                near = near or any(_is_near(box, x if across else y, across) for box in boxes)
                if index == 0 and pieces:
                    pieces.append(Piece(" ", marked=marked and pieces[-1].marked))
                pieces.append(Piece(glyph.text, marked=marked))
        if near:
            yield _joined(pieces)


def _holds(box: Box, x: float, y: float) -> bool:
    x0, top, x1, bottom = box
    return x0 - _ROUNDED <= x <= x1 + _ROUNDED and top - _ROUNDED <= y <= bottom + _ROUNDED


def _is_near(box: Box, at: float, across: bool) -> bool:
    """Say whether a line stands near a box; lines run down the displayed page where its text is turned."""
    first, last = (box[0], box[2]) if across else (box[1], box[3])
    return first - _NEAR <= at <= last + _NEAR


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].marked == piece.marked:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.marked)
        else:
            joined.append(piece)
    return tuple(joined)
