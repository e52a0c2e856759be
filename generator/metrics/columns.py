"""What metrics are of many reports, as arrays: added up by region, year and group, counted, the first ones found.

Everything is exact: whole numbers are added as such, and where a sum could be larger than eight bytes, or is of money,
as Python's own numbers. A report's row here is its place in the lists: by region, then by id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.metrics.definitions import Metric
from generator.metrics.evaluate import Why
from generator.metrics.groups import GROUPS

# The region of what has none: a body without, say, a county, and the whole country in the sums.
NONE: Final = -1
_LARGEST: Final = 2**63 - 1
# No sum of money has more.
_DIGITS: Final = 80

Array = NDArray[Any]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reports:
    """All reports that count: year, group (its place among ``GROUPS``) and codes of regions as numbers, by level."""

    year: Array
    group: Array
    regions: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.year)

    def of(self, group: str, year: int) -> Flags:
        """Say of each report whether it is of this group and year."""
        found: Flags = (self.group == GROUPS.index(group)) & (self.year == year)
        return found

    def divided(self, level: str = "", wanted: Collection[int] | None = None) -> Division:
        """Return the reports by region of a level (empty: the country), year and group; ``wanted`` codes or all."""
        rows = np.arange(len(self))
        if level:
            codes = self.regions[level]
            is_in = codes != NONE if wanted is None else np.isin(codes, sorted(wanted))
            rows = rows[is_in]
            region = codes[rows]
        else:
            region = np.full(len(rows), NONE)
        year, group = self.year[rows], self.group[rows]
        order = np.lexsort((group, -year.astype(np.int64), region))
        rows, region, year, group = rows[order], region[order], year[order], group[order]
        is_new = np.ones(len(rows), bool)
        is_new[1:] = (region[1:] != region[:-1]) | (year[1:] != year[:-1]) | (group[1:] != group[:-1])
        starts = np.flatnonzero(is_new)
        keys = zip(region[starts].tolist(), year[starts].tolist(), group[starts].tolist(), strict=True)
        return Division(rows, starts, tuple(keys), np.cumsum(is_new) - 1)


@dataclass(frozen=True, slots=True)
class Division:
    """Reports in parts: ``rows`` part after part, where each part begins, its region, year and group, newest first.

    ``part`` is the number of the part of each of the rows.
    """

    rows: Array
    starts: Array
    keys: tuple[tuple[int, int, int], ...]
    part: Array

    def order_of(self, part: int) -> tuple[int, int, int]:
        """Return what a part is ordered by: its region, newest year first, its group."""
        region, year, group = self.keys[part]
        return region, -year, group

    @property
    def sizes(self) -> list[int]:
        """How many reports there are in each part."""
        sizes: list[int] = np.bincount(self.part, minlength=len(self.keys)).tolist()
        return sizes

    def sums(self, values: Array) -> list[Any]:
        """Return the sum of each part, of one value for each report."""
        if not len(self.starts):
            return []
        own = values[self.rows]
        if own.dtype != object and int(np.abs(own).max()) * len(own) > _LARGEST:
            own = own.astype(object)
        with localcontext(prec=_DIGITS):
            sums: list[Any] = np.add.reduceat(own, self.starts).tolist()
        return sums

    def counts(self, kinds: Array, most: int) -> list[list[int]]:
        """Return how many reports of each part are of each kind, of which there are ``most``."""
        found = np.bincount(self.part * most + kinds[self.rows], minlength=len(self.keys) * most)
        counts: list[list[int]] = found.reshape(len(self.keys), most).tolist()
        return counts


class Sum(NamedTuple):
    """A metric of the reports of one region, year and group: how many, how many enter, what they add up to.

    ``reasons`` counts those with a value, then those without one, in the order of ``Why``.
    """

    region: int
    year: int
    group: int
    reports: int
    entered: int
    above: int | Decimal
    below: int | Decimal
    reasons: Sequence[int]


@dataclass(frozen=True, slots=True)
class Column:
    """A metric of every report: numerator and denominator (masked where not known; none for a number).

    ``why`` is the place among ``Why`` of the reason for which there is no value, ``enters`` whether it enters a sum.
    """

    above: Array
    below: Array | None
    why: Array
    enters: Flags

    def added(self, division: Division) -> Iterator[Sum]:
        """Yield the sum of each part."""
        nothing = [0] * len(division.keys)
        sums = zip(
            division.keys,
            division.sizes,
            division.sums(self.enters.astype(np.int64)),
            division.sums(np.where(self.enters, np.ma.filled(self.above, 0), 0)),
            nothing if self.below is None else division.sums(np.where(self.enters, np.ma.filled(self.below, 0), 0)),
            division.counts(self.why, len(Why)),
            strict=True,
        )
        return (Sum(*key, *rest) for key, *rest in sums)

    def counted(self, among: Flags) -> list[tuple[Any, Any, int]]:
        """Return how many reports have which numerator and denominator, where there is a value."""
        rows = np.flatnonzero(among & (self.why == 0))
        above = np.ma.getdata(self.above)[rows]
        below = np.ma.getdata(self.below)[rows] if self.below is not None else np.zeros(len(rows), np.int64)
        order = np.lexsort((below, above))
        above, below = above[order], below[order]
        is_new = np.ones(len(rows), bool)
        is_new[1:] = (above[1:] != above[:-1]) | (below[1:] != below[:-1])
        starts = np.flatnonzero(is_new)
        counts = np.diff(np.append(starts, len(rows))).tolist()
        lower = [None] * len(starts) if self.below is None else below[starts].tolist()
        return list(zip(above[starts].tolist(), lower, counts, strict=True))

    def reasons(self, among: Flags) -> list[int]:
        """Return how many reports have a value, and how many none for each reason."""
        found: list[int] = np.bincount(self.why[among], minlength=len(Why)).tolist()
        return found

    def first(self, among: Flags, most: int, few: int) -> list[int]:
        """Return the rows of all reports with a value where they are no more than ``most``, else of the first few."""
        rows = np.flatnonzero(among & (self.why == 0))
        first: list[int] = (rows if len(rows) <= most else rows[:few]).tolist()
        return first

    def known(self, rows: Sequence[int]) -> tuple[list[Decimal | None], list[Decimal | None]]:
        """Return numerators and denominators of the reports in some rows, as far as they are known."""
        return _known(self.above, rows), [None] * len(rows) if self.below is None else _known(self.below, rows)


def column_of(metric: Metric, above: Array, below: Array, why: Array, enters: Array) -> Column:
    """Return a metric's column from what DuckDB gives; numbers that it gives as text are money."""
    return Column(
        _as_numbers(above),
        _as_numbers(below) if metric.denominator else None,
        np.asarray(why),
        np.asarray(enters, bool),
    )


def _as_numbers(column: Array) -> Array:
    if column.dtype != object:
        return column if column.dtype == np.int64 else column.astype(np.int64)
    mask = np.ma.getmaskarray(column)
    texts = np.ma.getdata(column)
    values = np.empty(len(texts), object)
    values[:] = [Decimal(0) if absent else Decimal(text) for text, absent in zip(texts, mask, strict=True)]
    return np.ma.array(values, mask=mask)


def _known(column: Array, rows: Sequence[int]) -> list[Decimal | None]:
    values, absent = np.ma.getdata(column)[rows].tolist(), np.ma.getmaskarray(column)[rows].tolist()
    return [None if is_absent else Decimal(value) for value, is_absent in zip(values, absent, strict=True)]
