"""Every check that needs more than one report, in order; each report gets its own findings.

What other bodies' reports mean for a report is worked out before, from traits alone (``between``); the rest needs the
reports of one body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.checks.beside import NOTHING, Beside
from generator.checks.between import between
from generator.checks.exchanges import settled_exchanges
from generator.checks.growth import growth
from generator.checks.promises import returning_promises
from generator.checks.reuse import reused_text
from generator.checks.traits import is_compared, party_of
from generator.checks.years import over_years
from generator.model import Finding, Report


def across(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports with what they say about each other. Only primary reports are compared."""
    return across_bodies(reports, between(party_of(report) for report in reports if is_compared(report)))


def across_bodies(reports: Sequence[Report], beside: Mapping[str, Beside]) -> tuple[Report, ...]:
    """Return all reports of some bodies with what they, and ``beside`` by report id, say about each other."""
    asked = over_years(settled_exchanges(reports))
    compared = [report for report in asked if is_compared(report)]
    found = {
        report.report_id: [
            *_from_others(report, beside.get(report.report_id, NOTHING)),
            *_from_last_year(report, previous, beside),
        ]
        for report, previous in _with_year_before(compared)
    }
    return tuple(_with(report, found.get(report.report_id, ())) for report in asked)


def _with(report: Report, more: Sequence[Finding]) -> Report:
    return replace(report, findings=(*report.findings, *more)) if more else report


def _from_others(report: Report, beside: Beside) -> Iterator[Finding]:
    yield from beside.tables
    yield from reused_text(report, beside.texts)
    yield from beside.amounts


def _from_last_year(report: Report, previous: Report | None, beside: Mapping[str, Beside]) -> Iterator[Finding]:
    if previous is not None:
        yield from growth(report, previous)
        known = (beside.get(one.report_id, NOTHING).everybodys for one in (report, previous))
        yield from returning_promises(report, previous, *known)


def _with_year_before(compared: Sequence[Report]) -> Iterator[tuple[Report, Report | None]]:
    known = {(report.organisation.org_id, report.year): report for report in compared if report.organisation}
    for report in compared:
        before = (report.organisation.org_id, report.year - 1) if report.organisation and report.year else None
        yield report, known.get(before) if before else None
