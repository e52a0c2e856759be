"""Charts as small SVG: places across in per cent, down in pixels, so that they fit any width without a script.

Colours come from classes. What is not known is a dotted box with the sign of its state, a year without report a grey
field, a derived figure hatched; zero is a written 0 on the base line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from generator.site.charts.nouns import Json, Series, Sketch, is_known, plain_number
from generator.site.facts import number
from generator.site.marks import figure_mark
from generator.site.safe import plain

# The narrowest drawing, in pixels: what fits there fits everywhere. A digit is about seven pixels wide.
_NARROWEST = 290.0
_DIGIT = 7.0
_LEAST = 2.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the bars stand: margins left and right in per cent, above and below in pixels; all pixels together."""

    left: float
    right: float
    top: float
    bottom: float
    height: float

    @property
    def across(self) -> float:
        """The width of the field, in per cent."""
        return 100 - self.left - self.right

    @property
    def down(self) -> float:
        """The height of the field, in pixels."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A direct label: the category it belongs to, the value it stands at (``None``: on the base line), its words."""

    category: int
    at: float | None
    text: str
    is_state: bool = False


def totals(sketch: Sketch) -> list[float]:
    """Return the sum of the known figures of each category."""
    return [
        sum(plain_number(one.figures[place]) for one in sketch.series if is_known(one.figures[place]))
        for place in range(len(sketch.categories))
    ]


def labels(sketch: Sketch, room: float) -> list[Label]:
    """Return the direct labels; where ``room`` per cent are too few for all, only the first, the last and the largest.

    A sum with unknown parts says so: ``12＋?``.
    """
    sums = totals(sketch)
    largest = max(range(len(sums)), key=lambda place: sums[place])
    found = []
    for place in range(len(sketch.categories)):
        if place in sketch.gaps:
            continue
        figures = [one.figures[place] for one in sketch.series if one.figures[place] is not None]
        known = [figure for figure in figures if is_known(figure)]
        if not known:
            signs = [figure_mark(figure).text for figure in figures[:1] if figure is not None]
            found += [Label(place, None, sign, is_state=True) for sign in signs]
            continue
        exact = sum((figure.value for figure in known if figure and figure.value is not None), start=Decimal(0))
        text = number(exact) + ("" if len(known) == len(figures) else "＋?")
        fits = _DIGIT * len(text) + 4 <= room * _NARROWEST / 100
        if fits or place in (0, len(sums) - 1, largest):
            found.append(Label(place, sums[place], text))
    return found


