"""What is made of each group for those who look at all of them: kept on disk by group and kind, with its key.

Each product has a checksum. Where one does not fit, or is not there, the group counts as not made.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from generator.cache.store import RottenError, checksum_of, connected, is_ours, remove, sound, take_rows

_CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS products (name TEXT, kind TEXT, value BLOB NOT NULL, checksum INTEGER NOT NULL,"
    " PRIMARY KEY (name, kind)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS kinds ON products (kind, name)",
)
_OURS: Final = (
    *_CREATE,
    "SELECT name, key FROM groups LIMIT 1",
    "SELECT kind, name, value, checksum FROM products LIMIT 1",
)


class Products:
    """One open file; only one process may write it.

    Whoever asks for a product that is not what was written gets a ``RottenError``, and its group is to be made again.
    """

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self._path = path

    def keys(self) -> Mapping[str, str]:
        """Return the groups that were made, with what they were made of."""
        with sound(self._path):
            return dict(self._database.execute("SELECT name, key FROM groups"))

    def keep(self, groups: Iterable[tuple[str, str, Mapping[str, bytes]]]) -> None:
        """Keep what was made of groups: name, key, values by kind; what was there of them before is gone."""
        with sound(self._path), self._database:
            for name, key, values in groups:
                self._database.execute("DELETE FROM products WHERE name = ?", (name,))
                self._database.executemany(
                    "INSERT INTO products VALUES (?, ?, ?, ?)",
                    [(name, kind, value, _checksum(name, kind, value)) for kind, value in values.items()],
                )
                self._database.execute("INSERT OR REPLACE INTO groups VALUES (?, ?)", (name, key))

    def take(self, path: Path) -> None:
        """Take over the groups of another such file that are not here."""
        take_rows(self._database, path, ("groups", "products"))

    def keep_only(self, names: Collection[str]) -> None:
        """Let go of all other groups."""
        gone = [(name,) for name in self.keys().keys() - set(names)]
        with sound(self._path), self._database:
            self._database.executemany("DELETE FROM products WHERE name = ?", gone)
            self._database.executemany("DELETE FROM groups WHERE name = ?", gone)

    def all_of(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Yield a kind of product of every group, by name."""
        missing = set(self.keys())
        query = "SELECT name, value, checksum FROM products WHERE kind = ? ORDER BY name"
        with sound(self._path):
            for name, value, checksum in self._database.execute(query, (kind,)):
                if _checksum(name, kind, value) != checksum or name not in missing:
                    self._forget((name,))
                missing.discard(name)
                yield name, value
        if missing:
            self._forget(missing)

    def of(self, kind: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield a kind of product of these groups, in their order."""
        query = "SELECT value, checksum FROM products WHERE name = ? AND kind = ?"
        for name in names:
            with sound(self._path):
                found = self._database.execute(query, (name, kind)).fetchone()
            if found is None or _checksum(name, kind, found[0]) != found[1]:
                self._forget((name,))
            yield name, found[0]

    def _forget(self, names: Collection[str]) -> NoReturn:
        """Have these groups made again, and all others of which anything is rotten or missing."""
        with sound(self._path):
            rows = self._database.execute("SELECT name, kind, value, checksum FROM products NOT INDEXED")
            found = [(name, kind, _checksum(name, kind, value) == checksum) for name, kind, value, checksum in rows]
            whole = Counter(name for name, _, is_whole in found if is_whole)
            kinds = max(whole.values(), default=0)
            known = {name for name, _, _ in found}.union(self.keys())
            rotten = {name for name, _, is_whole in found if not is_whole}.union(names)
            gone = {name for name in known if name in rotten or whole[name] < kinds}
            with self._database:
                some = [(name,) for name in gone]
                self._database.executemany("DELETE FROM products WHERE name = ?", some)
                self._database.executemany("DELETE FROM groups WHERE name = ?", some)
            left = Counter(self._database.execute("SELECT name, kind FROM products INDEXED BY kinds"))
        places = {(name, kind) for name, kind, _ in found}
        others = Counter(place for place in places if place[0] not in gone)
        if left != others or len(places) < len(found) or gone.intersection(self.keys()):
            # Keys lead to other places than where things are, or two to one.
            remove(self._path)
        raise RottenError


def _checksum(name: str, kind: str, value: object) -> int:
    return checksum_of(value, f"{name} {kind}")


@contextmanager
def open_products(path: Path) -> Iterator[Products]:
    """Open the file ``path``, made anew where it is no such store."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not is_ours(path, _OURS):
        remove(path)
    with connected(path, _CREATE) as database:
        yield Products(database, path)
