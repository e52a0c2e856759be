"""What people decided: corrections of figures and verdicts on findings, kept in files that survive every rebuild.

``data/corrections.csv``: a cell whose printed figure a person found wrong, with the right one, why, and on what
evidence. ``data/acknowledged.csv``: a finding that a person confirmed as the publisher's own or dismissed as ours.
A decision is about one file: where its SHA-256 changed the decision is refused, and says so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from generator.checks.causes import SWAPPED
from generator.handwritten import Row, read_rows
from generator.model import Cell, CellKey, Fault, Finding, Report, Severity
from generator.numbers import plain

CORRECTIONS = "corrections.csv"
ACKNOWLEDGED = "acknowledged.csv"
CORRECTION_COLUMNS = (
    "report_id", "sha256", "table", "row", "column", "printed", "corrected", "why", "evidence", "who", "date",
)  # fmt: skip
ACKNOWLEDGED_COLUMNS = (
    "report_id", "sha256", "rule", "table", "row", "column", "decision", "reason", "who", "date",
)  # fmt: skip
CONFIRMED = "confirmed"
DISMISSED = "dismissed"

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Correction:
    """The right figure of one cell, as a person found it."""

    report_id: str
    sha256: str
    key: CellKey
    printed: str
    corrected: Decimal
    why: str
    evidence: str
    who: str
    date: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a person said of one finding: ``confirmed`` as the publisher's own, or ``dismissed`` as ours."""

    report_id: str
    sha256: str
    rule: str
    key: CellKey
    decision: str
    reason: str
    who: str
    date: str


