"""The heads over the columns of the old tables: where labels, units, codes and figures stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.legacy.labels import unit_of
from generator.legacy.lookups import lookups
from generator.text import fold, normalise

_YEAR = re.compile(r"(20\d{2})(?:年度?|年?度)(?:统计数据?|实际数?|合计|累计|数据?|数量)?")
# 区直单位统计数: the figures of some of the bodies only.
_PART = re.compile(r".{1,12}(?:统计数|数量)")
_UNIT = re.compile(r"\(([^()]*)\)\s*$")
_LONGEST = 40


class HeadKind(StrEnum):
    """What stands below a head."""

    LABEL = "label"
    UNIT = "unit"
    CODE = "code"
    NOTE = "note"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Head:
    """One head as printed; ``period`` is a code of the data set, or a year; ``unit`` is printed in the head itself."""

    kind: HeadKind
    text: str
    period: str = ""
    unit: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """The heads of one run of columns; a table printed in two halves side by side has two."""

    heads: tuple[Head, ...]

    def at(self, kind: HeadKind) -> tuple[Head, ...]:
        """Return the heads of one kind."""
        return tuple(head for head in self.heads if head.kind is kind)

    @property
    def values(self) -> tuple[Head, ...]:
        """The heads over figures."""
        return self.at(HeadKind.VALUE)

    @property
    def has_unit(self) -> bool:
        """Say whether units have a column."""
        return bool(self.at(HeadKind.UNIT))

    @property
    def code_first(self) -> bool:
        """Say whether a code or number stands before the label."""
        return self.heads[0].kind is HeadKind.CODE

    @property
    def has_code(self) -> bool:
        """Say whether codes have a column."""
        return bool(self.at(HeadKind.CODE))


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a table from left to right, and how many columns they have together."""

    blocks: tuple[Block, ...]
    width: int


# A table whose heads are lost: nothing is known of its columns.
HEADLESS = Layout((Block((Head(HeadKind.LABEL, ""),)),), 0)


def layout_of(cells: Sequence[str], positions: Sequence[int] | None = None) -> Layout | None:
    """Return the layout that a line of cells is the head of; ``None`` where it is none.

    ``positions`` are the cells' columns, counted from 0, where merged cells leave gaps.
    """
    heads: list[Head] = []
    places = range(len(cells)) if positions is None else positions
    for position, cell in zip(places, cells, strict=True):
        if not cell.strip():
            continue
        found = heads_in(cell)
        if not found:
            return None
        heads.extend(Head(head.kind, head.text, head.period, head.unit, position) for head in found)
    return (
        _layout(heads, max(places, default=-1) + 1) if len(heads) == sum(bool(cell.strip()) for cell in cells) else None
    )


def layout_of_words(text: str) -> Layout | None:
    """Return the layout that a line with spaces is the head of."""
    found = heads_in(text)
    return _layout(found, 0) if found else None


def _layout(heads: Sequence[Head], width: int) -> Layout | None:
    blocks: list[list[Head]] = []
    for head in heads:
        opens = head.kind in {HeadKind.LABEL, HeadKind.CODE}
        if not blocks or (opens and blocks[-1][-1].kind in {HeadKind.VALUE, HeadKind.NOTE}):
            blocks.append([])
        blocks[-1].append(head)
    whole = [Block(tuple(block)) for block in blocks]
    named = all(block.at(HeadKind.LABEL) and block.values for block in whole)
    return Layout(tuple(whole), width) if whole and named else None


@functools.lru_cache(maxsize=4096)
def heads_in(text: str) -> tuple[Head, ...]:
    """Return the heads that ``text`` consists of, run into each other or not; nothing where it holds anything else."""
    if len(text) > _LONGEST:
        return ()
    single = _single(text)
    if single:
        return (single,)
    key = fold(text)
    run = tuple(_run(key))
    return run or ((Head(HeadKind.VALUE, text, "other"),) if _PART.fullmatch(key) else ())


def _single(text: str) -> Head | None:
    plain = normalise(text).strip()
    match = _UNIT.search(plain)
    unit = unit_of(match[1].removeprefix("单位").strip(": ")) if match else ""
    return _head(fold(plain[: match.start()] if match and unit else plain), text, unit)


def _head(key: str, text: str, unit: str = "") -> Head | None:
    known = lookups()
    kinds = (
        (HeadKind.LABEL, known.label_heads),
        (HeadKind.UNIT, known.unit_heads),
        (HeadKind.CODE, known.code_heads),
        (HeadKind.NOTE, known.note_heads),
    )
    for kind, words in kinds:
        if key in words:
            return Head(kind, text, unit=unit)
    if period := known.value_heads.get(key):
        return Head(HeadKind.VALUE, text, period, unit)
    if year := _YEAR.fullmatch(key):
        return Head(HeadKind.VALUE, text, year[1], unit)
    return None


def _run(key: str) -> Iterator[Head]:
    """Yield heads run into each other, the longest word first; nothing where a part is no head."""
    found: list[Head] = []
    start = 0
    while start < len(key):
        ends = (end for end in range(min(len(key), start + 12), start, -1) if _head(key[start:end], ""))
        end = next(ends, 0)
        if not end:
            return
        head = _head(key[start:end], key[start:end])
        if head:
            found.append(head)
        start = end
    yield from found
