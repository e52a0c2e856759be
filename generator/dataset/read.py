"""Read a written data set back from its CSV files."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from generator.dataset.csv import named_rows
from generator.dataset.layout import Tables
from generator.dataset.records import blocks, by_report
from generator.dataset.schema import BY_NAME
from generator.errors import GongkaiError
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
T = TypeVar("T")

# The tables that a report is put together from, beside its own.
PARTS = ("cells", "findings", "checks", "narrative", "narrative_facts", "legacy")


def read_dataset(folder: Path) -> Dataset:
    """Return the data set that was written into ``folder``, in whatever layout."""
    tables = Tables.below(folder)
    with _naming(folder):
        bodies = _bodies(tables)
        reports = tuple(_reports(tables, PARTS, bodies))
        withdrawals = tuple(map(_withdrawal, _rows(tables, "withdrawals")))
        replies = tuple(map(_reply, _rows(tables, "replies")))
    return Dataset(reports, tuple(bodies.values()), withdrawals, replies)


def read_reports(tables: Tables, parts: Sequence[str] = PARTS) -> Iterator[Report]:
    """Yield the reports of a data set one by one, in published order, with what stands in some of its tables only."""
    with _naming(next(iter(tables.paths["reports"])).parent):
        yield from _reports(tables, parts, _bodies(tables))


def read_report(tables: Tables, name: str) -> Report | None:
    """Return the first report whose ``report_id`` or ``source`` this is; ``None`` where there is none."""
    with _naming(next(iter(tables.paths["reports"])).parent):
        wanted = _reports(tables, PARTS, _bodies(tables), lambda row: name in (row["report_id"], row["source"]))
        return next(wanted, None)


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, ArithmeticError) as error:
        raise GongkaiError(f"数据集“{folder}”有误：{error}") from error


def _bodies(tables: Tables) -> Mapping[str, Organisation]:
    return {row["org_id"]: _organisation(row) for row in _rows(tables, "organisations")}


def _rows(tables: Tables, name: str) -> Iterator[Row]:
    for block in blocks(tables, BY_NAME[name]):
        yield from named_rows(BY_NAME[name], block)


def _reports(
    tables: Tables,
    parts: Sequence[str],
    bodies: Mapping[str, Organisation],
    wanted: Callable[[Row], bool] = lambda row: True,
) -> Iterator[Report]:
    for line, lines in by_report(tables, parts):
        for row in named_rows(BY_NAME["reports"], line):
            if wanted(row):
                found = {name: tuple(named_rows(BY_NAME[name], some)) for name, some in lines.items()}
                yield _report(row, bodies, found)


def _report(row: Row, bodies: Mapping[str, Organisation], parts: Mapping[str, Sequence[Row]]) -> Report:
    cells, findings, checks, narrative, facts, legacy = (parts.get(name, ()) for name in PARTS)
    return Report(
        report_id=row["report_id"],
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
