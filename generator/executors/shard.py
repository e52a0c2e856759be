"""Which share of a run one of several machines does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WRITTEN: Final = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of ``of`` shards, counted from 1."""

    number: int
    of: int


def shard_of(text: str) -> Shard | None:
    """Return the shard written as ``2/8``; nothing for what is none."""
    match = _WRITTEN.fullmatch(text)
    shard = Shard(int(match[1]), int(match[2])) if match else None
    return shard if shard and shard.number <= shard.of else None
