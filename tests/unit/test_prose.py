"""The prose of a report, however its headings are printed."""

from __future__ import annotations

import time

import pytest

from generator.model import Document, Finding, Section, Severity
from generator.prose import not_a_report, split
from generator.prose.numbering import numbering
from tests.unit.paper import SECTIONS, document

TITLE = "甲县乙镇2022年政府信息公开工作年度报告"
TABLES = """二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数
规章\t0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t0
二、上年结转政府信息公开申请数量\t0
三、本年度办理结果\t（一）予以公开\t0
四、结转下年度继续办理\t0
四、政府信息公开行政复议、行政诉讼情况
0\t0\t0
"""


def drawn(
    title: str = TITLE,
    preamble: str = "现公布报告。",
    overview: str = "一、总体情况\n公开5条。",
    problems: str = "五、存在的主要问题及改进情况\n问题：不够。",
    other: str = "六、其他需要报告的事项\n未收取费用。",
    signature: str = "",
) -> str:
    return "\n".join((title, preamble, overview, TABLES.strip(), problems, other, signature))


def reason(text: str, *, has_table: bool = True) -> str | None:
    paper = document(text)
    return not_a_report(paper, split(paper), has_table)


def test_each_section_holds_its_own_text_and_no_table() -> None:
    parts = split(document(drawn(signature="甲县乙镇人民政府\n2023年1月5日")))
    assert parts == {
        Section.TITLE: TITLE,
        Section.PREAMBLE: "现公布报告。",
        Section.OVERVIEW: "公开5条。",
        Section.PROBLEMS: "问题：不够。",
        Section.OTHER: "未收取费用。",
        Section.SIGNATURE: "甲县乙镇人民政府\n2023年1月5日",
    }


@pytest.mark.parametrize(
    "heading",
    [
        "一、总体情况",
        "一、总体情况：",
        "一、 总体情况",
        "一.总体情况",
        "1、 总体情况",
        "（一）总体情况",
        "## 一、总体情况",
        "**一、总体情况**",
        "一、總體情況",
        "一、2022年政务公开总体情况",
        "一、工作总体推进情况",
        "一、政府信息公开工作的基本情况",
        "第一部分 总体情况",
        "总体情况",
        "一、总体\n情况",
        "　　一、总体情况　",
        "一、概述",
    ],
)
def test_overview_is_found_under_any_heading(heading: str) -> None:
    parts = split(document(drawn(overview=f"{heading}\n公开5条。")))
    assert parts[Section.OVERVIEW] == "公开5条。"
    assert parts[Section.PREAMBLE] == "现公布报告。"


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在的主要问题及改进情况",
        "四、存在的主要问题及改进情况",
        "存在的主要问题及改进情况",
        "五、存在的问题及改进措施",
        "五、存在问题及改进情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "五、工作中存在的问题和不足",
        "五、存在的主要问题及改情况",
        "五、存在的主要问题及改\n进情况",
        "### 五、存在的主要问题及改进情况",
        "**五、存在的主要问题及改进情况**",
        "五、存在的主要問題及改進情況",
    ],
)
def test_problems_are_found_under_any_heading(heading: str) -> None:
    assert split(document(drawn(problems=f"{heading}\n问题：不够。")))[Section.PROBLEMS] == "问题：不够。"


@pytest.mark.parametrize(
    "heading",
    [
        "六、其他需要报告的事项",
        "六、需要说明的事项与附表",
        "六、其他报告事项",
        "五、其他需要报告的事项",
        "六、其它需要报告的事项。",
    ],
)
def test_other_is_found_under_any_heading(heading: str) -> None:
    assert split(document(drawn(other=f"{heading}\n未收取费用。")))[Section.OTHER] == "未收取费用。"


def test_text_behind_a_heading_on_its_line_belongs_to_the_section() -> None:
    parts = split(
        document(drawn(problems="五、存在的主要问题及改进情况：问题不少。", other="六、其他需要报告的事项：无"))
    )
    assert parts[Section.PROBLEMS] == "问题不少。"
    assert parts[Section.OTHER] == "无"


def test_document_on_one_line_is_split_by_its_markers() -> None:
    text = drawn(signature="甲县乙镇人民政府 2023年1月5日").replace("\n", " ")
    parts = split(document(text))
    assert parts[Section.TITLE] == TITLE
    assert parts[Section.PREAMBLE] == "现公布报告。"
    assert parts[Section.OVERVIEW] == "公开5条。"
    assert parts[Section.PROBLEMS] == "问题：不够。"
    assert parts[Section.OTHER] == "未收取费用。"
    assert parts[Section.SIGNATURE] == "甲县乙镇人民政府 2023年1月5日"


def test_document_on_one_line_without_spaces() -> None:
    parts = split(document(drawn().replace("\n", "")))
    assert parts[Section.OVERVIEW] == "公开5条。"
    assert parts[Section.OTHER] == "未收取费用。"


