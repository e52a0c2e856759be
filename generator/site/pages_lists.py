"""What the pages with lists say: home, comparison, findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from generator.model import CellStatus, Report, ReportStatus
from generator.site.catalogue import Catalogue, Region
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
    edition: str
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
    newest = sorted(facts, key=lambda one: (-(one.report.year or 0), one.report.report_id))[:LATEST]
    by_id = {body.organisation.org_id: body for body in catalogue.bodies}
    return HomeView(
        place=Place("/"),
        edition=catalogue.edition,
        reports=len(catalogue.reports),
        bodies=len(catalogue.bodies),
        cells_read=sum(cell.status is CellStatus.REPORTED for report in catalogue.reports for cell in report.cells),
        not_read=sum(report.status is ReportStatus.FAILED for report in catalogue.reports),
        provinces=provinces(catalogue),
        latest=tuple(
            report_row(catalogue, by_id[one.report.organisation.org_id], one)
            for one in newest
            if one.report.organisation is not None
        ),
        years=f"{min(years)}—{max(years)}" if years else "",
    )


def findings_view(catalogue: Catalogue) -> FindingsView:
    """Return what the findings page says."""
    at_home = [facts.report for body in catalogue.bodies for facts in body.years]
    at_home += [report for body in catalogue.bodies for report in body.others]
    lines = [
        (_title(report), _finding_address(report, line), line)
        for report in sorted(at_home, key=lambda report: report.report_id)
        for line in finding_lines(report)
    ]
    lines.sort(key=lambda entry: CERTAINTY.index(entry[2].severity))
    counts = Counter((finding.rule) for report in catalogue.reports for finding in report.findings)
    rules = tuple((rule_name(rule), rule, count) for rule, count in sorted(counts.items()))
    return FindingsView(
        place=Place("/findings/"),
        edition=catalogue.edition,
        rules=rules,
        severities=tuple((severity.value, word) for severity, word in SEVERITIES.items()),
        faults=tuple(FAULTS.values()),
        lines=tuple(lines[:FINDING_ROWS]),
        total=len(lines),
        homeless=tuple(_homeless(report) for report in catalogue.homeless),
    )


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
    tops = [region for region in catalogue.regions.values() if not region.parent]
    return tuple(_region_line(catalogue, region) for region in tops)


def _region_line(catalogue: Catalogue, region: Region) -> RegionLine:
    bodies = catalogue.all_bodies(region)
    return RegionLine(region.name, region_address(region.code), len(bodies), sum(len(body.years) for body in bodies))
