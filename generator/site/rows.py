"""One report a line, with the figures that lists show: on the pages of regions and in the comparison."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.catalogue import NOWHERE, Body, Catalogue
from generator.site.facts import Facts
from generator.site.gists import figures
from generator.site.marks import Mark, figure_mark
from generator.site.places import report_address
from generator.site.words import FORMS, KINDS, STATUSES


@dataclass(frozen=True, slots=True)
class Row:
    """One report in a list."""

    name: str
    address: str
    region: str
    kind: str
    year: str
    form: str
    marks: tuple[Mark, ...]
    complete: str
    status: str


def report_row(catalogue: Catalogue, body: Body, facts: Facts) -> Row:
    """Return the line of one report."""
    organisation, gist = body.organisation, catalogue.gist(facts.report)
    regions = [region.name for region in catalogue.path(organisation) if region.level != NOWHERE]
    return Row(
        name=organisation.organisation,
        address=report_address(facts.report),
        region=" · ".join(regions) or "地区未定",
        kind=KINDS[organisation.kind],
        year=str(facts.report.year),
        form=FORMS.get(facts.report.form, facts.report.form),
        marks=tuple(figure_mark(figure) for figure in figures(catalogue.whole(facts))),
        complete=f"{gist.read} / {gist.cells}",
        status=STATUSES[facts.report.status],
    )
