"""What a report says about the figures readers ask for first, with the state that each answer has."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar, cast

from generator.forms import Form, load_forms
from generator.model import Cell, CellKey, CellStatus, Report
from generator.site.words import COMPUTED, CORRECTED, DERIVED, GROUPS, STATES

OUTCOME_GROUPS: Final = tuple(GROUPS)
APPLICANTS: Final = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other")
REVIEW_ROWS: Final = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
REVIEW_RESULTS: Final = ("upheld", "corrected", "other", "pending")
T = TypeVar("T")

_ZERO: Final = Decimal(0)
_VERSION_DIGITS: Final = 8
_UNGROUPED: Final = 3
_WITHDRAWN: Final = "figure.withdrawn"
_WORST_FIRST: Final = (CellStatus.UNREADABLE, CellStatus.AMBIGUOUS, CellStatus.MISSING, CellStatus.BLANK)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number for the reader, or the reason why there is none.

    ``state`` is ``reported``, ``derived``, ``corrected``, ``computed`` (the sum of several reported cells) or the
    state of the cells that are not known; ``keys`` are the cells it rests on, in the order of the form. ``note`` is
    there where one of them was withdrawn.
    """

    value: Decimal | None
    state: str
    keys: tuple[CellKey, ...]
    unknown: int = 0
    note: str = ""

    @property
    def anchor(self) -> str:
        """The anchor of the first cell this figure rests on."""
        return anchor(self.keys[0]) if self.keys else ""

    @property
    def is_derived(self) -> bool:
        """Whether at least one part was derived, not printed."""
        return self.value is not None and self.state == DERIVED.code

    @property
    def printed(self) -> Decimal | None:
        """The number where the report prints it (or a person corrected it); nothing for what was only derived."""
        return None if self.is_derived else self.value


class Facts:
    """One report's cells by address, and the figures made of them."""

    __slots__ = ("_cells", "_digest", "_kept", "_withdrawn", "form", "report")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.form: Form | None = load_forms().get(report.form)
        self._cells: Mapping[CellKey, Cell] | None = None
        self._withdrawn: Mapping[CellKey, str] | None = None
        self._digest = ""
        self._kept: dict[Callable[[Facts], object], object] = {}

    @property
    def version(self) -> str:
        """The first eight hex digits of a hash over the report's figures: they change when one of them does.

        Citations name it, and never the edition of the whole data set, which changes with any other report.
        """
        return self.digest[:_VERSION_DIGITS]

    @property
    def digest(self) -> str:
        """The whole hash over the report's figures."""
        if not self._digest:
            report = self.report
            lines = [f"{report.report_id}|{report.sha256}|{report.status.value}|{report.form}"]
            lines += [f"{anchor(cell.key)}|{cell.status!s}|{_numbers(cell)}|{cell.unit}" for cell in report.cells]
            lines += [
                f"{old.locator}|{old.label}|{old.column}|{old.status.value}|{_plain(old.value)}"
                for old in report.legacy
            ]
            self._digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return self._digest

    @property
    def withdrawn(self) -> Mapping[CellKey, str]:
        """What is said of the figures that were withdrawn."""
        if self._withdrawn is None:
            self._withdrawn = {
                finding.key: finding.message for finding in self.report.findings if finding.rule == _WITHDRAWN
            }
        return self._withdrawn

    def cell(self, key: CellKey) -> Cell | None:
        """Return the cell with this address, if the form has it."""
        return self._by_key().get(key)

    def figure(self, *keys: CellKey) -> Figure:
        """Return the sum of these cells, honest about the parts that are not known."""
        known = self._by_key()
        if len(keys) == 1 and keys[0] in known:  # most are asked for one cell that is known
            cell = known[keys[0]]
            best = _best(cell)
            if best is not None:
                return Figure(_ZERO + best, _state((cell,)), keys)
        cells = [known[key] for key in keys if key in known]
        if not cells:
            return Figure(None, CellStatus.MISSING.value, keys)
        numbers = [_best(cell) for cell in cells]
        unknown = sum(number is None for number in numbers)
        if unknown:
            withdrawn = self.withdrawn
            note = next((withdrawn[key] for key in keys if key in withdrawn), "")
            return Figure(None, _worst(cells), keys, unknown, note)
        return Figure(sum((n for n in numbers if n is not None), Decimal(0)), _state(cells), keys)

    def one(self, table: str, row: str, column: str) -> Figure:
        """Return the figure of one cell."""
        return self.figure(cell_key(table, row, column))

    def group(self, group: str, column: str = "total") -> Figure:
        """Return the figure of a group of outcome rows, e.g. all reasons of 不予公开 together."""
        return self.figure(*_group_keys(self.form.code, group, column) if self.form else ())

    def group_rows(self, group: str) -> tuple[str, ...]:
        """Return the outcome rows of the report's form that belong to a group."""
        return _group_rows(self.form.code, group) if self.form else ()

    def sum_of_groups(self) -> Decimal | None:
        """Return what all outcome groups make together; nothing where one of them is not known."""
        values = [self.group(group).value for group in OUTCOME_GROUPS]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if len(known) == len(values) else None

    def review(self, rows: Iterable[str] = REVIEW_ROWS) -> Figure:
        """Return how many reconsideration and litigation cases the report counts."""
        return self.figure(*(cell_key("review", row, "total") for row in rows))

    def once(self, said: Callable[[Facts], T]) -> T:
        """Return what a function says of these facts; it is asked once, however many parts of a page want to know."""
        if said not in self._kept:
            self._kept[said] = said(self)
        return cast(T, self._kept[said])

    def status_counts(self) -> Mapping[CellStatus, int]:
        """Return how many cells are in which state, in a fixed order, without those that do not occur."""
        counts = Counter(cell.status for cell in self.report.cells)
        return {status: counts[status] for status in CellStatus if counts[status]}

    def _by_key(self) -> Mapping[CellKey, Cell]:
        # Of most reports nobody asks for a cell by its address while pages about many are made.
        if self._cells is None:
            self._cells = {cell.key: cell for cell in self.report.cells}
        return self._cells


