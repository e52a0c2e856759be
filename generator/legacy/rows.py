"""The printed rows of an old table: labels, unit, and a cell for each column of figures.

Where a line has all the columns of the heads, cells are taken by their place. Elsewhere they follow each other, and a
row is settled only where it has as many cells as there are columns.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.legacy.heads import HEADLESS, Block, Head, HeadKind, Layout, heads_in, layout_of, layout_of_words
from generator.legacy.labels import is_indicator, is_known, parsed, unit_of
from generator.legacy.lookups import lookups
from generator.legacy.tokens import Mark, Token, is_open, lines_of, unglued
from generator.tables.items import STREAM, ItemKind
from generator.tables.shapes import Shape
from generator.text import fold

_MOST_PIECES = 4
# So many rows that count on, one by one, prove a column of codes.
_MIN_PROOF = 3
_WIDEST_STEP = 3
_LONGEST_UNIT = 6
# Labels and headings that stand together without a cell.
_MOST_WORDS = 24
# One row in so many that is too wide puts all in doubt.
_MANY_WIDE = 5
# So many cells on lines of their own hold something twice: a unit, a 0.
_MANY_LINES = 20


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row as printed.

    ``labels`` are the headings printed in the row, then its own label. ``cells`` has one entry a column of figures
    where the row is ``settled`` (``None``: no trace of the cell), else everything printed. ``lost`` are labels before
    it whose cells left no trace. ``certain`` is false where the figures may belong to another label.
    """

    labels: tuple[str, ...]
    unit: str
    cells: tuple[Token | None, ...]
    settled: bool = True
    certain: bool = True
    lost: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Token, ...]:
        """What is printed in the row's cells."""
        return tuple(cell for cell in self.cells if cell is not None and cell.mark is not Mark.EMPTY)


@dataclass(frozen=True, slots=True)
class Segment:
    """The rows below one line of heads, in the order of meaning; ``ordered`` where a row's place tells its parent."""

    values: tuple[Head, ...]
    rows: tuple[PrintedRow, ...]
    ordered: bool = True
    quarterly: bool = False


@dataclass(slots=True)
class _Draft:
    labels: tuple[str, ...]
    unit: str
    cells: list[Token]
    certain: bool
    broken: bool = False


def segments(shape: Shape) -> list[Segment]:
    """Return the segments of a table in one shape, each with its rows."""
    lines = list(lines_of(shape))
    if any(item.row == STREAM for item in shape.items):
        return list(_streamed(list(itertools.chain.from_iterable(lines)), shape))
    return list(_lined(lines, shape))


