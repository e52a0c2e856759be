"""Exchanged numbers beside the years before and after: of several exchanges, the one that carries over rightly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.checks.causes import SWAPPED, causes
from generator.model import Report

_ByYear = Mapping[tuple[str, int], Report]


def settled_exchanges(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports, their findings on exchanged numbers made anew where the body reported on a year beside."""
    known = {
        (report.organisation.org_id, report.year): report
        for report in reports
        if report.organisation and report.year and not report.primary
    }
    return tuple(_settled(report, known) for report in reports)


def _settled(report: Report, known: _ByYear) -> Report:
    if report.organisation is None or report.year is None or report.primary:
        return report
    if not any(finding.rule == SWAPPED for finding in report.findings):
        return report
    before, after = (known.get((report.organisation.org_id, report.year + step)) for step in (-1, 1))
    if before is None and after is None:
        return report
    cells = {cell.key: cell for cell in report.cells}
    anew = [finding for finding, _ in causes(report, cells, before, after) if finding.rule == SWAPPED]
    return replace(report, findings=(*(one for one in report.findings if one.rule != SWAPPED), *anew))
