"""What the pages with lists say: home, comparison, findings."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.model import Report, ReportStatus, Severity
from generator.site.catalogue import Catalogue
from generator.site.pages_year import CERTAINTY, FindingLine, Source, finding_lines, source_view
from generator.site.places import Place, region_address, report_address
from generator.site.rows import Row, report_row
from generator.site.words import FAULTS, SEVERITIES, rule_name

FINDING_ROWS: Final = 2000
LATEST: Final = 8


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region in a list, with how much there is of it."""

    name: str
    address: str
    bodies: int
    reports: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    place: Place
    edition: str
    reports: int
    bodies: int
    cells_read: int
    not_read: int
    provinces: tuple[RegionLine, ...]
    latest: tuple[Row, ...]
    years: str


@dataclass(frozen=True, slots=True)
class Homeless:
    """A document without body or year, or one that could not be read."""

    source: Source
    year: str
    body: str
    body_address: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class FindingsView:
    """All findings, and the documents that stand on no body's page."""

    place: Place
    rules: tuple[tuple[str, str, int], ...]
    severities: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    lines: tuple[tuple[str, str, FindingLine], ...]
    total: int
    homeless: tuple[Homeless, ...]


def home_view(catalogue: Catalogue) -> HomeView:
    """Return what the home page says."""
    years = [facts.report.year for body in catalogue.bodies for facts in body.years if facts.report.year]
    facts = [facts for body in catalogue.bodies for facts in body.years]
    newest = heapq.nsmallest(LATEST, facts, key=lambda one: (-(one.report.year or 0), one.report.report_id))
    return HomeView(
        place=Place("/"),
        edition=catalogue.edition,
        reports=len(catalogue.reports),
        bodies=len(catalogue.bodies),
        cells_read=sum(catalogue.gist(report).read for report in catalogue.reports),
        not_read=sum(report.status is ReportStatus.FAILED for report in catalogue.reports),
        provinces=provinces(catalogue),
        latest=tuple(
            report_row(catalogue, catalogue.body(one.report.organisation.org_id), one)
            for one in newest
            if one.report.organisation is not None
        ),
        years=f"{min(years)}—{max(years)}" if years else "",
    )


def findings_view(catalogue: Catalogue) -> FindingsView:
    """Return what the findings page says."""
    at_home = [facts.report for body in catalogue.bodies for facts in body.years]
    at_home += [report for body in catalogue.bodies for report in body.others]
    counts = Counter(finding.rule for report in catalogue.reports for finding in report.findings)
    return FindingsView(
        place=Place("/findings/"),
        rules=tuple((rule_name(rule), rule, count) for rule, count in sorted(counts.items())),
        severities=tuple((severity.value, word) for severity, word in SEVERITIES.items()),
        faults=tuple(FAULTS.values()),
        lines=tuple(itertools.islice(_lines(at_home), FINDING_ROWS)),
        total=sum(len(report.findings) for report in at_home),
        homeless=tuple(_homeless(report) for report in catalogue.homeless),
    )


def _lines(reports: Sequence[Report]) -> Iterator[tuple[str, str, FindingLine]]:
    """Yield the findings of reports, the most certain first, then by the report; nothing that nobody asks for."""
    having: dict[Severity, list[Report]] = {Severity(code): [] for code in CERTAINTY}
    for report in reports:
        for severity in {finding.severity for finding in report.findings}:
            having[severity].append(report)
    for severity, some in having.items():
        for report in sorted(some, key=lambda report: report.report_id):
            for line in finding_lines(report, severity):
                yield _title(report), _finding_address(report, line), line


def _homeless(report: Report) -> Homeless:
    organisation = report.organisation
    return Homeless(
        source=source_view(report),
        year=str(report.year) if report.year else "",
        body=organisation.organisation if organisation else "",
        body_address="",
        findings=finding_lines(report),
    )


def _title(report: Report) -> str:
    return f"{report.organisation.organisation if report.organisation else ''} {report.year}"


def _finding_address(report: Report, line: FindingLine) -> str:
    address = report_address(report)
    return f"{address}#{line.anchor}" if line.anchor and "#" not in address else address


def provinces(catalogue: Catalogue) -> tuple[RegionLine, ...]:
    """Return the provinces with how much there is of each."""
    bodies: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    for body in catalogue.bodies:
        code = catalogue.path(body.organisation)[0].code
        bodies[code] += 1
        reports[code] += len(body.years)
    return tuple(
        RegionLine(region.name, region_address(code), bodies[code], reports[code])
        for code, region in catalogue.regions.items()
        if not region.parent
    )
