"""What is made of each group for those who look at all of them: kept on disk by group and kind, with its key."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from generator.cache.store import is_sound, take_rows

_CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS products (name TEXT, kind TEXT, value BLOB NOT NULL, PRIMARY KEY (name, kind))"
    " WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS kinds ON products (kind, name)",
)
_SOUND: Final = (*_CREATE, "SELECT name, key FROM groups LIMIT 1", "SELECT kind, name, value FROM products LIMIT 1")
_FAST: Final = ("journal_mode = DELETE", "synchronous = OFF")


class Products:
    """One open file; only one process may write it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def keys(self) -> Mapping[str, str]:
        """Return the groups that were made, with what they were made of."""
        return dict(self._database.execute("SELECT name, key FROM groups"))

    def keep(self, groups: Iterable[tuple[str, str, Mapping[str, bytes]]]) -> None:
        """Keep what was made of groups: name, key, values by kind; what was there of them before is gone."""
        with self._database:
            for name, key, values in groups:
                self._database.execute("DELETE FROM products WHERE name = ?", (name,))
                self._database.executemany(
                    "INSERT INTO products VALUES (?, ?, ?)", [(name, kind, value) for kind, value in values.items()]
                )
                self._database.execute("INSERT OR REPLACE INTO groups VALUES (?, ?)", (name, key))

    def take(self, path: Path) -> None:
        """Take over the groups of another such file that are not here."""
        take_rows(self._database, path, ("groups", "products"))

    def keep_only(self, names: Collection[str]) -> None:
        """Let go of all other groups."""
        gone = [(name,) for name in self.keys().keys() - set(names)]
        with self._database:
            self._database.executemany("DELETE FROM products WHERE name = ?", gone)
            self._database.executemany("DELETE FROM groups WHERE name = ?", gone)

    def all_of(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Yield a kind of product of every group, by name."""
        yield from self._database.execute("SELECT name, value FROM products WHERE kind = ? ORDER BY name", (kind,))

    def of(self, kind: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield a kind of product of these groups, in their order."""
        for name in names:
            query = "SELECT name, value FROM products WHERE name = ? AND kind = ?"
            yield from self._database.execute(query, (name, kind)).fetchall()


@contextmanager
def open_products(path: Path) -> Iterator[Products]:
    """Open the file ``path``, made anew where it is no sound store."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not is_sound(path, _SOUND):
        path.unlink()
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        for pragma in _FAST:
            database.execute(f"PRAGMA {pragma}")
        with database:
            for statement in _CREATE:
                database.execute(statement)
        yield Products(database)
