"""Ask every check of one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from generator.checks.catalogue import CHECKS
from generator.checks.causes import causes
from generator.checks.equations import Equation, equations_of
from generator.checks.verdicts import Judgement, judge
from generator.model import Cell, CellKey, CheckResult, Fault, Finding, Report, ReportStatus, Severity, Verdict
from generator.numbers import plain

Cells = Mapping[CellKey, Cell]

_BROKEN = {Verdict.BROKEN, Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO}
# The worst answer of a report's rows or columns is the report's answer.
_WORST_FIRST = (
    Verdict.BROKEN,
    Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO,
    Verdict.NOT_CHECKABLE,
    Verdict.HOLDS_IF_BLANK_IS_ZERO,
    Verdict.HOLDS,
)
_SHORT = {
    Verdict.BROKEN: "不成立",
    Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO: "即使未填按 0 计也不成立",
    Verdict.NOT_CHECKABLE: "无法核对",
    Verdict.HOLDS_IF_BLANK_IS_ZERO: "未填按 0 计则成立",
    Verdict.HOLDS: "成立",
}
_NAMED = 3
_TERMS = 8


def run(report: Report) -> tuple[tuple[CheckResult, ...], tuple[Finding, ...]]:
    """Return one answer for each check, and the findings: what is wrong, and each identity broken by it.

    Where one cause explains several broken identities, it is the error; they are listed as what follows from it.
    """
    cells = {cell.key: cell for cell in report.cells}
    judgements = [judge(equation, cells) for equation in equations_of(report.form)] if cells else []
    by_rule = {check.code: [item for item in judgements if item.equation.rule == check.code] for check in CHECKS}
    results = tuple(_result(rule, asked, report) for rule, asked in by_rule.items())
    behind = list(causes(report, cells)) if any(item.verdict in _BROKEN for item in judgements) else []
    explained = {equation for _, equations in behind for equation in equations}
    broken = [item for asked in by_rule.values() for item in asked if item.verdict in _BROKEN]
    return results, (
        *(finding for finding, _ in behind),
        *(_finding(item, cells, follows=item.equation in explained) for item in broken),
    )


def _result(rule: str, asked: Sequence[Judgement], report: Report) -> CheckResult:
    if not asked:
        return CheckResult(rule, Verdict.NOT_CHECKABLE, _no_cells(report))
    verdict = next(verdict for verdict in _WORST_FIRST if any(item.verdict is verdict for item in asked))
    return CheckResult(rule, verdict, _reason(asked))


def _no_cells(report: Report) -> str:
    if report.status is ReportStatus.FAILED:
        return "文件未能读作年度报告"
    if report.year is None:
        return "年度不明，无从确定表式"
    return "本文件不是有统一表格的格式"


def _reason(asked: Sequence[Judgement]) -> str:
    counts = {verdict: [item for item in asked if item.verdict is verdict] for verdict in _WORST_FIRST}
    parts = [f"共核对 {len(asked)} 处，成立 {len(counts.pop(Verdict.HOLDS))} 处"]
    for verdict, items in counts.items():
        if items:
            parts.append(f"{_SHORT[verdict]} {len(items)} 处：{_first_few(items)}")
    return "；".join(parts) + "。"


def _first_few(items: Sequence[Judgement]) -> str:
    named = "、".join(item.equation.where + (f"（{item.reason}）" if item.reason else "") for item in items[:_NAMED])
    return named + ("等" if len(items) > _NAMED else "")


def _finding(item: Judgement, cells: Cells, *, follows: bool) -> Finding:
    place = item.equation.total
    actual = cells[place].value
    others = item.right - (actual or Decimal(0))
    return Finding(
        rule=item.equation.rule,
        message=_sentence(item, cells),
        severity=Severity.INFO if follows else Severity.ERROR,
        fault=Fault.SOURCE,
        verdict=item.verdict,
        table=place.table,
        row=place.row,
        column=place.column,
        expected=plain(item.left - others),
        actual=plain(actual),
    )


def _sentence(item: Judgement, cells: Cells) -> str:
    """Return the finding in words: where, both sides with their numbers, the difference."""
    equation = item.equation
    left = _side(equation.left, item.left, equation, cells)
    right = _side(equation.right, item.right, equation, cells)
    blanks = f"（未填的 {item.blanks} 格按 0 计）" if item.blanks else ""
    return f"{equation.where}：{left}，而{right}，相差 {plain(abs(item.left - item.right))}{blanks}。"


def _side(keys: Sequence[CellKey], total: Decimal, equation: Equation, cells: Cells) -> str:
    if len(keys) == 1:
        cell = cells[keys[0]]
        return f"{equation.names[keys[0]]} {plain(cell.value) or '未填'}"
    terms = [f"{equation.names[key]} {plain(cells[key].value)}" for key in keys if cells[key].value]
    if not terms:
        return f"{equation.names[keys[0]]}等 {len(keys)} 项之和为 0"
    if len(terms) > _TERMS:
        return f"{'、'.join(terms[:_TERMS])} 等 {len(terms)} 项之和为 {plain(total)}"
    return f"{' + '.join(terms)} = {plain(total)}" if len(terms) > 1 else f"{terms[0]}（其余各项为 0 或未填）"
