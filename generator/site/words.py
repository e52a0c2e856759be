"""The reader's words for codes, one wording everywhere (site, legends, tips, tables)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.checks import catalogue
from generator.model import CellStatus, Fault, Kind, ReportStatus, Section, Severity, Verdict

SITE_NAME: Final = "公开年报"


@dataclass(frozen=True, slots=True)
class State:
    """A state of a cell: how it is drawn, and what it says in Chinese and English."""

    code: str
    sign: str
    says: str
    english: str


DERIVED: Final = State("derived", "≈ 0", "由表内勾稽关系推算，非原文所载", "derived from the form's own sums")
CORRECTED: Final = State("corrected", "14", "经人工订正", "corrected by hand")
COMPUTED: Final = State("computed", "14", "由数格相加而得", "sum of several cells")

STATES: Final[Mapping[CellStatus, State]] = {
    CellStatus.REPORTED: State("reported", "14", "报告所载数字", "as printed"),
    CellStatus.BLANK: State("blank", "空", "原表此格未填（未填不等于 0）", "left blank (blank is not zero)"),
    CellStatus.AMBIGUOUS: State("ambiguous", "?", "原文缺列，无法确定此数属于哪一列", "column lost"),
    CellStatus.UNREADABLE: State("unreadable", "※", "原文此处无法读作一个数字", "not readable as a number"),
    CellStatus.MISSING: State("missing", "—", "本文件中没有此格", "not in this copy"),
}

SHORT_STATES: Final[Mapping[CellStatus, str]] = {
    CellStatus.REPORTED: "数字",
    CellStatus.BLANK: "未填",
    CellStatus.AMBIGUOUS: "列不明",
    CellStatus.UNREADABLE: "无法读数",
    CellStatus.MISSING: "无此格",
}

REASONS: Final[Mapping[CellStatus, str]] = {
    CellStatus.REPORTED: "",
    CellStatus.BLANK: "原表未填",
    CellStatus.AMBIGUOUS: "原文缺列，不知属于哪一列",
    CellStatus.UNREADABLE: "原文无法读作数字",
    CellStatus.MISSING: "文件中没有此格",
}

STATUSES: Final[Mapping[ReportStatus, str]] = {
    ReportStatus.OK: "全部读出",
    ReportStatus.PARTIAL: "部分读出",
    ReportStatus.FAILED: "未能读取",
}

KINDS: Final[Mapping[Kind, str]] = {
    Kind.GOVERNMENT: "政府",
    Kind.TOWNSHIP: "乡镇",
    Kind.SUBDISTRICT: "街道",
    Kind.DEPARTMENT: "部门",
    Kind.ZONE: "开发区",
    Kind.INSTITUTION: "事业单位",
    Kind.OTHER: "其他",
}

FORMS: Final[Mapping[str, str]] = {
    "2019": "2019 版（试行）",
    "2021": "2021 版",
    "legacy": "2019 年以前的格式",
    "": "未识别",
}

FORMATS: Final[Mapping[str, str]] = {
    "text": "纯文本",
    "html": "网页",
    "pdf": "PDF",
    "pdf-scan": "PDF（扫描）",
    "image": "图片",
    "docx": "Word（docx）",
    "doc": "Word（doc）",
    "rtf": "RTF",
    "xlsx": "Excel",
    "ofd": "OFD",
    "": "未识别",
}

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.HOLDS: "成立",
    Verdict.HOLDS_IF_BLANK_IS_ZERO: "空格按 0 计则成立",
    Verdict.BROKEN: "不成立",
    Verdict.BROKEN_EVEN_IF_BLANK_IS_ZERO: "空格按 0 计也不成立",
    Verdict.NOT_CHECKABLE: "无从核对",
}

SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "影响数字",
    Severity.WARNING: "需要留意",
    Severity.INFO: "说明",
}

FAULTS: Final[Mapping[Fault, str]] = {
    Fault.SOURCE: "原文如此",
    Fault.EXTRACTION: "本站读取所限",
    Fault.SCOPE: "口径不同",
}

SECTIONS: Final[Mapping[Section, str]] = {
    Section.TITLE: "标题",
    Section.PREAMBLE: "引言",
    Section.OVERVIEW: "一、总体情况",
    Section.PROBLEMS: "五、存在的主要问题及改进情况",
    Section.OTHER: "六、其他需要报告的事项",
    Section.SIGNATURE: "落款",
}

TABLE_NAMES: Final[Mapping[str, str]] = {"proactive": "表二", "requests": "表三", "review": "表四"}

# The titles of the rules, as `gongkai check` prints them; tests/unit/site/test_words.py keeps both the same.
RULES: Final[Mapping[str, str]] = {code: rule.title for code, rule in catalogue.RULES.items()}

GROUPS: Final[Mapping[str, str]] = {
    "granted": "予以公开",
    "partly_granted": "部分公开",
    "denied": "不予公开",
    "unavailable": "无法提供",
    "not_processed": "不予处理",
    "closed": "其他处理",
}


def rule_name(rule: str) -> str:
    """Return the reader's name of a rule; a rule without one keeps its code."""
    return RULES.get(rule, rule)
