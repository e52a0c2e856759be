"""Amounts of money far beyond those of all bodies of the kind: most likely printed in 元 where the form says 万元."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from decimal import Decimal

from generator.model import CellKey, Fault, Finding, Kind, Report, Severity
from generator.numbers import plain

_FEES = CellKey("proactive", "fees", "amount")
_FACTOR = 10_000
_FEWEST = 10


def amounts_beside_peers(reports: Sequence[Report]) -> Mapping[str, tuple[Finding, ...]]:
    """Return findings by report id; a kind of body and year with fewer than ten amounts says nothing."""
    groups: dict[tuple[Kind, int | None], list[tuple[Report, Decimal]]] = {}
    for report in reports:
        amount = next((cell.value for cell in report.cells if cell.key == _FEES), None)
        if amount and report.organisation:
            groups.setdefault((report.organisation.kind, report.year), []).append((report, amount))
    found = {}
    for group in groups.values():
        middle = statistics.median(amount for _, amount in group)
        for report, amount in group:
            if len(group) >= _FEWEST and amount >= _FACTOR * middle:
                found[report.report_id] = (_finding(amount, middle, len(group)),)
    return found


def _finding(amount: Decimal, middle: Decimal, peers: int) -> Finding:
    return Finding(
        "fees.unit_doubtful",
        f"行政事业性收费印作 {plain(amount)} 万元，是同类机关同年中位数（{plain(middle)} 万元，{peers} 份报告）"
        "的一万倍以上，疑似按元填写；单位没有印在格内，照登不改。",
        Severity.INFO,
        Fault.SCOPE,
        None,
        _FEES.table,
        _FEES.row,
        _FEES.column,
        actual=plain(amount),
    )
