"""The metrics that the comparison offers: their formulas as data, spelt out for each form, for the reader's browser.

The browser adds the columns it has; what a metric is made of stands in ``data/lookups/metrics.yml`` alone.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from generator.forms import load_forms
from generator.metrics.definitions import Metric, Terms, load_definitions
from generator.metrics.figures import REPORT_FIGURES

METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Formula:
    """A metric as a column; ``sides`` has for each form numerator and denominator as signed codes of columns."""

    code: str
    group: str
    head: str
    says: str
    is_share: bool
    is_ratio: bool
    least: int
    sides: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@functools.cache
def formulas() -> Mapping[str, Formula]:
    """Return the metrics that are made of one report's own cells, by the code of their column."""
    found = (_formula(metric) for metric in load_definitions().metrics if _is_of_cells(metric))
    return {formula.code: formula for formula in found}


def group_titles() -> Mapping[str, str]:
    """Return the titles of the groups of metrics, in their order."""
    return {group.code: group.title for group in load_definitions().groups}


def _is_of_cells(metric: Metric) -> bool:
    terms = (*metric.numerator, *metric.denominator)
    return metric.pooled and not any(term.previous or term.figure in REPORT_FIGURES for term in terms)


def _formula(metric: Metric) -> Formula:
    spelt = ((form.code, metric.terms(form)) for form in load_forms().values())
    return Formula(
        code=f"{METRIC}.{metric.code}",
        group=metric.group,
        head=metric.name,
        says="。".join(part.rstrip("。") for part in (metric.formula, metric.caveat) if part) + "。",
        is_share=metric.kind == "share",
        is_ratio=bool(metric.denominator),
        least=metric.least,
        sides={code: (_signed(terms[0]), _signed(terms[1])) for code, terms in spelt if terms is not None},
    )


def _signed(terms: Terms) -> tuple[str, ...]:
    return tuple(("-" if term.sign < 0 else "+") + term.figure for term in terms)
