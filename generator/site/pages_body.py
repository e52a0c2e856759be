"""What a report's page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.documents.encoding import decode
from generator.documents.text import split_lines
from generator.model import Report
from generator.personal import masked_text
from generator.site.catalogue import Body, Catalogue, Region
from generator.site.facts import Facts
from generator.site.originals import is_withdrawn_in_part
from generator.site.pages_year import YearView, year_view
from generator.site.places import Place, report_address
from generator.site.safe import clip, plain
from generator.site.sentences import Part, sentence
from generator.site.words import FORMS, KINDS

_SHOWN_LINES = 3000


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
    lines: tuple[str, ...]


def report_view(catalogue: Catalogue, body: Body, facts: Facts, lines: Sequence[str]) -> BodyView:
    """Return a report's page; ``lines`` is the source's text where it can be shown."""
    view = year_view(catalogue, body, facts)
    title = f"{body.organisation.organisation} {facts.report.year} 年政府信息公开年度报告"
    return _view(catalogue, body, view, facts, (report_address(facts.report), title, tuple(lines)))


def source_lines(report: Report, reports_dir: Path) -> tuple[str, ...]:
    """Return the lines of a plain-text source, numbered as the locators count them; nothing for other formats.

    Numbers of private persons are masked; where something was withdrawn there are no lines.
    """
    path = reports_dir / report.source
    if report.format != "text" or not path.is_file() or is_withdrawn_in_part(report):
        return ()
    # As long as before, so that the lines are the same ones.
    lines = split_lines(masked_text(decode(path.read_bytes())))
    return tuple(plain(clip(line.text, 4000)) for line in lines[:_SHOWN_LINES])


def _view(
    catalogue: Catalogue, body: Body, year: YearView, facts: Facts, rest: tuple[str, str, tuple[str, ...]]
) -> BodyView:
    organisation = body.organisation
    address, title, lines = rest
    years = tuple(
        (str(other.report.year), report_address(other.report), FORMS.get(other.report.form, other.report.form))
        for other in reversed(body.years)
    )
    return BodyView(
        page="report",
        place=Place(address),
        title=title,
        description=f"{organisation.organisation}：{year.headline}",
        name=organisation.organisation,
        short_name=organisation.short_name,
        kind=KINDS[organisation.kind],
        org_id=organisation.org_id,
        aliases=organisation.aliases,
        regions=catalogue.path(organisation),
        years=years,
        year=year,
        sentence=sentence(facts),
        lines=lines,
    )
