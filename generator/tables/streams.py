"""Tables whose cells merely follow each other: a cell a line, or bars between cells whatever the lines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.tables.items import Item, ItemKind, item_at
from generator.tables.lines import Strip, is_markdown_rule

# So many full rows, nearly all alike, prove how many blank lines stand between cells.
_MIN_PROOF = 3


def cell_a_line(strips: Sequence[Strip]) -> Iterator[Item]:
    """Yield a cell a line; blank lines count as empty cells only where full rows prove a steady spacing."""
    cells = [(index, _stream_item(strip)) for index, strip in enumerate(strips) if strip.text.strip()]
    gaps = [(second[0] - first[0] - 1, first[1].kind, second[1].kind) for first, second in itertools.pairwise(cells)]
    inside = _steady([gap for gap, before, after in gaps if before is after is ItemKind.VALUE])
    between = _steady([gap for gap, before, after in gaps if before is ItemKind.VALUE and after is ItemKind.WORDS])
    yield from _with_gaps([item for _, item in cells], [gap for gap, _, _ in gaps], inside, between)


def _steady(gaps: Sequence[int]) -> int | None:
    """Return the usual number of blank lines, if nearly all agree."""
    if not gaps:
        return None
    usual, count = Counter(gaps).most_common(1)[0]
    return usual if count >= _MIN_PROOF and 10 * count >= 8 * len(gaps) else None


def _with_gaps(items: Sequence[Item], gaps: Sequence[int], inside: int | None, between: int | None) -> Iterator[Item]:
    for index, item in enumerate(items):
        yield item
        if index >= len(gaps) or inside is None:
            continue
        usual = between if items[index + 1].kind is ItemKind.WORDS else inside
        if usual is None or gaps[index] <= usual or (gaps[index] - usual) % (inside + 1):
            continue
        for _ in range((gaps[index] - usual) // (inside + 1)):
            yield Item(ItemKind.EMPTY, "", item.line, item.cell, item.first, item.last)


def _stream_item(strip: Strip) -> Item:
    if not strip.piece:
        return item_at(strip.text, strip, cell=1)
    return item_at(strip.text, strip, first=strip.offset + 1, last=strip.offset + len(strip.text))


def bars_between_cells(strips: Sequence[Strip]) -> Iterator[Item]:
    """Yield the cells between bars, whatever lines they stand on.

    Between two cells of a row stands one bar; what more stands there are empty cells. How many bars
    stand between a row's last figure and the next label differs from site to site: the usual number.
    """
    items, bars = _cells_and_bars(strips)
    between = _usual_bars(items, bars)
    for index, item in enumerate(items):
        yield item
        if index < len(bars):
            usual = between if items[index + 1].kind is ItemKind.WORDS else 1
            if item.kind is ItemKind.WORDS:
                usual = max(1, usual)
            for _ in range(max(0, bars[index] - usual)):
                yield Item(ItemKind.EMPTY, "", item.line, item.cell, item.first, item.last)


def _cells_and_bars(strips: Sequence[Strip]) -> tuple[list[Item], list[int]]:
    """Return the filled cells, and how many bars stand between each and the next."""
    items: list[Item] = []
    bars: list[int] = []
    pending = 0
    for strip in strips:
        if is_markdown_rule(strip.text):
            continue
        framed = strip.text.lstrip().startswith("|")
        for position, part in enumerate(re.split(r"(\|)", strip.text)):
            if part == "|":
                pending += 1
            elif part.strip():
                if items:
                    bars.append(pending)
                pending = 0
                # A bar in front is the frame, as in rows whose cells are known.
                items.append(_bar_item(part, strip, position // 2 + 1 - framed))
    return items, bars


def _bar_item(part: str, strip: Strip, cell: int) -> Item:
    if strip.piece:
        return item_at(part, strip, first=strip.offset + 1, last=strip.offset + len(strip.text))
    return item_at(part, strip, cell=cell)


def _usual_bars(items: Sequence[Item], bars: Sequence[int]) -> int:
    ends = [
        bars[index]
        for index in range(len(bars))
        if items[index].kind is ItemKind.VALUE and items[index + 1].kind is ItemKind.WORDS
    ]
    return Counter(sorted(ends)).most_common(1)[0][0] if ends else 1
