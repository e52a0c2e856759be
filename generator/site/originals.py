"""Which originals are handed on, and why the others are not; asked before bytes, lines or pictures are shown."""

from __future__ import annotations

from typing import Final

from generator.model import Report, ReportStatus
from generator.personal import RULE as MASKED

WITHDRAWN: Final = ("text.withdrawn", "figure.withdrawn")
_UNREAD: Final = "page.unread"


def withheld(report: Report) -> str:
    """Return why the original of a report is not offered (Chinese); empty where it is."""
    if report.status is ReportStatus.FAILED:
        return "未能读作年度报告的文件，本站不提供副本。"
    rules = {finding.rule for finding in report.findings}
    if MASKED in rules:
        return "文件中疑有个人号码，本站不提供副本和页面图片；可凭来源网址和 SHA-256 核对。"
    if rules.intersection(WITHDRAWN):
        return "其中部分内容已撤下，本站不提供副本和页面图片。"
    if _UNREAD in rules:
        return "文件有几页未能读取，本站无从查看其中有无个人信息，因此不提供副本。"
    return ""


def is_withdrawn_in_part(report: Report) -> bool:
    """Say whether a passage or a figure of a report was withdrawn: then not even its lines are shown."""
    return any(finding.rule in WITHDRAWN for finding in report.findings)
