"""Read a written data set back from its CSV files."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from generator.dataset.csv import read_csv
from generator.dataset.schema import BY_NAME
from generator.errors import GongkaiError, UsageError
from generator.model import (
    Cell,
    CellKey,
    CellStatus,
    CheckResult,
    Dataset,
    Fault,
    Finding,
    Kind,
    LegacyFigure,
    NarrativeFact,
    Organisation,
    Reply,
    Report,
    ReportStatus,
    Section,
    Severity,
    Verdict,
    Withdrawal,
)

Row = Mapping[str, str]
Grouped = Mapping[str, Sequence[Row]]
T = TypeVar("T")

_PARTS = ("cells", "findings", "checks", "narrative", "narrative_facts", "legacy")


def read_dataset(folder: Path) -> Dataset:
    """Return the data set that ``write_dataset`` wrote into ``folder``."""
    try:
        bodies = {row["org_id"]: _organisation(row) for row in _rows(folder, "organisations")}
        parts = {name: _by_report(_rows(folder, name)) for name in _PARTS}
        reports = tuple(_report(row, bodies, parts) for row in _rows(folder, "reports"))
        withdrawals = tuple(map(_withdrawal, _rows(folder, "withdrawals")))
        replies = tuple(map(_reply, _rows(folder, "replies")))
    except (ValueError, KeyError, ArithmeticError) as error:
        raise GongkaiError(f"数据集“{folder}”有误：{error}") from error
    return Dataset(reports, tuple(bodies.values()), withdrawals, replies)


def _rows(folder: Path, table: str) -> list[Row]:
    path = folder / f"{table}.csv"
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise UsageError(f"“{folder}”中没有数据集（缺少 {path.name}）") from error
    except OSError as error:
        raise UsageError(f"无法打开“{path}”") from error
    return read_csv(BY_NAME[table], text)


def _by_report(rows: Iterable[Row]) -> Grouped:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["report_id"]].append(row)
    return groups


def _report(row: Row, bodies: Mapping[str, Organisation], parts: Mapping[str, Grouped]) -> Report:
    report_id = row["report_id"]
    cells, findings, checks, narrative, facts, legacy = (parts[name].get(report_id, ()) for name in _PARTS)
    return Report(
        report_id=report_id,
        source=row["source"],
        sha256=row["sha256"],
        format=row["format"],
        status=ReportStatus(row["status"]),
        primary=row["primary"],
        source_url=row["source_url"],
        organisation=_optional(row["org_id"], bodies.__getitem__),
        year=_optional(row["year"], int),
        form=row["form"],
        published_on=_optional(row["published_on"], datetime.date.fromisoformat),
        error=row["error"],
        cells=tuple(map(_cell, cells)),
        findings=tuple(map(_finding, findings)),
        checks=tuple(CheckResult(item["rule"], Verdict(item["verdict"]), item["reason"]) for item in checks),
        narrative={Section(item["section"]): item["text"] for item in narrative},
        facts=tuple(map(_fact, facts)),
        legacy=tuple(map(_legacy, legacy)),
    )


def _optional(text: str, read: Callable[[str], T]) -> T | None:
    return read(text) if text else None


def _cell(row: Row) -> Cell:
    return Cell(
        CellKey(row["table"], row["row"], row["column"]),
        CellStatus(row["status"]),
        _optional(row["value"], Decimal),
        _optional(row["derived"], Decimal),
        _optional(row["corrected"], Decimal),
        row["unit"],
        row["raw"],
        row["locator"],
    )


def _finding(row: Row) -> Finding:
    return Finding(
        rule=row["rule"],
        message=row["message"],
        severity=Severity(row["severity"]),
        fault=Fault(row["fault"]),
        verdict=_optional(row["verdict"], Verdict),
        table=row["table"],
        row=row["row"],
        column=row["column"],
        expected=row["expected"],
        actual=row["actual"],
    )


def _fact(row: Row) -> NarrativeFact:
    return NarrativeFact(
        row["fact"],
        row["channel"],
        Decimal(row["value"]),
        row["approximate"] == "true",
        row["unit"],
        row["quote"],
        row["locator"],
    )


def _withdrawal(row: Row) -> Withdrawal:
    return Withdrawal(
        scope=row["scope"],
        report_id=row["report_id"],
        org_id=row["org_id"],
        year=_optional(row["year"], int),
        reason=row["reason"],
        who=row["decided_by"],
        date=row["date"],
        organisation=row["organisation"],
        division_code=row["division_code"],
        section=row["section"],
        place=row["cell"],
    )


def _reply(row: Row) -> Reply:
    return Reply(
        org_id=row["org_id"],
        year=int(row["year"]),
        number=int(row["number"]),
        date=row["date"],
        sender=row["sender"],
        verified=row["verified"],
        text=row["text"],
        about=tuple(row["about"].split("|")) if row["about"] else (),
        source_url=row["source_url"],
    )


def _legacy(row: Row) -> LegacyFigure:
    return LegacyFigure(
        indicator=row["indicator"],
        label=row["label"],
        period=row["period"],
        column=row["column"],
        unit=row["unit"],
        status=CellStatus(row["status"]),
        value=_optional(row["value"], Decimal),
        raw=row["raw"],
        locator=row["locator"],
        number=int(row["number"]),
        table=int(row["table"]),
        family=row["family"],
    )


def _organisation(row: Row) -> Organisation:
    return Organisation(
        org_id=row["org_id"],
        organisation=row["organisation"],
        short_name=row["short_name"],
        kind=Kind(row["kind"]),
        province=row["province"],
        prefecture=row["prefecture"],
        county=row["county"],
        township=row["township"],
        division_code=row["division_code"],
        aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
    )
