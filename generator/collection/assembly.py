"""Readings put together: ids, what was withdrawn, checks over years, decisions, replies, order.

What comes out depends on the readings of whole bodies, on what people wrote about them, and on what checks between
bodies said before (``beside``), so that groups of bodies can be put together one by one, in any process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator import checks
from generator.bodies.registry import tell_apart
from generator.briefs import File, file_of
from generator.checks.beside import Beside
from generator.collection.words import NO_WORDS, Words
from generator.dataset.rows import place_order
from generator.decisions import decided
from generator.model import Dataset, Organisation, Report, Withdrawal
from generator.personal import masked
from generator.readings import Reading
from generator.replies import answered
from generator.siblings import identified
from generator.withdrawals import FIGURE, PASSAGE, REPORT, Removals, without_parts, without_reports

NO_READINGS: Mapping[File, Reading] = {}
_SCOPES = (REPORT, PASSAGE, FIGURE)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A finished data set, and complaints (Chinese) about words of people that met nothing."""

    dataset: Dataset
    notes: tuple[str, ...]


def assembled(
    reports: Sequence[Report],
    words: Words = NO_WORDS,
    readings: Mapping[File, Reading] = NO_READINGS,
    beside: Mapping[str, Beside] | None = None,
) -> Assembled:
    """Put reports of whole bodies together.

    ``readings`` have the answers of the checks already, for reports that are still as they were read. ``beside`` is
    what checks between bodies said of each report, by its id; without it these reports are all there are.
    """
    kept, withdrawals, refused = _without_withdrawn(with_own_addresses(reports), words.removals)
    named = [_checked(report, readings) for report in identified(kept)]
    across = checks.across(named) if beside is None else checks.across_bodies(named, beside)
    judged, notes = decided(across, words.decisions)
    replies, unanswered = answered(words.replies, judged, withdrawals)
    # Once more, for what was added since the documents were read: names of files, words of decisions.
    finished = (
        masked(replace(report, findings=tuple(sorted(dict.fromkeys(report.findings), key=place_order))))
        for report in judged
    )
    ordered = tuple(sorted(finished, key=lambda report: report.source.encode()))
    dataset = Dataset(ordered, organisations_of(ordered), withdrawals, replies)
    return Assembled(dataset, (*refused, *notes, *unanswered))


def with_own_addresses(reports: Sequence[Report]) -> Sequence[Report]:
    """Give each body of the run an id of its own: names that read the same in pinyin may have been proposed one id."""
    apart = tell_apart(report.organisation for report in reports if report.organisation)
    return [
        replace(report, organisation=apart.get(report.organisation, report.organisation))
        if report.organisation
        else report
        for report in reports
    ]


def organisations_of(reports: Sequence[Report]) -> tuple[Organisation, ...]:
    """Return the bodies of reports, by id."""
    bodies: dict[str, Organisation] = {}
    for report in reports:
        if report.organisation:
            bodies.setdefault(report.organisation.org_id, report.organisation)
    return tuple(bodies[org_id] for org_id in sorted(bodies))


def in_order(withdrawals: Sequence[Withdrawal]) -> tuple[Withdrawal, ...]:
    """Return what was withdrawn in published order."""
    return tuple(sorted(withdrawals, key=_order))


def _order(item: Withdrawal) -> tuple[str, int, int, str, str, str]:
    return item.org_id, item.year or 0, _SCOPES.index(item.scope), item.place, item.report_id, item.section


def _without_withdrawn(
    reports: Sequence[Report], removals: Removals
) -> tuple[Sequence[Report], tuple[Withdrawal, ...], tuple[str, ...]]:
    """Return the reports as if what was withdrawn had never been in them, and what is to be said of it."""
    if not removals.items:
        return reports, (), removals.notes
    kept, gone = without_reports(with_names(reports), removals)
    left, parts, notes = without_parts(with_names(kept), removals)
    return [replace(report, primary="") for report in left], in_order((*gone, *parts)), notes


def with_names(reports: Sequence[Report]) -> list[Report]:
    """Return the reports with their ids, and nothing that they say about each other."""
    plain = [replace(report, primary="") for report in reports]
    pairs = zip(plain, identified(plain), strict=True)
    return [replace(report, report_id=other.report_id, primary=other.primary) for report, other in pairs]


def _checked(report: Report, readings: Mapping[File, Reading]) -> Report:
    reading = readings.get(file_of(report))
    if reading is not None and _is_as_read(report, reading.report):
        results, findings = reading.checks, reading.findings
    else:
        results, findings = checks.run(report)
    return replace(report, checks=results, findings=(*report.findings, *findings))


def _is_as_read(report: Report, read: Report) -> bool:
    """Say whether nothing was changed that a check of one report looks at: all but its id and what was found."""
    return report == replace(read, report_id=report.report_id, primary=report.primary, findings=report.findings)
