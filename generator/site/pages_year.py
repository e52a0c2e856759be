"""What one report says, as its own page and the page of its body show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.model import Report, Section, Severity, Verdict
from generator.show.locators import LinePlace, parse
from generator.site.catalogue import Body, Catalogue
from generator.site.charts import Chart, report_charts
from generator.site.cite import Citation, citations
from generator.site.facts import Facts, number
from generator.site.ink import InkMap, ink_map
from generator.site.layout import Grid, grids
from generator.site.notes import finding_anchors
from generator.site.old_tables import OldTable, old_tables
from generator.site.originals import withheld
from generator.site.people import People, people_of_report, reply_anchors
from generator.site.places import report_address, source_address
from generator.site.safe import clip, plain, web_link
from generator.site.sentences import KeyFigure, all_zero_note, completeness, headline, key_figures
from generator.site.words import (
    FAULTS,
    FORMATS,
    FORMS,
    SECTIONS,
    SEVERITIES,
    STATUSES,
    VERDICTS,
    fact_name,
    rule_name,
)

# A part of a report has a few thousand characters; the search of a site that holds one of a million would not end.
# The most certain first.
CERTAINTY = (Severity.ERROR.value, Severity.WARNING.value, Severity.INFO.value)
_LONGEST_PROSE = 20_000
_PROSE = (Section.PREAMBLE, Section.OVERVIEW, Section.PROBLEMS, Section.OTHER, Section.SIGNATURE)
_LONGEST_QUOTE = 300
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Prose:
    """One part of a report's own words."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """A number that the prose names: what it is about, the number with its unit, and the words it stands in."""

    about: str
    number: str
    quote: str
    locator: str
    line: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in the reader's words, with the cell it is about; ``id`` is its anchor, ``code`` its rule's."""

    id: str
    code: str
    rule: str
    severity: str
    severity_word: str
    fault: str
    verdict: str
    message: str
    anchor: str


class CheckLine(NamedTuple):
    """The answers of one rule."""

    rule: str
    verdict: str
    reason: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A source document as the reader finds it; without ``download`` its original is ``withheld``, and why."""

    report_id: str
    name: str
    format: str
    sha256: str
    published_on: str
    url: str
    download: str
    withheld: str
    status: str
    error: str


@dataclass(frozen=True, slots=True)
class YearView:
    """One report, as its own page shows it; the body's page shows the latest."""

    year: str
    address: str
    form: str
    status: str
    headline: str
    zero_note: str
    neighbours: str
    figures: tuple[KeyFigure, ...]
    completeness: str
    charts: tuple[Chart, ...]
    ink: InkMap | None
    grids: tuple[Grid, ...]
    old_tables: tuple[OldTable, ...]
    prose: tuple[Prose, ...]
    facts: tuple[FactLine, ...]
    findings: tuple[FindingLine, ...]
    checks: tuple[CheckLine, ...]
    source: Source
    others: tuple[Source, ...]
    people: People
    cite: tuple[Citation, ...]
    version: str


def source_view(report: Report) -> Source:
    """Return what is said about a source document."""
    return Source(
        report_id=report.report_id,
        name=plain(report.source),
        format=FORMATS.get(report.format, report.format),
        sha256=report.sha256,
        published_on=report.published_on.isoformat() if report.published_on else "",
        url=web_link(report.source_url),
        download="" if withheld(report) else source_address(report),
        withheld=withheld(report),
        status=STATUSES[report.status],
        error=plain(report.error),
    )


def finding_lines(report: Report, only: Severity | None = None) -> tuple[FindingLine, ...]:
    """Return a report's findings in the reader's words, the most certain first; ``only`` those of one severity."""
    lines = [
        FindingLine(
            id=address,
            code=finding.rule,
            rule=rule_name(finding.rule),
            severity=finding.severity.value,
            severity_word=SEVERITIES[finding.severity],
            fault=FAULTS[finding.fault],
            verdict=VERDICTS[finding.verdict] if finding.verdict else "",
            message=plain(finding.message),
            # A finding about a whole column or row is about no one cell.
            anchor=f"{finding.table}.{finding.row}.{finding.column}" if finding.row and finding.column else "",
        )
        for finding, address in finding_anchors(report)
        if only in (None, finding.severity)
    ]
    return tuple(sorted(lines, key=lambda line: CERTAINTY.index(line.severity)))


def year_view(catalogue: Catalogue, body: Body, facts: Facts) -> YearView:
    """Return what one report says; ``catalogue`` is asked for its neighbours."""
    report = facts.report
    people = people_of_report(catalogue, report)
    return YearView(
        year=str(report.year),
        address=report_address(report),
        form=FORMS.get(report.form, report.form),
        status=STATUSES[report.status],
        headline=facts.once(headline),
        zero_note=facts.once(all_zero_note),
        neighbours=neighbours(catalogue, body, facts),
        figures=facts.once(key_figures),
        completeness=facts.once(completeness),
        charts=facts.once(report_charts),
        ink=ink_map(facts),
        grids=grids(facts, reply_anchors(people.replies)),
        old_tables=old_tables(report),
        prose=prose(report),
        facts=_fact_lines(report),
        findings=finding_lines(report),
        checks=_checks(report),
        source=source_view(report),
        others=tuple(source_view(other) for other in body.others_of(report.year)),
        people=people,
        cite=citations(facts, body.organisation.organisation, report_address(report)),
        version=facts.version,
    )


def prose(report: Report) -> tuple[Prose, ...]:
    """Return a report's own words as its page shows them: the n-th part stands at ``#words-n``."""
    parts = []
    for section in _PROSE:
        whole = plain(report.narrative.get(section, ""))
        paragraphs = tuple(line.strip() for line in whole[:_LONGEST_PROSE].split("\n") if line.strip())
        if len(whole) > _LONGEST_PROSE:
            paragraphs += (f"〔本站只列出前 {_LONGEST_PROSE} 字；全文共 {len(whole)} 字，见原文件和数据下载。〕",)
        if paragraphs:
            parts.append(Prose(SECTIONS[section], paragraphs))
    return tuple(parts)


def _fact_lines(report: Report) -> tuple[FactLine, ...]:
    return tuple(
        FactLine(
            about=fact_name(fact.fact, fact.channel),
            number=f"{'约 ' if fact.approximate else ''}{number(fact.value)} {fact.unit}".strip(),
            quote=plain(clip(fact.quote, _LONGEST_QUOTE)),
            locator=fact.locator,
            line=f"L{place.first}" if isinstance(place := parse(fact.locator), LinePlace) else "",
        )
        for fact in report.facts
    )


def _checks(report: Report) -> tuple[CheckLine, ...]:
    return tuple(
        CheckLine(
            rule_name(check.rule),
            VERDICTS[check.verdict],
            plain(check.reason),
            check.verdict in (Verdict.BROKEN, Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO),
        )
        for check in report.checks
    )


def neighbours(catalogue: Catalogue, body: Body, facts: Facts) -> str:
    """Say how common a printed zero is in the same county and year, where the county's figures are there."""
    received = facts.one("requests", "received", "total")
    region = catalogue.path(body.organisation)[-1]
    if received.printed != 0 or region.level != "county":
        return ""
    year = facts.report.year
    peers = [peer for near in region.bodies for peer in near.years if peer.report.year == year]
    figures = [peer.one("requests", "received", "total").printed for peer in peers]
    known = [figure for figure in figures if figure is not None]
    if len(known) < _NEIGHBOURS:
        return ""
    zeros = sum(figure == 0 for figure in known)
    return f"本站收有{region.name} {year} 年 {len(known)} 份读出此数的报告，其中 {zeros} 份为 0。"
