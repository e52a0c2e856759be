"""One document read and checked; whatever goes wrong with it becomes its reason."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from generator import checks
from generator.documents.sniff import sniff
from generator.errors import ConfigurationError, ReportError, why
from generator.model import CheckResult, Fault, Finding, Report, ReportStatus, Severity
from generator.report import Opened, open_report
from generator.sources import Source, digest_of, read_source

MAX_SECONDS = 300

# Who reads may also keep the lines for those who show them.
Reader = Callable[[bytes, str, str], Report | Opened]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read, what the checks of one report answer, and what they find."""

    report: Report
    checks: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]


def checked(report: Report) -> Reading:
    """Return a report with what its own checks say."""
    return Reading(report, *checks.run(report))


def read_one(
    source: Source, read: Reader = open_report, content: bytes | None = None, seconds: float = MAX_SECONDS
) -> Report:
    """Read one document, from its file where ``content`` is not given."""
    return open_one(source, read, content, seconds).report


def open_one(
    source: Source, read: Reader = open_report, content: bytes | None = None, seconds: float = MAX_SECONDS
) -> Opened:
    """Read one document as ``read_one`` does; with its lines where ``read`` keeps them."""
    if source.error:
        return Opened(failed(source, source.error))
    found = content or b""
    try:
        found = read_source(source) if content is None else content
        if digest_of(found) != source.sha256:
            return Opened(failed(source, "文件在读取期间被改动，请重新运行"))
        with _time_limit(seconds):
            answer = read(found, source.source, source.source_url)
    except ConfigurationError:
        raise
    except TimeoutError:
        return Opened(timed_out(source, found, seconds))
    except Exception as error:  # the one place where a document's surprise is caught
        return Opened(replace(_failed_by(source, error), format=sniff(found) if found else ""))
    opened = answer if isinstance(answer, Opened) else Opened(answer)
    report = replace(
        opened.report,
        source=source.source,
        sha256=source.sha256,
        source_url=source.source_url or opened.report.source_url,
        findings=(*opened.report.findings, *source.findings),
    )
    return replace(opened, report=report)


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


def timed_out(source: Source, content: bytes, seconds: float) -> Report:
    """Return the row of a document that took longer than ``seconds``."""
    report = failed(source, f"读取超过 {seconds:g} 秒，已中止")
    return replace(report, format=sniff(content) if content else "")


def died(source: Source) -> Report:
    """Return the row of a document that ended the process that read it."""
    return _internal_error(source, "读取该文件时进程中止")


def _failed_by(source: Source, error: Exception) -> Report:
    reasons = {
        ReportError: str(error),
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


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TimeoutError`` inside the block after ``seconds``, where the system can do that."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise_timeout(signum: int, frame: object) -> None:
    raise TimeoutError
