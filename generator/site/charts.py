"""Plotly figures as plain dictionaries, without template and colours: those live once in ``charts.js``.

A trace says which *role* it plays (``meta.role``); the script gives each role its colour in light and dark.
Values that were derived are drawn hatched; values that are not known are left out and said in ``note``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.forms import Form
from generator.site.facts import APPLICANTS, OUTCOME_GROUPS, REVIEW_RESULTS, REVIEW_ROWS, Facts, Figure
from generator.site.marks import Mark, figure_mark
from generator.site.safe import chart_text
from generator.site.words import GROUPS

Json = dict[str, Any]
RESULT_WORDS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
REVIEW_WORDS = {
    "reconsideration": "行政复议",
    "litigation_direct": "直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}


@dataclass(frozen=True, slots=True)
class Series:
    """One named row of figures over the chart's categories."""

    role: str
    name: str
    figures: tuple[Figure | None, ...]
    stack: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a chart is made of, before it is known whether there is anything to draw."""

    code: str
    title: str
    categories: tuple[str, ...]
    series: Sequence[Series]
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of the table under a chart."""

    name: str
    marks: tuple[Mark | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the finding as its title, the figure (or a sentence instead), and its table."""

    code: str
    title: str
    figure: Json | None
    instead: str
    note: str
    categories: tuple[str, ...]
    lines: tuple[TableLine, ...]
    source: str


def report_charts(facts: Facts) -> tuple[Chart, ...]:
    """Return the charts of one report: requests and outcomes, applicants, review and litigation."""
    if facts.form is None or not facts.report.cells:
        return ()
    return (_outcomes(facts), _applicants(facts), _review(facts))


def yearly_charts(all_facts: Sequence[Facts]) -> tuple[Chart, ...]:
    """Return the charts over the years; none for a single year."""
    usable = [facts for facts in all_facts if facts.report.cells and facts.report.year is not None]
    if len(usable) < 2:
        return ()
    years = _span(usable)
    return (_yearly_requests(years), _yearly_outcomes(years), _yearly_review(years), _yearly_decisions(years))


def _outcomes(facts: Facts) -> Chart:
    bars = ("收到", "去向")
    series = [
        Series("received", "本年新收", (facts.one("requests", "received", "total"), None)),
        Series("carried_in", "上年结转", (facts.one("requests", "carried_in", "total"), None)),
        *(Series(group, GROUPS[group], (None, facts.group(group))) for group in OUTCOME_GROUPS),
        Series("carried_out", "结转下年度", (None, facts.one("requests", "carried_out", "total"))),
    ]
    title = _outcomes_title(facts)
    sketch = Sketch("outcomes", title, bars, series, "表三 总计列")
    return _finish(sketch, _bars(bars, series, horizontal=True, stacked=True))


def _outcomes_title(facts: Facts) -> str:
    received, total = facts.one("requests", "received", "total"), facts.one("requests", "outcomes_total", "total")
    if received.value is None or total.value is None:
        return "申请怎样办结"
    return f"新收 {figure_mark(received).text} 件，办结 {figure_mark(total).text} 件"


def _applicants(facts: Facts) -> Chart:
    labels = tuple(_column_label(facts.form, code) for code in APPLICANTS)
    figures = tuple(facts.one("requests", "received", code) for code in APPLICANTS)
    series = [Series("received", "本年新收", figures)]
    sketch = Sketch("applicants", "谁提出了申请（本年新收）", labels, series, "表三 第一行")
    return _finish(sketch, _bars(labels, series, horizontal=True, stacked=False))


def _review(facts: Facts) -> Chart:
    labels = tuple(REVIEW_WORDS[row] for row in REVIEW_ROWS)
    series = [
        Series(result, RESULT_WORDS[result], tuple(facts.one("review", row, result) for row in REVIEW_ROWS))
        for result in REVIEW_RESULTS
    ]
    total = facts.review()
    title = f"行政复议与行政诉讼共 {figure_mark(total).text} 件" if total.value is not None else "行政复议与行政诉讼"
    sketch = Sketch("review", title, labels, series, "表四")
    return _finish(sketch, _bars(labels, series, horizontal=True, stacked=True))


def _yearly_requests(years: Sequence[Facts | int]) -> Chart:
    series = [
        Series("received", "本年新收", _over(years, "received")),
        Series("carried_in", "上年结转", _over(years, "carried_in")),
        Series("carried_out", "结转下年度", _over(years, "carried_out")),
    ]
    return _yearly("years-requests", "历年新收与结转", years, series, "各年表三 总计列", lines=True)


def _yearly_outcomes(years: Sequence[Facts | int]) -> Chart:
    series = [
        Series(group, GROUPS[group], tuple(None if isinstance(f, int) else f.group(group) for f in years))
        for group in OUTCOME_GROUPS
    ]
    return _yearly("years-outcomes", "历年办理结果", years, series, "各年表三 总计列", lines=False)


def _yearly_review(years: Sequence[Facts | int]) -> Chart:
    roles = zip(("upheld", "corrected", "other"), REVIEW_ROWS, strict=True)
    series = [
        Series(role, REVIEW_WORDS[row], tuple(None if isinstance(f, int) else f.review([row]) for f in years))
        for role, row in roles
    ]
    return _yearly("years-review", "历年行政复议与行政诉讼", years, series, "各年表四 总计列", lines=False)


def _yearly_decisions(years: Sequence[Facts | int]) -> Chart:
    words = {"licensing": "行政许可", "penalties": "行政处罚", "compulsion": "行政强制"}
    roles = zip(("granted", "denied", "not_processed"), words, strict=True)
    series = [
        Series(
            role,
            words[row],
            tuple(None if isinstance(f, int) else f.one("proactive", row, "decisions") for f in years),
        )
        for role, row in roles
    ]
    return _yearly("years-decisions", "历年处理决定数量", years, series, "各年表二", lines=True)


def _yearly(
    code: str, title: str, years: Sequence[Facts | int], series: Sequence[Series], source: str, *, lines: bool
) -> Chart:
    labels = tuple(str(facts if isinstance(facts, int) else facts.report.year) for facts in years)
    figure = _lines(labels, series) if lines else _bars(labels, series, horizontal=False, stacked=True)
    breaks = _form_breaks(years)
    if breaks:
        figure["layout"] |= _break_layout(breaks)
    note = "竖线处年报表式改变，前后不可直接相比。" if breaks else ""
    return _finish(Sketch(code, title, labels, series, source, note), figure)


def _span(usable: Sequence[Facts]) -> list[Facts | int]:
    by_year = {facts.report.year or 0: facts for facts in usable}
    return [by_year.get(year, year) for year in range(min(by_year), max(by_year) + 1)]


def _over(years: Sequence[Facts | int], row: str) -> tuple[Figure | None, ...]:
    return tuple(None if isinstance(facts, int) else facts.one("requests", row, "total") for facts in years)


def _form_breaks(years: Sequence[Facts | int]) -> list[float]:
    """Return the places between two years of different form, as positions on the axis of years."""
    known = [(place, facts.report.form) for place, facts in enumerate(years) if not isinstance(facts, int)]
    return [(left + right) / 2 for (left, old), (right, new) in pairwise(known) if old != new]


def _break_layout(breaks: Sequence[float]) -> Json:
    line = {"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "line": {"dash": "dot", "width": 1.5}}
    words = {"xref": "x", "yref": "paper", "y": 1, "yanchor": "bottom", "text": "表式改变", "showarrow": False}
    return {
        "shapes": [{**line, "x0": place, "x1": place} for place in breaks],
        "annotations": [{**words, "x": place} for place in breaks],
    }


def _bars(labels: Sequence[str], series: Sequence[Series], *, horizontal: bool, stacked: bool) -> Json:
    traces = [trace for one in series if (trace := _bar(labels, one, horizontal=horizontal))]
    layout: Json = {"barmode": "stack" if stacked else "group", "showlegend": len(series) > 1}
    values, names = ("xaxis", "yaxis") if horizontal else ("yaxis", "xaxis")
    layout[values] = {"rangemode": "tozero"}
    layout[names] = {"type": "category", "categoryorder": "array", "categoryarray": [chart_text(x) for x in labels]}
    if horizontal:
        layout[names]["autorange"] = "reversed"
    return {"data": traces, "layout": layout}


def _bar(labels: Sequence[str], series: Series, *, horizontal: bool) -> Json | None:
    known = [(label, figure) for label, figure in zip(labels, series.figures, strict=True) if _is_known(figure)]
    if not known:
        return None
    names = [chart_text(label) for label, _ in known]
    values = [_plain_number(figure) for _, figure in known]
    hatch = ["/" if figure is not None and figure.is_derived else "" for _, figure in known]
    trace: Json = {"type": "bar", "name": series.name, "meta": {"role": series.role}}
    trace |= {"x": values, "y": names, "orientation": "h"} if horizontal else {"x": names, "y": values}
    trace |= {"text": [f"{value:,}" if value else "" for value in values]}
    return trace | ({"marker": {"pattern": {"shape": hatch}}} if any(hatch) else {})


def _lines(labels: Sequence[str], series: Sequence[Series]) -> Json:
    names = [chart_text(label) for label in labels]
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": one.name,
            "meta": {"role": one.role},
            "x": names,
            "y": [_plain_number(figure) if _is_known(figure) else None for figure in one.figures],
            "connectgaps": False,
        }
        for one in series
        if any(_is_known(figure) for figure in one.figures)
    ]
    axis = {"type": "category", "categoryorder": "array", "categoryarray": names}
    return {"data": traces, "layout": {"showlegend": True, "xaxis": axis, "yaxis": {"rangemode": "tozero"}}}


def _finish(sketch: Sketch, figure: Json) -> Chart:
    """Return the chart, or a fair sentence in its place where there is nothing to draw."""
    series = sketch.series
    asked = [figure_ for one in series for figure_ in one.figures if figure_ is not None]
    known = [figure_ for figure_ in asked if figure_.value is not None]
    instead = ""
    if not known:
        instead = "这些数字在本文件中未能确定，所以不作图；各格的情形见下表。"
    elif not any(figure_.value for figure_ in known):
        instead = _all_zero(len(asked) - len(known))
    notes = [sketch.note] if sketch.note else []
    if not instead and len(known) < len(asked):
        notes.append(f"有 {len(asked) - len(known)} 个数字未能确定，未画入图中。")
    if not instead and any(figure_.is_derived for figure_ in known):
        notes.append("斜线部分为推算所得，非原文所载。")
    lines = tuple(
        TableLine(one.name, tuple(None if f is None else figure_mark(f) for f in one.figures)) for one in series
    )
    return Chart(
        code=sketch.code,
        title=sketch.title,
        figure=None if instead else figure,
        instead=instead,
        note="".join(notes),
        categories=sketch.categories,
        lines=lines,
        source=sketch.source,
    )


def _all_zero(unknown: int) -> str:
    if unknown:
        return f"能够确定的各项均为 0，另有 {unknown} 项未能确定，所以不作图。"
    return "各项均为 0，所以不作图。为 0 只表示报告所载没有此类事项，不表示好坏。"


def _is_known(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None


def _plain_number(figure: Figure | None) -> int | float:
    assert figure is not None and figure.value is not None  # noqa: PT018
    return int(figure.value) if figure.value == figure.value.to_integral_value() else float(figure.value)


def _column_label(form: Form | None, code: str) -> str:
    assert form is not None
    (block,) = form.table("requests").blocks
    return next(column.label for column in block.columns if column.code == code)
