"""The data set arranged for readers: bodies with their years, regions, and documents that belong nowhere."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.model import Dataset, Organisation, Reply, Report, Withdrawal
from generator.site.facts import Facts
from generator.site.places import has_page, is_primary

NOWHERE = "unknown"


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its primary reports, oldest first, and its other documents."""

    organisation: Organisation
    years: tuple[Facts, ...]
    others: tuple[Report, ...]

    @property
    def latest(self) -> Facts | None:
        """The newest year."""
        return self.years[-1] if self.years else None

    def others_of(self, year: int | None) -> tuple[Report, ...]:
        """Return the further documents of one year."""
        return tuple(report for report in self.others if report.year == year)


@dataclass(slots=True)
class Region:
    """A province, prefecture or county with the bodies directly in it and the regions below it."""

    code: str
    name: str
    level: str
    parent: str
    bodies: list[Body] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Catalogue:
    """Everything the pages are made of."""

    bodies: tuple[Body, ...]
    regions: Mapping[str, Region]
    homeless: tuple[Report, ...]
    reports: tuple[Report, ...]
    withdrawals: tuple[Withdrawal, ...] = ()
    replies: tuple[Reply, ...] = ()

    @cached_property
    def edition(self) -> str:
        """A name for this state of the data."""
        return edition(self.reports)

    def body(self, org_id: str) -> Body:
        """Return a body by its id."""
        return next(body for body in self.bodies if body.organisation.org_id == org_id)

    def path(self, organisation: Organisation) -> tuple[Region, ...]:
        """Return the regions a body lies in, largest first."""
        return tuple(self.regions[code] for code, _, _ in _levels(organisation))

    def all_bodies(self, region: Region) -> tuple[Body, ...]:
        """Return the bodies of a region and of the regions below it, in the order of their codes."""
        found = list(region.bodies)
        for code in region.below:
            found.extend(self.all_bodies(self.regions[code]))
        return tuple(sorted(found, key=lambda body: body.organisation.org_id))


def catalogue(dataset: Dataset) -> Catalogue:
    """Arrange a data set."""
    by_body: dict[str, list[Report]] = defaultdict(list)
    homeless = []
    for report in dataset.reports:
        if report.organisation is None or not has_page(report):
            homeless.append(report)
        else:
            by_body[report.organisation.org_id].append(report)
    known = {organisation.org_id: organisation for organisation in dataset.organisations}
    for reports in by_body.values():
        organisation = reports[0].organisation
        if organisation is not None:
            known.setdefault(organisation.org_id, organisation)
    bodies = tuple(_body(known[org_id], by_body[org_id]) for org_id in sorted(by_body))
    return Catalogue(
        bodies,
        _regions(bodies),
        tuple(homeless),
        dataset.reports,
        dataset.withdrawals,
        dataset.replies,
    )


def edition(reports: Sequence[Report]) -> str:
    """Return a name for this state of the data: newest report year and a short hash of all figures; no clock."""
    digest = hashlib.sha256()
    for report in reports:
        digest.update(f"{report.report_id}|{report.sha256}|{report.status}|{report.form}\n".encode())
        for cell in report.cells:
            line = f"{cell.key}|{cell.status}|{cell.value}|{cell.derived}|{cell.corrected}\n"
            digest.update(line.encode())
    newest = max((report.year for report in reports if report.year is not None), default=0)
    return f"{newest or 'none'}-{digest.hexdigest()[:8]}"


def _body(organisation: Organisation, reports: Sequence[Report]) -> Body:
    primary = sorted((r for r in reports if is_primary(r)), key=lambda r: (r.year or 0, r.report_id))
    others = sorted((r for r in reports if not is_primary(r)), key=lambda r: (r.year or 0, r.report_id))
    return Body(organisation, tuple(Facts(report) for report in primary), tuple(others))


def _regions(bodies: Iterable[Body]) -> dict[str, Region]:
    regions: dict[str, Region] = {}
    for body in bodies:
        levels = _levels(body.organisation)
        parent = ""
        for code, name, level in levels:
            if code not in regions:
                regions[code] = Region(code, name, level, parent)
                if parent:
                    regions[parent].below.append(code)
            parent = code
        if parent:
            regions[parent].bodies.append(body)
    for region in regions.values():
        region.below.sort()
    return dict(sorted(regions.items()))


def _levels(organisation: Organisation) -> tuple[tuple[str, str, str], ...]:
    code = organisation.division_code
    if not code or not organisation.province:
        return (("000000", "地区未定", NOWHERE),)
    levels = [(code[:2] + "0000", organisation.province, "province")]
    if organisation.prefecture:
        levels.append((code[:4] + "00", organisation.prefecture, "prefecture"))
    if organisation.county:
        levels.append((code[:6], organisation.county, "county"))
    return tuple(levels)
