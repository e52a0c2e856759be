"""A data set that is in memory already, as a collection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.cache.fingerprint import fingerprint
from generator.cache.packing import pack
from generator.collection.groups import Finished, Group, Work, group_name, part_of
from generator.made import is_made
from generator.model import Dataset, Organisation, Report


class Arranged:
    """The groups of a finished data set; see ``Collection``."""

    def __init__(self, dataset: Dataset) -> None:
        bodies = {body.org_id: body for body in dataset.organisations}
        self._parts = dict(_parts(dataset, bodies))
        self.groups = tuple(
            Group(name, part_of(name), fingerprint(packed), size)
            for name, (packed, size) in sorted(self._parts.items())
        )
        self.rest = Dataset(
            (), (),
            tuple(item for item in dataset.withdrawals if item.org_id not in bodies),
            tuple(item for item in dataset.replies if item.org_id not in bodies),
        )  # fmt: skip
        self.notes: Sequence[str] = ()
        self.made = is_made(dataset.reports)

    def works(self, groups: Sequence[Group], *, far: bool = False) -> Iterator[Work]:
        """Yield groups as they are; where the documents lie is not known here."""
        for group in groups:
            yield Finished(group, self._parts[group.name][0])


def _parts(dataset: Dataset, bodies: dict[str, Organisation]) -> Iterator[tuple[str, tuple[bytes, int]]]:
    members: dict[str, list[Report]] = defaultdict(list)
    for report in dataset.reports:
        members[group_name(report.organisation, report.sha256 or fingerprint(report.source))].append(report)
    for name, reports in members.items():
        ids = {report.organisation.org_id for report in reports if report.organisation}
        part = replace(
            dataset,
            reports=tuple(reports),
            organisations=tuple(bodies[org_id] for org_id in sorted(ids)),
            withdrawals=tuple(item for item in dataset.withdrawals if item.org_id in ids),
            replies=tuple(item for item in dataset.replies if item.org_id in ids),
        )
        yield name, (pack(part), len(reports))
