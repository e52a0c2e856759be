"""What other bodies' reports can be compared with, without the report: kept with its reading, a few kilobytes.

Everything is decided from the report alone, so that it is made once, where the document is read.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.cache.fingerprint import fingerprint
from generator.checks.equations import equations_of
from generator.checks.shingles import packed, shingles
from generator.model import CellKey, CellStatus, Organisation, Report, ReportStatus, Section
from generator.numbers import plain

SECTIONS = (Section.PREAMBLE, Section.OVERVIEW, Section.PROBLEMS, Section.OTHER)
FEES = CellKey("proactive", "fees", "amount")
TABLE = "requests"
# Tables that say less are compared with nothing.
FEWEST_BITS = 20

# Most say one of a few amounts, and nearly all of them 0.
_decimal = functools.lru_cache(maxsize=1 << 12)(Decimal)

_PLACE_BITS = 2
_KNOWN = frozenset({CellStatus.REPORTED, CellStatus.BLANK})


@dataclass(frozen=True, slots=True)
class Filled:
    """The table of requests where all of it was read and it says enough.

    ``figures`` is the same for the same ``count`` figures other than 0; ``bits`` is how much they say.
    """

    figures: str
    count: int
    bits: int


@dataclass(frozen=True, slots=True)
class Traits:
    """``passages`` are the shingles of each of ``SECTIONS``, sorted, four bytes each; ``fees`` are in 万元."""

    passages: tuple[bytes, ...]
    table: Filled | None = None
    fees: Decimal | None = None

    def to_bytes(self) -> bytes:
        """Return the traits as bytes; equal ones give the same bytes."""
        return b"\n".join((json.dumps(self.head, separators=(",", ":")).encode("ascii"), self.words))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Traits:
        """Return what ``to_bytes`` made; raises ``ValueError`` for other bytes."""
        head, _, words = raw.partition(b"\n")
        return cls.of(json.loads(head), words)

    @property
    def head(self) -> list[Any]:
        """All but the shingles, as JSON has it."""
        table = [self.table.figures, self.table.count, self.table.bits] if self.table else None
        return [[len(passage) for passage in self.passages], table, None if self.fees is None else str(self.fees)]

    @property
    def words(self) -> bytes:
        """The shingles of all passages."""
        return b"".join(self.passages)

    @classmethod
    def of(cls, head: Sequence[Any], words: bytes) -> Traits:
        """Return the traits with this ``head`` and these ``words``; raises ``ValueError`` where they do not fit."""
        sizes, table, fees = head
        passages, start = [], 0
        for size in sizes:
            passages.append(words[start : start + size])
            start += size
        if start != len(words):
            raise ValueError("traits cut off")
        return cls(tuple(passages), Filled(*table) if table else None, None if fees is None else _decimal(fees))


@dataclass(frozen=True, slots=True)
class Party:
    """A report as the others see it: a primary one that was not a failure. Nobody's is compared with nothing."""

    report_id: str
    organisation: Organisation | None
    year: int | None
    form: str
    traits: Traits


def traits_of(report: Report) -> Traits:
    """Return what is compared of a report; nothing of one that could not be read."""
    read = report.status is not ReportStatus.FAILED
    texts = [report.narrative.get(section, "") if read else "" for section in SECTIONS]
    return Traits(
        tuple(packed(shingles(text)) if text else b"" for text in texts),
        _filled(report),
        next((cell.value for cell in report.cells if cell.key == FEES), None),
    )


def party_of(report: Report) -> Party:
    """Return a report as the others see it."""
    return Party(report.report_id, report.organisation, report.year, report.form, traits_of(report))


def is_compared(report: Report) -> bool:
    """Say whether others are compared with a report: the primary one of its body and year, if it could be read."""
    return not report.primary and report.status is not ReportStatus.FAILED


def _filled(report: Report) -> Filled | None:
    cells = [cell for cell in report.cells if cell.key.table == TABLE]
    if not cells or not all(cell.status in _KNOWN for cell in cells):
        return None
    figures = [(cell.key, cell.value) for cell in cells if cell.value]
    totals = {equation.total for equation in equations_of(report.form)}
    bits = sum(_PLACE_BITS + 2 * int(value).bit_length() - 1 for key, value in figures if key not in totals)
    return Filled(_as_one(figures), len(figures), bits) if bits >= FEWEST_BITS else None


def _as_one(figures: Sequence[tuple[CellKey, Decimal]]) -> str:
    return fingerprint(*(f"{key.row} {key.column} {plain(value)}" for key, value in figures))
