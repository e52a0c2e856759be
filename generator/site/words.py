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


# What the numbers of the prose are about, by the codes of the table narrative_facts.
FACTS: Final[Mapping[str, str]] = {
    "proactive_total": "主动公开信息",
    "proactive_channel": "主动公开信息",
    "requests_received": "收到公开申请",
    "reconsiderations": "行政复议",
    "litigations": "行政诉讼",
    "training": "培训",
    "proposals": "建议提案",
    "processing_fee": "信息处理费",
    "hotline": "12345 热线",
    "other": "",
}
CHANNELS: Final[Mapping[str, str]] = {
    "website": "网站",
    "wechat": "微信",
    "weibo": "微博",
    "gazette": "公报",
    "notice_board": "公示栏",
    "short_video": "短视频",
    "press": "报刊",
    "broadcast": "广播电视",
    "app": "客户端",
    "led": "电子屏",
    "headlines": "今日头条",
    "press_conference": "新闻发布会",
    "new_media": "新媒体",
    "several": "多种渠道",
    "other": "其他渠道",
    "in_person": "当面",
    "mail": "信函",
    "online": "网络",
    "email": "电子邮件",
    "fax": "传真",
    "natural_person": "自然人",
    "legal_person": "法人或其他组织",
    "upheld": "维持",
    "corrected": "纠正",
    "pending": "尚未审结",
    "participants": "参加人次",
    "npc": "人大建议",
    "cppcc": "政协提案",
    "npc_lead": "人大建议，主办",
    "npc_joint": "人大建议，会办",
    "cppcc_lead": "政协提案，主办",
    "cppcc_joint": "政协提案，会办",
    "lead": "主办",
    "joint": "会办",
    "notices": "收费通知",
    "closed": "办结",
    "rules.issued": "规章，制发",
    "rules.repealed": "规章，废止",
    "rules.in_force": "规章，现行有效",
    "normative_documents.issued": "规范性文件，制发",
    "normative_documents.repealed": "规范性文件，废止",
    "normative_documents.in_force": "规范性文件，现行有效",
    "licensing.decisions": "行政许可",
    "penalties.decisions": "行政处罚",
    "compulsion.decisions": "行政强制",
    "fees.amount": "行政事业性收费",
    "procurement.items": "政府采购，项目",
    "procurement.amount": "政府采购，金额",
    "requests.carried_in": "公开申请，上年结转",
    "requests.carried_out": "公开申请，结转下年",
    "requests.outcomes_total": "公开申请，办结",
    "requests.granted": "公开申请，予以公开",
    "requests.partly_granted": "公开申请，部分公开",
    "requests.denied": "公开申请，不予公开",
    "requests.unavailable": "公开申请，无法提供",
    "requests.not_processed": "公开申请，不予处理",
    "requests.closed": "公开申请，其他处理",
    "letters": "来信",
    "letters_closed": "来信，办结",
    "mailbox": "信箱来信",
    "interpretations": "政策解读",
    "press_conferences": "新闻发布会",
    "proactive_cumulative": "公开信息，累计（不只本年）",
    "subject": "某一类公开信息",
}


def fact_name(fact: str, channel: str) -> str:
    """Return what a number of the prose is about, in the reader's words; an unknown code stays as it is."""
    parts = (FACTS.get(fact, fact), CHANNELS.get(channel, channel))
    return "：".join(part for part in parts if part)
