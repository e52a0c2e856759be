"""Small documents drawn as text, and what is read from them in the same signs.

``⇥`` is a tab. A row reads as one sign a cell: a number is reported, ``_`` blank, ``?`` ambiguous,
``!`` unreadable, ``.`` missing.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cached_property

from generator.documents import text as text_reader
from generator.model import Cell, CellStatus, Document
from generator.numbers import plain
from generator.tables.read import TablesReading, read_tables

_SIGNS = {
    CellStatus.BLANK: "_",
    CellStatus.AMBIGUOUS: "?",
    CellStatus.UNREADABLE: "!",
    CellStatus.MISSING: ".",
}


@dataclass(frozen=True)
class Shown:
    """What was read from a drawn document."""

    reading: TablesReading

    @cached_property
    def _cells(self) -> dict[str, Cell]:
        return {f"{cell.key.row} {cell.key.column}": cell for cell in self.reading.cells}

    @property
    def form(self) -> str:
        return self.reading.form

    def row(self, row: str) -> str:
        """Return the cells of a row, one sign each."""
        cells = [cell for cell in self.reading.cells if cell.key.row == row]
        assert cells, f"form {self.form} has no row {row}"
        return " ".join(sign_of(cell) for cell in cells)

    def cell(self, place: str) -> Cell:
        """Return the cell at ``row column``."""
        return self._cells[place]

    def derived(self) -> dict[str, str]:
        """Return all derived numbers by place."""
        return {place: plain(cell.derived) for place, cell in self._cells.items() if cell.derived is not None}

    def reported(self) -> dict[str, str]:
        """Return all reported numbers by place."""
        return {place: plain(cell.value) for place, cell in self._cells.items() if cell.value is not None}

    @property
    def rules(self) -> set[str]:
        """The rules that have a finding."""
        return {finding.rule for finding in self.reading.findings}


def sign_of(cell: Cell) -> str:
    """Return the sign of one cell: its number, or its state."""
    return _SIGNS.get(cell.status) or plain(cell.value)


def document(*drawings: str) -> Document:
    """Return a document with the drawn parts below each other."""
    return text_reader.read("\n".join(drawn(part) for part in drawings).encode())


def drawn(text: str) -> str:
    """Return a drawing without its indentation, its tabs real."""
    return textwrap.dedent(text).lstrip("\n").replace("⇥", "\t")


def read(*drawings: str, year: int | None = 2022) -> Shown:
    """Read the tables of a drawn document."""
    return Shown(read_tables(document(*drawings), year))
