"""Cells of scanned pages looked at once more, larger and prepared otherwise, where something casts doubt on them.

What is seen the same way changes nothing. Where any new reading shows another figure, that one stands in the lines
returned, and the comparison of readings takes the cell out of what is published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model import Line

if TYPE_CHECKING:
    from generator.documents.scans.page import ScannedPage
    from generator.documents.scans.pictures import PageImage

_PLACE = re.compile(r"page (\d+) bbox (\d+),(\d+),(\d+),(\d+)")

Images = Callable[[Sequence[int]], Mapping[int, "PageImage"]]


@dataclass(frozen=True)
class Again:
    """Reads cells of a document anew: its first lines, its scanned pages, and where to get their images."""

    lines: tuple[Line, ...]
    pages: Mapping[int, ScannedPage]
    images: Images

    def __call__(self, places: Collection[str]) -> tuple[Line, ...]:
        """Return the lines with what is seen at ``places`` now, where that is another figure."""
        seen = self._seen(places)
        return tuple(_changed(line, seen) for line in self.lines)

    def _seen(self, places: Collection[str]) -> dict[str, tuple[str, ...]]:
        from generator.documents.scans.page import read_again

        wanted: dict[int, list[re.Match[str]]] = {}
        for place in sorted(places):
            match = _PLACE.fullmatch(place)
            if match and int(match[1]) in self.pages:
                wanted.setdefault(int(match[1]), []).append(match)
        seen = {}
        for number, matches in sorted(wanted.items()):
            image = self.images([number])[number]
            boxes = [(float(m[2]), float(m[3]), float(m[4]), float(m[5])) for m in matches]
            figures = read_again(image.pixels, self.pages[number], boxes)
            seen.update({match[0]: figure for match, figure in zip(matches, figures, strict=True)})
        return seen


def _changed(line: Line, seen: Mapping[str, tuple[str, ...]]) -> Line:
    own = line.text.split("\t")
    if not any(place in seen for place in line.cells) or len(own) != len(line.cells):
        return line
    texts = [
        next((figure for figure in seen.get(place, ()) if figure != text), text)
        for text, place in zip(own, line.cells, strict=True)
    ]
    return replace(line, text="\t".join(texts))
