"""Figures of many bodies together: sums of what is printed, and ratios of such sums. Never an average of rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from generator.model import Kind, Organisation
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
# What is asked of sums only: the share of outcomes that were granted, in whole or in part, and that were denied.
RATIOS: Final = (("opened", "予以和部分公开占比"), ("denied_share", "不予公开占比"))
_CODES: Final = tuple(code for code, _ in COLUMNS)

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
    ratios: list[tuple[Decimal, Decimal, int]] = field(default_factory=lambda: [(Decimal(0), Decimal(0), 0)] * 2)
    entries: list[Entry] = field(default_factory=list)

    def add(self, body: Body, facts: Facts, found: tuple[Figure, ...], total: Figure) -> None:
        """Take in one report; ``total`` is the number of its outcomes."""
        self.reports += 1
        self.entries.append((body, facts, found))
        printed = [printed_value(figure) for figure in found]
        for place, value in enumerate(printed):
            if value is not None:
                self.sums[place] += value
                self.known[place] += 1
        values = dict(zip(_CODES, printed, strict=True))
        outcomes = printed_value(total)
        for place, parts in enumerate((("granted", "partly_granted"), ("denied",))):
            shares = [values[part] for part in parts]
            known = [share for share in shares if share is not None]
            if outcomes is not None and len(known) == len(shares):
                above, below, count = self.ratios[place]
                self.ratios[place] = (above + sum(known, Decimal(0)), below + outcomes, count + 1)


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
            values, total = figures(facts), facts.one("requests", "outcomes_total", "total")
            for code in above:
                pool = found.setdefault(code, {}).setdefault((facts.report.year, group), Pool())
                pool.add(body, facts, values, total)
    return found


def group_of(organisation: Organisation) -> str:
    """Return the group in which a body's figures are added: a government's may hold those of the bodies below it."""
    if organisation.kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT):
        return TOWNS
    if organisation.kind in (Kind.GOVERNMENT, Kind.DEPARTMENT):
        level = "县级" if organisation.county else "地级" if organisation.prefecture else "省级"
        return level + ("政府" if organisation.kind is Kind.GOVERNMENT else "部门")
    return "开发区" if organisation.kind is Kind.ZONE else "事业单位和其他"


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
        (*sums, *(_ratio(pool, place) for place in range(len(RATIOS)))),
    )


def _sum(pool: Pool, place: int) -> PooledCell:
    known = pool.known[place]
    count = "" if known == pool.reports else f"{known} / {pool.reports} 份"
    if not known:
        return PooledCell(Mark("—", "missing", f"{pool.reports} 份报告都没有可以相加的数字"), count)
    says = f"{pool.reports} 份报告中 {known} 份载有此数，相加而得"
    return PooledCell(Mark(number(pool.sums[place]), "computed" if pool.sums[place] else "zero", says), count)


def _ratio(pool: Pool, place: int) -> PooledCell:
    above, below, known = pool.ratios[place]
    count = "" if known == pool.reports else f"{known} / {pool.reports} 份"
    if not known:
        return PooledCell(Mark("—", "missing", "没有一份报告同时载有分子和分母"), count)
    if not below:
        return PooledCell(Mark("无", "missing", f"{known} 份报告都没有办结的申请，比例无意义"), count)
    share = (above / below * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return PooledCell(
        Mark(f"{share}%", "computed", f"{number(above)} ÷ {number(below)}，{known} 份报告之和的比"), count
    )


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
