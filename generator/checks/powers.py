"""Figures that a body of this kind hardly has, or that count something else than the form asks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.names import cell_name
from generator.model import Cell, CellKey, Fault, Finding, Kind, Report, Severity
from generator.numbers import plain

# A county-level code does not end so; cities without districts (东莞) are of prefecture level and have the power.
_ABOVE_COUNTIES = "00"
# One row of fewer decisions, or of so small a change as items have in a year, can be accident; two rows hardly.
_MANY, _MUCH, _SEVERAL = 100, 30, 10


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
    """Name rows where last year's number and the change make up this year's decisions to the unit."""
    values = {cell.key: cell.value for cell in report.cells if cell.value is not None}
    found, clear = [], False
    for key, decisions in values.items():
        if key.column != "decisions" or decisions < _SEVERAL:
            continue
        before, change = (values.get(CellKey(key.table, key.row, column)) for column in ("previous_items", "change"))
        if before is not None and change and before + change == decisions:
            found.append(_used_for_decisions(key, before, change, decisions))
            clear = clear or (decisions >= _MANY and abs(change) >= _MUCH)
    if clear or len(found) > 1:
        yield from found


def _used_for_decisions(key: CellKey, before: Decimal, change: Decimal, decisions: Decimal) -> Finding:
    sign = "+" if change > 0 else "-"
    return Finding(
        "items.counted_as_decisions",
        f"{cell_name(key, '2019')}：上一年项目数量 {plain(before)} {sign} 增减 {plain(abs(change))} = 处理决定数量 "
        f"{plain(decisions)}。前两栏应填事项数，这里疑似填的是上一年的决定件数及其增减。",
        Severity.INFO,
        Fault.SCOPE,
        None,
        key.table,
        key.row,
        "previous_items",
        actual=plain(before),
    )
