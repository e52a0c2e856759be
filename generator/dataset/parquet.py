"""Tables as Parquet, made from the very CSV text, so that both say the same.

Numbers are exact decimals. A column in which a number has more digits than the type holds is written as text
in that build: a document can print anything, and nothing printed may be lost or rounded.
"""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from generator.dataset.schema import Table

_TYPES = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.decimal128(38, 10),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def parquet_bytes(table: Table, csv_text: str) -> bytes:
    """Return a table as Parquet; empty text stays text, an empty number, year or date is null."""
    types = {column.name: _TYPES[column.type] for column in table.columns}
    try:
        data = _read(csv_text, types)
    except pa.ArrowInvalid:
        numbers = {column.name: pa.string() for column in table.columns if column.type == "number"}
        data = _read(csv_text, types | numbers)
    buffer = io.BytesIO()
    pq.write_table(data, buffer, compression="snappy", version="2.6")
    return buffer.getvalue()


def _read(csv_text: str, types: dict[str, pa.DataType]) -> pa.Table:
    raw = csv_text.encode("utf-8")
    return arrow_csv.read_csv(
        io.BytesIO(raw),
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
