"""Every check that needs more than one report, in order; each report gets its own findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.checks.copies import copied_tables
from generator.checks.exchanges import settled_exchanges
from generator.checks.growth import growth
from generator.checks.peers import amounts_beside_peers
from generator.checks.promises import returning_promises
from generator.checks.reuse import learned, read_passages, reused_text
from generator.checks.shingles import Boilerplate
from generator.checks.years import over_years
from generator.model import Finding, Report, ReportStatus


def across(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports with what they say about each other. Only primary reports are compared."""
    asked = over_years(settled_exchanges(reports))
    primary = [report for report in asked if not report.primary and report.status is not ReportStatus.FAILED]
    passages = read_passages(primary)
    common = learned(passages)
    found = (
        copied_tables(primary),
        reused_text(passages, common),
        amounts_beside_peers(primary),
        _beside_last_year(primary, common),
    )
    return tuple(_with(report, [kind.get(report.report_id, ()) for kind in found]) for report in asked)


def _with(report: Report, found: Sequence[Sequence[Finding]]) -> Report:
    more = [finding for findings in found for finding in findings]
    return replace(report, findings=(*report.findings, *more)) if more else report


def _beside_last_year(primary: Sequence[Report], common: Boilerplate) -> Mapping[str, tuple[Finding, ...]]:
    pairs = _with_year_before(primary)
    return {
        report.report_id: (*growth(report, previous), *returning_promises(report, previous, common))
        for report, previous in pairs
    }


def _with_year_before(primary: Sequence[Report]) -> Iterator[tuple[Report, Report]]:
    known = {(report.organisation.org_id, report.year): report for report in primary if report.organisation}
    for (org_id, year), report in known.items():
        previous = known.get((org_id, year - 1)) if year else None
        if previous is not None:
            yield report, previous
