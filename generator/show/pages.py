"""Pages of PDF files, and pictures: as images at a known scale, and the words that stand near a box."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.errors import ReportError
from generator.show.locators import PagePlace
from generator.show.passages import Passage, Piece

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[float, float, float, float]

# Pixels a point, and the most pixels of one page.
_SCALE = 2.0
_LARGEST = 40_000_000
# Boxes are published in whole points.
_ROUNDED = 1.0
# Lines of words shown above and below a box (points).
_NEAR = 24.0
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an image; a point (x, y) of the page is the pixel ((x - left) * scale, (y - top) * scale)."""

    number: int
    image: Image
    scale: float
    left: float = 0.0
    top: float = 0.0

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """Return a box of the page in pixels of the image, whole and inside it."""
        width, height = self.image.size
        x0, y0 = ((value - start) * self.scale for value, start in ((box[0], self.left), (box[1], self.top)))
        x1, y1 = ((value - start) * self.scale for value, start in ((box[2], self.left), (box[3], self.top)))
        return (
            max(0, min(width, math.floor(x0))),
            max(0, min(height, math.floor(y0))),
            max(0, min(width, math.ceil(x1))),
            max(0, min(height, math.ceil(y1))),
        )


def page_of(content: bytes, kind: str, number: int) -> Page:
    """Return a page (from 1) of a PDF or of a picture; raises ``ReportError`` where there is no such page."""
    try:
        return _picture(content, number) if kind == "image" else _pdf_page(content, number)
    except ReportError:
        raise
    except Exception as error:  # the libraries raise what they like about damaged files
        raise ReportError(f"第 {number} 页无法画出，文件可能已损坏") from error


def words_near(content: bytes, places: Sequence[PagePlace]) -> tuple[Passage, ...]:
    """Return the lines of words near boxes in a PDF, page by page, with the characters in the boxes marked."""
    try:
        return tuple(_passages(content, places))
    except ReportError:
        raise
    except Exception as error:  # as above
        raise ReportError("PDF 无法打开，文件可能已损坏") from error


def _passages(content: bytes, places: Sequence[PagePlace]) -> Iterator[Passage]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        for number in sorted({place.page for place in places}):
            if not 1 <= number <= len(document.pages):
                raise ReportError(f"文件没有第 {number} 页")
            boxes = [place.box for place in places if place.page == number]
            yield Passage(f"第 {number} 页", tuple((0, line) for line in _lines(document.pages[number - 1], boxes)))


def _pdf_page(content: bytes, number: int) -> Page:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        if not 1 <= number <= len(document.pages):
            raise ReportError(f"文件没有第 {number} 页")
        page = document.pages[number - 1]
        scale = min(_SCALE, math.sqrt(_LARGEST / max(1.0, float(page.width) * float(page.height))))
        drawn = page.to_image(resolution=scale * _POINTS_PER_INCH, antialias=True)
        left, top, right, _ = (float(edge) for edge in drawn.bbox)
        image = drawn.original
        return Page(number, image, image.width / max(1.0, right - left), left, top)


def _picture(content: bytes, number: int) -> Page:
    """Return a picture's frame: one pixel is one point unless the picture says how many make an inch."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        if not 1 <= number <= getattr(picture, "n_frames", 1):
            raise ReportError(f"文件没有第 {number} 页")
        picture.seek(number - 1)
        if picture.width * picture.height > _LARGEST:
            raise ReportError("图片过大，不予显示")
        dots = float(picture.info.get("dpi", (0, 0))[0])
        return Page(number, picture.convert("RGB"), dots / _POINTS_PER_INCH if dots > 1 else 1.0)


def _lines(page: Any, boxes: Sequence[Box]) -> Iterator[tuple[Piece, ...]]:
    """Yield the lines near the boxes: words apart by a space, the characters inside a box marked."""
    near = [(box[1] - _NEAR, box[3] + _NEAR) for box in boxes]
    for line in page.extract_text_lines(return_chars=True, x_tolerance=1.5, y_tolerance=2):
        middle = (line["top"] + line["bottom"]) / 2
        if not any(top <= middle <= bottom for top, bottom in near):
            continue
        pieces: list[Piece] = []
        before: Any = None
        for char in line["chars"]:
            marked = any(_holds(box, char) for box in boxes)
            apart = before is not None and char["x0"] - before["x1"] > 0.25 * max(char["size"], 1)
            if apart and not (marked and pieces[-1].marked):
                pieces.append(Piece(" "))
            elif apart:
                pieces.append(Piece(" ", marked=True))
            pieces.append(Piece(char["text"], marked=marked))
            before = char
        yield _joined(pieces)


def _holds(box: Box, char: Any) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] - _ROUNDED <= x <= box[2] + _ROUNDED and box[1] - _ROUNDED <= y <= box[3] + _ROUNDED)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].marked == piece.marked:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.marked)
        else:
            joined.append(piece)
    return tuple(joined)
