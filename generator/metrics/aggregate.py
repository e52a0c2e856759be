"""Sums over many reports: the metrics' SQL, run by DuckDB over the wide Parquet file.

Ratios are ratios of sums, never averages of ratios; every sum says of how many reports it is made and why the others
are not in it. Memory is bounded by what is asked for, not by the number of reports.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from generator.errors import GongkaiError
from generator.metrics.definitions import Metric, load_definitions
from generator.metrics.evaluate import Why
from generator.metrics.groups import GROUPS
from generator.metrics.tables import NONE, REASONS, REGIONS, REPORTS, chosen, looking, pooling, pools

COUNTRY: Final = ""
_MEMORY: Final = "1GB"
_WHYS: Final = tuple(Why)
# So many reports times metrics are worked out at once.
_AT_ONCE: Final = 4_000_000
_POOLS, _REGIONAL = "pools", "regional"

# Groups of bodies, each with a year.
Which = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pool:
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


@dataclass(frozen=True, slots=True)
class Single:
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
    installed or a file can't be read.
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
        self._run(pools(_POOLS))
        ((count,),) = self._run("SELECT count(*) FROM reports")
        self._batch = max(1, _AT_ONCE // max(1, count))
        self._metrics = load_definitions().metrics if metrics is None else tuple(metrics)
        self._numbers = {metric.code: number for number, metric in enumerate(self._metrics)}
        self._pooled: set[str] = set()
        self._looked_at = -1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def prepare(self, metrics: Iterable[Metric]) -> None:
        """Pool metrics for the country and its provinces."""
        for metric in metrics:
            if metric.code not in self._pooled and metric.pooled:
                self._pooled.add(metric.code)
                number = self._look_at(metric)
                self._run(pooling(_POOLS, number, metric, country=True, levels=REGIONS[:1]))

    def pools(self) -> Mapping[str, list[Pool]]:
        """Return what was prepared, by metric: newest year first, groups in their order, the country first."""
        found: dict[str, list[Pool]] = defaultdict(list)
        for row in self._stream(f"SELECT * FROM {_POOLS} ORDER BY year DESC, body_group, region"):
            found[row[0]].append(_pool(row))
        return found

    def of_country(self, metrics: Iterable[Metric]) -> Iterator[Pool]:
        """Yield the country's pools of metrics that were prepared: newest year first, groups in their order."""
        listed = ", ".join(f"'{metric.code}'" for metric in metrics)
        where = f"region = {NONE} AND metric IN ({listed})"
        for row in self._run(f"SELECT * FROM {_POOLS} WHERE {where} ORDER BY year DESC, body_group, metric"):
            yield _pool(row)

    def of_regions(self, metrics: Iterable[Metric], regions: Collection[str]) -> Iterator[Pool]:
        """Yield the pools of some regions of any level, region by region, newest year first, groups in their order."""
        wanted = {int(code) for code in regions if code != COUNTRY}
        self._run(pools(_REGIONAL))
        for metric in metrics:
            if metric.pooled:
                number = self._look_at(metric)
                if wanted:
                    self._run(pooling(_REGIONAL, number, metric, country=False, levels=REGIONS, wanted=wanted))
                if COUNTRY in regions:
                    self._run(pooling(_REGIONAL, number, metric, country=True))
        for row in self._stream(f"SELECT * FROM {_REGIONAL} ORDER BY region, year DESC, body_group, metric"):
            yield _pool(row)

    def regions(self) -> list[str]:
        """Return the codes of all regions with reports, the country first."""
        found = " UNION ".join(f"SELECT {name} FROM reports WHERE {name} <> {NONE}" for name in REGIONS)
        return [COUNTRY, *(_code(code) for (code,) in self._run(f"{found} ORDER BY 1"))]

    def groups(self) -> list[tuple[int, str, int]]:
        """Return years and groups with how many reports they have, newest year first."""
        query = "SELECT year, body_group, count(*) FROM reports GROUP BY ALL ORDER BY year DESC, body_group"
        return [(int(year), GROUPS[group], int(count)) for year, group, count in self._run(query)]

    def spreads(self, metric: Metric, which: Which) -> Mapping[str, list[tuple[Decimal, Decimal | None, int]]]:
        """Return how many reports of each group have which numerator and denominator, where the metric is defined."""
        i = self._look_at(metric)
        where = chosen(i, which, defined=True)
        query = f"SELECT body_group, n{i}, d{i}, count(*) FROM looked_at WHERE {where} GROUP BY ALL ORDER BY ALL"
        found: dict[str, list[tuple[Decimal, Decimal | None, int]]] = {group: [] for group in which}
        for group, above, below, count in self._run(query):
            found[GROUPS[group]].append((Decimal(above), None if below is None else Decimal(below), int(count)))
        return found

    def withouts(self, metric: Metric, which: Which) -> Mapping[str, Mapping[Why, int]]:
        """Return for how many reports of each group a metric has no value, by reason."""
        i = self._look_at(metric)
        where = chosen(i, which, defined=False)
        query = f"SELECT body_group, w{i}, count(*) FROM looked_at WHERE {where} GROUP BY ALL ORDER BY ALL"
        found: dict[str, dict[Why, int]] = {group: {} for group in which}
        for group, why, count in self._run(query):
            found[GROUPS[group]][_WHYS[why]] = int(count)
        return found

    def firsts(self, metric: Metric, which: Which, most: int) -> Mapping[str, list[Single]]:
        """Return at most so many reports for which a metric is defined, group by group, by region and id."""
        i = self._look_at(metric)
        where = f"{chosen(i, which, defined=True)} ORDER BY body_group, place LIMIT {most:d}"
        inner = f"SELECT place, body_group AS its_group, n{i}, d{i}, w{i} FROM looked_at WHERE {where}"
        query = f"{_single(i)}, its_group FROM ({inner}) JOIN reports r USING (place) ORDER BY its_group, place"
        found: dict[str, list[Single]] = {group: [] for group in which}
        for *row, group in self._run(query):
            found[GROUPS[group]].append(_one(tuple(row)))
        return found

    def every(self, metric: Metric) -> Iterator[Single]:
        """Yield a metric of every report that counts, by id."""
        i = self._look_at(metric)
        query = f"{_single(i)} FROM looked_at l JOIN reports r USING (place) ORDER BY r.report_id"
        yield from map(_one, self._stream(query))

    def townships(self) -> Mapping[tuple[int, str], int]:
        """Return how many townships have a report, by year and province; ``COUNTRY`` for all."""
        query = (
            f"SELECT year, coalesce(province_code, {NONE}), count(DISTINCT org_id) FROM reports "
            f"WHERE body_group = {GROUPS.index('township')} "
            "GROUP BY GROUPING SETS ((year), (year, province_code))"
        )
        return {(int(year), _code(code)): int(count) for year, code, count in self._run(query)}

    def _look_at(self, metric: Metric) -> int:
        """Work a metric out for every report, with those around it; return its number in the table ``looked_at``."""
        number = self._numbers[metric.code]
        start = number // self._batch * self._batch
        if self._looked_at != start:
            together = range(start, min(start + self._batch, len(self._metrics)))
            self._run(looking({place: self._metrics[place] for place in together}))
            self._looked_at = start
        return number

    def _run(self, query: str) -> list[tuple[Any, ...]]:
        # Values stand in the text: they are codes and numbers of ours, and binding them would load pandas.
        return self._database.execute(query).fetchall()

    def _stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        found = self._database.cursor().execute(query)
        while rows := found.fetchmany(4096):
            yield from rows


