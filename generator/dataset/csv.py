"""Tables as CSV: UTF-8 without a mark, comma, line feed, quotes only where needed, empty for nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.dataset.schema import Table
from generator.errors import GongkaiError

# Quoting is spelt out here because the csv module's own rule for "\r" differs between versions of Python.
_NEEDS_QUOTES = re.compile(r'[,"\n\r]')
_BREAKS = re.compile(r'["\n\r]')
# A lone surrogate is no character and a NUL ends a text in C: neither survives every format.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
# The whole text of a document may stand in one field; the module's own limit is 128 KiB.
_FIELD_LIMIT = 1 << 30


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as lines of CSV, without a header; what is no character becomes U+FFFD."""
    text = "".join(map(_line, rows))
    if _NO_TEXT.search(text):
        text = _NO_TEXT.sub("\ufffd", text)
    return text.encode("utf-8")


def csv_header(table: Table) -> bytes:
    """Return the first line of a table's CSV."""
    return csv_lines((table.header,))


def csv_rows(table: Table, lines: bytes) -> Iterator[list[str]]:
    """Yield the rows of CSV lines without a header; raises ``GongkaiError`` naming what is wrong."""
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        for row in csv.reader(io.StringIO(lines.decode("utf-8"), newline=""), strict=True):
            if len(row) != len(table.columns):
                raise GongkaiError(f"{table.name}.csv 有误：“{','.join(row)[:80]}”一行有 {len(row)} 列")
            yield row
    except (ValueError, csv.Error) as error:
        raise GongkaiError(f"{table.name}.csv 有误：{error}") from error


def named_rows(table: Table, lines: bytes) -> Iterator[Mapping[str, str]]:
    """Yield the rows of CSV lines without a header by the names of their columns."""
    for row in csv_rows(table, lines):
        yield dict(zip(table.header, row, strict=True))


def _line(row: Sequence[str]) -> str:
    line = ",".join(row)
    # Nearly no row needs quotes; asking the whole line first is several times faster.
    if line.count(",") == len(row) - 1 and not _BREAKS.search(line):
        return line + "\n"
    return ",".join(map(_field, row)) + "\n"


def _field(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value
