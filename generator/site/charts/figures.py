"""Plotly figures as plain dictionaries, without template and colours: those live once in ``charts.js``.

A trace says which *role* it plays (``meta.role``); the script gives each role its colour in light and dark.
``layout.meta`` holds what the SVG shows too: the frame, the direct labels, gaps and breaks.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.site.charts.nouns import Json, Series, Sketch, is_known, plain_number
from generator.site.charts.svg import Frame, Label, frame_json, totals
from generator.site.safe import chart_text


def bars(sketch: Sketch, frame: Frame, labels: Sequence[Label], *, lying: bool) -> Json:
    """Return stacked bars, upright or lying, in the frame of the SVG."""
    names = [chart_text(name) for name in sketch.categories]
    traces = [trace for one in sketch.series if (trace := _bar(names, one, lying=lying))]
    values, categories = ("xaxis", "yaxis") if lying else ("yaxis", "xaxis")
    last = len(names) - 0.5
    layout: Json = {
        "barmode": "stack",
        "bargap": 0.4 if lying else 0.32,
        values: {"range": [0, max(totals(sketch)) or 1]},
        categories: {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names,
            "range": [last, -0.5] if lying else [-0.5, last],
        },
        "meta": {
            "frame": frame_json(frame),
            "labels": [[label.category, label.at or 0, label.text] for label in labels],
            "gaps": list(sketch.gaps),
            "breaks": list(sketch.breaks),
            "lying": lying,
        },
    }
    return {"data": traces, "layout": layout}


def whole(sketch: Sketch, frame: Frame, labels: Sequence[tuple[float, str]]) -> Json:
    """Return one lying bar over the full width."""
    figure = bars(sketch, frame, (), lying=True)
    figure["layout"]["bargap"] = 0
    figure["layout"]["meta"] |= {"whole": True, "labels": [[0, at, text] for at, text in labels]}
    return figure


def _bar(names: Sequence[str], series: Series, *, lying: bool) -> Json | None:
    known = [(name, figure) for name, figure in zip(names, series.figures, strict=True) if is_known(figure)]
    if not known:
        return None
    places = [name for name, _ in known]
    values = [plain_number(figure) for _, figure in known]
    hatch = ["/" if figure is not None and figure.is_derived else "" for _, figure in known]
    trace: Json = {"type": "bar", "name": series.name, "meta": {"role": series.role}}
    trace |= {"x": values, "y": places, "orientation": "h"} if lying else {"x": places, "y": values}
    return trace | ({"marker": {"pattern": {"shape": hatch}}} if any(hatch) else {})