_Decision = TypeVar("_Decision", Correction, Acknowledgement)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, and complaints (Chinese) about lines that were left out."""

    corrections: tuple[Correction, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    notes: tuple[str, ...] = ()


NO_DECISIONS = Decisions()


def load_decisions(folder: Path) -> Decisions:
    """Read both files of ``folder``; missing ones are empty, a wrong line is left out with a note."""
    notes: list[str] = []
    corrections = [
        _correction(row) for row in _sound(folder / CORRECTIONS, CORRECTION_COLUMNS, _problem_of_correction, notes)
    ]
    acknowledgements = [
        _acknowledgement(row)
        for row in _sound(folder / ACKNOWLEDGED, ACKNOWLEDGED_COLUMNS, _problem_of_acknowledgement, notes)
    ]
    return Decisions(tuple(corrections), tuple(acknowledgements), tuple(notes))


def _sound(path: Path, columns: Sequence[str], problem_of: Callable[[Row], str], notes: list[str]) -> Iterator[Row]:
    for line, row in read_rows(path, columns, columns, notes):
        problem = problem_of(row)
        if problem:
            notes.append(f"{path.name}：第 {line} 行：{problem}，未采用")
        else:
            yield row


def _problem_of_correction(row: Row) -> str:
    if not _NUMBER.fullmatch(row["corrected"]):
        return f"corrected 不是数字：{row['corrected']}"
    needed = ("report_id", "table", "row", "column", "why", "evidence", "who")
    return _missing(row, needed) or _wrong_stamp(row)


def _problem_of_acknowledgement(row: Row) -> str:
    if row["decision"] not in {CONFIRMED, DISMISSED}:
        return f"decision 应为 {CONFIRMED} 或 {DISMISSED}：{row['decision']}"
    return _missing(row, ("report_id", "rule", "reason", "who")) or _wrong_stamp(row)


def _missing(row: Row, needed: Sequence[str]) -> str:
    missing = [column for column in needed if not row[column]]
    return f"缺少 {'、'.join(missing)}" if missing else ""


def _wrong_stamp(row: Row) -> str:
    if not _SHA256.fullmatch(row["sha256"].lower()):
        return f"sha256 不是 64 位十六进制数：{row['sha256']}"
    try:
        datetime.date.fromisoformat(row["date"])
    except ValueError:
        return f"date 不是 YYYY-MM-DD 日期：{row['date']}"
    return ""


def _correction(row: Row) -> Correction:
    return Correction(
        report_id=row["report_id"],
        sha256=row["sha256"].lower(),
        key=CellKey(row["table"], row["row"], row["column"]),
        printed=row["printed"],
        corrected=Decimal(row["corrected"]),
        why=row["why"],
        evidence=row["evidence"],
        who=row["who"],
        date=row["date"],
    )


def _acknowledgement(row: Row) -> Acknowledgement:
    return Acknowledgement(
        report_id=row["report_id"],
        sha256=row["sha256"].lower(),
        rule=row["rule"],
        key=CellKey(row["table"], row["row"], row["column"]),
        decision=row["decision"],
        reason=row["reason"],
        who=row["who"],
        date=row["date"],
    )


def decided(reports: Iterable[Report], decisions: Decisions) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """Return the reports with all decisions applied, and complaints about decisions that met no report."""
    known = tuple(reports)
    ids = {report.report_id for report in known}
    notes = list(decisions.notes)
    notes += [
        f"{CORRECTIONS}：没有报告 {item.report_id}，更正未采用"
        for item in decisions.corrections
        if item.report_id not in ids
    ]
    notes += [
        f"{ACKNOWLEDGED}：没有报告 {item.report_id}，认定未采用"
        for item in decisions.acknowledgements
        if item.report_id not in ids
    ]
    corrections = _by_report(decisions.corrections)
    acknowledgements = _by_report(decisions.acknowledgements)
    done = [
        _acknowledged(
            _corrected(report, _of_what_stands(report, corrections.get(report.report_id, ()), notes)),
            acknowledgements.get(report.report_id, ()),
            notes,
        )
        for report in known
    ]
    return tuple(done), tuple(notes)


def _of_what_stands(report: Report, corrections: Sequence[Correction], notes: list[str]) -> list[Correction]:
    """Return the corrections without those of withdrawn figures: they would say what was taken out."""
    gone = {finding.key for finding in report.findings if finding.rule == "figure.withdrawn"}
    notes += [f"{CORRECTIONS}：{item.report_id} 的该格已撤下，更正未采用" for item in corrections if item.key in gone]
    return [item for item in corrections if item.key not in gone]


def _corrected(report: Report, corrections: Sequence[Correction]) -> Report:
    """Fill ``corrected``; the printed value stays. A correction that no longer fits is refused with a finding."""
    cells = {cell.key: cell for cell in report.cells}
    findings = list(report.findings)
    for item in corrections:
        cell = cells.get(item.key)
        problem = _misfit(item, report, cell)
        findings.append(_finding(item, problem))
        if cell is not None and not problem:
            cells[item.key] = replace(cell, corrected=item.corrected)
    return replace(report, cells=tuple(cells.values()), findings=tuple(findings)) if corrections else report


def _misfit(item: Correction, report: Report, cell: Cell | None) -> str:
    if item.sha256 != report.sha256:
        return "原文件的 SHA-256 已经改变，须重新核对"
    if cell is None:
        return "本报告没有这一格"
    if item.printed not in {plain(cell.value), cell.raw}:
        return f"该格现读作“{plain(cell.value) or cell.raw}”，与更正所记的印数“{item.printed}”不同，须重新核对"
    return ""


def _finding(item: Correction, problem: str) -> Finding:
    said = f"由 {item.who} 于 {item.date} 更正：印作“{item.printed}”，应为 {plain(item.corrected)}"
    because = f"理由：{item.why}；依据：{item.evidence}"
    return Finding(
        rule="correction.refused" if problem else "cell.corrected",
        message=f"此格{said}，但更正未采用：{problem}。{because}。" if problem else f"此格{said}。{because}。",
        severity=Severity.WARNING if problem else Severity.INFO,
        fault=Fault.EXTRACTION if problem else Fault.SOURCE,
        table=item.key.table,
        row=item.key.row,
        column=item.key.column,
        expected=plain(item.corrected),
        actual=item.printed,
    )


def _acknowledged(report: Report, acknowledgements: Sequence[Acknowledgement], notes: list[str]) -> Report:
    findings = list(report.findings)
    for item in acknowledgements:
        met = [index for index, finding in enumerate(findings) if is_about(item, finding, findings)]
        if item.sha256 != report.sha256:
            notes.append(f"{ACKNOWLEDGED}：{item.report_id} 的原文件已经改变，对 {item.rule} 的认定未采用，须重新核对")
        elif not met:
            notes.append(f"{ACKNOWLEDGED}：{item.report_id} 已没有 {item.rule} 这一发现，认定未采用")
        for index in met if item.sha256 == report.sha256 else ():
            findings[index] = _judged(findings[index], item)
    return replace(report, findings=tuple(findings)) if acknowledgements else report


def is_about(item: Acknowledgement, finding: Finding, among: Sequence[Finding]) -> bool:
    """Say whether a verdict is about a finding of its report.

    Which of several exchanges is the likeliest may change with a report on another year; the verdict stays.
    """
    if finding.rule != item.rule:
        return False
    same = [other for other in among if (other.rule, other.table) == (item.rule, item.key.table)]
    return finding.key == item.key or (item.rule == SWAPPED and len(same) == 1 and finding in same)


def _judged(finding: Finding, item: Acknowledgement) -> Finding:
    """Return a confirmed finding as the publisher's; a dismissed one as ours, and no error any more."""
    by = f"{item.who} 于 {item.date} 核对"
    if item.decision == CONFIRMED:
        message = f"{finding.message}（{by}：原文确是如此。{item.reason}）"
        return replace(finding, message=message, fault=Fault.SOURCE)
    message = f"{finding.message}（{by}：系本站误判，不成立。{item.reason}）"
    return replace(finding, message=message, severity=Severity.INFO, fault=Fault.EXTRACTION)


def _by_report(items: Iterable[_Decision]) -> Mapping[str, list[_Decision]]:
    groups: dict[str, list[_Decision]] = {}
    for item in items:
        groups.setdefault(item.report_id, []).append(item)
    return groups
