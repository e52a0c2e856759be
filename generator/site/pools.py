"""Figures of many bodies together: sums of what is printed. Ratios of such sums are metrics (``site.metrics``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from generator.metrics.groups import GROUPS as CODES
from generator.metrics.groups import group_of as group_code
from generator.model import Organisation
from generator.site.catalogue import Body, Catalogue
from generator.site.facts import Facts, number
from generator.site.geography import COUNTRY
from generator.site.gists import COLUMNS
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


@dataclass(slots=True)
class Pool:
    """The reports of one group of bodies in one year.

    ``sums`` and ``known`` follow ``COLUMNS``: a cell that is blank, of unknown column, unreadable, absent or only
    derived is in neither, so that a sum never holds a zero that nobody printed.
    """

    reports: int = 0
    sums: list[Decimal] = field(default_factory=lambda: [Decimal(0)] * len(COLUMNS))
    known: list[int] = field(default_factory=lambda: [0] * len(COLUMNS))
    entries: list[Entry] = field(default_factory=list)

    def add(self, body: Body, facts: Facts, printed: tuple[Decimal | None, ...]) -> None:
        """Take in one report."""
        self.reports += 1
        self.entries.append((body, facts, printed))
        for place, value in enumerate(printed):
            if value is not None:
                self.sums[place] += value
                self.known[place] += 1

    def add_all(self, other: Pool) -> None:
        """Take in all reports of another pool."""
        self.reports += other.reports
        self.entries += other.entries
        self.sums = [mine + more for mine, more in zip(self.sums, other.sums, strict=True)]
        self.known = [mine + more for mine, more in zip(self.known, other.known, strict=True)]


class Pools(Mapping[str, Mapping[Which, Pool]]):
    """The pools of every region and of the country, by code; a region's are added up when somebody asks for them.

    Each report is looked at once; the pools of a region are sums of those of the places in it.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._direct: dict[tuple[str, ...], dict[Which, Pool]] = {}
        self._inside: dict[str, list[tuple[str, ...]]] = {}
        self._added: dict[str, dict[Which, Pool]] = {}
        for body in catalogue.bodies:
            path = (COUNTRY, *(region.code for region in catalogue.path(body.organisation)))
            group = group_of(body.organisation)
            for facts in body.years:
                if facts.report.year is not None:
                    here = self._direct.setdefault(path, {})
                    pool = here.setdefault((facts.report.year, group), Pool())
                    pool.add(body, facts, catalogue.gist(facts.report).printed)
        for path in self._direct:
            for code in path:
                self._inside.setdefault(code, []).append(path)

    def __getitem__(self, code: str) -> Mapping[Which, Pool]:
        """Return a region's pools by year and group; raises ``KeyError`` where it has none."""
        if code not in self._added:
            added: dict[Which, Pool] = {}
            for path in self._inside[code]:
                for which, pool in self._direct[path].items():
                    added.setdefault(which, Pool()).add_all(pool)
            self._added[code] = added
        return self._added[code]

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
