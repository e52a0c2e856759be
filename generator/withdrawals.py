"""What people decided to take out: whole reports, passages, figures. Kept in ``data/removals.csv``.

It is applied before any check, so that nothing else can say what was withdrawn. A file is known by its SHA-256, which
survives a new name; where the file itself is gone, the line still keeps the address of its page answered.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator.bodies.registry import load_registry
from generator.handwritten import Row, read_rows
from generator.model import (
    Cell,
    CellKey,
    CellStatus,
    Fault,
    Finding,
    Report,
    ReportStatus,
    Section,
    Severity,
    Withdrawal,
)

REMOVALS: Final = "removals.csv"
COLUMNS: Final = ("report", "section", "start", "end", "cell", "reason", "who", "date")
REPORT, PASSAGE, FIGURE = "report", "passage", "figure"
INSTEAD: Final = "〔此处文字已撤下〕"

_NEEDED = ("report", "reason", "who", "date")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ORG_ID = r"\d{6}(?:\d{3})?-[a-z0-9]+(?:-[a-z0-9]+)*"
_BODY = re.compile(_ORG_ID)
_BODY_YEAR = re.compile(rf"({_ORG_ID})-((?:19|20)\d\d)(?:-[0-9a-f]{{8}})?")
_DOCUMENT = re.compile(r"doc-[0-9a-f]{12}")
_CELL = re.compile(r"[a-z]+\.[a-z0-9_]+\.[a-z0-9_]+")
_LEGACY = "legacy."
_BY_HASH = "sha256:"
_SPACE = re.compile(r"\s+")
_QUOTED = 8


@dataclass(frozen=True, slots=True)
class Removal:
    """One line of the file: which report or reports, and which part of them."""

    line: int
    which: str
    section: str
    start: str
    end: str
    cell: str
    reason: str
    who: str
    date: str

    @property
    def scope(self) -> str:
        """What it takes out."""
        return PASSAGE if self.section else FIGURE if self.cell else REPORT


@dataclass(frozen=True, slots=True)
class Removals:
    """All lines, and complaints (Chinese) about those that were left out."""

    items: tuple[Removal, ...] = ()
    notes: tuple[str, ...] = ()


NO_REMOVALS = Removals()


def load_removals(folder: Path) -> Removals:
    """Read the file of ``folder``; a missing one is empty, a wrong line is left out with a note."""
    notes: list[str] = []
    items = []
    for line, row in read_rows(folder / REMOVALS, COLUMNS, COLUMNS, notes):
        problem = _problem(row)
        if problem:
            notes.append(f"{REMOVALS}：第 {line} 行：{problem}，未采用")
        else:
            items.append(_removal(line, row))
    return Removals(tuple(items), tuple(notes))


def _removal(line: int, row: Row) -> Removal:
    which = row["report"].lower() if _SHA256.fullmatch(row["report"].lower()) else row["report"]
    return Removal(
        line, which, row["section"], row["start"], row["end"], row["cell"], row["reason"], row["who"], row["date"]
    )


def _problem(row: Row) -> str:
    missing = [column for column in _NEEDED if not row[column]]
    if missing:
        return f"缺少 {'、'.join(missing)}"
    which = row["report"]
    if not (_SHA256.fullmatch(which.lower()) or any(kind.fullmatch(which) for kind in (_BODY_YEAR, _BODY, _DOCUMENT))):
        return f"report 应为 SHA-256、报告编号或机关编号：{which}"
    try:
        datetime.date.fromisoformat(row["date"])
    except ValueError:
        return f"date 不是 YYYY-MM-DD 日期：{row['date']}"
    return _problem_of_part(row)


def _problem_of_part(row: Row) -> str:
    if row["section"] and row["cell"]:
        return "section 与 cell 只能写一个；两处都撤下的请写两行"
    if row["section"] and row["section"] not in set(Section):
        return f"section 应为 {'、'.join(Section)} 之一：{row['section']}"
    if (row["start"] or row["end"]) and not row["section"]:
        return "写了 start、end，没有写 section"
    if bool(row["start"]) != bool(row["end"]) and not row["start"].startswith(_BY_HASH):
        return "start 与 end 要么都写，要么都不写（撤下整个部分）"
    if row["cell"] and not (_CELL.fullmatch(row["cell"]) or row["cell"].removeprefix(_LEGACY) != row["cell"]):
        return f"cell 应为 表.行.列，或 legacy.行名：{row['cell']}"
    return ""


def without_reports(reports: Sequence[Report], removals: Removals) -> tuple[list[Report], list[Withdrawal]]:
    """Return the reports that stay, and what is to be said of those that were withdrawn.

    ``reports`` have their ids. A line that meets no file is still told of where it names a body.
    """
    withdrawals: list[Withdrawal] = []
    gone: set[tuple[str, str]] = set()
    names = {report.organisation.org_id: report for report in reports if report.organisation}
    for item in removals.items:
        met = [report for report in reports if is_meant(item, report)] if item.scope == REPORT else []
        gone.update((report.source, report.sha256) for report in met)
        if item.scope == REPORT:
            withdrawals.extend(_of_report(item, report) for report in met)
            withdrawals.extend(() if met else _of_nothing(item, names))
    kept = [report for report in reports if (report.source, report.sha256) not in gone]
    return kept, list(dict.fromkeys(withdrawals))


def without_parts(
    reports: Sequence[Report], removals: Removals
) -> tuple[list[Report], list[Withdrawal], tuple[str, ...]]:
    """Return the reports without the passages and figures that were withdrawn, what is to be said, and complaints."""
    notes = list(removals.notes)
    parts = [item for item in removals.items if item.scope != REPORT]
    withdrawals: list[Withdrawal] = []
    done = list(reports)
    for item in parts:
        met = [place for place, report in enumerate(done) if is_meant(item, report)]
        if not met:
            notes.append(f"{REMOVALS}：第 {item.line} 行：没有报告 {item.which}，未采用")
        for place in met:
            changed = _without_passage(done[place], item) if item.section else _without_figure(done[place], item)
            if changed is None:
                where = "那段文字" if item.section else "那一格"
                notes.append(f"{REMOVALS}：第 {item.line} 行：报告 {done[place].report_id} 中没有{where}，未采用")
            else:
                done[place] = changed
                withdrawals.append(_of_report(item, changed))
    return done, withdrawals, tuple(notes)


def is_meant(item: Removal, report: Report) -> bool:
    """Say whether a line is about a report: by its content, its id, or its body; an id with a year means all files."""
    if _SHA256.fullmatch(item.which):
        return report.sha256 == item.which
    if item.which in {report.report_id, report.primary}:
        return True
    return report.organisation is not None and report.organisation.org_id == item.which


def _of_report(item: Removal, report: Report) -> Withdrawal:
    body = report.organisation
    return Withdrawal(
        scope=item.scope,
        report_id=report.report_id,
        org_id=body.org_id if body else "",
        year=report.year,
        reason=item.reason,
        who=item.who,
        date=item.date,
        organisation=body.organisation if body else "",
        division_code=body.division_code if body else "",
        section=item.section,
        place=item.cell,
    )


def _of_nothing(item: Removal, names: dict[str, Report]) -> Iterable[Withdrawal]:
    """Yield what a line says by itself, where no file of it is left."""
    match = _BODY_YEAR.fullmatch(item.which)
    org_id = match[1] if match else item.which
    if not match and not _BODY.fullmatch(item.which):
        return
    known = names.get(org_id)
    body = known.organisation if known else load_registry().by_id.get(org_id)
    yield Withdrawal(
        scope=REPORT,
        report_id=item.which if match else "",
        org_id=org_id,
        year=int(match[2]) if match else None,
        reason=item.reason,
        who=item.who,
        date=item.date,
        organisation=body.organisation if body else "",
        division_code=body.division_code if body else org_id.partition("-")[0],
    )


def _said(item: Removal) -> str:
    return f"已于 {item.date} 由 {item.who} 撤下，理由：{item.reason}"


def _without_figure(report: Report, item: Removal) -> Report | None:
    label = item.cell.removeprefix(_LEGACY)
    if label != item.cell:
        if not any(figure.label == label for figure in report.legacy):
            return None
        legacy = tuple(
            replace(figure, status=CellStatus.MISSING, value=None, raw="", locator="")
            if figure.label == label
            else figure
            for figure in report.legacy
        )
        return _marked(replace(report, legacy=legacy), CellKey("", "", ""), f"“{label}”的数字{_said(item)}。")
    key = CellKey(*item.cell.split("."))
    if key not in {cell.key for cell in report.cells}:
        return None
    cells = tuple(_emptied(cell, key) for cell in report.cells)
    findings = tuple(finding for finding in report.findings if finding.key != key)
    return _marked(replace(report, cells=cells, findings=findings), key, f"此格数字{_said(item)}。")


def _emptied(cell: Cell, key: CellKey) -> Cell:
    """Return the withdrawn cell without anything; what was derived in its table could tell it, and goes too."""
    if cell.key == key:
        return replace(cell, status=CellStatus.MISSING, value=None, derived=None, unit="", raw="", locator="")
    return replace(cell, derived=None) if cell.key.table == key.table and cell.derived is not None else cell


def _marked(report: Report, key: CellKey, message: str) -> Report:
    finding = Finding(
        "figure.withdrawn", message, Severity.INFO, Fault.EXTRACTION, table=key.table, row=key.row, column=key.column
    )
    return replace(report, status=ReportStatus.PARTIAL, findings=(*report.findings, finding))


def _without_passage(report: Report, item: Removal) -> Report | None:
    section = Section(item.section)
    text = report.narrative.get(section, "")
    place = _place_of(text, item)
    if place is None:
        return None
    passage = text[place[0] : place[1]]
    rest = f"{text[: place[0]]}{INSTEAD}{text[place[1] :]}"
    narrative = {**report.narrative, section: rest}
    remaining = _condensed("".join(narrative.values()))
    gone = _condensed(passage)
    findings = [finding for finding in report.findings if not _quotes(finding.message, gone, remaining)]
    finding = Finding("text.withdrawn", f"一段文字{_said(item)}。", Severity.INFO, Fault.EXTRACTION)
    return replace(
        report,
        narrative=narrative,
        facts=tuple(fact for fact in report.facts if not _quotes(fact.quote, gone, remaining)),
        findings=(*findings, finding),
    )


def _place_of(text: str, item: Removal) -> tuple[int, int] | None:
    """Return where the passage stands: between its first and last words, the line with its hash, or the whole."""
    if not item.start:
        return (0, len(text)) if text else None
    if item.start.startswith(_BY_HASH):
        wanted = item.start.removeprefix(_BY_HASH).strip().lower()
        for match in re.finditer(r"[^\n]+", text):
            if hashlib.sha256(match[0].strip().encode()).hexdigest() == wanted:
                return match.span()
        return None
    begin = text.find(item.start)
    end = text.find(item.end, begin) if begin >= 0 else -1
    return (begin, end + len(item.end)) if end >= 0 else None


def _quotes(words: str, gone: str, remaining: str) -> bool:
    """Say whether words tell what was withdrawn and nothing that stays: they share a run of characters with it."""
    said = _condensed(words)
    if said in remaining:
        return False
    size = min(_QUOTED, len(gone))
    pieces = {gone[at : at + size] for at in range(len(gone) - size + 1)}
    shared = {said[at : at + size] for at in range(len(said) - size + 1)} & pieces
    return any(piece not in remaining for piece in shared) or (bool(said) and said in gone)


def _condensed(text: str) -> str:
    return _SPACE.sub("", text)
