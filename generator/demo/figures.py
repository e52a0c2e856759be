"""Plausible figures: a body's reports over several years, obeying every sum of the forms and every carry-over.

What is carried out of one year is carried into the next, column by column; documents in force are those of the year
before, plus issued, less repealed. Requests are heavy-tailed: most townships get none, a few governments hundreds.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.forms import Form, Table
from generator.model import CellKey, Kind

Values = dict[CellKey, Decimal]

_ZERO = Decimal(0)
# Chance of no request in a usual year, and the middle and spread of the logarithm of how many there are otherwise.
_REQUESTS: Mapping[Kind, tuple[float, float, float]] = {
    Kind.TOWNSHIP: (0.62, 0.6, 1.0),
    Kind.SUBDISTRICT: (0.45, 1.2, 1.1),
    Kind.DEPARTMENT: (0.30, 1.8, 1.3),
    Kind.GOVERNMENT: (0.02, 4.6, 1.2),
}
_MOST_REQUESTS = 20_000
_APPLICANTS = {"natural_person": 82, "enterprise": 12, "legal_service": 3, "other": 2, "research": 0.5}
_OUTCOMES = {
    "granted": 36,
    "partly_granted": 8,
    "unavailable_not_held": 22,
    "unavailable_not_ready": 4,
    "not_processed_petition": 4,
    "denied_administrative_query": 3,
    "denied_third_party": 2,
    "denied_enforcement_files": 2,
}
_STAYS_OPEN = 0.07
_REVIEWS = {"upheld": 60, "corrected": 15, "other": 15, "pending": 10}
_MOST_DECISIONS: Mapping[Kind, float] = {
    Kind.TOWNSHIP: 2.5,
    Kind.SUBDISTRICT: 2.0,
    Kind.DEPARTMENT: 4.5,
    Kind.GOVERNMENT: 8.0,
}


@dataclass(slots=True)
class History:
    """What one year hands on to the next."""

    kind: Kind
    rng: random.Random
    level: float = 0.0
    open: dict[str, int] = field(default_factory=dict)
    stock: Decimal = _ZERO
    items: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        none, middle, spread = _REQUESTS.get(self.kind, _REQUESTS[Kind.TOWNSHIP])
        self.level = 0.0 if self.rng.random() < none else self.rng.lognormvariate(middle, spread)
        self.stock = Decimal(self._some(0.5, 1.2))

    def year(self, form: Form) -> Values:
        """Return the figures of the next year, in its form."""
        values: Values = {}
        for table in form.tables:
            fill = {"proactive": self._proactive, "requests": self._requests, "review": self._review}[table.code]
            values |= fill(table)
        return values

    def _some(self, zeros: float, middle: float) -> int:
        """Return a count that is 0 with this chance, and else small, seldom large."""
        return 0 if self.rng.random() < zeros else max(1, round(self.rng.lognormvariate(middle, 1.2)))

    def _proactive(self, table: Table) -> Values:
        values: Values = {}
        for block, row in table.printed_rows():
            columns = [column.code for column in block.columns]
            numbers = dict.fromkeys(columns, _ZERO)
            if row.code == "normative_documents":
                numbers = self._documents(columns)
            elif row.code == "procurement":
                numbers = self._bought(columns)
            elif "previous_items" in columns:
                numbers = self._served(row.code, columns)
            elif "amount" in columns:
                numbers = {"amount": self._money()}
            elif "decisions" in columns:
                numbers = {"decisions": Decimal(self._decisions())}
            values |= {CellKey(table.code, row.code, column): numbers[column] for column in columns}
        return values

    def _documents(self, columns: Sequence[str]) -> dict[str, Decimal]:
        """Return issued, repealed and in force; or, in the older form, produced, disclosed and disclosed so far."""
        issued = Decimal(self._some(0.75, 0.5))
        if "in_force" in columns:
            repealed = min(self.stock + issued, Decimal(self._some(0.85, 0.3)))
            self.stock += issued - repealed
            return {"issued": issued, "repealed": repealed, "in_force": self.stock}
        self.stock += issued
        return {"produced": issued, "disclosed": issued, "disclosed_total": self.stock}

    def _bought(self, columns: Sequence[str]) -> dict[str, Decimal]:
        items = Decimal(self._some(0.6, 1.0))
        amount = Decimal(round(self.rng.lognormvariate(13, 1.5) * 100)) / 100 if items else _ZERO
        return dict(zip(columns, (items, amount), strict=True))

    def _served(self, row: str, columns: Sequence[str]) -> dict[str, Decimal]:
        before = self.items.get(row, Decimal(self._some(0.4, 2.5)))
        change = max(-before, Decimal(self.rng.choice((0, 0, 0, 1, 2, -1, self.rng.randint(-9, 21)))))
        self.items[row] = before + change
        decisions = Decimal(self._decisions())
        return {column: {"previous_items": before, "change": change}.get(column, decisions) for column in columns}

    def _decisions(self) -> int:
        if self.rng.random() < (0.5 if self.kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT) else 0.15):
            return 0
        return round(self.rng.lognormvariate(_MOST_DECISIONS.get(self.kind, 2.5), 1.4))

    def _money(self) -> Decimal:
        if self.rng.random() < 0.7:
            return _ZERO
        places = self.rng.choice((0, 1, 2, 2, 4))
        return Decimal(round(self.rng.lognormvariate(3, 2) * 10**places)).scaleb(-places)

    def _requests(self, table: Table) -> Values:
        block = table.blocks[0]
        total_column = next(column for column in block.columns if column.sum_of)
        total_row = next(row for row in block.rows if row.sum_of)
        received = self._received(total_column.sum_of)
        values: Values = {}
        for column in total_column.sum_of:
            carried_in = self.open.get(column, 0)
            at_hand = received[column] + carried_in
            left = _share(self.rng, at_hand, _STAYS_OPEN)
            self.open[column] = left
            numbers = {"received": received[column], "carried_in": carried_in, "carried_out": left}
            numbers |= _spread(self.rng, at_hand - left, total_row.sum_of, _OUTCOMES)
            numbers[total_row.code] = at_hand - left
            values |= {CellKey(table.code, row, column): Decimal(number) for row, number in numbers.items()}
        for row in block.rows:
            parts = (values[CellKey(table.code, row.code, column)] for column in total_column.sum_of)
            values[CellKey(table.code, row.code, total_column.code)] = sum(parts, _ZERO)
        return values

    def _received(self, columns: Sequence[str]) -> dict[str, int]:
        total = min(_MOST_REQUESTS, round(self.level * self.rng.lognormvariate(0, 0.4)))
        if not self.level and self.rng.random() < 0.04:
            total = 1
        if not self.open:  # before the first year something was open already
            self.open = _spread(self.rng, _share(self.rng, total, _STAYS_OPEN), columns, _APPLICANTS)
        return _spread(self.rng, total, columns, _APPLICANTS)

    def _review(self, table: Table) -> Values:
        (block,) = table.blocks
        total = next(column for column in block.columns if column.sum_of)
        values: Values = {}
        for row in block.rows:
            disputes = _share(self.rng, round(self.level), 0.03)
            parts = _spread(self.rng, disputes, total.sum_of, _REVIEWS)
            numbers = {**parts, total.code: disputes}
            values |= {CellKey(table.code, row.code, column): Decimal(number) for column, number in numbers.items()}
        return values


def figures(kind: Kind, forms: Sequence[Form], rng: random.Random) -> Iterator[Values]:
    """Yield a body's figures year after year, each year in its form; every identity of the forms holds."""
    history = History(kind, rng)
    for form in forms:
        yield history.year(form)


def _share(rng: random.Random, number: int, chance: float) -> int:
    """Return how many of ``number`` meet a chance; large numbers by the normal law."""
    if number <= 200:
        return sum(rng.random() < chance for _ in range(number))
    spread = math.sqrt(number * chance * (1 - chance))
    return min(number, max(0, round(rng.gauss(number * chance, spread))))


def _spread(rng: random.Random, number: int, names: Sequence[str], weights: Mapping[str, float]) -> dict[str, int]:
    """Return ``number`` dealt out over the names by their weights; a name without a weight gets few."""
    counts = dict.fromkeys(names, 0)
    if number:
        for name in rng.choices(names, [weights.get(name, 0.5) for name in names], k=number):
            counts[name] += 1
    return counts
