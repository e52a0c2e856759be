"""Reading in several processes: nothing is lost, whatever one document does."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import workers
from generator.errors import ConfigurationError, GongkaiError, ReportError
from generator.executors.cluster import cluster
from generator.executors.crew import Crew, crew
from generator.model import Report, ReportStatus
from generator.pipeline import SILENCE, Silence, extract
from generator.readings import Reader, Reading, read_one
from generator.sources import Source, find_sources
from generator.workers import FEW, open_readings, read_all, reader_program, refuse_other_program
from tests.builders import report_of


def read_made(content: bytes, source: str, source_url: str) -> Report:
    """Read a made document: its text says what happens to the one who reads it."""
    if content.startswith(b"die"):
        os._exit(3)
    if content.startswith(b"hang"):
        # As a library in C does, which no alarm interrupts.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(600)
    if content.startswith(b"raise"):
        raise ZeroDivisionError
    if content.startswith(b"refuse"):
        raise ReportError("文件为空")
    if content.startswith(b"misconfigured"):
        raise ConfigurationError("2021.yml 有误")
    return report_of(source=source, source_url=source_url, year=2000 + int(content))


def refuse_all(content: bytes, source: str, source_url: str) -> Report:
    """Read nothing."""
    raise ReportError("不再读取")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(3 * FEW):
        (folder / f"{number:03}.txt").write_text(str(number))
    return folder


def test_same_data_set_whatever_the_number_of_jobs(reports: Path) -> None:
    alone, together = extract(reports, 1, read=read_made), extract(reports, 3, read=read_made)
    assert alone == together
    assert len(alone.reports) == 3 * FEW


def test_process_that_dies_costs_its_own_document_only(reports: Path) -> None:
    for number in (5, 6, 30):
        (reports / f"{number:03}.txt").write_text(f"die {number}")
    dataset = extract(reports, 2, read=read_made)
    failed = {report.source: report for report in dataset.reports if report.status is ReportStatus.FAILED}
    assert sorted(failed) == ["005.txt", "006.txt", "030.txt"]
    assert failed["005.txt"].error == "程序内部错误：读取该文件时进程中止"
    assert [finding.rule for finding in failed["005.txt"].findings] == ["file.internal_error"]
    assert len(dataset.reports) == 3 * FEW


def one(tmp_path: Path, text: str) -> Source:
    (tmp_path / "a.txt").write_text(text)
    return find_sources(tmp_path).sources[0]


def test_surprise_is_our_own_error(tmp_path: Path) -> None:
    report = read_one(one(tmp_path, "raise"), read_made)
    assert report.error.startswith("程序内部错误：ZeroDivisionError")
    assert str(tmp_path) not in report.error


def test_refusal_is_the_reason(tmp_path: Path) -> None:
    report = read_one(one(tmp_path, "refuse"), read_made)
    assert (report.status, report.error, report.findings) == (ReportStatus.FAILED, "文件为空", ())


def test_our_own_wrong_file_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        read_one(one(tmp_path, "misconfigured"), read_made)


def test_file_changed_or_gone_since_it_was_listed(tmp_path: Path) -> None:
    source = one(tmp_path, "1")
    (tmp_path / "a.txt").write_text("2")
    assert read_one(source, read_made).error == "文件在读取期间被改动，请重新运行"
    (tmp_path / "a.txt").unlink()
    assert read_one(source, read_made).error == "文件无法读取（文件或文件夹不存在）"


def test_what_the_list_knows_goes_into_the_report(tmp_path: Path) -> None:
    source = replace(one(tmp_path, "1"), source_url="https://example.gov.cn/")
    with open_readings(None) as kept:
        (document,) = read_all([source], 1, SILENCE, kept, read_made)
        report = kept.reading(document.key).report
    assert (report.source, report.sha256, report.source_url) == ("a.txt", source.sha256, "https://example.gov.cn/")


def test_what_was_read_before_is_not_read_again(reports: Path, tmp_path: Path) -> None:
    (reports / "000.txt").write_text("refuse")

    def read_now(cache: Path, jobs: int = 1, reader: Reader = read_made) -> dict[str, Reading]:
        with open_readings(cache) as kept:
            documents = list(read_all(find_sources(reports).sources, jobs, SILENCE, kept, reader))
            return {one.brief.source: kept.reading(one.key) for one in documents}

    cold = read_now(tmp_path / "cache")
    assert len(cold) == 3 * FEW
    assert read_now(tmp_path / "cache", 2) == cold
    (reports / "001.txt").write_text("77")
    (reports / "002.txt").rename(reports / "renamed.txt")
    seen: list[str] = []

    def read_and_tell(content: bytes, source: str, source_url: str) -> Report:
        seen.append(source)
        return read_made(content, source, source_url)

    warm = read_now(tmp_path / "cache", reader=read_and_tell)
    assert sorted(seen) == ["000.txt", "001.txt", "renamed.txt"]
    assert warm == read_now(tmp_path / "another")
    for name in ("readings.sqlite", "briefs.sqlite"):
        store = tmp_path / "cache" / name
        for spoilt in (b"nothing of ours", store.read_bytes()[: store.stat().st_size // 2]):
            store.write_bytes(spoilt)
            assert read_now(tmp_path / "cache") == warm


def test_a_few_new_ones_are_read_aside(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()

    def read_now(cache: str, aside: Crew | None, content: str) -> dict[str, Reading]:
        (folder / "new.txt").write_text(content)
        with open_readings(tmp_path / cache) as kept:
            documents = list(read_all(find_sources(folder).sources, 1, SILENCE, kept, read_made, aside=aside))
            return {one.brief.source: kept.reading(one.key) for one in documents}

    for number in range(100):
        (folder / f"{number:03}.txt").write_text(str(number))
    read_now("known", None, "101")
    with crew(2) as workers:
        assert read_now("known", workers, "77") == read_now("other", None, "77")
        # A document that kills whoever reads it costs nothing but itself.
        found = read_now("known", workers, "die")
    assert found["new.txt"].report.status is ReportStatus.FAILED
    assert len(found) == 101


def test_another_program_reads_again(monkeypatch: pytest.MonkeyPatch, reports: Path, tmp_path: Path) -> None:
    with open_readings(tmp_path / "cache") as kept:
        list(read_all(find_sources(reports).sources, 1, SILENCE, kept, read_made))
    monkeypatch.setattr(workers, "reader_version", lambda: "another")
    seen: list[str] = []

    def read_and_tell(content: bytes, source: str, source_url: str) -> Report:
        seen.append(source)
        return read_made(content, source, source_url)

    with open_readings(tmp_path / "cache") as kept:
        list(read_all(find_sources(reports).sources[:3], 1, SILENCE, kept, read_and_tell))
    assert seen == ["000.txt", "001.txt", "002.txt"]


class Careless(Executor):
    """Threads that take tasks in any order and lose every third."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(2)
        self._waiting: list[tuple[Future[object], Callable[[], object]]] = []
        self._chance = random.Random(1)
        self._count = 0

    def submit(self, work: Callable[..., object], /, *arguments: object, **named: object) -> Future[Any]:
        """Take a task."""
        future: Future[object] = Future()
        self._count += 1
        lost = self._count % 3 == 0
        self._waiting.append((future, lambda: self._lose() if lost else work(*arguments)))
        self._threads.submit(self._do)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def _do(self) -> None:
        future, call = self._waiting.pop(self._chance.randrange(len(self._waiting)))
        try:
            future.set_result(call())
        except Exception as error:
            future.set_exception(error)

    def _lose(self) -> object:
        raise ConnectionError


