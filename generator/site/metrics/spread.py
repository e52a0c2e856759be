"""How a metric is spread over reports: quartiles, classes with bars, and for shares a funnel over the denominators."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from generator.metrics.definitions import Metric
from generator.site.facts import number
from generator.site.metrics.figures import ratio_words

Counted = Sequence[tuple[Decimal, Decimal | None, int]]

FEWEST: Final = 3
_FEWEST_DOTS: Final = 8
_HEIGHT: Final = 200
_LEFT, _WIDTH = 1.5, 96.0
_COLUMNS, _ROWS = 56, 24
_STOPS: Final = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 1_000_000, 10_000_000)
_NUMBERS: Final = tuple(Decimal(stop) for stop in (1, 10, 100, 1000, 10_000, 100_000, 1_000_000))
_RATIOS: Final = tuple(Decimal(stop) for stop in ("0.1", "0.25", "0.5", "1", "2", "5"))
_Z: Final = 1.96
_QUARTERS: Final = (
    "0%",
    "0% 以上，不满 25%",
    "25% 以上，不满 50%",
    "50% 以上，不满 75%",
    "75% 以上，不满 100%",
    "100%",
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A class of values: its words, how many reports, and how long its bar is, as SVG takes it."""

    says: str
    count: int
    width: str


@dataclass(frozen=True, slots=True)
class Dot:
    """Reports of about one denominator and one share; places as SVG takes them."""

    x: str
    y: str
    radius: str
    says: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """Shares over their denominators, with the share of the sum and the limits of chance around it."""

    dots: tuple[Dot, ...]
    stops: tuple[tuple[str, str], ...]
    middle: str
    low: str
    high: str
    says: str
    height: int = _HEIGHT


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of one group in one year."""

    title: str
    says: str
    bars: tuple[Bar, ...]
    funnel: Funnel | None


def spread(metric: Metric, title: str, counted: Counted, without: str) -> Spread:
    """Return how the values are spread; ``without`` says in words which reports have none."""
    total = sum(count for *_, count in counted)
    rest = f"另有 {without}，不在其中。" if without else ""
    if total < FEWEST:
        says = f"{total} 份有值，太少，不画分布。" if total else "没有一份有值。"
        return Spread(title, f"{says}{rest}", (), None)
    ordered = sorted(counted, key=lambda entry: _value(entry[0], entry[1]))
    low, middle, high = (_words(metric, *_quantile(ordered, place)) for place in (0.25, 0.5, 0.75))
    says = f"{total} 份有值：中位数 {middle}，中间一半在 {low} 至 {high} 之间。{rest}"
    shares = [(above, below, count) for above, below, count in counted if below is not None]
    has_funnel = metric.kind == "share" and total >= _FEWEST_DOTS
    return Spread(title, says, tuple(_bars(metric, counted)), _funnel(metric, shares) if has_funnel else None)


def _words(metric: Metric, above: Decimal, below: Decimal | None) -> str:
    said = ratio_words(metric, above, below or Decimal(1))
    return said if metric.denominator else f"{said} {metric.unit}"


def _value(above: Decimal, below: Decimal | None) -> Decimal:
    return above if below is None else above / below


def _quantile(ordered: Counted, place: float) -> tuple[Decimal, Decimal | None]:
    """Return the value of a report such that at least this part of all reports are not above it."""
    needed, seen = place * sum(count for *_, count in ordered), 0
    for above, below, count in ordered:
        seen += count
        if seen >= needed:
            return above, below
    raise ValueError("no values")


def _bars(metric: Metric, counted: Counted) -> list[Bar]:
    classes: Counter[int] = Counter()
    stops = _RATIOS if metric.denominator and metric.kind != "share" else _NUMBERS
    for above, below, count in counted:
        value = _value(above, below)
        classes[_quarter(value) if metric.kind == "share" else _class(value, stops)] += count
    most = max(classes.values())
    first, last = min(classes), max(classes)
    if metric.kind == "share":
        first, last = 0, len(_QUARTERS) - 1
    return [
        Bar(_class_words(metric, place, stops), classes[place], f"{100 * classes[place] / most:.1f}%")
        for place in range(first, last + 1)
        # Below 1 there is no count.
        if classes[place] or abs(place) != 1 or metric.kind == "share"
    ]


def _quarter(value: Decimal) -> int:
    """Return the class of a share: nothing and all are classes of their own."""
    if value in (0, 1):
        return 5 * int(value)
    return 1 + int(value * 4)


def _class(value: Decimal, stops: Sequence[Decimal]) -> int:
    """Return the class of a number: 0 for 0, then by the stops it reaches, below 0 the same with a minus."""
    if not value:
        return 0
    reached = bisect_left(stops, abs(value)) + (abs(value) in stops)
    return reached + 1 if value > 0 else -reached - 1


def _class_words(metric: Metric, place: int, stops: Sequence[Decimal]) -> str:
    if metric.kind == "share":
        return _QUARTERS[place]
    if not place:
        return "0"
    size = abs(place) - 1
    low = stops[size - 1] if size else Decimal(0)
    words = [_bound(metric, low), _bound(metric, stops[size])] if size < len(stops) else [_bound(metric, low)]
    said = (f"{words[0]} 以上" if low else "大于 0") + (f"，不满 {words[1]}" if len(words) > 1 else "")
    return said if place > 0 else f"负：{said}"


def _bound(metric: Metric, value: Decimal) -> str:
    return f"{number(value * 100)}%" if metric.kind == "change" else number(value)


def _funnel(metric: Metric, counted: Sequence[tuple[Decimal, Decimal, int]]) -> Funnel:
    largest = max(below for _, below, _ in counted)
    above_all = sum((above * count for above, _, count in counted), Decimal(0))
    below_all = sum((below * count for _, below, count in counted), Decimal(0))
    middle = float(above_all / below_all)
    cells: Counter[tuple[int, int]] = Counter()
    few: dict[tuple[int, int], tuple[Decimal, Decimal]] = {}
    for above, below, count in counted:
        cell = round(_across(below, largest) * _COLUMNS), round(float(above / below) * _ROWS)
        cells[cell] += count
        few[cell] = (above, below)
    dots = [_dot(metric, cell, cells[cell], few[cell]) for cell in sorted(cells)]
    reach = [(place / 40, float(largest) ** (place / 40)) for place in range(41)]
    limits = [(x, _Z * math.sqrt(middle * (1 - middle) / below)) for x, below in reach]
    return Funnel(
        dots=tuple(dots),
        stops=tuple((_x(_across(Decimal(stop), largest)), f"{stop:,}") for stop in _STOPS if stop <= largest),
        middle=f"{100 * (1 - middle):.2f}",
        low=_line([(x, middle - half) for x, half in limits]),
        high=_line([(x, middle + half) for x, half in limits]),
        says=f"合计 {ratio_words(metric, above_all, below_all)}（{number(above_all)} / {number(below_all)}），"
        f"分母自 1 至 {number(largest)} {metric.unit}",
    )


def _across(below: Decimal, largest: Decimal) -> float:
    return math.log(below) / math.log(largest) if largest > 1 else 0.0


def _x(part: float) -> str:
    return f"{_LEFT + _WIDTH * part:.2f}%"


def _dot(metric: Metric, cell: tuple[int, int], count: int, one: tuple[Decimal, Decimal]) -> Dot:
    radius = 2.2 + 1.1 * math.log10(count)
    says = f"{number(one[0])} / {number(one[1])} {metric.unit}" + (f" 一带：{count} 份" if count > 1 else "：1 份")
    return Dot(_x(cell[0] / _COLUMNS), f"{100 * (1 - cell[1] / _ROWS):.2f}%", f"{radius:.1f}", says)


def _line(points: Sequence[tuple[float, float]]) -> str:
    """Return points of a curve in per cent of the drawing, held inside it."""
    return " ".join(f"{_LEFT + _WIDTH * x:.2f},{100 * (1 - min(1.0, max(0.0, y))):.2f}" for x, y in points)
