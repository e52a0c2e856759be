"""Amounts of money far beyond those of all bodies of the kind: most likely printed in 元 where the form says 万元."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from decimal import Decimal

from generator.checks.traits import FEES, Party
from generator.model import Fault, Finding, Kind, Severity
from generator.numbers import plain

_FACTOR = 10_000
_FEWEST = 10
# A number of reports is told to the last one below this, else in hundreds: it need not change with each new report.
_HUNDRED = 100


def amounts_beside_peers(parties: Sequence[Party]) -> Mapping[str, tuple[Finding, ...]]:
    """Return findings by report id; a kind of body and year with fewer than ten amounts says nothing."""
    groups: dict[tuple[Kind, int | None], list[tuple[str, Decimal]]] = {}
    for party in parties:
        if party.traits.fees and party.organisation:
            groups.setdefault((party.organisation.kind, party.year), []).append((party.report_id, party.traits.fees))
    found = {}
    for group in groups.values():
        middle = statistics.median(amount for _, amount in group)
        for report_id, amount in group:
            if len(group) >= _FEWEST and amount >= _FACTOR * middle:
                found[report_id] = (_finding(amount, middle, len(group)),)
    return found


def _finding(amount: Decimal, middle: Decimal, peers: int) -> Finding:
    count = f"{peers} 份" if peers < _HUNDRED else f"{peers // _HUNDRED * _HUNDRED} 余份"
    return Finding(
        "fees.unit_doubtful",
        f"行政事业性收费印作 {plain(amount)} 万元，是同类机关同年中位数（{plain(middle)} 万元，{count}报告）"
        "的一万倍以上，疑似按元填写；单位没有印在格内，照登不改。",
        Severity.INFO,
        Fault.SCOPE,
        None,
        FEES.table,
        FEES.row,
        FEES.column,
        actual=plain(amount),
    )
