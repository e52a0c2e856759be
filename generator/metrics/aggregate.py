"""Sums over many reports: the metrics' SQL, run by DuckDB over the wide Parquet file.

Ratios are ratios of sums, never averages of ratios; every sum says of how many reports it is made and why the others
are not in it. Memory is bounded by what is asked for, not by the number of reports.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from generator.metrics.sql import statement

COUNTRY: Final = ""
_COUNTRY: Final = -1
_MEMORY: Final = "1GB"
# Why a report is not counted in full, in the order in which it is told.
REASONS: Final[tuple[Why, ...]] = tuple(why for why in Why if why is not Why.NOTHING)
_WHYS: Final = tuple(Why)
_REGIONS: Final = ("province_code", "prefecture_code", "county_code")
# ``place`` is a report's place in the lists: by region, then by id; ``row`` is where it stands in the file. Codes are
# numbers here, since every sum is grouped by them; a body that has no such region has -1.
_REPORTS: Final = f"""
    CREATE TABLE reports AS
    SELECT row, report_id, org_id, organisation, year::SMALLINT AS year,
        (list_position([{", ".join(f"'{group}'" for group in GROUPS)}], "group") - 1)::TINYINT AS body_group,
        {", ".join(f"coalesce(TRY_CAST({name} AS INTEGER), -1) AS {name}" for name in _REGIONS)},
        row_number() OVER (ORDER BY province_code, prefecture_code, county_code, org_id, year)::INTEGER AS place
    FROM wide"""
_POOLS: Final = """
    CREATE TABLE pools (
        metric VARCHAR, region INTEGER, year SMALLINT, body_group TINYINT, reports INTEGER, entered INTEGER,
        numerator DECIMAL(38, 8), denominator DECIMAL(38, 8), {counts}
    )"""
_SINGLE: Final = (
    "SELECT r.report_id, r.org_id, r.organisation, r.year, r.province_code, r.prefecture_code, r.county_code, n, d, why"
)


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

    Raises ``GongkaiError`` where DuckDB is not installed or a file can't be read.
    """

    def __init__(self, wide: Path | Sequence[Path], *, threads: int = 2, memory: str = _MEMORY) -> None:
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
            self._run(_REPORTS)
        except duckdb.Error as error:
            self._database.close()
            raise GongkaiError(f"无法读取汇总用的“{paths[0].name}”") from error
        counts = ", ".join(f"{_column(why)} INTEGER" for why in REASONS)
        self._run(_POOLS.format(counts=counts))
        self._pooled: set[str] = set()
        self._looked_at = ""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def prepare(self, metrics: Iterable[Metric], levels: int = len(_REGIONS)) -> None:
        """Pool metrics for the country and ``levels`` of regions below it (1: provinces, 3: down to counties)."""
        for metric in metrics:
            if metric.code not in self._pooled and metric.pooled:
                self._pooled.add(metric.code)
                self._look_at(metric)
                self._run(_pooling(metric, levels))

    def pools(self, metric: Metric, region: str | None = None) -> list[Pool]:
        """Return the pools of a metric, of one region or of all, newest year first, groups in their order."""
        where = ""
        values: list[object] = [metric.code]
        if region is not None:
            where, values = "AND region = ?", [metric.code, int(region or _COUNTRY)]
        rows = self._run(f"SELECT * FROM pools WHERE metric = ? {where} ORDER BY year DESC, body_group, region", values)
        return [_pool(row) for row in rows]

    def regional(self) -> Iterator[Pool]:
        """Yield all pools region by region, newest year first, metrics in no order of their own."""
        for row in self._stream("SELECT * FROM pools ORDER BY region, year DESC, body_group, metric"):
            yield _pool(row)

    def of_region(self, region: str) -> list[Pool]:
        """Return all pools of one region, newest year first, groups in their order."""
        query = "SELECT * FROM pools WHERE region = ? ORDER BY year DESC, body_group, metric"
        return [_pool(row) for row in self._run(query, [int(region or _COUNTRY)])]

    def groups(self) -> list[tuple[int, str, int]]:
        """Return years and groups with how many reports they have, newest year first."""
        query = "SELECT year, body_group, count(*) FROM reports GROUP BY ALL ORDER BY year DESC, body_group"
        return [(int(year), GROUPS[group], int(count)) for year, group, count in self._run(query)]

    def spread(self, metric: Metric, year: int, group: str) -> list[tuple[Decimal, Decimal | None, int]]:
        """Return how many reports have which numerator and denominator, where the metric is defined."""
        self._look_at(metric)
        query = (
            "SELECT n, d, count(*) FROM looked_at WHERE why = 0 AND year = ? AND body_group = ? "
            "GROUP BY n, d ORDER BY n, d"
        )
        rows = self._run(query, [year, GROUPS.index(group)])
        return [(Decimal(n), None if d is None else Decimal(d), int(count)) for n, d, count in rows]

    def without(self, metric: Metric, year: int, group: str) -> Mapping[Why, int]:
        """Return for how many reports a metric has no value, by reason."""
        self._look_at(metric)
        where = "WHERE why > 0 AND year = ? AND body_group = ? GROUP BY why ORDER BY why"
        query = f"SELECT why, count(*) FROM looked_at {where}"
        return {_WHYS[why]: int(count) for why, count in self._run(query, [year, GROUPS.index(group)])}

    def singles(self, metric: Metric, year: int, group: str, most: int) -> list[Single]:
        """Return the reports for which a metric is defined, by region and id, at most so many."""
        self._look_at(metric)
        where = "WHERE why = 0 AND year = ? AND body_group = ? ORDER BY place LIMIT ?"
        query = f"{_SINGLE} FROM (SELECT * FROM looked_at {where}) JOIN reports r USING (place) ORDER BY place"
        return [_one(row) for row in self._run(query, [year, GROUPS.index(group), most])]

    def every(self, metric: Metric) -> Iterator[Single]:
        """Yield a metric of every report that counts, by id."""
        self._look_at(metric)
        query = f"{_SINGLE} FROM looked_at JOIN reports r USING (place) ORDER BY r.report_id"
        yield from map(_one, self._stream(query))

    def townships(self) -> Mapping[tuple[int, str], int]:
        """Return how many townships have a report, by year and province; ``COUNTRY`` for all."""
        query = (
            "SELECT year, coalesce(province_code, -1), count(DISTINCT org_id) FROM reports "
            f"WHERE body_group = {GROUPS.index('township')} "
            "GROUP BY GROUPING SETS ((year), (year, province_code))"
        )
        return {(int(year), _code(code)): int(count) for year, code, count in self._run(query)}

    def _look_at(self, metric: Metric) -> None:
        """Work a metric out for every report; the table ``looked_at`` holds the last one."""
        if self._looked_at != metric.code:
            self._run(_looking(metric))
            self._looked_at = metric.code

    def _run(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        return self._database.execute(query, list(values)).fetchall()

    def _stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        found = self._database.cursor().execute(query)
        while rows := found.fetchmany(4096):
            yield from rows


def _view(paths: Iterable[Path]) -> str:
    """Return the view of all rows; ``row`` tells them apart whatever file they stand in."""
    sources = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return (
        "CREATE VIEW wide AS SELECT *, (file_index::BIGINT << 32) + file_row_number AS row "
        f"FROM read_parquet([{sources}], file_row_number = true) WHERE counts"
    )


def _looking(metric: Metric) -> str:
    sql = statement(metric)
    reasons = ", ".join(f"'{why.value}'" for why in Why)
    return f"""
        CREATE OR REPLACE TABLE looked_at AS
        SELECT r.place, r.year, r.body_group, {", ".join(f"r.{name}" for name in _REGIONS)}, n, d, why, enters
        FROM reports r JOIN (
            SELECT w.row, {sql.numerator} AS n, {sql.denominator} AS d,
                (list_position([{reasons}], {sql.why}) - 1)::TINYINT AS why,
                coalesce({sql.enters}, FALSE) AND w.states <> '' AS enters
            FROM {sql.joined("wide")}
        ) USING (row)"""


def _pooling(metric: Metric, levels: int) -> str:
    regions = _REGIONS[:levels]
    code = " ".join(f"WHEN grouping({name}) = 0 THEN {name}" for name in regions)
    sets = ", ".join(f"(year, body_group{extra})" for extra in ("", *(f", {name}" for name in regions)))
    reasons = ", ".join(f"count(*) FILTER (why = {place})" for place, _ in enumerate(REASONS, 1))
    # A body without, say, a prefecture is in no pool of prefectures.
    nowhere = " OR ".join(f"(grouping({name}) = 0 AND {name} = -1)" for name in regions)
    return f"""
        INSERT INTO pools
        SELECT '{metric.code}', CASE {code} ELSE {_COUNTRY} END, year, body_group, count(*), count(*) FILTER (enters),
            coalesce(sum(n) FILTER (enters), 0), coalesce(sum(d) FILTER (enters), 0), {reasons}
        FROM looked_at
        GROUP BY GROUPING SETS ({sets})
        HAVING NOT ({nowhere})"""


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
    return "" if number == _COUNTRY else f"{number:06d}"


def _column(why: Why) -> str:
    return f"without_{why.value}"


def metric_of(code: str) -> Metric:
    """Return a metric by its code."""
    return load_definitions().by_code[code]
