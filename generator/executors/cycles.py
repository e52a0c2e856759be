"""How often Python looks for cycles among its values.

Where a hundred thousand small values are made and few are part of a cycle, looking takes a sixth of the time and more;
where it is never done, what is part of one stays in memory.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEWEST = 0


def collect_less() -> None:
    """Look for cycles seldom, in this process and until it ends."""
    gc.set_threshold(1_000_000, 50, 1000)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no cycles while inside."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def collect_newest() -> None:
    """Let go of cycles among what was made since this was last called: once for each piece of work, it costs little."""
    gc.collect(_NEWEST)
