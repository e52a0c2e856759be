"""The stretch of a document that holds one table, as a sequence of items: words, figures, empty cells.

Text keeps a table in one of few shapes. Where every printed row is known (tabs, bars or spaces in a
line; cells in lines of their own with a blank line between rows) an item has a row and a grid position.
Where cells merely follow each other, rows are found later by their labels and ``row`` is ``STREAM``.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from generator.tables.lines import Strip, is_markdown_rule
from generator.tables.values import clean, is_blank, is_value
from generator.text import fold

STREAM = -1
_WORD = re.compile(r"\S+")
# A remark or a unit stays with its number although a space stands before it: 22 （其中修订 16 件）.
# But （四） is the number of a label, not a remark.
_SPACED_VALUE = re.compile(r"\d[\d,.]*\s*[(（](?![一二三四五六七八九十]+[)）])[^()（）]*[)）]|\S+")


_PUNCTUATION = "\"'.,;:、。，；：·"


class ItemKind(Enum):
    """What stands at a place: words, something meant as a figure, or nothing."""

    WORDS = auto()
    VALUE = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """One cell or word of a table's stretch.

    ``cell`` counts from 1 in its line (0: the place is given by characters ``first`` to ``last``, counted
    from 1); ``position`` counts grid columns from 0; ``fragment`` tells apart what page breaks separate.
    """

    kind: ItemKind
    text: str
    line: int
    cell: int = 0
    first: int = 0
    last: int = 0
    row: int = STREAM
    position: int = 0
    fragment: int = 0

    @property
    def locator(self) -> str:
        """Return the place in the words of the data set."""
        return f"line {self.line} cell {self.cell}" if self.cell else f"line {self.line} char {self.first}-{self.last}"

    @property
    def has_digit(self) -> bool:
        """Say whether a figure, readable or not, has a digit in it."""
        return self.kind is ItemKind.VALUE and any(char.isdigit() or char in "零〇" for char in self.text)

    @property
    def marked(self) -> bool:
        """Say whether the item is printed: a figure, or a dash or slash for nothing."""
        return self.kind is ItemKind.VALUE or (self.kind is ItemKind.EMPTY and bool(self.text))


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to read a stretch.

    ``bars`` where an empty cell at a row's end may be mere padding; ``cells_apart`` where the document
    keeps every cell of a row apart, so that counting them is enough.
    """

    name: str
    items: tuple[Item, ...]
    bars: bool = False
    cells_apart: bool = False


def shapes(strips: Sequence[Strip]) -> list[Shape]:
    """Return the ways in which a stretch can be read, the likeliest first; usually one."""
    filled = [strip for strip in strips if strip.text.strip()]
    barred = [strip for strip in filled if "|" in strip.text]
    tabbed = [strip for strip in filled if "\t" in strip.text]
    if not any(strip.piece for strip in filled) and 3 * len(barred) >= len(filled):
        grid = Shape("bars", tuple(_grid(strips, _bar_splitter(barred))), bars=True)
        stream = Shape("bars between cells", tuple(_signs_unread(_bar_stream(strips))), bars=True)
        cells = [sum(1 for part in strip.text.split("|") if part.strip()) for strip in barred]
        in_rows = sum(1 for count in cells if count > 1)
        return [grid, stream] if in_rows and 2 * in_rows >= sum(1 for count in cells if count) else [stream, grid]
    if barred and any(strip.piece for strip in filled):
        return [Shape("bars between cells", tuple(_signs_unread(_bar_stream(strips))), bars=True)]
    if 3 * len(tabbed) >= len(filled) and tabbed:
        own_line = [strip for strip in tabbed if re.fullmatch(r"\s*\t[^\t]*", strip.text)]
        if 2 * len(own_line) > len(tabbed):
            return [Shape("cells on lines of their own", tuple(_by_rows(_tab_cells(strips))), cells_apart=True)]
        return [Shape("tabs", tuple(_grid(strips, _split_tabs)))]
    if _is_spaced(filled):
        return [Shape("spaces", tuple(_signs_unread(_spaced(strips))))]
    return [Shape("a cell a line", tuple(_signs_unread(_line_stream(strips))), bars=True)]


def _item(text: str, strip: Strip, **place: int) -> Item:
    shown = clean(text)
    kind = ItemKind.EMPTY if is_blank(shown) else ItemKind.VALUE if is_value(shown) else ItemKind.WORDS
    return Item(kind, shown, strip.number, **place)


# Rows of cells in a line ---------------------------------------------------------------------------


