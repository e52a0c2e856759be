"""Read many documents, wherever there is somebody to do it; one bad document never costs another.

Every document is read in a process that can be killed: one of this machine, or one that a worker elsewhere keeps beside
itself. A document that takes its process with it, or that does not come back, is read again here, alone in the end;
only what fails then is recorded as failed. So the result is the same wherever the documents were read.
"""

from __future__ import annotations

import atexit
import functools
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.briefs import Brief, brief_of
from generator.cache.fingerprint import fingerprint, fingerprint_of_files, installed
from generator.cache.packing import pack, unpack
from generator.cache.store import RottenError, Store, open_store
from generator.documents.convert import programs
from generator.errors import GongkaiError
from generator.executors.crew import Crew
from generator.executors.killable import LostError, Processes
from generator.executors.tasks import Lost, results
from generator.model import ReportStatus
from generator.readings import MAX_SECONDS, Reader, Reading, checked, died, open_one, timed_out
from generator.report import Opened, open_report
from generator.resources import data_path
from generator.sources import Source, digest_of, read_source

# Starting processes costs more than reading a few documents.
FEW = 16

# Readings, their briefs, and the lines of documents that are shown beside them.
STORES = ("readings.sqlite", "briefs.sqlite", "lines.sqlite")
# So many readings, or those of so many seconds, are lost at most where the whole program is killed.
_TOGETHER = 500
_SECONDS_TOGETHER = 10
# What no document passes through before it is checked; anything else in the package counts as the reader.
_NO_READERS = frozenset(
    {
        "__main__.py", "__pycache__", "collection", "commands", "dataset", "decisions.py", "demo", "executors",
        "metrics", "pipeline.py", "replies.py", "show", "siblings.py", "site", "slim.py", "withdrawals.py",
    }
)  # fmt: skip

_DOCUMENTS_A_BATCH = 8
_BYTES_A_BATCH = 8 * 1024 * 1024
_AHEAD = 3

# The fingerprints of the parts of a program, each with its name for people.
Program = tuple[tuple[str, str], ...]

_LENGTH = 4
_LATE, _DIED = "超时", "进程中止"


class Progress(Protocol):
    """Where news about a run goes; the command line shows them, others may not care."""

    def note(self, text: str) -> None:
        """Say something about the run as a whole."""

    def start(self, total: int) -> None:
        """Say how many documents there are."""

    def done(self, source: str) -> None:
        """Say that one document was read."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to read together, each in at most ``seconds``.

    ``contents`` are their bytes where their files are not within reach; ``program`` is what must read them.
    """

    sources: tuple[Source, ...]
    read: Reader
    seconds: float
    contents: tuple[bytes, ...] = ()
    program: Program = ()


@dataclass(frozen=True, slots=True)
class _Document:
    source: Source
    read: Reader
    seconds: float
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: what is known of it, and the key under which its reading is kept."""

    brief: Brief
    key: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A brief and a reading as bytes, and lines where there are some; ``failed``: the document could not be read."""

    brief: bytes
    reading: bytes
    failed: bool
    lines: bytes = b""

    @property
    def framed(self) -> bytes:
        """All of it as bytes: whether it failed, the length of each part before it."""
        parts = (self.brief, self.reading, self.lines)
        framed = (piece for part in parts for piece in (len(part).to_bytes(_LENGTH, "little"), part))
        return b"".join((bytes((self.failed,)), *framed))

    @classmethod
    def unframed(cls, content: bytes) -> Packed:
        """Return what ``framed`` gave."""
        parts, end = [], 1
        for _ in range(3):
            start = end + _LENGTH
            end = start + int.from_bytes(content[end:start], "little")
            parts.append(content[start:end])
        brief, reading, lines = parts
        return cls(brief, reading, bool(content[0]), lines)


