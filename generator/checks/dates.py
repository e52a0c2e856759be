"""When a report was due, and what its file's name says of the year."""

from __future__ import annotations

import datetime
import re
import urllib.parse
from collections.abc import Iterator

from generator.model import Fault, Finding, Kind, Report, ReportStatus, Section, Severity
from generator.prose import comparable

# 国务院令第711号 第四十九条, in force since 2019-05-15; before, 第三十一条 of 2007 gave everybody the end of March.
_FIRST_YEAR_OF_THE_LAW = 2019
_OWN_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年度?(?=[^/\d]{0,40}(?:公开|年报|年度报告|工作报告))")


def dated(report: Report) -> Iterator[Finding]:
    """Yield notices on a report that is dated after its legal date, and on an address that names another year."""
    if report.status is ReportStatus.FAILED or report.year is None:
        return
    due = due_day(report)
    if due is not None and report.published_on is not None and report.published_on > due:
        days = (report.published_on - due).days
        yield Finding(
            "report.late",
            f"{_which(report, report.published_on)}为 {report.published_on.isoformat()}，"
            f"《条例》规定的期限是 {due.isoformat()}，晚 {days} 天。",
            Severity.INFO,
            Fault.SOURCE,
            expected=due.isoformat(),
            actual=report.published_on.isoformat(),
        )
    yield from _address(report, report.year)


def _which(report: Report, date: datetime.date) -> str:
    """Say which date it is: the signature's where it stands there, else one that the page names."""
    signature = re.sub(r"\s", "", comparable(report.narrative.get(Section.SIGNATURE, "")))
    if re.search(rf"(?<!\d){date.year}\D0?{date.month}\D0?{date.day}(?!\d)", signature):
        return "落款日期"
    return "所标日期（不是落款，可能是网站搬迁或重新发布的日期）"


def due_day(report: Report) -> datetime.date | None:
    """Return the legal date; ``None`` for bodies the law gives none (townships, subdistricts, zones, institutions)."""
    if report.organisation is None or report.year is None:
        return None
    kind, year = report.organisation.kind, report.year + 1
    if kind is Kind.GOVERNMENT or (kind is Kind.DEPARTMENT and report.year < _FIRST_YEAR_OF_THE_LAW):
        return datetime.date(year, 3, 31)
    return datetime.date(year, 1, 31) if kind is Kind.DEPARTMENT else None


def _address(report: Report, year: int) -> Iterator[Finding]:
    name = report.source.rpartition("/")[2]
    for what, text in (("文件名", name), ("网址", urllib.parse.unquote(report.source_url))):
        years = {int(found) for found in _OWN_YEAR.findall(text)}
        if years and year not in years:
            said = "、".join(map(str, sorted(years)))
            yield Finding(
                "year.address_differs",
                f"{what}中写的是 {said} 年，而文件内容是 {year} 年度的报告；按内容收录。",
                Severity.INFO,
                Fault.SOURCE,
                expected=str(year),
                actual=said,
            )
