"""Judgements in words: the answer of a rule asked in several places, and one broken identity as a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from generator.checks.equations import Equation
from generator.checks.verdicts import Judgement
from generator.model import Cell, CellKey, CheckResult, Verdict
from generator.numbers import plain

Cells = Mapping[CellKey, Cell]

BROKEN = {Verdict.BROKEN, Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO}
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


def answer(rule: str, asked: Sequence[Judgement]) -> CheckResult:
    """Return the worst verdict of the places a rule was asked in, and how many there are of each."""
    verdict = next(verdict for verdict in _WORST_FIRST if any(item.verdict is verdict for item in asked))
    return CheckResult(rule, verdict, _reason(asked))


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


def sentence(item: Judgement, cells: Cells) -> str:
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
