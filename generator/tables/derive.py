"""What the form's own sums say about cells that were not reported.

The four rules (a) to (d) of the data set's contract. Only reported cells feed a rule, so there are no
chains; a negative result, or two rules that disagree, gives nothing but a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.forms import Form, Table
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, Severity
from generator.numbers import plain

CONTRADICTION = "derived.contradicts"

Cells = Mapping[CellKey, Cell]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one rule says about one cell, and the cells it says that from."""

    key: CellKey
    value: Decimal
    parts: tuple[CellKey, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """Cells with ``derived`` filled in, and what did not work out."""

    cells: dict[CellKey, Cell]
    findings: tuple[Finding, ...]


def derive(form: Form, cells: Cells) -> Derivation:
    """Apply all rules to the cells of one report."""
    proposed: dict[CellKey, list[Decimal]] = {}
    for proposal in proposals(form, cells):
        proposed.setdefault(proposal.key, []).append(proposal.value)
    result = dict(cells)
    findings = []
    for key, values in proposed.items():
        if len(set(values)) == 1 and values[0] >= 0:
            result[key] = replace(cells[key], derived=values[0])
        else:
            findings.append(_contradiction(key, values))
    return Derivation(result, tuple(findings))


def proposals(form: Form, cells: Cells) -> Iterator[Proposal]:
    """Yield what each rule says about each cell that was not reported."""
    for table in form.tables:
        for total, parts in sums(table):
            yield from _from_sum(cells, total, parts)
        for left, right in balances(table):
            yield from _from_balance(cells, left, right)
        yield from _from_zero_rows(table, cells)


def sums(table: Table) -> Iterator[tuple[CellKey, list[CellKey]]]:
    """Yield every printed total with its parts: in each row, and in each column."""
    for block, row in table.printed_rows():
        for column in block.columns:
            if column.sum_of:
                yield (
                    CellKey(table.code, row.code, column.code),
                    [CellKey(table.code, row.code, part) for part in column.sum_of],
                )
            if row.sum_of:
                yield (
                    CellKey(table.code, row.code, column.code),
                    [CellKey(table.code, part, column.code) for part in row.sum_of],
                )


def balances(table: Table) -> Iterator[tuple[list[CellKey], list[CellKey]]]:
    """Yield both sides of every balance between rows: in each column."""
    for identity in table.identities:
        for column in table.blocks[0].columns:
            left, right = (
                [CellKey(table.code, row, column.code) for row in side] for side in (identity.left, identity.right)
            )
            yield left, right


def _from_sum(cells: Cells, total: CellKey, parts: list[CellKey]) -> Iterator[Proposal]:
    """Rules (a) and (b): a total from all its parts, or the one part not reported from the total."""
    open_parts = [part for part in parts if cells[part].value is None]
    known = sum((value for part in parts if (value := cells[part].value) is not None), Decimal(0))
    total_value = cells[total].value
    if total_value is None and not open_parts:
        yield Proposal(total, known, tuple(parts))
    elif total_value is not None and len(open_parts) == 1:
        feeding = (total, *(part for part in parts if part != open_parts[0]))
        yield Proposal(open_parts[0], total_value - known, feeding)


def _from_balance(cells: Cells, left: list[CellKey], right: list[CellKey]) -> Iterator[Proposal]:
    """Rule (c): the one unknown of received + carried_in = outcomes_total + carried_out."""
    unknown = [key for key in (*left, *right) if cells[key].value is None]
    if len(unknown) != 1:
        return
    here, there = (left, right) if unknown[0] in left else (right, left)
    feeding = tuple(key for key in (*left, *right) if key != unknown[0])
    yield Proposal(unknown[0], _known(cells, there) - _known(cells, here), feeding)


def _from_zero_rows(table: Table, cells: Cells) -> Iterator[Proposal]:
    """Rule (d): of a row exactly one number is lost and all others are printed 0, so each of its cells is 0."""
    for keys in _printed_rows(table):
        row_cells = [cells[key] for key in keys]
        if len(keys) < 2 or any(cell.status is not CellStatus.AMBIGUOUS for cell in row_cells):
            continue
        printed = row_cells[0].raw.split(" ")
        if len(printed) == len(keys) - 1 and all(number == "0" for number in printed):
            for key in keys:
                yield Proposal(key, Decimal(0), tuple(keys))


def _printed_rows(table: Table) -> Iterator[list[CellKey]]:
    """Yield the cells of each printed row; blocks side by side are one printed row."""
    for block in table.blocks:
        rows = [[CellKey(table.code, row.code, column.code) for column in block.columns] for row in block.rows]
        yield from [[key for row in rows for key in row]] if block.across else rows


def _known(cells: Cells, keys: list[CellKey]) -> Decimal:
    return sum((value for key in keys if (value := cells[key].value) is not None), Decimal(0))


def _contradiction(key: CellKey, values: list[Decimal]) -> Finding:
    listed = "、".join(plain(value) for value in sorted(set(values)))
    return Finding(
        rule=CONTRADICTION,
        message=f"此格未能读出，按表内勾稽关系推算得 {listed}，为负数或互相矛盾，因此不予推算。",
        severity=Severity.WARNING,
        fault=Fault.SOURCE,
        table=key.table,
        row=key.row,
        column=key.column,
        actual=listed,
    )
