"""What a report's page says."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.beside import Original
from generator.site.catalogue import Body, Catalogue, Region
from generator.site.facts import Facts
from generator.site.pages_year import YearView, year_view
from generator.site.places import Place, report_address
from generator.site.sentences import Part, sentence
from generator.site.words import FORMS, KINDS


@dataclass(frozen=True, slots=True)
class BodyView:
    """One report's page."""

    page: str
    place: Place
    title: str
    description: str
    name: str
    short_name: str
    kind: str
    org_id: str
    aliases: tuple[str, ...]
    regions: tuple[Region, ...]
    years: tuple[tuple[str, str, str], ...]
    year: YearView
    sentence: tuple[Part, ...]
    original: Original


def report_view(catalogue: Catalogue, body: Body, facts: Facts, original: Original) -> BodyView:
    """Return a report's page; ``original`` is what it shows of its file."""
    year = year_view(catalogue, body, facts)
    organisation = body.organisation
    years = tuple(
        (str(other.report.year), report_address(other.report), FORMS.get(other.report.form, other.report.form))
        for other in reversed(body.years)
    )
    return BodyView(
        page="report",
        place=Place(report_address(facts.report)),
        title=f"{organisation.organisation} {facts.report.year} 年政府信息公开年度报告",
        description=f"{organisation.organisation}：{year.headline}",
        name=organisation.organisation,
        short_name=organisation.short_name,
        kind=KINDS[organisation.kind],
        org_id=organisation.org_id,
        aliases=organisation.aliases,
        regions=catalogue.path(organisation),
        years=years,
        year=year,
        sentence=facts.once(sentence),
        original=original,
    )
