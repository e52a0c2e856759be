"""The files that hold a whole table or all of them: Parquet, the wide table, SQLite; made from the CSV files."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from generator.dataset.csv import csv_lines, csv_rows
from generator.dataset.layout import DESCRIPTOR, NATIONAL, SQLITE, Tables
from generator.dataset.read import read_reports
from generator.dataset.records import blocks
from generator.dataset.schema import TABLES, Table
from generator.dataset.wide import WIDE, wide_row, write_wide
from generator.errors import UsageError

CHECKSUMS: Final = "SHA256SUMS"
_QUIET: Final[Callable[[str], None]] = lambda name: None  # noqa: E731


def write_release(dataset: Path, out: Path, news: Callable[[str], None] = _QUIET) -> tuple[str, ...]:
    """Write the national files of a finished data set into ``out``, with their SHA-256; return their names.

    They are the files that a small data set has beside its CSV files, byte for byte. ``news`` hears each name when its
    file is begun. They are made beside ``out`` and moved when all are done; other files there are left alone.
    """
    tables = Tables.below(dataset)
    if not (dataset / DESCRIPTOR).is_file():
        raise UsageError(f"“{dataset}”中没有写完的数据集（缺少 {DESCRIPTOR}）")
    if out.exists() and not out.is_dir():
        raise UsageError(f"“{out}”不是文件夹")
    if out.resolve() == dataset.resolve():
        raise UsageError("发布文件不能写入数据集自己的文件夹：其说明所列的文件会不符")
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        write_national(tables, made, news=news)
        lines = [f"{_sha256(made / name)}  {name}\n" for name in NATIONAL]
        (made / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
        out.mkdir(exist_ok=True)
        (out / CHECKSUMS).unlink(missing_ok=True)
        for name in (*NATIONAL, CHECKSUMS):
            (made / name).replace(out / name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return (*NATIONAL, CHECKSUMS)


def write_national(
    tables: Tables, folder: Path, *, wide: bool = True, news: Callable[[str], None] = _QUIET
) -> tuple[str, ...]:
    """Write all national files into ``folder`` and return their names; without ``wide`` all but the wide table."""
    # Only writing needs Arrow; it loads slowly.
    from generator.dataset.parquet import write_parquet
    from generator.dataset.sqlite import write_sqlite

    names = []
    for table in TABLES:
        names.append(f"{table.name}.parquet")
        news(names[-1])
        write_parquet(table, partial(blocks, tables, table), folder / names[-1])
    if wide:
        names.append(WIDE)
        news(WIDE)
        write_wide(_wide_lines(tables), folder / WIDE)
    news(SQLITE)
    write_sqlite(folder / SQLITE, partial(_rows, tables))
    return (*names, SQLITE)


def _wide_lines(tables: Tables) -> Iterator[bytes]:
    for report in read_reports(tables, ("cells",)):
        yield csv_lines((wide_row(report),))


def _rows(tables: Tables, table: Table) -> Iterable[list[str]]:
    for block in blocks(tables, table):
        yield from csv_rows(table, block)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
