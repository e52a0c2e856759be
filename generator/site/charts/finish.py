"""From a sketch to a chart: the drawing, or a fair sentence in its place; notes, table, and the words for listeners."""

from __future__ import annotations

from collections.abc import Callable

from generator.site.charts import figures, svg
from generator.site.charts.nouns import Chart, Drawing, Sketch, TableLine, is_known
from generator.site.charts.svg import Frame
from generator.site.marks import figure_mark

Draw = Callable[[Sketch], Drawing]
_UPRIGHT = Frame(left=1.5, right=1.5, top=20, bottom=24, height=176)
# Room above for the words at a break.
_BROKEN = Frame(left=1.5, right=1.5, top=36, bottom=24, height=192)
_WHOLE = Frame(left=0, right=0, top=20, bottom=2, height=58)
_LINE = 28


def columns(sketch: Sketch) -> Drawing:
    """Draw upright columns."""
    frame = _BROKEN if sketch.breaks else _UPRIGHT
    given = svg.labels(sketch, frame.across / len(sketch.categories))
    return Drawing(svg.columns(sketch, frame, given), figures.bars(sketch, frame, given, lying=False))


def rows(sketch: Sketch) -> Drawing:
    """Draw lying bars, a category a line."""
    frame = Frame(left=30, right=14, top=2, bottom=2, height=4 + _LINE * len(sketch.categories))
    given = svg.labels(sketch, 100)
    return Drawing(svg.rows(sketch, frame, given), figures.bars(sketch, frame, given, lying=True))


def whole(sketch: Sketch) -> Drawing:
    """Draw one bar parted by the series; a part too narrow for its number goes without."""
    total = svg.totals(sketch)[0] or 1
    given, stacked = [], 0.0
    for one in sketch.series:
        (figure,) = one.figures
        if figure is None or figure.value is None:
            continue
        text, value = figure_mark(figure).text, float(figure.value)
        if value * 290 / total >= 7 * len(text) + 3:
            given.append((stacked + value / 2, text))
        stacked += value
    return Drawing(svg.whole(sketch, _WHOLE, given), figures.whole(sketch, _WHOLE, given))


def finish(sketch: Sketch, draw: Draw) -> Chart:
    """Return the chart, or a fair sentence in its place where there is nothing to draw."""
    asked = [figure for one in sketch.series for figure in one.figures if figure is not None]
    known = [figure for figure in asked if figure.value is not None]
    instead = ""
    if not known:
        instead = "这些数字在本文件中未能确定，所以不作图；各格的情形见下表。"
    elif not any(figure.value for figure in known):
        instead = _all_zero(len(asked) - len(known))
    notes = [sketch.note] if sketch.note else []
    if not instead and len(known) < len(asked):
        notes.append(f"有 {len(asked) - len(known)} 个数字未能确定，未画入图中。")
    if not instead and any(figure.is_derived for figure in known):
        notes.append("斜线部分为推算所得，非原文所载。")
    drawn = [one for one in sketch.series if any(is_known(figure) for figure in one.figures)]
    return Chart(
        code=sketch.code,
        title=sketch.title,
        says=_says(sketch),
        drawing=None if instead else draw(sketch),
        instead=instead,
        note="".join(notes),
        categories=sketch.categories,
        lines=tuple(
            TableLine(one.name, tuple(None if figure is None else figure_mark(figure) for figure in one.figures))
            for one in sketch.series
        ),
        source=sketch.source,
        address=sketch.address,
        keys=tuple((one.role, one.name) for one in drawn) if len(sketch.series) > 1 else (),
        is_zero=len(known) == len(asked) and not any(figure.value for figure in known),
    )


def _says(sketch: Sketch) -> str:
    """Return title and figures as one sentence for listeners; the table below has them one by one."""
    if len(sketch.categories) == 1:
        (first, *_) = zip(*(one.figures for one in sketch.series), strict=True)
        parts = [
            f"{one.name} {figure_mark(figure).text}"
            for one, figure in zip(sketch.series, first, strict=True)
            if figure is not None
        ]
        return f"{sketch.title}。{'，'.join(parts)}。"
    given = {label.category: label.text for label in svg.labels(sketch, 1000)}
    parts = [f"{name}：{given.get(place, '本站没有这份报告')}" for place, name in enumerate(sketch.categories)]
    return f"{sketch.title}。{'，'.join(parts)}。"


def _all_zero(unknown: int) -> str:
    if unknown:
        return f"能够确定的各项均为 0，另有 {unknown} 项未能确定，所以不作图。"
    return "各项均为 0，所以不作图。为 0 只表示报告所载没有此类事项，不表示好坏。"
