"""Text that stands in the reports of two bodies, or again in the next year's, section by section, in words.

Which sections have how much in common was counted before (``overlaps``): of the words of a section that are nobody
else's, which share stands in the other one too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.checks.beside import Shared
from generator.checks.passages import quoted
from generator.checks.shingles import placed_shingles, unpacked
from generator.model import Fault, Finding, Report, Section, Severity

_NAMES: Mapping[Section, str] = {
    Section.PREAMBLE: "引言",
    Section.OVERVIEW: "“总体情况”一节",
    Section.PROBLEMS: "“存在的主要问题及改进情况”一节",
    Section.OTHER: "“其他需要报告的事项”一节",
}


def reused_text(report: Report, found: Sequence[Shared]) -> Iterator[Finding]:
    """Yield findings on sections of a report that others have too."""
    for one in found:
        rule = "text.shared_with_other_body" if one.bodies else "text.same_as_last_year"
        message = _as_other(report, one) if one.bodies else _as_last_year(report, one)
        yield Finding(rule, message, Severity.INFO, Fault.SOURCE, actual=one.other_id)


def _as_other(report: Report, one: Shared) -> str:
    more = f"；另有 {one.bodies - 1} 个机关的文字也与之相近" if one.bodies > 1 else ""
    return (
        f"{_NAMES[one.section]}除去各机关通用的字句，约 {_percent(one, one.own)} 与"
        f"{one.other_name} {one.other_year} 年度报告"
        f"（{one.other_id}）的{_NAMES[one.other_section]}相同（占对方约 {_percent(one, one.other_own)}）{more}。"
        f"例如：“{_quote(report, one)}”"
    )


def _as_last_year(report: Report, one: Shared) -> str:
    return (
        f"{_NAMES[one.section]}除去各机关通用的字句，约 {_percent(one, one.own)} 与 {one.other_year} 年度报告"
        f"（{one.other_id}）相同（占对方约 {_percent(one, one.other_own)}）。"
        f"例如：“{_quote(report, one)}”"
    )


def _percent(one: Shared, of: int) -> str:
    return f"{100 * one.shared // of}%"


def _quote(report: Report, one: Shared) -> str:
    """Return the longest stretch of the section whose shingles all stand in both."""
    text, common = report.narrative.get(one.section, ""), unpacked(one.common)
    best, start, end = (0, 0), None, 0
    for shingle, begins, ends in placed_shingles(text):
        if shingle not in common:
            start = None
            continue
        start = begins if start is None else start
        end = ends
        if end - start > best[1] - best[0]:
            best = (start, end)
    return quoted(text[best[0] : best[1]])