def _lined(lines: Sequence[tuple[Token, ...]], shape: Shape) -> Iterator[Segment]:
    layout, below = HEADLESS, list[tuple[Token, ...]]()
    for line in lines:
        texts = [token.text for token in line]
        positions = [token.item.position for token in line]
        head = layout_of_words("".join(texts)) if shape.name == "spaces" else layout_of(texts, positions)
        if head is not None:
            yield from _segment(layout, below, shape)
            layout, below = head, []
        elif not _numbers_columns(texts):
            below.append(line)
    yield from _segment(layout, below, shape)


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Say whether a line only numbers the columns: 甲 | 乙 | 1 | 2, or 1 | 2 | 3."""
    filled = [fold(text) for text in texts if text.strip()]
    numbers = [text for text in filled if not set(text) <= lookups().column_marks]
    return len(filled) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _segment(layout: Layout, lines: Sequence[tuple[Token, ...]], shape: Shape) -> Iterator[Segment]:
    if not lines:
        return
    columns = {len(block.values) for block in layout.blocks}
    if layout.width and len(columns) == 1:
        halves = [_by_place(lines, layout, block, shape) for block in layout.blocks]
        values = layout.blocks[0].values
        yield Segment(values, tuple(itertools.chain.from_iterable(halves)))
        return
    drafts = _Assembler(layout.blocks[0])
    for line in lines:
        drafts.line(line, wraps=shape.name == "spaces")
    yield _settled(layout, drafts.done(), shape)


def _by_place(lines: Sequence[tuple[Token, ...]], layout: Layout, block: Block, shape: Shape) -> Iterator[PrintedRow]:
    """Yield the rows of one block of columns; a line with other columns only by counting its cells."""
    for line in lines:
        places = {token.item.position: token for token in line}
        if any(token.item.place for token in line) or len(line) == layout.width:
            row = _placed(places, layout, block)
            if row is not None:
                yield row
        elif len(layout.blocks) == 1:
            drafts = _Assembler(block)
            drafts.line(line, wraps=False)
            yield from _settled(layout, drafts.done(), shape).rows
        else:
            yield from _unplaced(line)


def _placed(places: Mapping[int, Token], layout: Layout, block: Block) -> PrintedRow | None:
    """Return the row that a line has in one block of columns; nothing where it has none there."""
    first, end = _reach(layout, block)
    inside = {position: token for position, token in places.items() if first <= position < end}
    beside = {head.position for kind in (HeadKind.CODE, HeadKind.NOTE) for head in block.at(kind)}
    units = [head.position for head in block.at(HeadKind.UNIT)]
    values = [head.position for head in block.values]
    after = [position for position in (*values, *units, *beside) if position > block.at(HeadKind.LABEL)[0].position]
    words = {position for position in range(first, min(after)) if position not in beside}
    labels = tuple(inside[position].text for position in sorted(words & inside.keys()) if _filled(inside[position]))
    known_grid = any(token.item.place for token in places.values())
    cells = tuple(_own(inside.get(position), known_grid) for position in values)
    unit = next((inside[position] for position in units if position in inside), None)
    printed = {position: token for position, token in inside.items() if token.mark is Mark.FIGURE}
    outside = printed.keys() - {*words, *beside, *values}
    figures = tuple(token for position, token in printed.items() if position not in words | beside)
    if not labels:
        return PrintedRow(("",), "", figures, settled=False) if figures else None
    if outside or any(cell is not None and cell.mark is Mark.LABEL and is_known(cell.text) for cell in cells):
        return PrintedRow(labels, "", figures, settled=False)
    return PrintedRow(labels, _unit(unit), cells)


def _filled(token: Token) -> bool:
    return token.mark is not Mark.EMPTY


def _reach(layout: Layout, block: Block) -> tuple[int, int]:
    index = layout.blocks.index(block)
    first = block.heads[0].position if index else 0
    end = layout.blocks[index + 1].heads[0].position if index + 1 < len(layout.blocks) else 1 << 20
    return first, end


def _own(token: Token | None, known_grid: bool) -> Token | None:
    """Return a cell, nothing where a merged one reaches or the line has none."""
    if token is None or (known_grid and not token.item.place):
        return None
    return token


def _unit(token: Token | None) -> str:
    if token is None or token.mark in {Mark.EMPTY, Mark.FIGURE} or len(token.text) > _LONGEST_UNIT:
        return ""
    return unit_of(token.text) or token.text


def _unplaced(line: Sequence[Token]) -> Iterator[PrintedRow]:
    """Yield what a line of two rows side by side holds whose columns are not known."""
    labels = [token.text for token in line if token.mark is Mark.LABEL]
    printed = tuple(token for token in line if token.mark is Mark.FIGURE)
    if labels and printed:
        yield PrintedRow((labels[0],), "", printed, settled=False, certain=False)


def _streamed(tokens: Sequence[Token], shape: Shape) -> Iterator[Segment]:
    layout, drafts, start = HEADLESS, _Assembler(HEADLESS.blocks[0]), 0
    while start < len(tokens):
        head, end = _head_run(tokens, start)
        if head is None:
            drafts.feed(tokens[start])
            start += 1
            continue
        if rows := drafts.done():
            yield _settled(layout, rows, shape)
        layout, start = head, _behind_marks(tokens, end)
        drafts = _Assembler(layout.blocks[0])
    if rows := drafts.done():
        yield _settled(layout, rows, shape)


def _head_run(tokens: Sequence[Token], start: int) -> tuple[Layout | None, int]:
    """Return the layout that the tokens from ``start`` on spell, and where it ends."""
    texts: list[str] = []
    end = start
    while end < len(tokens):
        for pieces in (1, 2, 3):
            joined = "".join(token.text for token in tokens[end : end + pieces])
            if heads_in(joined):
                texts.append(joined)
                end += pieces
                break
        else:
            break
    return (layout_of(texts) or layout_of_words("".join(texts)), end) if texts else (None, start)


def _behind_marks(tokens: Sequence[Token], start: int) -> int:
    """Return where the rows begin behind marks of columns: 甲 乙 丙 1 2."""
    end = start
    while end < len(tokens) and fold(tokens[end].text) in lookups().column_marks:
        end += 1
    number = 1
    while end > start and end < len(tokens) and tokens[end].text.strip() == str(number):
        end += 1
        number += 1
    return end


@dataclass(slots=True)
class _Assembler:
    """Puts rows together from tokens that follow each other."""

    block: Block
    _rows: list[_Draft] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _unit: str | None = None
    _cells: list[Token] = field(default_factory=list)

    def line(self, tokens: Sequence[Token], wraps: bool) -> None:
        """Take a printed line; its row ends with it, unless a label may go on in the next (``wraps``)."""
        labelled = False
        for token in unglued(tokens) if not wraps else tokens:
            labelled = labelled or token.mark is Mark.LABEL
            if labelled or token.mark is not Mark.FIGURE or not _has_label(tokens):
                self.feed(token)
        if not wraps:
            self._finish()

    def feed(self, token: Token) -> None:
        """Take the next token."""
        inside = bool(self._words) and is_open("".join(self._words))
        begun = self._unit is not None or bool(self._cells)
        if token.mark is Mark.LABEL:
            if begun or len(self._words) >= _MOST_WORDS:
                self._finish()
            self._words.append(token.text)
        elif inside and not begun and token.mark is not Mark.EMPTY and len(self._words) < _MOST_WORDS:
            self._words.append(token.text)
        elif not self._words:
            return
        elif token.mark is Mark.UNIT and not begun:
            self._unit = token.text
        elif token.mark is Mark.EMPTY and not begun and (self.block.has_unit or token.text):
            self._unit = ""
        else:
            self._cells.append(token)

    def done(self) -> list[_Draft]:
        """Return the rows put together."""
        self._finish()
        return self._rows

    def _finish(self) -> None:
        if self._words:
            labels, certain = _labels_in(self._words)
            self._rows.append(_Draft(labels, self._unit or "", self._cells, certain))
        self._words, self._unit, self._cells = [], None, []


def _has_label(tokens: Iterable[Token]) -> bool:
    return any(token.mark is Mark.LABEL for token in tokens)


def _labels_in(words: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the labels that words in a row spell, and whether the last is certainly one of its own."""
    labels: list[str] = []
    known: list[bool] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _MOST_PIECES), start, -1):
            joined = "".join(words[start:end])
            if is_known(joined):
                labels.append(joined)
                known.append(True)
                start = end
                break
        else:
            piece = words[start]
            goes_on = bool(labels) and (is_open(labels[-1]) or not known[-1])
            if goes_on:
                labels[-1] += piece
            else:
                labels.append(piece)
                known.append(False)
            start += 1
    last = parsed(labels[-1])
    certain = known[-1] or len(labels) == 1 or last.level is not None or last.of_these
    return tuple(labels), certain


