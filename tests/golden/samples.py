"""The five sample reports and what they must give, written by hand before any engine ran."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from generator.forms import Form, load_forms
from generator.model import CellKey, CellStatus
from generator.resources import data_path

_FOLDER = Path(__file__).with_name("samples")
SAMPLES = tuple(path.stem for path in sorted(_FOLDER.glob("*.yml")))


@dataclass(frozen=True, slots=True)
class GoldenCell:
    """One cell as it must come out; ``raw`` and ``unit`` only where they were written down."""

    key: CellKey
    status: CellStatus
    value: Decimal | None
    derived: Decimal | None
    line: int
    field: int
    raw: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample report with everything that was written down about it."""

    name: str
    file: str
    text: str
    report: Mapping[str, Any]
    findings: tuple[str, ...]
    cells: tuple[GoldenCell, ...]
    by_field: bool
    years: Mapping[str, str]
    year_published_on: str | None
    names: tuple[Mapping[str, Any], ...]

    @property
    def form(self) -> Form:
        """The form the report uses."""
        return load_forms()[self.report["form"]]

    def with_number(self, cell: GoldenCell, number: str) -> str:
        """The text with another number in this cell's place."""
        return self.with_numbers({cell.key: number})

    def with_numbers(self, numbers: Mapping[CellKey, str]) -> str:
        """The text with other numbers in the places of several cells."""
        lines = self.text.split("\n")
        for cell in self.cells:
            if cell.key in numbers:
                at = cell.line - 1
                lines[at] = self._replaced(lines[at], cell.field, numbers[cell.key])
        return "\n".join(lines)

    def _replaced(self, line: str, field: int, number: str) -> str:
        if not self.by_field:
            return re.sub(r"[0-9.]+", number, line, count=1)
        bar = "\t" if "\t" in line else "|"
        fields = line.split(bar)
        fields[field - 1] = re.sub(r"[0-9.]+", number, fields[field - 1], count=1)
        return bar.join(fields)


@functools.cache
def sample(name: str) -> Sample:
    """Load one sample by the first three digits of its file name."""
    raw = yaml.load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    report = {key: None if value == "null" else value for key, value in raw["report"].items()}
    by_field = raw["step"] == "field"
    text = data_path("reports", raw["file"]).read_bytes().decode("utf-8")
    return Sample(
        name=name,
        file=raw["file"],
        text=text,
        report=report,
        findings=tuple(raw["findings"]),
        cells=_cells(raw, load_forms()[raw["report"]["form"]], by_field),
        by_field=by_field,
        years=raw["years"],
        year_published_on=raw.get("year_published_on"),
        names=tuple(raw["names"]),
    )


def _cells(raw: Mapping[str, Any], form: Form, by_field: bool) -> tuple[GoldenCell, ...]:
    cells = []
    for table in form.tables:
        for block, row in table.printed_rows():
            line, field = map(int, raw["places"][table.code][row.code])
            for step, column in enumerate(block.columns):
                key = CellKey(table.code, row.code, column.code)
                said = {**raw["default"], **_exception(raw["exceptions"], key)}
                status = CellStatus(said["status"])
                settled = status in (CellStatus.REPORTED, CellStatus.BLANK)
                cells.append(
                    GoldenCell(
                        key=key,
                        status=status,
                        value=Decimal(said["value"]) if status is CellStatus.REPORTED else None,
                        derived=Decimal(said["derived"]) if "derived" in said else None,
                        line=line + (0 if by_field else step),
                        field=field + (step if by_field and settled else 0),
                        raw=said.get("raw"),
                        unit=said.get("unit"),
                    )
                )
    return tuple(cells)


def _exception(exceptions: Mapping[str, Mapping[str, str]], key: CellKey) -> Mapping[str, str]:
    for name, said in exceptions.items():
        table, row, column = name.split()
        if table == key.table and row in ("*", key.row) and column in ("*", key.column):
            return said
    return {}
