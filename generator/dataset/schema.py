"""The tables and columns of the data set: names, types, units and meanings in Chinese and English.

This is the only place where they are spelt: every format, ``datapackage.json`` and the data dictionary
follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from generator.metrics.evaluate import State
from generator.model import CellStatus, Fault, Kind, ReportStatus, Section, Severity, Verdict

Type = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    zh: str
    en: str

    def both(self) -> str:
        """Return the Chinese and the English words, as printed in a bilingual place."""
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``values`` lists its codes where they are closed, ``pattern`` is a regular expression."""

    name: str
    title: Words
    meaning: Words
    type: Type = "string"
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    unit: Words | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``columns`` hold a key of another table; an empty ``table`` is the table itself."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the data set."""

    name: str
    title: Words
    meaning: Words
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = field(default=())

    @property
    def header(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


def _codes(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


_TO_REPORT = ForeignKey(("report_id",), "reports", ("report_id",))
_TO_BODY = ForeignKey(("org_id",), "organisations", ("org_id",))
_REPORT_ID = Column(
    "report_id",
    Words("报告编号", "Report id"),
    Words("所属报告，见 reports 表。", "The report this belongs to, see table reports."),
    required=True,
)
_DIVISION = r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}"
_ORG = r"\d{2,12}-[a-z0-9-]+"
_AS_IN_CELL = Words("同所涉格的单位", "that of the cell concerned")


def _place(name: str, zh: str, en: str) -> Column:
    return Column(
        name, Words(zh, en), Words(f"发现所在的{zh}代码；不涉及某格时为空。", f"Code of the {en.lower()}, if any.")
    )


def _region(name: str, zh: str, en: str) -> Column:
    meaning = Words(f"{zh}现行名称；占位名称（如市辖区）不列。", f"{en} name valid today; placeholders are left out.")
    return Column(name, Words(zh, en), meaning)


_KIND = Column(
    "kind",
    Words("机关类别", "Kind of body"),
    Words(
        "government 政府，township 乡镇，subdistrict 街道，department 部门，zone 开发区，"
        "institution 事业单位，other 其他。",
        "What sort of body files the report.",
    ),
    values=_codes(Kind),
)
_DIVISION_CODE = Column(
    "division_code",
    Words("区划代码", "Division code"),
    Words("所知最细一级的统计用区划代码，为文本。", "Statistical code of the finest division known, as text."),
    pattern=_DIVISION,
)
_REGIONS = (
    _region("province", "省级", "Province"),
    _region("prefecture", "地级", "Prefecture"),
    _region("county", "县级", "County"),
    _region("township", "乡级", "Township"),
    _DIVISION_CODE,
)
_ORGANISATION = Column(
    "organisation",
    Words("机关全称", "Organisation"),
    Words(
        "县级（无则地级、省级）名称加机关自身全称。",
        "Full name: that of the county (else prefecture, else province) and the body's own.",
    ),
)

REPORTS = Table(
    "reports",
    Words("报告", "Reports"),
    Words("一行一份原始文件。", "One row a source document."),
    (
        Column(
            "report_id",
            Words("报告编号", "Report id"),
            Words(
                "机关编号-年度；同一机关同一年度的其他文件加 SHA-256 前 8 位；"
                "机关或年度不明、或文件未能读出的，为 doc- 加前 12 位。",
                "<org_id>-<year>; other documents of the same body and year add 8 digits of the SHA-256; "
                "doc-<12 digits> where body or year is unknown or the file could not be read.",
            ),
            required=True,
        ),
        Column(
            "primary",
            Words("主文件编号", "Primary report"),
            Words(
                "同一机关同一年度另有文件时，非主文件在此写明主文件；主文件本身为空。",
                "For a further document of the same body and year the report_id of the primary one; else empty.",
            ),
        ),
        Column(
            "source",
            Words("原始文件", "Source file"),
            Words("报告文件夹之下的路径，以 / 分隔。", "Path below the reports folder, with /."),
            required=True,
        ),
        Column(
            "source_url",
            Words("来源网址", "Source address"),
            Words("来源清单或文件本身所载的网址。", "From the manifest or the document itself, if known."),
        ),
        Column(
            "sha256",
            Words("SHA-256", "SHA-256"),
            Words(
                "原始文件内容的 SHA-256；文件无法打开时为空。", "SHA-256 of the file; empty if it could not be opened."
            ),
            pattern="[0-9a-f]{64}",
        ),
        Column(
            "format",
            Words("文件格式", "Format"),
            Words(
                "依内容识别，不看扩展名；未能识别为空。", "Recognised by content, not by name; empty if not recognised."
            ),
            values=("text", "html", "pdf", "pdf-scan", "image", "docx", "doc", "rtf", "xlsx", "ofd"),
        ),
        Column(
            "org_id",
            Words("机关编号", "Body id"),
            Words("永久不变，见 organisations 表；不明为空。", "Pinned for ever, see organisations; empty if unknown."),
            pattern=_ORG,
        ),
        _ORGANISATION,
        _KIND,
        *_REGIONS,
        Column(
            "year",
            Words("年度", "Year"),
            Words("报告所述的年度，不是发布的年份。", "The year reported on, not that of publication."),
            type="integer",
        ),
        Column(
            "form",
            Words("表式", "Form"),
            Words(
                "2019：国办公开办函〔2019〕60号；2021：国办公开办函〔2021〕30号；legacy：旧式。以印出的标签为准。",
                "Statutory form 2019 or 2021, legacy for older ones. Labels decide, never the year.",
            ),
            values=("2019", "2021", "legacy"),
        ),
        Column(
            "published_on",
            Words("发布日期", "Published on"),
            Words(
                "标明的发布日期，无则落款日期；不完整则为空。",
                "The labelled date of publication, else the signature's; empty unless a full date.",
            ),
            type="date",
        ),
        Column(
            "status",
            Words("读取情况", "Status"),
            Words(
                "ok：各格均有数字或为未填；partial：有格缺失、不定或无法读取，或机关、年度不明；failed：未能读作年度报告。",
                "ok: every cell is reported or blank; partial: one is missing, ambiguous or unreadable, or body or "
                "year is unknown; failed: no text, or no annual report.",
            ),
            required=True,
            values=_codes(ReportStatus),
        ),
        Column("error", Words("未能读取的原因", "Error"), Words("failed 时的原因。", "The reason, for failed.")),
    ),
    primary_key=("report_id",),
    foreign_keys=(_TO_BODY, ForeignKey(("primary",), "", ("report_id",))),
)

CELLS = Table(
    "cells",
    Words("表格各格", "Cells"),
    Words(
        "一行一格：2021 表式每份 200 格，2019 表式每份 198 格。未填不等于 0。",
        "One row a cell of the form: 200 for form 2021, 198 for form 2019. A blank is not a zero.",
    ),
    (
        _REPORT_ID,
        Column(
            "table",
            Words("表", "Table"),
            Words("proactive 表二，requests 表三，review 表四。", "Statutory table 2, 3 or 4."),
            required=True,
            values=("proactive", "requests", "review"),
        ),
        Column(
            "row", Words("行", "Row"), Words("行代码，见数据说明。", "Row code, see the dictionary."), required=True
        ),
        Column("column", Words("列", "Column"), Words("列代码，见数据说明。", "Column code."), required=True),
        Column(
            "value",
            Words("原文数字", "Value"),
            Words("仅 reported 有值；照原文，不含推算和订正。", "For reported cells only; as printed, never derived."),
            type="number",
            unit=Words("见 unit 列", "see column unit"),
        ),
        Column(
            "status",
            Words("格的状态", "Status"),
            Words(
                "reported 报告所载数字；blank 原表此格未填（未填不等于 0）；"
                "ambiguous 原文缺列，无法确定此数属于哪一列；"
                "unreadable 原文此处无法读作一个数字；missing 本文件中没有此格。",
                "reported: as printed; blank: left blank (blank is not zero); ambiguous: column lost; unreadable: not "
                "readable as a number; missing: not in this copy.",
            ),
            required=True,
            values=_codes(CellStatus),
        ),
        Column(
            "derived",
            Words("推算数", "Derived"),
            Words("由表内勾稽关系推算，非原文所载。", "Derived from the form's own sums, not printed."),
            type="number",
            unit=Words("见 unit 列", "see column unit"),
        ),
        Column(
            "corrected",
            Words("订正数", "Corrected"),
            Words("经人工订正；原文数字仍在 value。", "Corrected by hand; value keeps what is printed."),
            type="number",
            unit=Words("见 unit 列", "see column unit"),
        ),
        Column(
            "unit",
            Words("单位", "Unit"),
            Words(
                "该格数字的单位；原文与格式均未规定时为空。",
                "Unit of the numbers; empty if neither form nor document says.",
            ),
        ),
        Column(
            "raw",
            Words("原文", "Raw text"),
            Words(
                "该格原文，空白合并；ambiguous 为该行印出的各数。",
                "The cell's own text; for ambiguous the row's numbers.",
            ),
        ),
        Column(
            "locator",
            Words("位置", "Locator"),
            Words("在原始文件中的位置，自 1 起数。", "Where it stands in the source file, counted from 1."),
        ),
    ),
    primary_key=("report_id", "table", "row", "column"),
    foreign_keys=(_TO_REPORT,),
)

FINDINGS = Table(
    "findings",
    Words("发现", "Findings"),
    Words("数字彼此不合之处和其他值得注意之处。", "What is broken or noteworthy."),
    (
        _REPORT_ID,
        Column("rule", Words("规则", "Rule"), Words("规则代码，见方法页。", "Code of the rule."), required=True),
        Column(
            "verdict",
            Words("结论", "Verdict"),
            Words("勾稽核对的结论；其他发现为空。", "Answer of a check; empty for other findings."),
            values=_codes(Verdict),
        ),
        Column(
            "severity",
            Words("程度", "Severity"),
            Words(
                "error 影响数字使用，warning 应予注意，info 仅供知悉。", "How much it matters to a user of the figures."
            ),
            required=True,
            values=_codes(Severity),
        ),
        Column(
            "fault",
            Words("来源", "Fault"),
            Words(
                "source 原文，extraction 本站读取，scope 口径不同。", "The document, our reading, or differing scopes."
            ),
            required=True,
            values=_codes(Fault),
        ),
        _place("table", "表", "Table"),
        _place("row", "行", "Row"),
        _place("column", "列", "Column"),
        Column(
            "expected",
            Words("应为", "Expected"),
            Words("依规则该处应有的内容。", "What the rule asks for at this place."),
            unit=_AS_IN_CELL,
        ),
        Column(
            "actual",
            Words("实为", "Actual"),
            Words("该处实际的内容。", "What stands there."),
            unit=_AS_IN_CELL,
        ),
        Column(
            "message", Words("说明", "Message"), Words("中文说明。", "The finding in words, in Chinese."), required=True
        ),
    ),
    foreign_keys=(_TO_REPORT,),
)

CHECKS = Table(
    "checks",
    Words("核对", "Checks"),
    Words("每份报告、每项核对一行。", "Every check asked of every report."),
    (
        _REPORT_ID,
        Column("rule", Words("规则", "Rule"), Words("规则代码，见方法页。", "Code of the rule."), required=True),
        Column(
            "verdict",
            Words("结论", "Verdict"),
            Words(
                "holds 成立；holds_if_blank_is_zero 未填按 0 计则成立；broken 不成立；broken_even_if_blank_is_zero "
                "即使未填按 0 计也不成立；not_checkable 无法核对。",
                "Whether the rule holds, holds with blanks taken as 0, is broken, is broken even then, or cannot "
                "be asked.",
            ),
            required=True,
            values=_codes(Verdict),
        ),
        Column("reason", Words("理由", "Reason"), Words("中文说明。", "The reason in words, in Chinese.")),
    ),
    primary_key=("report_id", "rule"),
    foreign_keys=(_TO_REPORT,),
)

ORGANISATIONS = Table(
    "organisations",
    Words("机关", "Organisations"),
    Words("本数据集所收报告的机关。", "The bodies whose reports are in this data set."),
    (
        Column(
            "org_id",
            Words("机关编号", "Body id"),
            Words("区划代码-拼音，永久不变。", "<division code>-<pinyin>, pinned for ever."),
            required=True,
            pattern=_ORG,
        ),
        _ORGANISATION,
        Column(
            "short_name",
            Words("机关自身名称", "Short name"),
            Words("不含区域的名称。", "The body's own name without region."),
        ),
        _KIND,
        *_REGIONS,
        Column(
            "aliases",
            Words("别名", "Aliases"),
            Words("以 | 相连。", "Joined by |."),
        ),
        Column(
            "address",
            Words("页面地址", "Address"),
            Words("机关页面在本站的地址。", "Permanent address of the body's page, relative to the site's root."),
            required=True,
        ),
    ),
    primary_key=("org_id",),
)

NARRATIVE = Table(
    "narrative",
    Words("文字部分", "Narrative"),
    Words("报告的文字，按部分。", "The report's prose, by section."),
    (
        _REPORT_ID,
        Column(
            "section",
            Words("部分", "Section"),
            Words(
                "preamble 引言，overview 总体情况，problems 问题及改进，other 其他事项，title 标题，signature 落款。",
                "Part of the report.",
            ),
            required=True,
            values=_codes(Section),
        ),
        Column("text", Words("文字", "Text"), Words("原文。", "As printed."), required=True),
    ),
    primary_key=("report_id", "section"),
    foreign_keys=(_TO_REPORT,),
)

NARRATIVE_FACTS = Table(
    "narrative_facts",
    Words("文中数字", "Facts in the narrative"),
    Words(
        "文字部分写到的本年数字，一行一处。两处说法不同的，各占一行，不作取舍；没有列出不等于没有。",
        "Figures of the year that the prose names, one row each. Where two places disagree both are rows. "
        "What is not listed may still be there.",
    ),
    (
        _REPORT_ID,
        Column(
            "fact",
            Words("事项", "Fact"),
            Words(
                "proactive_total 主动公开总数，proactive_channel 按渠道，requests_received 收到申请，reconsiderations "
                "行政复议，litigations 行政诉讼，training 培训，proposals 建议提案，processing_fee 信息处理费，"
                "hotline 热线，other 其他（见 channel）。",
                "What the number is about; for other see channel.",
            ),
            required=True,
            values=(
                "proactive_total",
                "proactive_channel",
                "requests_received",
                "reconsiderations",
                "litigations",
                "training",
                "proposals",
                "processing_fee",
                "hotline",
                "other",
            ),
        ),
        Column(
            "channel",
            Words("渠道或细目", "Channel or detail"),
            Words(
                "空为该事项全部。proactive_channel：website 网站，wechat 微信，weibo 微博，gazette 公报，notice_board "
                "公示栏，short_video 短视频，press 报刊，broadcast 广播电视，app 客户端，led 电子屏，headlines "
                "今日头条，press_conference 新闻发布会，new_media 新媒体（未分），several 一数多渠道，other "
                "其他。requests_received：in_person 当面，mail 信函，online 网络，email 电邮，fax 传真，natural_person "
                "自然人，legal_person 法人或其他组织。reconsiderations、litigations：upheld 维持，corrected "
                "纠正，pending 未审结。training：participants 人次。proposals：npc 人大，cppcc 政协，加 _lead "
                "主办、_joint 会办，lead、joint 为两者合计。processing_fee：空为金额，notices 为通知件数。"
                "hotline：closed 办结。other：表二各格用“行.列”代码（如 normative_documents.issued），表三各行用 "
                "requests.<行>（unavailable、denied、not_processed、closed 为各类合计），letters 来信，letters_closed "
                "来信办结，mailbox 信箱，interpretations 解读，press_conferences 新闻发布会，proactive_cumulative "
                "历年累计，subject 公开信息的某一类（见原句）。",
                "Empty: the whole. The medium; the way of asking or who asks; the outcome; participants of "
                "training; npc or cppcc proposals, led or joined; number of fee notices; for other the codes "
                "of the form (normative_documents.issued, requests.granted; denied, unavailable, not_processed "
                "and closed are all of their kind), letters, mailbox, interpretations, press_conferences, "
                "proactive_cumulative (more than this year), subject (one kind of what was published, see "
                "the quote).",
            ),
        ),
        Column(
            "value",
            Words("数字", "Value"),
            Words(
                "照原文；9.3万条为 93000，“未收到”等为 0。",
                "As printed; 9.3万条 is 93000; words that say none are 0.",
            ),
            type="number",
            unit=Words("见 unit 列", "see column unit"),
        ),
        Column(
            "approximate",
            Words("约数", "Approximate"),
            Words(
                "原文为“约”“余”“近”“以上”等，value 为所印的数。",
                "Named as about, more than or nearly so many; value is the number printed.",
            ),
            type="boolean",
        ),
        Column(
            "unit",
            Words("单位", "Unit"),
            Words(
                "原文的量词或货币单位；原文没有时为空。",
                "The unit printed (money: 元 or 万元, not converted); empty if none is printed.",
            ),
        ),
        Column(
            "quote",
            Words("原文", "Quote"),
            Words("这一数字所在的原文，空白合并。", "The words it stands in, as printed, white space collapsed."),
        ),
        Column(
            "locator",
            Words("位置", "Locator"),
            Words(
                "在原始文件中的位置；原文件本身没有行、页之分时为空，以原文为准。",
                "Where it stands in the source file; empty where the file has no places of its own: then the "
                "quote tells.",
            ),
        ),
    ),
    foreign_keys=(_TO_REPORT,),
)

LEGACY = Table(
    "legacy",
    Words("2019 年以前的统计表", "Statistics before 2019"),
    Words(
        "2008 至 2018 年度报告所附统计表，一行一个印出的数。当时没有统一表格，原文未印的项目不列。",
        "One row a figure of the statistics tables in reports on 2008 to 2018. No uniform table existed; only what is "
        "printed is listed.",
    ),
    (
        _REPORT_ID,
        Column(
            "number",
            Words("序号", "Number"),
            Words("在报告中的先后，自 1 起。", "Order of print within the report, from 1."),
            type="integer",
            required=True,
        ),
        Column(
            "table",
            Words("第几张表", "Table"),
            Words("报告中第几张统计表，自 1 起。", "Which of the report's tables, counted from 1."),
            type="integer",
            required=True,
        ),
        Column(
            "family",
            Words("表的种类", "Family"),
            Words(
                "indicators 约 2008 至 2013 年的指标统计表；return_2014 国办发〔2014〕32号 的统计表；不能确定为空。",
                "indicators: tables by indicator, about 2008 to 2013; return_2014: the national return of 2014; empty "
                "if neither for certain.",
            ),
            values=("indicators", "return_2014"),
        ),
        Column(
            "indicator",
            Words("指标", "Indicator"),
            Words(
                "指标代码，见数据说明；各地自行增加的行为空，其名称见 label。",
                "Code of the indicator, see the dictionary; empty for rows added locally, whose name is in label.",
            ),
        ),
        Column("label", Words("行名", "Label"), Words("原文印出的行名。", "The row's label as printed.")),
        Column(
            "period",
            Words("时期", "Period"),
            Words(
                "year 报告年度，current 本月、本季等，all_years 历年累计，"
                "other 其他（另一年度、部分机关、增幅等，见 column）；栏目名称不明为空。",
                "year: the year reported on; current: the month or quarter; all_years: since the beginning; other: "
                "another year, some bodies only, a rate, see column; empty if no head says it.",
            ),
            values=("current", "year", "all_years", "other"),
        ),
        Column("column", Words("栏目", "Column"), Words("原文印出的栏目名称。", "The column's head as printed.")),
        Column(
            "unit",
            Words("单位", "Unit"),
            Words("原文印出的单位；未印为空。", "Unit as printed; empty where none is."),
        ),
        Column(
            "value",
            Words("原文数字", "Value"),
            Words("仅 reported 有值；照原文，不换算。", "For reported only; as printed, never converted."),
            type="number",
            unit=Words("见 unit 列", "see column unit"),
        ),
        Column(
            "status",
            Words("状态", "Status"),
            Words(
                "与表格各格相同；missing 指印有行名而没有此格。",
                "As in table cells; missing: the label is printed, the cell left no trace.",
            ),
            required=True,
            values=_codes(CellStatus),
        ),
        Column("raw", Words("原文", "Raw text"), Words("该格原文，空白合并。", "The cell's own text.")),
        Column(
            "locator",
            Words("位置", "Locator"),
            Words("在原始文件中的位置，自 1 起数。", "Where it stands in the source file, counted from 1."),
        ),
    ),
    primary_key=("report_id", "number"),
    foreign_keys=(_TO_REPORT,),
)

METRICS = Table(
    "metrics",
    Words("指标", "Metrics"),
    Words(
        "由表格计算的数和比例，每份有表格的报告、每项指标一行；公式见数据说明和网站“指标”页。只用原文数字和人工订正的数，"
        "未填、列不明、读不出和推算的不用，也不当作 0。",
        "Numbers and ratios of the cells, one row for each metric of each report that has tables; formulas are in the "
        "dictionary. Only printed figures, and those corrected by hand, enter: never a derived one, and a blank is "
        "not a zero.",
    ),
    (
        _REPORT_ID,
        Column(
            "metric",
            Words("指标", "Metric"),
            Words("指标代码，见数据说明。", "Code of the metric, see the dictionary."),
            required=True,
        ),
        Column(
            "numerator",
            Words("分子", "Numerator"),
            Words(
                "分子；不是比例的指标，即其数值。所需之格不全时为空。",
                "Numerator, or the number itself where the metric is no ratio; empty where a cell is not known.",
            ),
            type="number",
            unit=_AS_IN_CELL,
        ),
        Column(
            "denominator",
            Words("分母", "Denominator"),
            Words(
                "分母；不是比例的指标为空。所需之格不全时为空。",
                "Denominator; empty where the metric is no ratio, or a cell it needs is not known.",
            ),
            type="number",
            unit=_AS_IN_CELL,
        ),
        Column(
            "value",
            Words("值", "Value"),
            Words(
                "分子除以分母，保留六位小数，四舍六入五成双；不是比例的指标即分子。仅 defined 有值。",
                "Numerator by denominator, rounded half to even at six decimals; the numerator where the metric is no "
                "ratio. For defined only.",
            ),
            type="number",
            unit=Words("比例（1 即 100%）；不是比例的同所涉格的单位", "ratio (1 is 100 %), else that of the cells"),
        ),
        Column(
            "state",
            Words("状态", "State"),
            Words(
                "defined 有值；undefined_zero_denominator 分母为 0，比例无意义；not_computable 算不出：所需之格不全，"
                "表式没有此项，没有上年报告，部分大于全部（原文自相矛盾），或分母太小。",
                "defined; undefined_zero_denominator: the denominator is 0; not_computable: a cell is not known, the "
                "form lacks it, no report on the year before, a part larger than its whole, or too few.",
            ),
            required=True,
            values=_codes(State),
        ),
    ),
    primary_key=("report_id", "metric"),
    foreign_keys=(_TO_REPORT,),
)

_YEAR = Column(
    "year",
    Words("年度", "Year"),
    Words("报告所述的年度；指全部年度时为空。", "The year reported on; empty if all years are meant."),
    type="integer",
)

WITHDRAWALS = Table(
    "withdrawals",
    Words("已撤下的内容", "Withdrawals"),
    Words(
        "经决定撤下的报告、文字和数字，一行一处；不含其内容。报告撤下后，其他各表不再有它的行。",
        "Reports, passages and figures that were taken out, without what they said. A withdrawn report has no row in "
        "any other table.",
    ),
    (
        Column(
            "scope",
            Words("范围", "Scope"),
            Words("report 整份报告，passage 一段文字，figure 一个数字。", "A whole report, a passage, or a figure."),
            required=True,
            values=("report", "passage", "figure"),
        ),
        Column(
            "report_id",
            Words("报告编号", "Report id"),
            Words("撤下时的报告编号；不明为空。", "The report's id when it was withdrawn; empty if unknown."),
        ),
        Column("org_id", Words("机关编号", "Body id"), Words("机关编号；不明为空。", "The body; empty if unknown.")),
        _ORGANISATION,
        _DIVISION_CODE,
        _YEAR,
        Column(
            "section",
            Words("部分", "Section"),
            Words("文字所在的部分。", "Where the passage stood."),
            values=_codes(Section),
        ),
        Column(
            "cell",
            Words("格", "Cell"),
            Words("数字所在：表.行.列，或 legacy.行名。", "Where the figure stood: table.row.column, or legacy.label."),
        ),
        Column("reason", Words("理由", "Reason"), Words("撤下的理由。", "Why."), required=True),
        Column("decided_by", Words("决定人", "Decided by"), Words("谁决定的。", "Who decided it."), required=True),
        Column("date", Words("日期", "Date"), Words("决定的日期。", "When."), type="date", required=True),
    ),
)

REPLIES = Table(
    "replies",
    Words("机关答复", "Replies"),
    Words("机关对本站所载内容的答复，一行一份，照登。", "What bodies answered to what is shown of them, as written."),
    (
        Column("org_id", Words("机关编号", "Body id"), Words("答复的机关。", "The body that answered."), required=True),
        replace(_YEAR, meaning=Words("答复所涉报告的年度。", "The year of the report it is about."), required=True),
        Column(
            "number",
            Words("序号", "Number"),
            Words("同一机关同一年度的第几份。", "Counted per body and year."),
            type="integer",
            required=True,
        ),
        Column(
            "date", Words("日期", "Date"), Words("答复的日期。", "When it was written."), type="date", required=True
        ),
        Column("sender", Words("答复人", "Sender"), Words("以谁的名义。", "In whose name."), required=True),
        Column(
            "verified",
            Words("核实方式", "Verified"),
            Words("怎样知道确由该机关作出。", "How it is known that the body wrote it."),
            required=True,
        ),
        Column(
            "about",
            Words("所涉", "About"),
            Words(
                "所涉的格或规则，以 | 相连；整份报告为空。", "Cells or rules, joined by |; empty for the whole report."
            ),
        ),
        Column("source_url", Words("来源网址", "Source address"), Words("答复公布之处。", "Where it was published.")),
        Column("text", Words("文字", "Text"), Words("答复全文。", "The whole reply."), required=True),
    ),
    primary_key=("org_id", "year", "number"),
    foreign_keys=(_TO_BODY,),
)

TABLES: tuple[Table, ...] = (
    REPORTS,
    CELLS,
    FINDINGS,
    CHECKS,
    ORGANISATIONS,
    NARRATIVE,
    NARRATIVE_FACTS,
    LEGACY,
    METRICS,
    WITHDRAWALS,
    REPLIES,
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
