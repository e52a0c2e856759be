"""Write a data set, whole or not at all: a small one in all formats, a large one in parts."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from generator.cache.fingerprint import fingerprint
from generator.dataset.chunks import WIDE_LINES, Chunk, chunks_of, part_of
from generator.dataset.csv import csv_header, csv_lines
from generator.dataset.layout import ENTIRE, LIMIT, OF_REPORTS, SPLIT, part_name
from generator.dataset.national import write_national
from generator.dataset.rows import collection_rows
from generator.dataset.schema import BY_NAME
from generator.dataset.spill import Record, Spill, read_records, write_records
from generator.dataset.wide import WIDE, write_wide
from generator.dataset.workshop import Workshop, workshop
from generator.errors import UsageError
from generator.made import is_made
from generator.model import Dataset, Organisation, Reply, Withdrawal

# Names of what is made together and kept from run to run; a part's is the part's own.
_ALL: Final = "all"
_ENTIRE: Final = "entire"
_AROUND: Final = "around"
_NATIONAL: Final = "national"


@dataclass(frozen=True, slots=True)
class Part:
    """The reports of one part: how many, and a way to their chunks, in any order, asked for once at most.

    ``key`` is a fingerprint of all that the chunks are made of, the program included; where it is empty the part is
    made anew each time.
    """

    reports: int
    chunks: Callable[[], Iterable[Chunk]]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What a data set has beside reports; ``made``: nothing in it is real."""

    organisations: Iterable[Organisation] = ()
    withdrawals: Iterable[Withdrawal] = ()
    replies: Iterable[Reply] = ()
    made: bool = False


def write_dataset(dataset: Dataset, out: Path, *, limit: int = LIMIT) -> None:
    """Write all files of ``dataset`` into ``out``; the same data set gives the same bytes."""
    parts: dict[str, Part] = {}
    for part, found in groupby(sorted(dataset.reports, key=part_of), key=part_of):
        reports = tuple(found)
        parts[part] = Part(len(reports), partial(chunks_of, reports))
    around = Around(dataset.organisations, dataset.withdrawals, dataset.replies, is_made(dataset.reports))
    write_tables(parts, around, out, everything=True, limit=limit)


def write_tables(
    parts: Mapping[str, Part],
    around: Around,
    out: Path,
    *,
    keep: Path | None = None,
    everything: bool = False,
    limit: int = LIMIT,
) -> tuple[Path, ...]:
    """Write a data set into ``out`` and return the files of its wide table: one, or one a part.

    Up to ``limit`` reports every table is one file, and the national files are there. Above, the large tables are in
    parts, the wide one too (below ``keep``), and national files are there only with ``everything``, or if those found
    are of this very state.

    What was written the last time is known from the folder ``keep``: a part with the same key whose files nobody
    touched is neither read nor written. Without ``keep`` all is made, and a large data set has
    no wide table but the national one.

    All is made in a folder beside ``out`` and moved when done. The descriptor goes first and comes last: a folder
    without it holds no finished data set. Files that do not differ keep their time of change; files that are none of
    a data set's are left alone.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"“{out}”不是文件夹")
    small = sum(part.reports for part in parts.values()) <= limit
    with workshop(out, keep) as work:
        if small:
            work.unit(_ALL, _key(parts), partial(_all_tables, work, parts))
        else:
            for name, part in sorted(parts.items()):
                work.unit(name, part.key, partial(_part, work, name, part, wide=keep is not None))
            work.unit(_ENTIRE, _key(parts), partial(_entire, work, parts))
        work.unit(_AROUND, "", partial(_around, work, around))
        if small or everything:
            work.unit(_NATIONAL, work.state(), partial(_national, work, wide=not small))
        else:
            work.adopt_national()
        work.finish(made=around.made)
    if small or keep is None:
        return (out / WIDE,) if small or everything else ()
    return tuple(_wide_path(keep, name) for name in sorted(parts))


def _key(parts: Mapping[str, Part]) -> str:
    """Return the key of all parts together; none where one of them has none."""
    if not all(part.key for part in parts.values()):
        return ""
    return fingerprint(*(word for name, part in sorted(parts.items()) for word in (name, part.key)))


def _all_tables(work: Workshop, parts: Mapping[str, Part]) -> Iterator[Path]:
    with _spilt(work, parts.values(), (*OF_REPORTS, WIDE_LINES)) as spill:
        for table in OF_REPORTS:
            yield _csv(work, table, part_name(table, ""), spill.lines(table))
        write_wide(spill.lines(WIDE_LINES), work.folder / WIDE)
        yield work.folder / WIDE


def _part(work: Workshop, name: str, part: Part, *, wide: bool) -> Iterator[Path]:
    with _spilt(work, (part,), (*OF_REPORTS, WIDE_LINES)) as spill:
        for table in SPLIT:
            yield _csv(work, table, part_name(table, name), spill.lines(table))
        write_records(spill.records(ENTIRE), _records_path(work.keep, name))
        yield _records_path(work.keep, name)
        if wide:
            write_wide(spill.lines(WIDE_LINES), _wide_path(work.keep, name))
            yield _wide_path(work.keep, name)


def _entire(work: Workshop, parts: Iterable[str]) -> Iterator[Path]:
    """Put the tables together that are whole in any case, from what each part brings to them."""
    records: Iterable[Record] = heapq.merge(
        *(read_records(_records_path(work.keep, name)) for name in parts), key=itemgetter(0)
    )
    paths = [work.folder / part_name(table, "") for table in ENTIRE]
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb")) for path in paths]
        for table, file in zip(ENTIRE, files, strict=True):
            file.write(csv_header(BY_NAME[table]))
        for _, lines in records:
            for file, one in zip(files, lines, strict=True):
                file.write(one)
    yield from paths


def _around(work: Workshop, around: Around) -> Iterator[Path]:
    rows = collection_rows(around.organisations, around.withdrawals, around.replies)
    for table, some in rows.items():
        yield _csv(work, table, part_name(table, ""), (csv_lines(some),))


def _national(work: Workshop, *, wide: bool) -> Iterator[Path]:
    for name in write_national(work.tables(), work.folder, wide=wide):
        yield work.folder / name


def _spilt(work: Workshop, parts: Iterable[Part], names: Iterable[str]) -> Spill:
    spill = Spill(work.folder / "spill", tuple(names))
    for part in parts:
        spill.add(part.chunks())
    return spill


def _csv(work: Workshop, table: str, name: str, lines: Iterable[bytes]) -> Path:
    path = work.folder / name
    with path.open("wb") as file:
        file.write(csv_header(BY_NAME[table]))
        file.writelines(lines)
    return path


def _records_path(keep: Path, part: str) -> Path:
    return keep / f"{part}.records"


def wide_of(wide: Sequence[Path], parts: Iterable[str]) -> tuple[Path, ...]:
    """Return those files of the wide table that hold the reports of some parts; one that holds all is among them."""
    wanted = {_wide_name(part) for part in parts}
    return tuple(path for path in wide if path.name in wanted or path.name == WIDE)


def _wide_name(part: str) -> str:
    return f"wide-{part}.parquet"


def _wide_path(keep: Path, part: str) -> Path:
    return keep / _wide_name(part)
