"""The ink map: table 三 as small squares, to see at a glance how a form was filled."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from generator.forms import load_forms
from generator.model import Cell, CellStatus
from generator.site.facts import Facts

_STEP: Final = 10
_SIDE: Final = 8
# From the corner in which a square ends: both diagonals.
_CROSS: Final = f"l{_SIDE} {_SIDE}m0-{_SIDE}l-{_SIDE} {_SIDE}"


@dataclass(frozen=True, slots=True)
class InkMap:
    """One SVG path a state: ``number``, ``zero``, ``blank``, ``unread``, ``missing``."""

    width: int
    height: int
    paths: tuple[tuple[str, str], ...]
    says: str


def ink_map(facts: Facts) -> InkMap | None:
    """Return the ink map of the requests table; ``None`` where the report has no cells."""
    if facts.form is None or not facts.report.cells:
        return None
    (block,) = facts.form.table("requests").blocks
    squares = _squares(facts.form.code)
    paths: dict[str, list[str]] = {}
    for cell in facts.report.cells:
        key = cell.key
        if key.table == "requests":
            look = _look(cell)
            paths.setdefault(look, []).append(squares[key.row, key.column] + (_CROSS if look == "unread" else ""))
    counts = "，".join(f"{_WORDS[look]}：{len(squares)} 格" for look, squares in sorted(paths.items()))
    drawn = tuple((look, "".join(squares)) for look, squares in sorted(paths.items()))
    return InkMap(len(block.rows) * _STEP, len(block.columns) * _STEP, drawn, f"表三填写情形——{counts}")


@functools.cache
def _squares(form: str) -> dict[tuple[str, str], str]:
    """Return the square of each cell of a form's requests table, by the codes of its row and column."""
    (block,) = load_forms()[form].table("requests").blocks
    return {
        (row.code, column.code): f"M{x * _STEP + 1} {y * _STEP + 1}h{_SIDE}v{_SIDE}h-{_SIDE}z"
        for x, row in enumerate(block.rows)
        for y, column in enumerate(block.columns)
    }


_WORDS: Final = {"number": "非零数字", "zero": "数字 0", "blank": "未填", "unread": "未能读出", "missing": "无此格"}


def _look(cell: Cell) -> str:
    if cell.status is CellStatus.REPORTED:
        return "number" if cell.value else "zero"
    return {CellStatus.BLANK: "blank", CellStatus.MISSING: "missing"}.get(cell.status, "unread")