def _settled(layout: Layout, drafts: Sequence[_Draft], shape: Shape) -> Segment:
    """Give the cells of rows to the columns by counting them."""
    block = layout.blocks[0]
    ordered = len(layout.blocks) == 1
    streamed = any(token.item.row == STREAM for draft in drafts for token in draft.cells)
    if streamed and (block.code_first or _codes_follow(drafts)):
        _move_codes(drafts)
    columns = len(block.values) or _usual(drafts)
    if _codes_printed(drafts, block, columns):
        columns = columns if block.values else max(1, columns - 1)
        for draft in drafts:
            _drop_code(draft, columns)
    _doubt_all(drafts, columns, kept_once=streamed and _kept_once(shape), headless=not block.values)
    values = block.values or tuple(Head(HeadKind.VALUE, "") for _ in range(columns))
    keeps = not shape.bars or any(_empty_first(draft.cells) for draft in drafts)
    rows = tuple(_row(draft, columns, keeps) for draft in drafts)
    return Segment(values, rows, ordered)


def _usual(drafts: Sequence[_Draft]) -> int:
    counts = Counter(len(draft.cells) for draft in drafts if draft.cells)
    return max(counts, key=lambda count: (counts[count], -count), default=1)


def _number(token: Token) -> int | None:
    return int(token.text) if token.mark is Mark.FIGURE and token.text.isascii() and token.text.isdigit() else None


def _counts_on(numbers: Sequence[int | None]) -> bool:
    """Say whether numbers grow by one, or little more where rows are left out."""
    known = [number for number in numbers if number is not None]
    steps = [1 <= after - before <= _WIDEST_STEP for before, after in itertools.pairwise(known)]
    return len(known) >= _MIN_PROOF and all(steps)


