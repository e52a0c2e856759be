"""One report a line, with the figures that lists show: on the pages of regions and in the comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator.model import CellStatus
from generator.site.catalogue import NOWHERE, Body, Catalogue
from generator.site.facts import Facts, Figure
from generator.site.marks import Mark, figure_mark
from generator.site.places import report_address
from generator.site.words import FORMS, KINDS, STATUSES

COLUMNS: Final = (
    ("received", "新收"),
    ("carried_in", "上年结转"),
    ("granted", "予以公开"),
    ("partly_granted", "部分公开"),
    ("denied", "不予公开"),
    ("carried_out", "结转下年"),
    ("review", "复议诉讼"),
)


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
    organisation = body.organisation
    regions = [region.name for region in catalogue.path(organisation) if region.level != NOWHERE]
    return Row(
        name=organisation.organisation,
        address=report_address(facts.report),
        region=" · ".join(regions) or "地区未定",
        kind=KINDS[organisation.kind],
        year=str(facts.report.year),
        form=FORMS.get(facts.report.form, facts.report.form),
        marks=tuple(figure_mark(figure) for figure in figures(facts)),
        complete=f"{facts.status_counts().get(CellStatus.REPORTED, 0)} / {len(facts.report.cells)}",
        status=STATUSES[facts.report.status],
    )


def figures(facts: Facts) -> tuple[Figure, ...]:
    """Return the figures of ``COLUMNS``."""
    return (
        facts.one("requests", "received", "total"),
        facts.one("requests", "carried_in", "total"),
        facts.one("requests", "granted", "total"),
        facts.one("requests", "partly_granted", "total"),
        facts.group("denied"),
        facts.one("requests", "carried_out", "total"),
        facts.review(),
    )
