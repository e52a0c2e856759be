"""Which columns the figures of an unruled table stand in, proved by where its heads and its figures stand.

Seen from the side, the ink of a table with columns falls apart into as many bands as it has columns. Bands are
proved where each holds exactly one head, the heads in the form's order; or where a row has one figure in each. What
then stands in one band is of that column, and a band without ink in a row is an empty cell. Where ink does not fall
apart so, nothing is proved.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz

from generator.documents.page import Glyph
from generator.documents.words import Word
from generator.forms import Block, load_forms
from generator.text import fold, normalise

# Heads are broken over so many lines at most.
_HEAD_LINES = 9
# How like its printed form a head must be.
_LIKE = 75
# A head may be set with gaps, so that its characters are words of their own.
_PIECES = 4
# Figures of two columns printed as one word stand at least this share of their height apart.
_PARTED = 0.08
# Characters of one head stand no farther apart than this share of their height.
_TOUCHING = 0.06
# What may be a figure: an amount with its sign, unit or remark, or a mark for nothing.
_FIGURE = re.compile(
    r"[^\w\s(]?[增减约近]?[-+−—~]?[\d零〇][\d,.·]*[余多]?(?:[件项次个条份]|万元|元|万)?(?:\(.*)?|[-—–−―/\\无]{1,3}"
)
_ORDINAL = re.compile(r"[(（]?[\d一二三四五六七八九十]+[)）.、．]+")

Span = tuple[float, float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """The columns of one block of a form: its heads in order, what stands above several of them, its row labels."""

    heads: tuple[str, ...]
    above: frozenset[str]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heads:
    """Heads found over the lines ``first`` to ``last``: where each one stands from left to right."""

    kind: Kind
    first: int
    last: int
    spans: tuple[Span, ...]


def is_figure(text: str) -> bool:
    """Say whether a word may stand in a cell for figures; the number of a label does not."""
    shown = normalise(text)
    return _FIGURE.fullmatch(shown) is not None and _ORDINAL.fullmatch(shown) is None


@functools.cache
def kinds() -> tuple[Kind, ...]:
    """Return the blocks of all forms, those with most columns first."""
    found = {_kind(block) for form in load_forms().values() for table in form.tables for block in table.blocks}
    return tuple(sorted(found, key=lambda kind: (-len(kind.heads), kind.heads)))


@functools.cache
def row_labels() -> frozenset[str]:
    """Return the folded row labels of all forms."""
    return frozenset(label for kind in kinds() for label in kind.labels)


@functools.cache
def labels_below(heads: tuple[str, ...]) -> frozenset[str]:
    """Return the folded labels of the rows that stand below these heads in any form."""
    return frozenset(label for kind in kinds() if kind.heads == heads for label in kind.labels)


@functools.cache
def signs() -> frozenset[str]:
    """Return everything the forms print in cells of their own, folded: heads, row labels, and what stands over them."""
    groups = {
        fold(name)
        for form in load_forms().values()
        for table in form.tables
        for _, row in table.printed_rows()
        for name in row.under
    }
    return frozenset(sign for kind in kinds() for sign in (*kind.heads, *kind.above, *kind.labels)) | groups


def _kind(block: Block) -> Kind:
    above = {block.caption, block.corner, *(column.under for column in block.columns)}
    heads = tuple(fold(column.label) for column in block.columns)
    labels = {fold(row.label) for row in block.rows}
    if block.across:
        above |= {row.label for row in block.rows} | {name for row in block.rows for name in row.under}
        heads, labels = heads * len(block.rows), set()
    return Kind(heads, frozenset(fold(name) for name in above) - {""}, frozenset(labels))


def heads_in(lines: Sequence[Sequence[Word]]) -> list[Heads]:
    """Return the heads of blocks found in ``lines``, in order; none where figures stand among them."""
    worded = [not any(is_figure(word.text) for word in line) for line in lines]
    found: list[Heads] = []
    for last in range(len(lines)):
        if not worded[last] or (found and last <= found[-1].last):
            continue
        heads = _heads_ending(lines, worded, last, found[-1].last + 1 if found else 0)
        if heads is None:
            continue
        # The lower line of a broken head makes it more like itself.
        while (longer := _heads_from(lines, worded, heads)) is not None:
            heads = longer
        found.append(heads)
    return found


def _heads_ending(lines: Sequence[Sequence[Word]], worded: Sequence[bool], last: int, earliest: int) -> Heads | None:
    for first in range(last, max(earliest - 1, last - _HEAD_LINES), -1):
        if not worded[first]:
            return None
        if first < last and not any(_may_be_head(word.text) for word in lines[first]):
            return None
        for kind in kinds():
            spans, _ = _match(lines[first : last + 1], kind)
            if spans:
                return Heads(kind, first, last, spans)
    return None


def _heads_from(lines: Sequence[Sequence[Word]], worded: Sequence[bool], heads: Heads) -> Heads | None:
    last = heads.last + 1
    if last >= len(lines) or not worded[last]:
        return None
    _, before = _match(lines[heads.first : heads.last + 1], heads.kind)
    spans, score = _match(lines[heads.first : last + 1], heads.kind)
    return Heads(heads.kind, heads.first, last, spans) if spans and score > before else None


@functools.lru_cache(maxsize=4096)
def _may_be_head(text: str) -> bool:
    """Say whether a word shares a character with any head: what does not ends the search upwards."""
    return any(set(fold(text)) & set(head) for kind in kinds() for head in (*kind.heads, *kind.above))


def _match(lines: Iterable[Sequence[Word]], kind: Kind) -> tuple[tuple[Span, ...], float]:
    """Return where the heads of ``kind`` stand, each in a place of its own and in order, and how like they are."""
    words = [(number, word) for number, line in enumerate(lines) for word in line if fold(word.text) not in kind.above]
    # Characters, not words: heads in narrow columns stand nearer than two words do.
    ink = [((piece.x0, piece.x1), (number, piece)) for number, word in words for piece in word.pieces]
    groups = list(bands(ink, _TOUCHING * max((word.bottom - word.top for _, word in words), default=0.0)))
    texts = [fold("".join(piece.text for _, piece in sorted(group, key=_reading_order))) for _, group in groups]
    best: tuple[tuple[Span, ...], float] = ((), 0.0)
    for start in range(len(groups) - len(kind.heads) + 1):
        spans, score = _from(start, groups, texts, kind)
        if spans and score > best[1]:
            best = spans, score
    return best


def _reading_order(ink: tuple[int, Glyph]) -> tuple[float, float]:
    return ink[0], ink[1].x0


def _from(
    start: int, groups: Sequence[tuple[Span, Sequence[object]]], texts: Sequence[str], kind: Kind
) -> tuple[tuple[Span, ...], float]:
    spans: list[Span] = []
    total = 0.0
    index = start
    for head in kind.heads:
        likeness = [
            (fuzz.ratio("".join(texts[index : index + pieces]), head), -pieces)
            for pieces in range(1, min(_PIECES, len(head)) + 1)
            if index + pieces <= len(texts)
        ]
        score, pieces = max(likeness, default=(0.0, -1))
        if score < _LIKE:
            return (), 0.0
        spans.append((groups[index][0][0], groups[index - pieces - 1][0][1]))
        total += score
        index -= pieces
    return tuple(spans), total


def bands(things: Iterable[tuple[Span, T]], touching: float = 0.0) -> Iterator[tuple[Span, list[T]]]:
    """Yield the spans that things cover, seen from the side, with what is in each, from left to right.

    Things no farther apart than ``touching`` are in one span.
    """
    start = end = 0.0
    inside: list[T] = []
    for (x0, x1), thing in sorted(things, key=lambda entry: entry[0]):
        if inside and x0 - end >= touching:
            yield (start, end), inside
            inside = []
        if not inside:
            start, end = x0, x1
        end = max(end, x1)
        inside.append(thing)
    if inside:
        yield (start, end), inside


def proved(heads: Sequence[Span], rows: Sequence[Sequence[Word]], columns: int) -> tuple[Span, ...]:
    """Return the bands of ``columns`` columns, or none where neither heads nor complete rows prove them.

    ``heads`` are the spans of the heads (none where a page repeats none), ``rows`` the figures of each row.
    """
    first = 2 * heads[0][0] - heads[1][0] if len(heads) > 1 else 0.0
    figures = [
        ((word.x0, word.x1), number)
        for number, row in enumerate(rows)
        for word in row
        if word.x1 > first and sum(word.x0 < x1 and word.x1 > x0 for x0, x1 in heads) < 2
    ]
    if heads:
        marked = [(span, -1) for span in heads]
        found = list(bands([*figures, *marked]))
        if len(found) == columns and all(inside.count(-1) == 1 for _, inside in found):
            return tuple(span for span, _ in found)
    found = list(bands(figures))
    if len(found) != columns:
        return ()
    complete = any(all(number in inside for _, inside in found) for number in range(len(rows)))
    return tuple(span for span, _ in found) if complete else ()


def parted(word: Word, heads: Sequence[Span]) -> list[Word]:
    """Return a word as the figures it is made of, where it reaches from head to head with a gap between."""
    for left, right in itertools.pairwise(heads):
        if not (word.x0 < left[1] and word.x1 > right[0]):
            continue
        gaps = [
            (after.x0 - before.x1, length)
            for length, (before, after) in enumerate(itertools.pairwise(word.pieces), start=1)
            if left[0] < before.x1 and after.x0 < right[1]
        ]
        gap, length = max(gaps, default=(0.0, 0))
        if gap >= _PARTED * (word.bottom - word.top) and (halves := word.cut(length)):
            return [halves[0], *parted(halves[1], heads)]
    return [word]


def boundaries(spans: Sequence[Span]) -> tuple[float, ...]:
    """Return the lines halfway between bands."""
    return tuple((left[1] + right[0]) / 2 for left, right in itertools.pairwise(spans))
