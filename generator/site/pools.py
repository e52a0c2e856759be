"""Figures of many bodies together: sums of what is printed. Ratios of such sums are metrics (``site.metrics``)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from generator.metrics.groups import GROUPS as CODES
from generator.metrics.groups import group_of as group_code
from generator.model import Organisation, Report
from generator.site.catalogue import Body, Catalogue
from generator.site.facts import Facts, number
from generator.site.geography import COUNTRY
from generator.site.gists import COLUMNS, Gist
from generator.site.marks import Mark
from generator.site.places import report_address

TOWNS: Final = "乡镇和街道"
GROUPS: Final = (
    "省级政府", "地级政府", "县级政府", "省级部门", "地级部门", "县级部门", TOWNS, "开发区", "事业单位和其他",
)  # fmt: skip
_NAMES: Final = dict(zip(CODES, GROUPS, strict=True))

# A report with the printed numbers of ``COLUMNS``.
Entry = tuple[Body, Facts, tuple[Decimal | None, ...]]
# Year and group of bodies.
Which = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Sum:
    """The reports of one group of bodies directly in one region in one year.

    ``sums`` and ``known`` follow ``COLUMNS``: a cell that is blank, of unknown column, unreadable, absent or only
    derived is in neither, so that a sum never holds a zero that nobody printed.
    """

    year: int
    group: str
    reports: int
    sums: tuple[Decimal, ...]
    known: tuple[int, ...]


NO_SUMS: Final[Mapping[str, Sequence[Sum]]] = {}


def sums_of(bodies: Iterable[Body], gist: Callable[[Report], Gist]) -> tuple[Sum, ...]:
    """Return the sums of bodies that lie directly in one region."""
    found: dict[Which, list[tuple[Decimal | None, ...]]] = {}
    for body in bodies:
        group = group_of(body.organisation)
        for facts in body.years:
            if facts.report.year is not None:
                found.setdefault((facts.report.year, group), []).append(gist(facts.report).printed)
    return tuple(_added(year, group, rows) for (year, group), rows in found.items())


def _added(year: int, group: str, rows: Sequence[tuple[Decimal | None, ...]]) -> Sum:
    columns = [[value for value in column if value is not None] for column in zip(*rows, strict=True)]
    return Sum(year, group, len(rows), tuple(sum(c, Decimal(0)) for c in columns), tuple(map(len, columns)))


@dataclass(slots=True)
class Pool:
    """The reports of one group of bodies in one year, in a region and all below it; see ``Sum``.

    ``find`` gives the reports themselves, where somebody shows them one by one.
    """

    find: Callable[[], Sequence[Entry]]
    reports: int = 0
    sums: tuple[Decimal, ...] = (Decimal(0),) * len(COLUMNS)
    known: tuple[int, ...] = (0,) * len(COLUMNS)

    def add(self, other: Sum) -> None:
        """Take in the reports of one place."""
        self.reports += other.reports
        self.sums = tuple(map(operator.add, self.sums, other.sums))
        self.known = tuple(map(operator.add, self.known, other.known))


class Pools(Mapping[str, Mapping[Which, Pool]]):
    """The pools of every region and of the country, by code; a region's are added up when somebody asks for them.

    ``sums`` are those of the bodies directly in each region, where somebody has added them up already.
    """

    def __init__(self, catalogue: Catalogue, sums: Mapping[str, Sequence[Sum]] = NO_SUMS) -> None:
        self._catalogue = catalogue
        regions = catalogue.regions
        self._direct = {
            code: sums[code] if code in sums else sums_of(region.bodies, catalogue.gist)
            for code, region in regions.items()
            if region.bodies
        }
        self._inside: dict[str, list[str]] = {}
        for code, found in self._direct.items():
            if found:
                for region in (COUNTRY, *catalogue.above(code)):
                    self._inside.setdefault(region, []).append(code)
        self._pools: dict[str, dict[Which, Pool]] = {}
        self._entries: tuple[str, dict[Which, list[Entry]]] = ("", {})

    def __getitem__(self, code: str) -> Mapping[Which, Pool]:
        """Return a region's pools by year and group; raises ``KeyError`` where it has none."""
        if code not in self._pools:
            added: dict[Which, Pool] = {}
            for place in self._inside[code]:
                for one in self._direct[place]:
                    which = one.year, one.group
                    if which not in added:
                        added[which] = Pool(partial(self._found, code, which))
                    added[which].add(one)
            self._pools[code] = added
        return self._pools[code]

    def _found(self, code: str, which: Which) -> Sequence[Entry]:
        """Return the reports of a pool; the region's other pools of that year are asked for next."""
        if self._entries[0] != f"{code} {which[0]}":
            found: dict[Which, list[Entry]] = {}
            for place in self._inside[code]:
                for body in self._catalogue.regions[place].bodies:
                    for facts in body.years:
                        if facts.report.year == which[0]:
                            entry = body, facts, self._catalogue.gist(facts.report).printed
                            found.setdefault((which[0], group_of(body.organisation)), []).append(entry)
            self._entries = f"{code} {which[0]}", found
        return self._entries[1][which]

    def __iter__(self) -> Iterator[str]:
        """Yield the codes of all regions with reports."""
        return iter(self._inside)

    def __len__(self) -> int:
        """Return how many regions have reports."""
        return len(self._inside)


