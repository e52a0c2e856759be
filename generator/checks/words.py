"""Words against figures: what the prose of a report counts, beside the cells that count the same.

Several numbers of one report may be about one thing (the sum of requests, those of one applicant): a number is a
finding only where no cell or sum of cells that it can mean agrees with it. An approximate number agrees with what
is near it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, NarrativeFact, Report, Severity
from generator.numbers import plain
from generator.resources import data_path, read_yaml

RULE = "narrative.contradicts_table"
ZERO_RULE = "narrative.claims_none"

# 余, 近 and 约 are said of numbers that lie so far apart at most.
_NEAR_LOW, _NEAR_HIGH = Decimal("0.8"), Decimal("1.5")
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_QUOTE = 60


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a fact of the prose counts, and the sums of cells it may be."""

    what: str
    sums: tuple[tuple[str, ...], ...]


def words_against_figures(report: Report) -> Iterator[Finding]:
    """Yield a finding for each number of the prose that no cell it can mean agrees with."""
    cells = {cell.key: cell for cell in report.cells}
    if not cells:
        return
    for fact in report.facts:
        meaning = _meanings().get((fact.fact, fact.channel))
        if meaning is None:
            continue
        sums = [(keys, total) for keys, total in _sums(meaning, report.form, cells) if total is not None]
        unknown = len(sums) < sum(1 for _ in _sums(meaning, report.form, cells))
        if sums and not unknown and not any(_agrees(fact, keys, total, cells) for keys, total in sums):
            yield _finding(fact, meaning, sums[0][0], sums[0][1], cells)


@functools.cache
def _meanings() -> Mapping[tuple[str, str], _Meaning]:
    raw = read_yaml(data_path("lookups", "words_and_figures.yml"))
    return {
        (item["fact"], item["channel"]): _Meaning(item["what"], tuple(tuple(terms) for terms in item["cells"]))
        for item in raw
    }


def _sums(
    meaning: _Meaning, form: str, cells: Mapping[CellKey, Cell]
) -> Iterator[tuple[tuple[CellKey, ...], Decimal | None]]:
    """Yield each sum of cells that this form has; ``None`` where one of them has no number."""
    for terms in meaning.sums:
        keys = [key for term in terms for key in _keys(form, term)]
        if keys:
            values = [cells[key].value if cells[key].status is CellStatus.REPORTED else None for key in keys]
            known = [value for value in values if value is not None]
            yield tuple(keys), sum(known, Decimal(0)) if len(known) == len(values) else None


def sum_of(form: str, terms: Sequence[str], cells: Mapping[CellKey, Cell]) -> Decimal | None:
    """Return the sum of the cells that ``table.row.column`` terms name; ``None`` where one has no number."""
    keys = [key for term in terms for key in _keys(form, term)]
    values = [cells[key].value if key in cells else None for key in keys]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if keys and len(known) == len(values) else None


@functools.cache
def _keys(form: str, term: str) -> tuple[CellKey, ...]:
    table, row, column = term.split(".")
    return tuple(
        key
        for key in load_forms()[form].keys()
        if key.table == table
        and key.column == column
        and (key.row == row or (row.endswith("*") and key.row.startswith(row[:-1])))
    )


def _agrees(fact: NarrativeFact, keys: Sequence[CellKey], total: Decimal, cells: Mapping[CellKey, Cell]) -> bool:
    said, printed = fact.value, total
    if fact.unit in _MONEY:
        unit = _MONEY.get(cells[keys[0]].unit)
        if unit is None:
            return True
        said, printed = said * _MONEY[fact.unit], total * unit
        # The table prints 万元 to so many places; the prose may be more exact.
        slack = unit * Decimal(1).scaleb(min(0, int(total.as_tuple().exponent))) / 2
        if abs(said - printed) <= slack:
            return True
    if fact.approximate:
        return said * _NEAR_LOW <= printed <= said * _NEAR_HIGH
    return said == printed


def _finding(
    fact: NarrativeFact, meaning: _Meaning, keys: Sequence[CellKey], total: Decimal, cells: Mapping[CellKey, Cell]
) -> Finding:
    quote = fact.quote if len(fact.quote) <= _QUOTE else fact.quote[: _QUOTE - 1] + "…"
    none = fact.value == 0
    said = "文字部分称没有" if none else f"文字部分说{meaning.what} {plain(fact.value)}{fact.unit}"
    place = keys[0]
    sums = f"表中为 {plain(total)}{cells[place].unit}" if len(keys) == 1 else f"表中各格合计 {plain(total)}"
    return Finding(
        rule=ZERO_RULE if none else RULE,
        message=f"{said}{meaning.what if none else ''}，{sums}。原文：“{quote}”",
        severity=Severity.WARNING,
        fault=Fault.SOURCE,
        table=place.table,
        row=place.row,
        column=place.column,
        expected=plain(fact.value),
        actual=plain(total),
    )
