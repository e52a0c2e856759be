"""Which cell of a table is wrong: the form's identities read as an error-correcting code.

Every cell of table 三 stands in the sum of its row and in one or two identities of its column, so a single wrong
cell leaves a pattern of broken identities that no other cell leaves (the code's distance is four: any three wrong
cells are noticed). What a blank stands for is unknown: a cell is named only where no number in any blank could
lead to another answer.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from generator.checks.equations import Equation
from generator.model import Cell, CellKey, CellStatus

# How strongly a cell counts in each identity (by its number), and what the identities are off by.
_Sparse = dict[int, int]
# More slips than that which explain the same are no help to the reader.
_FEW = 8


class Pattern(StrEnum):
    """What kind of slip explains all broken identities at once."""

    CELL = "cell"
    SWAPPED_IN_ROW = "swapped_in_row"
    SWAPPED_IN_COLUMN = "swapped_in_column"
    SHIFTED_ROW = "shifted_row"
    MOVED_IN_ROW = "moved_in_row"
    MOVED_IN_COLUMN = "moved_in_column"
    TWO_CELLS = "two_cells"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose printed number ``printed`` would have to be ``expected``."""

    key: CellKey
    printed: int
    expected: int


Slip = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """What explains the ``broken`` identities of one table: the likeliest slip of the simplest kind that does.

    ``changes`` is empty where the pattern is ``unknown``. ``candidates`` are the other slips that explain the same,
    the likelier first: none beside a cell or an exchange that is the only one. ``otherwise`` are ways to change two
    cells of one row or column, no exchange, that explain what an exchange does: where requests were counted in the
    wrong column. ``if_blank_is_zero`` is the one cell that would explain all if every blank stood for 0.
    """

    pattern: Pattern
    changes: Slip
    broken: tuple[Equation, ...]
    if_blank_is_zero: Change | None = None
    candidates: tuple[Slip, ...] = ()
    otherwise: tuple[Slip, ...] = ()

    def instead(self, slip: Slip) -> Cause:
        """Return the same with another of the slips that explain it as the likeliest."""
        others = tuple(other for other in (self.changes, *self.candidates) if other != slip)
        return replace(self, pattern=_pattern(slip), changes=slip, candidates=others)


def localise(equations: Iterable[Equation], cells: Mapping[CellKey, Cell]) -> tuple[Cause, ...]:
    """Return one cause for each group of connected identities that cannot all hold.

    ``cells`` are those of one report. Identities with a cell that is ambiguous, unreadable or missing say nothing
    and are left out. No cause is given where numbers in blank cells can make all identities hold.
    """
    found = [(group, cause) for group, cause in _causes(equations, cells) if cause is not None]
    tables: dict[str, list[list[Equation]]] = {}
    for group, _ in found:
        tables.setdefault(group[0].total.table, []).append(group)
    # An exchange across identities that share no cell, as the rows of table 四, is simpler than a slip in each.
    joined = {
        table: _Table([equation for group in groups for equation in group], cells).exchange()
        for table, groups in tables.items()
        if len(groups) > 1
    }
    alone = (cause for group, cause in found if joined.get(group[0].total.table) is None)
    return (*(cause for cause in joined.values() if cause is not None), *alone)


def _causes(
    equations: Iterable[Equation], cells: Mapping[CellKey, Cell]
) -> Iterator[tuple[list[Equation], Cause | None]]:
    for group in _connected(_usable(equations, cells)):
        yield group, _Table(group, cells).cause()


def _usable(equations: Iterable[Equation], cells: Mapping[CellKey, Cell]) -> Iterator[Equation]:
    for equation in equations:
        known = [cells.get(key) for key in (*equation.left, *equation.right)]
        if all(cell is not None and (cell.status is CellStatus.BLANK or cell.value is not None) for cell in known):
            yield equation


def _connected(equations: Iterable[Equation]) -> Iterator[list[Equation]]:
    """Yield the groups of identities that share cells."""
    groups: list[tuple[set[CellKey], list[Equation]]] = []
    for equation in equations:
        keys = {*equation.left, *equation.right}
        touching = [group for group in groups if not keys.isdisjoint(group[0])]
        groups = [group for group in groups if group not in touching]
        members = [member for group in touching for member in group[1]]
        groups.append((keys.union(*(group[0] for group in touching)), [*members, equation]))
    for _, members in groups:
        yield members


