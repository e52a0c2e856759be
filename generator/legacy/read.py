"""The front door: the old statistics tables of a document as figures."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.legacy.figures import figures_of
from generator.legacy.heads import heads_in
from generator.legacy.labels import is_indicator
from generator.legacy.locate import Stretch, locate
from generator.legacy.lookups import lookups
from generator.legacy.rows import Segment, segments
from generator.model import CellStatus, Document, Fault, Finding, LegacyFigure, Severity
from generator.numbers import plain
from generator.tables.drawn import undrawn
from generator.tables.lines import Strip, strips
from generator.tables.shapes import shapes
from generator.text import fold

# The uniform forms were binding from the report on 2020 on; a return of the old kind in a later report is an annex.
_LAST_YEAR = 2019
_UNCERTAIN = "legacy.uncertain"
_NAMED = 5
_MUCH_BETTER = 10
_MOST_FIGURES = 2000


@dataclass(frozen=True, slots=True)
class LegacyReading:
    """What the old tables of a document say; ``figures`` in the order of print."""

    figures: tuple[LegacyFigure, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def found(self) -> bool:
        """Say whether such a table stands in the document."""
        return bool(self.figures)


def legacy_form(year: int | None) -> bool:
    """Say whether a report on ``year`` may lawfully have the old tables and no uniform form."""
    return year is None or year <= _LAST_YEAR


def read_legacy(document: Document, year: int | None) -> LegacyReading:
    """Read the old tables; ``year`` is the one reported on, for heads that name a year."""
    lines = undrawn(strips(document.lines, _labels(), _row_labels()))
    tables = [table for stretch in locate(lines) for table in _tables(lines, stretch)]
    figures = [figure for number, table in enumerate(tables, 1) for figure in figures_of(table, year, number)]
    numbered = tuple(replace(figure, number=number) for number, figure in enumerate(figures[:_MOST_FIGURES], 1))
    return LegacyReading(numbered, tuple(_findings(numbered)))


def agreed(first: LegacyReading, second: LegacyReading) -> LegacyReading:
    """Return ``first`` without the figures that ``second``, another reading of the document, reads differently."""
    other = _by_place(second.figures)
    differing: list[LegacyFigure] = []
    figures: list[LegacyFigure] = []
    keys = _by_place(first.figures)
    for figure in first.figures:
        twin = other.get(_place(figure)) if _place(figure) in keys else None
        if twin and figure.value is not None and twin.value is not None and figure.value != twin.value:
            differing.append(figure)
            raw = f"{figure.raw} {twin.raw}"
            figures.append(replace(figure, status=CellStatus.AMBIGUOUS, value=None, raw=raw))
        else:
            figures.append(figure)
    if not differing:
        return first
    return LegacyReading(tuple(figures), (*_findings(figures), _disagreement(differing)))


def witnessed(first: LegacyReading, others: Sequence[LegacyReading]) -> LegacyReading:
    """Return ``first`` with only those figures that another program's reading has too, and none has differently."""
    for other in others:
        first = agreed(first, other)
    seen = [_by_place(other.figures) for other in others]
    figures = tuple(
        replace(figure, status=CellStatus.AMBIGUOUS, value=None)
        if figure.value is not None and not any(_same(figure, other) for other in seen)
        else figure
        for figure in first.figures
    )
    kept = tuple(finding for finding in first.findings if finding.rule != _UNCERTAIN)
    return LegacyReading(figures, (*_findings(figures), *kept))


def _same(figure: LegacyFigure, other: Mapping[tuple[int, str, str], LegacyFigure]) -> bool:
    twin = other.get(_place(figure))
    return twin is not None and twin.value == figure.value


def _tables(lines: Sequence[Strip], stretch: Stretch) -> Iterator[list[Segment]]:
    """Yield the tables of a stretch: one, or more where heads come again and the indicators with them."""
    table: list[Segment] = []
    seen: set[str] = set()
    for segment in _best(lines[stretch.first : stretch.end]):
        codes = {code for row in segment.rows if (code := is_indicator(row.labels[-1]))}
        if table and codes & seen:
            yield table
            table, seen = [], set()
        table.append(replace(segment, quarterly=stretch.quarterly))
        seen |= codes
    if table:
        yield table


def _best(lines: Sequence[Strip]) -> list[Segment]:
    """Read a stretch in its likeliest shape; in another only where the first makes next to nothing of it."""
    first, *others = [segments(shape) for shape in shapes(lines)]
    best = max(others, key=_settled, default=first)
    return best if _settled(best) > _MUCH_BETTER * _settled(first) else first


def _settled(read: Sequence[Segment]) -> int:
    return sum(bool(row.settled and row.figures) for segment in read for row in segment.rows)


def _place(figure: LegacyFigure) -> tuple[int, str, str]:
    return figure.table, figure.indicator or fold(figure.label), figure.column


def _by_place(figures: Sequence[LegacyFigure]) -> dict[tuple[int, str, str], LegacyFigure]:
    """Return the figures by what they are about; without those that this does not tell apart."""
    times = Counter(map(_place, figures))
    return {_place(figure): figure for figure in figures if times[_place(figure)] == 1}


def _findings(figures: Sequence[LegacyFigure]) -> Iterator[Finding]:
    doubtful = [figure for figure in figures if figure.status is CellStatus.AMBIGUOUS]
    if doubtful:
        labels = list(dict.fromkeys(f"“{figure.label}”" for figure in doubtful))
        named = "、".join(labels[:_NAMED]) + ("等" if len(labels) > _NAMED else "")
        yield Finding(
            rule=_UNCERTAIN,
            message=f"旧式统计表中有 {len(doubtful)} 个数不能确定属于哪一项或哪一栏，未予采用：{named}。",
            severity=Severity.WARNING,
            fault=Fault.EXTRACTION,
        )


def _disagreement(differing: Sequence[LegacyFigure]) -> Finding:
    named = "、".join(f"“{figure.label}”{plain(figure.value)}" for figure in differing[:_NAMED])
    return Finding(
        rule="cell.readings_disagree",
        message=f"用两种方法读取旧式统计表，有 {len(differing)} 个数结果不同，不予采用：{named}。",
        severity=Severity.ERROR,
        fault=Fault.EXTRACTION,
    )


@functools.cache
def _row_labels() -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, lookups().spellings)))


@functools.cache
def _labels() -> tuple[str, ...]:
    known = lookups()
    heads = {*known.label_heads, *known.unit_heads, *known.value_heads, *known.code_heads}
    return (*_row_labels(), *sorted(head for head in heads if heads_in(head)))