def _grid(strips: Sequence[Strip], split: Callable[[str], list[str] | None]) -> Iterator[Item]:
    fragment = 0
    for row, strip in enumerate(strips):
        if not strip.text.strip() or strip.page_break:
            fragment += 1
        if not strip.text.strip() or is_markdown_rule(strip.text):
            continue
        cells = split(strip.text)
        if cells is None:
            yield from _spaced_row(strip, row, fragment)
            continue
        items = [
            _item(cell, strip, cell=position + 1, row=row, position=position, fragment=fragment)
            for position, cell in enumerate(cells)
        ]
        yield from _words_among_figures_unread(_row_in_one_cell(items))


def _words_among_figures_unread(items: Sequence[Item]) -> Iterator[Item]:
    """Make words right of a row's first figure, and mere signs right of its label, something unreadable."""
    labelled = figures = False
    for item in items:
        if item.kind is ItemKind.WORDS and (figures or (labelled and not words_of(item) and not _is_punctuation(item.text))):
            yield replace(item, kind=ItemKind.VALUE)
            continue
        labelled = labelled or item.kind is ItemKind.WORDS
        figures = figures or (labelled and item.kind is ItemKind.VALUE)
        yield item


def _signs_unread(items: Iterable[Item]) -> Iterator[Item]:
    """Make mere signs beside a figure something unreadable in a figure's place."""
    known = list(items)
    for index, item in enumerate(known):
        beside = known[max(0, index - 1) : index + 2]
        figure = any(other.kind is ItemKind.VALUE and other.row == item.row for other in beside)
        if item.kind is ItemKind.WORDS and figure and not words_of(item) and not _is_punctuation(item.text):
            yield replace(item, kind=ItemKind.VALUE)
        else:
            yield item


def _is_punctuation(text: str) -> bool:
    """Say whether a text is brackets, quotes or stops, which tear off labels and stand for no figure."""
    return all(char in _PUNCTUATION or unicodedata.category(char) in {"Ps", "Pe", "Pi", "Pf"} for char in text)


def _by_rows(items: Iterator[Item]) -> Iterator[Item]:
    for _, row in itertools.groupby(items, key=lambda item: item.row):
        yield from _words_among_figures_unread(list(row))


def _row_in_one_cell(items: list[Item]) -> list[Item]:
    """Take apart a cell that holds a whole row of figures, where it is the row's only one."""
    values = [item for item in items if item.kind is ItemKind.VALUE]
    if len(values) != 1 or len(parts := values[0].text.split()) < 3 or not all(part.isdigit() for part in parts):
        return items
    start = values[0].position
    spread = [replace(values[0], text=part, position=start + offset) for offset, part in enumerate(parts)]
    return [item for item in items if item.position < start] + spread


def _split_tabs(text: str) -> list[str] | None:
    return text.split("\t") if "\t" in text else None


def _bar_splitter(barred: Sequence[Strip]) -> Callable[[str], list[str] | None]:
    """Find out whether bars lead and end the rows, and return how to split a line by them."""
    rows = [strip.text.strip() for strip in barred if len(_parts(strip.text)) > 1]
    full = [row for row in rows if is_value(row.strip("| ").rpartition("|")[2])] or rows
    leading = 2 * sum(row.startswith("|") for row in rows) > len(rows)
    ended = 2 * sum(row.endswith("|") for row in full) >= len(full)

    def split(text: str) -> list[str] | None:
        if "|" not in text:
            return None
        cells = [cell.replace("\0", "|") for cell in text.strip().replace("\\|", "\0").split("|")]
        if leading and len(cells) > 1 and not cells[0].strip():
            cells = cells[1:]
        if ended and len(cells) > 1 and not cells[-1].strip():
            cells = cells[:-1]
        return cells

    return split


def _parts(text: str) -> list[str]:
    return [part for part in text.split("|") if part.strip()]


# Cells with a tab on lines of their own, a blank line between rows ----------------------------------


def _tab_cells(strips: Sequence[Strip]) -> Iterator[Item]:
    row = position = 0
    cell: Item | None = None
    for index, strip in enumerate(strips):
        if not strip.text.strip() and "\t" not in strip.text:
            row, position = index + 1, 0
        elif "\t" in strip.text:
            if cell:
                yield cell
            cell = _item(strip.text, strip, cell=1, row=row, position=position)
            position += 1
            continue
        elif cell and cell.line == strip.number - 1 and cell.kind is ItemKind.WORDS and cell.row == row:
            # A cell's text goes on in the next line: 商业 / 企业.
            cell = replace(cell, text=clean(cell.text + strip.text), line=strip.number)
            continue
        else:
            if cell:
                yield cell
            row, position = index + 1, 0
            cell = None
            yield _item(strip.text, strip, cell=1, row=index + 1, position=0)
            continue
        if cell:
            yield cell
        cell = None
    if cell:
        yield cell


