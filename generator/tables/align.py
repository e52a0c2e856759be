"""Which figures belong to which row of the form: labels and figures aligned in the form's order.

Every stretch of words that may be a row's label is a candidate with a score; the best chain of
candidates in the order of the form wins. A torn label counts only when its number, or its nearness,
fits the one free row between two matched neighbours. Nothing is ever filled in by order alone.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.tables.items import SHORTEST_BROKEN, STREAM, Item, ItemKind
from generator.tables.labels import RowLabels, printed

# How many words or cells one label may be torn into.
_MAX_PIECES = 16
_MAX_PIECES_STREAM = 4
# Words below a row of figures that still belong to its label.
_MAX_TAIL = 4
_MAX_CELLS = 40
_FULL_ROW = 0.5
_SOME_FIGURES = 0.25
_EMPTY_CELLS = 0.15


@dataclass(frozen=True, slots=True)
class Aligned:
    """One printed row: its index in the form, the items of its cells, and whether its label is beyond doubt.

    ``broken`` where figures below without a label of their own may be the ends of this row's figures.
    """

    row: int
    cells: tuple[Item, ...]
    label: tuple[Item, ...]
    certain: bool
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """The rows found, in the form's order, and runs of figures that no row could be found for."""

    rows: tuple[Aligned, ...]
    unmatched: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Figures and empty cells that follow each other (``[first, end)`` in the items)."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    end: int
    row: int
    weight: float
    certain: bool
    run: _Run | None
    words: tuple[int, ...]
    single: bool


def align(items: Sequence[Item], labels: RowLabels) -> Alignment:
    """Align the items of one table with its rows."""
    runs = _runs(items)
    candidates = [*_candidates(items, labels, runs), *_floating(items, labels, runs)]
    chain = _best_chain(candidates)
    chain = _without_shifted(items, labels, runs, _with_torn(items, labels, runs, chain))
    used = {candidate.run for candidate in chain if candidate.run}
    left = [run for run in runs if run not in used and _holds_figures(items, run)]
    rows = tuple(
        Aligned(
            candidate.row,
            _cells(items, candidate),
            tuple(items[index] for index in candidate.words),
            candidate.certain,
            broken=_goes_on_below(items, labels, candidate, left),
        )
        for candidate in chain
    )
    return Alignment(rows, tuple(tuple(items[run.first : run.end]) for run in left))


def _holds_figures(items: Sequence[Item], run: _Run) -> bool:
    return any(item.kind is ItemKind.VALUE for item in items[run.first : run.end])


def _goes_on_below(items: Sequence[Item], labels: RowLabels, candidate: _Candidate, unclaimed: Sequence[_Run]) -> bool:
    """Say whether the next figures are on another line, without a label, and this row's are long enough to wrap.

    A narrow column of a PDF breaks 201870 into 20187 and, a line below, 0.
    """
    if candidate.run is None:
        return False
    run = candidate.run
    following = next((other for other in unclaimed if other.first >= run.end), None)
    if following is None or items[following.first].row == items[run.first].row or _labelled_right(items, following):
        return False
    own = "".join(items[index].text for index in candidate.words)
    between = [item for item in items[run.end : following.first] if item.kind is ItemKind.WORDS]
    if len(between) > _MAX_TAIL or any(_begins_label(item, labels) for item in between):
        return False
    if not all(item.text in own or labels.is_part(candidate.row, item.text) for item in between):
        return False
    return any(item.digits >= SHORTEST_BROKEN for item in items[run.first : run.end])


def _labelled_right(items: Sequence[Item], run: _Run) -> bool:
    """Say whether words stand right of a run in its own line: then it holds a serial number."""
    return run.end < len(items) and items[run.end].kind is ItemKind.WORDS and items[run.end].row == items[run.first].row


def _cells(items: Sequence[Item], candidate: _Candidate) -> tuple[Item, ...]:
    """Return a row's cells; words right of a whole label, in cells of their own, stand in a figure's place."""
    if candidate.run:
        return tuple(items[candidate.run.first : candidate.run.end])
    row = items[candidate.words[-1]].row
    rest = [item for item in items[candidate.words[-1] + 1 :][:_MAX_CELLS] if item.row == row and item.cell]
    figures = any(item.has_digit for item in rest) or (candidate.single and rest and rest[0].kind is ItemKind.WORDS)
    if row == STREAM or not candidate.certain or not figures:
        return ()
    return tuple(replace(item, kind=ItemKind.VALUE) if item.kind is ItemKind.WORDS else item for item in rest)


def _runs(items: Sequence[Item]) -> list[_Run]:
    """Return the runs of cells; a known row's run begins after its words and ends with the row."""
    runs = []
    first: int | None = None
    for index, item in enumerate(items):
        words = item.kind is ItemKind.WORDS
        new_row = index > 0 and item.row != items[index - 1].row
        if first is not None and (words or new_row):
            runs.append(_Run(first, index))
            first = None
        if first is None and not words:
            first = index
    if first is not None:
        runs.append(_Run(first, len(items)))
    return runs


