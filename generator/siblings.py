"""Documents of the same body and year: report ids, which one is primary, and whether they agree.

The rule of precedence: a document that calls itself 更正 or 修订 first, then most cells reported, then
published last, then first path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.forms import Form, load_forms
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, Report, ReportStatus, Section, Severity
from generator.numbers import plain
from generator.sources import digest_of

_CALLS_ITSELF_NEWER = re.compile("更正|修订")
_NAMED = 5


def identified(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports in the same order with ``report_id``, ``primary`` and findings about each other."""
    groups: dict[str, list[Report]] = {}
    for report in reports:
        if key := _body_and_year(report):
            groups.setdefault(key, []).append(report)
    settled = {_file(report): report for key, group in groups.items() for report in _settled(key, group)}
    return tuple(settled.get(_file(report)) or _unplaced(report) for report in reports)


def _file(report: Report) -> tuple[str, str]:
    return report.source, report.sha256


def _body_and_year(report: Report) -> str:
    if report.status is ReportStatus.FAILED or report.organisation is None or report.year is None:
        return ""
    return f"{report.organisation.org_id}-{report.year}"


def _unplaced(report: Report) -> Report:
    # A file that could not even be opened has no hash of its own; its path is all that is known of it.
    digest = report.sha256 or digest_of(report.source.encode())
    return replace(report, report_id=f"doc-{digest[:12]}")


def _settled(key: str, group: Sequence[Report]) -> Iterator[Report]:
    first, *others = sorted(group, key=_precedence)
    others = [replace(other, report_id=f"{key}-{other.sha256[:8]}", primary=key) for other in others]
    first = replace(first, report_id=key)
    yield replace(first, findings=(*first.findings, *(_compared(first, other) for other in others)))
    for other in others:
        yield replace(other, findings=(*other.findings, _compared(other, first)))


def _precedence(report: Report) -> tuple[bool, int, int, bytes]:
    title = report.narrative.get(Section.TITLE, "")
    statuses = [*(cell.status for cell in report.cells), *(figure.status for figure in report.legacy)]
    reported = statuses.count(CellStatus.REPORTED)
    published = report.published_on.toordinal() if report.published_on else 0
    return not _CALLS_ITSELF_NEWER.search(title), -reported, -published, report.source.encode()


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
