"""Tables as Parquet, made from the very CSV text, so that both say the same.

Numbers are exact decimals. A column in which a number has more digits than the type holds is written as text
in that build: a document can print anything, and nothing printed may be lost or rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from generator.dataset.csv import csv_header
from generator.dataset.schema import Table

_TYPES = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.decimal128(38, 10),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def write_parquet(table: Table, blocks: Callable[[], Iterable[bytes]], path: Path) -> None:
    """Write a table as Parquet; empty text stays text, an empty number, year or date is null.

    ``blocks`` gives its lines of CSV without the header, from the start each time; each block is one row group.
    """
    types = {column.name: _TYPES[column.type] for column in table.columns}
    try:
        _write(table, blocks(), types, path)
    except pa.ArrowInvalid:
        numbers = {column.name: pa.string() for column in table.columns if column.type == "number"}
        _write(table, blocks(), types | numbers, path)


def _write(table: Table, blocks: Iterable[bytes], types: dict[str, pa.DataType], path: Path) -> None:
    header, rest = csv_header(table), iter(blocks)
    # A table without rows is written too.
    first = _read(header + next(rest, b""), types)
    with pq.ParquetWriter(path, first.schema, compression="snappy", version="2.6") as writer:
        for data in chain((first,), (_read(header + block, types) for block in rest)):
            writer.write_table(data)


def _read(raw: bytes, types: dict[str, pa.DataType]) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(raw),
        # One block: a table split at a place that depends on the machine would be written in other row groups.
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=max(len(raw) + 1, 1 << 16)),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=types,
            strings_can_be_null=False,
            null_values=[""],
            true_values=["true"],
            false_values=["false"],
        ),
    )