def _candidates(items: Sequence[Item], labels: RowLabels, runs: Sequence[_Run]) -> Iterator[_Candidate]:
    """Yield every stretch of words that may be a label, with the figures right after it."""
    by_start = {run.first: run for run in runs}
    for first, item in enumerate(items):
        if item.kind is not ItemKind.WORDS:
            continue
        whole = False
        for pieces in _joins(items, first):
            text = "".join(items[index].text for index in pieces)
            end = pieces[-1] + 1
            run = by_start.get(end)
            if run and items[run.first].row != items[end - 1].row:
                run = None
            matches = [match for match in labels.matches(text) if match.certain or not whole]
            for match in matches:
                yield _candidate(items, labels, match.row, match.score, match.certain, run, pieces)
            # A whole label is not made longer by what merely resembles it: the next cell is a figure's place.
            whole = whole or any(match.certain for match in matches)


def _joins(items: Sequence[Item], first: int) -> Iterator[tuple[int, ...]]:
    limit = _MAX_PIECES_STREAM if items[first].row == STREAM else _MAX_PIECES
    pieces = [first]
    yield tuple(pieces)
    for index in range(first + 1, len(items)):
        if items[index].kind is ItemKind.VALUE or (items[index].kind is ItemKind.EMPTY and items[index].row == STREAM):
            return
        if items[index].kind is ItemKind.EMPTY:
            continue
        pieces.append(index)
        if len(pieces) > limit:
            return
        yield tuple(pieces)


def _floating(items: Sequence[Item], labels: RowLabels, runs: Sequence[_Run]) -> Iterator[_Candidate]:
    """Yield labels that stand around their figures: begun above, ended below, as a PDF's text comes."""
    taken = {item.row for item in items if item.kind is ItemKind.VALUE}
    for run in runs:
        own = items[run.first].row
        if own == STREAM or not _holds_figures(items, run):
            continue
        if any(
            item.kind is ItemKind.VALUE for item in (*items[run.end : run.end + 1], *items[run.first - 1 : run.first])
        ):
            # Figures above or below without words between: which of them the label means is not known.
            continue
        others = taken - {own}
        before = [index for index in _words_before(items, run.first) if items[index].row not in others]
        after = [index for index in _words_after(items, run.end) if items[index].row not in others]
        after = _tail_of_label(items, labels, before, after)
        for skip_groups in (False, True):
            head = [index for index in before if not (skip_groups and labels.is_group(items[index].text))]
            tail = [index for index in after if not (skip_groups and labels.is_group(items[index].text))]
            yield from _around(items, labels, run, head, tail)


def _tail_of_label(items: Sequence[Item], labels: RowLabels, before: Sequence[int], after: Sequence[int]) -> list[int]:
    """Return the words below figures up to those that open a label of their own.

    A number alone, （六）, opens a label that goes on below: then what follows it does not open one.
    """
    opened = bool(before) and _is_bare_ordinal(items[before[-1]])
    goes_on = after[:1] if opened and after and printed(items[after[0]].text).ordinal is None else []
    rest = after[len(goes_on) :]
    return [*goes_on, *itertools.takewhile(lambda index: not _begins_label(items[index], labels), rest)]


def _is_bare_ordinal(item: Item) -> bool:
    """Say whether words are nothing but a label's number."""
    label = printed(item.text)
    return label.ordinal is not None and not label.key


def _begins_label(item: Item, labels: RowLabels) -> bool:
    """Say whether words open a label of their own and so cannot end the one above."""
    return printed(item.text).ordinal is not None or any(match.certain for match in labels.matches(item.text))


def _around(
    items: Sequence[Item], labels: RowLabels, run: _Run, head: Sequence[int], tail: Sequence[int]
) -> Iterator[_Candidate]:
    for start in range(len(head) + 1):
        for end in range(len(tail) + 1):
            pieces = (*head[start:], *tail[:end])
            if start == len(head) or _belongs_elsewhere(items, run, pieces, tailed=end > 0):
                continue
            if any(_is_bare_ordinal(items[index]) for index in pieces[1:]):
                continue
            text = "".join(items[index].text for index in pieces)
            for match in labels.matches(text):
                yield _candidate(items, labels, match.row, match.score - 0.05, match.certain, run, pieces)


def _belongs_elsewhere(items: Sequence[Item], run: _Run, pieces: Sequence[int], *, tailed: bool) -> bool:
    """Say whether words right before the figures claim them for themselves.

    A group label may stand there only where words float: then the row's own label goes on below.
    """
    beside = run.first - 1
    if beside < 0 or items[beside].kind is not ItemKind.WORDS or items[beside].row != items[run.first].row:
        return False
    if beside in pieces:
        return not tailed
    return not tailed or items[beside].cell > 0


