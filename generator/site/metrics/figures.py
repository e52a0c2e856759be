"""A metric's numbers as a reader should see them: counts first, the ratio after, with how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from generator.metrics.aggregate import Pool, Single
from generator.metrics.definitions import Metric
from generator.metrics.evaluate import Why
from generator.metrics.intervals import wilson
from generator.site.facts import number

# Below so many cases a ratio of sums is shown with its interval; one of a single report always is.
_FEW: Final = 100
_PER_CENT: Final = Decimal("0.1")
_RATIO: Final = Decimal("0.01")

WHY: Final[Mapping[Why, str]] = {
    Why.NO_TABLES: "没有可读的表",
    Why.OTHER_FORM: "表式没有此项",
    Why.NO_FIGURE: "所需之格没有可用的数字",
    Why.NO_YEAR_BEFORE: "本库没有上一年度的报告，或其中没有所需数字",
    Why.ZERO: "分母为 0，比例无意义",
    Why.CONTRADICTION: "部分大于全部，原文自相矛盾",
    Why.TOO_FEW: "分母太小，不算比例",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One number: ``counts`` such as ``33 / 120``, ``ratio`` such as ``27.5%``, its interval, and of how many reports.

    ``reports`` is empty where all of them are in it; ``why`` says what the others are.
    """

    counts: str
    ratio: str = ""
    interval: str = ""
    reports: str = ""
    why: str = ""


def pooled(metric: Metric, pool: Pool | None) -> Shown:
    """Return a ratio of sums with how many reports it is made of."""
    if pool is None:
        return Shown("—")
    reports = "" if pool.entered == pool.reports else f"{pool.entered} / {pool.reports} 份"
    why = reasons(pool.why.items())
    if not pool.entered:
        return Shown("—", reports=reports, why=why)
    if metric.denominator and pool.denominator <= 0:
        return Shown(_counts(pool.numerator, pool.denominator), "无", reports=reports, why=why)
    interval = _interval(metric, pool.numerator, pool.denominator) if pool.denominator < _FEW else ""
    return Shown(*_said(metric, pool.numerator, pool.denominator), interval, reports, why)


def single(metric: Metric, one: Single) -> Shown:
    """Return a report's own number."""
    if one.numerator is None or one.why is not Why.NOTHING:
        return Shown("—", why=WHY.get(one.why, ""))
    below = one.denominator or Decimal(0)
    return Shown(*_said(metric, one.numerator, below), _interval(metric, one.numerator, below))


def reasons(counts: Iterable[tuple[Why, int]]) -> str:
    """Return in words for how many reports there is no value, and why; empty where all have one."""
    return "；".join(f"{count} 份{WHY[why]}" for why, count in counts if count)


def ratio_words(metric: Metric, above: Decimal, below: Decimal) -> str:
    """Return a ratio as printed: per cent for shares and changes, else a number; the number itself where none is."""
    if not metric.denominator:
        return _signed(metric, above)
    if metric.kind == "ratio":
        return f"{(above / below).quantize(_RATIO, ROUND_HALF_EVEN):,}"
    per_cent = (above / below * 100).quantize(_PER_CENT, ROUND_HALF_EVEN)
    if metric.kind == "change":
        return f"{per_cent:+,}%" if per_cent else "0%"
    if not above or above == below:
        return "100%" if above else "0%"
    return "<0.1%" if per_cent < _PER_CENT else ">99.9%" if per_cent == 100 else f"{per_cent}%"


def _said(metric: Metric, above: Decimal, below: Decimal) -> tuple[str, str]:
    if not metric.denominator:
        return f"{_signed(metric, above)} {metric.unit}", ""
    return f"{_counts(above, below)} {metric.unit}", ratio_words(metric, above, below)


def _counts(above: Decimal, below: Decimal) -> str:
    return f"{number(above)} / {number(below)}"


def _signed(metric: Metric, value: Decimal) -> str:
    """Return a difference with its sign, so that nobody takes it for a count."""
    is_difference = any(term.sign < 0 for term in metric.numerator)
    return f"+{number(value)}" if is_difference and value > 0 else number(value)


def _interval(metric: Metric, above: Decimal, below: Decimal) -> str:
    """Return the 95 % interval of a share of cases; one of cells or sums is no sample of anything."""
    if metric.kind != "share" or metric.unit != "件":
        return ""
    low, high = wilson(int(above), int(below))
    return f"95% 区间 {low * 100:.0f}%–{high * 100:.0f}%"