def test_table_of_contents_does_not_take_the_sections_place() -> None:
    contents = """目录
一、总体情况
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项"""
    parts = split(document(drawn(preamble=contents)))
    assert parts[Section.OVERVIEW] == "公开5条。"
    assert parts[Section.PROBLEMS] == "问题：不够。"


def test_tables_published_as_pictures_leave_headings_only() -> None:
    text = "\n".join(
        (TITLE, "一、总体情况", "公开5条。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    )
    text += "\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n不够。\n六、其他需要报告的事项\n无"
    parts = split(document(text))
    assert parts[Section.OVERVIEW] == "公开5条。"
    assert not_a_report(document(text), parts, has_table=False) is None


def test_table_without_its_heading_stays_out_of_the_overview() -> None:
    table = "第二十条第（一）项\n信息内容\t本年制发件数\n规章\t0"
    text = f"{TITLE}\n一、总体情况\n公开5条。\n{table}\n五、存在的主要问题及改进情况\n不够。"
    assert split(document(text))[Section.OVERVIEW] == "公开5条。"


def test_prose_that_cites_article_twenty_is_no_table() -> None:
    overview = "一、总体情况\n按照条例第二十条第（八）项公开。\n又公开5条。"
    assert split(document(drawn(overview=overview)))[Section.OVERVIEW].endswith("又公开5条。")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("甲县乙镇政府信息公开工作\n\n2020年度报告", "甲县乙镇政府信息公开工作\n2020年度报告"),
        (
            "甲县乙镇人民政府\n\n2021 年度政府信息公开工作年度报告",
            "甲县乙镇人民政府\n2021 年度政府信息公开工作年度报告",
        ),
        ("2022年政府信息公开工作年度报告\n甲县民政局", "2022年政府信息公开工作年度报告\n甲县民政局"),
        ("# 甲县乙镇2022年政府信息公开工作年度报告", "# 甲县乙镇2022年政府信息公开工作年度报告"),
        ("标题：甲县乙镇2022年政府信息公开工作年度报告", "甲县乙镇2022年政府信息公开工作年度报告"),
        (
            "首页 > 政务公开 > 乙镇\n发布机构：乙镇\n甲县乙镇2022年政府信息公开工作年度报告",
            "甲县乙镇2022年政府信息公开工作年度报告",
        ),
        ("甲县乙街道办事处2023年度政府\n信息公开工作年度报告", "甲县乙街道办事处2023年度政府\n信息公开工作年度报告"),
        ("甲县乙镇2022年政府信息公开工作年度报告 |\n||||", "甲县乙镇2022年政府信息公开工作年度报告"),
        ("来源:原创  发布时间:2023-01-31 13:24  浏览次数:次\n" + TITLE, TITLE),
        ("甲县乙镇2022年政府信息公開工作年度報(bào)告", "甲县乙镇2022年政府信息公開工作年度報(bào)告"),
        ("甲县乙镇2022年政府信息公开 工作告年度报", "甲县乙镇2022年政府信息公开 工作告年度报"),
    ],
)
def test_title_over_lines_and_among_fields(lines: str, title: str) -> None:
    parts = split(document(drawn(title=lines)))
    assert parts[Section.TITLE].lstrip("# ") == title.lstrip("# ")
    assert parts[Section.PREAMBLE].strip("|\n") == "现公布报告。"


def test_preamble_that_speaks_of_the_report_is_no_title() -> None:
    parts = split(document(drawn(title="", preamble="根据条例,现发布乙镇2022年政府信息公开工作年度报告。")))
    assert Section.TITLE not in parts
    assert parts[Section.PREAMBLE].startswith("根据条例")


def test_footer_of_the_page_is_no_prose() -> None:
    text = drawn() + "\n【打印】 【关闭】\n主办单位：甲县人民政府 版权所有"
    assert split(document(text))[Section.OTHER] == "未收取费用。"


def test_document_without_any_heading_is_preamble() -> None:
    parts = split(document("本年公开信息5条。\n甲县民政局\n2015年3月1日"))
    assert parts[Section.PREAMBLE] == "本年公开信息5条。"
    assert parts[Section.SIGNATURE] == "甲县民政局\n2015年3月1日"


def test_own_characters_stay() -> None:
    parts = split(document(drawn(overview="一、總體情況\n公開５條，督導體系。")))
    assert parts[Section.OVERVIEW] == "公開５條，督導體系。"


