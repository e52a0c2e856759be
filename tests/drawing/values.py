"""Numbers for a form that satisfy its identities, and which of them are left out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from generator.forms import Form, Table
from generator.model import CellKey

Style = Literal["zeros", "sparse", "rich"]
Values = Mapping[CellKey, Decimal]


def fill(form: Form, rng: random.Random, style: Style = "rich") -> dict[CellKey, Decimal]:
    """Return a number for every cell such that every identity of the form holds."""
    values: dict[CellKey, Decimal] = {}
    for table in form.tables:
        if table.code == "requests":
            values.update(_requests(table, rng, style))
        else:
            values.update(_others(table, rng, style))
    return values


def _count(rng: random.Random, style: Style) -> int:
    if style == "zeros":
        return 0
    if style == "sparse":
        return rng.choice((0, 0, 0, 0, 0, 0, rng.randint(1, 9), rng.randint(10, 99)))
    return rng.choice((0, rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 999), rng.randint(1000, 40000)))


def _others(table: Table, rng: random.Random, style: Style) -> dict[CellKey, Decimal]:
    values: dict[CellKey, Decimal] = {}
    for block, row in table.printed_rows():
        for column in block.columns:
            key = CellKey(table.code, row.code, column.code)
            if column.sum_of:
                parts = (values[CellKey(table.code, row.code, part)] for part in column.sum_of)
                values[key] = sum(parts, Decimal(0))
            elif column.number == "signed":
                values[key] = Decimal(_count(rng, style) * rng.choice((1, 1, -1)))
            elif column.number == "amount" and style != "zeros":
                values[key] = Decimal(_count(rng, style)) + Decimal(rng.choice(("0", "0", "0.5", "0.25", "0.0143")))
            else:
                values[key] = Decimal(_count(rng, style))
    return values


def _requests(table: Table, rng: random.Random, style: Style) -> dict[CellKey, Decimal]:
    block = table.blocks[0]
    total_row = next(row for row in block.rows if row.sum_of)
    total_column = next(column for column in block.columns if column.sum_of)
    values: dict[CellKey, Decimal] = {}
    for column in total_column.sum_of:
        outcome = Decimal(0)
        for row in total_row.sum_of:
            values[CellKey(table.code, row, column)] = number = Decimal(_count(rng, style))
            outcome += number
        carried_out = Decimal(_count(rng, style))
        carried_in = Decimal(rng.randint(0, int(min(outcome + carried_out, Decimal(60)))))
        values[CellKey(table.code, total_row.code, column)] = outcome
        values[CellKey(table.code, "carried_out", column)] = carried_out
        values[CellKey(table.code, "carried_in", column)] = carried_in
        values[CellKey(table.code, "received", column)] = outcome + carried_out - carried_in
    for line in block.rows:
        parts = (values[CellKey(table.code, line.code, part)] for part in total_column.sum_of)
        values[CellKey(table.code, line.code, total_column.code)] = sum(parts, Decimal(0))
    return values
