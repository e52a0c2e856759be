"""The pages of bodies, made group by group in any process, and what pages about many bodies need of each.

What a body's pages say follows from its own reports and from those of the bodies directly in the same region. Nothing
else is there while they are rendered, so that the fingerprint of a group covers all that its pages can show.
"""

from __future__ import annotations

import functools
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.cache.files import replace_file
from generator.cache.fingerprint import fingerprint
from generator.cache.packing import loose, pack, unpack
from generator.collection.groups import Work, group_name, part_of
from generator.collection.products import Products
from generator.model import Cell, Dataset, Report
from generator.report import Shown
from generator.site.catalogue import Catalogue, catalogue
from generator.site.compare.files import Chunk, chunk_of, merged
from generator.site.gists import Gist
from generator.site.ledger import Entry, written
from generator.site.places import has_page
from generator.site.pools import Sum, sums_of
from generator.site.render import Renderer
from generator.site.search.papers import Entry as SearchEntry
from generator.site.search.papers import Paper, pack_paper, paper_of, texts, unpack_paper
from generator.site.staging import place_in
from generator.slim import slim

PAGES, GISTS, CELLS, CHUNK, ENTRIES, PAPERS = "pages", "gists", "cells", "chunk", "entries", "papers"
SUMS = "sums"

_SENT = b"sent "
Files = Iterator[tuple[str, str | bytes]]
BodyPages = Callable[[Renderer, Catalogue, Path, Callable[[Report], Shown | None]], Files]
Render = Callable[[Renderer, Path], Files]


@dataclass(frozen=True, slots=True)
class BodyMaker:
    """Renders the bodies of a group by ``body_pages``, and makes what pages about many bodies need of them.

    ``program`` is the fingerprint of all that pages are made with; ``known`` says of what a group's pages were made
    that are there: they are left alone if nothing that they show has changed. ``place`` is where they are written.
    """

    place: Near | Far
    program: str
    body_pages: BodyPages
    known: Mapping[str, str]

    def __call__(self, work: Work, dataset: Dataset) -> Mapping[str, bytes]:
        """Return what was made."""
        part, whole = _with_pages(dataset), catalogue(dataset)
        # What was worked out for the pages need not be worked out again.
        shelf = whole if part == dataset else catalogue(part)
        key = fingerprint(self.program, loose(part))
        pages = b""
        if self.known.get(work.group.name) != key:
            pages = self.place.made(
                work, lambda renderer, reports: self.body_pages(renderer, shelf, reports, work.shown)
            )
        return {PAGES: b"\n".join((key.encode(), pages)), **_told(whole)}


@dataclass(frozen=True, slots=True)
class Near:
    """Whoever renders reaches these folders: pages are written where they belong."""

    pages: Path
    templates: Path
    reports: Path

    def made(self, work: Work, render: Render) -> bytes:
        """Write the pages; return what they are."""
        files = render(renderer_of(self.templates), self.reports)
        entries = {name: written(self.pages, name, content) for name, content in files}
        return json.dumps({name: (e.key, e.size, e.changed) for name, e in entries.items()}).encode()


@dataclass(frozen=True, slots=True)
class Far:
    """Whoever renders has nothing but the program and what comes with the work; pages are sent back."""

    templates: tuple[tuple[str, str], ...]

    def made(self, work: Work, render: Render) -> bytes:
        """Return the pages themselves."""
        with TemporaryDirectory(prefix="gongkai-") as folder:
            reports = Path(folder)
            for source, content in work.originals.items():
                replace_file(place_in(reports, source), content)
            return _as_bytes(render(_renderer_from(self.templates), reports))


def pages_made(value: bytes, pages: Path) -> tuple[str, dict[str, Entry] | None]:
    """Return of what the pages of a group were made, and the pages, those sent back written into ``pages``.

    There is nothing in place of the pages where those there were left alone.
    """
    key, _, found = value.partition(b"\n")
    if not found:
        return key.decode(), None
    if found.startswith(_SENT):
        return key.decode(), {name: written(pages, name, content) for name, content in _from_bytes(found)}
    return key.decode(), {name: Entry(*entry) for name, entry in json.loads(found).items()}


