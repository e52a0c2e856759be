"""One document in, one report out: reader, identity, tables and prose put together."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import prose
from generator.bodies.identify import identify
from generator.documents import unreadable
from generator.documents.carried import carried_text
from generator.documents.sniff import sniff
from generator.errors import ReportError, ScanError
from generator.forms import load_forms
from generator.legacy import read as legacy
from generator.made import made_finding
from generator.model import (
    Cell,
    CellKey,
    CellStatus,
    Document,
    Finding,
    Identity,
    LegacyFigure,
    Line,
    Report,
    ReportStatus,
    Section,
)
from generator.personal import masked, masked_lines, private_numbers
from generator.prose.facts import read_facts
from generator.prose.numbering import numbering
from generator.tables.agree import agreed, witnessed
from generator.tables.doubts import doubted
from generator.tables.read import TablesReading, has_table, read_tables

# Loaded when first needed: a run over plain text needs no PDF library.
_READERS = {
    "text": "generator.documents.text",
    "html": "generator.documents.html",
    "docx": "generator.documents.docx",
    "doc": "generator.documents.doc",
    "rtf": "generator.documents.rtf",
    "xlsx": "generator.documents.xlsx",
    "ofd": "generator.documents.ofd",
    "pdf": "generator.documents.pdf",
    "image": "generator.documents.scans.read",
}
_SETTLED = frozenset({CellStatus.REPORTED, CellStatus.BLANK})
# To open one of these again, only to show its lines, costs as much as the rest of its page.
_COSTLY = frozenset({"html", "docx", "doc", "rtf", "xlsx"})


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of a document as they may be shown: numbers of private persons are masked."""

    format: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with the lines of its document; without them where they are not shown, or are as soon read again."""

    report: Report
    shown: Shown | None = None


def read_report(content: bytes, source: str, source_url: str = "") -> Report:
    """Read one document; a document that cannot be read gives a report with status ``failed`` and the reason.

    ``source`` is the path below the reports folder with ``/``. Checks, ``primary`` and what needs
    several reports are added later, by the pipeline.
    """
    return open_report(content, source, source_url).report


def open_report(content: bytes, source: str, source_url: str = "") -> Opened:
    """Read one document as ``read_report`` does, and keep its lines for whoever shows them."""
    digest = hashlib.sha256(content).hexdigest()
    kind = sniff(content)
    try:
        document = read_document(content, kind)
    except ScanError as error:
        return Opened(_failed(digest, source, source_url, f"{kind}-scan", str(error)))
    except ReportError as error:
        return Opened(_failed(digest, source, source_url, kind, str(error)))
    narrative = prose.split(document)
    reason = prose.not_a_report(document, narrative, has_table(document))
    if reason:
        failed = _failed(digest, source, source_url, kind, reason)
        return Opened(replace(failed, findings=made_finding(document)))
    report = _read(document, narrative, source, source_url or document.source_url, digest)
    # From here on nothing knows the numbers of private persons.
    report = masked(replace(report, findings=(*report.findings, *_private_numbers(document, content))))
    return Opened(report, shown(document) if kind in _COSTLY else None)


def shown(document: Document) -> Shown:
    """Return the lines of a document as they may be shown; each is as long as it was."""
    return Shown(document.format, masked_lines(document.lines))


def _private_numbers(document: Document, content: bytes) -> tuple[Finding, ...]:
    readings = (document.lines, document.second, *document.witnesses)
    texts = ["\n".join(line.text for line in lines) for lines in readings if lines]
    return private_numbers(*texts, carried_text(content, document.format))


def read_document(content: bytes, kind: str) -> Document:
    """Return the lines of a document of the format ``kind``; raises ``ReportError`` where it cannot be read."""
    if kind in _READERS:
        read: Callable[[bytes], Document] = importlib.import_module(_READERS[kind]).read
        return read(content)
    raise ReportError(unreadable.reason(content))


def report_id_for(org_id: str, year: int | None, sha256: str) -> str:
    """Return the id of a primary report, or the id by content where body or year is unknown."""
    return f"{org_id}-{year}" if org_id and year else f"doc-{sha256[:12]}"


def _read(document: Document, narrative: Mapping[Section, str], source: str, source_url: str, digest: str) -> Report:
    identity = identify(document, narrative, source, source_url)
    reading = read_tables(document, identity.year)
    others = []
    if document.second:
        others.append(read_tables(replace(document, lines=document.second), identity.year))
        reading = agreed(reading, others[0])
    if document.witnesses:
        others += [read_tables(replace(document, lines=lines), identity.year) for lines in document.witnesses]
        reading = witnessed(reading, others)
    reading, anew = _looked_at_again(document, identity.year, reading)
    old = _old_tables(document, identity.year, reading)
    if old.found:
        reading = TablesReading("legacy", found=False, cells=(), findings=())
    cells = reading.cells if identity.year and reading.form not in {"", "legacy"} else ()
    organisation = identity.organisation
    return Report(
        report_id=report_id_for(organisation.org_id if organisation else "", identity.year, digest),
        source=source,
        sha256=digest,
        format=document.format,
        status=_status(identity, (*cells, *old.figures)),
        source_url=source_url,
        organisation=organisation,
        year=identity.year,
        form=reading.form,
        published_on=identity.published_on,
        cells=cells,
        findings=(
            *made_finding(document),
            *document.findings,
            *identity.findings,
            *reading.findings,
            *old.findings,
            *(numbering(document) if cells else ()),
        ),
        narrative=narrative,
        facts=read_facts(document, identity.year),
        subtotals=reading.subtotals if cells else (),
        seen_twice=_seen_twice(reading, [*others, *anew]),
        legacy=old.figures,
    )


def _looked_at_again(
    document: Document, year: int | None, reading: TablesReading
) -> tuple[TablesReading, list[TablesReading]]:
    """Have the figures of broken sums read anew, where the reader can: what it sees otherwise is not published.

    Return what is left to publish, and what was read anew.
    """
    cells = _doubted(reading) if document.again is not None else ()
    lines = document.again({cell.locator for cell in cells}) if document.again is not None and cells else ()
    if not lines:
        return reading, []
    anew = read_tables(replace(document, lines=lines), year)
    return agreed(reading, anew), [anew]


def _seen_twice(reading: TablesReading, others: Sequence[TablesReading]) -> frozenset[CellKey]:
    """Return the cells of broken sums that another reading of the file shows with the same number."""
    known = [{cell.key: cell.value for cell in other.cells} for other in others if other.form == reading.form]
    cells = _doubted(reading) if known else ()
    return frozenset(cell.key for cell in cells if any(other.get(cell.key) == cell.value for other in known))


def _doubted(reading: TablesReading) -> Sequence[Cell]:
    form = load_forms().get(reading.form)
    return doubted(form, {cell.key: cell for cell in reading.cells}) if form and reading.cells else ()


def _old_tables(document: Document, year: int | None, reading: TablesReading) -> legacy.LegacyReading:
    """Read the tables that no uniform form has, where the report may have followed none."""
    if reading.found or not legacy.legacy_form(year):
        return legacy.LegacyReading()
    found = legacy.read_legacy(document, year)
    if found.found and document.second:
        found = legacy.agreed(found, legacy.read_legacy(replace(document, lines=document.second), year))
    if found.found and document.witnesses:
        others = [legacy.read_legacy(replace(document, lines=lines), year) for lines in document.witnesses]
        found = legacy.witnessed(found, others)
    return found


def _status(identity: Identity, cells: Sequence[Cell | LegacyFigure]) -> ReportStatus:
    known = identity.organisation is not None and identity.year is not None
    whole = all(cell.status in _SETTLED for cell in cells)
    return ReportStatus.OK if known and whole else ReportStatus.PARTIAL


def _failed(digest: str, source: str, source_url: str, kind: str, reason: str) -> Report:
    return Report(
        report_id=report_id_for("", None, digest),
        source=source,
        sha256=digest,
        format=kind,
        status=ReportStatus.FAILED,
        source_url=source_url,
        error=reason,
    )
