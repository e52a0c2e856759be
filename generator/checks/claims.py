"""Claims of the prose that a cell of the tables contradicts without counting: all closed, no fee."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.checks.passages import closed_up, prose_sentences, quoted
from generator.model import Cell, CellKey, Fault, Finding, NarrativeFact, Report, Severity
from generator.numbers import plain
from generator.resources import data_path, read_yaml

_LEFT = CellKey("requests", "carried_out", "total")
_FEES = CellKey("proactive", "fees", "amount")
_UNPAID = CellKey("requests", "closed_fee_unpaid", "total")
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000)}


@dataclass(frozen=True, slots=True)
class Claims:
    """The patterns of ``data/lookups/claims.yml``, and the rest of it as it is."""

    requests: re.Pattern[str]
    others: re.Pattern[str]
    all_closed: re.Pattern[str]
    not_all: re.Pattern[str]
    raw: Mapping[str, Any]

    def about_requests(self, sentence: str) -> bool:
        """Say whether a closed-up sentence is about requests for disclosure and nothing else."""
        return self.requests.search(sentence) is not None and self.others.search(sentence) is None


@functools.cache
def load_claims() -> Claims:
    """Return the wordings of claims."""
    raw = read_yaml(data_path("lookups", "claims.yml"))
    lists = {name: re.compile("|".join(raw[name])) for name in ("requests", "others", "not_all")}
    return Claims(**lists, all_closed=re.compile(raw["all_closed"]), raw=raw)


def claims(report: Report) -> Iterator[Finding]:
    """Yield each claim of the prose that the tables contradict."""
    cells = {cell.key: cell for cell in report.cells}
    if cells:
        yield from _all_closed(report, cells)
        yield from _fee(report.facts, cells)


def _all_closed(report: Report, cells: Mapping[CellKey, Cell]) -> Iterator[Finding]:
    left = cells[_LEFT].value if _LEFT in cells else None
    if not left:
        return
    known = load_claims()
    for sentence in prose_sentences(report.narrative):
        flat = closed_up(sentence)
        if known.about_requests(flat) and known.all_closed.search(flat) and not known.not_all.search(flat):
            message = (
                f"文字部分称申请已全部办结，而表三“结转下年度继续办理”总计 {plain(left)} 件。原文：“{quoted(sentence)}”"
            )
            yield _at(_LEFT, "narrative.claims_all_closed", message, Severity.WARNING, plain(left))
            return


def _fee(facts: Sequence[NarrativeFact], cells: Mapping[CellKey, Cell]) -> Iterator[Finding]:
    """Compare the fee for processing information with the table: it is one of the fees that the table counts."""
    received = [fact for fact in facts if fact.fact == "processing_fee" and fact.unit in _YUAN and fact.value > 0]
    fees = cells.get(_FEES)
    if received and fees is not None and fees.value == 0:
        fact = received[0]
        printed_to = Decimal(1).scaleb(min(0, int(fees.value.as_tuple().exponent)))
        if fact.value * _YUAN[fact.unit] >= printed_to / 2 * _YUAN["万元"]:
            message = (
                f"文字部分说收取信息处理费 {plain(fact.value)}{fact.unit}，而表二“行政事业性收费”印作 0。"
                f"原文：“{quoted(fact.quote)}”"
            )
            yield _at(_FEES, "fees.processing_fee_left_out", message, Severity.INFO, plain(fees.value))
    unpaid = cells.get(_UNPAID)
    none = [fact for fact in facts if (fact.fact, fact.channel) == ("processing_fee", "notices") and not fact.value]
    if none and unpaid is not None and unpaid.value:
        message = (
            f"表三“逾期未按收费通知要求缴纳费用”有 {plain(unpaid.value)} 件，而文字部分说没有发出收费通知。"
            f"原文：“{quoted(none[0].quote)}”"
        )
        yield _at(_UNPAID, "fees.notice_not_told", message, Severity.INFO, plain(unpaid.value))


def _at(key: CellKey, rule: str, message: str, severity: Severity, actual: str) -> Finding:
    return Finding(rule, message, severity, Fault.SOURCE, None, key.table, key.row, key.column, actual=actual)
