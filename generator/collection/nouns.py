"""What a collection is to those who make something of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from generator.collection.groups import Group, Work
from generator.model import Dataset


class Collection(Protocol):
    """All groups of a run.

    ``rest`` is what people withdrew or replied that concerns no group; ``notes`` are complaints that concern none.
    """

    @property
    def groups(self) -> Sequence[Group]:
        """The groups, by name."""

    @property
    def rest(self) -> Dataset:
        """What concerns no group."""

    @property
    def notes(self) -> Sequence[str]:
        """Complaints (Chinese)."""

    @property
    def made(self) -> bool:
        """Whether the documents say that they are made."""

    def works(self, groups: Sequence[Group], *, far: bool = False) -> Iterator[Work]:
        """Yield groups ready to be put together; ``far``: by somebody who needs the documents themselves as well."""
