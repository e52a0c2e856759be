"""The same metrics by SQL: report by report as in Python, and as ratios of sums."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.dataset.wide import wide_bytes
from generator.errors import GongkaiError
from generator.forms import load_forms
from generator.metrics.aggregate import COUNTRY, Numbers, Pool, metric_of
from generator.metrics.definitions import load_definitions
from generator.metrics.evaluate import State, Why, metrics_of, stands_for_its_year, values_of
from generator.metrics.groups import group_of
from generator.metrics.sql import quotient
from generator.model import Cell, CellStatus, Kind, Report
from tests.builders import body, failed_report, report_of

DATABASE = duckdb.connect()
METRICS = load_definitions().metrics
STATES = st.sampled_from([*[CellStatus.REPORTED] * 40, *CellStatus])


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report of one of a few bodies and years, with few cases and some cells without a number."""
    form = draw(st.sampled_from(["2019", "2021"]))
    year = draw(st.integers(2020, 2022))
    where = draw(st.sampled_from(["231084107-jingbo", "654224102-miaoergou", "110101-caizhengju"]))
    most = draw(st.sampled_from([1, 3, 40]))
    numbers = st.integers(0, most)
    keys = load_forms()[form].keys()
    cells = []
    # Most cells of a report are 0; the table of requests and the totals are drawn.
    for key in keys:
        status = draw(STATES) if key.column in ("total", "natural_person", "corrected") else CellStatus.REPORTED
        number = Decimal(draw(numbers)) if key.column in ("total", "natural_person", "corrected", "in_force") else None
        value = (number or Decimal(0)) if status is CellStatus.REPORTED else None
        cells.append(Cell(key, status, value))
    organisation = replace(body(where), kind=draw(st.sampled_from([Kind.TOWNSHIP, Kind.DEPARTMENT])))
    return report_of(form=form, year=year, organisation=organisation, cells=tuple(cells))


def collected(found: Sequence[Report]) -> list[Report]:
    """Return reports with ids of their own, the first of a body and year as the primary one."""
    seen: dict[str, str] = {}
    named = []
    for number, report in enumerate(found):
        assert report.organisation is not None
        key = f"{report.organisation.org_id}-{report.year}"
        report_id = key if key not in seen else f"{key}-{number:08d}"
        named.append(replace(report, report_id=report_id, primary=seen.get(key, "")))
        seen.setdefault(key, key)
    return named


