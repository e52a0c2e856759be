"""Compare what was published about a document with what may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.demo.truth import REPORTED, Expected
from generator.model import Cell, CellKey, Report


@dataclass(slots=True)
class Score:
    """Counts over cells, and the first faults in words."""

    documents: int = 0
    must: int = 0
    read: int = 0
    may: int = 0
    may_read: int = 0
    wrong: int = 0
    derived_wrong: int = 0
    unfounded: int = 0
    state: int = 0
    crashed: int = 0
    no_cells: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def missed(self) -> int:
        """Numbers that had to be published and were not."""
        return self.must - self.read

    def add(self, report: Report, expected: Mapping[CellKey, Expected], numbers: Mapping[CellKey, Decimal]) -> None:
        """Count one document."""
        self.documents += 1
        cells = {cell.key: cell for cell in report.cells}
        if cells.keys() != expected.keys():
            self.no_cells += 1
        for key, truth in expected.items():
            self._cell(key, truth, cells.get(key), numbers)

    def _cell(self, key: CellKey, truth: Expected, cell: Cell | None, numbers: Mapping[CellKey, Decimal]) -> None:
        self.must += truth.must_read
        self.may += truth.may_read and not truth.must_read
        if cell is None:
            return
        where = f"{key.table}.{key.row}.{key.column}"
        if cell.derived is not None and key.table != "proactive" and key in numbers and cell.derived != numbers[key]:
            self.derived_wrong += 1
            self.faults.append(f"derived {where}: {cell.derived}, meant {numbers[key]}")
        if cell.status is REPORTED:
            if truth.value is not None and cell.value != truth.value:
                self.wrong += 1
                self.faults.append(f"wrong {where}: {cell.value} ({cell.raw!r} {cell.locator}), is {truth.value}")
            elif not truth.may_read:
                self.unfounded += 1
                if truth.value is None:
                    self.wrong += 1
                states = "/".join(sorted(truth.allowed))
                self.faults.append(f"unfounded {where}: {cell.value} ({cell.raw!r} {cell.locator}), is {states}")
            elif truth.must_read:
                self.read += 1
            else:
                self.may_read += 1
        elif truth.must_read:
            self.faults.append(f"missed {where}: {cell.status} {cell.raw!r}, is {truth.value}")
        elif cell.status not in truth.allowed:
            self.state += 1
            self.faults.append(f"state {where}: {cell.status} {cell.raw!r}, is {'/'.join(sorted(truth.allowed))}")


def faults(report: Report, expected: Mapping[CellKey, Expected], numbers: Mapping[CellKey, Decimal]) -> list[str]:
    """Every disagreement in words; empty where the reading is right."""
    score = Score()
    score.add(report, expected, numbers)
    return score.faults
