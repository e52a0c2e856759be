"""What a careful human may publish about a cell, and the rules that decide it.

``Expected.allowed`` lists the states that are right; more than one stands where the rules leave room. Whatever the
state, a published number must equal ``value``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.model import CellKey, CellStatus

REPORTED = CellStatus.REPORTED
BLANK = CellStatus.BLANK
AMBIGUOUS = CellStatus.AMBIGUOUS
UNREADABLE = CellStatus.UNREADABLE
MISSING = CellStatus.MISSING


@dataclass(frozen=True, slots=True)
class Expected:
    """The states that are right for a cell; ``value`` is the only number that may be published, if any."""

    allowed: frozenset[CellStatus]
    value: Decimal | None = None

    @property
    def must_read(self) -> bool:
        """Whether the number has to be published."""
        return self.allowed == frozenset({REPORTED})

    @property
    def may_read(self) -> bool:
        """Whether the number may be published."""
        return REPORTED in self.allowed


@dataclass(frozen=True, slots=True)
class Content:
    """What is printed in one cell: the text, the state it would have if its place were certain, and its number."""

    key: CellKey
    text: str
    status: CellStatus
    value: Decimal | None = None


Truth = Mapping[CellKey, Expected]


def exactly(status: CellStatus, value: Decimal | None = None) -> Expected:
    """One state only."""
    return Expected(frozenset({status}), value)


def loosen(truth: Truth, *states: CellStatus) -> dict[CellKey, Expected]:
    """Return the same cells with further states allowed."""
    return {key: Expected(expected.allowed | set(states), expected.value) for key, expected in truth.items()}


def is_complete(row: Sequence[Content]) -> bool:
    """Whether a number is printed in every cell of a row."""
    return all(content.status is REPORTED for content in row)


def kept(row: Sequence[Content], proved: bool = True) -> dict[CellKey, Expected]:
    """Every cell of the row left a trace at its own place; ``proved``: complete rows show which place is which."""
    truth = {content.key: exactly(content.status, content.value) for content in row}
    words_first = (
        bool(row) and row[0].status is CellStatus.UNREADABLE and not any(char.isdigit() for char in row[0].text)
    )
    if words_first and len(row) > 1:
        return loosen(truth, AMBIGUOUS, MISSING)  # words in the first value column may be a label
    if proved or is_complete(row) or not _numbers(row):
        return truth
    return loosen(truth, AMBIGUOUS)


def vanished(row: Sequence[Content]) -> dict[CellKey, Expected]:
    """Empty cells left no trace: the row is settled only if something is printed in each of its cells."""
    printed = [content for content in row if content.text]
    if len(printed) == len(row):
        return kept(row, proved=False)
    if not printed:
        return {content.key: exactly(MISSING) for content in row}
    if not _numbers(row):
        return {content.key: Expected(frozenset({BLANK, MISSING, AMBIGUOUS, UNREADABLE})) for content in row}
    if len(_numbers(row)) < len(printed):
        return {content.key: Expected(frozenset({AMBIGUOUS, UNREADABLE, BLANK, MISSING})) for content in row}
    return {content.key: exactly(AMBIGUOUS) for content in row}


def collapsed(row: Sequence[Content]) -> dict[CellKey, Expected]:
    """Empty cells stand after the last number, wherever they were: as ``vanished``, but they left a trace."""
    truth = vanished(row)
    if any(content.text for content in row):
        return truth
    return {key: exactly(BLANK) for key in truth}


def first_only(row: Sequence[Content]) -> dict[CellKey, Expected]:
    """Only the first printed value of the row survived; the rest of the fields are empty."""
    first = next((content for content in row if content.text), None)
    if first is None or len(row) == 1:
        return kept(row)
    if first.status is REPORTED:
        return {content.key: exactly(AMBIGUOUS) for content in row}
    return {content.key: Expected(frozenset({AMBIGUOUS, UNREADABLE, BLANK, MISSING})) for content in row}


def missing(keys: Iterable[CellKey]) -> dict[CellKey, Expected]:
    """Cells without any trace."""
    return {key: exactly(MISSING) for key in keys}


def _numbers(row: Sequence[Content]) -> list[Content]:
    return [content for content in row if content.status is REPORTED]
