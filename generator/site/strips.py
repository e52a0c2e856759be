"""Distribution strips: each body a tick where its figure lies, on an axis from 0. No order, no rank."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from generator.site.facts import number
from generator.site.gists import COLUMNS
from generator.site.pools import Entry, Pool, link_of, newest_entries
from generator.site.safe import plain

LEAST: Final = 3
_SHOWN: Final = ("received", "denied", "carried_out", "review")
_MOST_LINKED: Final = 150
_HEIGHT: Final = 64
_TICK: Final = 3
_STEP: Final = 4
_STOPS: Final = (0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 1_000_000)
_LEFT, _WIDTH = 3.0, 92.0


@dataclass(frozen=True, slots=True)
class Tick:
    """One body, or a column of many with one figure; places as SVG takes them."""

    x: str
    y: str
    height: str
    says: str
    address: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One figure of the bodies of a group; without ``ticks`` it only has its sentence."""

    title: str
    says: str
    ticks: tuple[Tick, ...]
    stops: tuple[tuple[str, str], ...]
    height: int = _HEIGHT


def strips(by_group: Mapping[tuple[int, str], Pool]) -> tuple[Strip, ...]:
    """Return the strips of a region's newest year, for groups of at least ``LEAST`` reports."""
    places = [(n, label) for n, (code, label) in enumerate(COLUMNS) if code in _SHOWN]
    return tuple(
        _strip(f"{year} 年{group}：{label}", pool.find(), place)
        for year, group, pool in newest_entries(by_group, LEAST)
        for place, label in places
        if pool.known[place] >= LEAST
    )


def _strip(title: str, entries: Sequence[Entry], place: int) -> Strip:
    known = [(value, e) for e in entries if (value := e[2][place]) is not None and value >= 0]
    known.sort(key=lambda pair: (pair[0], pair[1][0].organisation.org_id))
    values = [value for value, _ in known]
    without = f"，另有 {len(entries) - len(known)} 份没有可用的数字，不在图中" if len(known) < len(entries) else ""
    if not values[-1]:
        return Strip(title, f"{len(values)} 份报告都是 0{without}。", (), ())
    zeros = sum(not value for value in values)
    span = f"{number(values[0])} 至 {number(values[-1])}，中位数 {median(values)}"
    says = f"{len(values)} 份报告，{span}，其中 {zeros} 份为 0{without}。"
    return Strip(title, says, tuple(_ticks(known, values[-1])), stops(values[-1]))


def _ticks(known: Sequence[tuple[Decimal, Entry]], largest: Decimal) -> list[Tick]:
    groups = [(value, [entry for _, entry in pairs]) for value, pairs in groupby(known, key=lambda pair: pair[0])]
    tallest = max(len(group) for _, group in groups)
    step = min(float(_STEP), (_HEIGHT - _TICK) / tallest)
    found = []
    for value, group in groups:
        x = across(value, largest)
        if len(known) > _MOST_LINKED:
            height = max(step * len(group), 1.0)
            found.append(Tick(x, f"{_HEIGHT - height:.1f}", f"{height:.1f}", f"{number(value)}：{len(group)} 份", ""))
            continue
        for level, entry in enumerate(group):
            says = f"{plain(entry[0].organisation.organisation)}：{number(value)}"
            y = _HEIGHT - _TICK - step * level
            found.append(Tick(x, f"{y:.1f}", f"{min(float(_TICK), step):.1f}", says, link_of(entry)))
    return found


def across(value: Decimal, largest: Decimal) -> str:
    """Return the place on an axis whose steps grow with the figures, 0 at its left end."""
    return f"{_LEFT + _WIDTH * math.log1p(float(value)) / math.log1p(float(largest)):.2f}%"


def stops(largest: Decimal) -> tuple[tuple[str, str], ...]:
    """Return the marked places of the axis with their numbers: 0, some steps, the largest figure."""
    marked = [Decimal(stop) for stop in _STOPS if stop * 2 <= largest or not stop]
    return tuple((across(stop, largest), number(stop)) for stop in [*marked, largest])


def median(values: Sequence[Decimal]) -> str:
    """Return the median of sorted figures, as a reader writes it."""
    middle = len(values) // 2
    return number(values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2)
