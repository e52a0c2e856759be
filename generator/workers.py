"""Read many documents, wherever there is somebody to do it; one bad document never costs another.

Every document is read in a process that can be killed: one of this machine, or one that a worker elsewhere keeps beside
itself. A document that takes its process with it, or that does not come back, is read again here, alone in the end;
only what fails then is recorded as failed. So the result is the same wherever the documents were read.
"""

from __future__ import annotations

import atexit
import functools
import os
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.cache.fingerprint import fingerprint, fingerprint_of_files, installed
from generator.cache.packing import pack, unpack
from generator.cache.store import Store, open_store
from generator.documents.convert import programs
from generator.errors import GongkaiError
from generator.executors.killable import LostError, Processes
from generator.executors.tasks import Lost, results
from generator.model import ReportStatus
from generator.readings import MAX_SECONDS, Reader, Reading, checked, died, read_one, timed_out
from generator.report import read_report
from generator.resources import data_path
from generator.sources import Source, digest_of, read_source

# Starting processes costs more than reading a few documents.
FEW = 16

_STORE = "readings.sqlite"
# So many readings, or those of so many seconds, are lost at most where the whole program is killed.
_TOGETHER = 500
_SECONDS_TOGETHER = 10
# What no document passes through before it is checked; anything else in the package counts as the reader.
_NO_READERS = frozenset(
    {
        "__main__.py", "__pycache__", "commands", "dataset", "decisions.py", "demo", "executors", "metrics",
        "pipeline.py", "replies.py", "show", "siblings.py", "site", "withdrawals.py",
    }
)  # fmt: skip

_DOCUMENTS_A_BATCH = 8
_BYTES_A_BATCH = 8 * 1024 * 1024
_AHEAD = 3

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
    program: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Document:
    source: Source
    read: Reader
    seconds: float
    content: bytes | None


def read_all(
    sources: Sequence[Source],
    jobs: int,
    progress: Progress,
    read: Reader = read_report,
    cache: Path | None = None,
    executor: Executor | None = None,
) -> Iterator[Reading]:
    """Yield the reading of each document, in no particular order.

    They are read in ``jobs`` processes of this machine, or by ``executor``, which gets their bytes and of which
    ``jobs`` says how many tasks it works on at a time. ``cache`` is a folder for what was read before: the same file
    under the same name is not read again by the same program, and a run that was broken off goes on where it stopped.
    It may be emptied at any time.
    """
    progress.start(len(sources))
    crew = _Crew(jobs, progress, read, executor)
    if cache is None:
        yield from _told(crew.read(sources), progress)
        return
    version = reader_version()
    keys = {_key(version, source): source for source in sources}
    wanted = tuple(keys)
    with open_store(cache / _STORE) as store:
        yield from _told(_kept(store, keys), progress)
        yield from _told(_read_and_keep(store, keys, crew), progress)
        store.drop_others(wanted)


def reader_version() -> str:
    """Return the fingerprint of everything that decides how a document is read and checked, but the document."""
    return fingerprint(*(part for _, part in reader_program()))


def reader_program() -> tuple[tuple[str, str], ...]:
    """Return the fingerprints of the parts that decide how a document is read, each with its name for people."""
    package = Path(__file__).parent
    code = sorted(path for path in package.iterdir() if path.suffix in ("", ".py") and path.name not in _NO_READERS)
    data = [data_path(name) for name in ("forms", "lookups", "registry", "gazetteer")]
    return (
        ("程序和资料", fingerprint_of_files([*code, *data])),
        ("Python 及其组件", installed()),
        ("LibreOffice 和 antiword", fingerprint(*programs())),
    )


def refuse_other_program(program: tuple[tuple[str, str], ...]) -> None:
    """Raise ``GongkaiError`` where this machine would not read as the one that sent ``program`` does."""
    other = [name for (name, own), (_, sent) in zip(_own_program(), program, strict=True) if own != sent]
    if other:
        raise GongkaiError(
            f"集群工作节点的{'、'.join(other)}与本机不同，结果可能不一样，未予读取；请在各节点安装相同的版本（如同一映像）"
        )


# Once a worker: it does not become another program while it runs.
_own_program = functools.cache(reader_program)


def read_batch(batch: Batch) -> list[bytes | str]:
    """Read documents in processes beside this one; for each its packed reading, or why it was lost."""
    if batch.program:
        refuse_other_program(batch.program)
    return _read_batch(_beside, batch)


# The processes beside a worker of somebody else's executor; those that are idle end by themselves.
_beside = Processes()
atexit.register(_beside.close)


