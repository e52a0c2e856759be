"""Reading in several processes: nothing is lost, whatever one document does."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from generator import workers
from generator.errors import ConfigurationError, ReportError
from generator.model import Report, ReportStatus
from generator.pipeline import SILENCE, extract
from generator.sources import Source, find_sources
from generator.workers import FEW, Reader, Reading, read_all, read_one
from tests.builders import report_of


def read_made(content: bytes, source: str, source_url: str) -> Report:
    """Read a made document: its text says what happens to the one who reads it."""
    if content.startswith(b"die"):
        os._exit(3)
    if content.startswith(b"raise"):
        raise ZeroDivisionError
    if content.startswith(b"refuse"):
        raise ReportError("文件为空")
    if content.startswith(b"misconfigured"):
        raise ConfigurationError("2021.yml 有误")
    return report_of(source=source, source_url=source_url, year=2000 + int(content))


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
    (reading,) = read_all([source], 1, SILENCE, read_made)
    report = reading.report
    assert (report.source, report.sha256, report.source_url) == ("a.txt", source.sha256, "https://example.gov.cn/")


def test_what_was_read_before_is_not_read_again(reports: Path, tmp_path: Path) -> None:
    (reports / "000.txt").write_text("refuse")

    def read_now(cache: Path, jobs: int = 1, reader: Reader = read_made) -> dict[str, Reading]:
        return {one.report.source: one for one in read_all(find_sources(reports).sources, jobs, SILENCE, reader, cache)}

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
    store = tmp_path / "cache" / "readings.sqlite"
    for spoilt in (b"nothing of ours", store.read_bytes()[: store.stat().st_size // 2]):
        store.write_bytes(spoilt)
        assert read_now(tmp_path / "cache") == warm


def test_another_program_reads_again(monkeypatch: pytest.MonkeyPatch, reports: Path, tmp_path: Path) -> None:
    list(read_all(find_sources(reports).sources, 1, SILENCE, read_made, tmp_path / "cache"))
    monkeypatch.setattr(workers, "reader_version", lambda: "another")
    seen: list[str] = []

    def read_and_tell(content: bytes, source: str, source_url: str) -> Report:
        seen.append(source)
        return read_made(content, source, source_url)

    list(read_all(find_sources(reports).sources, 1, SILENCE, read_and_tell, tmp_path / "cache"))
    assert len(seen) == 3 * FEW
