"""The statistics tables of reports on 2008 to 2018, as their report's page lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from generator.legacy.lookups import lookups
from generator.model import CellStatus, LegacyFigure, Report
from generator.site.beside import old_anchor
from generator.site.facts import number
from generator.site.marks import Mark, locator_words
from generator.site.safe import clip, plain
from generator.site.words import SHORT_STATES, STATES, State

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class OldFigure:
    """One figure: the row's printed label, the column's head, and what stands there (``state`` is empty for a number).

    ``raw`` is the printed text where no number could be taken from it.
    """

    label: str
    column: str
    shown: str
    unit: str
    state: str
    raw: str
    css: str
    key: str
    tip: Markup


@dataclass(frozen=True, slots=True)
class OldTable:
    """One table: ``caption`` names its kind; ``columns`` says whether its heads are worth a column."""

    caption: str
    columns: bool
    figures: tuple[OldFigure, ...]


def old_tables(report: Report) -> tuple[OldTable, ...]:
    """Return the old tables of a report in the order of print."""
    return tuple(
        _table(number_, tuple(figures)) for number_, figures in groupby(report.legacy, key=lambda item: item.table)
    )


def _tip(figure: LegacyFigure, state: State) -> Markup:
    lines = [state.says]
    if figure.raw and (figure.value is None or figure.raw != str(figure.value)):
        lines.append(f"原文：{clip(figure.raw, _LONGEST)}")
    if figure.locator:
        lines.append(f"出处：{locator_words(figure.locator)}")
    return Mark("", state.code, "\n".join(lines)).tip_attribute


def _table(place: int, figures: Sequence[LegacyFigure]) -> OldTable:
    family = next((item for item in lookups().families if item.code == figures[0].family), None)
    title = f"{family.title}{f'（{family.document_number}）' if family.document_number else ''}" if family else "统计表"
    several = len({figure.column for figure in figures}) > 1
    return OldTable(f"表 {place}：{title}", several, tuple(_figures(figures)))


def _figures(figures: Sequence[LegacyFigure]) -> Iterator[OldFigure]:
    for figure in figures:
        reported = figure.status is CellStatus.REPORTED and figure.value is not None
        state = STATES[figure.status]
        yield OldFigure(
            label=plain(clip(figure.label, _LONGEST)) or "（行名未印）",
            column=plain(clip(figure.column, _LONGEST)),
            shown=number(figure.value) if figure.value is not None and reported else state.sign,
            unit=plain(clip(figure.unit, _LONGEST)),
            state="" if reported else SHORT_STATES[figure.status],
            raw="" if reported else plain(clip(figure.raw, _LONGEST)),
            css=state.code,
            key=old_anchor(figure.number),
            tip=_tip(figure, state),
        )
