"""Why a document is no annual report: notices, interpretations, lists, forms never filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.model import Document, Section
from generator.prose.lookups import patterns
from generator.prose.words import TITLE, TITLE_LIMIT, TITLE_LINES, comparable, squeezed

_NUMBER_CELL = re.compile(r"(?:^|[\s|])[+-]?\d[\d.,]*(?:万元|元|件)?(?=[\s|]|$)")


def not_a_report(document: Document, narrative: Mapping[Section, str], has_table: bool) -> str | None:
    """Return the reason, in Chinese, why ``document`` is no annual report; ``None`` where it is one."""
    lines = [comparable(line.text).strip() for line in document.lines if line.text.strip()]
    if not any(re.search(r"\w", line) for line in lines):
        return "文件里没有文字"
    sections = {Section.OVERVIEW, Section.PROBLEMS, Section.OTHER} & narrative.keys()
    written = sum(len(narrative[section]) for section in sections)
    whole = "\n".join(lines)
    filled = has_table and _is_filled(whole) and written > TITLE_LIMIT
    reason = _title_reason(lines, narrative, filled, bool(sections))
    if reason is not None:
        return reason
    if _is_list(lines) and not sections:
        return "这是年度报告的目录页，不是年度报告"
    if not has_table and not _speaks_of_disclosure(lines):
        return "文中没有政府信息公开年度报告的内容"
    if patterns().table.search(whole) and written < TITLE_LIMIT and not _is_filled(whole):
        return "这是没有填写的空白表格，不是年度报告"
    return None


def _title_reason(
    lines: Sequence[str], narrative: Mapping[Section, str], filled: bool, has_sections: bool
) -> str | None:
    """Return why a document with this title is no report.

    A page that hands out a report may be called 关于公布…的通知: with filled tables and prose it is the report.
    Without a title the first line stands for it, but that may be the page's menu: not where a report follows.
    """
    own = squeezed(comparable(narrative.get(Section.TITLE, "")))
    title = (own or squeezed(lines[0])).strip("#*").removesuffix(".docx").removesuffix(".pdf")
    if len(title) > TITLE_LIMIT or (not own and has_sections):
        return None
    for pattern, reason, even_if_filled in patterns().no_report:
        if pattern.search(title) and (even_if_filled or not filled):
            return reason
    return None


def _is_list(lines: Sequence[str]) -> bool:
    titles = {line for line in lines if len(line) <= TITLE_LIMIT and TITLE.search(squeezed(line))}
    return len(titles) >= TITLE_LINES


def _speaks_of_disclosure(lines: Sequence[str]) -> bool:
    whole = squeezed("".join(lines))
    return re.search(r"(?:政府|政务)(?:信息)?公开|信息公开", whole) is not None


def _is_filled(whole: str) -> bool:
    """Say whether a table of the form is printed with at least one number in it."""
    table = patterns().table.search(whole)
    return table is not None and _NUMBER_CELL.search(whole, table.end()) is not None
