"""Where in a document the old statistics tables stand: by their heads and the labels of their rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.legacy.heads import HeadKind, heads_in, layout_of, layout_of_words
from generator.legacy.labels import is_indicator, unit_of
from generator.legacy.lookups import lookups
from generator.legacy.tokens import label_without_code
from generator.tables.labels import lookups as words_around
from generator.tables.lines import Strip
from generator.tables.values import clean, is_blank, is_value
from generator.text import fold, has_han

# With heads above them so few labels make a table; without, so many.
_MIN_LABELS, _MIN_HEADLESS = 2, 6
_MIN_FIGURES = 3
# So many filled lines may stand between two known labels of a table, and between its heads and the first.
_MOST_BETWEEN, _MOST_ABOVE = 60, 24
# Longer lines with a full stop are prose.
_PROSE = 45
_LONGEST_LABEL = 60
_CELL_END = re.compile(r"[\s\d,.%]+$")
_BETWEEN_ROWS = re.compile(r"\s\d[\d,.]*\s+")
_QUARTER = re.compile(r"第?[一二三四1-4]季度|季报|月报")
_CAPTION_LINES = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """The strips ``[first, end)`` of a table; ``quarterly`` where its heading says that it is not of a whole year."""

    first: int
    end: int
    quarterly: bool


def locate(strips: Sequence[Strip]) -> list[Stretch]:
    """Return the stretches of all old tables of a document in reading order."""
    hits = [(index, code) for index, strip in enumerate(strips) for code in _indicators(strip.text)]
    found: list[Stretch] = []
    for group in _groups(strips, hits):
        before = found[-1].end if found else 0
        first, head = _head_above(strips, group[0][0], before)
        codes = {code for _, code in group}
        end = _tail(strips, group[-1][0] + 1)
        figures = sum(_ends_in_figure(strip.text) for strip in strips[first:end])
        if figures and (len(codes) >= _MIN_LABELS if head else len(codes) >= _MIN_HEADLESS and figures >= _MIN_FIGURES):
            found.append(Stretch(first, end, _is_quarterly(strips, first)))
    return found


def _indicators(text: str) -> Iterator[str]:
    for cell in re.split(r"[\t|]", text):
        words = clean(cell)
        if len(words) > 4 * _LONGEST_LABEL:
            continue
        # Two rows side by side have their figures between.
        for part in _BETWEEN_ROWS.split(words):
            label, _ = label_without_code(part)
            if len(part) > 1 and (code := is_indicator(label) or is_indicator(_label_of(part))):
                yield code


def _label_of(words: str) -> str:
    """Return the words of a line with spaces before its figures and unit."""
    label = _CELL_END.sub("", words)
    first, _, last = label.rpartition(" ")
    label = first if unit_of(last) else label
    return re.sub(r"^\d{1,3}\s+", "", _CELL_END.sub("", label))


def _groups(strips: Sequence[Strip], hits: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Yield the labels that stand close together, without prose between."""
    filled = list(itertools.accumulate((bool(strip.text.strip()) for strip in strips), initial=0))
    prose = list(itertools.accumulate((_is_prose(strip.text) for strip in strips), initial=0))
    group: list[tuple[int, str]] = []
    for hit in hits:
        if group and (filled[hit[0]] - filled[group[-1][0]] > _MOST_BETWEEN or prose[hit[0]] > prose[group[-1][0]]):
            yield group
            group = []
        group.append(hit)
    if group:
        yield group


def _is_prose(text: str) -> bool:
    return "。" in text and len(text.strip()) > _PROSE and not set("\t|") & set(text)


def _head_above(strips: Sequence[Strip], start: int, before: int) -> tuple[int, bool]:
    """Return where a table begins whose first known label stands at ``start``, and whether heads stand there."""
    seen = 0
    for index in range(start, before - 1, -1):
        text = strips[index].text
        if not text.strip():
            continue
        if _is_prose(text) or seen > _MOST_ABOVE:
            break
        seen += 1
        if _is_head(strips, index, start):
            return _first_head(strips, index), True
    return _first_row(strips, start, before), False


def _first_head(strips: Sequence[Strip], index: int) -> int:
    """Return where the heads begin that stand a line each above the one found: 序号 above 指标名称."""
    first = index
    for above in range(index - 1, max(0, index - _CAPTION_LINES) - 1, -1):
        text = strips[above].text.strip("| \t")
        if not text:
            continue
        heads = heads_in(text)
        if not heads or heads[0].kind not in {HeadKind.LABEL, HeadKind.CODE, HeadKind.UNIT}:
            break
        first = above
    return first


def _is_head(strips: Sequence[Strip], index: int, start: int) -> bool:
    text = strips[index].text
    if layout_of(re.split(r"[\t|]", text)) or layout_of_words(text):
        return True
    opening = heads_in(text.strip("| \t"))
    if not opening or opening[0].kind not in {HeadKind.LABEL, HeadKind.CODE}:
        return False
    kinds = {head.kind for strip in strips[index:start] for head in heads_in(strip.text.strip("| \t"))}
    return {HeadKind.LABEL, HeadKind.VALUE} <= kinds


def _first_row(strips: Sequence[Strip], start: int, before: int) -> int:
    """Return the first of the headings right above a table without heads."""
    known = lookups()
    first = start
    for index in range(start - 1, max(before, start - _CAPTION_LINES) - 1, -1):
        if known.anywhere.get(fold(re.sub(r"^\s*[一二三四五六七八九十（）()]+[、.]?", "", strips[index].text))):
            first = index
    return first


def _tail(strips: Sequence[Strip], start: int) -> int:
    """Return where a table ends: behind the last line that may be a row's."""
    end, unit_or_figure = start, start
    for index in range(start, min(len(strips), start + _MOST_BETWEEN)):
        text = strips[index].text.strip()
        if not text:
            # A tab alone is an empty cell.
            end = unit_or_figure = index + 1 if strips[index].text else end
            continue
        if _is_note(text) or "。" in text or (len(text) > 2 * _LONGEST_LABEL and not set("\t|") & set(text)):
            break
        end = index + 1
        if _ends_in_figure(text) or unit_of(text) or is_blank(text.strip("|")):
            unit_or_figure = end
        elif index >= unit_or_figure + _CAPTION_LINES:
            break
    return min(end, unit_or_figure)


def _is_note(text: str) -> bool:
    return any(text.startswith(note + mark) for note in words_around()["notes"] for mark in ":：,，.")


def _ends_in_figure(text: str) -> bool:
    cells = [cell for cell in re.split(r"[\t|]", text) if cell.strip()]
    words = cells[-1].split()[-1:] if cells else []
    return any(is_value(text) for text in (*cells, *words))


def _is_quarterly(strips: Sequence[Strip], first: int) -> bool:
    above = [strip.text for strip in strips[:first] if strip.text.strip()][-_CAPTION_LINES:]
    return any(_QUARTER.search(text) and has_han(text) and len(text) < _LONGEST_LABEL for text in above)
