"""The reader's words for codes, one wording everywhere (site, legends, tips, tables)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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
RULES: Final[Mapping[str, str]] = {
    "requests.balance": "表三：收到与办理平衡",
    "requests.outcomes_sum": "表三：办理结果合计",
    "requests.row_sum": "表三：申请人合计",
    "review.row_sum": "表四：复议诉讼合计",
    "cell.contradicts_table": "一格与全表不合",
    "cells.swapped": "两格疑似互换",
    "cells.contradict_table": "两格与全表不合",
    "row.shifted": "一行疑似错开一列",
    "table.not_localisable": "无法断定错在哪一格",
    "cell.corrected": "经人工订正",
    "correction.refused": "订正未采用",
    "body.sources_disagree": "机关名称前后不一",
    "body.unknown": "机关不明",
    "body.ambiguous": "同名机关不止一个",
    "body.inferred": "机关由文意认定",
    "body.name_outdated": "名称已变更",
    "body.not_in_gazetteer": "区划名录中没有",
    "year.sources_disagree": "年度前后不一",
    "year.unknown": "年度不明",
    "form.assumed": "表式推定",
    "form.unexpected": "表式与年度不符",
    "label.uncertain": "标签有缺损",
    "value.unit": "单位已换算",
    "row.unmatched": "有一行数字未能归位",
    "figure.left_over": "有数字未归入任何一格",
    "figure.used_twice": "一个数字用了两次",
    "columns.unexpected": "列的次序与格式不同",
    "cell.readings_disagree": "两种读法不一致",
    "cell.one_reading": "只有一种读法",
    "derived.contradicts": "推算结果不一",
    "table.repeated": "同表重复而数字不同",
    "file.duplicate": "文件重复",
    "file.changed": "文件与登记不符",
    "file.internal_error": "程序内部错误",
    "report.made": "编造的演示文件",
    "report.duplicate": "同年另有相同报告",
    "report.disagrees": "同年报告数字不一",
    "report.not_comparable": "同年另有报告，无可比数字",
}

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
