"""The headline metrics of one region: ratios of the sums of its reports, by group of bodies and year."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from generator.metrics.aggregate import Numbers
from generator.metrics.definitions import load_definitions
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


def ratio_years(numbers: Numbers, region: str) -> tuple[RatioYear, ...]:
    """Return a region's metrics, newest year first; those that no report of the year can answer are left out."""
    metrics = [metric for metric in load_definitions().metrics if metric.headline]
    numbers.prepare(metrics)
    codes = {metric.code for metric in metrics}
    found = []
    for year, members in groupby(numbers.of_region(region), key=lambda pool: pool.year):
        pools = {(pool.group, pool.metric): pool for pool in members if pool.metric in codes}
        present = {group: pool.reports for (group, _), pool in pools.items()}
        groups = [group for group in CODES if group in present]
        lines = tuple(
            RatioLine(
                metric.name,
                address(metric.code),
                tuple(pooled(metric, pools.get((group, metric.code))) for group in groups),
            )
            for metric in metrics
            if any(group_pool.entered for (_, code), group_pool in pools.items() if code == metric.code)
        )
        if lines:
            found.append(RatioYear(year, tuple((NAMES[group], present[group]) for group in groups), lines))
    return tuple(found[:_MOST_YEARS])
