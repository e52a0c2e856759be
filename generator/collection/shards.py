"""A run in shards: each of several machines reads some documents, or makes some provinces, and one joins the rest.

Who does what follows from the collection alone, so that machines need not speak to each other. A build of a shard is an
ordinary build that knows all documents and makes only its own groups; joined, they are what one machine would have made
before it makes what is national (docs/adr/0048-shards.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.cache.fingerprint import fingerprint
from generator.collection.groups import Group
from generator.executors.shard import Shard
from generator.sources import SourceList


def sources_in(found: SourceList, shard: Shard) -> SourceList:
    """Return the documents that a shard reads, by a hash of their paths: about as many in each."""
    return replace(
        found,
        sources=tuple(one for one in found.sources if int(fingerprint(one.source), 16) % shard.of == shard.number - 1),
    )


def groups_in(groups: Sequence[Group], shard: Shard) -> tuple[Group, ...]:
    """Return the groups that a shard makes: whole provinces, the largest first to whoever has least."""
    sizes: Counter[str] = Counter()
    for group in groups:
        sizes[group.part] += group.size
    load = dict.fromkeys(range(1, shard.of + 1), 0)
    mine = set()
    for part, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0])):
        number = min(load, key=lambda one: (load[one], one))
        load[number] += size
        if number == shard.number:
            mine.add(part)
    return tuple(group for group in groups if group.part in mine)
