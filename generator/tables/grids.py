"""Tables whose printed rows are known.

Their cells stand between tabs, bars or spaces in a line, or on lines of their own with a blank line between rows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.tables.items import Item, ItemKind, item_at, words_among_figures_unread
from generator.tables.labels import is_row_label, signs
from generator.tables.lines import Strip, is_markdown_rule
from generator.tables.values import clean, is_value
from generator.text import fold

# A remark stays with its number although a space stands before it: 22 （其中修订 16 件）. But （四） is the
# number of a label.
_SPACED_VALUE = re.compile(r"\d[\d,.]*\s*[(（](?![一二三四五六七八九十]+[)）])[^()（）]*[)）]|\S+")
_GLUED = re.compile(r"(?P<label>.*\D)(?P<figure>\d[\d,.]*)")


def cells_in_lines(strips: Sequence[Strip], split: Callable[[str], list[str] | None]) -> Iterator[Item]:
    """Yield the cells of each line, as ``split`` takes it apart; ``None`` from it means that it has no such cells."""
    fragment = 0
    for row, strip in enumerate(strips):
        bare = not strip.text.strip() and "\t" not in strip.text
        if bare or strip.page_break:
            fragment += 1
        if bare or is_markdown_rule(strip.text):
            continue
        cells = split(strip.text)
        if cells is None:
            yield from _spaced_row(strip, row, fragment)
            continue
        items = [
            _placed(item_at(cell, strip, cell=position + 1, row=row, position=position, fragment=fragment), strip)
            for position, cell in enumerate(cells)
        ]
        if strip.cells and len(strip.cells) == len(items):
            items = [replace(item, place=place) for item, place in zip(items, strip.cells, strict=True) if place]
        yield from words_among_figures_unread(_words_after_label_unread(_row_in_one_cell(items)))


def _words_after_label_unread(items: Sequence[Item]) -> list[Item]:
    """Make words something unreadable that stand beyond a whole row label and an empty cell: in a figure's place."""
    result: list[Item] = []
    labelled = empty = False
    for item in items:
        words = item.kind is ItemKind.WORDS
        filled = words and labelled and empty and fold(item.text) not in signs() and not is_row_label(item.text)
        result.append(replace(item, kind=ItemKind.VALUE) if filled else item)
        labelled = labelled or (words and is_row_label(item.text))
        empty = empty or (labelled and item.kind is ItemKind.EMPTY)
    return result


def _placed(item: Item, strip: Strip) -> Item:
    """Return a cell of a row that was put together from several lines with its own place."""
    if item.position >= len(strip.places):
        return item
    line, first, last = strip.places[item.position]
    return replace(item, line=line or item.line, first=first, last=last)


def _by_rows(items: Iterator[Item]) -> Iterator[Item]:
    for _, row in itertools.groupby(items, key=lambda item: item.row):
        yield from words_among_figures_unread(list(row))


def _row_in_one_cell(items: list[Item]) -> list[Item]:
    """Take apart a cell that holds a whole row of figures, where it is the row's only one."""
    values = [item for item in items if item.kind is ItemKind.VALUE]
    if len(values) != 1 or len(parts := values[0].text.split()) < 3 or not all(part.isdigit() for part in parts):
        return items
    start = values[0].position
    spread = [replace(values[0], text=part, position=start + offset) for offset, part in enumerate(parts)]
    return [item for item in items if item.position < start] + spread


def split_tabs(text: str) -> list[str] | None:
    """Return the cells of a line with tabs."""
    return text.split("\t") if "\t" in text else None


def bar_splitter(barred: Sequence[Strip]) -> Callable[[str], list[str] | None]:
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


def cells_on_own_lines(strips: Sequence[Strip]) -> Iterator[Item]:
    """Yield the cells that have a line and a tab each; a blank line ends a row."""
    yield from _by_rows(_tab_cells(strips))


def _tab_cells(strips: Sequence[Strip]) -> Iterator[Item]:
    row = position = 0
    cell: Item | None = None
    for index, strip in enumerate(strips):
        if not strip.text.strip() and "\t" not in strip.text:
            row, position = index + 1, 0
        elif "\t" in strip.text:
            if cell:
                yield cell
            cell = item_at(strip.text, strip, cell=1, row=row, position=position)
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
            yield item_at(strip.text, strip, cell=1, row=index + 1, position=0)
            continue
        if cell:
            yield cell
        cell = None
    if cell:
        yield cell


def is_spaced(filled: Sequence[Strip]) -> bool:
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


def words_in_lines(strips: Sequence[Strip]) -> Iterator[Item]:
    """Yield words and figures with spaces between, as a PDF's text comes."""
    fragment = 0
    for row, strip in enumerate(strips):
        if not strip.text.strip() or strip.page_break:
            fragment += 1
        yield from _spaced_row(strip, row, fragment)


def _spaced_row(strip: Strip, row: int, fragment: int) -> Iterator[Item]:
    words = [part for match in _SPACED_VALUE.finditer(strip.text) for part in _unglued(match.group(), match.start())]
    for position, (word, start) in enumerate(words):
        first = strip.offset + start + 1
        # A cell that is its row's only one may hold several words.
        place = strip.cells[min(strip.text[:start].count(" "), len(strip.cells) - 1)] if strip.cells else ""
        yield item_at(
            word,
            strip,
            first=first,
            last=first + len(word) - 1,
            row=row,
            position=position,
            fragment=fragment,
            place=place,
        )


def _unglued(word: str, start: int) -> list[tuple[str, int]]:
    """Take a figure off the row label it is glued to, as it comes where a PDF leaves no space between."""
    match = _GLUED.fullmatch(word)
    if match is None or not is_row_label(match["label"]):
        return [(word, start)]
    return [(match["label"], start), (match["figure"], start + match.start("figure"))]
