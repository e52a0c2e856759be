"""Growth rates of the prose beside the figures of both years, where the report on the year before is there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.checks.claims import load_claims
from generator.checks.passages import closed_up, prose_sentences, quoted
from generator.checks.ratios import fits
from generator.checks.words import sum_of
from generator.model import Cell, CellKey, Fault, Finding, NarrativeFact, Report, Severity
from generator.numbers import plain

_PERCENT = r"(?P<percent>\d{1,5}(?:\.\d{1,4})?)%"
_PUBLISHED = re.compile(r"主动公开(?!率)[^,;。]{0,12}信息|公开(?:政府|政务|各类)+信息")
_ABOUT = re.compile(r"约|近|超|余|以上|左右")
_CLAUSE_END = re.compile("[,;。:]")
_REACH = 120
_Pair = tuple[Decimal, Decimal]


def growth(report: Report, previous: Report) -> Iterator[Finding]:
    """Yield a finding for each growth rate that no pair of figures of both years comes out at."""
    for sentence in prose_sentences(report.narrative):
        flat = closed_up(sentence)
        for match in _pattern().finditer(flat):
            pairs = list(_pairs(_subject(flat[max(0, match.start() - _REACH) : match.start()]), report, previous))
            if not pairs or _ABOUT.search(match[0]):
                continue
            if not any(_comes_out(match, now, before) for now, before in pairs):
                yield _finding(match, pairs, sentence, previous)


@functools.cache
def _pattern() -> re.Pattern[str]:
    raw = load_claims().raw
    return re.compile(rf"{raw['compared']}[^,;。\d]{{0,8}}?(?:(?P<grew>{raw['grew']})|(?:{raw['shrank']})){_PERCENT}")


def _comes_out(match: re.Match[str], now: Decimal, before: Decimal) -> bool:
    change = now - before if match["grew"] else before - now
    return fits(match["percent"], change, before)


def _subject(words: str) -> str:
    """Return the clause whose number grew: the nearest with a number, else the nearest."""
    clauses = [clause for clause in _CLAUSE_END.split(words) if clause]
    return next((clause for clause in reversed(clauses) if re.search(r"\d", clause)), clauses[-1] if clauses else "")


def _pairs(subject: str, report: Report, previous: Report) -> Iterator[_Pair]:
    """Yield what a rate behind ``subject`` can be of, this year and the last; nothing where a figure is unknown."""
    known = load_claims()
    if known.about_requests(subject):
        for kind in known.raw["growth"]:
            if re.search(kind["pattern"], subject):
                yield from _of_cells(kind["sums"], report, previous)
    elif _PUBLISHED.search(subject) and "申请" not in subject:
        now, before = (_published(one.facts) for one in (report, previous))
        if len(now) == len(before) == 1 and before[0]:
            yield now[0], before[0]


def _of_cells(sums: Sequence[Sequence[str]], report: Report, previous: Report) -> Iterator[_Pair]:
    mine, theirs = _cells(report), _cells(previous)
    pairs = [(sum_of(report.form, terms, mine), sum_of(previous.form, terms, theirs)) for terms in sums]
    if all(now is not None and before is not None for now, before in pairs):
        yield from ((now, before) for now, before in pairs if now is not None and before)


def _cells(report: Report) -> Mapping[CellKey, Cell]:
    return {cell.key: cell for cell in report.cells}


def _published(facts: Sequence[NarrativeFact]) -> list[Decimal]:
    totals = [fact.value for fact in facts if fact.fact == "proactive_total" and not fact.approximate]
    return list(dict.fromkeys(totals))


def _finding(match: re.Match[str], pairs: Sequence[_Pair], sentence: str, previous: Report) -> Finding:
    shown = "、".join(dict.fromkeys(f"{plain(before)} → {plain(now)}" for now, before in pairs))
    message = (
        f"文字部分说“{match[0]}”，而 {previous.year} 年度报告（{previous.report_id}）与本报告的数（{shown}）"
        f"都算不出这个百分比。原文：“{quoted(sentence)}”"
    )
    return Finding("narrative.growth_unexplained", message, Severity.INFO, Fault.SCOPE, actual=match["percent"])
