"""Tables without rules, read by the places of their words: rows of tab-separated cells where columns are proved.

Never looks at a rule: so it is the only reading of a borderless table, and an independent second one of a ruled table.
A row whose figures do not each fall into one proved column keeps only the cells that are printed; the engine then
settles it only if there is one for every column.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.documents.columns import (
    Heads,
    Kind,
    Span,
    boundaries,
    heads_in,
    is_figure,
    labels_below,
    parted,
    proved,
    row_labels,
    signs,
)
from generator.documents.page import Page, around
from generator.documents.words import Word, unbroken
from generator.text import fold, normalise

Shown = tuple[str, tuple[str, ...]]
# A table goes on for so many lines below its heads at most.
_MAX_LINES = 150
# What is printed again on a page takes so many lines at most.
_HEAD_LINES = 12
# A row's label is broken over so many lines at most.
_LABEL_LINES = 12
# Figures without a label that stand nearer than this many heights of a character to others may belong to them.
_NEAR = 1.6
_AS_NEAR = 0.2
# The lines of one label stand no farther apart.
_STACKED = 2.4
# Two rows are never nearer than this.
_TOO_NEAR = 0.95
_GLUED = re.compile(r"(.*[^\d.,，])(\d[\d,.，]*)")
_NUMBERED = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,2}[)）.、．]")
_HEADING = re.compile(r"[一二三四五六七八九十⼀⼆⼋⼗]+、\D*")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of words and the page it stands on; ``inside`` a table whose rules do not part its cells."""

    page: Page
    words: tuple[Word, ...]
    inside: bool = False

    @property
    def shown(self) -> Shown:
        """Return the line as mere words, each with its place."""
        return " ".join(word.text for word in self.words), tuple(self.page.place(word.box) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The proved bands that hold for some lines, by page."""

    kind: Kind
    spans: tuple[Span, ...]


_Widths = dict[tuple[Kind, int], float]


def shown_lines(lines: Sequence[PageLine]) -> list[Shown]:
    """Return lines of words as the engine takes them, rows of figures under known heads with their cells apart."""
    lines = [replace(line, words=tuple(_unglued(line.words))) for line in lines]
    heads = heads_in([line.words for line in lines])
    columns: dict[int, _Columns] = {}
    for number, found in enumerate(heads):
        end = heads[number + 1].first if number + 1 < len(heads) else len(lines)
        below = range(found.last + 1, min(end, found.last + _MAX_LINES))
        columns.update(_columns(lines, found, next((index for index in below if _ends(lines[index])), below.stop)))
    # A label floats around figures that broke, too: once they are whole it is looked for again.
    for step in (_strays, _stacked, _floating, _broken, _floating):
        for index, mended in list(step(lines, columns)):
            lines[index] = mended
    shown = [_row(line, columns[index]) if index in columns else line.shown for index, line in enumerate(lines)]
    for index, row in _empty_rows(lines, columns):
        shown[index] = row
    return shown


def _columns(lines: list[PageLine], heads: Heads, end: int) -> Iterator[tuple[int, _Columns]]:
    """Yield the columns that hold for the lines below some heads, page by page."""
    spans: tuple[Span, ...] = heads.spans
    width = len(heads.kind.heads)
    for _, group in itertools.groupby(range(heads.last + 1, end), key=lambda index: lines[index].page.number):
        numbers = list(group)
        for index in numbers:
            words = [part for word in lines[index].words for part in parted(word, spans)]
            lines[index] = replace(lines[index], words=tuple(words))
        figures = [_figures(lines[index].words) for index in numbers]
        found = proved(spans, [row for row in figures if row], width)
        if found:
            spans = found
            yield from ((index, _Columns(heads.kind, found)) for index in numbers)


def _unglued(words: Sequence[Word]) -> Iterator[Word]:
    """Yield words with a figure cut off the row label that it stands too near to."""
    for word in words:
        match = _GLUED.fullmatch(word.text)
        parts = word.cut(len(match[1])) if match and _is_label(match[1]) else None
        yield from parts or (word,)


def _ends(line: PageLine) -> bool:
    """Say whether a line ends the table above it: a sentence, or the heading of another part."""
    text = "".join(word.text for word in line.words)
    if "。" in text:
        return True
    shown = fold(text)
    heading = len(line.words) == 1 and _HEADING.fullmatch(text) is not None
    return heading and not any(shown in sign for sign in signs())


def _figures(words: Sequence[Word]) -> list[Word]:
    """Return the figures at the end of a line."""
    return list(itertools.takewhile(lambda word: is_figure(word.text), reversed(words)))[::-1]


def _row(line: PageLine, columns: _Columns) -> Shown:
    """Return a row of figures with a cell for every column; a line that is none as mere words."""
    label, cells = _split(line.words, columns.spans)
    if cells is None:
        figures = _figures(line.words)
        return _apart(line, line.words[: len(line.words) - len(figures)], figures) if figures else line.shown
    if not any(cells):
        return line.shown
    return _cells(line, label, cells, columns.spans)


def _apart(line: PageLine, label: Sequence[Word], figures: Sequence[Word]) -> Shown:
    words = [*label, *figures]
    return "\t".join(word.text for word in words), tuple(line.page.place(word.box) for word in words)


def _cells(line: PageLine, label: Sequence[Word], cells: Sequence[Sequence[Word]], spans: Sequence[Span]) -> Shown:
    top, bottom = min(word.top for word in line.words), max(word.bottom for word in line.words)
    texts = [word.text for word in label] or [""]
    places = [line.page.place(word.box) for word in label] or [""]
    for cell, (x0, x1) in zip(cells, spans, strict=True):
        texts.append(" ".join(word.text for word in cell))
        places.append(line.page.place(around([word.box for word in cell]) if cell else (x0, top, x1, bottom)))
    return "\t".join(texts), tuple(places)


def _split(words: Sequence[Word], spans: Sequence[Span]) -> tuple[list[Word], list[list[Word]] | None]:
    """Return the words left of the columns, and those in each; ``None`` where a word stands in no or two columns."""
    between = boundaries(spans)
    label: list[Word] = []
    cells: list[list[Word]] = [[] for _ in spans]
    for word in words:
        if word.x1 <= spans[0][0] and not (label and cells[0]):
            label.append(word)
            continue
        column = sum(edge <= (word.x0 + word.x1) / 2 for edge in between)
        left = between[column - 1] if column else None
        right = between[column] if column < len(between) else None
        if (left is not None and word.x0 < left) or (right is not None and word.x1 > right):
            return label, None
        if left is None and (word.x0 + word.x1) / 2 < spans[0][0] and not is_figure(word.text):
            return label, None
        cells[column].append(word)
    return label, cells


def _floating(lines: Sequence[PageLine], columns: Mapping[int, _Columns]) -> Iterator[tuple[int, PageLine]]:
    """Yield lines anew where the pieces of a label above and below its figures were put beside them.

    Only pieces of one column that together make a whole label, in one way only, are moved.
    """
    taken: set[int] = set()
    for index, line in enumerate(lines):
        label, cells = _label_and_cells(line, columns.get(index))
        own = _own(label)
        if not any(cells) or (own and _is_label(own[-1].text)):
            continue
        ways = [way for way in _ways(lines, columns, index, own) if not taken & {number for number, _ in way}]
        if len(ways) != 1:
            continue
        for number, word in ways[0]:
            taken.add(number)
            if number != index:
                yield (
                    number,
                    replace(lines[number], words=tuple(other for other in lines[number].words if other != word)),
                )
        words = [word for _, word in ways[0]]
        whole = Word("".join(word.text for word in words), *around([word.box for word in words]))
        rest = [word for word in label if word not in words]
        yield index, replace(line, words=(*rest, whole, *(word for cell in cells for word in cell)))


def _ways(
    lines: Sequence[PageLine], columns: Mapping[int, _Columns], index: int, own: Sequence[Word]
) -> list[list[tuple[int, Word]]]:
    """Return the ways to make a whole label of the last words of lines without figures around a line of figures."""
    above, below = (_pieces(lines, columns, index, step) for step in (-1, 1))
    middle = [(index, own[-1])] if own else []
    found = []
    for up, down in itertools.product(range(len(above) + 1), range(len(below) + 1)):
        for centre in (middle, []) if up and down and middle else (middle,) if middle else ([],):
            pieces = [*reversed(above[:up]), *centre, *below[:down]]
            text = "".join(word.text for _, word in pieces)
            if up + down and _is_label(text) and _in_one_column([word for _, word in pieces]):
                found.append(pieces)
    return found


def _pieces(
    lines: Sequence[PageLine], columns: Mapping[int, _Columns], index: int, step: int
) -> list[tuple[int, Word]]:
    """Return the last words of the lines without figures next to a line, the nearest first."""
    found: list[tuple[int, Word]] = []
    number = index + step
    while len(found) < _LABEL_LINES and 0 <= number < len(lines) and number in columns:
        label, cells = _label_and_cells(lines[number], columns[number])
        if any(cells):
            break
        own = _own(label)
        if own and len(label) == len(lines[number].words):
            found.append((number, own[-1]))
        number += step
    return found


def _in_one_column(words: Sequence[Word]) -> bool:
    return max(word.x0 for word in words) < min(word.x1 for word in words)


def _stacked(lines: Sequence[PageLine], columns: Mapping[int, _Columns]) -> Iterator[tuple[int, PageLine]]:
    """Yield rows anew whose label goes on over several lines, with figures beside more than one of them."""
    widest = _widest(
        lines, columns, [index for index in columns if any(_label_and_cells(lines[index], columns[index])[1])]
    )
    done = -1
    for index in sorted(columns):
        members = _stack(lines, columns, index) if index > done else []
        if sum(any(_label_and_cells(lines[member], columns[member])[1]) for member in members) < 2:
            continue
        done = members[-1]
        pieces = [word for member in members for word in _own(_label_and_cells(lines[member], columns[member])[0])[-1:]]
        whole = Word("".join(word.text for word in pieces), *around([word.box for word in pieces]))
        for number, line in _mended(lines, columns[index], members, index, widest):
            kept = [word for word in line.words if word not in pieces]
            split = sum(word.x1 <= columns[index].spans[0][0] for word in kept)
            words = (*kept[:split], whole, *kept[split:]) if number == index else tuple(kept)
            yield number, replace(line, words=words)


def _stack(lines: Sequence[PageLine], columns: Mapping[int, _Columns], index: int) -> list[int]:
    """Return the lines from ``index`` on that together print one whole label, if it takes several."""
    text = ""
    members: list[int] = []
    for number in range(index, min(index + _LABEL_LINES, len(lines))):
        label, cells = _label_and_cells(lines[number], columns.get(number))
        own = _own(label)
        if not (own or any(cells)) or (members and _pitch(lines[number - 1], lines[number]) >= _STACKED):
            return []
        text += own[-1].text if own else ""
        members.append(number)
        if not text or not _begins_label(text):
            return []
        if _is_label(text):
            return members if len(members) > 1 else []
    return []


def _begins_label(text: str) -> bool:
    shown = fold(text)
    return any(label.startswith(shown[start:]) for start in range(min(3, len(shown))) for label in row_labels())


def _strays(lines: Sequence[PageLine], columns: Mapping[int, _Columns]) -> Iterator[tuple[int, PageLine]]:
    """Yield rows anew where ink that fits no one column stands too near to be another row's: all it meets have it."""
    for index in columns:
        near = [line for line in (index - 1, index + 1) if line in columns and _fits_none(lines[line], columns[line])]
        if not near or not any(_label_and_cells(lines[index], columns[index])[1]):
            continue
        spans = columns[index].spans
        extra = [
            Word(word.text, x0, word.top, x1, word.bottom)
            for other in near
            if _pitch(lines[index], lines[other]) < _TOO_NEAR
            for word in lines[other].words
            if (word.x0 + word.x1) / 2 >= spans[0][0]
            for x0, x1 in spans
            if word.x0 < x1 and word.x1 > x0
        ]
        if extra:
            yield index, replace(lines[index], words=(*lines[index].words, *extra))


def _fits_none(line: PageLine, columns: _Columns) -> bool:
    return _split(line.words, columns.spans)[1] is None


def _broken(lines: Sequence[PageLine], columns: Mapping[int, _Columns]) -> Iterator[tuple[int, PageLine]]:
    """Yield lines anew where figures without a label stand so near to others that they are the ends of broken ones.

    They go to the nearest row; to both where two are as near, so that neither reads what may be the other's.
    """
    figures = [index for index, line in enumerate(lines) if any(_label_and_cells(line, columns.get(index))[1])]
    rows = {index: [index] for index in figures}
    for number, index in enumerate(figures):
        label = _own(_label_and_cells(lines[index], columns[index])[0])
        if index not in rows or (label and _is_label(label[-1].text)):
            continue
        near: list[tuple[float, int]] = []
        for other in (*figures[max(number - 1, 0) : number], *figures[number + 1 : number + 2]):
            goes_on = other < index and _goes_on(lines, columns, other, label)
            pitch = 0.0 if _over_pages(lines, other, index) and not label else _pitch(lines[index], lines[other])
            if pitch < (_TOO_NEAR if label and not goes_on else _NEAR):
                near.append((pitch, other))
        nearest = min(near, default=(0.0, -1))[0]
        owners = [other for pitch, other in near if pitch - nearest < _AS_NEAR]
        homes = {row for row, members in rows.items() if any(other in members for other in owners)} - {index}
        for home in homes:
            rows[home].extend(rows[index])
        if homes:
            del rows[index]
    width = _widest(lines, columns, figures)
    for index, members in rows.items():
        if len(members) > 1:
            yield from _mended(lines, columns[index], sorted(set(members)), index, width)


def _over_pages(lines: Sequence[PageLine], upper: int, lower: int) -> bool:
    """Say whether a line is the last of its page and the other the first of the next."""
    return lower - upper == 1 and lines[lower].page.number == lines[upper].page.number + 1


def _goes_on(lines: Sequence[PageLine], columns: Mapping[int, _Columns], above: int, label: Sequence[Word]) -> bool:
    """Say whether a label without a number of its own may be the rest of the one above, which is not whole either."""
    upper = _own(_label_and_cells(lines[above], columns[above])[0])
    whole = bool(upper) and _is_label(upper[-1].text)
    return bool(upper) and not whole and bool(label) and _NUMBERED.match(normalise(label[-1].text)) is None


def _pitch(first: PageLine, second: PageLine) -> float:
    """Return how far apart two lines of a page stand, in heights of a character."""
    if first.page.number != second.page.number:
        return float("inf")
    height = max(min(first.words[-1].bottom - first.words[-1].top, second.words[-1].bottom - second.words[-1].top), 1.0)
    return abs(first.words[-1].bottom - second.words[-1].bottom) / height


def _widest(lines: Sequence[PageLine], columns: Mapping[int, _Columns], figures: Sequence[int]) -> _Widths:
    """Return how broad the broadest figure of each column is."""
    widest: _Widths = {}
    for index in figures:
        for column, cell in enumerate(_label_and_cells(lines[index], columns[index])[1]):
            for word in cell:
                key = columns[index].kind, column
                widest[key] = max(widest.get(key, 0.0), word.x1 - word.x0)
    return widest


def _mended(
    lines: Sequence[PageLine],
    columns: _Columns,
    members: Sequence[int],
    home: int,
    widest: Mapping[tuple[Kind, int], float],
) -> Iterator[tuple[int, PageLine]]:
    """Yield the row at ``home`` with the figures of all its lines, and the others without theirs."""
    cells: list[list[Word]] = [[] for _ in columns.spans]
    for index in members:
        label, own = _label_and_cells(lines[index], columns)
        for cell, words in zip(cells, own, strict=False):
            cell.extend(words)
        if index != home:
            yield index, replace(lines[index], words=tuple(label))
    spans = columns.spans
    pitch = (spans[-1][1] - spans[0][0]) / len(spans) if len(spans) > 1 else float("inf")
    mended: list[Word] = []
    for column, words in enumerate(cells):
        whole = unbroken(words, widest.get((columns.kind, column), 0.0), pitch) if len(words) > 1 else None
        mended.extend([whole] if whole else words)
    yield home, replace(lines[home], words=(*_label_and_cells(lines[home], columns)[0], *mended))


def _label_and_cells(line: PageLine, columns: _Columns | None) -> tuple[list[Word], list[list[Word]]]:
    """Return a row's label and cells; neither where a line has no columns or is no row."""
    if columns is None:
        return [], []
    label, cells = _split(line.words, columns.spans)
    return (label, cells) if cells is not None else ([], [])


def _empty_rows(lines: Sequence[PageLine], columns: dict[int, _Columns]) -> Iterator[tuple[int, Shown]]:
    """Yield rows whose label is whole and whose columns are all without ink: so many empty cells.

    Not where figures without a label stand next to it, be it over the end of a page: a label may float around its
    figures, or have lost them to another page.
    """
    bare = [_is_bare(line, columns.get(index)) for index, line in enumerate(lines)]
    figures = [index for index, line in enumerate(lines) if any(_label_and_cells(line, columns.get(index))[1])]
    index = 0
    while index < len(lines):
        length = _label_length(lines, columns, index)
        near = (*range(max(index - 1, 0), min(index + length + 1, len(lines))), *_next_figures(figures, index, length))
        if length and not any(bare[number] for number in near):
            last = index + length - 1
            spans = columns[last].spans
            cells: list[list[Word]] = [[] for _ in spans]
            yield last, _cells(lines[last], lines[last].words, cells, spans)
        index += max(length, 1)


def _next_figures(figures: Sequence[int], index: int, length: int) -> list[int]:
    """Return the lines of figures right before and behind a label, be it over heads printed again."""
    reach = _LABEL_LINES + _HEAD_LINES
    before = [number for number in figures if index - reach <= number < index]
    behind = [number for number in figures if index + length <= number < index + length + reach]
    return [*before[-1:], *behind[:1]]


def _is_bare(line: PageLine, columns: _Columns | None) -> bool:
    """Say whether a line has figures and no label."""
    if columns is None:
        return bool(line.words) and all(is_figure(word.text) for word in line.words)
    label, cells = _label_and_cells(line, columns)
    return any(cells) and not _own(label)


def _own(label: Sequence[Word]) -> list[Word]:
    """Return the words of a row's own label, without pieces of what stands over several rows at its left."""
    return [word for word in label if not _is_group(word.text)]


@functools.lru_cache(maxsize=4096)
def _is_group(text: str) -> bool:
    shown = fold(text)
    return shown not in row_labels() and any(shown in group for group in signs() - row_labels())


def _label_length(lines: Sequence[PageLine], columns: dict[int, _Columns], index: int) -> int:
    """Return over how many lines from ``index`` on a whole row label without figures stands; 0 where none does."""
    text, found = "", 0
    for length in range(1, _LABEL_LINES + 1):
        line = lines[index + length - 1] if index + length <= len(lines) else None
        if line is None or index + length - 1 not in columns:
            break
        label, cells = _split(line.words, columns[index + length - 1].spans)
        if cells is None or any(cells) or not label:
            break
        text += label[-1].text
        if _is_label(text, labels_below(columns[index + length - 1].kind.heads)):
            found = length
    return found


def _is_label(text: str, labels: frozenset[str] | None = None) -> bool:
    shown = fold(normalise(text))
    return any(shown[start:] in (labels or row_labels()) for start in range(min(3, len(shown))))
