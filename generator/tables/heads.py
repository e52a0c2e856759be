"""The column heads of a table: where they stand, whether they keep the form's order, what unit they print."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.forms import Block, Table
from generator.model import Fault, Finding, Severity
from generator.tables.items import STREAM, Item, ItemKind
from generator.tables.labels import Sign, signs
from generator.text import fold, normalise

DISORDERED = "columns.unexpected"
_UNIT = re.compile(r"金额\W*(?:单位)?\W*(万元|元)")
# A head counts as lost only if not even its first characters stand among the heads.
_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Heads:
    """What the heads of a table show.

    ``places`` are (fragment, grid positions) where a row of heads has one for every column; ``disordered``
    are the captions of blocks whose heads break the form's order; ``lost`` are columns without a head;
    ``money_unit`` is the unit printed with the head of an amount, by column label.
    """

    places: tuple[tuple[int, tuple[int, ...]], ...]
    disordered: frozenset[str]
    lost: tuple[tuple[str, str], ...]
    money_unit: str

    def findings(self, table: Table) -> Iterator[Finding]:
        """Yield what a user of the figures must know about the heads."""
        for caption in sorted(self.disordered):
            yield Finding(
                rule=DISORDERED,
                message=f"“{caption}”部分的栏目顺序与法定格式不同，无法确定数字属于哪一列，未采用。",
                severity=Severity.WARNING,
                fault=Fault.SOURCE,
                table=table.code,
            )
        for column, label in self.lost:
            yield Finding(
                rule="label.uncertain",
                message=f"列名“{label}”在文件中缺失，按其余列名和整行数字确定各列。",
                severity=Severity.INFO,
                fault=Fault.EXTRACTION,
                table=table.code,
                column=column,
                expected=label,
            )


def heads_of(items: Sequence[Item], table: Table, labels: Sequence[Item]) -> Heads:
    """Look at all words that are no row labels (``labels`` are the first items of those)."""
    taken = {id(item) for item in labels}
    words = [item for item in items if item.kind is ItemKind.WORDS and id(item) not in taken]
    shown = fold("".join(item.text for item in words))
    money = next(
        (_UNIT.search(normalise("".join(item.text for item in words[index : index + 3]))) for index in _amounts(words)),
        None,
    )
    return Heads(
        places=tuple(_places(words, table)),
        disordered=frozenset(
            block.caption
            for block in table.blocks
            if _is_disordered(items, taken, table, block)
            or (block.across and _has_captions_turned(words, table, block))
        ),
        lost=tuple(_lost(shown, table)),
        money_unit=money[1] if money else "",
    )


def _amounts(words: Sequence[Item]) -> list[int]:
    return [index for index, item in enumerate(words) if "金额" in normalise(item.text)]


def _places(words: Sequence[Item], table: Table) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the grid positions of the heads where every column of a block has one, in the form's order."""
    known = [item for item in words if item.row != STREAM]
    for block in table.blocks:
        order = [column.code for column in block.columns]
        by_row: dict[int, list[tuple[str, Item]]] = {}
        for item in known:
            code = _column(item, table, order)
            if code:
                by_row.setdefault(item.row, []).append((code, item))
        rows = sorted(by_row)
        candidates = [by_row[row] for row in rows]
        candidates += [by_row[first] + by_row[second] for first, second in itertools.pairwise(rows)]
        for candidate in candidates:
            found = sorted(candidate, key=lambda entry: entry[1].position)
            positions = tuple(item.position for _, item in found)
            if [code for code, _ in found] == order and len(set(positions)) == len(order):
                yield found[-1][1].fragment, positions


def _is_disordered(items: Sequence[Item], labels: set[int], table: Table, block: Block) -> bool:
    """Say whether two heads beside each other stand in the wrong order; ``labels`` are ids of row labels.

    A figure or a row's label between two heads parts them. Where cells merely follow each other, the heads of a
    lower row follow the last one of the upper row; but heads from the last one to the last but one are turned.
    """
    order = [column.code for column in block.columns]
    row, first, last = None, -1, -1
    turned = False
    for item in items:
        if item.kind is ItemKind.EMPTY:
            continue
        head = item.kind is ItemKind.WORDS and id(item) not in labels
        code = _column(item, table, order) if head else None
        if code is None or item.row != row:
            if turned and last == len(order) - 2:
                return True
            row, first, turned = None, -1, False
        if code is None:
            continue
        place = order.index(code)
        again = last == len(order) - 1 and (block.across or (item.row == STREAM and bool(block.columns[place].under)))
        if item.row == row and place < last:
            if not again:
                return True
            turned = turned or (block.across and first == len(order) - 1)
        first = place if row is None else first
        row, last = item.row, place
    return turned and last == len(order) - 2


def _has_captions_turned(words: Sequence[Item], table: Table, block: Block) -> bool:
    """Say whether of blocks side by side a later one stands before an earlier one.

    Then its caption stands directly before that of the earlier one, or in one row directly before heads: in the form
    only the first block's heads share a row with captions, and they stand before them.
    """
    order = {fold(row.label): number for number, row in enumerate(block.rows)}
    for number, row in enumerate(block.rows):
        for caption in row.under:
            order.setdefault(fold(caption), number)
    for first, second in itertools.pairwise(words):
        place = order.get(fold(first.text), 0)
        if first.row == second.row and place > order.get(fold(second.text), len(order)):
            return True
        if first.row == second.row != STREAM and place and column_of(second, table):
            return True
    return False


def _lost(shown: str, table: Table) -> Iterator[tuple[str, str]]:
    for block in table.blocks:
        gone = [column for column in block.columns if fold(column.label)[:_PREFIX] not in shown]
        if len(block.columns) > 2 and 0 < len(gone) <= 2:
            yield from ((column.code, column.label) for column in gone)


def column_of(item: Item, table: Table) -> str | None:
    """Return the code of the column whose head an item is."""
    order = [column.code for block in table.blocks for column in block.columns]
    return _column(item, table, order) if item.kind is ItemKind.WORDS else None


def _column(item: Item, table: Table, order: Sequence[str]) -> str | None:
    known = signs().get(fold(item.text), {})
    for found in known.values():
        for sign in found:
            if _is_column(sign, table) and sign.code in order:
                return sign.code
    return None


def _is_column(sign: Sign, table: Table) -> bool:
    return sign.table == table.code and sign.what == "column"
