"""The names of cells and tables in words for the reader."""

from __future__ import annotations

from generator.checks.equations import full_label, short_label
from generator.forms import load_forms
from generator.model import CellKey

_ORDINALS = {"proactive": "表二", "requests": "表三", "review": "表四"}


def table_name(table: str) -> str:
    """Return 表三 for ``requests``."""
    return _ORDINALS[table]


def cell_name(key: CellKey, form: str) -> str:
    """Return “<row>·<column>”; raises ``KeyError`` for a cell that the form has not."""
    for block, row in load_forms()[form].table(key.table).printed_rows():
        for column in block.columns:
            if (row.code, column.code) == (key.row, key.column):
                return f"“{full_label(row)}·{short_label(column.label)}”"
    raise KeyError(key)
