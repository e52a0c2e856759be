"""Titles of charts: the finding as a neutral sentence with its numbers, and nothing that is not certain."""

from __future__ import annotations

from collections.abc import Sequence

from generator.site.facts import APPLICANTS, OUTCOME_GROUPS, REVIEW_RESULTS, REVIEW_ROWS, Facts, Figure
from generator.site.marks import figure_mark
from generator.site.sentences import disagreement
from generator.site.words import GROUPS

_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


def over_years(words: str, years: Sequence[int], figures: Sequence[Figure | None]) -> str:
    """Return e.g. ``新收申请：2022 年 77 件，2025 年 154 件``: the first and the last year that are known."""
    known = [
        (year, figure)
        for year, figure in zip(years, figures, strict=True)
        if figure is not None and figure.value is not None
    ]
    if not known:
        return f"{words}：各年未能确定"
    if not any(figure.value for _, figure in known):
        zero = "≈ 0" if any(figure.is_derived for _, figure in known) else "0"
        return f"{words}：{f'{known[0][0]} 年' if len(known) == 1 else f'{len(known)} 个年份都是'} {zero} 件"
    ends = [known[0], *known[-1:]] if len(known) > 1 else known
    parts = [f"{year} 年 {_text(figure)} 件" for year, figure in ends]
    largest = max(known, key=lambda pair: pair[1].value or 0)
    if len(known) > 2 and all(largest[1].value != end[1].value for end in ends):
        parts.insert(1, f"最多的 {largest[0]} 年 {_text(largest[1])} 件")
    return f"{words}：{'，'.join(parts)}"


def outcomes(facts: Facts) -> str:
    """Return how the requests of a year ended, as far as the cells say."""
    total = facts.one("requests", "outcomes_total", "total")
    groups = [(GROUPS[group], facts.group(group)) for group in OUTCOME_GROUPS]
    named = [f"{name} {_text(figure)} 件" for name, figure in groups if figure.value]
    if total.value is None:
        return f"申请怎样办结：{'，'.join(named)}" if named else "申请怎样办结"
    note = disagreement(facts.sum_of_groups(), total)
    if not total.value:
        return f"{facts.report.year} 年办结申请 {_text(total)} 件{note}"
    return f"{facts.report.year} 年办结申请 {_text(total)} 件" + (f"：{'，'.join(named)}" if named else "") + note


def applicants(facts: Facts) -> str:
    """Return who asked: natural persons, and legal persons and other organisations together."""
    received = facts.one("requests", "received", "total")
    people = facts.one("requests", "received", "natural_person")
    bodies = [facts.one("requests", "received", code) for code in APPLICANTS[1:]]
    values = [figure.value for figure in bodies if figure.value is not None]
    if people.value is None or len(values) < len(bodies):
        return "谁提出了申请"
    if not people.value and not any(values):
        return f"{facts.report.year} 年各类申请人的新收申请都是 0 件"
    if received.value is None:
        return "谁提出了申请"
    derived = any(figure.is_derived for figure in bodies)
    note = disagreement(people.value + sum(values), received)
    return (
        f"{_text(received)} 件新收申请中，自然人提出 {_text(people)} 件，"
        f"法人或其他组织 {'≈ ' if derived else ''}{sum(values):,} 件{note}"
    )


def review(facts: Facts) -> str:
    """Return how many cases of review and litigation there were."""
    reconsideration, litigation = facts.review(("reconsideration",)), facts.review(_LITIGATION)
    if reconsideration.value is None or litigation.value is None:
        cells = [facts.one("review", row, result) for row in REVIEW_ROWS for result in REVIEW_RESULTS]
        zero = all(cell.value == 0 for cell in cells)
        return "行政复议与行政诉讼" + ("：各种结果都是 0 件" if zero else "")
    return f"行政复议 {_text(reconsideration)} 件，行政诉讼 {_text(litigation)} 件"


def _text(figure: Figure) -> str:
    return figure_mark(figure).text
