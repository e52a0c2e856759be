"""Corrections and verdicts as files: applied to the file they are about, refused where it changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.decisions import ACKNOWLEDGED, CORRECTIONS
from generator.model import Cell, Fault, Finding, Report, Severity
from generator.pipeline import assemble, load_words
from tests.builders import report_of

BROKEN = report_of("granted | 8\noutcomes_total | 9\nreceived | 9", source="a.txt")
REPORT_ID = "231084107-jingbo-2022"
HEADS = {
    CORRECTIONS: "report_id,sha256,table,row,column,printed,corrected,why,evidence,who,date",
    ACKNOWLEDGED: "report_id,sha256,rule,table,row,column,decision,reason,who,date",
}


class Heard:
    """Progress that keeps its notes."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def start(self, total: int) -> None:
        pass

    def done(self, source: str) -> None:
        pass


def decided(folder: Path, *, corrections: str = "", acknowledged: str = "") -> tuple[Report, list[str]]:
    """Write the lines into the two files and return the broken report with what was complained about."""
    for name, lines in ((CORRECTIONS, corrections), (ACKNOWLEDGED, acknowledged)):
        if lines:
            (folder / name).write_text(f"{HEADS[name]}\n{lines}\n", encoding="utf-8")
    heard = Heard()
    return assemble([BROKEN], load_words(folder), heard).reports[0], heard.notes


def cell(report: Report, row: str, column: str) -> Cell:
    return next(cell for cell in report.cells if (cell.key.row, cell.key.column) == (row, column))


def finding(report: Report, rule: str, column: str = "natural_person") -> Finding:
    return next(item for item in report.findings if item.rule == rule and item.column == column)


def correction(sha256: str = BROKEN.sha256, printed: str = "8", corrected: str = "9", day: str = "2026-11-01") -> str:
    place = "requests,granted,natural_person"
    return f"{REPORT_ID},{sha256},{place},{printed},{corrected},原件为 9,来电核实,李某,{day}"


def acknowledgement(decision: str, sha256: str = BROKEN.sha256) -> str:
    place = "requests,outcomes_total,natural_person"
    return f"{REPORT_ID},{sha256},requests.outcomes_sum,{place},{decision},已看原件,李某,2026-11-01"


def test_a_correction_stands_beside_the_printed_figure(tmp_path: Path) -> None:
    report, notes = decided(tmp_path, corrections=correction())
    granted = cell(report, "granted", "natural_person")
    assert (str(granted.value), str(granted.corrected)) == ("8", "9")
    assert "来电核实" in finding(report, "cell.corrected").message
    assert notes == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (correction(sha256="0" * 64), "SHA-256 已经改变"),
        (correction(printed="7"), "与更正所记的印数“7”不同"),
        (correction().replace("granted", "no_such_row"), "没有这一格"),
    ],
)
def test_a_correction_that_no_longer_fits_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    report, _ = decided(tmp_path, corrections=line)
    assert all(item.corrected is None for item in report.cells)
    refused = finding(report, "correction.refused")
    assert reason in refused.message
    assert refused.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (correction(corrected="九"), "第 2 行：corrected 不是数字：九，未采用"),
        (correction(day="去年"), "第 2 行：date 不是 YYYY-MM-DD 日期：去年，未采用"),
        (correction(sha256="12"), "第 2 行：sha256 不是 64 位十六进制数：12，未采用"),
        (correction().replace("来电核实", ""), "第 2 行：缺少 evidence，未采用"),
        (correction().replace(REPORT_ID, "nobody-2022"), "没有报告 nobody-2022，更正未采用"),
    ],
)
def test_a_wrong_line_is_named_and_left_out(tmp_path: Path, line: str, reason: str) -> None:
    report, notes = decided(tmp_path, corrections=line)
    assert notes == [f"{CORRECTIONS}：{reason}"]
    assert all(item.corrected is None for item in report.cells)


def test_a_confirmed_finding_is_the_publishers_and_stays(tmp_path: Path) -> None:
    report, _ = decided(tmp_path, acknowledged=acknowledgement("confirmed"))
    confirmed = finding(report, "requests.outcomes_sum")
    assert confirmed.fault is Fault.SOURCE
    assert "原文确是如此" in confirmed.message


def test_a_dismissed_finding_is_ours_and_no_error_any_more(tmp_path: Path) -> None:
    report, _ = decided(tmp_path, acknowledged=acknowledgement("dismissed"))
    dismissed = finding(report, "requests.outcomes_sum")
    assert (dismissed.severity, dismissed.fault) == (Severity.INFO, Fault.EXTRACTION)
    assert "不成立" in dismissed.message


def test_a_verdict_on_another_edition_of_the_file_or_on_nothing_is_said(tmp_path: Path) -> None:
    lines = f"{acknowledgement('confirmed', sha256='0' * 64)}\n" + acknowledgement("confirmed").replace(
        "requests.outcomes_sum", "requests.balance"
    )
    report, notes = decided(tmp_path, acknowledged=lines)
    assert "已经改变" in notes[0]
    assert "已没有 requests.balance" in notes[1]
    assert "核对" not in finding(report, "requests.outcomes_sum").message


def test_a_verdict_on_exchanged_numbers_stays_when_another_year_makes_another_exchange_likelier(tmp_path: Path) -> None:
    swapped = report_of("received | 2 0 0 0 0 0 5\ncarried_in | 5 0 0 0 0 0 2\ngranted | 7\noutcomes_total | 7")
    before = report_of("carried_out | 5", year=2021, source="before.txt")
    place = f"{REPORT_ID},{swapped.sha256},cells.swapped,requests,received,natural_person"
    (tmp_path / ACKNOWLEDGED).write_text(
        f"{HEADS[ACKNOWLEDGED]}\n{place},confirmed,已看原件,李某,2026-11-01\n", encoding="utf-8"
    )
    for reports, column in (([swapped], "natural_person"), ([before, swapped], "total")):
        known = assemble(reports, load_words(tmp_path), Heard()).reports
        report = next(report for report in known if report.year == swapped.year)
        assert "已看原件" in finding(report, "cells.swapped", column).message