def _codes_printed(drafts: Sequence[_Draft], block: Block, columns: int) -> bool:
    """Say whether the first figure of rows is a code: the heads say so, or the figures count on."""
    if block.code_first:
        return False
    wide = [draft for draft in drafts if len(draft.cells) > (columns if block.values else max(1, columns - 1))]
    firsts = _counts_on([_number(draft.cells[0]) for draft in wide])
    return firsts or (block.has_code and any(draft.cells for draft in drafts))


def _codes_follow(drafts: Sequence[_Draft]) -> bool:
    """Say whether the last figures of rows count on while the first do not: codes of the next rows, heads lost."""
    wide = [draft for draft in drafts if len(draft.cells) > 1]
    lasts = _counts_on([_number(draft.cells[-1]) for draft in wide])
    return lasts and not _counts_on([_number(draft.cells[0]) for draft in wide])


def _doubt_all(drafts: Sequence[_Draft], columns: int, kept_once: bool, headless: bool) -> None:
    """Settle no row where a row that fits may hold the wrong figures.

    So it is where many rows have more figures than columns, where lines met before were left out, and where heads are
    lost: then figures stand for themselves only if every row has one and they are no codes.
    """
    filled = [draft for draft in drafts if draft.cells]
    counts = [sum(cell.mark is Mark.FIGURE for cell in draft.cells) for draft in filled]
    wide = sum(count > columns for count in counts)
    many = wide >= _MIN_PROOF and _MANY_WIDE * wide >= len(filled)
    numbers = [_number(draft.cells[0]) for draft in filled]
    unknown = headless and (max(counts, default=0) > 1 or _counts_on(numbers))
    if many or kept_once or unknown:
        for draft in filled:
            draft.broken = True


def _kept_once(shape: Shape) -> bool:
    """Say whether a document seems to keep each different line once only: no figure, unit or label stands twice."""
    texts = [item.text for item in shape.items if item.kind is not ItemKind.EMPTY]
    return len(texts) >= _MANY_LINES and len(texts) == len(set(texts))


def _drop_code(draft: _Draft, columns: int) -> None:
    """Take the code off a row; a row without room for it cannot be settled."""
    if len(draft.cells) > columns and (_number(draft.cells[0]) is not None or draft.cells[0].mark is Mark.EMPTY):
        del draft.cells[0]
    elif len(draft.cells) == 1 and draft.cells[0].text.startswith("0") and len(draft.cells[0].text) > 1:
        draft.cells.clear()
    elif draft.cells:
        draft.broken = True


def _move_codes(drafts: Sequence[_Draft]) -> None:
    """Where codes stand before labels, take the next row's code off each row's end."""
    before: int | None = None
    for index, draft in enumerate(drafts):
        last = index == len(drafts) - 1
        code = _number(draft.cells[-1]) if draft.cells and not last else None
        if not last and (code is None or (before is not None and not 1 <= code - before <= _WIDEST_STEP)):
            draft.broken = bool(draft.cells)
            before = None if before is None else before + 1
            continue
        if not last:
            draft.cells.pop()
            before = code


def _empty_first(cells: Sequence[Token]) -> bool:
    """Say whether an empty cell stands before a figure: then empty cells keep their places."""
    marks = [cell.mark for cell in cells]
    return Mark.EMPTY in marks and Mark.FIGURE in marks[marks.index(Mark.EMPTY) :]


def _row(draft: _Draft, columns: int, keeps: bool) -> PrintedRow:
    cells = list(draft.cells)
    while len(cells) > columns and cells[-1].mark is Mark.EMPTY:
        cells.pop()
    figures = any(cell.mark is not Mark.EMPTY for cell in cells)
    padded = columns > 1 and not keeps and figures and cells[-1].mark is Mark.EMPTY and not cells[-1].text
    settled = not draft.broken and not padded and len(cells) in {0, columns}
    *above, own = draft.labels
    lost = tuple(label for label in above if is_indicator(label))
    shown: tuple[Token | None, ...] = tuple(cells)
    if settled and not cells:
        shown = (None,) * columns
    if not settled and not figures:
        shown, settled = tuple(cells[:columns]) + (None,) * max(0, columns - len(cells)), True
    return PrintedRow((*above, own), draft.unit, shown, settled, draft.certain, lost)