def group_of(organisation: Organisation) -> str:
    """Return the group in which a body's figures are added: a government's may hold those of the bodies below it."""
    return _NAMES[group_code(organisation)]


@dataclass(frozen=True, slots=True)
class PooledCell:
    """A pooled figure, and of how many reports it is made."""

    mark: Mark
    count: str


@dataclass(frozen=True, slots=True)
class PooledLine:
    """One group of bodies in one year."""

    group: str
    reports: str
    cells: tuple[PooledCell, ...]


@dataclass(frozen=True, slots=True)
class PooledYear:
    """All groups of one year."""

    year: int
    lines: tuple[PooledLine, ...]


def pooled_years(by_group: Mapping[Which, Pool], bodies: Mapping[str, int]) -> tuple[PooledYear, ...]:
    """Return the pooled figures of a region, newest year first; ``bodies`` is how many of each group there are."""
    years = sorted({year for year, _ in by_group}, reverse=True)
    return tuple(
        PooledYear(
            year,
            tuple(
                _line(group, by_group[year, group], bodies.get(group, 0))
                for group in GROUPS
                if (year, group) in by_group
            ),
        )
        for year in years
    )


def _line(group: str, pool: Pool, bodies: int) -> PooledLine:
    sums = [_sum(pool, place) for place in range(len(COLUMNS))]
    return PooledLine(
        group,
        f"{pool.reports} / {max(bodies, pool.reports)}",
        tuple(sums),
    )


def _sum(pool: Pool, place: int) -> PooledCell:
    known = pool.known[place]
    count = "" if known == pool.reports else f"{known} / {pool.reports} 份"
    if not known:
        return PooledCell(Mark("—", "missing", f"{pool.reports} 份报告都没有可以相加的数字"), count)
    says = f"{pool.reports} 份报告中 {known} 份载有此数，相加而得"
    return PooledCell(Mark(number(pool.sums[place]), "computed" if pool.sums[place] else "zero", says), count)


def newest_entries(by_group: Mapping[Which, Pool], least: int) -> Sequence[tuple[int, str, Pool]]:
    """Return the pools of the newest year with at least ``least`` reports, in the order of the groups."""
    if not by_group:
        return ()
    newest = max(year for year, _ in by_group)
    return [
        (newest, group, by_group[newest, group])
        for group in GROUPS
        if (newest, group) in by_group and by_group[newest, group].reports >= least
    ]


def link_of(entry: Entry) -> str:
    """Return the address of the report of an entry."""
    return report_address(entry[1].report)