def test_empty_document_has_no_parts() -> None:
    assert split(Document("text", ())) == {}
    assert split(document(" \n\t\n")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "《甲县2022年政府信息公开工作年度报告》解读\n" + SECTIONS,
        "甲县2022年政府信息公开工作年度报告解读\n2022年公开5条。",
        "一图读懂甲县2022年政府信息公开工作年度报告\n",
        "关于报送2022年政府信息公开工作年度报告的通知\n请于1月15日前报送。",
        "关于报送2022年政府信息公开工作年度报告的通知\n附件：\n" + SECTIONS.replace("0", ""),
        "",
        "\n \n",
        "----\n****",
        "甲镇2022年政府信息公开工作年度报告\n乙镇2022年政府信息公开工作年度报告\n丙镇2022年政府信息公开工作年度报告",
        "今日天气晴，气温上升。",
        "甲县住房和城乡建设局2018年度整体支出绩效评价报告\n一、部门概况\n局机关。\n二、绩效\n三、存在的问题\n不多。",
        SECTIONS.replace("0", "").replace("认真落实条例。", "").replace("公开意识有待提高。", ""),
    ],
)
def test_documents_that_are_no_report(text: str) -> None:
    assert reason(text, has_table=False)


@pytest.mark.parametrize(
    "text",
    [
        TITLE + SECTIONS,
        drawn(overview="一、总体情况\n发布政策解读5篇，按照上级通知公开。"),
        "甲县民政局2010年政府信息公开工作年度报告\n一、概述\n公开5条。\n二、主动公开政府信息情况\n公开了。",
        drawn().replace("\n", " "),
        SECTIONS,
    ],
)
def test_reports_are_reports(text: str) -> None:
    assert reason(text) is None


def test_notice_that_hands_out_the_report_is_a_report() -> None:
    text = drawn(
        title="关于公布甲县乙镇2022年政府信息公开工作年度报告的通知", overview=f"一、总体情况\n{'公开5条。' * 30}"
    )
    assert reason(text) is None


def test_menu_of_the_page_does_not_hide_the_report() -> None:
    assert reason(drawn(title="政府信息公开指南\n政府信息公开制度", preamble="")) is None


def test_fields_and_title_on_one_line() -> None:
    head = "发布机构：甲县乙镇 发布日期：2023-01-12 名称：甲县乙镇2022年政府信息公开工作年度报告"
    parts = split(document(drawn(title=head).replace("\n", " ")))
    assert parts[Section.TITLE] == TITLE
    assert parts[Section.OVERVIEW] == "公开5条。"


def test_signature_glued_to_the_word_before() -> None:
    text = drawn(other="六、其他需要报告的事项\n无", signature="甲县乙镇人民政府2023年1月5日").replace("\n", "")
    parts = split(document(text))
    assert parts[Section.OTHER] == "无"
    assert parts[Section.SIGNATURE] == "甲县乙镇人民政府2023年1月5日"


def test_report_without_tables_is_a_report() -> None:
    assert reason(f"{TITLE}\n一、总体情况\n公开5条。\n五、存在的主要问题及改进情况\n不够。", has_table=False) is None


@pytest.mark.parametrize("blank", [" ", "\t", "|", "　", "-", "\n", "总", "一、总体情况\n", "第二十条第", "(", "《"])
def test_long_runs_cost_linear_time(blank: str) -> None:
    """A layout table of ten thousand empty cells is common; a quadratic pattern would stop a run of many documents."""
    start = time.process_time()
    split(document(f"{TITLE}\n总{blank * (100_000 // len(blank))}x"))
    assert time.process_time() - start < 3


NUMERALS = "一二三四五六"
HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


def numbered(*headings: str) -> list[Finding]:
    return list(numbering(document("\n".join([TITLE, *(f"{heading}\n内容从略。" for heading in headings)]))))


@pytest.mark.parametrize(
    "headings",
    [
        [f"{number}、{title}" for number, title in zip(NUMERALS, HEADINGS, strict=True)],
        [f"{number}、{title}" for number, title in enumerate(HEADINGS, start=1)],
        [f"（{number}）{title}" for number, title in zip(NUMERALS, HEADINGS, strict=True)],
        list(HEADINGS),
        ["一、总体情况", f"三、{HEADINGS[1]}"],
    ],
)
def test_numbers_of_the_form_or_none_are_no_finding(headings: list[str]) -> None:
    assert numbered(*headings) == []


def test_sections_that_are_numbered_otherwise_are_named() -> None:
    moved = ["一、总体情况", *(f"{'三四五六七'[at]}、{title}" for at, title in enumerate(HEADINGS[1:]))]
    [shifted] = numbered(*moved)
    assert "自“主动公开政府信息情况”起，各部分的编号与法定格式差 1：印作第 3 部分，应为第 2 部分" in shifted.message
    assert (shifted.expected, shifted.actual) == ("2 3 4 5 6", "3 4 5 6 7")
    [restarted] = numbered(
        "一、总体情况", "二、机制保障", *(f"{'一二三四五'[at]}、{t}" for at, t in enumerate(HEADINGS[1:]))
    )
    assert "没有接续：“主动公开政府信息情况”印作第 1 部分" in restarted.message
    [wrong] = numbered(
        "一、总体情况", f"二、{HEADINGS[1]}", f"四、{HEADINGS[2]}", f"五、{HEADINGS[3]}", "五、存在的主要问题及改进情况"
    )
    assert wrong.severity is Severity.INFO