def columns(sketch: Sketch, frame: Frame, given: Sequence[Label]) -> Markup:
    """Return upright columns, the series stacked."""
    count, top = len(sketch.categories), max(totals(sketch)) or 1
    slot = frame.across / count
    width = min(slot * 0.68, 15.0)
    base = frame.height - frame.bottom
    scale = frame.down / top

    def middle(place: float) -> float:
        return frame.left + slot * (place + 0.5)

    parts = [_gap(middle(place) - slot / 2, slot, frame) for place in sketch.gaps]
    for place in range(count):
        stacked = 0.0
        for one, value in _stack(sketch.series, place):
            height = max(value * scale, _LEAST)
            y = base - (stacked + value) * scale
            parts += _bar(one, place, (middle(place) - width / 2, y, width, height), sketch.code)
            stacked += value
    parts.append(f'<line class="gk-base" x1="0" x2="100%" y1="{base:g}" y2="{base:g}"/>')
    for label in given:
        y = base - (label.at or 0) * scale
        parts.append(_words(label, (middle(label.category), y - 5), "middle"))
    step = max(1, -(-count * 36 // int(_NARROWEST)))
    parts += [
        f'<text class="gk-name" x="{middle(place):.2f}%" y="{base + 16:g}" text-anchor="middle">{escape(name)}</text>'
        for place, name in enumerate(sketch.categories)
        if (count - 1 - place) % step == 0
    ]
    parts += [_break(middle(place), frame) for place in sketch.breaks]
    return _svg(sketch, frame, parts)


def rows(sketch: Sketch, frame: Frame, given: Sequence[Label]) -> Markup:
    """Return lying bars, a category a line, the series stacked."""
    slot = frame.down / len(sketch.categories)
    scale = frame.across / (max(totals(sketch)) or 1)
    thick = slot * 0.6
    parts = []
    for place, name in enumerate(sketch.categories):
        y = frame.top + slot * place + (slot - thick) / 2
        stacked = 0.0
        for one, value in _stack(sketch.series, place):
            box = (frame.left + stacked * scale, y, max(value * scale, 0.6), thick)
            parts += _bar(one, place, box, sketch.code)
            stacked += value
        middle = y + thick / 2 + 4
        parts.append(
            f'<text class="gk-name" x="{frame.left:g}%" dx="-6" y="{middle:g}" text-anchor="end">'
            f"{escape(plain(name))}</text>"
        )
        for label in given:
            if label.category == place:
                parts.append(_words(label, (frame.left + (label.at or 0) * scale, middle), "start"))
    parts.append(
        f'<line class="gk-base" x1="{frame.left:g}%" x2="{frame.left:g}%" '
        f'y1="{frame.top:g}" y2="{frame.height - frame.bottom:g}"/>'
    )
    return _svg(sketch, frame, parts)


def whole(sketch: Sketch, frame: Frame, given: Sequence[tuple[float, str]]) -> Markup:
    """Return one bar over the full width, parted by the series; ``given`` are labels and the values they stand at."""
    total = totals(sketch)[0] or 1
    parts, stacked = [], 0.0
    for one, value in _stack(sketch.series, 0):
        box = (stacked * 100 / total, frame.top, value * 100 / total, frame.down)
        parts += _bar(one, 0, box, sketch.code)
        stacked += value
    parts += [
        f'<text class="gk-value" x="{at * 100 / total:.2f}%" y="{frame.top - 5:g}" text-anchor="middle">{text}</text>'
        for at, text in given
    ]
    return _svg(sketch, frame, parts)


def frame_json(frame: Frame) -> Json:
    """Return the frame as the script takes it, so that Plotly draws into the same field."""
    return {
        "left": frame.left,
        "right": frame.right,
        "top": frame.top,
        "bottom": frame.bottom,
        "height": frame.height,
    }


def _stack(series: Sequence[Series], place: int) -> Iterator[tuple[Series, float]]:
    for one in series:
        if is_known(one.figures[place]) and (value := float(plain_number(one.figures[place]))) > 0:
            yield one, value


def _bar(series: Series, place: int, box: tuple[float, float, float, float], code: str) -> list[str]:
    x, y, width, height = box
    where = f'x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}"'
    drawn = [f'<rect class="gk-bar gk-fill-{series.role}" {where}/>']
    figure = series.figures[place]
    if figure is not None and figure.is_derived:
        drawn.append(f'<rect {where} fill="url(#hatch-{code})"/>')
    return drawn


def _words(label: Label, at: tuple[float, float], anchor: str) -> str:
    x, y = at
    look = "gk-state" if label.is_state else "gk-value"
    shift = ' dx="6"' if anchor == "start" else ""
    words = f'<text class="{look}" x="{x:.2f}%"{shift} y="{y:.1f}" text-anchor="{anchor}">{escape(label.text)}</text>'
    if label.is_state and anchor == "middle":
        # The box is centred by a transform in pixels: its place is in per cent, its size is not.
        box = f'<rect class="gk-unknown" x="{x:.2f}%" y="{y - 13:.1f}" width="22" height="18" '
        box += 'transform="translate(-11)"/>'
        return box + words
    return words


def _gap(x: float, width: float, frame: Frame) -> str:
    field = f'x="{x:.2f}%" y="{frame.top:g}" width="{width:.2f}%" height="{frame.down:g}"'
    y = frame.top + frame.down / 2
    words = f'<text class="gk-name" x="{x + width / 2:.2f}%" y="{y:g}" text-anchor="middle">缺</text>'
    return f'<rect class="gk-gap-field" {field}/>{words}'


def _break(x: float, frame: Frame) -> str:
    low = frame.height - frame.bottom
    return (
        f'<line class="gk-break" x1="{x:.2f}%" x2="{x:.2f}%" y1="14" y2="{low:g}"/>'
        f'<text class="gk-name" x="{x:.2f}%" y="10" text-anchor="middle">表式改变</text>'
    )


def _svg(sketch: Sketch, frame: Frame, parts: Sequence[str]) -> Markup:
    body = "".join(parts)
    hatch = ""
    if "url(#hatch-" in body:
        hatch = (
            f'<defs><pattern id="hatch-{sketch.code}" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect class="gk-hatch" width="2.5" height="6"/></pattern></defs>'
        )
    return Markup(f'<svg class="gk-svg" width="100%" height="{frame.height:g}" aria-hidden="true">{hatch}{body}</svg>')
