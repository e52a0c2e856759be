"""What a large build begins before it has even loaded its own program."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from generator.executors.crew import load_ahead
from generator.site.ledger import CACHE, LEDGER

# A ledger of some thousand files: the processes that such a build starts cost more than loading their modules ahead.
_LARGE: Final = 1_000_000
_MODULES: Final = ("generator.commands.loaded",)


def begin(out: Path, jobs: int) -> None:
    """Load what processes will need (``loaded``), if the last build into ``out`` was a large one."""
    with contextlib.suppress(OSError):
        if jobs > 1 and (out / CACHE / LEDGER).stat().st_size > _LARGE:
            load_ahead(_MODULES)
