"""Mask numbers of private persons in everything that a report says."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from generator.model import (
    Cell,
    CellStatus,
    CheckResult,
    Fault,
    Finding,
    LegacyFigure,
    Line,
    NarrativeFact,
    Report,
    Severity,
)
from generator.numbers import plain
from generator.personal.numbers import IDENTITY_CARD, Found, find, is_identity_card, may_hold
from generator.personal.rules import load_rules

RULE: Final = "text.masked"

_T = TypeVar("_T")

# Nothing but a number: what stands so in a cell of a table is a figure, whatever it looks like.
_BARE = re.compile(r"[\s\d０-９,，.．]*")
_NOT_DIGIT = re.compile(r"[^0-9X*]")


def masked_text(text: str) -> str:
    """Return ``text`` with the numbers of private persons masked; as long as before, and the same where none are."""
    found = find(text)
    return _covered(text, found) if found else text


def masked_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of a document masked, also where a number is broken over two; figures of rows stay."""
    whole = "\n".join(line.text for line in lines)
    found = [one for one in find(whole) if not _is_figure(whole, one)]
    if not found:
        return tuple(lines)
    hidden = _covered(whole, found)
    ends = itertools.accumulate(len(line.text) + 1 for line in lines)
    return tuple(
        replace(line, text=hidden[end - 1 - len(line.text) : end - 1]) for line, end in zip(lines, ends, strict=True)
    )


def masked(report: Report) -> Report:
    """Return the report with every text of it masked, whoever wrote it; what needs no change stays as it is."""
    return replace(
        report,
        source=_masked_name(report.source),
        error=masked_text(report.error),
        cells=_each(report.cells, (cell.raw for cell in report.cells), _cell),
        legacy=_each(
            report.legacy, (text for one in report.legacy for text in (one.raw, one.label, one.column)), _legacy
        ),
        narrative={section: masked_text(text) for section, text in report.narrative.items()},
        facts=_each(report.facts, (text for one in report.facts for text in (one.quote, one.channel)), _fact),
        findings=_each(
            report.findings,
            (text for one in report.findings for text in (one.message, one.expected, one.actual)),
            _finding,
        ),
        checks=_each(report.checks, (check.reason for check in report.checks), _check),
    )


def _each(items: tuple[_T, ...], texts: Iterable[str], change: Callable[[_T], _T | None]) -> tuple[_T, ...]:
    """Return items changed or left out one by one, where any of their ``texts`` may hold a number at all."""
    if not may_hold(texts):
        return items
    return tuple(changed for item in items if (changed := change(item)) is not None)


def private_numbers(*texts: str) -> tuple[Finding, ...]:
    """Return the finding that texts hold numbers of private persons, by kind and count; nothing where they hold none.

    ``texts`` are readings of one document: what several of them show is one number.
    """
    together: Counter[str] = Counter()
    for text in texts:
        for kind, count in Counter(one.kind for one in find(text) if not _is_figure(text, one)).items():
            together[kind] = max(together[kind], count)
    if not together:
        return ()
    names = load_rules().names
    listed = "、".join(f"{names[kind]} {together[kind]} 处" for kind in names if together[kind])
    message = f"文件中疑有个人号码（{listed}），本站已按规则遮盖，并且不提供原文件的副本。"
    return (Finding(RULE, message, Severity.INFO, Fault.SOURCE),)


def _covered(text: str, found: list[Found]) -> str:
    kept = load_rules().kept
    parts, last = [], 0
    for one in found:
        parts.append(text[last : one.start])
        seen = 0
        for character in text[one.start : one.end]:
            is_digit = character.isdigit() or character in "XxＸｘ"
            seen += is_digit
            parts.append("*" if is_digit and seen > kept else character)
        last = one.end
    return "".join((*parts, text[last:]))


def _is_figure(text: str, one: Found) -> bool:
    """Say whether a number fills a cell of a row with several cells."""
    if one.kind == IDENTITY_CARD:
        return False
    start, end = text.rfind("\n", 0, one.start) + 1, text.find("\n", one.end)
    line = text[start : end if end >= 0 else len(text)]
    before, after = text[start : one.start], text[one.end : start + len(line)]
    edges = before.rstrip(" ").endswith(("\t", "|")), after.lstrip(" ").startswith(("\t", "|"))
    return any(edges) and all(edge or not side.strip() for edge, side in zip(edges, (before, after), strict=True))


def _cell(cell: Cell) -> Cell:
    raw = _masked_cell(cell.raw)
    if raw == cell.raw:
        return cell
    if not is_identity_card(plain(cell.value)):
        return replace(cell, raw=raw)
    return replace(cell, raw=raw, status=CellStatus.UNREADABLE, value=None)


def _legacy(figure: LegacyFigure) -> LegacyFigure:
    raw, label, column = _masked_cell(figure.raw), masked_text(figure.label), masked_text(figure.column)
    if (raw, label, column) == (figure.raw, figure.label, figure.column):
        return figure
    if is_identity_card(plain(figure.value)):
        figure = replace(figure, status=CellStatus.UNREADABLE, value=None)
    return replace(figure, raw=raw, label=label, column=column)


def _masked_cell(raw: str) -> str:
    """Return a cell's text masked; a cell that holds only a number is masked only where that is an identity card's."""
    found = find(raw)
    if _BARE.fullmatch(raw):
        found = [one for one in found if one.kind == IDENTITY_CARD]
    return _covered(raw, found) if found else raw


def _masked_name(source: str) -> str:
    """Return a file's name with identity cards masked; other long numbers in names are those of editing systems."""
    found = [one for one in find(source) if one.kind == IDENTITY_CARD]
    return _covered(source, found) if found else source


def _fact(fact: NarrativeFact) -> NarrativeFact | None:
    """Return a fact with its words masked; nothing where its figure was part of a masked number."""
    quote, channel = masked_text(fact.quote), masked_text(fact.channel)
    if (quote, channel) == (fact.quote, fact.channel):
        return fact
    if _NOT_DIGIT.sub("", plain(fact.value)) not in _NOT_DIGIT.sub("", quote):
        return None
    return replace(fact, quote=quote, channel=channel)


def _check(check: CheckResult) -> CheckResult:
    reason = masked_text(check.reason)
    return check if reason == check.reason else replace(check, reason=reason)


def _finding(finding: Finding) -> Finding:
    message, expected = masked_text(finding.message), masked_text(finding.expected)
    actual = masked_text(finding.actual)
    if (message, expected, actual) == (finding.message, finding.expected, finding.actual):
        return finding
    return replace(finding, message=message, expected=expected, actual=actual)
