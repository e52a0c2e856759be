"""What the form's own sums say about cells that were not reported, written from the rules alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.forms import Form, Table
from generator.model import Cell, CellKey, CellStatus

_Values = Mapping[CellKey, Decimal]


def derived(form: Form, cells: Sequence[Cell]) -> dict[CellKey, Decimal | None]:
    """The derived number of every cell of the tables with sums; only reported cells feed a rule."""
    known = {cell.key: cell.value for cell in cells if cell.status is CellStatus.REPORTED and cell.value is not None}
    lost = _one_zero_lost(form, cells)
    result: dict[CellKey, Decimal | None] = {}
    for table in form.tables:
        if table.code == "proactive":
            continue
        found: dict[CellKey, set[Decimal]] = {}
        for total, parts in _sums(table):
            _add(found, known, [total], parts)
        for identity in table.identities:
            for column in table.blocks[0].columns:
                left = [CellKey(table.code, row, column.code) for row in identity.left]
                right = [CellKey(table.code, row, column.code) for row in identity.right]
                _add(found, known, left, right)
        for cell in cells:
            if cell.key.table == table.code:
                said = found.get(cell.key, set()) | ({Decimal(0)} if cell.key in lost else set())
                single = len(said) == 1 and cell.status is not CellStatus.REPORTED and min(said) >= 0
                result[cell.key] = min(said) if single else None
    return result


def _sums(table: Table) -> Iterator[tuple[CellKey, list[CellKey]]]:
    for block, row in table.printed_rows():
        for column in block.columns:
            key = CellKey(table.code, row.code, column.code)
            if column.sum_of:
                yield key, [CellKey(table.code, row.code, part) for part in column.sum_of]
            if row.sum_of:
                yield key, [CellKey(table.code, part, column.code) for part in row.sum_of]


def _add(found: dict[CellKey, set[Decimal]], known: _Values, left: list[CellKey], right: list[CellKey]) -> None:
    unknown = [key for key in (*left, *right) if key not in known]
    if len(unknown) != 1:
        return
    key = unknown[0]
    here, there = (left, right) if key in left else (right, left)
    value = sum((known[other] for other in there), Decimal(0))
    found.setdefault(key, set()).add(value - sum((known[other] for other in here if other != key), Decimal(0)))


def _one_zero_lost(form: Form, cells: Sequence[Cell]) -> set[CellKey]:
    rows: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        across = form.table(cell.key.table).blocks[0].across
        rows.setdefault((cell.key.table,) if across else (cell.key.table, cell.key.row), []).append(cell)
    lost: set[CellKey] = set()
    for row in rows.values():
        numbers = row[0].raw.split()
        ambiguous = all(cell.status is CellStatus.AMBIGUOUS for cell in row)
        if ambiguous and len(numbers) == len(row) - 1 and set(numbers) == {"0"}:
            lost.update(cell.key for cell in row)
    return lost
