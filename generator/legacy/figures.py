"""The figures of an old table: each printed row with its indicator, its period, its value and its state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.forms import Column
from generator.legacy.heads import Head
from generator.legacy.labels import Path, parsed, unit_of
from generator.legacy.lookups import Entry, lookups
from generator.legacy.rows import PrintedRow, Segment
from generator.legacy.tokens import Mark, Token, label_without_code
from generator.model import CellStatus, LegacyFigure
from generator.tables.values import Figure, read_value
from generator.text import collapse, fold, normalise

_WITH_UNIT = re.compile(r"(?P<figure>[^()]*\d)\s*(?P<unit>[^\d\s()]{1,5})")
_PRINTED = {CellStatus.REPORTED, CellStatus.AMBIGUOUS, CellStatus.UNREADABLE}


def figures_of(segments: Sequence[Segment], year: int | None, table: int) -> tuple[LegacyFigure, ...]:
    """Return the figures of one table; ``number`` is given later."""
    path = Path()
    found: list[LegacyFigure] = []
    for segment in segments:
        for row in segment.rows:
            if not segment.ordered:
                path = Path(unsure=True)
            found.extend(_figures(row, segment, path, year))
    family = _family(found)
    return tuple(replace(figure, table=table, family=family) for figure in _once(found))


def _figures(row: PrintedRow, segment: Segment, path: Path, year: int | None) -> Iterator[LegacyFigure]:
    for label in row.labels[:-1]:
        code, _ = path.take(label)
        if label in row.lost and code:
            yield from _traceless(code, label, segment, year)
    label, figure_behind = label_without_code(row.labels[-1])
    code, certain = path.take(label)
    certain = certain and row.certain
    entry = lookups().entries.get(code)
    if not row.figures and ((entry and not entry.indicator) or (entry is None and not row.unit)):
        return
    # A group's own figure is a row that no list has: it is kept under its label.
    entry = entry if entry and entry.indicator else None
    unsettled = not row.settled or (not certain and bool(row.figures)) or (figure_behind and not row.figures)
    for index, head in enumerate(segment.values):
        base = LegacyFigure(
            indicator=entry.code if entry and certain else "",
            label=collapse(row.labels[-1]),
            period=_period(head, year, segment.quarterly),
            column=collapse(head.text),
            unit=_unit(row, head),
            status=CellStatus.MISSING,
        )
        if unsettled:
            yield _ambiguous(base, row)
        elif (cell := row.cells[index]) is not None:
            yield _read(base, cell, entry)
        else:
            yield base


def _traceless(code: str, label: str, segment: Segment, year: int | None) -> Iterator[LegacyFigure]:
    for head in segment.values:
        period = _period(head, year, segment.quarterly)
        yield LegacyFigure(
            indicator=code,
            label=collapse(label),
            period=period,
            column=collapse(head.text),
            unit=head.unit,
            status=CellStatus.MISSING,
        )


def _unit(row: PrintedRow, head: Head) -> str:
    return row.unit or parsed(row.labels[-1]).unit or head.unit


def _period(head: Head, year: int | None, quarterly: bool) -> str:
    if head.period.isdigit():
        return "year" if year is not None and head.period == str(year) else "other"
    if quarterly and fold(head.text) in lookups().year_unless_quarterly:
        return "current"
    return head.period


def _ambiguous(figure: LegacyFigure, row: PrintedRow) -> LegacyFigure:
    raw = " ".join(token.item.text for token in row.figures) or collapse(row.labels[-1])
    locator = row.figures[0].item.locator if row.figures else ""
    return replace(figure, status=CellStatus.AMBIGUOUS, raw=raw, locator=locator)


def _read(figure: LegacyFigure, cell: Token, entry: Entry | None) -> LegacyFigure:
    raw, locator = collapse(cell.item.text), cell.item.locator
    if cell.mark is Mark.EMPTY:
        return replace(figure, status=CellStatus.BLANK, raw=raw, locator=locator)
    text, unit = raw, figure.unit
    match = _WITH_UNIT.fullmatch(normalise(raw))
    if match and (own := unit_of(match["unit"])):
        text, unit = match["figure"], own
    read = _value(text, unit, entry)
    return replace(figure, status=read.status, value=read.value, unit=unit, raw=raw, locator=locator)


def _value(text: str, unit: str, entry: Entry | None) -> Figure:
    """Read a figure: whole where things are counted, with a fraction where money or a rate is meant or all is open."""
    counted = unit not in lookups().money_units and unit != "%" and (entry.number == "count" if entry else bool(unit))
    column = Column(code="", label="", unit=unit if counted else None, number="count" if counted else "amount")
    return read_value(text, column)


def _once(figures: Sequence[LegacyFigure]) -> Iterator[LegacyFigure]:
    """Publish no figure of an indicator that several rows of one table print."""
    times = Counter((figure.indicator, figure.column) for figure in figures if figure.status in _PRINTED)
    for figure in figures:
        several = figure.indicator and times[figure.indicator, figure.column] > 1 and figure.status in _PRINTED
        yield replace(figure, status=CellStatus.AMBIGUOUS, value=None) if several else figure


def _family(figures: Sequence[LegacyFigure]) -> str:
    """Return the family that most of the indicators speak for which only one family has."""
    known = lookups()
    own: Counter[str] = Counter()
    for code in {figure.indicator for figure in figures if figure.indicator}:
        families = known.entries[code].families
        own.update(families if len(families) == 1 else ())
    ranked = own.most_common()
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else ""
