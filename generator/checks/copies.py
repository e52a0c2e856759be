"""Tables of requests that are the same, figure by figure, as last year's or another body's.

A table with one request proves nothing: thousands of bodies have it. Whether two equal tables can be chance depends
on how much a table says and on how many are compared. Each figure that is not 0, totals left out, is counted with
the bits it takes to write it down (Elias gamma, and two for its place); a table that says fewer than 20, or fewer
than ten more than it takes to number the pairs compared, is no finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.equations import equations_of
from generator.model import CellKey, CellStatus, Fault, Finding, Report, Severity

_TABLE = "requests"
_FEWEST_BITS = 20
_MARGIN = 10
_PLACE_BITS = 2
_KNOWN = frozenset({CellStatus.REPORTED, CellStatus.BLANK})
_Figures = tuple[tuple[CellKey, Decimal], ...]
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Filled:
    """A report with the figures of its table that are not 0, and how much they say."""

    report: Report
    figures: _Figures
    bits: int


def copied_tables(reports: Sequence[Report]) -> Mapping[str, tuple[Finding, ...]]:
    """Return findings by report id on tables that are the same as last year's, or as another body's of the year."""
    filled = [one for report in reports if (one := _filled(report)) is not None]
    found: dict[str, list[Finding]] = {}
    _with_last_year(filled, found)
    _with_others(filled, found)
    return {report_id: tuple(findings) for report_id, findings in found.items()}


def _filled(report: Report) -> _Filled | None:
    cells = [cell for cell in report.cells if cell.key.table == _TABLE]
    if not cells or report.organisation is None or not all(cell.status in _KNOWN for cell in cells):
        return None
    figures = tuple((cell.key, cell.value) for cell in cells if cell.value)
    totals = {equation.total for equation in equations_of(report.form)}
    bits = sum(_PLACE_BITS + 2 * int(value).bit_length() - 1 for key, value in figures if key not in totals)
    return _Filled(report, figures, bits) if bits >= _FEWEST_BITS else None


def _with_last_year(filled: Sequence[_Filled], found: dict[str, list[Finding]]) -> None:
    by_year = {(_org_id(one), one.report.year): one for one in filled}
    for one in filled:
        year = one.report.year
        previous = by_year.get((_org_id(one), year - 1)) if year else None
        if previous is None or previous.figures != one.figures or previous.report.form != one.report.form:
            continue
        if one.bits < _MARGIN + len(filled).bit_length():
            continue
        for mine, other in ((one, previous), (previous, one)):
            message = (
                f"表三与 {other.report.year} 年度报告（{other.report.report_id}）的表三完全相同："
                f"{len(mine.figures)} 个不为 0 的数逐格相等。数字如此之多，难以巧合；可能有一年的表沿用了另一年的。"
            )
            _add(found, mine, "table.same_in_two_years", message, other)


def _with_others(filled: Sequence[_Filled], found: dict[str, list[Finding]]) -> None:
    groups: dict[tuple[int | None, str, _Figures], list[_Filled]] = {}
    for one in filled:
        groups.setdefault((one.report.year, one.report.form, one.figures), []).append(one)
    pairs = len(filled) * (len(filled) - 1) // 2
    for group in groups.values():
        if len(group) > 1 and group[0].bits >= _MARGIN + pairs.bit_length():
            for one in group:
                others = [other for other in group if _org_id(other) != _org_id(one)]
                if others:
                    _add(found, one, "table.same_as_other_body", _same_as(one, others), others[0])


def _same_as(one: _Filled, others: Sequence[_Filled]) -> str:
    named = "、".join(
        f"{other.report.organisation.organisation}（{other.report.report_id}）"
        for other in others[:_NAMED]
        if other.report.organisation
    )
    more = f"等 {len(others)} 个机关" if len(others) > _NAMED else ""
    return (
        f"表三与同年 {named}{more}的表三完全相同：{len(one.figures)} 个不为 0 的数逐格相等。数字如此之多，难以巧合；"
        "可能有一方误用了另一方的表，也可能是文件归错了机关。"
    )


def _org_id(one: _Filled) -> str:
    return one.report.organisation.org_id if one.report.organisation else ""


def _add(found: dict[str, list[Finding]], one: _Filled, rule: str, message: str, other: _Filled) -> None:
    actual = other.report.report_id
    finding = Finding(rule, message, Severity.WARNING, Fault.SOURCE, table=_TABLE, actual=actual)
    found.setdefault(one.report.report_id, []).append(finding)