class _Table:
    """The identities of one group. ``_free`` are combinations of them in which no blank cell is left."""

    def __init__(self, equations: Sequence[Equation], cells: Mapping[CellKey, Cell]) -> None:
        self._equations = equations
        keys = list(dict.fromkeys(key for equation in equations for key in (*equation.left, *equation.right)))
        self._values = {key: int(value) for key in keys if (value := cells[key].value) is not None}
        self._signs: dict[CellKey, _Sparse] = {key: {} for key in keys}
        for index, equation in enumerate(equations):
            self._signs |= {key: self._signs[key] | {index: 1} for key in equation.left}
            self._signs |= {key: self._signs[key] | {index: -1} for key in equation.right}
        self._blanks = [self._signs[key] for key in keys if key not in self._values]
        self._free = _without_blanks(len(equations), self._blanks)
        self._weights = {key: self._combined(self._signs[key]) for key in self._values}

        self._open = self._combined(self._off({}))

    def cause(self) -> Cause | None:
        """Return the cause; ``None`` where the identities hold or can hold."""
        off = self._off({})
        if self._can_hold(off):
            return None
        # Where some numbers in the blanks, be they below 0, explain everything, nothing more can be told.
        if not self._open:
            return self._cause((), if_blank_is_zero=self._if_blank_is_zero(off))
        single = self._few(self._single())
        exchanged = self._few(self._swapped())
        if len(single) == 1:
            return self._cause(single[0], exchanged)
        if not single and 0 < len(exchanged) <= _FEW:
            return self._exchange(exchanged)
        candidates = (*single, *exchanged)
        for found in () if candidates else (self._shifted(), self._two()):
            candidates = self._few(found)
            if len(candidates) == 1:
                return self._cause(candidates[0])
            if candidates:
                break
        return self._cause((), candidates if len(candidates) <= _FEW else (), self._if_blank_is_zero(off))

    def exchange(self) -> Cause | None:
        """Return the exchange that explains all; ``None`` where there is none, or more than a reader can look at."""
        exchanged = self._few(self._swapped()) if self._open else ()
        return self._exchange(exchanged) if 0 < len(exchanged) <= _FEW else None

    def _exchange(self, exchanged: Sequence[Slip]) -> Cause:
        likeliest, *others = sorted(exchanged, key=self._unlikely)
        known = {frozenset(slip) for slip in exchanged}
        lines = {_lines_of(slip) for slip in exchanged}
        pairs = (self._changes(slip) for slip in self._two())
        otherwise = [
            slip for slip in pairs if frozenset(slip) not in known and _is_moved(slip) and _lines_of(slip) in lines
        ]
        return self._cause(likeliest, others, otherwise=otherwise)

    def _unlikely(self, slip: Slip) -> tuple[bool, int]:
        """Order exchanges: neighbours in print first, then parts before totals."""
        rows = list(dict.fromkeys(key.row for key in self._values))
        columns = list(dict.fromkeys(key.column for key in self._values))
        first, second = (change.key for change in slip)
        apart = abs(rows.index(first.row) - rows.index(second.row))
        apart += abs(columns.index(first.column) - columns.index(second.column))
        totals = {equation.total for equation in self._equations}
        return apart > 1, (first in totals) + (second in totals)

    def _cause(
        self,
        changes: Slip,
        candidates: Sequence[Slip] = (),
        if_blank_is_zero: Change | None = None,
        otherwise: Sequence[Slip] = (),
    ) -> Cause:
        off = self._off({})
        broken = tuple(equation for index, equation in enumerate(self._equations) if index in off)
        pattern = _pattern(changes) if changes else Pattern.UNKNOWN
        return Cause(pattern, changes, broken, if_blank_is_zero, tuple(candidates), tuple(otherwise))

    def _few(self, found: Iterator[Mapping[CellKey, int]]) -> tuple[Slip, ...]:
        return tuple(self._changes(slip) for slip in itertools.islice(found, _FEW + 1))

    def _single(self) -> Iterator[Mapping[CellKey, int]]:
        index = next(iter(self._open))
        for key, weights in self._weights.items():
            if weights.get(index) and not self._open[index] % weights[index]:
                corrected = {key: self._values[key] - self._open[index] // weights[index]}
                if self._explains(corrected):
                    yield corrected

    def _swapped(self) -> Iterator[Mapping[CellKey, int]]:
        """Yield the pairs of a row or column whose numbers, exchanged, explain all."""
        index = next(iter(self._open))
        for line in (*self._lines(lambda key: key.row), *self._lines(lambda key: key.column)):
            for first, second in itertools.combinations(line, 2):
                more = self._values[second] - self._values[first]
                change = more * (self._weights[first].get(index, 0) - self._weights[second].get(index, 0))
                corrected = {first: self._values[second], second: self._values[first]}
                if change == -self._open[index] and self._explains(corrected):
                    yield corrected

    def _shifted(self) -> Iterator[Mapping[CellKey, int]]:
        """Yield the rows that stand one column too far left or right, and so lost a number at one end."""
        for equation in self._equations:
            row = [*equation.left, *equation.right]
            if len({key.row for key in row}) > 1 or len(equation.right) > 1 or not set(row) <= set(self._values):
                continue
            printed = [self._values[key] for key in row]
            parts = printed[1:]
            yield from self._explained(row, [*parts, sum(parts)])
            yield from self._explained(row, [printed[-2] - sum(printed[:-2]), *printed[:-1]])

    def _explained(self, row: Sequence[CellKey], numbers: Sequence[int]) -> Iterator[Mapping[CellKey, int]]:
        corrected = dict(zip(row, numbers, strict=True))
        if sum(self._values[key] != number for key, number in corrected.items()) > 2 and self._explains(corrected):
            yield corrected

    def _two(self) -> Iterator[Mapping[CellKey, int]]:
        """Yield the pairs of cells that explain all: one of them stands in the first broken combination."""
        index = next(iter(self._open))
        touching = [key for key, weights in self._weights.items() if index in weights]
        seen: set[frozenset[CellKey]] = set()
        for first in touching:
            for second in self._weights:
                pair = frozenset((first, second))
                if first == second or pair in seen:
                    continue
                seen.add(pair)
                changes = _solved(self._weights[first], self._weights[second], self._open)
                if changes is not None:
                    corrected = {first: self._values[first] + changes[0], second: self._values[second] + changes[1]}
                    if self._explains(corrected):
                        yield corrected

    def _if_blank_is_zero(self, off: _Sparse) -> Change | None:
        found = []
        for key, signs in self._signs.items():
            if key in self._values and signs.keys() == off.keys():
                changes = {-off[index] * sign for index, sign in signs.items()}
                if len(changes) == 1 and (number := self._values[key] + changes.pop()) >= 0:
                    found.append(Change(key, self._values[key], number))
        return found[0] if len(found) == 1 and self._blanks else None

    def _explains(self, corrected: Mapping[CellKey, int]) -> bool:
        if min(corrected.values()) < 0:
            return False
        left = dict(self._open)
        for key, number in corrected.items():
            for index, weight in self._weights[key].items():
                left[index] = left.get(index, 0) + weight * (number - self._values[key])
        return not any(left.values()) and self._can_hold(self._off(corrected))

    def _can_hold(self, off: _Sparse) -> bool:
        """Say whether numbers from 0 on in the blank cells can make every identity hold."""
        return not self._combined(off) and all(
            any(signs.get(index) == (-1 if left > 0 else 1) for signs in self._blanks) for index, left in off.items()
        )

    def _off(self, corrected: Mapping[CellKey, int]) -> _Sparse:
        """Return what each identity that does not hold is off by, blanks taken as 0."""
        off: _Sparse = {}
        for key, printed in self._values.items():
            number = corrected.get(key, printed)
            for index, sign in self._signs[key].items() if number else ():
                off[index] = off.get(index, 0) + sign * number
        return {index: left for index, left in sorted(off.items()) if left}

    def _combined(self, off: _Sparse) -> _Sparse:
        """Return the same of the combinations without blanks."""
        sums = (sum(factor * off.get(index, 0) for index, factor in mixed.items()) for mixed in self._free)
        return {index: total for index, total in enumerate(sums) if total}

    def _lines(self, line_of: Callable[[CellKey], str]) -> Iterator[list[CellKey]]:
        lines: dict[str, list[CellKey]] = {}
        for key in self._values:
            lines.setdefault(line_of(key), []).append(key)
        yield from lines.values()

    def _changes(self, corrected: Mapping[CellKey, int]) -> tuple[Change, ...]:
        return tuple(
            Change(key, self._values[key], number) for key, number in corrected.items() if number != self._values[key]
        )


def _pattern(changes: Sequence[Change]) -> Pattern:
    if len(changes) != 2:
        return Pattern.SHIFTED_ROW if len(changes) > 2 else Pattern.CELL
    first, second = changes
    swapped = (first.printed, second.printed) == (second.expected, first.expected)
    if first.key.row == second.key.row and _is_moved(changes):
        return Pattern.SWAPPED_IN_ROW if swapped else Pattern.MOVED_IN_ROW
    if first.key.column == second.key.column and _is_moved(changes):
        return Pattern.SWAPPED_IN_COLUMN if swapped else Pattern.MOVED_IN_COLUMN
    return Pattern.TWO_CELLS


def _is_moved(changes: Sequence[Change]) -> bool:
    return sum(change.printed for change in changes) == sum(change.expected for change in changes)


def _lines_of(slip: Slip) -> frozenset[str]:
    """Return the two columns between which numbers of a row moved, or the two rows."""
    rows = frozenset(change.key.row for change in slip)
    columns = frozenset(change.key.column for change in slip)
    if len(rows) == 1:
        return columns
    return rows if len(columns) == 1 else frozenset()


def _solved(first: _Sparse, second: _Sparse, off: _Sparse) -> tuple[int, int] | None:
    """Return the changes (neither 0) of two cells that cancel ``off``; none where there are none or several."""
    if not off.keys() <= first.keys() | second.keys():
        return None
    rows = [(first.get(index, 0), second.get(index, 0), -off.get(index, 0)) for index in first.keys() | second.keys()]
    for (one, two, left), (other_one, other_two, other_left) in itertools.combinations(rows, 2):
        determinant = one * other_two - two * other_one
        if determinant:
            changes = (left * other_two - two * other_left, one * other_left - left * other_one)
            if any(change % determinant for change in changes) or not all(changes):
                return None
            by_first, by_second = changes[0] // determinant, changes[1] // determinant
            return (by_first, by_second) if all(a * by_first + b * by_second == c for a, b, c in rows) else None
    return None


def _without_blanks(count: int, blanks: Sequence[_Sparse]) -> list[_Sparse]:
    """Return combinations of ``count`` identities (their whole factors) in which no blank cell is left.

    Gauss's elimination over the blank cells' columns; what cannot be combined free of blanks falls away.
    """
    rows = [
        ({b: Fraction(signs[i]) for b, signs in enumerate(blanks) if i in signs}, {i: Fraction(1)})
        for i in range(count)
    ]
    for blank in range(len(blanks)):
        pivot = next((row for row in rows if blank in row[0]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [_minus(row, pivot, row[0][blank] / pivot[0][blank]) if blank in row[0] else row for row in rows]
    return [_whole(factors) for _, factors in rows]


_Row = tuple[dict[int, Fraction], dict[int, Fraction]]


def _minus(row: _Row, other: _Row, times: Fraction) -> _Row:
    parts = []
    for own, subtracted in zip(row, other, strict=True):
        keys = own.keys() | subtracted.keys()
        sums = {key: own.get(key, Fraction(0)) - times * subtracted.get(key, Fraction(0)) for key in sorted(keys)}
        parts.append({key: value for key, value in sums.items() if value})
    return parts[0], parts[1]


def _whole(factors: Mapping[int, Fraction]) -> _Sparse:
    common = math.lcm(*(factor.denominator for factor in factors.values()))
    return {index: int(factor * common) for index, factor in factors.items()}
