"""Shares of counts as a reader should see them: the counts first, the per cent after, with its interval."""

from __future__ import annotations

from dataclasses import dataclass

from generator.metrics.intervals import wilson
from generator.site.facts import Figure


@dataclass(frozen=True, slots=True)
class Share:
    """``counts`` such as ``3/4 件``; ``percent`` such as ``75%``; ``interval`` such as ``95% 区间 30%–95%``."""

    counts: str
    percent: str
    interval: str


def share(part: Figure, whole: Figure) -> Share | None:
    """Return the share of one count in another; nothing where either is unknown, derived, or the whole is 0.

    A part larger than its whole (a fault of the source) has no share.
    """
    if part.is_derived or whole.is_derived or part.value is None or whole.value is None:
        return None
    few, all_ = int(part.value), int(whole.value)
    if all_ <= 0 or not 0 <= few <= all_:
        return None
    low, high = wilson(few, all_)
    return Share(f"{few:,}/{all_:,} 件", _percent(few / all_), f"95% 区间 {_percent(low)}–{_percent(high)}")


def _percent(value: float) -> str:
    """Return whole per cent; what is neither nothing nor all is not rounded to it."""
    rounded = int(value * 100 + 0.5)
    if rounded == 0 and value > 0:
        return "<1%"
    if rounded == 100 and value < 1:
        return ">99%"
    return f"{rounded}%"
