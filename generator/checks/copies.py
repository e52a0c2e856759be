"""Tables of requests that are the same, figure by figure, as last year's or another body's.

A table with one request proves nothing: thousands of bodies have it. Whether two equal tables can be chance depends
on how much a table says and on how many are compared. Each figure that is not 0, totals left out, is counted with
the bits it takes to write it down (Elias gamma, and two for its place); a table that says fewer than 20, or fewer
than ten more than it takes to number the pairs compared, is no finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.checks.traits import TABLE, Filled, Party
from generator.model import Fault, Finding, Organisation, Severity

_MARGIN = 10
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Table:
    """A report's table of requests, and whose it is."""

    report_id: str
    organisation: Organisation
    year: int | None
    form: str
    filled: Filled


def copied_tables(parties: Sequence[Party]) -> Mapping[str, tuple[Finding, ...]]:
    """Return findings by report id on tables that are the same as last year's, or as another body's of the year."""
    tables = [
        _Table(party.report_id, party.organisation, party.year, party.form, party.traits.table)
        for party in parties
        if party.organisation is not None and party.traits.table is not None
    ]
    found: dict[str, list[Finding]] = {}
    _with_last_year(tables, found)
    _with_others(tables, found)
    return {report_id: tuple(findings) for report_id, findings in found.items()}


def _with_last_year(tables: Sequence[_Table], found: dict[str, list[Finding]]) -> None:
    fewest = _MARGIN + len(tables).bit_length()
    by_year = {(one.organisation.org_id, one.year): one for one in tables}
    for one in tables:
        previous = by_year.get((one.organisation.org_id, one.year - 1)) if one.year else None
        if previous is None or previous.form != one.form or previous.filled != one.filled:
            continue
        if one.filled.bits < fewest:
            continue
        for mine, other in ((one, previous), (previous, one)):
            message = (
                f"表三与 {other.year} 年度报告（{other.report_id}）的表三完全相同："
                f"{mine.filled.count} 个不为 0 的数逐格相等。数字如此之多，难以巧合；可能有一年的表沿用了另一年的。"
            )
            _add(found, mine, "table.same_in_two_years", message, other)


def _with_others(tables: Sequence[_Table], found: dict[str, list[Finding]]) -> None:
    groups: dict[tuple[int | None, str, str], list[_Table]] = {}
    for one in tables:
        groups.setdefault((one.year, one.form, one.filled.figures), []).append(one)
    pairs = len(tables) * (len(tables) - 1) // 2
    for group in groups.values():
        if len(group) > 1 and group[0].filled.bits >= _MARGIN + pairs.bit_length():
            own = Counter(one.organisation.org_id for one in group)
            for one in group:
                if own[one.organisation.org_id] < len(group):
                    named = list(islice(_of_others(one, group), _NAMED))
                    message = _same_as(one, named, len(group) - own[one.organisation.org_id])
                    _add(found, one, "table.same_as_other_body", message, named[0])


def _of_others(one: _Table, group: Sequence[_Table]) -> Iterator[_Table]:
    return (other for other in group if other.organisation.org_id != one.organisation.org_id)


def _same_as(one: _Table, others: Sequence[_Table], count: int) -> str:
    named = "、".join(f"{other.organisation.organisation}（{other.report_id}）" for other in others)
    more = f"等 {count} 个机关" if count > len(others) else ""
    return (
        f"表三与同年 {named}{more}的表三完全相同：{one.filled.count} 个不为 0 的数逐格相等。数字如此之多，难以巧合；"
        "可能有一方误用了另一方的表，也可能是文件归错了机关。"
    )


def _add(found: dict[str, list[Finding]], one: _Table, rule: str, message: str, other: _Table) -> None:
    finding = Finding(rule, message, Severity.WARNING, Fault.SOURCE, table=TABLE, actual=other.report_id)
    found.setdefault(one.report_id, []).append(finding)
