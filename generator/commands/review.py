"""The command ``review``: a maintainer walks through open findings and decides; the decisions go into files."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator.checks import RULES
from generator.commands.show import described, draw
from generator.commands.target import Target, target
from generator.dataset import read_dataset
from generator.decisions import (
    ACKNOWLEDGED,
    ACKNOWLEDGED_COLUMNS,
    CONFIRMED,
    CORRECTION_COLUMNS,
    CORRECTIONS,
    DISMISSED,
    Decisions,
    load_decisions,
)
from generator.errors import GongkaiError, why
from generator.model import Finding, Report, Severity
from generator.numbers import plain
from generator.show import Place, locate
from generator.text import printable

_CHOICES = {
    "c": "原文确是如此，系机关自身的问题",
    "d": "系本站误判",
    "x": "更正此格的数字",
    "s": "跳过",
    "q": "结束",
}
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")

Pair = tuple[Report, Finding]


def review_findings(name: str | None, reports: Path, dataset: Path, who: str | None) -> int:
    """Ask about each open finding of a data set, or of one report, and write what is decided."""
    folder = reports.parent
    decisions = load_decisions(folder)
    known = read_dataset(dataset).reports
    if name and not any(name in (report.report_id, report.source) for report in known):
        target(name, reports, dataset)  # says which names are near
    open_ones = [
        (report, finding)
        for report, finding in _open(known, decisions)
        if not name or name in (report.report_id, report.source)
    ]
    if not open_ones:
        click.echo("没有待核对的发现。")
        return 0
    who = who or _asked("核对人")
    written = 0
    for number, (report, finding) in enumerate(open_ones, start=1):
        click.echo(f"\n── 第 {number} 项，共 {len(open_ones)} 项 ──")
        place = _shown(report, finding, reports, dataset)
        choice = _choice(place)
        if choice == "q":
            break
        if choice != "s":
            written += _decide(choice, (report, finding), folder, who, place)
    click.echo(f"记下 {written} 项。重新运行 gongkai build 后生效；请把 {folder} 中的改动提交。")
    return 0


def _open(reports: Sequence[Report], decisions: Decisions) -> Iterator[Pair]:
    """Yield what nobody has decided yet, the certain first."""
    judged = {(item.report_id, item.sha256, item.rule, item.key) for item in decisions.acknowledgements}
    corrected = {(item.report_id, item.sha256, item.key) for item in decisions.corrections}
    pairs = [
        (report, finding)
        for report in reports
        for finding in report.findings
        if finding.severity is not Severity.INFO
        and (report.report_id, report.sha256, finding.rule, finding.key) not in judged
        and (report.report_id, report.sha256, finding.key) not in corrected
    ]
    yield from sorted(pairs, key=lambda pair: pair[1].severity is not Severity.ERROR)


def _shown(report: Report, finding: Finding, reports: Path, dataset: Path) -> Place | None:
    """Show the finding and the place it is about, with its picture; the place, where there is one."""
    rule = RULES.get(finding.rule)
    click.echo(f"{finding.rule}  {rule.title if rule else ''}")
    click.echo(f"  {printable(finding.message)}")
    try:
        wanted = target(report.report_id, reports, dataset)
        if not finding.table:
            click.echo(f"  {printable(report.report_id)}  {printable(report.source)}")
            return None
        place = locate(report, ".".join(filter(None, (finding.table, finding.row, finding.column))))
        _picture(wanted, place)
    except GongkaiError as error:
        click.echo(f"  {error}")
        return None
    return place


def _picture(wanted: Target, place: Place) -> None:
    for line in described(wanted, place):
        click.echo(line)
    if place.marks:
        draw(wanted.content, place)


def _choice(place: Place | None) -> str:
    offered = {key: said for key, said in _CHOICES.items() if key != "x" or _cell_value(place)}
    for key, said in offered.items():
        click.echo(f"  [{key}] {said}")
    while (choice := _asked("选择").lower()) not in offered:
        click.echo(f"请输入 {'、'.join(offered)} 之一")
    return choice


def _cell_value(place: Place | None) -> str:
    """Return the printed number of a place that is one cell."""
    return plain(place.cells[0].value) if place and len(place.cells) == 1 else ""


def _decide(choice: str, pair: Pair, folder: Path, who: str, place: Place | None) -> int:
    report, finding = pair
    row: tuple[str, ...]
    today = datetime.date.today().isoformat()  # noqa: DTZ011 (the day as the maintainer's calendar shows it)
    if choice == "x":
        corrected = _number()
        row = (
            *_about(report),
            *_cell(finding),
            _cell_value(place),
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
