"""Review and litigation as counts; shares stand behind them, with their interval."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import CellKey
from generator.site.facts import REVIEW_ROWS, Facts
from generator.site.marks import Mark, figure_mark
from generator.site.shares import Share, share

_DECIDED = ("upheld", "corrected", "other")
_WORDS = {
    "reconsideration": "行政复议",
    "litigation_direct": "行政诉讼（未经复议直接起诉）",
    "litigation_after_reconsideration": "行政诉讼（复议后起诉）",
}


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One way of review: all cases, those decided, how many of these were corrected."""

    label: str
    total: Mark
    anchor: str
    decided: Mark
    corrected: Share | None


def appeals(facts: Facts) -> tuple[AppealLine, ...]:
    """Return the ways of review with at least one case, or with a figure that is not known."""
    found = []
    for row in REVIEW_ROWS if facts.report.cells else ():
        total = facts.one("review", row, "total")
        if total.value == 0:
            continue
        decided = facts.figure(*(CellKey("review", row, result) for result in _DECIDED))
        corrected = facts.one("review", row, "corrected")
        found.append(
            AppealLine(_WORDS[row], figure_mark(total), total.anchor, figure_mark(decided), share(corrected, decided))
        )
    return tuple(found)
