"""The headline metrics of one region: ratios of the sums of its reports, by group of bodies and year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from generator.metrics.aggregate import Numbers, Pool
from generator.metrics.definitions import Metric, load_definitions
from generator.metrics.groups import GROUPS as CODES
from generator.site.metrics.figures import Shown, pooled
from generator.site.metrics.page import NAMES, address

_MOST_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class RatioLine:
    """One metric, for each group of bodies."""

    name: str
    address: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class RatioYear:
    """The metrics of one year; ``groups`` are the heads of the columns, with how many reports each has."""

    year: int
    groups: tuple[tuple[str, int], ...]
    lines: tuple[RatioLine, ...]


def ratios_of(numbers: Numbers, regions: Collection[str]) -> Iterator[tuple[str, tuple[RatioYear, ...]]]:
    """Yield regions with their metrics, newest year first, in the order of their codes; all from one question.

    Metrics that no report of a year can answer are left out.
    """
    metrics = headlines()
    found = groupby(numbers.of_regions(metrics, regions), key=lambda pool: pool.region)
    region, pools = next(found, ("", iter(())))
    for code in sorted(regions):
        if code == region:
            yield code, _ratio_years(metrics, pools)
            region, pools = next(found, ("", iter(())))
        else:
            yield code, ()


def ratios_of_country(numbers: Numbers) -> tuple[RatioYear, ...]:
    """Return the country's metrics, as ``ratios_of`` would, from what may be pooled already."""
    metrics = headlines()
    numbers.prepare(metrics)
    return _ratio_years(metrics, numbers.of_country(metrics))


def headlines() -> list[Metric]:
    """Return the metrics that a region's page shows."""
    return [metric for metric in load_definitions().metrics if metric.headline]


def _ratio_years(metrics: Sequence[Metric], of_region: Iterable[Pool]) -> tuple[RatioYear, ...]:
    found = []
    for year, members in groupby(of_region, key=lambda pool: pool.year):
        pools = {(pool.group, pool.metric): pool for pool in members}
        present = {group: pool.reports for (group, _), pool in pools.items()}
        entered = {code for (_, code), pool in pools.items() if pool.entered}
        groups = [group for group in CODES if group in present]
        lines = tuple(
            RatioLine(
                metric.name,
                address(metric.code),
                tuple(pooled(metric, pools.get((group, metric.code))) for group in groups),
            )
            for metric in metrics
            if metric.code in entered
        )
        if lines:
            found.append(RatioYear(year, tuple((NAMES[group], present[group]) for group in groups), lines))
    return tuple(found[:_MOST_YEARS])
