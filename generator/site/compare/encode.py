"""Figures as they stand in the comparison's files: a number, or in quotes what there is in its place.

``14`` is printed so; ``"~9"`` derived, ``"^14"`` corrected by hand, ``"b"``, ``"a"``, ``"u"``, ``"m"`` the states of a
cell without a number; ``null`` where the report's form has no such cell. A number that a browser would round, or one
whose unit the form leaves open, stands in quotes, its unit behind it: ``"2018359.39 元"``.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from generator.forms import Form, load_forms
from generator.model import Cell, CellKey, CellStatus, Report
from generator.site.compare.columns import GROUP, SUMMED, cells, sums
from generator.site.facts import Facts, Figure, anchor, number, outcome_group
from generator.site.safe import script_json
from generator.site.words import CORRECTED, DERIVED

ABSENT: Final = "null"
DERIVED_SIGN: Final = "~"
CORRECTED_SIGN: Final = "^"
LETTERS: Final[Mapping[CellStatus, str]] = {
    CellStatus.BLANK: "b",
    CellStatus.AMBIGUOUS: "a",
    CellStatus.UNREADABLE: "u",
    CellStatus.MISSING: "m",
}
# A browser's numbers are exact up to this many digits.
_DIGITS: Final = 15


def encode_cell(cell: Cell) -> str:
    """Return one cell as JSON text."""
    if cell.corrected is not None:
        return f'"{CORRECTED_SIGN}{number(cell.corrected, grouped=False)}"'
    if cell.status is CellStatus.REPORTED and cell.value is not None:
        return _printed(cell.value)
    if cell.derived is not None:
        return f'"{DERIVED_SIGN}{number(cell.derived, grouped=False)}"'
    return f'"{LETTERS.get(cell.status, LETTERS[CellStatus.MISSING])}"'


def encode_figure(figure: Figure) -> str:
    """Return a sum of cells as JSON text; its state is that of its parts."""
    if figure.value is None:
        return f'"{LETTERS[CellStatus(figure.state)]}"'
    if figure.state == DERIVED.code:
        return f'"{DERIVED_SIGN}{number(figure.value, grouped=False)}"'
    if figure.state == CORRECTED.code:
        return f'"{CORRECTED_SIGN}{number(figure.value, grouped=False)}"'
    return _printed(figure.value)


def _printed(value: Decimal) -> str:
    text = str(value)
    if text.isdigit() and len(text) <= _DIGITS:
        return text
    text = number(value, grouped=False)
    return text if len(text) <= _DIGITS else f'"{text}"'


class Encoder:
    """Encodes reports one by one, all in the same order of ``codes``; knows for each form where its cells go."""

    def __init__(self) -> None:
        self.codes = (*cells(), *sums())
        self._forms = {code: _Places(form, self.codes) for code, form in load_forms().items()}
        self._nothing = (ABSENT,) * len(self.codes)

    def values(self, facts: Facts) -> tuple[str, ...]:
        """Return the values of a report's columns as JSON text."""
        report = facts.report
        places = self._forms.get(report.form)
        if places is None or not report.cells:
            return self._nothing
        reported = CellStatus.REPORTED
        found = [
            text
            if cell.status is reported
            and cell.corrected is None
            and (text := str(cell.value)).isdigit()
            and len(text) <= _DIGITS
            else encode_cell(cell)
            for cell in places.in_order(report)
        ]
        for place, key in places.open_units:
            found[place] = _with_unit(facts.cell(key), found[place])
        found += [_sum(facts, keys, [found[place] for place in parts]) for keys, parts in places.sums]
        found.append(ABSENT)
        arranged: tuple[str, ...] = places.arrange(found)
        return arranged


class _Places:
    """Where the cells of one form stand among all columns."""

    def __init__(self, form: Form, codes: Sequence[str]) -> None:
        self._keys = form.keys()
        own = {anchor(key): place for place, key in enumerate(self._keys)}
        own |= {f"{GROUP}.{group}": len(self._keys) + place for place, group in enumerate(SUMMED)}
        self.arrange = operator.itemgetter(*(own.get(code, len(own)) for code in codes))
        self.open_units = tuple((own[code], _key(code)) for code, choice in cells().items()
                                if not choice.summable and code in own)  # fmt: skip
        outcomes = next(row.sum_of for _, row in form.table("requests").printed_rows() if row.code == "outcomes_total")
        groups = [[row for row in outcomes if outcome_group(row) == group] for group in SUMMED]
        self.sums = tuple(
            ([CellKey("requests", row, "total") for row in rows], [own[f"requests.{row}.total"] for row in rows])
            for rows in groups
        )

    def in_order(self, report: Report) -> Sequence[Cell]:
        """Return the cells in the form's order, in which a data set has them."""
        found, keys = report.cells, self._keys
        if len(found) == len(keys) and found[0].key == keys[0] and found[-1].key == keys[-1]:
            return found
        known = {cell.key: cell for cell in found}
        return [known.get(key) or Cell(key, CellStatus.MISSING) for key in keys]


def _sum(facts: Facts, keys: Sequence[CellKey], parts: Sequence[str]) -> str:
    """Return the sum of a group; nearly all are sums of plain zeros, for which no figure need be made."""
    return encode_figure(facts.figure(*keys)) if any(part != "0" for part in parts) else "0"


def _with_unit(cell: Cell | None, value: str) -> str:
    """Return a number whose unit each report chooses, with that unit: such numbers cannot be added or sorted."""
    if cell is None or cell.status is not CellStatus.REPORTED or cell.value is None or cell.corrected is not None:
        return value
    return script_json(f"{number(cell.value, grouped=False)} {cell.unit or '（未印单位）'}")


def _key(code: str) -> CellKey:
    table, row, column = code.split(".")
    return CellKey(table, row, column)
