"""Groups made, each by whoever has time, and what is made of them kept; one that did not change is not made again."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as Names
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator.cache.fingerprint import fingerprint, fingerprint_of_files
from generator.cache.packing import pack, unpack
from generator.collection.assembly import in_order, organisations_of
from generator.collection.groups import Group, Work
from generator.collection.nouns import Collection
from generator.collection.products import Products
from generator.collection.tables import TABLES, joined
from generator.dataset.chunks import chunks_of
from generator.executors.crew import Crew, in_batches
from generator.executors.cycles import collect_newest, uncollected
from generator.model import Dataset, Report
from generator.slim import slim
from generator.workers import Program, reader_program, reader_version, refuse_other

# So many documents are worked on at once: little memory, and starting hardly counts.
TOGETHER: Final = 300
SLIM = "slim"

# What makes products of a group and its finished reports, in any process.
Maker = Callable[[Work, Dataset], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class SlimPart:
    """The slim reports of a group, without their cells, and complaints about words of people that met nothing."""

    dataset: Dataset
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """Groups to make together, and by what."""

    works: tuple[Work, ...]
    makers: tuple[Maker, ...]

    @property
    def size(self) -> int:
        """How many documents they have."""
        return sum(work.group.size for work in self.works)


def program_of_tables() -> str:
    """Return the fingerprint of all that groups are made with: code, forms, lookups, registry, Python."""
    package = Path(__file__).resolve().parents[1]
    return fingerprint(reader_version(), fingerprint_of_files([package]))


def whole_program() -> Program:
    """Return the fingerprints of all that reads documents and makes something of them."""
    return (("程序", program_of_tables()), *reader_program())


def refuse_other_program(program: Program) -> None:
    """Raise ``GongkaiError`` where this machine would not make what the one that sent ``program`` does."""
    refuse_other(_own_program(), program)


_own_program = functools.cache(whole_program)


def make(job: Making) -> list[tuple[Group, Mapping[str, bytes]]]:
    """Return the products of each group."""
    found = []
    with uncollected():
        for work in job.works:
            found.append((work.group, _products(work, job.makers)))
            # Nothing of the group is left but what is kept, and what other people's programs leave in cycles.
            collect_newest()
    return found


def _products(work: Work, makers: Sequence[Maker]) -> Mapping[str, bytes]:
    done = work.assembled()
    found = {SLIM: pack(_slim_part(done.dataset, done.notes)), TABLES: joined(chunks_of(done.dataset.reports))}
    for maker in makers:
        found |= maker(work, done.dataset)
    return found


def made(  # noqa: PLR0913 (most have a usual value)
    collection: Collection,
    products: Products,
    crew: Crew,
    program: str,
    makers: Sequence[Maker] = (),
    stale: Names[str] = (),
    *,
    passing: Names[str] = (),
    far: bool = False,
    meanwhile: Callable[[Names[str]], object] = lambda _: None,
) -> Iterator[tuple[Group, Mapping[str, bytes]]]:
    """Make every group that changed, or is named in ``stale``, and keep what is made; yield what is new.

    ``program`` is the fingerprint of all that groups are made with. Others than ``collection``'s are let go of.
    Products of the kinds ``passing`` are not kept. ``far``: whoever makes them can't reach the folder of reports.
    While a few are made, ``meanwhile`` is called with the names of those that are as they were.
    """
    keys = {group.name: fingerprint(program, group.key) for group in collection.groups}
    known = products.keys()
    todo = [group for group in collection.groups if known.get(group.name) != keys[group.name] or group.name in stale]
    products.keep_only(keys)
    batches = list(in_batches(todo, lambda group: group.size, TOGETHER))
    jobs = (Making(tuple(collection.works(groups, far=far)), tuple(makers)) for groups in batches)
    done: Iterator[tuple[Making, list[tuple[Group, Mapping[str, bytes]]]]]
    if len(batches) == 1 and not far:
        (job,) = jobs
        result = crew.later(make, job, pages=sum(group.size for group in collection.groups))
        meanwhile(keys.keys() - {group.name for group in todo})
        done = iter([(job, result())])
    else:
        done = crew.run(make, jobs, pages=sum(group.size for group in todo))
    for _, found in done:
        products.keep(
            (group.name, keys[group.name], {kind: value for kind, value in values.items() if kind not in passing})
            for group, values in found
        )
        yield from found


class SlimParts:
    """The slim reports of groups by their names, each loaded once."""

    def __init__(self, products: Products) -> None:
        self._products = products
        self._known: dict[str, SlimPart] = {}

    def load(self, names: Names[str]) -> None:
        """Load those of some groups that are made, where somebody has time."""
        for name, packed in self._products.all_of(SLIM):
            if name in names:
                self._known[name] = unpack(SlimPart, packed)

    def __iter__(self) -> Iterator[SlimPart]:
        """Yield those of all groups that are made, by name."""
        names = sorted(self._products.keys())
        rest = [name for name in names if name not in self._known]
        if len(rest) == len(names):
            self.load(frozenset(rest))
        else:
            self._known |= {name: unpack(SlimPart, packed) for name, packed in self._products.of(SLIM, rest)}
        yield from (self._known[name] for name in names)


def slim_dataset(collection: Collection, parts: Iterable[SlimPart]) -> tuple[Dataset, tuple[str, ...]]:
    """Return the slim reports of all groups, without cells, as one data set, and complaints about words of people."""
    reports: list[Report] = []
    withdrawals, replies = list(collection.rest.withdrawals), list(collection.rest.replies)
    notes = list(collection.notes)
    for part in parts:
        reports += part.dataset.reports
        withdrawals += part.dataset.withdrawals
        replies += part.dataset.replies
        notes += part.notes
    reports.sort(key=lambda report: report.source.encode())
    replies.sort(key=lambda reply: (reply.org_id, reply.year, reply.number))
    return Dataset(tuple(reports), organisations_of(reports), in_order(withdrawals), tuple(replies)), tuple(notes)


def _slim_part(dataset: Dataset, notes: tuple[str, ...]) -> SlimPart:
    reports = tuple(slim(replace(report, cells=())) for report in dataset.reports)
    return SlimPart(replace(dataset, reports=reports, organisations=()), notes)
