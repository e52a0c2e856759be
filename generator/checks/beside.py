"""What other reports mean for one, without those reports: all that is needed to say it beside its own words."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Finding, Section


@dataclass(frozen=True, slots=True)
class Shared:
    """Words that stand in a section of the report and in another one, and are nobody else's.

    ``own`` counts the shingles of the section that are its body's own, ``other_own`` those of the other; ``common``
    are those of both, four bytes each. ``bodies`` is how many other bodies write much of the section, the other one
    among them; it is 0 where the other report is the body's own of the year before.
    """

    section: Section
    own: int
    other_id: str
    other_name: str
    other_year: int | None
    other_section: Section
    other_own: int
    bodies: int
    common: bytes

    @property
    def shared(self) -> int:
        """How many shingles both sections have."""
        return len(self.common) // 4


@dataclass(frozen=True, slots=True)
class Beside:
    """Findings on ``tables`` and ``amounts``, reused ``texts``, and what is nobody's own in the section on problems.

    ``everybodys`` are shingles, four bytes each, sorted. It has no total of the collection, so that it stays as it is
    when reports come that have nothing to do with this one.
    """

    tables: tuple[Finding, ...] = ()
    texts: tuple[Shared, ...] = ()
    amounts: tuple[Finding, ...] = ()
    everybodys: bytes = b""


NOTHING = Beside()
