"""Documents in groups: those of the bodies directly in one region, which say nothing of any other.

A body's documents are all in one group, and what is made of a group follows from its readings, from what people wrote
about it and from what checks between bodies said: its key covers all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from generator.briefs import file_of
from generator.cache.packing import unpack
from generator.checks.beside import Beside
from generator.collection.assembly import Assembled, assembled
from generator.collection.words import Words
from generator.metrics.groups import NOWHERE, regions_of
from generator.model import Dataset, Organisation, Report
from generator.readings import Reading
from generator.report import Shown

_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its name, the two digits of its province (``part``), the fingerprint of all that goes into it.

    ``size`` is how many documents it has.
    """

    name: str
    part: str
    key: str
    size: int


class Work(Protocol):
    """A group that can be put together in any process."""

    @property
    def group(self) -> Group:
        """Which one."""

    @property
    def originals(self) -> Mapping[str, bytes]:
        """The documents themselves by their paths, for whoever can't reach the folder of reports."""

    def assembled(self) -> Assembled:
        """Return the finished reports of the group, its bodies, withdrawals and replies."""

    def shown(self, report: Report) -> Shown | None:
        """Return the lines of a report's document where they were kept; elsewhere the document has to be opened."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group as it was read: packed readings with the bodies they belong to, words of people, what others say.

    ``lines`` are those of documents by their paths, packed.
    """

    group: Group
    readings: tuple[bytes, ...]
    bodies: tuple[Organisation | None, ...]
    words: Words
    beside: Mapping[str, Beside]
    lines: Mapping[str, bytes] = field(default_factory=dict)
    originals: Mapping[str, bytes] = field(default_factory=dict)

    def assembled(self) -> Assembled:
        """Return what comes out of it."""
        readings = [unpack(Reading, packed) for packed in self.readings]
        known = {file_of(one.report): one for one in readings}
        reports = [replace(one.report, organisation=body) for one, body in zip(readings, self.bodies, strict=True)]
        return assembled(reports, self.words, known, self.beside)

    def shown(self, report: Report) -> Shown | None:
        """Return the lines of a report's document."""
        packed = self.lines.get(report.source)
        return None if packed is None else unpack(Shown, packed)


@dataclass(frozen=True, slots=True)
class Finished:
    """A group that was put together already: its part of a data set, packed."""

    group: Group
    dataset: bytes
    originals: Mapping[str, bytes] = field(default_factory=dict)

    def assembled(self) -> Assembled:
        """Return it."""
        return Assembled(unpack(Dataset, self.dataset), ())

    def shown(self, report: Report) -> Shown | None:
        """Return nothing: documents are not known here."""


def group_name(body: Organisation | None, digest: str) -> str:
    """Return the group of a document: its body's finest region, or one of 256 for those of no known body."""
    if body is None:
        return f"{_UNKNOWN}-{digest[:2]}"
    return next(code for code in reversed(regions_of(body)) if code)


def part_of(name: str) -> str:
    """Return the two digits of the province of a group."""
    return NOWHERE[:2] if name.startswith(_UNKNOWN) else name[:2]
