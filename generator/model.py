"""The nouns of the project: plain frozen values that every stage passes on.

Nothing here reads a file, prints or decides. Names and codes are those of the published data set
(data/README.md), so that a value keeps one name from the document to the page.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class CellStatus(StrEnum):
    """What a document shows at the place of one cell of the form."""

    REPORTED = "reported"
    BLANK = "blank"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"
    MISSING = "missing"


class ReportStatus(StrEnum):
    """How far a document could be read."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


class Verdict(StrEnum):
    """What a check answers for one report."""

    HOLDS = "holds"
    HOLDS_IF_BLANK_IS_ZERO = "holds_if_blank_is_zero"
    BROKEN = "broken"
    BROKEN_EVEN_IF_BLANK_IS_ZERO = "broken_even_if_blank_is_zero"
    NOT_CHECKABLE = "not_checkable"


class Severity(StrEnum):
    """How much a finding matters to somebody who uses the figures."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fault(StrEnum):
    """Where a finding comes from: the document, our reading of it, or differing scopes."""

    SOURCE = "source"
    EXTRACTION = "extraction"
    SCOPE = "scope"


class Kind(StrEnum):
    """What sort of body files the report."""

    GOVERNMENT = "government"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    DEPARTMENT = "department"
    ZONE = "zone"
    INSTITUTION = "institution"
    OTHER = "other"


class Section(StrEnum):
    """The parts of a report's prose, as published in ``narrative``."""

    PREAMBLE = "preamble"
    OVERVIEW = "overview"
    PROBLEMS = "problems"
    OTHER = "other"
    TITLE = "title"
    SIGNATURE = "signature"


class CellKey(NamedTuple):
    """The address of one cell of a form: table, row and column codes."""

    # Cells are looked up by it thousands of times a report: a tuple is hashed several times as fast as a dataclass.

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the form as this document shows it.

    ``value`` is there only for ``reported``; ``derived`` is what the form's own sums say about a
    cell that was not reported and never replaces ``value``; ``raw`` is the printed text with white
    space collapsed; ``locator`` says where it stands in the source, counted from 1.
    """

    key: CellKey
    status: CellStatus
    value: Decimal | None = None
    derived: Decimal | None = None
    corrected: Decimal | None = None
    unit: str = ""
    raw: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class LegacyFigure:
    """One figure of a statistics table as reports on 2008 to 2018 print them.

    ``indicator`` is empty for a row that no list of indicators has; ``column`` is the printed head and ``period`` what
    it means (``current``, ``year``, ``all_years``, ``other``, empty where no head says it). ``number`` counts the
    figures of a report from 1 in the order of print, ``table`` its tables.
    """

    indicator: str
    label: str
    period: str
    column: str
    unit: str
    status: CellStatus
    value: Decimal | None = None
    raw: str = ""
    locator: str = ""
    number: int = 0
    table: int = 0
    family: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something broken or noteworthy about one report, in words for the reader (Chinese)."""

    rule: str
    message: str
    severity: Severity = Severity.WARNING
    fault: Fault = Fault.SOURCE
    verdict: Verdict | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    expected: str = ""
    actual: str = ""

    @property
    def key(self) -> CellKey:
        """The place it is about; what it does not name is empty."""
        return CellKey(self.table, self.row, self.column)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The answer of one rule for one report, with the reason in Chinese."""

    rule: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that files reports; ``org_id`` is pinned for ever in the registry.

    ``organisation`` is the full name with the county-level (else prefecture, else province) name in
    front; ``short_name`` is the body's own name without region. Region names are those valid today;
    placeholders such as 市辖区 are empty.
    """

    org_id: str
    organisation: str
    short_name: str
    kind: Kind
    province: str = ""
    prefecture: str = ""
    county: str = ""
    township: str = ""
    division_code: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The permanent address of the body's page, relative to the site's root."""
        return f"/o/{self.org_id}/"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document's text, without its line break.

    ``number`` counts from 1 in the source file; ``start`` is the 0-based offset of the line's first
    character in the decoded text. ``cells`` are the places of its tab-separated cells (of its words where it has no
    tabs), where the document itself knows them (``table 2 row 14 cell 5``); empty where a merged cell reaches.
    """

    number: int
    start: int
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its reader delivers it: the lines of its text, in reading order.

    ``second`` are the lines of another, independent reading of the same file, where its format allows one:
    figures on which both differ are not published. ``witnesses`` are readings of the file by other programs: a
    figure is published only where one of them has it too. ``findings`` are what the reader itself noticed.
    ``again`` reads the cells at some places anew, where a reader can look twice, and returns the lines with that.
    """

    format: str
    lines: tuple[Line, ...]
    source_url: str = ""
    second: tuple[Line, ...] = ()
    witnesses: tuple[tuple[Line, ...], ...] = ()
    findings: tuple[Finding, ...] = ()
    again: Callable[[Collection[str]], tuple[Line, ...]] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report a document is, for which year, and when it was published; ``None`` is unknown."""

    organisation: Organisation | None
    year: int | None
    published_on: datetime.date | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class NarrativeFact:
    """A number that the prose names: what it is about, and the words it stands in.

    ``value`` is as printed, in ``unit``; ``approximate`` is true for 余, 约 and the like.
    """

    fact: str
    channel: str
    value: Decimal
    approximate: bool
    unit: str
    quote: str
    locator: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything read from one source document (one row of ``reports``).

    ``subtotals`` are figures beside the heading of a group of rows, no cells of the form; ``seen_twice`` are the cells
    of broken sums that another reading of the file shows alike. Only checks read both.
    """

    report_id: str
    source: str
    sha256: str
    format: str
    status: ReportStatus
    primary: str = ""
    source_url: str = ""
    organisation: Organisation | None = None
    year: int | None = None
    form: str = ""
    published_on: datetime.date | None = None
    error: str = ""
    cells: tuple[Cell, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    narrative: Mapping[Section, str] = field(default_factory=dict)
    legacy: tuple[LegacyFigure, ...] = ()
    facts: tuple[NarrativeFact, ...] = ()
    subtotals: tuple[Cell, ...] = ()
    seen_twice: frozenset[CellKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was withdrawn, by whom, when and why; nothing of what it said.

    ``scope`` is ``report``, ``passage`` (of ``section``) or ``figure`` (at ``place``: ``requests.received.total``).
    ``organisation`` is the body's name where it is known; ``year`` is ``None`` where all of a body's reports are meant.
    """

    scope: str
    report_id: str
    org_id: str
    year: int | None
    reason: str
    who: str
    date: str
    organisation: str = ""
    division_code: str = ""
    section: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a body answered to what is shown of it; ``about`` are cells or rules, none for the report as a whole.

    ``number`` counts the replies of one body and year; ``verified`` says how it is known that the body wrote it.
    """

    org_id: str
    year: int
    number: int
    date: str
    sender: str
    verified: str
    text: str
    about: tuple[str, ...] = ()
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """All reports of a run, ordered by ``source`` in bytes, and the bodies they come from.

    ``withdrawals`` are what people took out of it, ``replies`` what bodies answered.
    """

    reports: tuple[Report, ...]
    organisations: tuple[Organisation, ...]
    withdrawals: tuple[Withdrawal, ...] = ()
    replies: tuple[Reply, ...] = ()
