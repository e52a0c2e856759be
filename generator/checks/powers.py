"""Figures that a body of this kind hardly has, or that count something else than the form asks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.names import cell_name
from generator.model import Cell, CellKey, Fault, Finding, Kind, Report, Severity
from generator.numbers import plain

# A county-level code does not end so; cities without districts (东莞) are of prefecture level and have the power.
_ABOVE_COUNTIES = "00"
# Exactly: fewer decisions are too often accident. All but one: only of many, with a change that items hardly have.
_SEVERAL = 10
_MANY, _MUCH, _NEARLY = 100, 30, 1


def unlikely_figures(report: Report) -> Iterator[Finding]:
    """Yield notices on rules reported by who makes none, and on columns of items used for decisions."""
    if report.organisation is not None and _makes_no_rules(report):
        reported = [cell for cell in report.cells if cell.key.row == "rules" and cell.value]
        if reported:
            yield _rules(reported, report.form)
    if report.form == "2019":
        yield from _decisions_as_items(report)


def _makes_no_rules(report: Report) -> bool:
    """Say whether the body is none that can make rules: province, city with districts or prefecture, ministry."""
    body = report.organisation
    if body is None or not body.division_code:
        return False
    return body.kind is not Kind.GOVERNMENT or not body.division_code[:6].endswith(_ABOVE_COUNTIES)


def _rules(reported: list[Cell], form: str) -> Finding:
    named = "、".join(f"{cell_name(cell.key, form)} {plain(cell.value)}" for cell in reported)
    place = reported[0].key
    return Finding(
        "rules.without_power",
        f"{named}：依立法法，规章由国务院部门、省级和设区的市、自治州的人民政府制定。",
        Severity.INFO,
        Fault.SCOPE,
        None,
        place.table,
        place.row,
        place.column,
        actual=plain(reported[0].value),
    )


def _decisions_as_items(report: Report) -> Iterator[Finding]:
    """Name rows where last year's number and the change make up this year's decisions, or all but one of many."""
    values = {cell.key: cell.value for cell in report.cells if cell.value is not None}
    for key, decisions in values.items():
        if key.column != "decisions" or decisions < _SEVERAL:
            continue
        before, change = (values.get(CellKey(key.table, key.row, column)) for column in ("previous_items", "change"))
        if before is None or not change:
            continue
        apart = abs(before + change - decisions)
        if not apart or (apart <= _NEARLY and decisions >= _MANY and abs(change) >= _MUCH):
            yield _used_for_decisions(key, before, change, decisions)


def _used_for_decisions(key: CellKey, before: Decimal, change: Decimal, decisions: Decimal) -> Finding:
    """State the arithmetic; what the body meant by its columns nobody can tell."""
    sum_of = f"上一年项目数量 {plain(before)} {'+' if change > 0 else '-'} 增减 {plain(abs(change))} = "
    sum_of += plain(before + change)
    equal = before + change == decisions
    beside = (
        "恰好等于" if equal else f"与处理决定数量 {plain(decisions)} 只差 {plain(abs(before + change - decisions))}"
    )
    beside += f"处理决定数量 {plain(decisions)}" if equal else ""
    return Finding(
        "items.counted_as_decisions",
        f"{cell_name(key, '2019')}：{sum_of}，{beside}。"
        "法定格式的前两栏是事项数，第三栏是决定件数，两者没有这样的关系。",
        Severity.INFO,
        Fault.SCOPE,
        None,
        key.table,
        key.row,
        "previous_items",
        actual=plain(before),
    )
