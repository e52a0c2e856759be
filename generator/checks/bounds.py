"""What can be at most as much as something else: the known parts of a total, what was disclosed of what is disclosed.

With every cell a number the sums of the form say the same. Where some cells have none, the known parts can still
be too many: counts are never negative.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.checks.equations import Equation, equations_of, full_label, short_label
from generator.checks.sentences import BROKEN, Cells
from generator.checks.verdicts import Judgement
from generator.forms import load_forms
from generator.model import CellKey, CellStatus, Fault, Finding, Severity, Verdict
from generator.numbers import plain
from generator.resources import data_path, read_yaml

_SAYS = "各项之和不超过合计"
_TERMS = 6


@functools.cache
def bounds_of(form_code: str) -> tuple[Equation, ...]:
    """Return the bounds of a form as equations whose ``left`` adds up to at most their ``right``."""
    return (*_of_sums(equations_of(form_code)), *_listed(form_code))


def judged_bounds(form_code: str, cells: Cells) -> tuple[Judgement, ...]:
    """Judge every bound of the form. Without a number for each cell of the whole it cannot be asked."""
    return tuple(_judge(bound, cells) for bound in bounds_of(form_code))


def broken_bounds(judged: Sequence[Judgement], equations: Sequence[Judgement], cells: Cells) -> Iterator[Finding]:
    """Yield a finding for each broken bound that no broken sum with the same total says already."""
    said = {item.equation.total for item in equations if item.verdict in BROKEN}
    told: set[tuple[str, CellKey]] = set()
    for item in judged:
        place = item.equation.total
        if item.verdict in BROKEN and place not in said and (item.equation.rule, place) not in told:
            told.add((item.equation.rule, place))
            yield _finding(item, cells)


def _of_sums(equations: Sequence[Equation]) -> Iterator[Equation]:
    totals = {equation.total: equation for equation in equations if len(equation.right) == 1}
    for equation in equations:
        bound = replace(equation, rule=f"{equation.total.table}.range", says=_SAYS)
        yield bound
        if len(equation.right) > 1:
            yield from _balances(bound, totals)


def _balances(bound: Equation, totals: Mapping[CellKey, Equation]) -> Iterator[Equation]:
    """Yield the other half of a balance, and what is behind its printed total, should that have no number."""
    yield replace(bound, left=bound.right, right=bound.left)
    if bound.total in totals:
        parts = totals[bound.total]
        yield replace(
            bound,
            left=(*parts.left, *(key for key in bound.right if key != bound.total)),
            right=bound.left,
            names={**parts.names, **bound.names},
        )


def _listed(form_code: str) -> Iterator[Equation]:
    form = load_forms().get(form_code)
    for item in _lookup() if form else ():
        if form is None or item["form"] != form_code:
            continue
        for block, row in form.table(item["table"]).printed_rows():
            labels = {column.code: short_label(column.label) for column in block.columns}
            if item["part"] in labels and item["whole"] in labels:
                part, whole = (CellKey(item["table"], row.code, item[name]) for name in ("part", "whole"))
                names = {part: labels[part.column], whole: labels[whole.column]}
                says = f"{names[part]}不超过{names[whole]}"
                yield Equation(item["rule"], (part,), (whole,), whole, says, f"“{full_label(row)}”一行", names)


@functools.cache
def _lookup() -> Sequence[Mapping[str, Any]]:
    listed: Sequence[Mapping[str, Any]] = read_yaml(data_path("lookups", "bounds.yml"))
    return listed


def _judge(bound: Equation, cells: Cells) -> Judgement:
    whole, _, unknown = _added(bound.right, cells)
    if unknown:
        return Judgement(bound, Verdict.NOT_CHECKABLE, reason="合计没有数字")
    known, blanks, without = _added(bound.left, cells)
    only_blanks = blanks == without
    if known > whole:
        verdict = Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO if without and only_blanks else Verdict.BROKEN
        return Judgement(bound, verdict, known, whole, blanks)
    if not without:
        return Judgement(bound, Verdict.HOLDS, known, whole)
    if only_blanks:
        return Judgement(bound, Verdict.HOLDS_IF_BLANK_IS_ZERO, known, whole, blanks)
    return Judgement(bound, Verdict.NOT_CHECKABLE, known, whole, blanks, f"有 {without - blanks} 格没有数字")


def _added(keys: Sequence[CellKey], cells: Cells) -> tuple[Decimal, int, int]:
    """Return the sum of the numbers, how many cells are blank, and how many have no number at all."""
    total, blanks, without = Decimal(0), 0, 0
    for key in keys:
        cell = cells.get(key)
        if cell is not None and cell.value is not None:
            total += cell.value
        else:
            without += 1
            blanks += cell is not None and cell.status is CellStatus.BLANK
    return total, blanks, without


def _finding(item: Judgement, cells: Cells) -> Finding:
    bound = item.equation
    terms = [f"{bound.names[key]} {plain(cells[key].value)}" for key in bound.left if key in cells and cells[key].value]
    shown = "、".join(terms[:_TERMS]) + ("等" if len(terms) > _TERMS else "")
    unknown = sum(key not in cells or cells[key].value is None for key in bound.left)
    rest = f"（另有 {unknown} 格没有数字）" if unknown else ""
    whole = "加".join(f"{bound.names[key]} {plain(cells[key].value)}" for key in bound.right)
    added = f"合计 {plain(item.left)}" if len(terms) > 1 else ""
    return Finding(
        rule=bound.rule,
        message=f"{bound.where}：{shown}{added}{rest}，已超过{whole}。",
        severity=Severity.WARNING,
        fault=Fault.SOURCE,
        verdict=item.verdict,
        table=bound.total.table,
        row=bound.total.row,
        column=bound.total.column,
        expected=plain(item.left),
        actual=plain(item.right),
    )
