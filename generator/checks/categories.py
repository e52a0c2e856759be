"""A figure beside the heading of a group of rows, which the form leaves empty, is the sum of the rows below."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from generator.checks.equations import Equation, short_label
from generator.checks.sentences import BROKEN, Cells, answer, sentence
from generator.checks.verdicts import Judgement, judge
from generator.forms import Block, Group, load_forms
from generator.model import CellKey, CheckResult, Fault, Finding, Report, Severity, Verdict
from generator.numbers import plain

RULE = "requests.category_sum"
_TABLE = "requests"
_SENTENCES = 4


def category_sums(report: Report, cells: Cells) -> tuple[CheckResult, tuple[Finding, ...]]:
    """Return the answer for a report that has cells, and one finding for all headings that are not their rows' sum."""
    printed = {cell.key: cell for cell in report.subtotals}
    known = {**cells, **printed}
    asked = [judge(equation, known) for equation in _equations(report.form) if equation.total in printed]
    if not asked:
        return CheckResult(RULE, Verdict.NOT_CHECKABLE, "表中各类标题行没有印出小计，法定格式也不要求"), ()
    broken = [item for item in asked if item.verdict in BROKEN]
    return answer(RULE, asked), (_finding(broken, known),) if broken else ()


def _finding(broken: Sequence[Judgement], cells: Cells) -> Finding:
    """Return one finding on the table: a heading is no cell of the form that a finding could be placed at."""
    said = "".join(sentence(item, cells) for item in broken[:_SENTENCES])
    more = f"另有 {len(broken) - _SENTENCES} 处也是如此。" if len(broken) > _SENTENCES else ""
    return Finding(
        RULE,
        f"标题行印出的小计与其下各行之和不同。{said}{more}",
        Severity.WARNING,
        Fault.SOURCE,
        broken[0].verdict,
        _TABLE,
        expected=" ".join(plain(item.left) for item in broken),
        actual=" ".join(plain(item.right) for item in broken),
    )


@functools.cache
def _equations(form_code: str) -> tuple[Equation, ...]:
    form = load_forms().get(form_code)
    blocks = form.table(_TABLE).blocks if form else ()
    return tuple(equation for block in blocks for group in block.groups() for equation in _sums(block, group))


def _sums(block: Block, group: Group) -> Iterator[Equation]:
    labels = {row.code: short_label(row.label) for row in block.rows}
    for column in block.columns:
        parts = tuple(CellKey(_TABLE, row, column.code) for row in group.rows)
        total = CellKey(_TABLE, group.code, column.code)
        names = {key: labels[key.row] for key in parts} | {total: f"{short_label(group.label)}（标题行）"}
        where = f"“{short_label(group.label)}·{short_label(column.label)}”"
        yield Equation(RULE, parts, (total,), total, "各行之和 = 标题行所印小计", where, names)
