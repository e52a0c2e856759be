"""Figures of many bodies together: sums of what is printed. Ratios of such sums are metrics (``site.metrics``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from generator.metrics.groups import GROUPS as CODES
from generator.metrics.groups import group_of as group_code
from generator.model import Organisation
from generator.site.catalogue import Body, Catalogue
from generator.site.facts import Facts, Figure, number
from generator.site.geography import COUNTRY
from generator.site.marks import Mark
from generator.site.places import report_address
from generator.site.rows import COLUMNS, figures

TOWNS: Final = "乡镇和街道"
GROUPS: Final = (
    "省级政府", "地级政府", "县级政府", "省级部门", "地级部门", "县级部门", TOWNS, "开发区", "事业单位和其他",
)  # fmt: skip
_NAMES: Final = dict(zip(CODES, GROUPS, strict=True))

Entry = tuple[Body, Facts, tuple[Figure, ...]]


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

    def add(self, body: Body, facts: Facts, found: tuple[Figure, ...]) -> None:
        """Take in one report."""
        self.reports += 1
        self.entries.append((body, facts, found))
        for place, figure in enumerate(found):
            value = printed_value(figure)
            if value is not None:
                self.sums[place] += value
                self.known[place] += 1


Pools = Mapping[str, Mapping[tuple[int, str], Pool]]


def pools(catalogue: Catalogue) -> Pools:
    """Return the pools of every region and of the country, by code and by year and group; one pass over all reports."""
    found: dict[str, dict[tuple[int, str], Pool]] = {}
    for body in catalogue.bodies:
        group = group_of(body.organisation)
        above = (COUNTRY, *(region.code for region in catalogue.path(body.organisation)))
        for facts in body.years:
            if facts.report.year is None:
                continue
            values = figures(facts)
            for code in above:
                pool = found.setdefault(code, {}).setdefault((facts.report.year, group), Pool())
                pool.add(body, facts, values)
    return found


def group_of(organisation: Organisation) -> str:
    """Return the group in which a body's figures are added: a government's may hold those of the bodies below it."""
    return _NAMES[group_code(organisation)]


def printed_value(figure: Figure) -> Decimal | None:
    """Return a figure that the report prints (or a person corrected); nothing for what was only derived."""
    return None if figure.is_derived else figure.value


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


def pooled_years(by_group: Mapping[tuple[int, str], Pool], bodies: Mapping[str, int]) -> tuple[PooledYear, ...]:
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


def newest_entries(by_group: Mapping[tuple[int, str], Pool], least: int) -> Sequence[tuple[int, str, Pool]]:
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
