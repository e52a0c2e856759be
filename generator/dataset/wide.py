"""One row a report, one column a cell: the file that sums over many reports are made from.

Only a figure that can be added stands there: printed, or corrected by hand. What every other cell is like says one
letter a cell in ``states``, so that the file loses nothing of a report's tables but words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Final

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from generator.metrics.evaluate import stands_for_its_year
from generator.metrics.figures import PLACES, REPORT_FIGURES, WHOLE_DIGITS, figures_of, number_kinds
from generator.metrics.groups import group_of, regions_of
from generator.model import CellStatus, Report

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
_AMOUNT: Final = pa.decimal128(WHOLE_DIGITS + PLACES, PLACES)
_BATCH: Final = 4096

Value = str | int | bool | Decimal | None


def wide_schema() -> pa.Schema:
    """Return the columns: what the report is, numbers about it, and every cell of every form."""
    columns = [(name, pa.string()) for name in _TEXTS]
    columns += [("year", pa.int32()), ("counts", pa.bool_())]
    columns += [(name, pa.int64()) for name in REPORT_FIGURES]
    columns += [(name, _AMOUNT if kind == "amount" else pa.int64()) for name, kind in number_kinds().items()]
    return pa.schema(columns)


def wide_bytes(reports: Iterable[Report]) -> bytes:
    """Return the reports as Parquet, some thousand at a time: the same reports give the same bytes."""
    schema, buffer = wide_schema(), io.BytesIO()
    with pq.ParquetWriter(buffer, schema, compression="snappy", version="2.6") as writer:
        rest = iter(reports)
        while batch := list(islice(rest, _BATCH)):
            writer.write_batch(_batch(batch, schema), row_group_size=_BATCH)
    return buffer.getvalue()


def _batch(reports: Sequence[Report], schema: pa.Schema) -> pa.RecordBatch:
    """Return rows by way of CSV: Arrow's conversion of Python values would load pandas, which reading does without."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_text(value) for value in _row(report)] for report in reports)
    raw = text.getvalue().encode("utf-8")
    table = arrow_csv.read_csv(
        io.BytesIO(raw),
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


def _row(report: Report) -> Iterator[Value]:
    body = report.organisation
    yield report.report_id
    yield from (body.org_id, body.organisation) if body else ("", "")
    yield from (report.form, report.status.value)
    yield from (body.kind.value, group_of(body), body.division_code, *regions_of(body)) if body else ("",) * 6
    yield "".join(LETTERS[cell.status] for cell in report.cells)
    yield report.year
    yield stands_for_its_year(report)
    figures = figures_of(report)
    yield from (None if name not in figures else int(figures[name]) for name in REPORT_FIGURES)
    for name, kind in number_kinds().items():
        number = figures.get(name)
        yield number if number is None or kind == "amount" else int(number)
