"""What a body's page says of its newest report: the first screen, charts, findings, source. The tables stay there."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.catalogue import Body, Catalogue
from generator.site.charts import Chart, report_charts
from generator.site.cite import Citation, citations
from generator.site.facts import Facts
from generator.site.pages_year import FindingLine, Source, finding_lines, neighbours, source_view
from generator.site.places import report_address
from generator.site.sentences import KeyFigure, all_zero_note, completeness, headline, key_figures
from generator.site.words import FORMS, STATUSES


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest report; the names are those of a report's own page, so that both share their templates."""

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
    findings: tuple[FindingLine, ...]
    source: Source
    cite: tuple[Citation, ...]
    version: str


def latest(catalogue: Catalogue, body: Body, facts: Facts) -> Latest:
    """Return what a body's page says of its newest report."""
    report = facts.report
    return Latest(
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
        findings=finding_lines(report),
        source=source_view(report),
        cite=citations(facts, body.organisation.organisation, report_address(report)),
        version=facts.version,
    )
