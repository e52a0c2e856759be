"""Read many documents, in several processes where that pays; one bad document never costs another.

An exception is that document's reason. A process that dies takes down a few documents with it: each of those
is read again alone, and the one that dies again is recorded as failed.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import traceback
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from generator import checks
from generator.cache.fingerprint import fingerprint, fingerprint_of_files, installed
from generator.cache.packing import pack, unpack
from generator.cache.store import Store, open_store
from generator.documents.convert import programs
from generator.documents.sniff import sniff
from generator.errors import ConfigurationError, ReportError, why
from generator.model import CheckResult, Fault, Finding, Report, ReportStatus, Severity
from generator.report import read_report
from generator.resources import data_path
from generator.sources import Source, digest_of, read_source

# Starting processes costs more than reading a few documents.
FEW = 16
MAX_SECONDS = 300

_STORE = "readings.sqlite"
_TOGETHER = 500
# What no document passes through before it is checked; anything else in the package counts as the reader.
_NO_READERS = frozenset(
    {
        "__main__.py", "__pycache__", "commands", "dataset", "decisions.py", "demo", "metrics", "pipeline.py",
        "replies.py", "show", "siblings.py", "site", "withdrawals.py",
    }
)  # fmt: skip

_CHUNK = 8
_AHEAD = 3

Chunk = Sequence[Source]
Reader = Callable[[bytes, str, str], Report]


class Progress(Protocol):
    """Where news about a run goes; the command line shows them, others may not care."""

    def note(self, text: str) -> None:
        """Say something about the run as a whole."""

    def start(self, total: int) -> None:
        """Say how many documents there are."""

    def done(self, source: str) -> None:
        """Say that one document was read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read, what the checks of one report answer, and what they find."""

    report: Report
    checks: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]


def read_all(
    sources: Sequence[Source], jobs: int, progress: Progress, read: Reader = read_report, cache: Path | None = None
) -> Iterator[Reading]:
    """Yield the reading of each document, in no particular order.

    ``cache`` is a folder for what was read before: the same file under the same name is not read again by the same
    program. It may be emptied at any time.
    """
    progress.start(len(sources))
    if cache is None:
        yield from _told(_read(sources, jobs, read), progress)
        return
    version = reader_version()
    keys = {_key(version, source): source for source in sources}
    wanted = tuple(keys)
    with open_store(cache / _STORE) as store:
        yield from _told(_kept(store, keys), progress)
        yield from _told(_read_and_keep(store, keys, jobs, read), progress)
        store.drop_others(wanted)


def reader_version() -> str:
    """Return the fingerprint of everything that decides how a document is read and checked, but the document."""
    package = Path(__file__).parent
    code = sorted(path for path in package.iterdir() if path.suffix in ("", ".py") and path.name not in _NO_READERS)
    data = [data_path(name) for name in ("forms", "lookups", "registry", "gazetteer")]
    return fingerprint(fingerprint_of_files([*code, *data]), installed(), *programs())


def _read(sources: Sequence[Source], jobs: int, read: Reader) -> Iterator[Reading]:
    if jobs <= 1 or len(sources) < FEW:
        return (_checked(read_one(source, read)) for source in sources)
    return _Pool(jobs, read).read(sources)


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


def _read_and_keep(store: Store, keys: Mapping[str, Source], jobs: int, read: Reader) -> Iterator[Reading]:
    by_file = {(source.source, source.sha256): key for key, source in keys.items()}
    news: dict[str, bytes] = {}
    for reading in _read(tuple(keys.values()), jobs, read):
        # Why a document failed may be the machine's mood: it is tried again.
        if reading.report.status is not ReportStatus.FAILED:
            news[by_file[reading.report.source, reading.report.sha256]] = pack(reading)
        if len(news) >= _TOGETHER:
            store.keep(news)
            news.clear()
        yield reading
    store.keep(news)


def _checked(report: Report) -> Reading:
    return Reading(report, *checks.run(report))


def read_one(source: Source, read: Reader = read_report) -> Report:
    """Read one document; whatever goes wrong with it becomes its reason."""
    if source.error:
        return failed(source, source.error)
    content = b""
    try:
        content = read_source(source)
        if digest_of(content) != source.sha256:
            return failed(source, "文件在读取期间被改动，请重新运行")
        with _time_limit(MAX_SECONDS):
            report = read(content, source.source, source.source_url)
    except ConfigurationError:
        raise
    except Exception as error:  # the one place where a document's surprise is caught
        return replace(_failed_by(source, error), format=sniff(content) if content else "")
    return replace(
        report,
        source=source.source,
        sha256=source.sha256,
        source_url=source.source_url or report.source_url,
        findings=(*report.findings, *source.findings),
    )


def failed(source: Source, reason: str, findings: Sequence[Finding] = ()) -> Report:
    """Return the row of a document that could not be read."""
    return Report(
        report_id="",
        source=source.source,
        sha256=source.sha256,
        format="",
        status=ReportStatus.FAILED,
        source_url=source.source_url,
        error=reason,
        findings=(*source.findings, *findings),
    )


def _failed_by(source: Source, error: Exception) -> Report:
    reasons = {
        ReportError: str(error),
        TimeoutError: f"读取超过 {MAX_SECONDS} 秒，已中止",
        OSError: f"文件无法读取（{why(error)}）" if isinstance(error, OSError) else "",
        MemoryError: "读取所需内存过多，已中止",
        RecursionError: "嵌套过深，已中止",
    }
    reason = next((text for kind, text in reasons.items() if isinstance(error, kind)), "")
    return failed(source, reason) if reason else _internal_error(source, _place_of(error))


def _internal_error(source: Source, what: str) -> Report:
    reason = f"程序内部错误：{what}"
    finding = Finding("file.internal_error", f"{reason}。", Severity.ERROR, Fault.EXTRACTION)
    return failed(source, reason, [finding])


def _place_of(error: Exception) -> str:
    """Return what was raised and where: module and line only, never a path of this machine."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "generator" in frame.filename]
    where = f"（{own[-1].name}，第 {own[-1].lineno} 行）" if own else ""
    return f"{type(error).__name__}{where}"