def _words_before(items: Sequence[Item], first: int) -> list[int]:
    found: list[int] = []
    for index in range(first - 1, -1, -1):
        if items[index].kind is ItemKind.VALUE or len(found) >= _MAX_PIECES:
            break
        if items[index].kind is ItemKind.WORDS:
            found.append(index)
    return found[::-1]


def _words_after(items: Sequence[Item], end: int) -> list[int]:
    found: list[int] = []
    for index in range(end, len(items)):
        if items[index].kind is ItemKind.VALUE or len(found) >= _MAX_TAIL:
            break
        if items[index].kind is ItemKind.WORDS:
            found.append(index)
    return found


def _candidate(  # noqa: PLR0913, PLR0917
    items: Sequence[Item], labels: RowLabels, row: int, score: float, certain: bool, run: _Run | None,
    pieces: tuple[int, ...],
) -> _Candidate:  # fmt: skip
    columns = len(labels.rows[row][0].columns)
    bonus = 0.0
    if run:
        cells = items[run.first : run.end]
        figures = sum(item.kind is ItemKind.VALUE for item in cells)
        bonus = _FULL_ROW if figures == columns else _SOME_FIGURES if figures else _EMPTY_CELLS
    first = min(pieces[0], run.first if run else pieces[0])
    end = max(pieces[-1] + 1, run.end if run else 0)
    return _Candidate(first, end, row, score + bonus - 0.01 * len(pieces), certain, run, pieces, columns == 1)


def _best_chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the heaviest chain in which neither places overlap nor the form's order is broken."""
    ordered = sorted(candidates, key=lambda found: (found.end, found.first, found.row, -found.weight))
    ends = [found.end for found in ordered]
    best: list[float] = []
    previous: list[int] = []
    for index, candidate in enumerate(ordered):
        weight, link = 0.0, -1
        for other in range(bisect_right(ends, candidate.first, hi=index)):
            if ordered[other].row < candidate.row and best[other] > weight:
                weight, link = best[other], other
        best.append(weight + candidate.weight)
        previous.append(link)
    chain: list[_Candidate] = []
    index = max(range(len(best)), key=lambda place: (best[place], -place), default=-1)
    while index >= 0:
        chain.append(ordered[index])
        index = previous[index]
    return chain[::-1]


def _without_shifted(
    items: Sequence[Item], labels: RowLabels, runs: Sequence[_Run], chain: list[_Candidate]
) -> list[_Candidate]:
    """Take figures away from labels of other lines where a whole row stands before the first and none after the last.

    Then figures stand above their labels, and each label would get the figures of the row below.
    """
    if not chain or chain[-1].run:
        return chain
    used = {candidate.run for candidate in chain if candidate.run}
    columns = len(labels.rows[chain[0].row][0].columns)
    before = [
        run
        for run in runs
        if run not in used
        and run.end <= chain[0].first
        and sum(item.kind is ItemKind.VALUE for item in items[run.first : run.end]) == columns
    ]
    if not before:
        return chain
    return [
        candidate if _same_row(items, candidate) else replace(candidate, run=None, certain=False) for candidate in chain
    ]


def _same_row(items: Sequence[Item], candidate: _Candidate) -> bool:
    if candidate.run is None:
        return True
    row = items[candidate.run.first].row
    return row != STREAM and items[candidate.words[-1]].row == row


def _with_torn(
    items: Sequence[Item], labels: RowLabels, runs: Sequence[_Run], chain: list[_Candidate]
) -> list[_Candidate]:
    """Add the rows whose torn label fits the one free row between its matched neighbours."""
    used = {candidate.run for candidate in chain if candidate.run}
    result = list(chain)
    for run in runs:
        if run in used or not _holds_figures(items, run):
            continue
        before = [found for found in result if found.end <= run.first]
        after = [found for found in result if found.first >= run.end]
        if len(before) + len(after) != len(result):
            continue
        low = before[-1].row if before else -1
        high = after[0].row if after else len(labels.rows)
        free = list(range(low + 1, high))
        found = _torn(items, labels, run, free, before[-1].end if before else 0)
        if found:
            result = sorted([*result, found], key=lambda candidate: candidate.row)
    return result


def _torn(items: Sequence[Item], labels: RowLabels, run: _Run, free: list[int], start: int) -> _Candidate | None:
    words = [index for index in _words_before(items, run.first) if index >= start]
    same_row = [index for index in words if items[index].row == items[run.first].row]
    for pieces in (same_row, words):
        for first in range(len(pieces)):
            row = labels.torn("".join(items[index].text for index in pieces[first:]), free)
            if row is not None:
                return _candidate(items, labels, row, 0.5, certain=False, run=run, pieces=tuple(pieces[first:]))
    return None
