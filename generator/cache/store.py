"""Bytes by key in one file, kept from run to run; a file that is broken or of others counts as empty.

Disks and memory lose a bit now and then, and SQLite does not notice inside a value: each has a checksum, and one that
does not fit counts as not there. So a file need not be looked through before it is used: what is loaded proves itself,
and a file that turns out to be broken is taken away then.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from generator.errors import GongkaiError

# No table without rowids: keys are looked for in an index of their own, and no page of values is loaded for it.
_CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL, checksum INTEGER NOT NULL)"
)
# The journal lies on disk: a program that is killed while it writes loses that writing and nothing else.
_FAST: Final = ("journal_mode = DELETE", "synchronous = OFF")
_TOGETHER: Final = 500
# Readings may be rotten, and products, and then a file as a whole; what is met after that is a broken disk.
_TIMES: Final = 3
# What SQLite says of files that nobody but a broken disk can have written: we break no constraint.
_BROKEN: Final = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG}
)

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Row = tuple[str, bytes, int]


class RottenError(GongkaiError):
    """What was kept is not what was written; it is gone now, and whoever runs again makes it again."""

    def __init__(self) -> None:
        super().__init__("存下的中间结果有损坏，已经去掉；请重新运行")


def again_without_rotten(run: Callable[_P, _T]) -> Callable[_P, _T]:
    """Have a run begin anew where it met something rotten: that is not there any more, and all else is."""

    @functools.wraps(run)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for _ in range(_TIMES):
            with suppress(RottenError):
                return run(*args, **kwargs)
        return run(*args, **kwargs)

    return wrapped


class Store:
    """One open file; only one process may write it."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self._path = path

    def found(self, keys: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield what is kept for these keys and sound, in no particular order."""
        with sound(self._path):
            rows = self._every(frozenset(keys)) if self._is_most(keys) else self._some(list(keys))
            for key, value, checksum in rows:
                if checksum_of(value, key) == checksum:
                    yield key, value

    def keys(self) -> frozenset[str]:
        """Return all keys there is something for, sound or not."""
        with sound(self._path):
            return frozenset(key for (key,) in self._database.execute("SELECT key FROM kept"))

    def keep(self, values: Mapping[str, bytes]) -> None:
        """Keep values by their keys."""
        rows = ((key, value, checksum_of(value, key)) for key, value in values.items())
        with sound(self._path), self._database:
            self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    def take(self, path: Path) -> None:
        """Keep what is kept in another such file and not here; raises ``sqlite3.DatabaseError`` for none such."""
        take_rows(self._database, path, ("kept",))

    def drop_others(self, keys: Iterable[str]) -> None:
        """Let go of everything but what is kept for ``keys``."""
        self._drop(self.keys().difference(keys))

    def drop_rotten(self) -> None:
        """Let go of what is not what was written; of all where keys and values are not of each other any more."""
        with sound(self._path):
            rows = self._database.execute("SELECT key, value, checksum FROM kept NOT INDEXED")
            found = [(key, checksum_of(value, key) == checksum) for key, value, checksum in rows]
            self._drop([key for key, is_whole in found if not is_whole])
            left = Counter(key for (key,) in self._database.execute("SELECT key FROM kept"))
        if left != Counter({key for key, is_whole in found if is_whole}):
            remove(self._path)
            raise RottenError

    def _drop(self, keys: Iterable[str]) -> None:
        with sound(self._path), self._database:
            self._database.executemany("DELETE FROM kept WHERE key = ?", ((key,) for key in keys))

    def _is_most(self, keys: Collection[str]) -> bool:
        """Say whether it is as well to look at everything."""
        count: int = self._database.execute("SELECT count(*) FROM kept").fetchone()[0]
        return 2 * len(keys) > count

    def _every(self, keys: Collection[str]) -> Iterator[_Row]:
        for row in self._database.execute("SELECT key, value, checksum FROM kept"):
            if row[0] in keys:
                yield row

    def _some(self, keys: list[str]) -> Iterator[_Row]:
        for start in range(0, len(keys), _TOGETHER):
            some = keys[start : start + _TOGETHER]
            marks = ",".join("?" * len(some))
            yield from self._database.execute(f"SELECT key, value, checksum FROM kept WHERE key IN ({marks})", some)


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open the file ``path``, made anew where it is no such store."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not is_ours(path, (_CREATE, "SELECT key, value, checksum FROM kept LIMIT 1")):
        remove(path)
    with connected(path, (_CREATE,)) as database:
        yield Store(database, path)


@contextmanager
def connected(path: Path, statements: Iterable[str]) -> Iterator[sqlite3.Connection]:
    """Open a file and give it its tables; text in it that is none is text nobody asks for."""
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in _FAST:
            database.execute(f"PRAGMA {pragma}")
        with database:
            for statement in statements:
                database.execute(statement)
        yield database


def checksum_of(value: object, key: object) -> int:
    """Return the checksum of what is kept for a key; -1, which no value has, where it is nothing that was kept."""
    return zlib.crc32(value, zlib.crc32(str(key).encode())) if isinstance(value, bytes) else -1


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """Raise ``RottenError`` in place of SQLite's word that the file is broken, and take it away."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not _is_broken(error, path):
            raise
        remove(path)
        raise RottenError from error


def _is_broken(error: Exception, path: Path) -> bool:
    """Say whether an error is the file's fault, not that of a full disk or of a folder nobody may write."""
    if isinstance(error, UnicodeDecodeError):  # SQLite's own words, which quote the file
        return True
    # The last byte is the kind of error, the others say more about it.
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return kind in _BROKEN or (kind == sqlite3.SQLITE_READONLY and os.access(path, os.W_OK))


def remove(path: Path) -> None:
    """Take a file of SQLite away with its journal."""
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def take_rows(database: sqlite3.Connection, path: Path, tables: Iterable[str]) -> None:
    """Copy the rows of tables that another file has of the same names; rows that are there stay."""
    database.execute("ATTACH DATABASE ? AS other", (str(path),))
    try:
        with database:
            for table in tables:
                database.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM other.{table}")
    finally:
        database.execute("DETACH DATABASE other")


def is_ours(path: Path, statements: Iterable[str]) -> bool:
    """Say whether a file is one of SQLite that takes these statements: it has the tables or can get them."""
    try:
        with closing(sqlite3.connect(path)) as database:
            for statement in statements:
                database.execute(statement)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    return True
