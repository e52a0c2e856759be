"""The command ``check``: the findings of a data set, grouped by rule."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from generator.checks import RULES
from generator.dataset.layout import Tables
from generator.dataset.read import read_reports
from generator.model import Finding, Report, Severity
from generator.text import display_width, printable

_COLUMNS = (
    "rule",
    "severity",
    "fault",
    "verdict",
    "report_id",
    "source",
    "table",
    "row",
    "column",
    "expected",
    "actual",
    "message",
)
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.INFO: "知悉"}

Pair = tuple[Report, Finding]


def show_findings(folder: Path, *, strict: bool) -> int:
    """Print the findings and return the exit status."""
    groups = grouped(read_reports(Tables.below(folder), ("findings",)))
    lines = table(groups) if sys.stdout.isatty() else tsv(groups)
    for line in lines:
        click.echo(line)
    severe = any(finding.severity is Severity.ERROR for pairs in groups.values() for _, finding in pairs)
    return int(strict and severe)


def grouped(reports: Iterable[Report]) -> dict[str, list[Pair]]:
    """Return all findings by rule, rules in order, within a rule by report."""
    groups: dict[str, list[Pair]] = {}
    for report in reports:
        for finding in report.findings:
            groups.setdefault(finding.rule, []).append((report, finding))
    return dict(sorted(groups.items()))


def tsv(groups: dict[str, list[Pair]]) -> Iterator[str]:
    """Yield the findings as tab-separated lines under a header."""
    yield "\t".join(_COLUMNS)
    for report, finding in (pair for pairs in groups.values() for pair in pairs):
        yield "\t".join(printable(value) for value in _values(report, finding))


def table(groups: dict[str, list[Pair]]) -> Iterator[str]:
    """Yield the findings as a table for a terminal."""
    if not groups:
        yield "没有发现。"
    for rule, pairs in groups.items():
        title = RULES[rule].title if rule in RULES else ""
        yield f"{rule}  {title}（{len(pairs)}）"
        rows = [
            (_SEVERITIES[finding.severity], report.report_id, _place(finding), printable(finding.message))
            for report, finding in pairs
        ]
        yield from _aligned(rows)
        yield ""


def _values(report: Report, finding: Finding) -> tuple[str, ...]:
    return (
        finding.rule,
        finding.severity,
        finding.fault,
        finding.verdict or "",
        report.report_id,
        report.source,
        finding.table,
        finding.row,
        finding.column,
        finding.expected,
        finding.actual,
        finding.message,
    )


def _place(finding: Finding) -> str:
    return ".".join(filter(None, (finding.table, finding.row, finding.column)))


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - display_width(text)) for text, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(padded).rstrip()
