"""All tables in one SQLite file, the same bytes for the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from generator.dataset.schema import TABLES, Column, Table

Value = str | int | float | None

_INT64 = 1 << 63


def write_sqlite(path: Path, rows: Callable[[Table], Iterable[Sequence[str]]]) -> None:
    """Write all tables into a new file; ``rows`` gives those of each, one after the other."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("page_size = 4096", "encoding = 'UTF-8'", "journal_mode = OFF", "synchronous = OFF"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        for table in TABLES:
            database.execute(_create(table))
            database.executemany(_insert(table), (_values(table, row) for row in rows(table)))
            if not table.primary_key:
                database.execute(f'CREATE INDEX "{table.name}_by_report" ON "{table.name}" ("report_id")')
        database.execute("COMMIT")
        database.execute("VACUUM")


def _create(table: Table) -> str:
    columns = [_declaration(column) for column in table.columns]
    if table.primary_key:
        columns.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    columns += [
        f'FOREIGN KEY ({_names(key.columns)}) REFERENCES "{key.table or table.name}" ({_names(key.references)})'
        for key in table.foreign_keys
    ]
    body = ",\n  ".join(columns)
    return f'CREATE TABLE "{table.name}" (\n  {body}\n)'


def _declaration(column: Column) -> str:
    # Numbers have no declared type: SQLite would round one of more than 15 digits on its way in.
    types = {"string": " TEXT", "date": " TEXT", "integer": " INTEGER", "boolean": " INTEGER", "number": ""}
    needed = " NOT NULL" if column.required else ""
    return f'"{column.name}"{types[column.type]}{needed}'


def _insert(table: Table) -> str:
    return f'INSERT INTO "{table.name}" VALUES ({", ".join("?" for _ in table.columns)})'


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _values(table: Table, row: Sequence[str]) -> list[Value]:
    return [_value(column, text) for column, text in zip(table.columns, row, strict=True)]


def _value(column: Column, text: str) -> Value:
    if not text:
        return None
    if column.type == "integer":
        return int(text)
    if column.type == "boolean":
        return int(text == "true")
    return _number(text) if column.type == "number" else text


def _number(text: str) -> Value:
    """Return a whole number or a float that prints the same, else the text itself: never a rounded number."""
    number = Decimal(text)
    if number == number.to_integral_value() and -_INT64 <= number < _INT64:
        return int(number)
    return float(text) if Decimal(repr(float(text))) == number else text
