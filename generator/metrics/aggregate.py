"""Sums over many reports: the metrics' SQL, run by DuckDB over the wide Parquet file, and added up here.

Ratios are ratios of sums, never averages of ratios; every sum says of how many reports it is made and why the others
are not in it. Memory is bounded by what is asked for, not by the number of reports.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import numpy as np

from generator.errors import GongkaiError
from generator.metrics.columns import NONE, Column, Division, Reports, Sum, column_of
from generator.metrics.definitions import Metric, load_definitions
from generator.metrics.evaluate import Why
from generator.metrics.groups import GROUPS
from generator.metrics.tables import REGIONS, REPORTS, looking

COUNTRY: Final = ""
_MEMORY: Final = "1GB"
_WHYS: Final = tuple(Why)
# So many reports times metrics are worked out at once.
_AT_ONCE: Final = 4_000_000
# The country, and its provinces.
_LEVELS: Final = ("", REGIONS[0])

# Groups of bodies, each with a year.
Which = Mapping[str, int]


class Pool(NamedTuple):
    """A metric of the reports of one group of bodies, in one region and year.

    ``reports`` is how many there are, ``entered`` how many of them have numerator and denominator; ``why`` counts those
    for which the metric has no value, by reason (a denominator of 0 is one, and yet enters).
    """

    metric: str
    region: str
    year: int
    group: str
    reports: int
    entered: int
    numerator: Decimal
    denominator: Decimal
    why: Mapping[Why, int]

    @property
    def defined(self) -> int:
        """For how many reports the metric has a value."""
        return self.reports - sum(self.why.values())


class Single(NamedTuple):
    """A metric of one report."""

    report_id: str
    org_id: str
    organisation: str
    year: int
    province: str
    prefecture: str
    county: str
    numerator: Decimal | None
    denominator: Decimal | None
    why: Why


class Numbers(AbstractContextManager["Numbers"]):
    """All reports' figures, from one file or several: nothing depends on how they are cut, or on their order.

    ``metrics`` are those that will be asked for, where not all are. Raises ``GongkaiError`` where DuckDB is not
    installed, a file can't be read, or, when it is asked, where two reports count for one body and year.
    """

    def __init__(
        self,
        wide: Path | Sequence[Path],
        *,
        threads: int = 1,
        memory: str = _MEMORY,
        metrics: Sequence[Metric] | None = None,
    ) -> None:
        try:
            import duckdb
        except ModuleNotFoundError as error:
            raise GongkaiError("汇总指标需要 duckdb：请在项目目录中运行 make setup") from error
        # No extension is ever fetched: Parquet is built in, and nothing else is needed.
        settings: dict[str, str | bool] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": tempfile.gettempdir(),
        }
        self._database = duckdb.connect(config={**settings, "threads": threads, "memory_limit": memory})
        paths = [wide] if isinstance(wide, Path) else list(wide)
        if not paths:
            raise GongkaiError("没有汇总用的文件")
        try:
            # Every metric reads some columns of each file; how the file is laid out need not be read each time.
            self._run("SET parquet_metadata_cache = true")
            self._run(_view(paths))
            self._run(REPORTS)
        except duckdb.Error as error:
            self._database.close()
            raise GongkaiError(f"无法读取汇总用的“{paths[0].name}”") from error
        self._reports = self._read_reports()
        self._batch = max(1, _AT_ONCE // max(1, len(self._reports)))
        self._metrics = load_definitions().metrics if metrics is None else tuple(metrics)
        self._numbers = {metric.code: number for number, metric in enumerate(self._metrics)}
        self._pools: dict[str, list[Pool]] = {}
        self._columns: dict[str, Column] = {}
        self._divisions: dict[str, Division] = {}
        self._names: dict[int, tuple[str, str, str]] = {}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def prepare(self, metrics: Iterable[Metric]) -> None:
        """Pool metrics for the country and its provinces."""
        for metric in metrics:
            if metric.code not in self._pools and metric.pooled:
                column = self._column(metric)
                sums = (sum_ for level in _LEVELS for sum_ in column.added(self._divided(level)))
                ordered = sorted(sums, key=lambda one: (-one.year, one.group, one.region))
                self._pools[metric.code] = [_pool(metric, one) for one in ordered]

    def pools(self) -> Mapping[str, Sequence[Pool]]:
        """Return what was prepared, by metric: newest year first, groups in their order, the country first."""
        return self._pools

    def of_country(self, metrics: Iterable[Metric]) -> Iterator[Pool]:
        """Yield the country's pools of metrics that were prepared: newest year first, groups in their order."""
        found = [pool for metric in metrics for pool in self._pools.get(metric.code, ()) if pool.region == COUNTRY]
        yield from sorted(found, key=lambda pool: (-pool.year, GROUPS.index(pool.group)))

    def of_regions(self, metrics: Iterable[Metric], regions: Collection[str]) -> Iterator[Pool]:
        """Yield the pools of some regions of any level, region by region, newest year first, groups in their order."""
        wanted = {int(code) for code in regions if code != COUNTRY}
        divisions = [self._divided()] if COUNTRY in regions else []
        divisions += [self._reports.divided(level, wanted) for level in REGIONS] if wanted else []
        # Worked out metric by metric, told part by part: a pool is made of its sum when it is asked for.
        asked = [metric for metric in metrics if metric.pooled]
        sums = [[list(self._column(metric).added(division)) for division in divisions] for metric in asked]
        places = [(level, part) for level, division in enumerate(divisions) for part in range(len(division.keys))]
        for level, part in sorted(places, key=lambda place: divisions[place[0]].order_of(place[1])):
            for metric, of_metric in zip(asked, sums, strict=True):
                yield _pool(metric, of_metric[level][part])

    def regions(self) -> list[str]:
        """Return the codes of all regions with reports, the country first."""
        found = {int(code) for codes in self._reports.regions.values() for code in np.unique(codes)}
        return [COUNTRY, *map(_code, sorted(found - {NONE}))]

    def groups(self) -> list[tuple[int, str, int]]:
        """Return years and groups with how many reports they have, newest year first."""
        whole = self._divided()
        return [(year, GROUPS[group], size) for (_, year, group), size in zip(whole.keys, whole.sizes, strict=True)]

    def spreads(self, metric: Metric, which: Which) -> Mapping[str, list[tuple[Decimal, Decimal | None, int]]]:
        """Return how many reports of each group have which numerator and denominator, where the metric is defined."""
        column = self._column(metric)
        return {
            group: [
                (Decimal(above), None if below is None else Decimal(below), count)
                for above, below, count in column.counted(self._reports.of(group, year))
            ]
            for group, year in which.items()
        }

    def withouts(self, metric: Metric, which: Which) -> Mapping[str, Mapping[Why, int]]:
        """Return for how many reports of each group a metric has no value, by reason."""
        column = self._column(metric)
        return {group: _whys(column.reasons(self._reports.of(group, year))) for group, year in which.items()}

    def firsts(self, metric: Metric, which: Which, most: int, few: int) -> Mapping[str, list[Single]]:
        """Return the reports for which a metric is defined, group by group, by region and id.

        They are all that there are of a group, where these are no more than ``most``, else the first ``few``.
        """
        column = self._column(metric)
        rows = {group: column.first(self._reports.of(group, year), most, few) for group, year in which.items()}
        self._learn_names(row for some in rows.values() for row in some)
        return {group: self._singles(column, some) for group, some in rows.items()}

    def every(self, metric: Metric) -> Iterator[Single]:
        """Yield a metric of every report that counts, by id."""
        column = self._column(metric)
        rows = [row for (row,) in self._run("SELECT place FROM reports ORDER BY report_id")]
        self._learn_names(rows)
        yield from self._singles(column, rows)

    def townships(self) -> Mapping[tuple[int, str], int]:
        """Return how many townships have a report, by year and province; ``COUNTRY`` for all."""
        query = (
            f"SELECT year, coalesce(province_code, {NONE}), count(DISTINCT org_id) FROM reports "
            f"WHERE body_group = {GROUPS.index('township')} "
            "GROUP BY GROUPING SETS ((year), (year, province_code))"
        )
        return {(int(year), _code(code)): int(count) for year, code, count in self._run(query)}

    def _read_reports(self) -> Reports:
        names = ("year", "body_group", *REGIONS)
        found = self._arrays(f"SELECT {', '.join(names)} FROM reports ORDER BY place")
        return Reports(found["year"], found["body_group"], {level: found[level] for level in REGIONS})

    def _divided(self, level: str = "") -> Division:
        if level not in self._divisions:
            self._divisions[level] = self._reports.divided(level)
        return self._divisions[level]

    def _column(self, metric: Metric) -> Column:
        """Return what a metric is of every report; it is worked out with those around it."""
        if metric.code not in self._columns:
            number = self._numbers[metric.code]
            start = number // self._batch * self._batch
            together = range(start, min(start + self._batch, len(self._metrics)))
            found = self._arrays(looking({place: self._metrics[place] for place in together}))
            order = np.argsort(found.pop("place"))
            if len(order) != len(self._reports):
                raise GongkaiError("汇总用的表中有机关同一年度的报告不止一份")
            self._columns = {
                self._metrics[place].code: column_of(
                    self._metrics[place], *(found.pop(f"{name}{place}")[order] for name in "ndwe")
                )
                for place in together
            }
        return self._columns[metric.code]

    def _singles(self, column: Column, rows: Sequence[int]) -> list[Single]:
        """Return a metric of the reports in some rows, whose names are known."""
        years = self._reports.year[rows].tolist()
        codes = (map(_code, self._reports.regions[level][rows].tolist()) for level in REGIONS)
        whys = [_WHYS[why] for why in column.why[rows].tolist()]
        names = (self._names[row] for row in rows)
        sides = column.known(rows)
        return [Single(*words, *rest) for words, *rest in zip(names, years, *codes, *sides, whys, strict=True)]

    def _learn_names(self, rows: Iterable[int]) -> None:
        """Ask for the ids and names of reports that nobody has asked for yet."""
        new = sorted(set(rows) - self._names.keys())
        if new:
            listed = ", ".join(map(str, new))
            query = f"SELECT place, report_id, org_id, organisation FROM reports WHERE place IN ({listed})"
            self._names |= {place: tuple(words) for place, *words in self._run(query)}

    def _run(self, query: str) -> list[tuple[Any, ...]]:
        # Values stand in the text: they are codes and numbers of ours, and binding them would load pandas.
        return self._database.execute(query).fetchall()

    def _arrays(self, query: str) -> dict[str, Any]:
        """Return a query's columns; where something is not known they are masked."""
        return self._database.execute(query).fetchnumpy()


def _view(paths: Iterable[Path]) -> str:
    """Return the view of all rows; ``row`` tells them apart whatever file they stand in."""
    sources = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return (
        "CREATE VIEW wide AS SELECT *, (file_index::BIGINT << 32) + file_row_number AS row "
        f"FROM read_parquet([{sources}], file_row_number = true) WHERE counts"
    )


def _pool(metric: Metric, one: Sum) -> Pool:
    why = _whys(one.reasons)
    above, below = Decimal(one.above), Decimal(one.below)
    return Pool(
        metric.code, _code(one.region), one.year, GROUPS[one.group], one.reports, one.entered, above, below, why
    )


def _whys(counts: Sequence[int]) -> Mapping[Why, int]:
    """Return why there is no value, and how often; ``counts`` are in the order of ``Why``."""
    return {why: count for why, count in zip(_WHYS[1:], counts[1:], strict=True) if count}


@functools.cache
def _code(number: int) -> str:
    return "" if number == NONE else f"{number:06d}"


def metric_of(code: str) -> Metric:
    """Return a metric by its code."""
    return load_definitions().by_code[code]
