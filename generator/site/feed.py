"""The findings as an Atom feed, the most certain first: who follows it learns of new ones.

Nothing depends on the clock: an entry's day is that of the report's publication, else the last day of its year.
Links are relative to the feed, so that it works below any base path.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree

from generator.model import Report, Severity
from generator.site.catalogue import Catalogue
from generator.site.pages_year import CERTAINTY, FindingLine, finding_lines
from generator.site.safe import plain
from generator.site.words import SITE_NAME

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 200


def feed(catalogue: Catalogue) -> str:
    """Return the feed as XML text."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    entries = _entries(catalogue)
    _text(root, "id", "urn:gongkai:findings")
    _text(root, "title", f"{SITE_NAME}：核对与发现")
    _text(root, "updated", max((_day(report) for report, _ in entries), default="1970-01-01T00:00:00Z"))
    _link(root, "feed.xml", rel="self")
    _link(root, "./")
    author = ElementTree.SubElement(root, f"{{{_ATOM}}}author")
    _text(author, "name", SITE_NAME)
    for report, line in entries:
        entry = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        _text(entry, "id", f"urn:gongkai:finding:{line.id}")
        body = report.organisation.organisation if report.organisation else report.source
        _text(entry, "title", f"{plain(body)} {report.year or ''}：{line.rule}")
        _text(entry, "updated", _day(report))
        _link(entry, f"./#{line.id}")
        _text(entry, "summary", line.message)
    ElementTree.indent(root, space=" ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entries(catalogue: Catalogue) -> Sequence[tuple[Report, FindingLine]]:
    """Return errors and warnings of reports on bodies' pages: newest year first, then the most certain."""
    having: dict[tuple[int, int], list[Report]] = defaultdict(list)
    for body in catalogue.bodies:
        for facts in body.years:
            report = facts.report
            for severity in {finding.severity for finding in report.findings} - {Severity.INFO}:
                having[-(report.year or 0), CERTAINTY.index(severity.value)].append(report)
    found: list[tuple[Report, FindingLine]] = []
    for place in sorted(having):
        severity = Severity(CERTAINTY[place[1]])
        lines = ((report, line) for report in having[place] for line in finding_lines(report, severity))
        found += heapq.nsmallest(_MOST - len(found), lines, key=lambda pair: pair[1].id)
        if len(found) == _MOST:
            break
    return found


def _day(report: Report) -> str:
    day = report.published_on.isoformat() if report.published_on else f"{report.year}-12-31"
    return f"{day}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ElementTree.Element, address: str, rel: str = "alternate") -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}link", {"href": address, "rel": rel})
