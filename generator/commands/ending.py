"""The end of the program, without taking apart what it holds: after a large build that alone takes half a second."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn

_statuses: list[int] = []


def prepare() -> None:
    """Be the last to run of all that runs at the end of the program: called before anything else is loaded."""
    atexit.register(_end)


def end(status: int) -> NoReturn:
    """End the program with an exit status; what others asked to be done at its end is done."""
    _statuses.append(status)
    sys.exit(status)


def _end() -> None:
    # A program that failed otherwise ends as usual, and so does one that can't say all it has to say.
    if _statuses:
        with suppress(OSError, ValueError):
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
            os._exit(_statuses[-1])
