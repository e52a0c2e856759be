"""Write a data set in all formats, whole or not at all."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator.dataset.csv import csv_text
from generator.dataset.datapackage import descriptor
from generator.dataset.rows import rows_of
from generator.dataset.schema import TABLES
from generator.errors import UsageError
from generator.made import is_made
from generator.model import Dataset

DESCRIPTOR = "datapackage.json"
SQLITE = "gongkai.sqlite"


def write_dataset(dataset: Dataset, out: Path) -> None:
    """Write all files of ``dataset`` into ``out``; the same data set gives the same bytes.

    They are made in a folder beside ``out`` and moved when all are done. The descriptor goes first and
    comes last: a folder without it holds no finished data set. Other files in ``out`` are left alone.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"“{out}”不是文件夹")
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        files = _files(dataset, made)
        for name, content in files.items():
            (made / name).write_bytes(content)
        (made / DESCRIPTOR).write_bytes(descriptor(files, made=is_made(dataset.reports)))
        _move([*files, DESCRIPTOR], made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _files(dataset: Dataset, folder: Path) -> Mapping[str, bytes]:
    # Only writing needs these; reading a data set back must not wait for Arrow to load.
    from generator.dataset.parquet import parquet_bytes
    from generator.dataset.sqlite import write_sqlite
    from generator.dataset.wide import WIDE, wide_bytes

    rows = rows_of(dataset)
    texts = {table.name: csv_text(table, rows[table.name]) for table in TABLES}
    files = {f"{name}.csv": text.encode("utf-8") for name, text in texts.items()}
    files |= {f"{table.name}.parquet": parquet_bytes(table, texts[table.name]) for table in TABLES}
    files[WIDE] = wide_bytes(dataset.reports)
    write_sqlite(folder / SQLITE, rows)
    return files | {SQLITE: (folder / SQLITE).read_bytes()}


def _move(names: list[str], made: Path, out: Path) -> None:
    """Put the files into place that differ from those there; the others keep their time of change."""
    out.mkdir(exist_ok=True)
    changed = [name for name in names if not _is_there(made / name, out / name)]
    if not changed:
        return
    (out / DESCRIPTOR).unlink(missing_ok=True)
    for name in (*(name for name in changed if name != DESCRIPTOR), DESCRIPTOR):
        (made / name).replace(out / name)


def _is_there(made: Path, path: Path) -> bool:
    return path.is_file() and filecmp.cmp(made, path, shallow=False)
