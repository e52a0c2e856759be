"""The charts over the years: small multiples that share their years, gaps for years without report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.site.charts import titles
from generator.site.charts.finish import columns, finish
from generator.site.charts.nouns import Chart, Series, Sketch
from generator.site.facts import OUTCOME_GROUPS, Facts, Figure
from generator.site.places import body_address
from generator.site.words import GROUPS

_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")
_DECISIONS = (("licensing", "行政许可决定"), ("penalties", "行政处罚决定"), ("compulsion", "行政强制决定"))


def yearly_charts(all_facts: Sequence[Facts]) -> tuple[Chart, ...]:
    """Return the charts over the years; none for a single year."""
    usable = [facts for facts in all_facts if facts.report.cells and facts.report.year is not None]
    if len(usable) < 2:
        return ()
    span = _span(all_facts, usable)
    requests = (
        _yearly("years-requests", "新收申请", span, [Series("received", "本年新收", _over(span, "received"))], "表三"),
        _outcomes(span),
        _yearly(
            "years-carried", "结转下年度", span, [Series("carried_out", "结转", _over(span, "carried_out"))], "表三"
        ),
        _review(span),
    )
    return (*requests, *(_decisions(span, row, words) for row, words in _DECISIONS))


Span = Sequence[tuple[int, Facts | None]]


def _span(all_facts: Sequence[Facts], usable: Sequence[Facts]) -> Span:
    """Return every year from the first readable report to the last; ``None`` where there is no report at all."""
    by_year = {facts.report.year or 0: facts for facts in all_facts}
    known = [facts.report.year or 0 for facts in usable]
    return [(year, by_year.get(year)) for year in range(min(known), max(known) + 1)]


def _outcomes(span: Span) -> Chart:
    series = [
        Series(group, GROUPS[group], tuple(None if facts is None else _group(facts, group) for _, facts in span))
        for group in OUTCOME_GROUPS
    ]
    totals = tuple(None if facts is None else facts.one("requests", "outcomes_total", "total") for _, facts in span)
    return _chart("years-outcomes", titles.over_years("办结", span_years(span), totals), span, series, "表三")


def _group(facts: Facts, group: str) -> Figure:
    # A report without readable tables has a form's rows nowhere; its figures are unknown, not absent.
    return facts.group(group) if facts.report.cells else facts.one("requests", group, "total")


def _review(span: Span) -> Chart:
    series = [
        Series(role, words, tuple(None if facts is None else facts.review(rows) for _, facts in span))
        for role, words, rows in (
            ("reconsideration", "行政复议", ("reconsideration",)),
            ("litigation", "行政诉讼", _LITIGATION),
        )
    ]
    totals = tuple(None if facts is None else facts.review() for _, facts in span)
    title = titles.over_years("行政复议和行政诉讼", span_years(span), totals)
    return _chart("years-review", title, span, series, "表四")


def _decisions(span: Span, row: str, words: str) -> Chart:
    figures = tuple(None if facts is None else facts.one("proactive", row, "decisions") for _, facts in span)
    return _yearly(f"years-{row}", words, span, [Series("received", words, figures)], "表二")


def _yearly(code: str, words: str, span: Span, series: Sequence[Series], table: str) -> Chart:
    return _chart(code, titles.over_years(words, span_years(span), series[0].figures), span, series, table)


def _chart(code: str, title: str, span: Span, series: Sequence[Series], table: str) -> Chart:
    breaks, gaps = _form_breaks(span), tuple(place for place, (_, facts) in enumerate(span) if facts is None)
    notes = ["竖线处年报表式改变，前后不可直接相比。"] if breaks else []
    notes += ["“缺”：本站没有这一年的报告。"] if gaps else []
    organisation = next(facts.report.organisation for _, facts in span if facts is not None)
    assert organisation is not None
    sketch = Sketch(
        code,
        title,
        tuple(str(year) for year in span_years(span)),
        series,
        f"各年报告{table}",
        body_address(organisation),
        "".join(notes),
        gaps,
        breaks,
    )
    return finish(sketch, columns)


def span_years(span: Span) -> tuple[int, ...]:
    """Return the years of a span."""
    return tuple(year for year, _ in span)


def _over(span: Span, row: str) -> tuple[Figure | None, ...]:
    return tuple(None if facts is None else facts.one("requests", row, "total") for _, facts in span)


def _form_breaks(span: Span) -> tuple[float, ...]:
    """Return the places between two years of different form, as positions on the axis of years."""
    known = [(place, facts.report.form) for place, (_, facts) in enumerate(span) if facts and facts.report.cells]
    return tuple((left + right) / 2 for (left, old), (right, new) in pairwise(known) if old != new)
