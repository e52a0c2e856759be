"""The pages of bodies, rendered region by region, in any process.

What a body's pages say follows from its own reports and from those of the bodies directly in the same region. Nothing
else is there while they are rendered, so that the fingerprint of a group covers all that its pages can show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cache.fingerprint import fingerprint
from generator.cache.packing import pack, unpack
from generator.model import Dataset, Report
from generator.site.catalogue import Body, Catalogue, Region, catalogue
from generator.site.ledger import Entry, written
from generator.site.render import Renderer

_READING = ("cells", "charts")

BodyPages = Callable[[Renderer, Catalogue, Path], Iterator[tuple[str, str | bytes]]]


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies directly in one region as a data set of their own, and the fingerprint of what their pages can show.

    ``size`` is about how many pages they make.
    """

    name: str
    key: str
    packed: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """Groups to render into ``pages`` by ``body_pages``, with the folder of templates and that of the reports."""

    groups: tuple[Group, ...]
    pages: Path
    templates: Path
    reports: Path
    body_pages: BodyPages

    @property
    def size(self) -> int:
        """About how many pages they make."""
        return sum(group.size for group in self.groups)


def groups_of(dataset: Dataset, shelf: Catalogue, program: str) -> Iterator[Group]:
    """Yield all bodies with a page, group by group; ``program`` is the fingerprint of all but the data set."""
    order = {report.report_id: place for place, report in enumerate(dataset.reports)}
    for code, region in sorted(shelf.regions.items()):
        reports = [report for body in region.bodies for report in _reports_of(body)]
        if reports:
            packed = pack(_part(dataset, region, sorted(reports, key=lambda report: order[report.report_id])))
            yield Group(f"bodies of {code}", fingerprint(program, packed), packed, len(reports))


def render(job: Rendering) -> dict[str, dict[str, Entry]]:
    """Write the pages of each group, where they differ from what is there; return what they are, by group and name."""
    renderer = Renderer(job.templates)
    made: dict[str, dict[str, Entry]] = {}
    for group in job.groups:
        shelf = catalogue(unpack(Dataset, group.packed))
        made[group.name] = {
            name: written(job.pages, name, content) for name, content in job.body_pages(renderer, shelf, job.reports)
        }
    return made


def _part(dataset: Dataset, region: Region, reports: Sequence[Report]) -> Dataset:
    bodies = tuple(body.organisation for body in region.bodies)
    ids = {body.org_id for body in bodies}
    return replace(
        dataset,
        reports=tuple(reports),
        organisations=bodies,
        withdrawals=tuple(item for item in dataset.withdrawals if item.org_id in ids),
        replies=tuple(item for item in dataset.replies if item.org_id in ids),
    )


def _reports_of(body: Body) -> list[Report]:
    return [*(facts.report for facts in body.years), *body.others] if body.years else []
