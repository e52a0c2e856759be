"""Why a report was given to its body: the document is read again, and what speaks for the body is named."""

from __future__ import annotations

from generator import prose
from generator.bodies.explain import explained
from generator.documents.sniff import sniff
from generator.errors import ReportError
from generator.model import Report, ReportStatus
from generator.report import read_document

# Reading these again takes a minute a page.
_SLOW = frozenset({"image", "pdf-scan"})


def grounds_of(report: Report, content: bytes) -> tuple[tuple[str, str], ...]:
    """Return word and sentence of each ground (Chinese); none for documents that failed and for scans."""
    if report.status is ReportStatus.FAILED or report.format in _SLOW:
        return ()
    try:
        document = read_document(content, sniff(content))
    except ReportError:
        return ()
    return tuple(explained(document, prose.split(document), report.source, report.source_url))
