"""Sums over many reports: how long, and how much memory, for made numbers of 280,000 reports × 200 cells.

The numbers are drawn, not read, and the file is written column by column, without reports in Python: what is measured
is the aggregation, as a process of its own, in processor time. Run ``python -m benchmarks.aggregation``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from generator.dataset.wide import wide_schema
from generator.forms import load_forms
from generator.metrics.aggregate import Numbers
from generator.metrics.definitions import load_definitions
from generator.metrics.figures import REPORT_FIGURES
from generator.metrics.groups import GROUPS

_YEARS = 7
_LAST_YEAR = 2025
_BATCH = 4096
_MIB = 1024


def main() -> None:
    """Write the made table, aggregate it in a new process, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=280_000)
    parser.add_argument("--aggregate", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.aggregate:
        aggregate(arguments.aggregate)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.parquet"
        write(path, arguments.reports)
        print(f"{arguments.reports} reports, {path.stat().st_size / 2**20:.0f} MiB Parquet", flush=True)
        command = [sys.executable, "-m", "benchmarks.aggregation", "--aggregate", str(path)]
        subprocess.run(command, check=True, env=dict(os.environ))


def write(path: Path, reports: int) -> None:
    """Write a wide table: most cells 0, a fortieth without a number, every body with a report for seven years."""
    draw = np.random.default_rng(711)
    schema = wide_schema()
    with pq.ParquetWriter(path, schema, compression="snappy", version="2.6") as writer:
        for first in range(0, reports, _BATCH):
            count = min(_BATCH, reports - first)
            writer.write_batch(_batch(draw, first, count, schema), row_group_size=_BATCH)


def _batch(draw: np.random.Generator, first: int, count: int, schema: pa.Schema) -> pa.RecordBatch:
    number = np.arange(first, first + count)
    body, year = number // _YEARS, _LAST_YEAR - number % _YEARS
    # 31 provinces of 11 prefectures of 9 counties, about as many as there are.
    province, prefecture, county = body % 31 + 11, body // 31 % 11 + 1, body // 341 % 9 + 1
    county_code = province * 10_000 + prefecture * 100 + county
    form = np.where(year <= 2020, "2019", "2021")
    known = {
        "report_id": [f"{b}-{y}" for b, y in zip(body, year, strict=True)],
        "org_id": [f"{b}" for b in body],
        "organisation": [f"第{b}号镇人民政府" for b in body],
        "form": form,
        "status": ["ok"] * count,
        "kind": ["township"] * count,
        "group": np.where(body % 2 == 0, "township", "county_department"),
        "division_code": [str(code) for code in county_code],
        "province_code": [str(code) for code in province * 10_000],
        "prefecture_code": [str(code // 100 * 100) for code in county_code],
        "county_code": [str(code) for code in county_code],
        "states": ["r" * len(load_forms()[code].keys()) for code in form],
        "year": year,
        "counts": np.ones(count, bool),
    }
    arrays = [
        pa.array(known[field.name], field.type) if field.name in known else _figures(draw, field, form)
        for field in schema
    ]
    return pa.record_batch(arrays, schema=schema)


def _figures(draw: np.random.Generator, field: pa.Field, form: np.ndarray) -> pa.Array:
    values = draw.geometric(0.2, form.size) - 1
    values[draw.random(form.size) < 0.6] = 0
    if field.name in REPORT_FIGURES:
        return pa.array(values, field.type)
    absent = draw.random(form.size) < 0.025
    for code, one in load_forms().items():
        if field.name not in {f"{key.table}.{key.row}.{key.column}" for key in one.keys()}:
            absent |= form == code
    return pa.array(values, pa.int32(), mask=absent).cast(field.type)


def aggregate(path: Path) -> None:
    """Pool every metric in country and provinces, those of region pages down to counties, and read what pages ask."""
    metrics = load_definitions().metrics
    wall, started = time.perf_counter(), time.process_time()
    with Numbers(path) as numbers:
        codes = numbers.regions()
        rows = sum(1 for _ in numbers.of_regions([metric for metric in metrics if metric.headline], codes))
        regions = time.process_time()
        numbers.prepare(metrics)
        pooled = time.process_time()
        newest = dict.fromkeys(GROUPS, _LAST_YEAR)
        numbers.pools()
        for metric in metrics:
            numbers.spreads(metric, newest)
            numbers.firsts(metric, newest, 240, 40)
        pages = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
    print(f"region pages: {rows} pools read   {regions - started:6.1f} s")
    print(f"all {len(metrics)} metrics, provinces         {pooled - regions:6.1f} s")
    print(f"metric pages: spreads and lists    {pages - pooled:6.1f} s")
    print(f"together                           {pages - started:6.1f} s, peak {peak:.0f} MiB")
    print(f"on the wall                        {time.perf_counter() - wall:6.1f} s")


if __name__ == "__main__":
    main()