@dataclass(slots=True)
class Readings:
    """Where readings are kept, on disk; those of documents that failed only for this run."""

    readings: Store
    briefs: Store
    shown: Store
    passing: dict[str, bytes] = field(default_factory=dict)

    def packed(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """Return the packed readings with these keys.

        Raises ``RottenError`` where one is not what was written: whoever gathers the documents again reads it again.
        """
        found = dict(self.readings.found(keys)) | {key: self.passing[key] for key in keys if key in self.passing}
        if len(found) < len(set(keys)):
            self.readings.drop_rotten()
            raise RottenError
        return found

    def lines(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """Return the packed lines kept for these keys; of many documents there are none."""
        return dict(self.shown.found(keys))

    def reading(self, key: str) -> Reading:
        """Return one reading."""
        return unpack(Reading, self.packed([key])[key])


@contextmanager
def open_readings(cache: Path | None) -> Iterator[Readings]:
    """Provide the readings kept in the folder ``cache``; without one, they are kept as long as they are asked for."""
    with ExitStack() as stack:
        folder = cache or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-")))
        kept, briefs, shown = (stack.enter_context(open_store(folder / name)) for name in STORES)
        yield Readings(kept, briefs, shown)


def read_all(  # noqa: PLR0913, PLR0917 (most have a usual value)
    sources: Sequence[Source],
    jobs: int,
    progress: Progress,
    kept: Readings,
    read: Reader = open_report,
    executor: Executor | None = None,
    aside: Crew | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Document]:
    """Yield each document, in no particular order; its reading is in ``kept``.

    They are read in ``jobs`` processes of this machine, or by ``executor``, which gets their bytes and of which
    ``jobs`` says how many tasks it works on at a time. The same file under the same name is not read again by the same
    program, and a run that was broken off goes on where it stopped. A few new ones among many are read by ``aside``,
    while those known are gone through; ``meanwhile`` is called when nothing is left but to wait for new ones.
    """
    progress.start(len(sources))
    version = reader_version()
    keys = {_key(version, source): source for source in sources}
    wanted = tuple(keys)
    there = kept.readings.keys() & kept.briefs.keys()
    new = tuple(source for key, source in keys.items() if key not in there)
    begun: Callable[[], list[Packed]] | None = None
    if aside and executor is None and 0 < len(new) < FEW:
        batch = Batch(new, read, MAX_SECONDS)
        # A document that takes its process with it is none to be read in this one.
        begun = aside.later(read_few, batch, pages=len(sources), lost=lambda _: [])
    yield from _told(_known(kept, keys, there), progress)
    meanwhile()
    crew = _Crew(jobs, progress, read, executor, (lambda: dict(zip(new, begun(), strict=False))) if begun else None)
    yield from _told(_read_and_keep(kept, keys, crew), progress)
    for store in (kept.readings, kept.briefs, kept.shown):
        store.drop_others(wanted)


def reader_version() -> str:
    """Return the fingerprint of everything that decides how a document is read and checked, but the document."""
    return fingerprint(*(part for _, part in reader_program()))


def reader_program() -> Program:
    """Return the fingerprints of the parts that decide how a document is read, each with its name for people."""
    package = Path(__file__).parent
    code = sorted(path for path in package.iterdir() if path.suffix in ("", ".py") and path.name not in _NO_READERS)
    data = [data_path(name) for name in ("forms", "lookups", "registry", "gazetteer")]
    return (
        ("程序和资料", fingerprint_of_files([*code, *data])),
        ("Python 及其组件", installed()),
        ("LibreOffice 和 antiword", fingerprint(*programs())),
    )


def refuse_other_program(program: Program) -> None:
    """Raise ``GongkaiError`` where this machine would not read as the one that sent ``program`` does."""
    refuse_other(_own_program(), program)


def refuse_other(own: Program, sent: Program) -> None:
    """Raise ``GongkaiError`` where a machine's ``own`` program is not the one ``sent``, naming what differs."""
    other = [name for (name, mine), (_, theirs) in zip(own, sent, strict=True) if mine != theirs]
    if other:
        raise GongkaiError(
            f"集群工作节点的{'、'.join(other)}与本机不同，结果可能不一样，未予使用；请在各节点安装相同的版本（如同一映像）"
        )


# Once a worker: it does not become another program while it runs.
_own_program = functools.cache(reader_program)


def read_batch(batch: Batch) -> list[Packed | str]:
    """Read documents in processes beside this one; for each what was read, or why it was lost."""
    if batch.program:
        refuse_other_program(batch.program)
    return _read_batch(_beside, batch)


def read_few(batch: Batch) -> list[Packed]:
    """Read a few documents in this very process."""
    return [_packed(open_one(source, batch.read, seconds=batch.seconds)) for source in batch.sources]


# The processes beside a worker of somebody else's executor; those that are idle end by themselves.
_beside = Processes()
atexit.register(_beside.close)


def _read_batch(processes: Processes, batch: Batch) -> list[Packed | str]:
    return [_answer(processes, document) for document in _documents(batch)]


def _documents(batch: Batch) -> Iterator[_Document]:
    for place, source in enumerate(batch.sources):
        yield _Document(source, batch.read, batch.seconds, batch.contents[place] if batch.contents else None)


def _answer(processes: Processes, document: _Document) -> Packed | str:
    try:
        with processes.one() as process:
            # Its own alarm comes first: then the document has a reason of its own, and the process goes on.
            return Packed.unframed(process.ask(_read_packed, document, 1.1 * document.seconds + 1))
    except LostError as error:
        return _LATE if error.late else _DIED


def _read_packed(document: _Document) -> bytes:
    # As bytes they travel faster, and whoever asked need not look into them.
    return _packed(open_one(document.source, document.read, document.content, document.seconds)).framed


def _packed(opened: Opened) -> Packed:
    reading = checked(opened.report)
    failed = reading.report.status is ReportStatus.FAILED
    lines = pack(opened.shown) if opened.shown else b""
    return Packed(brief_of(reading.report).to_bytes(), pack(reading), failed, lines)


class _Crew:
    """Whoever reads: this process, others of this machine, or an executor; what one loses the next one reads."""

    def __init__(
        self,
        jobs: int,
        progress: Progress,
        read: Reader,
        executor: Executor | None,
        begun: Callable[[], Mapping[Source, Packed]] | None = None,
    ) -> None:
        self._jobs = jobs
        self._progress = progress
        self._read = read
        self._executor = executor
        self._begun = begun

    def read(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Packed]]:
        """Yield each document with what was read."""
        if self._begun:
            done = self._begun()
            yield from ((source, done[source]) for source in sources if source in done)
            sources = [source for source in sources if source not in done]
        elif self._executor is None and len(sources) < FEW:
            for source in sources:
                yield source, read_few(Batch((source,), self._read, MAX_SECONDS))[0]
            return
        lost: dict[Source, str] = {}
        if self._executor is None:
            yield from self._here(sources, self._jobs, lost)
        else:
            yield from self._elsewhere(self._executor, sources, lost)
            again, lost = tuple(lost), {}
            yield from self._here(again, min(self._jobs, os.cpu_count() or 1), lost)
        again, lost = tuple(lost), {}
        yield from self._here(again, 1, lost)
        for source, reason in lost.items():
            late = reason == _LATE
            report = timed_out(source, _content_of(source), MAX_SECONDS) if late else died(source)
            yield source, _packed(Opened(report))

    def _here(self, sources: Sequence[Source], jobs: int, lost: dict[Source, str]) -> Iterator[tuple[Source, Packed]]:
        """Read in processes of this machine; what is lost is put into ``lost`` with the reason."""
        size = max(1, min(_DOCUMENTS_A_BATCH, len(sources) // (jobs * 2)))
        batches = (
            Batch(tuple(sources[start : start + size]), self._read, MAX_SECONDS)
            for start in range(0, len(sources), size)
        )
        with _here(jobs) as (executor, processes):
            work = functools.partial(_read_batch, processes)
            for batch, found in results(executor, work, batches, jobs * _AHEAD):
                yield from _answers(batch, found, lost)

    def _elsewhere(
        self, executor: Executor, sources: Iterable[Source], lost: dict[Source, str]
    ) -> Iterator[tuple[Source, Packed]]:
        """Have the executor read; what can't be sent, or does not come back, is put into ``lost``."""
        patience = 2 * _DOCUMENTS_A_BATCH * MAX_SECONDS
        batches = _sent(sources, self._read, lost)
        for batch, found in results(executor, read_batch, batches, self._jobs * _AHEAD, patience):
            yield from _answers(batch, found, lost)
        if lost:
            reasons = "、".join(f"{reason} {count} 份" for reason, count in sorted(Counter(lost.values()).items()))
            self._progress.note(f"有 {len(lost)} 份文件未能在别处读取（{reasons}），改在本机读取")


@contextmanager
def _here(jobs: int) -> Iterator[tuple[Executor, Processes]]:
    """Provide threads, each of which waits for a process of its own."""
    processes = Processes()
    executor = ThreadPoolExecutor(jobs)
    try:
        yield executor, processes
    finally:
        # First the processes: after an interrupt nobody waits for what they are about to read.
        processes.close()
        executor.shutdown(cancel_futures=True)


def _sent(sources: Iterable[Source], read: Reader, lost: dict[Source, str]) -> Iterator[Batch]:
    """Yield batches with the bytes of their documents; one that can't be sent is put into ``lost``."""
    program = reader_program()
    for documents in _grouped(_with_contents(sources, lost)):
        found, contents = zip(*documents, strict=True)
        yield Batch(found, read, MAX_SECONDS, contents, program)


def _with_contents(sources: Iterable[Source], lost: dict[Source, str]) -> Iterator[tuple[Source, bytes]]:
    for source in sources:
        content = _content_of(source)
        if source.error or digest_of(content) != source.sha256:
            lost[source] = "文件有变或打不开"
        else:
            yield source, content


def _grouped(documents: Iterable[tuple[Source, bytes]]) -> Iterator[list[tuple[Source, bytes]]]:
    together: list[tuple[Source, bytes]] = []
    size = 0
    for source, content in documents:
        if together and (len(together) == _DOCUMENTS_A_BATCH or size + len(content) > _BYTES_A_BATCH):
            yield together
            together, size = [], 0
        together.append((source, content))
        size += len(content)
    if together:
        yield together


def _content_of(source: Source) -> bytes:
    """Return the bytes of a document, none where it can't be opened; reading it here says why."""
    try:
        return b"" if source.error else read_source(source)
    except OSError:
        return b""


def _answers(
    batch: Batch, found: list[Packed | str] | Lost, lost: dict[Source, str]
) -> Iterator[tuple[Source, Packed]]:
    """Yield what was read of a batch; what was not is put into ``lost`` with the reason."""
    answers = [found.reason] * len(batch.sources) if isinstance(found, Lost) else found
    for source, answer in zip(batch.sources, answers, strict=True):
        if isinstance(answer, str):
            lost[source] = answer
        else:
            yield source, answer


def _told(documents: Iterable[Document], progress: Progress) -> Iterator[Document]:
    for document in documents:
        progress.done(document.brief.source)
        yield document


def _key(version: str, source: Source) -> str:
    return fingerprint(version, source.sha256, source.source, source.source_url, source.error, repr(source.findings))


def _known(kept: Readings, keys: dict[str, Source], there: Container[str]) -> Iterator[Document]:
    """Yield what was read before, and take it out of ``keys``; what can't be understood is read again."""
    for key, packed in kept.briefs.found(tuple(keys)):
        if key not in there:
            continue
        try:
            brief = Brief.from_bytes(packed)
        except (ValueError, TypeError, LookupError, ArithmeticError):
            continue
        del keys[key]
        yield Document(brief, key)


def _read_and_keep(kept: Readings, keys: Mapping[str, Source], crew: _Crew) -> Iterator[Document]:
    by_source = {source: key for key, source in keys.items()}
    news: dict[str, Packed] = {}
    last = time.monotonic()
    try:
        for source, packed in crew.read(tuple(by_source)):
            key = by_source[source]
            # Why a document failed may be the machine's mood: it is tried again.
            if packed.failed:
                kept.passing[key] = packed.reading
            else:
                news[key] = packed
            if len(news) >= _TOGETHER or time.monotonic() - last > _SECONDS_TOGETHER:
                _keep(kept, news)
                last = time.monotonic()
            yield Document(Brief.from_bytes(packed.brief), key)
    finally:
        # Whatever ended the run: what was read is read.
        _keep(kept, news)


def _keep(kept: Readings, news: dict[str, Packed]) -> None:
    # A reading that is there has its lines beside it.
    kept.shown.keep({key: packed.lines for key, packed in news.items() if packed.lines})
    kept.readings.keep({key: packed.reading for key, packed in news.items()})
    kept.briefs.keep({key: packed.brief for key, packed in news.items()})
    news.clear()
