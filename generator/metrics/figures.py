"""The figures of a report that metrics are made of, by name.

Only what the document prints counts, or what a person put right: a cell that is blank, ambiguous, unreadable, missing
or only derived has no figure here.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from generator.checks.dates import due_day
from generator.checks.equations import equations_of
from generator.forms import NumberKind, load_forms
from generator.model import Cell, CellKey, CellStatus, Report

REPORT_FIGURES: Final = (
    "report.cells_reported",
    "report.cells_expected",
    "report.equations_holding",
    "report.equations_asked",
    "report.days_after_due",
)
# A number beyond these says nothing that a body can have done, and would burst the sums of many reports.
WHOLE_DIGITS: Final = 15
PLACES: Final = 8
_BOUND: Final = Decimal(10) ** WHOLE_DIGITS

Figures = Mapping[str, Decimal]


def cell_name(key: CellKey) -> str:
    """Return a cell's name, e.g. ``requests.received.total``."""
    return f"{key.table}.{key.row}.{key.column}"


@functools.cache
def number_kinds() -> Mapping[str, NumberKind]:
    """Return the name of every cell of every form, in published order, with what numbers stand in it."""
    return {
        cell_name(CellKey(table.code, row.code, column.code)): column.number
        for form in load_forms().values()
        for table in form.tables
        for block, row in table.printed_rows()
        for column in block.columns
    }


def figures_of(report: Report) -> Figures:
    """Return the figures of a report by name; one that is not known is not there."""
    found: dict[str, Decimal] = {}
    kinds = number_kinds()
    for cell in report.cells:
        number = _number(cell)
        if number is not None:
            name = cell_name(cell.key)
            if not number or _can_be_added(number, kinds[name]):
                found[name] = number
    return {**found, **about(report)}


def about(report: Report) -> Figures:
    """Return the numbers about a report itself: cells with a number, equations that hold, days after the due day."""
    found: dict[str, Decimal] = {}
    if report.cells:
        printed = {
            cell_name(cell.key): cell.value
            for cell in report.cells
            if cell.status is CellStatus.REPORTED and cell.value is not None
        }
        counts = (len(printed), len(report.cells), *_equations(report.form, printed))
        found = dict(zip(REPORT_FIGURES, map(Decimal, counts), strict=False))
    due = due_day(report)
    if due is not None and report.published_on is not None:
        found["report.days_after_due"] = Decimal((report.published_on - due).days)
    return found


def _number(cell: Cell) -> Decimal | None:
    """Return the number of a cell: corrected by hand, else as printed."""
    if cell.corrected is not None:
        return cell.corrected
    return cell.value if cell.status is CellStatus.REPORTED else None


def _can_be_added(number: Decimal, kind: NumberKind) -> bool:
    if abs(number) >= _BOUND:
        return False
    if kind == "amount":
        exponent = number.normalize().as_tuple().exponent
        return isinstance(exponent, int) and exponent >= -PLACES
    return number == number.to_integral_value()


def _equations(form: str, printed: Figures) -> tuple[int, int]:
    """Return how many of the form's identities hold, and of how many all cells are printed numbers."""
    holding = asked = 0
    for left, right in _sides(form):
        if all(name in printed for name in left) and all(name in printed for name in right):
            asked += 1
            holding += sum(printed[name] for name in left) == sum(printed[name] for name in right)
    return holding, asked


@functools.cache
def _sides(form: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(
        (tuple(map(cell_name, equation.left)), tuple(map(cell_name, equation.right))) for equation in equations_of(form)
    )
