"""All documents of a run by their briefs: whose they are, what they are called, in which groups they lie.

Nothing here holds a report: readings lie packed on disk until the group they belong to is put together.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from generator.bodies.registry import tell_apart
from generator.briefs import Brief, File, Name, brief_of, file_of, names
from generator.cache.fingerprint import fingerprint
from generator.cache.packing import pack
from generator.checks.beside import Beside
from generator.checks.between import between
from generator.checks.traits import Party
from generator.collection.assembly import assembled
from generator.collection.groups import Bundle, Group, Work, group_name, part_of
from generator.collection.words import Words, divided, load_words
from generator.executors.crew import Crew
from generator.made import refuse_mixture
from generator.model import Dataset, Organisation, Report, ReportStatus
from generator.readings import Reader
from generator.report import open_report
from generator.sources import Source, SourceList, find_sources, read_source
from generator.withdrawals import REPORT, Removals, is_meant, without_parts, without_reports
from generator.workers import Document, Progress, Readings, open_readings, read_all

# What there is to know of a body.
_EVERYTHING: Final = attrgetter(*(field.name for field in fields(Organisation)))


class Member(NamedTuple):
    """A document of a group: the key of its reading, its file, whose it is, whether nothing could be read of it."""

    key: str
    file: File
    body: Organisation | None
    failed: bool


@dataclass(slots=True)
class Gathered:
    """The documents of a folder, read and named; see ``Collection``."""

    groups: tuple[Group, ...]
    rest: Dataset
    notes: tuple[str, ...]
    made: bool
    kept: Readings
    members: Mapping[str, Sequence[Member]]
    words: Mapping[str, Words]
    beside: Mapping[File, tuple[str, Beside]]
    paths: Mapping[File, Source] = field(default_factory=dict)

    def works(self, groups: Sequence[Group], *, far: bool = False) -> Iterator[Work]:
        """Yield groups with their readings, and with the documents themselves for who is ``far`` and needs them."""
        for group in groups:
            members = self.members[group.name]
            keys = [member.key for member in members]
            packed, lines = self.kept.packed(keys), self.kept.lines(keys)
            yield Bundle(
                group,
                tuple(packed[member.key] for member in members),
                tuple(member.body for member in members),
                self.words.get(group.name, Words()),
                dict(self.beside[member.file] for member in members if member.file in self.beside),
                {member.file[0]: lines[member.key] for member in members if member.key in lines},
                dict(self._originals([one for one in members if one.key not in lines])) if far else {},
            )

    def _originals(self, members: Sequence[Member]) -> Iterator[tuple[str, bytes]]:
        for member in members:
            path = self.paths.get(member.file)
            # One that is gone or unreadable is shown as such by its page.
            with contextlib.suppress(OSError):
                if path is not None and not member.failed:
                    yield member.file[0], read_source(path)


@contextmanager
def gathered(  # noqa: PLR0913, PLR0917 (most have a usual value)
    reports_dir: Path,
    jobs: int,
    progress: Progress,
    read: Reader = open_report,
    cache: Path | None = None,
    executor: Executor | None = None,
    found: SourceList | None = None,
    aside: Crew | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Gathered]:
    """Provide the documents below ``reports_dir``, read by whoever reads; see ``workers.read_all``.

    ``found`` are its documents where somebody has looked for them already. ``aside`` and ``meanwhile``: see there.
    Raises ``GongkaiError`` where made documents and others stand in the folder together.
    """
    found = found or find_sources(reports_dir)
    for skipped in found.skipped:
        progress.note(f"跳过“{skipped.name}”：{skipped.reason}")
    for note in found.notes:
        progress.note(note)
    with open_readings(cache) as kept:
        order = {(source.source, source.sha256): place for place, source in enumerate(found.sources)}
        collection = _gathered(
            sorted(
                read_all(found.sources, jobs, progress, kept, read, executor, aside, meanwhile),
                key=lambda document: order[file_of(document.brief)],
            ),
            reports_dir,
            kept,
        )
        collection.paths = {(source.source, source.sha256): source for source in found.sources}
        yield collection


def _gathered(read: Sequence[Document], reports_dir: Path, kept: Readings) -> Gathered:
    refuse_mixture([document.brief for document in read], reports_dir)
    words = load_words(reports_dir.parent)
    spoken = bool(words)
    documents = _with_own_addresses(read)
    before = names([document.brief for document in documents], attrgetter("rank"))
    members: dict[str, list[Document]] = defaultdict(list)
    owners: dict[str, str] = {}
    for document in documents:
        brief = document.brief
        group = group_name(brief.organisation, brief.sha256 or fingerprint(brief.source))
        members[group].append(document)
        if spoken:
            owners |= dict.fromkeys((brief.sha256, before[file_of(brief)].report_id), group)
            if brief.organisation:
                owners[brief.organisation.org_id] = group
    own, others = divided(words, owners)
    standing, after = documents, before
    if words.removals.items:
        standing = _as_withdrawn(documents, before, words.removals, kept)
        after = names([document.brief for document in standing], attrgetter("rank"))
    beside = _beside([document.brief for document in standing], after)
    rest = assembled((), others)
    groups = tuple(_group(name, members[name], own.get(name, Words()), beside, kept) for name in sorted(members))
    is_made = any(document.brief.made for document in documents)
    # What was compared has been; that is most of what a brief weighs.
    lasting = {name: list(map(_member, some)) for name, some in members.items()}
    return Gathered(groups, rest.dataset, rest.notes, is_made, kept, lasting, own, beside)


def _member(document: Document) -> Member:
    brief = document.brief
    return Member(document.key, file_of(brief), brief.organisation, brief.status is ReportStatus.FAILED)


def _with_own_addresses(documents: Sequence[Document]) -> Sequence[Document]:
    """Give each body of the run an id of its own; see ``tell_apart``."""
    apart = tell_apart(one.brief.organisation for one in documents if one.brief.organisation)
    if not apart:
        return documents
    return [
        replace(one, brief=replace(one.brief, organisation=apart[body]))
        if (body := one.brief.organisation) and body in apart
        else one
        for one in documents
    ]


def _as_withdrawn(
    documents: Sequence[Document], before: Mapping[File, Name], removals: Removals, kept: Readings
) -> Sequence[Document]:
    """Return the documents that stay, their briefs without what was withdrawn: nothing else may tell of it."""
    stubs = [_stub(one.brief, before[file_of(one.brief)]) for one in documents]
    left = {file_of(report) for report in without_reports(stubs, removals)[0]}
    standing = [one for one in documents if file_of(one.brief) in left]
    after = names([one.brief for one in standing], attrgetter("rank"))
    parts = replace(removals, items=tuple(item for item in removals.items if item.scope != REPORT))
    return [_without_parts(one, after[file_of(one.brief)], parts, kept) for one in standing]


def _without_parts(document: Document, name: Name, parts: Removals, kept: Readings) -> Document:
    stub = _stub(document.brief, name)
    if not any(is_meant(item, stub) for item in parts.items):
        return document
    read = kept.reading(document.key).report
    whole = replace(read, report_id=name.report_id, primary=name.primary, organisation=document.brief.organisation)
    (left,), _, _ = without_parts([whole], parts)
    return replace(document, brief=brief_of(left))


def _stub(brief: Brief, name: Name) -> Report:
    return Report(
        name.report_id, brief.source, brief.sha256, "", brief.status, name.primary,
        organisation=brief.organisation, year=brief.year,
    )  # fmt: skip


def _beside(briefs: Sequence[Brief], named: Mapping[File, Name]) -> Mapping[File, tuple[str, Beside]]:
    """Return what checks between bodies say, by file, with the id of the report; ``named`` are the files' names."""
    parties = {}
    for brief in briefs:
        name = named[file_of(brief)]
        if not name.primary and brief.status is not ReportStatus.FAILED:
            parties[name.report_id] = (
                file_of(brief),
                Party(name.report_id, brief.organisation, brief.year, brief.form, brief.traits),
            )
    found = between([party for _, party in parties.values()])
    return {parties[report_id][0]: (report_id, beside) for report_id, beside in found.items()}


def _said(beside: Beside) -> bytes:
    """Return what others say of a report as bytes; of nearly all only what is everybody's."""
    says_more = beside.tables or beside.texts or beside.amounts
    return pack(beside) if says_more else b"=" + beside.everybodys


def _group(
    name: str,
    members: Sequence[Document],
    words: Words,
    beside: Mapping[File, tuple[str, Beside]],
    kept: Readings,
) -> Group:
    parts: list[str | bytes] = [repr(words) if words else ""]
    for member in members:
        # A document that failed may fail for another reason the next time.
        parts += [member.key, kept.passing.get(member.key, b"")]
        parts.append(repr(_EVERYTHING(member.brief.organisation)) if member.brief.organisation else "")
        found = beside.get(file_of(member.brief))
        parts.append(_said(found[1]) if found else b"")
    return Group(name, part_of(name), fingerprint(*parts), len(members))