def _as_bytes(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    known = [(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    head = json.dumps([(name, len(content)) for name, content in known]).encode()
    return _SENT + zlib.compress(b"\n".join((head, b"".join(content for _, content in known))), 1)


def _from_bytes(sent: bytes) -> Iterator[tuple[str, bytes]]:
    head, _, contents = zlib.decompress(sent.removeprefix(_SENT)).partition(b"\n")
    start = 0
    for name, length in json.loads(head):
        yield name, contents[start : start + length]
        start += length


def renderer_of(templates: Path) -> Renderer:
    """Return the renderer of this process: templates are compiled once, and again where a file changed."""
    return _renderer_at(
        templates, tuple(sorted((str(file), file.stat().st_mtime_ns) for file in templates.rglob("*.j2")))
    )


@functools.lru_cache(maxsize=1)
def _renderer_at(templates: Path, _files: tuple[tuple[str, int], ...]) -> Renderer:
    return Renderer(templates)


@functools.lru_cache(maxsize=1)
def _renderer_from(templates: tuple[tuple[str, str], ...]) -> Renderer:
    return Renderer(dict(templates))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a group's reports as pages about many see them: each once, and for every report which ones."""

    cells: tuple[Cell, ...]
    reports: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Gists:
    """The gists of a group's reports."""

    reports: tuple[str, ...]
    gists: tuple[Gist, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What the groups of a province bring to the comparison, and the fingerprint of these groups."""

    key: str
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a group's reports."""

    sums: tuple[Sum, ...]


def _told(shelf: Catalogue) -> Mapping[str, bytes]:
    places: dict[Cell, int] = {}
    listed = [[places.setdefault(cell, len(places)) for cell in slim(report).cells] for report in shelf.reports]
    ids = tuple(report.report_id for report in shelf.reports)
    return {
        GISTS: pack(Gists(ids, tuple(map(shelf.gist, shelf.reports)))),
        CELLS: pack(Cells(tuple(places), ids, tuple(map(tuple, listed)))),
        CHUNK: pack(chunk_of(shelf.bodies)),
        SUMS: pack(Sums(sums_of(shelf.bodies, shelf.gist))),
        **_words(shelf),
    }


def _words(shelf: Catalogue) -> Mapping[str, bytes]:
    """Return what the search knows of a group: the entries, and for each its paper."""
    known = list(texts(shelf))
    rows = json.dumps([entry for entry, _ in known], ensure_ascii=False).encode()
    papers = [pack_paper(paper_of(text)) for _, text in known]
    head = json.dumps([len(paper) for paper in papers]).encode()
    return {ENTRIES: rows, PAPERS: b"\n".join((head, b"".join(papers)))}


class Beyond:
    """What was made of groups, where pages about many bodies ask for it."""

    def __init__(self, products: Products) -> None:
        self._products = products
        self._groups: dict[SearchEntry, str] = {}
        self._group: tuple[str, Mapping[str, tuple[Cell, ...]]] = ("", {})

    def gists(self) -> dict[str, Gist]:
        """Return the gists of all reports, by id."""
        known: dict[str, Gist] = {}
        for _, packed in self._products.all_of(GISTS):
            found = unpack(Gists, packed)
            known.update(zip(found.reports, found.gists, strict=True))
        return known

    def sums(self) -> dict[str, tuple[Sum, ...]]:
        """Return the sums of the bodies directly in each region, by its code."""
        return {name: unpack(Sums, packed).sums for name, packed in self._products.all_of(SUMS)}

    def chunks(self, keep: Path) -> Iterator[Chunk]:
        """Yield what each province brings to the comparison, as it lies in ``keep`` where nothing of it changed."""
        keys = self._products.keys()
        keep.mkdir(parents=True, exist_ok=True)
        files = set()
        for part, names in groupby(sorted(keys, key=lambda name: (part_of(name), name)), key=part_of):
            listed = list(names)
            file = keep / part
            files.add(file)
            yield self._of_part(file, fingerprint(*(f"{name} {keys[name]}" for name in listed)), listed)
        for left in set(keep.iterdir()) - files:
            left.unlink()

    def _of_part(self, file: Path, key: str, names: Sequence[str]) -> Chunk:
        with suppress(OSError, ValueError, TypeError, zlib.error):
            kept = unpack(Together, file.read_bytes())
            if kept.key == key:
                return kept.chunk
        chunk = merged([unpack(Chunk, packed) for _, packed in self._products.of(CHUNK, names)])
        replace_file(file, pack(Together(key, chunk)))
        return chunk

    def entries(self) -> list[SearchEntry]:
        """Return the entries of the search."""
        names, groups = [], []
        for name, rows in self._products.all_of(ENTRIES):
            names.append(name)
            groups.append(rows)
        # One list of all groups is read in half the time that one after the other takes.
        found = zip(names, json.loads(b"[" + b",".join(groups) + b"]"), strict=True)
        self._groups = {SearchEntry._make(row): name for name, rows in found for row in rows}
        return list(self._groups)

    def papers(self, entries: Sequence[SearchEntry]) -> Iterator[Paper]:
        """Yield the papers of entries, in their order; a group's are loaded together."""
        for name, wanted in groupby(entries, key=self._groups.__getitem__):
            ((_, rows),) = self._products.of(ENTRIES, [name])
            ((_, packed),) = self._products.of(PAPERS, [name])
            head, _, papers = packed.partition(b"\n")
            sizes = json.loads(head)
            starts = dict(zip((tuple(row) for row in json.loads(rows)), accumulate(sizes, initial=0), strict=False))
            lengths = dict(zip(starts, sizes, strict=True))
            for entry in wanted:
                yield unpack_paper(papers[starts[entry] : starts[entry] + lengths[entry]])

    def cells_of(self, report: Report) -> tuple[Cell, ...]:
        """Return a report's cells; those of its neighbours are kept at hand, since they are asked for next."""
        name = group_name(report.organisation, report.sha256)
        if self._group[0] != name:
            ((_, packed),) = self._products.of(CELLS, [name])
            found = unpack(Cells, packed)
            listed = (tuple(map(found.cells.__getitem__, places)) for places in found.places)
            self._group = name, dict(zip(found.reports, listed, strict=True))
        return self._group[1][report.report_id]


def _with_pages(dataset: Dataset) -> Dataset:
    """Return a group without the documents that stand on no body's page."""
    shown = tuple(report for report in dataset.reports if has_page(report))
    ids = {report.organisation.org_id for report in shown if report.organisation}
    return replace(
        dataset,
        reports=shown,
        organisations=tuple(body for body in dataset.organisations if body.org_id in ids),
        withdrawals=tuple(item for item in dataset.withdrawals if item.org_id in ids),
        replies=tuple(item for item in dataset.replies if item.org_id in ids),
    )
