"""What a run says when it is done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run says when it is done: the numbers, what went wrong, and whether something is in doubt.

    ``is_final``: another run over the same would say the same; a document for which time or memory ran out may not.
    """

    numbers: dict[str, int]
    said: tuple[str, ...]
    nothing_read: bool
    in_doubt: bool
    is_final: bool
