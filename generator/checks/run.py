"""Ask every check of one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from generator.checks.blanks import left_empty
from generator.checks.bounds import broken_bounds, judged_bounds
from generator.checks.catalogue import CHECKS
from generator.checks.categories import RULE as CATEGORY_SUM
from generator.checks.categories import category_sums
from generator.checks.causes import causes
from generator.checks.claims import claims
from generator.checks.dates import dated
from generator.checks.equations import equations_of
from generator.checks.evidence import evidence
from generator.checks.leftovers import leftovers
from generator.checks.powers import unlikely_figures
from generator.checks.ratios import ratios
from generator.checks.sentences import BROKEN, Cells, answer, sentence
from generator.checks.splits import split_numbers
from generator.checks.verdicts import Judgement, judge
from generator.checks.words import words_against_figures
from generator.model import CheckResult, Fault, Finding, Report, ReportStatus, Severity, Verdict
from generator.numbers import plain

_NOTICES: Sequence[Callable[[Report], Iterable[Finding]]] = (
    words_against_figures,
    claims,
    ratios,
    left_empty,
    unlikely_figures,
    leftovers,
    dated,
    split_numbers,
)


def run(report: Report) -> tuple[tuple[CheckResult, ...], tuple[Finding, ...]]:
    """Return one answer for each check, and the findings: what is wrong, and each identity broken by it.

    Where one cause explains several broken identities, it is the error; they are listed as what follows from it.
    """
    cells = {cell.key: cell for cell in report.cells}
    judgements = [judge(equation, cells) for equation in equations_of(report.form)] if cells else []
    bounds = judged_bounds(report.form, cells) if cells else ()
    asked_of = (*judgements, *bounds)
    by_rule = {check.code: [item for item in asked_of if item.equation.rule == check.code] for check in CHECKS}
    answers = {rule: _result(rule, asked, report) for rule, asked in by_rule.items()}
    categories: tuple[Finding, ...] = ()
    if cells:
        answers[CATEGORY_SUM], categories = category_sums(report, cells)
    behind = list(causes(report, cells)) if any(item.verdict in BROKEN for item in judgements) else []
    explained = {equation for _, equations in behind for equation in equations}
    broken = [item for item in judgements if item.verdict in BROKEN]
    return tuple(answers.values()), (
        *(finding for finding, _ in behind),
        *(_finding(item, report, cells, follows=item.equation in explained) for item in broken),
        *broken_bounds(bounds, judgements, cells),
        *categories,
        *(finding for notices in _NOTICES for finding in notices(report)),
    )


def _result(rule: str, asked: Sequence[Judgement], report: Report) -> CheckResult:
    if not asked:
        return CheckResult(rule, Verdict.NOT_CHECKABLE, _no_cells(report))
    return answer(rule, asked)


def _no_cells(report: Report) -> str:
    if report.status is ReportStatus.FAILED:
        return "文件未能读作年度报告"
    if report.year is None:
        return "年度不明，无从确定表式"
    return "本文件不是有统一表格的格式"


def _finding(item: Judgement, report: Report, cells: Cells, *, follows: bool) -> Finding:
    place = item.equation.total
    actual = cells[place].value
    others = item.right - (actual or Decimal(0))
    return Finding(
        rule=item.equation.rule,
        message=sentence(item, cells)
        + ("" if follows else evidence((*item.equation.left, *item.equation.right), report)),
        severity=Severity.INFO if follows else Severity.ERROR,
        fault=Fault.SOURCE,
        verdict=item.verdict,
        table=place.table,
        row=place.row,
        column=place.column,
        expected=plain(item.left - others),
        actual=plain(actual),
    )