@functools.cache
def cell_key(table: str, row: str, column: str) -> CellKey:
    """Return the address of a cell; it is asked for by its codes all the time."""
    return CellKey(table, row, column)


def anchor(key: CellKey) -> str:
    """Return the anchor of a cell on its report's page, e.g. ``requests.received.total``."""
    return f"{key.table}.{key.row}.{key.column}"


def outcome_group(row: str) -> str:
    """Return the group an outcome row belongs to, e.g. ``denied`` for ``denied_third_party``."""
    if row in OUTCOME_GROUPS:
        return row
    return next(group for group in OUTCOME_GROUPS if row.startswith(group + "_"))


def number(value: Decimal, *, grouped: bool = True) -> str:
    """Return a number as a reader writes it: no exponent, no trailing zeros; thousands set apart unless told not to."""
    text = str(value)
    if text.isdigit() and (not grouped or len(text) <= _UNGROUPED):
        return text
    text = format(value, ",f" if grouped else "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@functools.cache
def _group_rows(form: str, group: str) -> tuple[str, ...]:
    for _, row in load_forms()[form].table("requests").printed_rows():
        if row.code == "outcomes_total":
            return tuple(code for code in row.sum_of if outcome_group(code) == group)
    return ()


@functools.cache
def _group_keys(form: str, group: str, column: str) -> tuple[CellKey, ...]:
    return tuple(cell_key("requests", row, column) for row in _group_rows(form, group))


def _numbers(cell: Cell) -> str:
    if cell.derived is None and cell.corrected is None:  # of most cells
        return f"{_plain(cell.value)}||"
    return "|".join(map(_plain, (cell.value, cell.derived, cell.corrected)))


def _plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = str(value)
    return text if text.isdigit() else number(value, grouped=False)


def _best(cell: Cell) -> Decimal | None:
    if cell.corrected is not None:
        return cell.corrected
    return cell.value if cell.status is CellStatus.REPORTED else cell.derived


def _state(cells: Sequence[Cell]) -> str:
    if any(cell.status is not CellStatus.REPORTED and cell.corrected is None for cell in cells):
        return DERIVED.code
    if len(cells) > 1:
        return COMPUTED.code
    return CORRECTED.code if cells[0].corrected is not None else STATES[CellStatus.REPORTED].code


def _worst(cells: Sequence[Cell]) -> str:
    unknown = {cell.status for cell in cells if _best(cell) is None}
    return next((status.value for status in _WORST_FIRST if status in unknown), CellStatus.MISSING.value)