@contextmanager
def numbers_of(found: Sequence[Report]) -> Iterator[Numbers]:
    """Give the numbers of reports written as the wide table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.parquet"
        path.write_bytes(wide_bytes(found))
        with Numbers(path, threads=1) as numbers:
            yield numbers


def by_sql(above: int, below: int) -> Decimal:
    """Return a ratio as SQL rounds it."""
    query = f"SELECT {quotient('n', 'd')} FROM (SELECT {above}::BIGINT AS n, {below}::BIGINT AS d)"
    found = DATABASE.execute(query).fetchone()
    assert found is not None
    return Decimal(found[0]).scaleb(-6)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(reports(), min_size=1, max_size=6))
def test_sql_and_python_agree_on_every_metric_of_every_report(drawn: list[Report]) -> None:
    found = collected(drawn)
    python = {report.report_id: values for report, values in metrics_of(found) if stands_for_its_year(report)}
    with numbers_of(found) as numbers:
        for place, metric in enumerate(METRICS):
            singles = list(numbers.every(metric))
            assert {one.report_id for one in singles} == set(python)
            for one in singles:
                value = python[one.report_id][place]
                assert (one.numerator, one.denominator, one.why) == (value.numerator, value.denominator, value.why)
                if value.state is State.DEFINED and value.denominator is not None:
                    assert value.value == by_sql(int(value.numerator or 0), int(value.denominator))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(reports(), min_size=1, max_size=8))
def test_pools_are_sums_of_what_is_known(drawn: list[Report]) -> None:
    found = collected(drawn)
    expected: dict[tuple[str, str, int, str], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for report, values in metrics_of(found):
        if not stands_for_its_year(report) or report.organisation is None or report.year is None:
            continue
        code = report.organisation.division_code
        for metric, value in zip(METRICS, values, strict=True):
            known = value.numerator is not None and (value.denominator is not None or not metric.denominator)
            below = value.denominator or Decimal(0)
            above = value.numerator or Decimal(0)
            sound = metric.kind == "number" or (below >= 0 and (metric.kind != "share" or 0 <= above <= below))
            entry = [Decimal(1), Decimal(1), above, below] if known and sound else [Decimal(1), *[Decimal(0)] * 3]
            for region in (COUNTRY, code[:2] + "0000", code[:4] + "00", code[:6]):
                key = (metric.code, region, report.year, group_of(report.organisation))
                expected[key] = [a + b for a, b in zip(expected[key], entry, strict=True)]
    with numbers_of(found) as numbers:
        wanted = {region for _, region, _, _ in expected}
        pools = {
            (pool.metric, pool.region, pool.year, pool.group): pool for pool in numbers.of_regions(METRICS, wanted)
        }
        numbers.prepare(METRICS)
        prepared = numbers.pools()
        assert set(prepared) == {metric.code for metric in METRICS if metric.pooled}
        for code, found_pools in prepared.items():
            assert found_pools == [pools[code, pool.region, pool.year, pool.group] for pool in found_pools]
            for pool in found_pools:
                assert numbers.withouts(metric_of(code), {pool.group: pool.year})[pool.group] == pool.why or pool.region
        one = max(wanted)
        assert list(numbers.of_regions(METRICS, [one])) == [
            pool for pool in numbers.of_regions(METRICS, wanted) if pool.region == one
        ]
    assert {key for key in expected if metric_of(key[0]).pooled} == set(pools)
    for key, pool in pools.items():
        assert [pool.reports, pool.entered, pool.numerator, pool.denominator] == expected[key]


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**15))
def test_rounding_in_sql_is_that_of_python(above: int, below: int) -> None:
    assert Fraction(by_sql(above, below)) == round(Fraction(above, below), 6)


def one_pool(found: Sequence[Report], code: str) -> Pool:
    with numbers_of(found) as numbers:
        numbers.prepare([metric_of(code)])
        (pool,) = (pool for pool in numbers.pools()[code] if pool.region == COUNTRY)
    return pool


def body_report(number: int, drawing: str) -> Report:
    return report_of(drawing, report_id=f"r{number}", organisation=body(f"23108410{number}-x"))


def test_a_pool_is_a_ratio_of_sums_and_says_what_is_not_in_it() -> None:
    found = [
        body_report(1, "granted | 0 0 0 0 0 0 1\noutcomes_total | 0 0 0 0 0 0 1"),
        body_report(2, "granted | 0 0 0 0 0 0 0\noutcomes_total | 0 0 0 0 0 0 99"),
        body_report(3, ""),
        body_report(4, "granted | 0 0 0 0 0 0 _\noutcomes_total | 0 0 0 0 0 0 500"),
        body_report(5, "granted | 0 0 0 0 0 0 7\noutcomes_total | 0 0 0 0 0 0 6"),
        replace(body_report(6, ""), cells=()),
        failed_report(),
    ]
    pool = one_pool(found, "open_rate_A")
    assert (pool.numerator, pool.denominator) == (Decimal(1), Decimal(100))
    assert (pool.reports, pool.entered) == (6, 3)
    assert pool.why == {Why.ZERO: 1, Why.NO_FIGURE: 1, Why.CONTRADICTION: 1, Why.NO_TABLES: 1}
    assert pool.defined == 2


def test_why_there_is_no_value_is_told_also_where_nothing_is_summed() -> None:
    with numbers_of([body_report(1, ""), body_report(2, "")]) as numbers:
        metric = metric_of("timeliness_days")
        numbers.prepare([metric])
        assert numbers.pools() == {}
        assert numbers.withouts(metric, {"township": 2022}) == {"township": {Why.NO_FIGURE: 2}}
        assert numbers.spreads(metric, {"township": 2022}) == {"township": []}


def test_lists_are_by_region_and_id_and_hold_what_is_defined() -> None:
    found = [body_report(number, f"outcomes_total | {number - 1}") for number in (3, 2, 1)]
    with numbers_of(found) as numbers:
        singles = numbers.firsts(metric_of("open_rate_A"), {"township": 2022}, 2, 1)["township"]
        assert [(one.report_id, one.denominator) for one in singles] == [("r2", Decimal(1)), ("r3", Decimal(2))]
        assert len(numbers.firsts(metric_of("open_rate_A"), {"township": 2022}, 1, 1)["township"]) == 1
        assert numbers.townships() == {(2022, COUNTRY): 3, (2022, "230000"): 3}


def test_money_is_added_exactly() -> None:
    pool = one_pool([body_report(1, "fees | 0.1"), body_report(2, "fees | 0.2")], "fee_wan")
    assert pool.numerator == Decimal("0.3")


def test_a_file_that_is_no_wide_table_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "wide.parquet").write_bytes(b"not parquet")
    with pytest.raises(GongkaiError, match=r"wide\.parquet"):
        Numbers(tmp_path / "wide.parquet")
    with pytest.raises(GongkaiError):
        Numbers(tmp_path / "absent.parquet")


def test_two_reports_that_count_for_one_year_are_refused(tmp_path: Path) -> None:
    """No table of ours has such: the report of the year after would be counted twice."""
    first, other = (replace(body_report(1, ""), report_id=report_id) for report_id in ("r1", "r2"))
    after = replace(first, report_id="r3", year=2023)
    (tmp_path / "one.parquet").write_bytes(wide_bytes([first, after]))
    (tmp_path / "two.parquet").write_bytes(wide_bytes([other]))
    wide = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    with Numbers(wide) as numbers, pytest.raises(GongkaiError, match="不止一份"):
        numbers.prepare([metric_of("yoy_abs")])


def test_no_report_at_all() -> None:
    with numbers_of([replace(body_report(1, ""), cells=(), primary="another")]) as numbers:
        numbers.prepare(METRICS)
        assert not any(numbers.pools().values())
        assert numbers.groups() == [] == list(numbers.of_country(METRICS))
        assert numbers.regions() == [COUNTRY]
        assert list(numbers.of_regions(METRICS, [COUNTRY, "110000"])) == []
        assert list(numbers.every(metric_of("fee_wan"))) == []
        assert numbers.townships() == {}


def test_values_of_a_form_are_in_the_order_of_the_definitions() -> None:
    assert [value.metric for value in values_of("2021", {}, {})] == [metric.code for metric in METRICS]
