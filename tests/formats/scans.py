"""Pages made scans: rendered, turned, dirtied, sealed, faxed, torn; all from one seed, nothing by chance."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
Dirt = Callable[[Picture, np.random.Generator], Picture]


def rendered(path: Path, dpi: int, pages: Sequence[int] | None = None) -> list[Picture]:
    """Return the pages of a PDF as colour pictures."""
    document = pypdfium2.PdfDocument(path)
    numbers = range(len(document)) if pages is None else pages
    found = [
        np.array(document[number].render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3]) for number in numbers
    ]
    document.close()
    return found


def askew(degrees: float) -> Dirt:
    """Lay the page askew, counter-clockwise."""

    def lay(page: Picture, _: np.random.Generator) -> Picture:
        height, width = page.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=(255, 255, 255)), np.uint8)

    return lay


def grained(strength: float, paper: int = 255) -> Dirt:
    """Make the paper grey and grained."""

    def dirty(page: Picture, chance: np.random.Generator) -> Picture:
        grain = chance.normal(0, strength, page.shape[:2])[:, :, None]
        return np.clip(page * (paper / 255) + grain, 0, 255).astype(np.uint8)

    return dirty


def folded(page: Picture, _: np.random.Generator) -> Picture:
    """Darken one side, and lay a dark fold down the page through the columns."""
    width = page.shape[1]
    across = np.arange(width)
    fold = 1 - 0.35 * np.exp(-(((across - 0.62 * width) / (0.006 * width)) ** 2))
    return np.asarray(page * (np.linspace(0.65, 1, width) * fold)[None, :, None], np.uint8)


def faxed(page: Picture, chance: np.random.Generator) -> Picture:
    """Make the page black and white, with dots of both."""
    black = np.where(page.min(axis=2) < 150, 0, 255).astype(np.uint8)
    dots = chance.random(black.shape)
    black[dots < 0.002], black[dots > 0.998] = 0, 255
    return np.repeat(black[:, :, None], 3, axis=2)


def sealed(colour: tuple[int, int, int] = (205, 30, 40), at: tuple[float, float] = (0.66, 0.45)) -> Dirt:
    """Put a seal with a ring, a star and letters over the page."""

    def seal(page: Picture, _: np.random.Generator) -> Picture:
        height, width = page.shape[:2]
        x, y, radius = round(at[0] * width), round(at[1] * height), round(0.09 * width)
        mark = np.zeros((height, width), np.uint8)
        cv2.circle(mark, (x, y), radius, 255, max(2, radius // 16), cv2.LINE_AA)
        angles = np.arange(5) * 4 * np.pi / 5 - np.pi / 2
        star = np.stack([x + 0.4 * radius * np.cos(angles), y + 0.4 * radius * np.sin(angles)], axis=1)
        cv2.fillPoly(mark, [star.astype(np.int32)], 255)
        for number, letter in enumerate("KMWYABEHT08X"):
            spot = number * np.pi / 6
            place = round(x + 0.75 * radius * np.cos(spot)) - 8, round(y + 0.75 * radius * np.sin(spot)) + 8
            cv2.putText(mark, letter, place, cv2.FONT_HERSHEY_DUPLEX, radius / 140, 255, 2, cv2.LINE_AA)
        share = mark[:, :, None].astype(float) / 255 * 0.85
        return np.asarray(page * (1 - share) + np.minimum(page, np.array(colour)) * share, np.uint8)

    return seal


def torn(page: Picture, chance: np.random.Generator) -> Picture:
    """Rub out pieces of the ruling lines."""
    dark = (page.min(axis=2) < 140).astype(np.uint8)
    size = page.shape[1] // 30
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, 2 * size), np.uint8))
    upright = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((size, 1), np.uint8))
    rules = cv2.dilate(level | upright, np.ones((3, 3), np.uint8))
    ys, xs = np.nonzero(rules)
    if not len(ys):
        return page
    result = page.copy()
    for spot in chance.integers(0, len(ys), 12):
        part = (
            slice(max(0, ys[spot] - size // 2), ys[spot] + size // 2),
            slice(max(0, xs[spot] - size // 2), xs[spot] + size // 2),
        )
        result[part][rules[part] > 0] = 255
    return result


def scan(pages: Sequence[Picture], dirt: Sequence[Dirt], seed: int) -> list[Picture]:
    """Return the pages with every kind of dirt, in order."""
    chance = np.random.default_rng(seed)
    result = []
    for page in pages:
        dirty = page
        for kind in dirt:
            dirty = kind(dirty, chance)
        result.append(dirty)
    return result


def saved(pages: Sequence[Picture], kind: str, dpi: int, **options: object) -> bytes:
    """Return the pages as a file: ``TIFF`` and ``PDF`` of all, others of the first."""
    content = io.BytesIO()
    first, *others = [Image.fromarray(page) for page in pages]
    if options.get("compression") == "group4":
        first, *others = [image.convert("1") for image in (first, *others)]
    more = {"save_all": True, "append_images": others} if kind in {"TIFF", "PDF"} else {}
    stated = {"resolution": dpi} if kind == "PDF" else {"dpi": (dpi, dpi)}
    first.save(content, kind, **more, **stated, **options)
    return content.getvalue()
