"""The verdict on one equation; the definitions are argued in docs/adr/0007-verdicts.md.

- All cells reported: ``holds`` or ``broken``.
- Besides reported cells only blanks, which could stand for any number from 0 on: with every blank taken as 0 the
  equation holds: ``holds_if_blank_is_zero``; it does not, and the side with the larger sum is the only one with
  blanks, so that no number in them could close the gap: ``broken_even_if_blank_is_zero``; some number could
  close it: ``not_checkable``.
- A cell is ambiguous, unreadable or missing: ``not_checkable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.equations import Equation
from generator.model import Cell, CellKey, CellStatus, Verdict

_NO_NUMBER = {
    CellStatus.AMBIGUOUS: "无法确定属于哪一列",
    CellStatus.UNREADABLE: "无法读作数字",
    CellStatus.MISSING: "本文件中没有",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one equation with both sums (blanks as 0) and, where it cannot be asked, the reason."""

    equation: Equation
    verdict: Verdict
    left: Decimal = Decimal(0)
    right: Decimal = Decimal(0)
    blanks: int = 0
    reason: str = ""


def judge(equation: Equation, cells: Mapping[CellKey, Cell]) -> Judgement:
    """Say whether the equation holds for the cells of one report."""
    left, blank_left, unknown_left = _added(equation.left, cells)
    right, blank_right, unknown_right = _added(equation.right, cells)
    if unknown := unknown_left + unknown_right:
        return Judgement(equation, Verdict.NOT_CHECKABLE, reason=_unknown(unknown, equation, cells))
    blanks = blank_left + blank_right
    if left == right:
        return Judgement(equation, Verdict.HOLDS_IF_BLANK_IS_ZERO if blanks else Verdict.HOLDS, left, right, blanks)
    if not blanks:
        return Judgement(equation, Verdict.BROKEN, left, right)
    if blank_left if left < right else blank_right:
        reason = f"有 {blanks} 格未填，若不是 0 则可能成立"
        return Judgement(equation, Verdict.NOT_CHECKABLE, left, right, blanks, reason)
    return Judgement(equation, Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO, left, right, blanks)


def _status(key: CellKey, cells: Mapping[CellKey, Cell]) -> CellStatus:
    cell = cells.get(key)
    return cell.status if cell else CellStatus.MISSING


def _added(keys: Iterable[CellKey], cells: Mapping[CellKey, Cell]) -> tuple[Decimal, int, list[CellKey]]:
    """Return the sum of the reported cells, the number of blank ones, and the others."""
    total, blanks, unknown = Decimal(0), 0, []
    for key in keys:
        cell = cells.get(key)
        if cell is not None and cell.value is not None:
            total += cell.value
        elif cell is not None and cell.status is CellStatus.BLANK:
            blanks += 1
        else:
            unknown.append(key)
    return total, blanks, unknown


def _unknown(keys: list[CellKey], equation: Equation, cells: Mapping[CellKey, Cell]) -> str:
    first = keys[0]
    others = f"等 {len(keys)} 格" if len(keys) > 1 else "一格"
    return f"“{equation.names[first]}”{others}{_NO_NUMBER.get(_status(first, cells), '没有数字')}"