def _single(number: int) -> str:
    names = ("report_id", "org_id", "organisation", "year", *REGIONS)
    return f"SELECT {', '.join(f'r.{name}' for name in names)}, n{number}, d{number}, w{number}"


def _view(paths: Iterable[Path]) -> str:
    """Return the view of all rows; ``row`` tells them apart whatever file they stand in."""
    sources = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return (
        "CREATE VIEW wide AS SELECT *, (file_index::BIGINT << 32) + file_row_number AS row "
        f"FROM read_parquet([{sources}], file_row_number = true) WHERE counts"
    )


def _one(row: tuple[Any, ...]) -> Single:
    report_id, org_id, organisation, year, province, prefecture, county, above, below, why = row
    return Single(
        report_id,
        org_id,
        organisation,
        year,
        _code(province),
        _code(prefecture),
        _code(county),
        _decimal(above),
        _decimal(below),
        _WHYS[why],
    )


def _pool(row: tuple[Any, ...]) -> Pool:
    metric, region, year, group, reports, entered, above, below, *counts = row
    why: dict[Why, int] = {reason: count for reason, count in zip(REASONS, counts, strict=True) if count}
    return Pool(metric, _code(region), year, GROUPS[group], reports, entered, Decimal(above), Decimal(below), why)


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)


def _code(number: int) -> str:
    return "" if number == NONE else f"{number:06d}"


def metric_of(code: str) -> Metric:
    """Return a metric by its code."""
    return load_definitions().by_code[code]
