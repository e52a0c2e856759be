"""The identities of a form, spelt out cell by cell from its data.

A column or row with ``sum_of`` is a printed total; an identity of a table is a balance between rows. Rule codes
follow from the data: ``<table>.row_sum`` for a total column, ``<table>.<row without _total>_sum`` for a total row,
the identity's own code for a balance.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.forms import Block, Form, Row, RowIdentity, Table, load_forms
from generator.model import CellKey

_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])")
_REMARK = re.compile(r"（[^）]*）$")
_LONG = 14


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity in one row or column: the cells ``left`` add up to the same as the cells ``right``.

    ``total`` is the printed total, where a finding is placed; it stands in ``right``. ``says`` is the
    identity in words and ``where`` the row or column it is asked of, both in Chinese.
    """

    rule: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]
    total: CellKey
    says: str
    where: str
    names: Mapping[CellKey, str] = field(compare=False)


@functools.cache
def equations_of(form_code: str) -> tuple[Equation, ...]:
    """Return all equations of a form in printed order; none for a form that has no data (``legacy``, unknown)."""
    form = load_forms().get(form_code)
    return tuple(_equations(form)) if form else ()


def _equations(form: Form) -> Iterator[Equation]:
    for table in form.tables:
        for block in table.blocks:
            yield from _row_sums(table, block)
            yield from _column_sums(table, block)
            for identity in table.identities:
                yield from _balances(table, block, identity)


def _row_sums(table: Table, block: Block) -> Iterator[Equation]:
    labels = {column.code: column.label for column in block.columns}
    for total in (column for column in block.columns if column.sum_of):
        for row in block.rows:
            cells = {code: CellKey(table.code, row.code, code) for code in (*total.sum_of, total.code)}
            yield Equation(
                rule=f"{table.code}.row_sum",
                left=tuple(cells[code] for code in total.sum_of),
                right=(cells[total.code],),
                total=cells[total.code],
                says=f"各列之和 = {short_label(total.label)}",
                where=f"“{full_label(row)}”一行",
                names={key: short_label(labels[code]) for code, key in cells.items()},
            )


def _column_sums(table: Table, block: Block) -> Iterator[Equation]:
    labels = {row.code: row.label for row in block.rows}
    for total in (row for row in block.rows if row.sum_of):
        for column in block.columns:
            cells = {code: CellKey(table.code, code, column.code) for code in (*total.sum_of, total.code)}
            yield Equation(
                rule=f"{table.code}.{total.code.removesuffix('_total')}_sum",
                left=tuple(cells[code] for code in total.sum_of),
                right=(cells[total.code],),
                total=cells[total.code],
                says=f"各行之和 = {short_label(total.label)}",
                where=f"“{short_label(column.label)}”一列",
                names={key: short_label(labels[code]) for code, key in cells.items()},
            )


def _balances(table: Table, block: Block, identity: RowIdentity) -> Iterator[Equation]:
    rows = {row.code: row for row in block.rows}
    if not set(identity.left + identity.right) <= set(rows):
        return
    for column in block.columns:
        cells = {code: CellKey(table.code, code, column.code) for code in identity.left + identity.right}
        yield Equation(
            rule=identity.rule,
            left=tuple(cells[code] for code in identity.left),
            right=tuple(cells[code] for code in identity.right),
            total=cells[_printed_total(identity, rows)],
            says=identity.says,
            where=f"“{short_label(column.label)}”一列",
            names={key: short_label(rows[code].label) for code, key in cells.items()},
        )


def _printed_total(identity: RowIdentity, rows: Mapping[str, Row]) -> str:
    return next((code for code in identity.right if rows[code].sum_of), identity.right[0])


def full_label(row: Row) -> str:
    """Return a row's label with that of its group before it."""
    return "·".join(short_label(label) for label in (*row.under[-1:], row.label))


def short_label(label: str) -> str:
    """Return a label without its ordinal and its remark in brackets, cut where it is long."""
    bare = _REMARK.sub("", _ORDINAL.sub("", label))
    return bare if len(bare) <= _LONG else bare[: _LONG - 1] + "…"
