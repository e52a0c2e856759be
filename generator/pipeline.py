"""The stages in order: documents, reports, what they say about each other, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from generator import checks
from generator.bodies.registry import tell_apart
from generator.dataset.rows import place_order
from generator.decisions import NO_DECISIONS, Decisions, decided, load_decisions
from generator.made import refuse_mixture
from generator.model import Dataset, Organisation, Report, Withdrawal
from generator.personal import masked
from generator.readings import Reader, Reading
from generator.replies import NO_REPLIES, Replies, answered, load_replies
from generator.report import read_report
from generator.siblings import identified
from generator.sources import find_sources
from generator.withdrawals import (
    FIGURE,
    NO_REMOVALS,
    PASSAGE,
    REPORT,
    Removals,
    load_removals,
    without_parts,
    without_reports,
)
from generator.workers import Progress, read_all


class Silence:
    """Progress that nobody looks at."""

    def note(self, text: str) -> None:
        """Say nothing."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def done(self, source: str) -> None:
        """Say nothing."""


SILENCE = Silence()


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote about the reports."""

    decisions: Decisions = NO_DECISIONS
    removals: Removals = NO_REMOVALS
    replies: Replies = NO_REPLIES


NO_WORDS = Words()
NO_READINGS: Mapping[tuple[str, str], Reading] = {}


def extract(
    reports_dir: Path,
    jobs: int = 1,
    progress: Progress = SILENCE,
    read: Reader = read_report,
    cache: Path | None = None,
    executor: Executor | None = None,
) -> Dataset:
    """Read every document below ``reports_dir``; the data set is the same whoever reads, and however many do.

    ``executor`` reads in place of this machine; ``jobs`` then says how many tasks it works on at a time.
    ``cache`` is a folder for what was read before; it changes nothing but the time it takes.
    Raises ``GongkaiError`` where made documents and others stand in the folder together.
    """
    found = find_sources(reports_dir)
    for skipped in found.skipped:
        progress.note(f"跳过“{skipped.name}”：{skipped.reason}")
    for note in found.notes:
        progress.note(note)
    order = {(source.source, source.sha256): place for place, source in enumerate(found.sources)}
    readings = {
        (reading.report.source, reading.report.sha256): reading
        for reading in read_all(found.sources, jobs, progress, read, cache, executor)
    }
    ordered = [readings[file].report for file in sorted(readings, key=order.__getitem__)]
    refuse_mixture(ordered, reports_dir)
    return assemble(ordered, load_words(reports_dir.parent), progress, readings)


def load_words(folder: Path) -> Words:
    """Read what people wrote into ``folder``: decisions, removals, replies."""
    return Words(load_decisions(folder), load_removals(folder), load_replies(folder))


def assemble(
    reports: list[Report],
    words: Words = NO_WORDS,
    progress: Progress = SILENCE,
    readings: Mapping[tuple[str, str], Reading] = NO_READINGS,
) -> Dataset:
    """Make a data set of reports that were read one by one: ids, what was withdrawn, checks, decisions, order.

    ``readings`` by path and hash have the answers of the checks already, for reports that are still as they were read.
    """
    kept, withdrawals, refused = _without_withdrawn(_with_own_addresses(reports), words.removals)
    checked = checks.across([_checked(report, readings) for report in identified(kept)])
    judged, notes = decided(checked, words.decisions)
    replies, unanswered = answered(words.replies, judged, withdrawals)
    for note in (*refused, *notes, *unanswered):
        progress.note(note)
    # Once more, for what was added since the documents were read: names of files, words of decisions.
    finished = (
        masked(replace(report, findings=tuple(sorted(dict.fromkeys(report.findings), key=place_order))))
        for report in judged
    )
    ordered = tuple(sorted(finished, key=lambda report: report.source.encode()))
    return Dataset(ordered, _organisations(ordered), withdrawals, replies)


def _without_withdrawn(
    reports: Sequence[Report], removals: Removals
) -> tuple[Sequence[Report], tuple[Withdrawal, ...], tuple[str, ...]]:
    """Return the reports as if what was withdrawn had never been in them, and what is to be said of it."""
    if not removals.items:
        return reports, (), removals.notes
    kept, gone = without_reports(_named(reports), removals)
    left, parts, notes = without_parts(_named(kept), removals)
    order = (REPORT, PASSAGE, FIGURE)
    told = sorted((*gone, *parts), key=lambda item: (item.org_id, item.year or 0, order.index(item.scope), item.place))
    return [replace(report, primary="") for report in left], tuple(told), notes


def _named(reports: Sequence[Report]) -> list[Report]:
    """Return the reports with their ids, and nothing that they say about each other."""
    plain = [replace(report, primary="") for report in reports]
    pairs = zip(plain, identified(plain), strict=True)
    return [replace(report, report_id=named.report_id, primary=named.primary) for report, named in pairs]


def _with_own_addresses(reports: Sequence[Report]) -> Sequence[Report]:
    """Give each body of the run an id of its own: names that read the same in pinyin may have been proposed one id."""
    apart = tell_apart(report.organisation for report in reports if report.organisation)
    return [
        replace(report, organisation=apart.get(report.organisation, report.organisation))
        if report.organisation
        else report
        for report in reports
    ]


def _checked(report: Report, readings: Mapping[tuple[str, str], Reading]) -> Report:
    reading = readings.get((report.source, report.sha256))
    if reading is not None and _is_as_read(report, reading.report):
        results, findings = reading.checks, reading.findings
    else:
        results, findings = checks.run(report)
    return replace(report, checks=results, findings=(*report.findings, *findings))


def _is_as_read(report: Report, read: Report) -> bool:
    """Say whether nothing was changed that a check of one report looks at: all but its id and what was found."""
    return report == replace(read, report_id=report.report_id, primary=report.primary, findings=report.findings)


def _organisations(reports: tuple[Report, ...]) -> tuple[Organisation, ...]:
    bodies: dict[str, Organisation] = {}
    for report in reports:
        if report.organisation:
            bodies.setdefault(report.organisation.org_id, report.organisation)
    return tuple(bodies[org_id] for org_id in sorted(bodies))
