"""The command ``review``: what a maintainer answers becomes lines of two files, which the next build applies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import gongkai
from generator.dataset import read_dataset
from generator.model import Finding, Report

SAMPLE = "003_007be9ad47cc36ba.txt"


@pytest.fixture
def data(tmp_path: Path, root: Path) -> Path:
    """A folder ``data`` with one real report in which one figure was altered, and its data set beside it."""
    reports = tmp_path / "data" / "reports"
    reports.mkdir(parents=True)
    text = (root / "data" / "reports" / SAMPLE).read_text(encoding="utf-8")
    head, label, tail = text.partition("（一）予以公开")
    (reports / SAMPLE).write_text(head + label + tail.replace("0", "7", 1), encoding="utf-8")
    shutil.copy(root / "data" / "reports" / "002_b4c7d285bea13445.txt", reports)
    build(tmp_path)
    return tmp_path / "data"


def build(folder: Path) -> None:
    done = CliRunner().invoke(gongkai, ["extract", str(folder / "data/reports"), "--out", str(folder / "set")])
    assert done.exit_code == 0, done.output


def review(data: Path, *answers: str, report: str = SAMPLE) -> str:
    options = ["--reports", str(data / "reports"), "--dataset", str(data.parent / "set"), "--who", "李某"]
    done = CliRunner().invoke(gongkai, ["review", report, *options], input="\n".join(answers) + "\n")
    return done.output


def altered(data: Path) -> Report:
    return next(report for report in read_dataset(data.parent / "set").reports if report.source == SAMPLE)


def error(data: Path) -> Finding:
    return next(finding for finding in altered(data).findings if finding.rule == "cell.contradicts_table")


def test_the_altered_cell_is_shown_and_confirmed(data: Path) -> None:
    output = review(data, "c", "已打电话核实")
    assert "cell.contradicts_table" in output
    assert "7" in output
    lines = (data / "acknowledged.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(
        f"{altered(data).report_id},{altered(data).sha256},cell.contradicts_table,requests,granted"
    )
    build(data.parent)
    assert "已打电话核实" in error(data).message
    assert "没有待核对的发现" in review(data)


def test_a_correction_asks_for_number_reason_and_evidence(data: Path) -> None:
    review(data, "x", "九", "0", "原表为 0", "纸质原件")
    build(data.parent)
    place = error(data).key
    cell = next(cell for cell in altered(data).cells if cell.key == place)
    assert (str(cell.value), str(cell.corrected)) == ("7", "0")
    assert "没有待核对的发现" in review(data)


def test_the_whole_table_can_be_seen_before_deciding(data: Path) -> None:
    output = review(data, "t", "q")
    assert output.count("[t] 看整张表") == 2
    assert "所印 7，对照 0" in output
    assert "结转下年度" in output


def test_what_was_decided_survives_other_documents_and_goes_with_another_edition(data: Path) -> None:
    review(data, "x", "0", "原表为 0", "纸质原件")
    (data / "reports" / SAMPLE).rename(data / "reports" / "renamed.txt")
    shutil.copy(data / "reports" / "renamed.txt", data / "reports" / "copy.txt")
    build(data.parent)
    report = next(report for report in read_dataset(data.parent / "set").reports if report.source == "copy.txt")
    assert [str(cell.corrected) for cell in report.cells if cell.corrected is not None] == ["0"]
    (data / "reports" / "copy.txt").unlink()
    edition = data / "reports" / "renamed.txt"
    edition.write_text(edition.read_text(encoding="utf-8") + "\n更正版\n", encoding="utf-8")
    build(data.parent)
    report = next(report for report in read_dataset(data.parent / "set").reports if report.source == "renamed.txt")
    assert not any(cell.corrected is not None for cell in report.cells)
    assert "correction.refused" in {finding.rule for finding in report.findings}


def test_skipping_and_ending_write_nothing(data: Path) -> None:
    review(data, "s", "q")
    assert not (data / "acknowledged.csv").exists()
    assert not (data / "corrections.csv").exists()


def test_an_end_of_input_keeps_what_was_decided(data: Path) -> None:
    review(data, "d", "已看原件，本站读错", report="002_b4c7d285bea13445.txt")
    assert "dismissed" in (data / "acknowledged.csv").read_text(encoding="utf-8")


def test_an_unknown_report_is_answered_with_near_ones(data: Path) -> None:
    options = ["--reports", str(data / "reports"), "--dataset", str(data.parent / "set")]
    done = CliRunner().invoke(gongkai, ["review", "baiying-2023", *options])
    assert "410523105-baiying-2023" in str(done.exception)
