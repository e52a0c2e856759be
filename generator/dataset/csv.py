"""Tables as CSV: UTF-8 without a mark, comma, line feed, quotes only where needed, empty for nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from generator.dataset.schema import Table
from generator.errors import GongkaiError

# Quoting is spelt out here because the csv module's own rule for "\r" differs between versions of Python.
_NEEDS_QUOTES = re.compile(r'[,"\n\r]')
_BREAKS = re.compile(r'["\n\r]')
# The whole text of a document may stand in one field; the module's own limit is 128 KiB.
_FIELD_LIMIT = 1 << 30


def csv_text(table: Table, rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text."""
    return "".join(_line(row) for row in (table.header, *rows))


def read_csv(table: Table, text: str) -> list[Mapping[str, str]]:
    """Return the rows of a table's CSV text; raises ``GongkaiError`` naming the line that is wrong."""
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader, [])
    if tuple(header) != table.header:
        raise GongkaiError(f"{table.name}.csv 的表头不符：应为 {','.join(table.header)}")
    try:
        return [dict(zip(table.header, row, strict=True)) for row in reader]
    except (ValueError, csv.Error) as error:
        raise GongkaiError(f"{table.name}.csv 第 {reader.line_num} 行有误：{error}") from error


def _line(row: Sequence[str]) -> str:
    line = ",".join(row)
    # Nearly no row needs quotes; asking the whole line first is several times faster.
    if line.count(",") == len(row) - 1 and not _BREAKS.search(line):
        return line + "\n"
    return ",".join(map(_field, row)) + "\n"


def _field(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value
