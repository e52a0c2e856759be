"""Where the files of a data set are made, what of the last time need not be made again, and how they get into place."""

from __future__ import annotations

import filecmp
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from generator import __version__
from generator.cache.fingerprint import fingerprint
from generator.dataset.datapackage import descriptor
from generator.dataset.kept import Unit, Written, load_units, save_units
from generator.dataset.layout import DESCRIPTOR, NATIONAL, Tables, is_ours, table_of

_KEPT: Final = "tables.json"
_OUT, _KEEP = "out", "keep"


class Workshop:
    """The files of one data set in the making: fresh ones below ``folder``, untouched ones still in their place.

    ``keep`` is a folder for what is no file of the data set but helps to make some the next time.
    """

    def __init__(self, out: Path, folder: Path, keep: Path | None) -> None:
        self.folder = folder
        self.keep = keep or folder / _KEEP
        self.keep.mkdir(parents=True, exist_ok=True)
        self._out = out
        self._last = load_units(self.keep / _KEPT)
        self._units: dict[str, Unit] = {}
        self._files: dict[str, Written] = {}
        self._fresh: list[str] = []

    def unit(self, name: str, key: str, make: Callable[[], Iterable[Path]]) -> None:
        """Have files made together, unless they are there, made of what ``key`` names, and nobody touched them.

        ``make`` writes them below ``folder`` or ``keep`` and returns their paths. An empty key never counts as known.
        """
        known = self._last.get(name)
        if known is None or not key or known.key != key or not self._is_untouched(known):
            known = Unit(key, {self._kept_as(path): Written.of(path) for path in make()})
            self._fresh += [one for place, one in map(_split, known.files) if place == _OUT]
        self._units[name] = known
        self._files |= {_split(one)[1]: file for one, file in known.files.items() if _split(one)[0] == _OUT}

    def tables(self) -> Tables:
        """Return the tables made so far."""
        fresh = set(self._fresh)
        return Tables.of((self.folder if name in fresh else self._out) / name for name in self._files)

    def state(self) -> str:
        """Return a fingerprint of the contents of all tables made so far."""
        return fingerprint(*(f"{name} {file.sha256}" for name, file in sorted(self._files.items()) if table_of(name)))

    def adopt_national(self) -> None:
        """Let the national files stay that are there, if they were made of exactly these tables."""
        path = self._out / DESCRIPTOR
        try:
            last, changed = json.loads(path.read_bytes()), path.stat().st_mtime_ns
            parts = [part for resource in last["resources"] for part in resource.get("parts", (resource,))]
            was = {part["path"]: part["hash"] for part in parts}
            listed = {item["path"]: (item["bytes"], item["hash"].removeprefix("sha256:")) for item in last["files"]}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return
        if last.get("version") != __version__ or was != {
            name: f"sha256:{file.sha256}" for name, file in self._files.items()
        }:
            return
        for name in NATIONAL:
            if name in listed and (self._out / name).is_file():
                found = Written.at(self._out / name, listed[name][1])
                # The descriptor is written last: whoever touched a file since did it later.
                if found.size == listed[name][0] and found.changed <= changed:
                    self._files[name] = found

    def finish(self, *, made: bool) -> None:
        """Write the descriptor, put what differs into place, take away files of other states, and note what is there.

        Files that are as they were keep their time of change.
        """
        order = {name: place for place, name in enumerate(NATIONAL)}
        files = {name: self._files[name] for name in sorted(self._files, key=lambda name: order.get(name, -1))}
        (self.folder / DESCRIPTOR).write_bytes(descriptor(files, made=made))
        self._out.mkdir(exist_ok=True)
        stale = [path for path in self._out.iterdir() if is_ours(path.name) and path.name not in files]
        changed = [name for name in self._fresh if not _is_there(self.folder / name, self._out / name)]
        if changed or stale or not _is_there(self.folder / DESCRIPTOR, self._out / DESCRIPTOR):
            (self._out / DESCRIPTOR).unlink(missing_ok=True)
            for path in stale:
                path.unlink()
            for name in (*changed, DESCRIPTOR):
                (self.folder / name).replace(self._out / name)
        self._note()

    def _note(self) -> None:
        kept = {name for unit in self._units.values() for name in unit.files}
        # Only what an earlier run noted as its own: the folder may hold what others keep.
        for name in {name for unit in self._last.values() for name in unit.files} - kept:
            if _split(name)[0] == _KEEP:
                self._path(name).unlink(missing_ok=True)
        units = {
            name: Unit(unit.key, {one: Written.at(self._path(one), file.sha256) for one, file in unit.files.items()})
            for name, unit in self._units.items()
        }
        save_units(self.keep / _KEPT, units)

    def _is_untouched(self, unit: Unit) -> bool:
        return all(file.is_untouched(self._path(name)) for name, file in unit.files.items())

    def _kept_as(self, path: Path) -> str:
        return f"{_KEEP if path.parent == self.keep else _OUT}/{path.name}"

    def _path(self, kept_as: str) -> Path:
        place, name = _split(kept_as)
        return (self.keep if place == _KEEP else self._out) / name


@contextmanager
def workshop(out: Path, keep: Path | None) -> Iterator[Workshop]:
    """Open a workshop in a folder beside ``out``, which is gone afterwards, whatever happens."""
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield Workshop(out, folder, keep)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _split(kept_as: str) -> tuple[str, str]:
    place, _, name = kept_as.partition("/")
    return place, name


def _is_there(made: Path, path: Path) -> bool:
    return path.is_file() and filecmp.cmp(made, path, shallow=False)
