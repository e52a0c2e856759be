"""What is packed comes back as it was: every field of every noun."""

from __future__ import annotations

import datetime
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from generator.cache.packing import pack, unpack
from generator.checks.beside import Beside
from generator.model import Cell, CellKey, CellStatus, Dataset, Report
from generator.readings import Reading
from generator.site.bodies import Cells, Gists, Sums
from generator.site.compare.files import Chunk


def filled(kind: Any, seed: int = 1) -> Any:
    """Return a value of a declared type with nothing in it left at its default."""
    outer, inner = typing.get_origin(kind), typing.get_args(kind)
    if outer in (tuple, frozenset):
        return outer(filled(inner[0], seed + step) for step in range(2))
    if outer is Mapping:
        return {filled(inner[0]): filled(inner[1])}
    if outer is not None:
        return filled(inner[0], seed)
    if is_dataclass(kind) or kind is CellKey:
        hints = typing.get_type_hints(kind).values()
        return typing.cast("Any", kind)(*(filled(hint, seed + number) for number, hint in enumerate(hints)))
    if issubclass(kind, Enum):
        return list(kind)[-1]
    made: dict[type, Any] = {
        str: f"字\ud800\x00{seed}", int: seed, bool: True, Decimal: Decimal(f"1.{seed}0"),
        datetime.date: datetime.date(2024, 1, 31), bytes: bytes((0, 255, seed)),
    }  # fmt: skip
    return made[kind]


@pytest.mark.parametrize("kind", [Report, Dataset, Reading, Beside, Sums, Gists, Cells, Chunk])
def test_every_field_comes_back(kind: type) -> None:
    value = filled(kind)
    again: object = unpack(kind, pack(value))
    assert again == value
    assert repr(again) == repr(value)
    assert pack(again) == pack(value)


def test_nothing_and_zero_are_told_apart() -> None:
    key = CellKey("requests", "received", "total")
    cells = (Cell(key, CellStatus.BLANK), Cell(key, CellStatus.REPORTED, Decimal(0)), Cell(key, CellStatus.REPORTED))
    report = typing.cast("Report", filled(Report))
    report = Report("a", "b", "c", "text", report.status, cells=cells)
    again = unpack(Report, pack(report))
    assert [cell.value for cell in again.cells] == [None, Decimal(0), None]
    assert again.year is None
    assert again.organisation is None


def test_what_is_no_packed_report_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting property name"):
        unpack(Report, __import__("zlib").compress(b"{"))
