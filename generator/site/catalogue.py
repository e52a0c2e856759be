"""The data set arranged for readers: bodies with their years, regions, and documents that belong nowhere."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.made import is_made
from generator.model import Cell, Dataset, Organisation, Reply, Report, Withdrawal
from generator.site.facts import Facts
from generator.site.gists import Gist, gist_of
from generator.site.places import has_page, is_primary

NOWHERE = "unknown"
NO_GISTS: Mapping[str, Gist] = {}
_EDITION_DIGITS = 8


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
    """Everything the pages are made of.

    ``gists`` are reports in short by their ids, where somebody made them of the whole reports; others are made when
    they are asked for. ``cells_of`` gives a report its cells where they lie elsewhere.
    """

    bodies: tuple[Body, ...]
    regions: Mapping[str, Region]
    homeless: tuple[Report, ...]
    reports: tuple[Report, ...]
    withdrawals: tuple[Withdrawal, ...] = ()
    replies: tuple[Reply, ...] = ()
    gists: Mapping[str, Gist] = field(default_factory=dict, compare=False)
    cells_of: Callable[[Report], tuple[Cell, ...]] | None = field(default=None, compare=False)
    _made: dict[str, Gist] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def edition(self) -> str:
        """A name for this state of the data."""
        return self.edition_of(self.reports)

    def edition_of(self, reports: Sequence[Report]) -> str:
        """Return a name for the state of some reports: newest year and a short hash of all figures; no clock."""
        versions = (f"{report.report_id}|{self.gist(report).version}\n" for report in reports)
        digest = hashlib.sha256("".join(versions).encode()).hexdigest()
        newest = max((report.year for report in reports if report.year is not None), default=0)
        return f"{newest or 'none'}-{digest[:_EDITION_DIGITS]}"

    @cached_property
    def is_made(self) -> bool:
        """Whether the reports are made ones."""
        return is_made(self.reports)

    def gist(self, report: Report) -> Gist:
        """Return a report in short."""
        found = self.gists.get(report.report_id) or self._made.get(report.report_id)
        if found is None:
            found = self._made[report.report_id] = gist_of(self._facts.get(report.report_id) or Facts(report))
        return found

    @cached_property
    def _facts(self) -> Mapping[str, Facts]:
        return {facts.report.report_id: facts for body in self.bodies for facts in body.years}

    def whole(self, facts: Facts) -> Facts:
        """Return a report with its cells, wherever they lie."""
        if self.cells_of is None or facts.report.cells:
            return facts
        return Facts(replace(facts.report, cells=self.cells_of(facts.report)))

    @cached_property
    def _by_id(self) -> Mapping[str, Body]:
        return {body.organisation.org_id: body for body in self.bodies}

    def body(self, org_id: str) -> Body:
        """Return a body by its id; raises ``KeyError`` where there is none."""
        return self._by_id[org_id]

    def above(self, code: str) -> Iterator[str]:
        """Yield a region and those around it, as far as there are any here."""
        while code in self.regions:
            yield code
            code = self.regions[code].parent

    def path(self, organisation: Organisation) -> tuple[Region, ...]:
        """Return the regions a body lies in, largest first."""
        return tuple(self.regions[code] for code, _, _ in _levels(organisation))


def catalogue(
    dataset: Dataset,
    gists: Mapping[str, Gist] = NO_GISTS,
    cells_of: Callable[[Report], tuple[Cell, ...]] | None = None,
) -> Catalogue:
    """Arrange a data set; see ``Catalogue`` for what is made elsewhere."""
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
        gists,
        cells_of,
    )


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
