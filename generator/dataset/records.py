"""The CSV files of a data set report by report, however they are cut: no table is ever held in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from generator.dataset.csv import csv_header
from generator.dataset.layout import OF_REPORTS, Tables
from generator.dataset.schema import BY_NAME, Table
from generator.errors import GongkaiError, UsageError

# So many reports make one block of rows: a row group of a Parquet file.
BLOCK: Final = 2000
_BUFFER: Final = 1 << 17

# A report's line of table ``reports``, and its lines of others by name.
OfReport = tuple[bytes, Mapping[str, bytes]]


def by_report(tables: Tables, names: Sequence[str]) -> Iterator[OfReport]:
    """Yield the lines of all reports in published order; raises ``GongkaiError`` for files in another order."""
    with ExitStack() as stack:
        heads = {name: _Heads(stack, BY_NAME[name], tables.paths[name]) for name in names}
        reports = _Heads(stack, BY_NAME["reports"], tables.paths["reports"])
        while reports.waiting:
            report_id, line = reports.next()
            yield line, {name: ones.take(report_id) for name, ones in heads.items()}
        for name, ones in heads.items():
            if ones.waiting:
                lost = next(iter(ones.waiting)).decode("utf-8", "replace")
                raise GongkaiError(f"{name}.csv 中“{lost}”的行不在 reports.csv 所列的位置")


def blocks(tables: Tables, table: Table) -> Iterator[bytes]:
    """Yield a table's lines of some thousand reports at a time; all at once where they are not of reports."""
    if table.name not in OF_REPORTS:
        for path in tables.paths[table.name]:
            yield from filter(None, (_content(path, table),))
        return
    names = () if table.name == "reports" else (table.name,)
    lines = (line if not names else found[table.name] for line, found in by_report(tables, names))
    while some := list(islice(lines, BLOCK)):
        if block := b"".join(some):
            yield block


def _content(path: Path, table: Table) -> bytes:
    header = csv_header(table)
    with _open(path) as file:
        content = file.read()
    if not content.startswith(header):
        raise _other_header(path, table)
    return content[len(header) :]


class _Heads:
    """The files of one table, each at its next report; ``waiting`` are these reports' ids."""

    def __init__(self, stack: ExitStack, table: Table, paths: Sequence[Path]) -> None:
        self.waiting: dict[bytes, _File] = {}
        for path in paths:
            self._wait(stack.enter_context(_File(path, table)))

    def take(self, report_id: bytes) -> bytes:
        """Return all lines of a report; none where none of the files is at it."""
        file = self.waiting.pop(report_id, None)
        if file is None:
            return b""
        lines = file.take(report_id)
        self._wait(file)
        return lines

    def next(self) -> tuple[bytes, bytes]:
        """Return the next report of the only file there is."""
        report_id, file = next(iter(self.waiting.items()))
        lines = self.take(report_id)
        if not lines:
            raise GongkaiError(f"{file.name} 有误：一行没有 report_id")
        return report_id, lines

    def _wait(self, file: _File) -> None:
        if file.report_id:
            if file.report_id in self.waiting:
                raise GongkaiError(f"{file.name} 与另一文件都有“{file.report_id.decode('utf-8', 'replace')}”的行")
            self.waiting[file.report_id] = file


class _File:
    """An open CSV file at its next line."""

    def __init__(self, path: Path, table: Table) -> None:
        self.name = path.name
        self._file = _open(path)
        if self._file.readline() != csv_header(table):
            self._file.close()
            raise _other_header(path, table)
        self._line = self._next()

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def report_id(self) -> bytes:
        """The first field of the next line; nothing at the end."""
        return self._line.partition(b",")[0]

    def take(self, report_id: bytes) -> bytes:
        """Return all lines from here that belong to a report."""
        found: list[bytes] = []
        start = report_id + b","
        while self._line.startswith(start):
            found.append(self._line)
            self._line = self._next()
        return b"".join(found)

    def _next(self) -> bytes:
        line = self._file.readline()
        # A field in quotes may hold line feeds.
        while line.count(b'"') % 2:
            more = self._file.readline()
            if not more:
                raise GongkaiError(f"{self.name} 的最后一行有误：引号没有配对")
            line += more
        return line


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb", buffering=_BUFFER)
    except OSError as error:
        raise UsageError(f"无法打开“{path}”") from error


def _other_header(path: Path, table: Table) -> GongkaiError:
    return GongkaiError(f"{path.name} 的表头不符：应为 {','.join(table.header)}")