# Words and figures with spaces between, as a PDF's text comes ---------------------------------------


def _is_spaced(filled: Sequence[Strip]) -> bool:
    """Say whether figures stand beside each other or beside their label, divided by spaces."""
    if any(strip.piece for strip in filled):
        return False
    beside = alone = 0
    for strip in filled:
        words = [word for word in _SPACED_VALUE.findall(strip.text) if is_value(word)]
        if len(words) == 1 and is_value(strip.text):
            alone += 1
        elif words and is_value(_SPACED_VALUE.findall(strip.text)[-1]):
            beside += 1
    return beside > alone


def _spaced(strips: Sequence[Strip]) -> Iterator[Item]:
    fragment = 0
    for row, strip in enumerate(strips):
        if not strip.text.strip() or strip.page_break:
            fragment += 1
        yield from _spaced_row(strip, row, fragment)


def _spaced_row(strip: Strip, row: int, fragment: int) -> Iterator[Item]:
    for position, match in enumerate(_SPACED_VALUE.finditer(strip.text)):
        first = strip.offset + match.start() + 1
        yield _item(
            match.group(), strip, first=first, last=first + len(match.group()) - 1, row=row, position=position,
            fragment=fragment,
        )  # fmt: skip


# Cells that follow each other -----------------------------------------------------------------------


def _line_stream(strips: Sequence[Strip]) -> Iterator[Item]:
    """Yield a cell a line; blank lines count as empty cells only where full rows prove a steady spacing."""
    cells = [(index, _stream_item(strip)) for index, strip in enumerate(strips) if strip.text.strip()]
    gaps = [
        (second[0] - first[0] - 1, first[1].kind, second[1].kind)
        for first, second in zip(cells, cells[1:], strict=False)
    ]
    inside = _steady([gap for gap, before, after in gaps if before is after is ItemKind.VALUE])
    between = _steady([gap for gap, before, after in gaps if before is ItemKind.VALUE and after is ItemKind.WORDS])
    yield from _with_gaps([item for _, item in cells], [gap for gap, _, _ in gaps], inside, between)


def _steady(gaps: Sequence[int]) -> int | None:
    """Return the usual number of blank lines, if nearly all agree."""
    if not gaps:
        return None
    usual, count = Counter(gaps).most_common(1)[0]
    return usual if count >= 3 and 10 * count >= 8 * len(gaps) else None


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
        return _item(strip.text, strip, cell=1)
    return _item(strip.text, strip, first=strip.offset + 1, last=strip.offset + len(strip.text))


def _bar_stream(strips: Sequence[Strip]) -> Iterator[Item]:
    """Yield the cells between bars, whatever lines they stand on.

    Between two cells of a row stands one bar; what more stands there are empty cells. How many bars
    stand between a row's last figure and the next label differs from site to site: the usual number.
    """
    items: list[Item] = []
    bars: list[int] = []
    pending = 0
    for strip in strips:
        if is_markdown_rule(strip.text):
            continue
        for position, part in enumerate(re.split(r"(\|)", strip.text)):
            if part == "|":
                pending += 1
            elif part.strip():
                if items:
                    bars.append(pending)
                pending = 0
                items.append(_bar_item(part, strip, position))
    between = _usual_bars(items, bars)
    for index, item in enumerate(items):
        yield item
        if index < len(bars):
            usual = between if items[index + 1].kind is ItemKind.WORDS else 1
            if item.kind is ItemKind.WORDS:
                usual = max(1, usual)
            for _ in range(max(0, bars[index] - usual)):
                yield Item(ItemKind.EMPTY, "", item.line, item.cell, item.first, item.last)


def _bar_item(part: str, strip: Strip, position: int) -> Item:
    if strip.piece:
        return _item(part, strip, first=strip.offset + 1, last=strip.offset + len(strip.text))
    return _item(part, strip, cell=position // 2 + 1)


def _usual_bars(items: Sequence[Item], bars: Sequence[int]) -> int:
    ends = [
        bars[index]
        for index in range(len(bars))
        if items[index].kind is ItemKind.VALUE and items[index + 1].kind is ItemKind.WORDS
    ]
    return Counter(sorted(ends)).most_common(1)[0][0] if ends else 1


def words_of(item: Item) -> str:
    """Return the folded words of an item."""
    return fold(item.text)
