"""What other bodies' reports can be compared with, without the report: kept with its reading, a few kilobytes.

Everything is decided from the report alone, so that it is made once, where the document is read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

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
        table = [self.table.figures, self.table.count, self.table.bits] if self.table else None
        fees = None if self.fees is None else str(self.fees)
        head = json.dumps([[len(passage) for passage in self.passages], table, fees], separators=(",", ":"))
        return b"\n".join((head.encode("ascii"), b"".join(self.passages)))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Traits:
        """Return what ``to_bytes`` made; raises ``ValueError`` for other bytes."""
        head, _, words = raw.partition(b"\n")
        sizes, table, fees = json.loads(head)
        if sum(sizes) != len(words):
            raise ValueError("traits cut off")
        ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
        return cls(
            tuple(words[end - size : end] for size, end in zip(sizes, ends, strict=True)),
            Filled(*table) if table else None,
            None if fees is None else Decimal(fees),
        )


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
