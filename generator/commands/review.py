"""The command ``review``: a maintainer walks through open findings and decides; the decisions go into files."""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from generator.checks import RULES
from generator.commands.show import described, draw
from generator.commands.target import Target, document_of, target
from generator.dataset.layout import Tables
from generator.dataset.read import read_report, read_reports
from generator.decisions import (
    ACKNOWLEDGED,
    ACKNOWLEDGED_COLUMNS,
    CONFIRMED,
    CORRECTION_COLUMNS,
    CORRECTIONS,
    DISMISSED,
    Acknowledgement,
    Decisions,
    is_about,
    load_decisions,
)
from generator.errors import GongkaiError, why
from generator.model import Finding, Report, Severity
from generator.numbers import plain
from generator.show import Place, inline, locate
from generator.site.words import FAULTS, SEVERITIES
from generator.text import printable

_CHOICES = {
    "c": "原文确是如此，系机关自身的问题",
    "d": "系本站误判",
    "x": "更正此格的数字",
    "t": "看整张表",
    "s": "跳过",
    "q": "结束",
}
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")

Pair = tuple[Report, Finding]


def review_findings(name: str | None, reports: Path, dataset: Path, who: str | None) -> int:
    """Ask about each open finding of a data set, or of one report, and write what is decided."""
    folder = reports.parent
    decisions = load_decisions(folder)
    tables = Tables.below(dataset)
    if name:
        report = read_report(tables, name)
        if report is None:
            target(name, reports, dataset)  # says which names are near
        open_ones = list(_open((report,) if report else (), decisions))
    else:
        open_ones = list(_open(read_reports(tables), decisions))
    if not open_ones:
        click.echo("没有待核对的发现。")
        return 0
    who = who or _asked("核对人")
    written = 0
    for number, (report, finding) in enumerate(open_ones, start=1):
        click.echo(f"\n── 第 {number} 项，共 {len(open_ones)} 项，已记下 {written} 项 ──")
        place = _shown(report, finding, reports)
        while (choice := _choice(finding, place)) == "t":
            _table(report, finding, reports)
        if choice == "q":
            break
        if choice != "s":
            written += _decide(choice, (report, finding), folder, who, place)
    click.echo(f"记下 {written} 项。重新运行 gongkai build 后生效；请把 {folder} 中的改动提交。")
    return 0


def _open(reports: Iterable[Report], decisions: Decisions) -> Iterator[Pair]:
    """Yield what nobody has decided yet, the certain first."""
    judged: dict[tuple[str, str], list[Acknowledgement]] = {}
    for item in decisions.acknowledgements:
        judged.setdefault((item.report_id, item.sha256), []).append(item)
    corrected = {(item.report_id, item.sha256, item.key) for item in decisions.corrections}
    pairs = [
        (report, finding)
        for report in reports
        for finding in report.findings
        if finding.severity is not Severity.INFO
        and not any(
            is_about(item, finding, report.findings) for item in judged.get((report.report_id, report.sha256), ())
        )
        and (report.report_id, report.sha256, finding.key) not in corrected
    ]
    yield from sorted(pairs, key=lambda pair: pair[1].severity is not Severity.ERROR)


def _shown(report: Report, finding: Finding, reports: Path) -> Place | None:
    """Show the finding and the place it is about, with its picture; the place, where there is one."""
    rule = RULES.get(finding.rule)
    grade = f"{SEVERITIES[finding.severity]}，{FAULTS[finding.fault]}"
    click.echo(f"{finding.rule}  {rule.title if rule else ''}（{grade}）")
    click.echo(f"  {printable(finding.message)}")
    if finding.actual and finding.expected:
        click.echo(f"  所印 {printable(finding.actual)}，对照 {printable(finding.expected)}")
    if not finding.table:
        click.echo(f"  {printable(report.report_id)}  {printable(report.source)}")
        return None
    try:
        place = locate(report, ".".join(filter(None, (finding.table, finding.row, finding.column))))
        _picture(document_of(report, reports), place)
    except GongkaiError as error:
        click.echo(f"  {error}")
        return None
    return place


def _table(report: Report, finding: Finding, reports: Path) -> None:
    try:
        for line in described(document_of(report, reports), locate(report, finding.table)):
            click.echo(line)
    except GongkaiError as error:
        click.echo(f"  {error}")


def _picture(wanted: Target, place: Place) -> None:
    for line in described(wanted, place):
        click.echo(line)
    if place.marks:
        picture = draw(wanted.content, place)
        seen = inline(picture, os.environ) if picture and sys.stdout.isatty() else ""
        if seen:
            click.echo(seen)


def _choice(finding: Finding, place: Place | None) -> str:
    there = {"x": bool(_printed(place)), "t": bool(finding.table)}
    offered = {key: said for key, said in _CHOICES.items() if there.get(key, True)}
    for key, said in offered.items():
        click.echo(f"  [{key}] {said}")
    while (choice := _asked("选择").lower()) not in offered:
        click.echo(f"请输入 {'、'.join(offered)} 之一")
    return choice


def _printed(place: Place | None) -> str:
    """Return what is printed at a place that is one cell: its number, or what could not be read as one."""
    return plain(place.cells[0].value) or place.cells[0].raw if place and len(place.cells) == 1 else ""


def _decide(choice: str, pair: Pair, folder: Path, who: str, place: Place | None) -> int:
    report, finding = pair
    row: tuple[str, ...]
    today = datetime.date.today().isoformat()  # noqa: DTZ011 (the day as the maintainer's calendar shows it)
    if choice == "x":
        corrected = _number()
        row = (
            *_about(report),
            *_cell(finding),
            _printed(place),
            corrected,
            _asked("理由"),
            _asked("依据"),
            who,
            today,
        )
        _append(folder / CORRECTIONS, CORRECTION_COLUMNS, row)
    else:
        decision = CONFIRMED if choice == "c" else DISMISSED
        row = (*_about(report), finding.rule, *_cell(finding), decision, _asked("理由"), who, today)
        _append(folder / ACKNOWLEDGED, ACKNOWLEDGED_COLUMNS, row)
    return 1


def _about(report: Report) -> tuple[str, str]:
    return report.report_id, report.sha256


def _cell(finding: Finding) -> tuple[str, str, str]:
    return finding.table, finding.row, finding.column


def _number() -> str:
    while not _NUMBER.fullmatch(number := _asked("应为（数字）")):
        click.echo("请只写数字，如 12 或 3.5")
    return number


def _asked(what: str) -> str:
    while not (said := str(click.prompt(what, default="", show_default=False)).strip()):
        click.echo("不能为空")
    return said


def _append(path: Path, columns: Sequence[str], row: Sequence[str]) -> None:
    """Add one line; a file that is not there yet begins with its head."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    try:
        before = path.read_bytes() if path.exists() else b""
        if not before.strip():
            writer.writerow(columns)
        elif not before.endswith(b"\n"):
            text.write("\n")
        writer.writerow(row)
        with path.open("ab") as file:
            file.write(text.getvalue().encode())
    except OSError as error:
        raise GongkaiError(f"无法写入“{path}”（{why(error)}）") from error