def _read_batch(processes: Processes, batch: Batch) -> list[bytes | str]:
    return [_answer(processes, document) for document in _documents(batch)]


def _documents(batch: Batch) -> Iterator[_Document]:
    for place, source in enumerate(batch.sources):
        yield _Document(source, batch.read, batch.seconds, batch.contents[place] if batch.contents else None)


def _answer(processes: Processes, document: _Document) -> bytes | str:
    try:
        with processes.one() as process:
            # Its own alarm comes first: then the document has a reason of its own, and the process goes on.
            return process.ask(_read_packed, document, 1.1 * document.seconds + 1)
    except LostError as error:
        return _LATE if error.late else _DIED


def _read_packed(document: _Document) -> bytes:
    # Packed, they travel faster, and what many reports have in common is unpacked once.
    return pack(checked(read_one(document.source, document.read, document.content, document.seconds)))


class _Crew:
    """Whoever reads: this process, others of this machine, or an executor; what one loses the next one reads."""

    def __init__(self, jobs: int, progress: Progress, read: Reader, executor: Executor | None) -> None:
        self._jobs = jobs
        self._progress = progress
        self._read = read
        self._executor = executor

    def read(self, sources: Sequence[Source]) -> Iterator[Reading]:
        """Yield the reading of each document."""
        if self._executor is None and len(sources) < FEW:
            yield from (checked(read_one(source, self._read, seconds=MAX_SECONDS)) for source in sources)
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
            yield checked(timed_out(source, _content_of(source), MAX_SECONDS) if reason == _LATE else died(source))

    def _here(self, sources: Sequence[Source], jobs: int, lost: dict[Source, str]) -> Iterator[Reading]:
        """Read in processes of this machine; what is lost is put into ``lost`` with the reason."""
        size = max(1, min(_DOCUMENTS_A_BATCH, len(sources) // (jobs * 2)))
        batches = (
            Batch(tuple(sources[start : start + size]), self._read, MAX_SECONDS)
            for start in range(0, len(sources), size)
        )
        with _here(jobs) as (executor, processes):
            work = functools.partial(_read_batch, processes)
            for batch, found in results(executor, work, batches, jobs * _AHEAD):
                yield from _unpacked(batch, found, lost)

    def _elsewhere(self, executor: Executor, sources: Iterable[Source], lost: dict[Source, str]) -> Iterator[Reading]:
        """Have the executor read; what can't be sent, or does not come back, is put into ``lost``."""
        patience = 2 * _DOCUMENTS_A_BATCH * MAX_SECONDS
        batches = _sent(sources, self._read, lost)
        for batch, found in results(executor, read_batch, batches, self._jobs * _AHEAD, patience):
            yield from _unpacked(batch, found, lost)
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


def _unpacked(batch: Batch, found: list[bytes | str] | Lost, lost: dict[Source, str]) -> Iterator[Reading]:
    """Yield what was read of a batch; what was not is put into ``lost`` with the reason."""
    answers = [found.reason] * len(batch.sources) if isinstance(found, Lost) else found
    for source, answer in zip(batch.sources, answers, strict=True):
        if isinstance(answer, str):
            lost[source] = answer
        else:
            yield unpack(Reading, answer)


def _told(readings: Iterable[Reading], progress: Progress) -> Iterator[Reading]:
    for reading in readings:
        progress.done(reading.report.source)
        yield reading


def _key(version: str, source: Source) -> str:
    return fingerprint(version, source.sha256, source.source, source.source_url, source.error, repr(source.findings))


def _kept(store: Store, keys: dict[str, Source]) -> Iterator[Reading]:
    """Yield what was read before, and take it out of ``keys``; what can't be understood is read again."""
    for key, packed in store.found(tuple(keys)):
        try:
            reading = unpack(Reading, packed)
        except (ValueError, TypeError, LookupError, zlib.error):
            continue
        del keys[key]
        yield reading


def _read_and_keep(store: Store, keys: Mapping[str, Source], crew: _Crew) -> Iterator[Reading]:
    by_file = {(source.source, source.sha256): key for key, source in keys.items()}
    news: dict[str, bytes] = {}
    last = time.monotonic()
    try:
        for reading in crew.read(tuple(keys.values())):
            # Why a document failed may be the machine's mood: it is tried again.
            if reading.report.status is not ReportStatus.FAILED:
                news[by_file[reading.report.source, reading.report.sha256]] = pack(reading)
            if len(news) >= _TOGETHER or time.monotonic() - last > _SECONDS_TOGETHER:
                store.keep(news)
                news.clear()
                last = time.monotonic()
            yield reading
    finally:
        # Whatever ended the run: what was read is read.
        store.keep(news)
