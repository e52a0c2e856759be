"""The metrics of reports, one by one, exactly."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from generator.forms import load_forms
from generator.metrics.definitions import Metric, Terms, load_definitions
from generator.metrics.figures import Figures, figures_of
from generator.model import Report, ReportStatus

PLACES: Final = 6
_LAST_PLACE: Final = Decimal(1).scaleb(-PLACES)
# Figures have 15 digits before the point and 8 behind it, so that sums are exact in this context, and a quotient is
# known far beyond the place at which it is rounded: it lies on a half only where it is printed in full.
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_EVEN)


class State(StrEnum):
    """Whether a metric has a value, as published in ``metrics``."""

    DEFINED = "defined"
    ZERO_DENOMINATOR = "undefined_zero_denominator"
    NOT_COMPUTABLE = "not_computable"


class Why(StrEnum):
    """Why a metric has no value: the first of these that is so."""

    NOTHING = ""
    NO_TABLES = "tables"
    OTHER_FORM = "form"
    NO_FIGURE = "cells"
    NO_YEAR_BEFORE = "previous"
    ZERO = "zero"
    CONTRADICTION = "contradiction"
    TOO_FEW = "few"


@dataclass(frozen=True, slots=True)
class Value:
    """A metric of one report. Numerator and denominator are there as far as they are known, whatever the state."""

    metric: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    why: Why

    @property
    def state(self) -> State:
        """The published state."""
        if self.why is Why.NOTHING:
            return State.DEFINED
        return State.ZERO_DENOMINATOR if self.why is Why.ZERO else State.NOT_COMPUTABLE


NOTHING_KNOWN: Final[Figures] = {}
_NONE: Final = Decimal(0)


def metrics_of(
    reports: Iterable[Report], worked_out: Mapping[str, Figures] = MappingProxyType({})
) -> Iterator[tuple[Report, tuple[Value, ...]]]:
    """Yield each report that has tables with its metrics; the year before is that of the body's primary report.

    ``worked_out`` are figures of reports by their ids, where they are known already.
    """
    known = tuple(reports)
    figures: dict[str, Figures] = {}
    standing: dict[tuple[str, int], Figures] = {}
    for report in known:
        if report.cells and report.form in load_forms():
            found = figures[report.report_id] = worked_out.get(report.report_id) or figures_of(report)
            if stands_for_its_year(report) and report.organisation is not None and report.year is not None:
                standing[report.organisation.org_id, report.year] = found
    for report in known:
        if report.report_id in figures:
            before = NOTHING_KNOWN
            if stands_for_its_year(report) and report.organisation is not None and report.year is not None:
                before = standing.get((report.organisation.org_id, report.year - 1), NOTHING_KNOWN)
            yield report, tuple(values_of(report.form, figures[report.report_id], before))


def stands_for_its_year(report: Report) -> bool:
    """Say whether a report is the one that counts for its body and year: known, read, and the primary one."""
    return (
        report.organisation is not None
        and report.year is not None
        and report.status is not ReportStatus.FAILED
        and report.primary in ("", report.report_id)
    )


def values_of(form: str, figures: Figures, before: Figures) -> Iterator[Value]:
    """Yield the metrics of a report of one form, in published order; ``before`` are the figures of the year before."""
    for metric, terms in _spelt_out(form):
        if terms is None:
            yield Value(metric.code, None, None, None, Why.OTHER_FORM)
        else:
            yield _value(metric, terms, figures, before)


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return a ratio, rounded half to even at the last published place."""
    if not numerator:
        return _NONE
    return _EXACT.quantize(_EXACT.divide(numerator, denominator), _LAST_PLACE)


def _value(metric: Metric, terms: tuple[Terms, Terms], figures: Figures, before: Figures) -> Value:
    above, below = (_sum(side, figures, before) for side in terms)
    if above is None or (below is None and metric.denominator):
        own = all(term.figure in figures for side in terms for term in side if not term.previous)
        return Value(metric.code, above, below, None, Why.NO_YEAR_BEFORE if own else Why.NO_FIGURE)
    if below is None:
        return Value(metric.code, above, None, above, Why.NOTHING)
    why = _trouble(metric, above, below)
    return Value(metric.code, above, below, None if why else quotient(above, below), why)


def _trouble(metric: Metric, above: Decimal, below: Decimal) -> Why:
    if not below:
        return Why.ZERO
    if below < 0 or (metric.kind == "share" and not 0 <= above <= below):
        return Why.CONTRADICTION
    return Why.TOO_FEW if below < metric.least else Why.NOTHING


def _sum(terms: Terms, figures: Figures, before: Figures) -> Decimal | None:
    """Return the sum of the terms; ``None`` where one is not known, or where there are none.

    Most figures are 0, and adding them takes most of the time.
    """
    total = _NONE
    for term in terms:
        number = (before if term.previous else figures).get(term.figure)
        if number is None:
            return None
        if number:
            total = _EXACT.add(total, number) if term.sign > 0 else _EXACT.subtract(total, number)
    return total if terms else None


@functools.cache
def _spelt_out(form: str) -> tuple[tuple[Metric, tuple[Terms, Terms] | None], ...]:
    known = load_forms()[form]
    return tuple((metric, metric.terms(known)) for metric in load_definitions().metrics)
