"""Documents named by what is odd in them, each with what must be read from it.

``<name>.txt`` is the document, ``<name>.yml`` the expectation: form, year, and for every printed row one token a
cell: a number is reported, ``.`` blank, ``?`` ambiguous, ``!`` unreadable, ``x`` missing, ``~7`` may be 7 or unread.
Rows that are not listed consist of ``rest``. ``derived`` lists derived numbers; cells not listed have none, unless
it is absent. ``open`` says what is not read yet (numbers left out, never a wrong one).
``units`` and ``findings`` list units of cells and rules that must have a finding.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from generator.demo.truth import AMBIGUOUS, BLANK, MISSING, REPORTED, UNREADABLE, Expected
from generator.forms import Form, load_forms
from generator.model import CellKey, CellStatus

_FOLDER = Path(__file__).with_name("documents")
NAMES = tuple(path.stem for path in sorted(_FOLDER.glob("*.yml")))
_STATES: Mapping[str, CellStatus] = {".": BLANK, "?": AMBIGUOUS, "!": UNREADABLE, "x": MISSING}


@dataclass(frozen=True, slots=True)
class LayoutDocument:
    """A document and its truth."""

    name: str
    content: bytes
    odd: str
    form: str
    year: int
    cells: Mapping[CellKey, Expected]
    derived: Mapping[CellKey, Decimal] | None
    open: str
    units: Mapping[CellKey, str]
    findings: frozenset[str]


@functools.cache
def document(name: str) -> LayoutDocument:
    """Load one document by name."""
    raw = yaml.load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    form = load_forms()[raw["form"]]
    derived = raw.get("derived")
    return LayoutDocument(
        name=name,
        content=(_FOLDER / f"{name}.txt").read_bytes(),
        odd=raw["odd"],
        form=raw["form"],
        year=int(raw["year"]),
        cells=_cells(form, raw.get("rest", ""), raw["rows"]),
        derived=None if derived is None else {_key(place): Decimal(number) for place, number in derived.items()},
        open=raw.get("open", ""),
        units={_key(place): unit for place, unit in raw.get("units", {}).items()},
        findings=frozenset(raw.get("findings", ())),
    )


def _cells(form: Form, rest: str, rows: Mapping[str, Mapping[str, str]]) -> dict[CellKey, Expected]:
    cells = {}
    for table in form.tables:
        for block, row in table.printed_rows():
            tokens = rows.get(table.code, {}).get(row.code, "").split() or [rest] * len(block.columns)
            for column, token in zip(block.columns, tokens, strict=True):
                cells[CellKey(table.code, row.code, column.code)] = _expected(token)
    return cells


def _expected(token: str) -> Expected:
    if token in _STATES:
        return Expected(frozenset({_STATES[token]}))
    if token.startswith("~"):
        value = Decimal(token[1:]) if token[1:] else None
        states = {AMBIGUOUS, BLANK, MISSING, UNREADABLE} | ({REPORTED} if token[1:] else set())
        return Expected(frozenset(states), value)
    return Expected(frozenset({REPORTED}), Decimal(token))


def _key(place: str) -> CellKey:
    return CellKey(*place.split())
