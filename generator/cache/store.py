"""Bytes by key in one file, kept from run to run; a file that is broken or of others counts as empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

_CREATE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
# The journal lies on disk: a program that is killed while it writes loses that writing and nothing else.
_FAST = ("journal_mode = DELETE", "synchronous = OFF")
_TOGETHER = 500


class Store:
    """One open file; only one process may write it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def found(self, keys: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield what is kept for these keys, in no particular order."""
        wanted = list(keys)
        for start in range(0, len(wanted), _TOGETHER):
            some = wanted[start : start + _TOGETHER]
            marks = ",".join("?" * len(some))
            yield from self._database.execute(f"SELECT key, value FROM kept WHERE key IN ({marks})", some)

    def known(self, keys: Collection[str]) -> frozenset[str]:
        """Return which of these keys there is something for."""
        wanted = list(keys)
        found: set[str] = set()
        for start in range(0, len(wanted), _TOGETHER):
            some = wanted[start : start + _TOGETHER]
            marks = ",".join("?" * len(some))
            found.update(key for (key,) in self._database.execute(f"SELECT key FROM kept WHERE key IN ({marks})", some))
        return frozenset(found)

    def keep(self, values: Mapping[str, bytes]) -> None:
        """Keep values by their keys."""
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", values.items())

    def take(self, path: Path) -> None:
        """Keep what is kept in another such file and not here; raises ``sqlite3.DatabaseError`` for none such."""
        take_rows(self._database, path, ("kept",))

    def drop_others(self, keys: Iterable[str]) -> None:
        """Let go of everything but what is kept for ``keys``."""
        with self._database:
            self._database.execute("CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY) WITHOUT ROWID")
            self._database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((key,) for key in keys))
            self._database.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM wanted)")
            self._database.execute("DROP TABLE wanted")


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open the file ``path``, made anew where it is no sound store."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not is_sound(path, (_CREATE, "SELECT key, value FROM kept LIMIT 1")):
        path.unlink()
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        for pragma in _FAST:
            database.execute(f"PRAGMA {pragma}")
        with database:
            database.execute(_CREATE)
        yield Store(database)


def take_rows(database: sqlite3.Connection, path: Path, tables: Iterable[str]) -> None:
    """Copy the rows of tables that another file has of the same names; rows that are there stay."""
    database.execute("ATTACH DATABASE ? AS other", (str(path),))
    try:
        with database:
            for table in tables:
                database.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM other.{table}")
    finally:
        database.execute("DETACH DATABASE other")


def is_sound(path: Path, statements: Iterable[str]) -> bool:
    """Say whether a file is a whole SQLite file that takes these statements: it has the tables or can get them."""
    try:
        with closing(sqlite3.connect(path)) as database:
            for statement in statements:
                database.execute(statement)
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
