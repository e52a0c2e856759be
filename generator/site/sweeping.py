"""Folders swept: nothing stays in them but what belongs there, and only those that somebody changed are looked into."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path


def swept(
    root: Path,
    tree: str,
    kept: Collection[str],
    known: Mapping[str, int],
    changed: Iterable[str],
    apart: Collection[str] = (),
) -> dict[str, int]:
    """Remove every file below ``root / tree`` that is not ``kept``, and folders without a file.

    ``known`` are the folders below ``root`` with the times at which they were left; of these only ``changed`` ones are
    looked into, so that nothing but a change costs time. Without any known, all are. ``kept`` are names below ``tree``.
    Folders ``apart`` are swept by somebody else. Return the folders that are left, with their times.
    """
    below = tuple(f"{name}/" for name in apart)
    sweep = _Sweep(str(root), tree, kept, {**known, **dict.fromkeys(apart, 0)})
    wanted = {*changed, tree} if tree not in known else set(changed)
    left = sweep.done({name for name in wanted if name not in apart and not name.startswith(below)})
    times = {name: changed_at(f"{root}/{name}") for name in apart}
    return {name: time for name, time in (left | times).items() if time is not None}


def changed_at(path: str) -> int | None:
    """Return the time of change of a folder in nanoseconds; nothing where there is none."""
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        return None


class _Sweep:
    def __init__(self, root: str, tree: str, kept: Collection[str], left: dict[str, int]) -> None:
        self._root, self._tree, self._kept, self._left = root, tree, kept, left

    def done(self, changed: Collection[str]) -> dict[str, int]:
        """Look into these folders, the deepest first: one that is empty then is gone before the one around it."""
        levels: dict[int, set[str]] = defaultdict(set)
        for name in changed:
            levels[name.count("/")].add(name)
        for depth in range(max(levels, default=-1), -1, -1):
            for name in levels[depth]:
                if not self._tidied(name) and name != self._tree:
                    # The folder around it has changed by this.
                    levels[depth - 1].add(name.rpartition("/")[0])
        return self._left

    def _tidied(self, name: str) -> bool:
        """Remove the files of a folder that are not kept, and new folders without any; say whether anything is left."""
        path = f"{self._root}/{name}"
        self._left.pop(name, None)
        if not os.path.isdir(path):  # noqa: PTH112 (thousands, one after the other)
            return False
        is_left = name == self._tree
        with os.scandir(path) as entries:
            for entry in list(entries):
                inner = f"{name}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    is_left |= inner in self._left or self._tidied(inner)
                elif inner[len(self._tree) + 1 :] in self._kept:
                    is_left = True
                else:
                    Path(entry.path).unlink()
        if is_left:
            # What was taken away has changed the folder itself.
            self._left[name] = os.stat(path).st_mtime_ns  # noqa: PTH116
        else:
            Path(path).rmdir()
        return is_left
