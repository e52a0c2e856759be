"""Percentages of the prose beside the ratios they can be, to the precision they are printed in.

A percentage is a finding only where what it is a share of is known, and none of the ratios it can mean comes out
at it, rounded or cut off. What those are is said: the sums named around it, and the cells of the table.
"""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.checks.claims import load_claims
from generator.checks.passages import closed_up, quoted, sentences
from generator.checks.words import sum_of
from generator.model import Cell, CellKey, Fault, Finding, Report, Section, Severity
from generator.numbers import plain

_PERCENT = r"(?P<percent>\d{1,4}(?:\.\d{1,4})?)%"
_COUNT = re.compile(r"(?<![\d.])(\d{1,9})(余|多)?(条|件|份|篇|项|次|期|个|起|人次)")
# 政策文件类45条,占主动公开总数的12.3%
_SHARE = re.compile(
    r"(?<![\d.])(?P<part>\d{1,9})(?P<unit>条|件|份|篇|项|次|期|个|起|人次)(?:信息)?[,(]?(?:约|共)?占(?:比|总数?|全部|全年)?"
    rf"(?P<what>[^,;。()\d]{{0,16}}?)(?:约|为|达|近)?{_PERCENT}"
)
_ABOUT = re.compile(r"(?:约|近|超过?|不足|将近|接近)\d[\d.]*%|%(?:以上|左右|余)")
_TOTAL = re.compile(r"共|总|合计|累计|全年")
_REQUESTS_WHOLE = ("received", "carried_in", "outcomes_total")
_SECTIONS = (Section.OVERVIEW, Section.PROBLEMS, Section.OTHER)
_NAMED = 4
# So many numbers of a section are remembered, and so many shares of a sentence looked at.
_REMEMBERED = 100


def fits(percent: str, part: Decimal, whole: Decimal) -> bool:
    """Say whether ``part`` of ``whole`` is so many per cent, rounded or cut off to the printed places."""
    if whole <= 0:
        return False
    places = len(percent.partition(".")[2])
    unit = Decimal(1).scaleb(-places)
    # |100 part / whole - printed| < one unit of the last place, without dividing.
    return abs(100 * part - Decimal(percent) * whole) < unit * whole


def ratios(report: Report) -> Iterator[Finding]:
    """Yield a finding for each percentage that no ratio it can mean comes out at."""
    cells = {cell.key: cell for cell in report.cells}
    for section in _SECTIONS:
        text = report.narrative.get(section, "")
        if "%" in text or "％" in text:
            yield from _shares(text, cells)
            yield from _rates(text, report.form, cells)


def _shares(text: str, cells: Mapping[CellKey, Cell]) -> Iterator[Finding]:
    """Compare each share with the numbers named before it in its section, and with the sum of its list."""
    counted: deque[tuple[Decimal, str, bool]] = deque(maxlen=_REMEMBERED)
    named_total = False
    for paragraph in text.split("\n"):
        listed = _listed(closed_up(paragraph))
        for sentence in sentences(paragraph):
            flat = closed_up(sentence)
            for match in itertools.islice(_SHARE.finditer(flat), _REMEMBERED):
                head = flat[: match.start()]
                before = [item for item in (*counted, *_counts(head)) if item[1] == match["unit"]]
                vague = _ABOUT.search(match[0]) or any(about for _, _, about in before)
                if vague or not before or not (named_total or _TOTAL.search(head)):
                    continue
                candidates = [*(number for number, _, _ in before), listed[match["unit"]], *_of_requests(flat, cells)]
                part = Decimal(match["part"])
                if not any(fits(match["percent"], part, candidate) for candidate in candidates):
                    yield _share(match, sentence, [number for number in candidates if number >= part])
            counted.extend(_counts(flat))
            named_total = named_total or _TOTAL.search(flat) is not None


def _listed(paragraph: str) -> Mapping[str, Decimal]:
    """Return the sum of the parts of a paragraph that have a share, by unit."""
    sums: dict[str, Decimal] = {}
    for match in _SHARE.finditer(paragraph):
        sums[match["unit"]] = sums.get(match["unit"], Decimal(0)) + Decimal(match["part"])
    return sums


def _counts(text: str) -> list[tuple[Decimal, str, bool]]:
    return [(Decimal(number), unit, bool(about)) for number, about, unit in _COUNT.findall(text)]


def _of_requests(sentence: str, cells: Mapping[CellKey, Cell]) -> Iterable[Decimal]:
    """Return the totals of table 三 that a share in a sentence about requests can be of."""
    if "申请" not in sentence:
        return ()
    values = [cells[key].value for row in _REQUESTS_WHOLE if (key := CellKey("requests", row, "total")) in cells]
    known = [value for value in values if value is not None]
    return (*known, sum(known[:2], Decimal(0)))


def _share(match: re.Match[str], sentence: str, candidates: Sequence[Decimal]) -> Finding:
    shown = "、".join(dict.fromkeys(plain(number) for number in candidates[-_NAMED:]))
    message = (
        f"文字部分说 {match['part']}{match['unit']}占 {match['percent']}%，"
        f"与文中或表中可能的总数（{shown}）相除都不是这个百分比。原文：“{quoted(sentence)}”"
    )
    return Finding("narrative.share_unexplained", message, Severity.INFO, Fault.SOURCE, actual=match["percent"])


def _rates(text: str, form: str, cells: Mapping[CellKey, Cell]) -> Iterator[Finding]:
    """Compare a rate by its name (办结率) with the ratios of cells that it can mean."""
    known = load_claims()
    for sentence in sentences(text) if cells else ():
        flat = closed_up(sentence)
        if not known.about_requests(flat):
            continue
        for rate in known.raw["rates"]:
            for match in re.finditer(rf"(?:{rate['pattern']})[^,;。\d]{{0,6}}?{_PERCENT}", flat):
                possible = [
                    (sum_of(form, part, cells), sum_of(form, whole, cells))
                    for part in rate["numerators"]
                    for whole in rate["denominators"]
                ]
                sums = [(part, whole) for part, whole in possible if part is not None and whole]
                if len(sums) < len(possible) or _ABOUT.search(match[0]):
                    continue
                if not any(fits(match["percent"], part, whole) for part, whole in sums):
                    yield _rate(rate["name"], match["percent"], sums, sentence)


def _rate(name: str, percent: str, sums: Sequence[tuple[Decimal, Decimal]], sentence: str) -> Finding:
    shown = "、".join(dict.fromkeys(f"{plain(part)}/{plain(whole)}" for part, whole in sums))
    message = f"文字部分说{name} {percent}%，与表三可能的比（{shown}）都不合。原文：“{quoted(sentence)}”"
    return Finding("narrative.rate_unexplained", message, Severity.INFO, Fault.SOURCE, table="requests", actual=percent)
