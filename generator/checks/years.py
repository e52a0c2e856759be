"""What two years' reports of one body say about each other: requests carried over, documents in force."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.checks.catalogue import YEAR_CHECKS
from generator.checks.equations import Equation, full_label, short_label
from generator.checks.sentences import BROKEN, answer, sentence
from generator.checks.verdicts import Judgement, judge
from generator.forms import Table, YearIdentity, load_forms
from generator.model import Cell, CellKey, CheckResult, Fault, Finding, Report, Severity, Verdict
from generator.numbers import plain

_CARRIED = "requests.carry_over"
# What a rule is worth: carrying over has no lawful exception, a stock of documents has several.
_WEIGHT: Mapping[str, tuple[Severity, Fault]] = {
    _CARRIED: (Severity.WARNING, Fault.SOURCE),
    "proactive.stock": (Severity.INFO, Fault.SCOPE),
}
_PREVIOUS = "previous."


def over_years(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports with the answers of the checks that need the body's report on the year before.

    Only primary reports are compared. A mismatch is a finding on the reports of both years.
    """
    primary = {key: report for report in reports if (key := _body_and_year(report)) is not None}
    found: dict[str, list[Finding]] = {}
    answers: dict[str, tuple[CheckResult, ...]] = {}
    for (org_id, year), report in primary.items():
        previous = primary.get((org_id, year - 1))
        judgements = list(_judged(report, previous)) if previous else []
        reason = "" if previous else f"本库没有该机关 {year - 1} 年度的报告，无从比较"
        answers[report.report_id] = tuple(_answers(judgements, reason))
        for item in judgements if previous else ():
            if previous and item.verdict in BROKEN:
                found.setdefault(report.report_id, []).append(_finding(item, report, previous))
                found.setdefault(previous.report_id, []).append(_seen_from_before(item, report, previous))
    nothing = tuple(_answers([], "机关或年度不明，或不是该年度的主文件"))
    return tuple(
        replace(
            report,
            checks=(*report.checks, *answers.get(report.report_id, nothing)),
            findings=(*report.findings, *found.get(report.report_id, ())),
        )
        for report in reports
    )


def not_carried(previous: Report, report: Report) -> int:
    """Return how many figures carried out of one year are not those carried into the next."""
    judged = _judged(report, previous)
    return sum(item.equation.rule == _CARRIED and item.verdict in BROKEN for item in judged)


def _body_and_year(report: Report) -> tuple[str, int] | None:
    if report.organisation is None or report.year is None or report.primary or not report.cells:
        return None
    return report.organisation.org_id, report.year


def _answers(judgements: Sequence[Judgement], reason: str) -> Iterator[CheckResult]:
    for check in YEAR_CHECKS:
        asked = [item for item in judgements if item.equation.rule == check.code]
        if asked:
            yield answer(check.code, asked)
        else:
            yield CheckResult(check.code, Verdict.NOT_CHECKABLE, reason or "两个年度的表式不同，没有可比的格")


def _judged(report: Report, previous: Report) -> Iterator[Judgement]:
    """Yield the judgement of each identity whose cells both years' forms have."""
    before = {_of_before(cell.key): cell for cell in previous.cells}
    cells = _cells(report) | before
    for equation in _equations(report.form):
        if all(key in cells for key in (*equation.left, *equation.right)):
            yield judge(equation, cells)


def _cells(report: Report) -> dict[CellKey, Cell]:
    return {cell.key: cell for cell in report.cells}


@functools.cache
def _of_before(key: CellKey) -> CellKey:
    """Return the key by which a cell of last year's report is known beside those of this year's."""
    return key._replace(table=_PREVIOUS + key.table)


@functools.cache
def _equations(form: str) -> tuple[Equation, ...]:
    return tuple(
        equation
        for table in load_forms()[form].tables
        for identity in table.over_years
        for equation in _spelt_out(table, identity)
    )


def _spelt_out(table: Table, identity: YearIdentity) -> Iterator[Equation]:
    for block in table.blocks:
        rows = {row.code: row for row in block.rows}
        columns = {column.code: column for column in block.columns}
        terms = {term.removeprefix(_PREVIOUS) for term in (*identity.left, *identity.right)}
        if identity.asked_of == "columns" and terms <= rows.keys():
            for column in block.columns:
                labels = {term: full_label(rows[term]) for term in terms}
                keys = {term: CellKey(table.code, term, column.code) for term in terms}
                yield _equation(identity, keys, labels, f"“{short_label(column.label)}”一列")
        elif identity.asked_of == "rows" and terms <= columns.keys():
            for code in [code for code in identity.rows if code in rows]:
                labels = {term: short_label(columns[term].label) for term in terms}
                keys = {term: CellKey(table.code, code, term) for term in terms}
                yield _equation(identity, keys, labels, f"“{full_label(rows[code])}”一行")


def _equation(identity: YearIdentity, keys: Mapping[str, CellKey], labels: Mapping[str, str], where: str) -> Equation:
    def key(term: str) -> CellKey:
        bare = keys[term.removeprefix(_PREVIOUS)]
        return _of_before(bare) if term.startswith(_PREVIOUS) else bare

    names = {
        key(term): ("上一年度的" if term.startswith(_PREVIOUS) else "") + labels[term.removeprefix(_PREVIOUS)]
        for term in (*identity.left, *identity.right)
    }
    left, right = tuple(map(key, identity.left)), tuple(map(key, identity.right))
    return Equation(identity.rule, left, right, right[0], identity.says, where, names)


def _finding(item: Judgement, report: Report, previous: Report) -> Finding:
    """Return the finding on the later report, placed at the figure that should follow from the earlier one."""
    place = item.equation.total
    cells = _cells(report) | {_of_before(cell.key): cell for cell in previous.cells}
    actual = cells[place].value
    severity, fault = _WEIGHT[item.equation.rule]
    return Finding(
        rule=item.equation.rule,
        message=f"与 {previous.year} 年度报告（{previous.report_id}）比较，{sentence(item, cells)}",
        severity=severity,
        fault=fault,
        verdict=item.verdict,
        table=place.table,
        row=place.row,
        column=place.column,
        expected=plain(item.left - (item.right - (actual or Decimal(0)))),
        actual=plain(actual),
    )


def _seen_from_before(item: Judgement, report: Report, previous: Report) -> Finding:
    """Return the same finding on the earlier report, placed at its own figure."""
    known = _of_before(item.equation.total)
    place = next((key for key in item.equation.left if key.table.startswith(_PREVIOUS)), known)
    finding = _finding(item, report, previous)
    own = place._replace(table=place.table.removeprefix(_PREVIOUS))
    value = _cells(previous)[own].value
    expected = (value or Decimal(0)) + item.right - item.left
    return replace(
        finding,
        message=f"与 {report.year} 年度报告（{report.report_id}）比较，{finding.message.partition('比较，')[2]}",
        row=own.row,
        column=own.column,
        expected=plain(expected),
        actual=plain(value),
    )