class _Pool:
    """Processes that read chunks of documents, with a window of chunks under way."""

    def __init__(self, jobs: int, read: Reader) -> None:
        self._jobs = jobs
        self._read = read

    def read(self, sources: Sequence[Source]) -> Iterator[Reading]:
        size = max(1, min(_CHUNK, len(sources) // (self._jobs * 2)))
        chunks = (sources[start : start + size] for start in range(0, len(sources), size))
        while True:
            lost: list[Source] = []
            yield from self._until_one_dies(chunks, lost)
            if not lost:
                return
            yield from self._one_by_one(lost)

    def _until_one_dies(self, chunks: Iterator[Chunk], lost: list[Source]) -> Iterator[Reading]:
        """Read until no chunk is left or a process dies; what was under way then is put into ``lost``."""
        with _executor(self._jobs) as pool:
            under_way: list[tuple[Chunk, Future[list[bytes]]]] = []
            while not lost:
                room = self._jobs * _AHEAD - len(under_way)
                under_way += [(chunk, self._submit(pool, chunk)) for chunk in islice(chunks, room)]
                if not under_way:
                    return
                yield from _result(*under_way.pop(0), lost)
            for chunk, future in under_way:
                yield from _result(chunk, future, lost)

    def _submit(self, pool: ProcessPoolExecutor, chunk: Chunk) -> Future[list[bytes]]:
        try:
            return pool.submit(_read_chunk, chunk, self._read)
        except BrokenProcessPool as error:
            future: Future[list[bytes]] = Future()
            future.set_exception(error)
            return future

    def _one_by_one(self, sources: Sequence[Source]) -> Iterator[Reading]:
        """Read documents each by itself, so that it is known which one makes the process die."""
        rest = iter(sources)
        died = True
        while died:
            died = False
            with _executor(1) as pool:
                for source in rest:
                    try:
                        yield from _unpacked(self._submit(pool, [source]).result())
                    except BrokenProcessPool:
                        yield _checked(_internal_error(source, "读取该文件时进程中止"))
                        died = True
                        break


def _result(chunk: Chunk, future: Future[list[bytes]], lost: list[Source]) -> Iterator[Reading]:
    try:
        yield from _unpacked(future.result())
    except BrokenProcessPool:
        lost += chunk


def _unpacked(packed: Iterable[bytes]) -> Iterator[Reading]:
    return (unpack(Reading, one) for one in packed)


def _read_chunk(chunk: Chunk, read: Reader) -> list[bytes]:
    # Packed, they travel faster, and what many reports have in common is unpacked once.
    return [pack(_checked(read_one(source, read))) for source in chunk]


def _executor(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and no half-copied threads of Arrow.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raise ``TimeoutError`` inside the block after ``seconds``, where the system can do that."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _raise_timeout)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _raise_timeout(signum: int, frame: object) -> None:
    raise TimeoutError