@pytest.mark.parametrize("make", [Careless, lambda: ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))])
def test_same_data_set_whoever_reads(reports: Path, make: Callable[[], Executor]) -> None:
    (reports / "007.txt").write_text("die 7")
    (reports / "008.txt").write_text("refuse")
    (reports / "unreadable.txt").symlink_to("/")
    here = extract(reports, 1, read=read_made)
    with make() as executor:
        assert extract(reports, 2, read=read_made, executor=executor) == here
    assert len(here.reports) == 3 * FEW


def test_document_that_hangs_in_a_library_is_killed(monkeypatch: pytest.MonkeyPatch, reports: Path) -> None:
    monkeypatch.setattr(workers, "MAX_SECONDS", 12)
    (reports / "005.txt").write_text("hang")
    dataset = extract(reports, 2, read=read_made)
    failed = [report for report in dataset.reports if report.status is ReportStatus.FAILED]
    assert [(report.source, report.error) for report in failed] == [("005.txt", "读取超过 12 秒，已中止")]


def test_broken_off_run_goes_on_where_it_stopped(reports: Path, tmp_path: Path) -> None:
    """Killed by SIGKILL in the middle: nothing that was kept is read again."""
    code = (
        "import sys, pathlib; from generator import workers; from generator.sources import find_sources;"
        "from generator.pipeline import SILENCE; from tests.contracts.test_workers import read_made;"
        "workers._TOGETHER = 4; reports, cache = map(pathlib.Path, sys.argv[1:]);"
        "opened = workers.open_readings(cache); kept = opened.__enter__();"
        "[print(one.brief.source, flush=True)"
        " for one in workers.read_all(find_sources(reports).sources, 1, SILENCE, kept, read_made)]"
    )
    command = [sys.executable, "-c", code, str(reports), str(tmp_path / "cache")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(20):
            process.stdout.readline()
        process.kill()
    seen: list[str] = []

    class Watching(Silence):
        def done(self, source: str) -> None:
            seen.append(source)

    sources = find_sources(reports).sources
    with open_readings(tmp_path / "cache") as kept:
        found = list(read_all(sources, 1, Watching(), kept, refuse_all))
    assert len(found) == len(seen) == len(sources)
    assert sum(one.brief.status is not ReportStatus.FAILED for one in found) >= 16


def test_other_program_is_refused_and_named() -> None:
    program = reader_program()
    refuse_other_program(program)
    with pytest.raises(GongkaiError, match="集群工作节点的Python 及其组件与本机不同"):
        refuse_other_program((program[0], (program[1][0], "another"), program[2]))


@pytest.mark.parametrize("address", ["nonsense://127.0.0.1:1", "tcp://no.such.host.invalid:8786"])
def test_scheduler_that_does_not_answer_is_named(address: str) -> None:
    with pytest.raises(GongkaiError, match=f"连接不上集群的调度器“{address}”"), cluster(address, list):
        pass
