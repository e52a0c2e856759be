"""Which figures to look at again: those of sums and balances of the form that do not hold.

A sum never says which of its figures is wrong, and a publisher may have added wrongly: so this only names the figures,
and a reader that can look again (``Document.again``) says what it sees there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.forms import Form
from generator.model import Cell, CellKey, CellStatus
from generator.tables.derive import balances, sums


def doubted(form: Form, cells: Mapping[CellKey, Cell]) -> tuple[Cell, ...]:
    """Return the figures of broken sums and balances, an empty cell counted as 0, in the form's order."""
    keys = {key for left, right in _equations(form) if _is_broken(left, right, cells) for key in (*left, *right)}
    return tuple(cells[key] for key in form.keys() if key in keys and cells[key].value is not None)


def _equations(form: Form) -> Iterator[tuple[Sequence[CellKey], Sequence[CellKey]]]:
    for table in form.tables:
        yield from (((total,), parts) for total, parts in sums(table))
        yield from balances(table)


def _is_broken(left: Sequence[CellKey], right: Sequence[CellKey], cells: Mapping[CellKey, Cell]) -> bool:
    known = {CellStatus.REPORTED, CellStatus.BLANK}
    if any(cells[key].status not in known for key in (*left, *right)):
        return False
    here, there = (sum((cells[key].value or Decimal(0) for key in side), Decimal(0)) for side in (left, right))
    return here != there
