"""Documents of the same body and year: report ids, which one is primary, and whether they agree.

The rule of precedence is that of ``briefs.rank_of``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.briefs import body_and_year, file_of, names, rank_of
from generator.forms import Form, load_forms
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, Report, Severity
from generator.numbers import plain

_NAMED = 5


def identified(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports in the same order with ``report_id``, ``primary`` and findings about each other."""
    named = names(reports, rank_of)
    known = [
        replace(report, report_id=named[file_of(report)].report_id, primary=named[file_of(report)].primary)
        for report in reports
    ]
    first = {report.report_id: report for report in known if body_and_year(report) and not report.primary}
    others: dict[str, list[Report]] = {}
    for report in known:
        if report.primary:
            others.setdefault(report.primary, []).append(report)
    for group in others.values():
        group.sort(key=lambda report: (*rank_of(report), report.source.encode()))
    return tuple(
        _with_comparisons(report, [first[report.primary]] if report.primary else others.get(report.report_id, ()))
        for report in known
    )


def _with_comparisons(report: Report, siblings: Sequence[Report]) -> Report:
    if not siblings:
        return report
    return replace(report, findings=(*report.findings, *(_compared(report, other) for other in siblings)))


def _compared(report: Report, other: Report) -> Finding:
    mine, theirs = _figures(report), _figures(other)
    shared = [key for key in mine if key in theirs]
    differing = [key for key in shared if _printed(mine[key]) != _printed(theirs[key])]
    another = f"同一机关同一年度另有文件“{other.source}”（{other.report_id}）"
    if differing:
        return _disagreement(report, another, differing, mine, theirs)
    if not shared:
        message = f"{another}，没有两份都读出数字的格，无从比较。"
        return Finding("report.not_comparable", message, Severity.INFO, Fault.SOURCE)
    only = len(mine.keys() ^ theirs.keys())
    rest = f"；另有 {only} 格只有其中一份有数字" if only else ""
    message = f"{another}，两份都有数字的 {len(shared)} 格数字相同{rest}。"
    return Finding("report.duplicate", message, Severity.INFO, Fault.SOURCE)


def _figures(report: Report) -> dict[CellKey, Cell]:
    return {cell.key: cell for cell in report.cells if cell.status is CellStatus.REPORTED}


def _printed(cell: Cell) -> tuple[str, str]:
    return plain(cell.value), cell.unit


def _disagreement(
    report: Report,
    another: str,
    differing: Sequence[CellKey],
    mine: dict[CellKey, Cell],
    theirs: dict[CellKey, Cell],
) -> Finding:
    form = load_forms()[report.form]
    named = "；".join(
        f"{_cell_name(form, key)}本文件为 {_amount(mine[key])}，该文件为 {_amount(theirs[key])}"
        for key in differing[:_NAMED]
    )
    rest = "等" if len(differing) > _NAMED else ""
    place = differing[0]
    return Finding(
        "report.disagrees",
        f"{another}，有 {len(differing)} 格数字不同：{named}{rest}。",
        Severity.WARNING,
        Fault.SOURCE,
        None,
        place.table,
        place.row,
        place.column,
        expected=plain(theirs[place].value),
        actual=plain(mine[place].value),
    )


def _amount(cell: Cell) -> str:
    return plain(cell.value) + (cell.unit if cell.unit != "件" else "")


def _cell_name(form: Form, key: CellKey) -> str:
    for block, row in form.table(key.table).printed_rows():
        for column in block.columns:
            if (row.code, column.code) == (key.row, key.column):
                return f"“{row.label}”“{column.label}”"
    return f"{key.row}.{key.column}"
