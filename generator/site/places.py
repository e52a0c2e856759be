"""Addresses of pages and the relative links between them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from generator.model import Organisation, Report, ReportStatus
from generator.site.safe import segment


@dataclass(frozen=True, slots=True)
class Place:
    """The address of the page being printed, e.g. ``/o/421222-minzhengju/2024/``."""

    address: str

    def to(self, address: str) -> str:
        """Return the relative link from this page to another address of the site."""
        path, _, fragment = address.partition("#")
        link = quote(_relative(path, self.address), safe="/.-_~")
        return link + (f"#{quote(fragment, safe='._-')}" if fragment else "")

    @property
    def markdown(self) -> str:
        """The Markdown file below the docs folder that becomes this page."""
        return self.address.strip("/") + "/index.md" if self.address != "/" else "index.md"


def _relative(path: str, page: str) -> str:
    """Return what leads from a page to a path; both begin at the root. Pages have a hundred links, so it is quick."""
    target, start = path.strip("/").split("/"), page.strip("/").split("/")
    same = 0
    for one, other in zip(target, start, strict=False):
        if one != other:
            break
        same += 1
    up = len(start) - same if start != [""] else 0
    link = "../" * up + "/".join(target[same:])
    if same == len(target) or target == [""]:
        return link or "./"
    return link + ("/" if path.endswith("/") else "")


def body_address(organisation: Organisation) -> str:
    """Return the permanent address of a body."""
    return f"/o/{segment(organisation.org_id)}/"


def report_address(report: Report) -> str:
    """Return the address at which a report is shown: its page if it is a primary one, else its line in findings."""
    if report.organisation is None or not has_page(report):
        return f"/findings/#{report.report_id}"
    page = f"{body_address(report.organisation)}{report.year:d}/"
    return page if is_primary(report) else f"{page}#{report.report_id}"


def has_page(report: Report) -> bool:
    """Say whether a report belongs on a body's page: its body and year are known, and it could be read."""
    return report.organisation is not None and report.year is not None and report.status is not ReportStatus.FAILED


def is_primary(report: Report) -> bool:
    """Say whether this is the document that stands for its body and year."""
    return report.primary in ("", report.report_id)


def region_address(code: str) -> str:
    """Return the address of a region's page."""
    return f"/d/{segment(code)}/"


def source_address(report: Report) -> str:
    """Return the address of the unchanged source document; named by our own code, never by the file's name."""
    return f"/data/sources/{segment(report.report_id)}{_ENDINGS.get(report.format, '.bin')}"


# A page of somebody else must not run as a page of this site, so HTML is offered as text.
_ENDINGS = {
    "text": ".txt",
    "html": ".html.txt",
    "pdf": ".pdf",
    "pdf-scan": ".pdf",
    "docx": ".docx",
    "doc": ".doc",
    "rtf": ".rtf",
    "xlsx": ".xlsx",
    "ofd": ".ofd",
}
