"""Image files as page images: PNG, JPEG, TIFF of any number of pages, GIF, BMP, WebP.

A point of a place (``page 1 bbox …``) is 1/72 inch where the file states its resolution, else one pixel.
"""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.errors import ReportError

if TYPE_CHECKING:
    from generator.documents.scans.engine import Picture

MAX_PIXELS = 40_000_000
MAX_PAGES = 40
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
# What a page is scanned with; other statements of a file are no resolution.
_LEAST_DPI, _MOST_DPI = 60, 1200
_SMALLEST = 16
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
)


class PageImage(NamedTuple):
    """One page as pixels (grey, or red green blue), and how many points one pixel is."""

    pixels: Picture
    points: float


def pages_of(content: bytes) -> Iterator[PageImage]:
    """Yield the pages of an image file; raises ``ReportError`` where it is damaged or too large."""
    from PIL import Image

    with _reasons():
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    with image:
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if frames > MAX_PAGES:
            raise ReportError(f"图片文件超过 {MAX_PAGES} 页，不像一份年度报告")
        for frame in range(frames):
            with _reasons():
                image.seek(frame)
                check_size(*image.size)
                yielded = _page(image)
            yield yielded


def check_size(width: int, height: int) -> None:
    """Raise ``ReportError`` for a page that is too large to be read, or too small to say anything."""
    if width * height > MAX_PIXELS:
        raise ReportError(
            f"一页有 {width}×{height} 像素，上限为 {MAX_PIXELS // 1_000_000} 百万像素；请换成分辨率较低的扫描件"
        )
    if min(width, height) < _SMALLEST:
        raise ReportError(f"图片只有 {width}×{height} 像素，没有可读的文字")


@contextlib.contextmanager
def _reasons() -> Iterator[None]:
    from PIL import Image

    try:
        yield
    except Image.DecompressionBombError as error:
        raise ReportError("图片展开后过大，未予读取；请换成分辨率较低的扫描件") from error
    except _DAMAGED as error:
        raise ReportError("图片已损坏，无法打开") from error


def _page(image: Any) -> PageImage:
    import numpy as np
    from PIL import Image, ImageOps

    across, down = _resolution(image.info.get("dpi"))
    shown = ImageOps.exif_transpose(image)
    if shown.size != image.size:
        across, down = down, across
    if shown.mode in {"RGBA", "LA", "PA", "P", "La", "RGBa"}:
        paper = Image.new("RGBA", shown.size, "white")
        shown = Image.alpha_composite(paper, shown.convert("RGBA")).convert("RGB")
    elif shown.mode.startswith("I") or shown.mode == "F":
        # Sixteen bits a pixel and the like: the whole range made eight bits.
        levels = np.asarray(shown, np.float64)
        lowest, highest = float(levels.min()), float(levels.max())
        shown = Image.fromarray(((levels - lowest) * (255 / max(highest - lowest, 1))).astype(np.uint8))
    elif shown.mode not in {"L", "RGB"}:
        shown = shown.convert("L" if shown.mode == "1" else "RGB")
    if not 0.9 < across / down < 1.1:
        # A fax has fewer pixels down than across.
        finest = max(across, down)
        size = round(shown.width * finest / across), round(shown.height * finest / down)
        check_size(*size)
        shown, across = shown.resize(size), finest
    return PageImage(np.asarray(shown), 72 / across)


def _resolution(stated: Any) -> tuple[float, float]:
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 72.0, 72.0
    if all(_LEAST_DPI <= dpi <= _MOST_DPI for dpi in (across, down)) and 0.25 < across / down < 4:
        return across, down
    return 72.0, 72.0
