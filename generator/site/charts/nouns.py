"""What a chart is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.site.facts import Figure
from generator.site.marks import Mark

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """One named row of figures over the chart's categories; ``None`` where there is nothing to know (no report)."""

    role: str
    name: str
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a chart says, before it is known whether there is anything to draw.

    ``gaps`` are the categories without a report, ``breaks`` the places between two categories where the form changed,
    ``address`` the permanent address of the page that the chart stands on.
    """

    code: str
    title: str
    categories: tuple[str, ...]
    series: Sequence[Series]
    source: str
    address: str
    note: str = ""
    gaps: tuple[int, ...] = ()
    breaks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn twice: an SVG of its own, and a figure for Plotly in the same frame."""

    svg: Markup
    figure: Json


class TableLine(NamedTuple):
    """One line of the table under a chart."""

    name: str
    marks: tuple[Mark | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the finding as its title, the drawing (or a sentence instead), and its table.

    ``keys`` are the legend's roles and names; ``says`` is the chart for those who hear it; ``is_zero`` says that every
    figure is known and 0, so that the title says it all.
    """

    code: str
    title: str
    says: str
    drawing: Drawing | None
    instead: str
    note: str
    categories: tuple[str, ...]
    lines: tuple[TableLine, ...]
    source: str
    address: str
    keys: tuple[tuple[str, str], ...] = ()
    is_zero: bool = False

    @property
    def figure(self) -> Json | None:
        """The figure for Plotly, if there is something to draw."""
        return self.drawing.figure if self.drawing else None

    @property
    def permalink(self) -> str:
        """The permanent address of the chart."""
        return f"{self.address}#chart-{self.code}"


def is_known(figure: Figure | None) -> bool:
    """Say whether there is a number to draw."""
    return figure is not None and figure.value is not None


def plain_number(figure: Figure | None) -> int | float:
    """Return a known figure as JSON takes it."""
    if figure is None or figure.value is None:
        raise ValueError("no number")
    value = figure.value
    return int(value) if value == value.to_integral_value() else float(value)
