"""The pages of metrics: the list of all, and one for each with its definition, sums, spread and reports."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import quote

from generator.forms import load_forms
from generator.metrics.aggregate import COUNTRY, Numbers, Pool, Single
from generator.metrics.definitions import Definitions, LeftOut, Metric, Regional, Terms, load_definitions, spelt
from generator.metrics.evaluate import Why
from generator.metrics.groups import GROUPS as CODES
from generator.metrics.sql import statement
from generator.numbers import plain
from generator.site.compare.formulas import formulas
from generator.site.geography import load_geography
from generator.site.metrics.figures import WHY, Shown, pooled, reasons, single
from generator.site.metrics.spread import FEWEST, Spread, spread
from generator.site.places import Place, region_address
from generator.site.pools import GROUPS
from generator.site.safe import segment

# A list that can't be whole is only a taste of it: nobody on a phone should load hundreds of lines for that.
_MOST_LISTED: Final = 240
_FEW_LISTED: Final = 40
_POOLS: Final = "pools.csv"
_HEAD: Final = ("metric", "region", "year", "group", "reports", "entered", "numerator", "denominator", "defined")
NAMES: Final[Mapping[str, str]] = dict(zip(CODES, GROUPS, strict=True))
_FORMS: Final = {"2019": "2019 版", "2021": "2021 版"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric in the list of all."""

    name: str
    address: str
    formula: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Metrics about one thing."""

    code: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The page that lists all metrics."""

    place: Place
    chapters: tuple[Chapter, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class SumLine:
    """One group of bodies in one year (or one region): this metric, then those beside it."""

    name: str
    address: str
    reports: int
    shown: Shown
    beside: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class SumTable:
    """Sums below one heading."""

    title: str
    lines: tuple[SumLine, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in the list."""

    name: str
    address: str
    region: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class ReportList:
    """Reports of one group in the newest year for which the metric is defined."""

    title: str
    says: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class MetricView:
    """The page of one metric."""

    place: Place
    metric: Metric
    chapter: str
    forms: str
    formula: str
    beside: tuple[Entry, ...]
    years: tuple[SumTable, ...]
    spreads: tuple[Spread, ...]
    provinces: tuple[SumTable, ...]
    reports: tuple[ReportList, ...]
    compare: str
    pools: str
    sql: tuple[str, ...]
    whys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The page of a metric of regions."""

    place: Place
    metric: Regional
    chapter: str
    years: tuple[int, ...]
    lines: tuple[tuple[str, str, tuple[str, ...]], ...]


def address(code: str) -> str:
    """Return the address of a metric's page."""
    return f"/metrics/{code}/"


def index_view() -> IndexView:
    """Return the list of all metrics, by what they are about."""
    known = load_definitions()
    both: tuple[Metric | Regional, ...] = (*known.metrics, *known.regional)
    return IndexView(
        Place("/metrics/"),
        tuple(
            Chapter(
                group.code,
                group.title,
                tuple(_entry(one) for one in both if one.group == group.code),
            )
            for group in known.groups
        ),
        known.left_out,
    )


def shown_with(metrics: Sequence[Metric]) -> tuple[Metric, ...]:
    """Return metrics with those that their pages show beside them."""
    known = load_definitions()
    codes = {code for metric in metrics for code in (metric.code, *metric.beside)}
    return tuple(metric for metric in known.metrics if metric.code in codes)


def metric_views(
    numbers: Numbers, metrics: Sequence[Metric]
) -> Iterator[tuple[MetricView, tuple[tuple[str, str], ...]]]:
    """Yield the pages of metrics with the files that belong to each (path, text)."""
    known = load_definitions()
    numbers.prepare(shown_with(metrics))
    groups, pools = numbers.groups(), numbers.pools()
    for metric in metrics:
        view = _view(known, metric, numbers, groups, pools)
        yield (
            view,
            ((f"{view.place.address.strip('/')}/{_POOLS}", _csv(metric, pools.get(metric.code, ()))),)
            if metric.pooled
            else (),
        )


def coverage_view(numbers: Numbers) -> CoverageView:
    """Return the page that says how many townships have a report here, by province and year."""
    known, geography = load_definitions(), load_geography()
    (metric,) = known.regional
    counts = numbers.townships()
    years = tuple(sorted({year for year, _ in counts}, reverse=True))
    regions = (COUNTRY, *sorted(geography.below.get(COUNTRY, ())))
    lines = tuple(
        (
            geography.name(code) or "全国",
            region_address(code) if code else "/d/",
            tuple(_of(counts.get((year, code), 0), geography.towns.get(code, 0)) for year in years),
        )
        for code in regions
    )
    return CoverageView(Place(address(metric.code)), metric, _chapter(known, metric.group), years, lines)


def _of(count: int, all_: int) -> str:
    return f"{count:,} / {max(all_, count):,}" if all_ or count else "—"


def _entry(metric: Metric | Regional) -> Entry:
    return Entry(metric.name, address(metric.code), metric.formula)


def _chapter(known: Definitions, group: str) -> str:
    return next(one.title for one in known.groups if one.code == group)


def _view(
    known: Definitions,
    metric: Metric,
    numbers: Numbers,
    groups: Sequence[tuple[int, str, int]],
    pools: Mapping[str, Sequence[Pool]],
) -> MetricView:
    beside = tuple(known.by_code[code] for code in metric.beside)
    newest = _newest(groups)
    country = {one.code: _of_country(pools, one) for one in (metric, *beside)}
    spreads, lists = _spreads_and_lists(metric, numbers, newest, country[metric.code])
    sql = statement(metric)
    return MetricView(
        place=Place(address(metric.code)),
        metric=metric,
        chapter=_chapter(known, metric.group),
        forms=_forms(metric),
        formula=" ÷ ".join(_side(terms) for terms in (metric.numerator, metric.denominator) if terms),
        beside=tuple(_entry(one) for one in beside),
        years=tuple(_years(metric, beside, country)),
        spreads=spreads,
        provinces=tuple(_provinces(metric, pools.get(metric.code, ()), newest)),
        reports=lists,
        compare=_compare(metric, newest),
        pools=_POOLS if metric.pooled else "",
        sql=(
            f"SELECT w.report_id, {sql.numerator} AS numerator, {sql.denominator} AS denominator",
            f"FROM {sql.joined(_COUNTED)}",
        ),
        whys=tuple(WHY.values()),
    )


_COUNTED: Final = "(FROM 'wide.parquet' WHERE counts)"


def _side(terms: Terms) -> str:
    return f"( {spelt(terms)} )" if len(terms) > 1 else spelt(terms)


def _newest(groups: Sequence[tuple[int, str, int]]) -> Mapping[str, int]:
    """Return the newest year of each group with enough reports to show a spread, else its newest year."""
    found: dict[str, int] = {}
    for least in (FEWEST, 1):
        for year, group, count in groups:
            if count >= least:
                found.setdefault(group, year)
    return {group: found[group] for group in CODES if group in found}


def _forms(metric: Metric) -> str:
    known = [code for code, form in load_forms().items() if metric.terms(form) is not None]
    return "" if len(known) == len(load_forms()) else "、".join(_FORMS.get(code, code) for code in known)


def _years(metric: Metric, beside: Sequence[Metric], country: Mapping[str, Sequence[Pool]]) -> Iterator[SumTable]:
    """Yield a table a year for the whole collection; nothing for a metric whose sum means nothing."""
    others = {one.code: {(pool.year, pool.group): pool for pool in country[one.code]} for one in beside}
    for year, members in groupby(country[metric.code], key=lambda pool: pool.year):
        lines = [
            SumLine(
                NAMES[pool.group],
                "",
                pool.reports,
                pooled(metric, pool),
                tuple(pooled(one, others[one.code].get((year, pool.group))) for one in beside),
            )
            for pool in members
        ]
        yield SumTable(f"{year} 年", tuple(lines))


def _provinces(metric: Metric, pools: Sequence[Pool], newest: Mapping[str, int]) -> Iterator[SumTable]:
    names = load_geography()
    for group, year in newest.items():
        found = [pool for pool in pools if pool.region and (pool.group, pool.year) == (group, year)]
        if len(found) > 1:
            lines = [
                SumLine(
                    names.name(pool.region) or "地区未定",
                    region_address(pool.region),
                    pool.reports,
                    pooled(metric, pool),
                )
                for pool in found
            ]
            yield SumTable(f"{year} 年{NAMES[group]}，各省", tuple(lines))


def _of_country(pools: Mapping[str, Sequence[Pool]], metric: Metric) -> Sequence[Pool]:
    return [pool for pool in pools.get(metric.code, ()) if pool.region == COUNTRY]


def _spreads_and_lists(
    metric: Metric, numbers: Numbers, newest: Mapping[str, int], country: Sequence[Pool]
) -> tuple[tuple[Spread, ...], tuple[ReportList, ...]]:
    spreads, lists = [], []
    counts, firsts = numbers.spreads(metric, newest), numbers.firsts(metric, newest, _MOST_LISTED, _FEW_LISTED)
    if metric.pooled:
        whys = {pool.group: pool.why for pool in country if newest.get(pool.group) == pool.year}
    else:
        whys = dict(numbers.withouts(metric, newest))
    for group, year in newest.items():
        counted, singles = counts[group], firsts[group]
        without = reasons(whys[group].items())
        title = f"{year} 年{NAMES[group]}"
        if counted or without:
            spreads.append(spread(metric, title, counted, without))
        if singles:
            total = sum(count for *_, count in counted)
            says = f"显示 {len(singles)} / {total} 份有值的报告" + (f"；{without}" if without else "") + "。"
            lists.append(ReportList(f"{title}，逐份", says, tuple(_line(metric, one) for one in singles)))
    return tuple(spreads), tuple(lists)


def _line(metric: Metric, one: Single) -> ReportLine:
    where = f"/o/{segment(one.org_id)}/{one.year:d}/"
    return ReportLine(one.organisation, where, _region((one.province, one.prefecture, one.county)), single(metric, one))


@functools.cache
def _region(codes: tuple[str, ...]) -> str:
    names = load_geography()
    return " · ".join(name for code in codes if code and (name := names.name(code))) or "地区未定"


def _compare(metric: Metric, newest: Mapping[str, int]) -> str:
    """Return what to ask the comparison for; empty where it has no such column."""
    code = f"metric.{metric.code}"
    if code not in formulas():
        return ""
    beside = [f"metric.{other}" for other in metric.beside if f"metric.{other}" in formulas()]
    year = newest.get("township") or max(newest.values(), default=0)
    return f"?year={year or 'all'}&cols={quote(','.join([code, *beside]), safe=',.')}"


def _csv(metric: Metric, pools: Sequence[Pool]) -> str:
    """Return the pools as CSV: country (no region) and provinces, with the reports that have no value by reason."""
    whys = [why for why in Why if why is not Why.NOTHING]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*_HEAD, *(f"without_{why.value}" for why in whys)])
    for pool in pools:
        writer.writerow(
            [
                pool.metric,
                pool.region,
                pool.year,
                pool.group,
                pool.reports,
                pool.entered,
                plain(pool.numerator),
                plain(pool.denominator) if metric.denominator else "",
                pool.defined,
                *(pool.why.get(why, 0) for why in whys),
            ]
        )
    return buffer.getvalue()
