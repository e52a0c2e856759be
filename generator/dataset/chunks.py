"""What one report brings to the tables: a chunk, made where the report is at hand and kept as bytes.

Tables are put together from chunks, so that whoever writes them needs no report in memory.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.dataset.csv import csv_lines
from generator.dataset.rows import report_rows
from generator.dataset.wide import wide_row
from generator.metrics.evaluate import Value, metrics_of
from generator.metrics.figures import Figures, figures_of
from generator.metrics.groups import NOWHERE, regions_of
from generator.model import Report

# The name of the wide table's lines in a chunk; it is no table of the data set.
WIDE_LINES: Final = "wide"
_LEVEL: Final = 1


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of CSV, as published and without headers, that one report brings to each table by the table's name.

    ``part`` are the two digits of its province (``00`` where that is not known); a table without lines is not there.
    """

    source: str
    part: str
    rows: Mapping[str, bytes]

    def packed(self) -> bytes:
        """Return the chunk as bytes; equal ones give the same."""
        lengths = [[name, len(lines)] for name, lines in self.rows.items()]
        head = json.dumps([self.source, self.part, lengths], separators=(",", ":")).encode("ascii")
        return zlib.compress(b"".join((head, b"\n", *self.rows.values())), _LEVEL)


def unpacked(packed: bytes) -> Chunk:
    """Return what ``Chunk.packed`` was; raises ``ValueError`` or ``zlib.error`` for bytes that it did not make."""
    raw = zlib.decompress(packed)
    end = raw.index(b"\n") + 1
    source, part, lengths = json.loads(raw[:end])
    rows: dict[str, bytes] = {}
    for name, length in lengths:
        rows[name] = raw[end : end + length]
        end += length
    return Chunk(source, part, rows)


def chunks_of(reports: Iterable[Report]) -> Iterator[Chunk]:
    """Yield a chunk for each report of some bodies, with all their years: a metric may ask for the year before."""
    known = tuple(reports)
    figures = [figures_of(report) for report in known]
    by_id = {report.report_id: found for report, found in zip(known, figures, strict=True)}
    metrics = {report.report_id: values for report, values in metrics_of(known, by_id)}
    for report, found in zip(known, figures, strict=True):
        yield chunk_of(report, metrics.get(report.report_id, ()), found)


def chunk_of(report: Report, metrics: Iterable[Value], figures: Figures) -> Chunk:
    """Return the chunk of a final report with its metrics and figures."""
    lines = {name: csv_lines(rows) for name, rows in report_rows(report, metrics).items()}
    lines[WIDE_LINES] = csv_lines((wide_row(report, figures),))
    return Chunk(report.source, part_of(report), {name: found for name, found in lines.items() if found})


def part_of(report: Report) -> str:
    """Return in which part of the large tables a report's rows stand."""
    return (regions_of(report.organisation)[0] if report.organisation else NOWHERE)[:2]
