"""One row a report, one column a cell: the file that sums over many reports are made from.

Only a figure that can be added stands there: printed, or corrected by hand. What every other cell is like says one
letter a cell in ``states``, so that the file loses nothing of a report's tables but words.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.dataset.csv import csv_lines
from generator.metrics.evaluate import stands_for_its_year
from generator.metrics.figures import PLACES, REPORT_FIGURES, WHOLE_DIGITS, Figures, figures_of, number_kinds
from generator.metrics.groups import group_of, regions_of
from generator.model import CellStatus, Report

if TYPE_CHECKING:
    import pyarrow as pa

WIDE: Final = "wide.parquet"
# One letter a cell, in the order of the report's form.
LETTERS: Final = {
    CellStatus.REPORTED: "r",
    CellStatus.BLANK: "b",
    CellStatus.AMBIGUOUS: "a",
    CellStatus.UNREADABLE: "u",
    CellStatus.MISSING: "m",
}
_TEXTS: Final = (
    "report_id", "org_id", "organisation", "form", "status", "kind", "group", "division_code",
    "province_code", "prefecture_code", "county_code", "states",
)  # fmt: skip
_BATCH: Final = 4096

Value = str | int | bool | Decimal | None


def wide_schema() -> pa.Schema:
    """Return the columns: what the report is, numbers about it, and every cell of every form."""
    import pyarrow as pa

    amount = pa.decimal128(WHOLE_DIGITS + PLACES, PLACES)
    columns = [(name, pa.string()) for name in _TEXTS]
    columns += [("year", pa.int32()), ("counts", pa.bool_())]
    columns += [(name, pa.int64()) for name in REPORT_FIGURES]
    columns += [(name, amount if kind == "amount" else pa.int64()) for name, kind in number_kinds().items()]
    return pa.schema(columns)


def wide_row(report: Report, figures: Figures | None = None) -> tuple[str, ...]:
    """Return a report's row as text, in the order of ``wide_schema``; ``figures`` are its, if known already."""
    return tuple(map(_text, _row(report, figures_of(report) if figures is None else figures)))


def wide_bytes(reports: Iterable[Report]) -> bytes:
    """Return the reports as Parquet."""
    buffer = io.BytesIO()
    write_wide((csv_lines((wide_row(report),)) for report in reports), buffer)
    return buffer.getvalue()


def write_wide(lines: Iterable[bytes], target: Path | io.BytesIO) -> None:
    """Write rows, given as lines of CSV, as Parquet, some thousand at a time: the same rows give the same bytes."""
    # Whoever makes rows only must not wait for Arrow to load.
    import pyarrow.parquet as pq

    schema = wide_schema()
    with pq.ParquetWriter(target, schema, compression="snappy", version="2.6") as writer:
        rest = iter(lines)
        while batch := list(islice(rest, _BATCH)):
            writer.write_batch(_batch(b"".join(batch), schema), row_group_size=_BATCH)


def _batch(raw: bytes, schema: pa.Schema) -> pa.RecordBatch:
    """Return rows by way of CSV: Arrow's conversion of Python values would load pandas, which reading does without."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    table = arrow_csv.read_csv(
        pa.BufferReader(raw),
        read_options=arrow_csv.ReadOptions(
            column_names=schema.names, use_threads=False, block_size=max(len(raw) + 1, 1 << 16)
        ),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=schema,
            strings_can_be_null=False,
            null_values=[""],
            true_values=["true"],
            false_values=["false"],
        ),
    )
    return table.combine_chunks().to_batches()[0]


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _row(report: Report, figures: Figures) -> Iterator[Value]:
    body = report.organisation
    yield report.report_id
    yield from (body.org_id, body.organisation) if body else ("", "")
    yield from (report.form, report.status.value)
    yield from (body.kind.value, group_of(body), body.division_code, *regions_of(body)) if body else ("",) * 6
    yield "".join(LETTERS[cell.status] for cell in report.cells)
    yield report.year
    yield stands_for_its_year(report)
    yield from (None if name not in figures else int(figures[name]) for name in REPORT_FIGURES)
    for name, kind in number_kinds().items():
        number = figures.get(name)
        yield number if number is None or kind == "amount" else int(number)
