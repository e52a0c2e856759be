"""Chunks on their way into tables: laid down in a file as they come, taken out in published order."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import accumulate
from pathlib import Path

from generator.dataset.chunks import Chunk

Record = tuple[bytes, tuple[bytes, ...]]


class Spill(AbstractContextManager["Spill"]):
    """Chunks in a file, which is gone afterwards; in memory is only where the lines of each table lie."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        """Use the file ``path`` for the lines of the tables ``names``."""
        self._path = path
        self._file = path.open("w+b")
        self._names = tuple(names)
        self._index: list[tuple[bytes, tuple[int, ...]]] = []

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._path.unlink()

    def add(self, chunks: Iterable[Chunk]) -> None:
        """Lay chunks down."""
        end = self._file.tell()
        for chunk in chunks:
            lines = [chunk.rows.get(name, b"") for name in self._names]
            places = tuple(accumulate(map(len, lines), initial=end))
            self._file.write(b"".join(lines))
            self._index.append((chunk.source.encode("utf-8"), places))
            end = places[-1]

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield what each report brings to one table, by ``source``."""
        place = self._names.index(name)
        for _, places in self._sorted():
            if places[place] < places[place + 1]:
                yield self._read(places[place], places[place + 1])

    def records(self, names: Sequence[str]) -> Iterator[Record]:
        """Yield for each report its ``source`` and what it brings to some tables, by ``source``."""
        wanted = [self._names.index(name) for name in names]
        for source, places in self._sorted():
            yield source, tuple(self._read(places[place], places[place + 1]) for place in wanted)

    def _sorted(self) -> list[tuple[bytes, tuple[int, ...]]]:
        self._index.sort()
        self._file.flush()
        return self._index

    def _read(self, start: int, end: int) -> bytes:
        self._file.seek(start)
        return self._file.read(end - start)


def write_records(records: Iterable[Record], path: Path) -> None:
    """Keep records in a file."""
    with path.open("wb") as file:
        for source, lines in records:
            lengths = struct.pack(f">{len(lines) + 2}I", len(lines), len(source), *map(len, lines))
            file.write(b"".join((lengths, source, *lines)))


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of a file one by one, as they were kept."""
    with path.open("rb") as file:
        while head := file.read(4):
            (count,) = struct.unpack(">I", head)
            length, *lengths = struct.unpack(f">{count + 1}I", file.read(4 * (count + 1)))
            yield file.read(length), tuple(map(file.read, lengths))
