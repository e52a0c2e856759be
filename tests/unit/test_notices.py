"""What one report's words, dates and empty places say beside its tables."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.checks import run
from generator.checks.ratios import fits
from generator.model import Cell, CellStatus, Finding, Kind, NarrativeFact, Organisation, Report, Section, Severity
from tests.builders import body, day, report_of

PROBLEMS = {Section.PROBLEMS: "一是公开的内容还不够全面，需要继续改进。"}


def prose(text: str, **attributes: Any) -> Report:
    return report_of(**({"narrative": {Section.OVERVIEW: text, **PROBLEMS}} | attributes))


def found(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in run(report)[1] if finding.rule == rule]


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in run(report)[1]}


def of_kind(kind: Kind, name: str = "某局", code: str = "421222") -> Organisation:
    return replace(body(), kind=kind, short_name=name, organisation=name, division_code=code)


# Bounds: what is known of a total is at most the total.


@pytest.mark.parametrize("unknown", ["?", "!", "."])
def test_known_parts_that_exceed_their_total_are_found_where_the_sum_cannot_be_asked(unknown: str) -> None:
    [finding] = found(report_of(f"granted | 5 {unknown} 0 0 0 0 3"), "requests.range")
    assert (finding.row, finding.column, finding.expected, finding.actual) == ("granted", "total", "5", "3")
    assert finding.severity is Severity.WARNING


def test_known_parts_below_their_total_are_no_finding() -> None:
    assert not found(report_of("granted | 5 ? 0 0 0 0 9"), "requests.range")


def test_outcomes_behind_a_lost_total_cannot_exceed_what_came_in() -> None:
    drawing = "received | 3 0 0 0 0 0 3\ngranted | 5 0 0 0 0 0 5\noutcomes_total | ? ? ? ? ? ? ?"
    assert {finding.column for finding in found(report_of(drawing), "requests.range")} == {"natural_person", "total"}


def test_a_broken_sum_is_not_told_twice() -> None:
    assert not found(report_of("granted | 5 0 0 0 0 0 3"), "requests.range")


def test_review_and_the_older_form_have_bounds_too() -> None:
    assert found(report_of("reconsideration | 4 ! 0 0 2"), "review.range")
    [finding] = found(report_of("normative_documents | 0 5 3", form="2019"), "proactive.disclosed_total")
    assert (finding.column, finding.actual) == ("disclosed_total", "3")
    assert not found(report_of("normative_documents | 9 5 5", form="2019"), "proactive.disclosed_total")


# Empty tables, totals, sections.


def only(status: CellStatus, table: str) -> Report:
    made = report_of(narrative=PROBLEMS)
    cells = tuple(Cell(cell.key, status) if cell.key.table == table else cell for cell in made.cells)
    return replace(made, cells=cells)


def test_a_table_that_is_not_filled_is_not_a_table_of_zeros() -> None:
    assert found(only(CellStatus.BLANK, "requests"), "table.not_filled")
    assert "table.not_filled" not in rules(report_of())


def test_a_table_that_is_not_filled_contradicts_a_count_in_words() -> None:
    fact = NarrativeFact("requests_received", "", Decimal(4), False, "件", "收到申请4件", "line 3")
    odd = replace(only(CellStatus.BLANK, "requests"), facts=(fact,))
    [finding] = found(odd, "table.not_filled_but_counted")
    assert finding.actual == "4"


def test_an_absent_table_is_named_where_others_stand() -> None:
    [finding] = found(only(CellStatus.MISSING, "review"), "table.absent")
    assert finding.table == "review"


def test_totals_left_empty_are_named_once() -> None:
    report = report_of("granted | 5 0 0 0 0 0 _\noutcomes_total | 5 0 0 0 0 0 _\nreceived | 5 0 0 0 0 0 5")
    [finding] = found(report, "total.not_printed")
    assert "2 行" in finding.message


def test_a_negative_count_is_named() -> None:
    made = report_of("penalties | !")
    cells = tuple(replace(cell, raw="-3") if cell.key.row == "penalties" else cell for cell in made.cells)
    [finding] = found(replace(made, cells=cells), "value.negative")
    assert finding.row == "penalties"


@pytest.mark.parametrize(("text", "count"), [("无", 1), ("", 1), ("一是公开的内容还不够全面。", 0)])
def test_an_empty_section_on_problems(text: str, count: int) -> None:
    narrative = {Section.OVERVIEW: "本年公开信息。", Section.PROBLEMS: text}
    assert len(found(report_of(narrative=narrative), "section.empty")) == count


# Powers and columns.


@pytest.mark.parametrize(
    ("kind", "code", "count"),
    [
        (Kind.TOWNSHIP, "231084107", 1),
        (Kind.DEPARTMENT, "421200", 1),
        (Kind.GOVERNMENT, "421222", 1),
        (Kind.GOVERNMENT, "421200", 0),
        (Kind.GOVERNMENT, "420000", 0),
        (Kind.GOVERNMENT, "441900", 0),  # a city without districts
        (Kind.DEPARTMENT, "", 0),  # a ministry makes rules
    ],
)
def test_rules_of_bodies_without_the_power(kind: Kind, code: str, count: int) -> None:
    report = report_of("rules | 1 0 1", organisation=of_kind(kind, code=code))
    assert len(found(report, "rules.without_power")) == count


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("716 -417 299", 1),
        ("5378 1558 6936", 1),
        ("716 -417 298", 1),
        ("716 -417 297", 0),
        ("16 3 19", 1),
        ("16 3 20", 0),
        ("128 8 137", 0),
        ("20 0 20", 0),
        ("1 2 3", 0),
        ("0 21 776", 0),
        ("13 -10 29", 0),
    ],
)
def test_items_that_count_decisions(row: str, count: int) -> None:
    assert len(found(report_of(f"licensing | {row}", form="2019"), "items.counted_as_decisions")) == count


def test_the_arithmetic_of_items_and_decisions_is_stated_and_nothing_else() -> None:
    [exact] = found(report_of("licensing | 16 3 19", form="2019"), "items.counted_as_decisions")
    [nearly] = found(report_of("licensing | 716 -417 298", form="2019"), "items.counted_as_decisions")
    assert "上一年项目数量 16 + 增减 3 = 19，恰好等于处理决定数量 19。" in exact.message
    assert "上一年项目数量 716 - 增减 417 = 299，与处理决定数量 298 只差 1。" in nearly.message
    assert {exact.severity, nearly.severity} == {Severity.INFO}


# Dates and addresses.


@pytest.mark.parametrize(
    ("kind", "year", "date", "late"),
    [
        (Kind.DEPARTMENT, 2022, "2023-01-31", False),
        (Kind.DEPARTMENT, 2022, "2023-02-01", True),
        (Kind.DEPARTMENT, 2017, "2018-03-30", False),
        (Kind.GOVERNMENT, 2022, "2023-03-31", False),
        (Kind.GOVERNMENT, 2022, "2023-04-01", True),
        (Kind.TOWNSHIP, 2022, "2023-09-01", False),
    ],
)
def test_what_the_law_says_of_dates(kind: Kind, year: int, date: str, late: bool) -> None:
    report = report_of(organisation=of_kind(kind), year=year, published_on=day(date))
    assert bool(found(report, "report.late")) is late


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        ("某局\n2023 年 02 月 01 日", "落款日期为 2023-02-01"),
        ("某局\n2023年2月10日", "所标日期（不是落款"),
        ("", "所标日期（不是落款"),
    ],
)
def test_a_late_date_is_said_to_be_the_signatures_or_the_pages(signature: str, said: str) -> None:
    narrative = {Section.SIGNATURE: signature}
    report = report_of(
        organisation=of_kind(Kind.DEPARTMENT), year=2022, published_on=day("2023-02-01"), narrative=narrative
    )
    [late] = found(report, "report.late")
    assert late.message.startswith(said)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("2021年某局政府信息公开工作年度报告.docx", 1),
        ("2022年某局政府信息公开工作年度报告.docx", 0),
        ("某局2021年度政府信息公开年报.docx", 1),
        ("2023/20230112/某局政府信息公开报告.docx", 0),
    ],
)
def test_another_year_in_the_file_s_name(source: str, count: int) -> None:
    assert len(found(report_of(source=source), "year.address_differs")) == count


# Claims.

LEFT = "received | 5 0 0 0 0 0 5\noutcomes_total | 3 0 0 0 0 0 3\ngranted | 3 0 0 0 0 0 3\ncarried_out | 2 0 0 0 0 0 2"


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("全年收到政府信息公开申请5件，已全部办结。", 1),
        ("收到依申请公开5件，均在法定期限内办理完毕。", 1),
        ("收到政府信息公开申请5件，均按时答复。", 0),
        ("收到政府信息公开申请5件，办结3件，结转下年度2件，到期的均已办结。", 0),
        ("办理建议提案12件，已全部办结。", 0),
        ("收到12345热线公开申请类工单9件，已全部办结。", 0),
    ],
)
def test_all_closed_beside_what_is_carried_over(sentence: str, count: int) -> None:
    report = prose(sentence)
    left = report_of(LEFT, narrative=report.narrative)
    assert len(found(left, "narrative.claims_all_closed")) == count
    assert not found(report, "narrative.claims_all_closed")


@pytest.mark.parametrize(("value", "unit", "count"), [("380", "元", 0), ("6000", "元", 1), ("2", "万元", 1)])
def test_a_processing_fee_that_no_rounding_hides(value: str, unit: str, count: int) -> None:
    fact = NarrativeFact("processing_fee", "", Decimal(value), False, unit, "收取信息处理费", "line 9")
    assert len(found(report_of(facts=(fact,)), "fees.processing_fee_left_out")) == count


def test_a_fee_unpaid_without_a_notice() -> None:
    fact = NarrativeFact("processing_fee", "notices", Decimal(0), False, "件", "未发出收费通知", "line 9")
    assert found(report_of("closed_fee_unpaid | 1 0 0 0 0 0 1", facts=(fact,)), "fees.notice_not_told")
    assert not found(report_of(facts=(fact,)), "fees.notice_not_told")


# Percentages.


@pytest.mark.parametrize(
    ("percent", "part", "whole", "expected"),
    [
        ("33.33", 1, 3, True),
        ("33.3", 1, 3, True),
        ("33.34", 1, 3, True),  # rounded up, as some do
        ("33.35", 1, 3, False),
        ("66.6", 2, 3, True),
        ("66.7", 2, 3, True),
        ("67", 2, 3, True),
        ("68", 2, 3, False),
        ("100", 0, 0, False),
    ],
)
def test_a_percentage_is_exact_to_its_last_place(percent: str, part: int, whole: int, expected: bool) -> None:
    assert fits(percent, Decimal(part), Decimal(whole)) is expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("全年共公开信息200条，其中动态类50条，占25%，公告类150条，占75%。", 0),
        ("全年共公开信息200条，其中动态类50条，占35%，公告类150条，占75%。", 1),
        ("全年共公开信息200条。动态类信息50条，占主动公开总数的24.9%。", 1),
        ("全年共公开信息200余条，其中动态类50条，占35%。", 0),
        ("动态类50条，占35%。", 0),
        ("全年共公开信息200条。\n（一）内容。动态类80条，公告类50条，占25%。", 0),
        ("共公开信息200条，其中动态类50条，约占30%。", 1),
        ("共收到咨询200件，公开信息50条，占35%。", 0),  # another unit
    ],
)
def test_shares_of_what_is_named(text: str, count: int) -> None:
    assert len(found(prose(text), "narrative.share_unexplained")) == count


CLOSED = (
    "received | 10 0 0 0 0 0 10\noutcomes_total | 9 0 0 0 0 0 9\ngranted | 9 0 0 0 0 0 9\ncarried_out | 1 0 0 0 0 0 1"
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("收到政府信息公开申请10件，办结率90%。", 0),
        ("收到政府信息公开申请10件，办结率为100%。", 1),
        ("收到政府信息公开申请10件，按时办结率100%。", 0),
        ("办理提案10件，办结率95%。", 0),
    ],
)
def test_rates_by_their_name(text: str, count: int) -> None:
    report = report_of(CLOSED, narrative={Section.OVERVIEW: text, **PROBLEMS})
    assert len(found(report, "narrative.rate_unexplained")) == count


# What was left standing.


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("全年主动公开信息  条。", 1),
        ("全年主动公开信息____条。", 1),
        ("可在网站（具体网址）查阅。", 1),
        ("20XX年，我镇公开信息。", 1),
        ("共收到申请××件。", 1),
        ("公开信息 35 条，答复 2 件。", 0),
        ("网址：http://www.example.gov.cn/__/a____b.html。", 0),
        ("张XX申请公开某项目资料。", 0),
        ("对公开信息  条目进行整理。", 0),
        ("XX项目情况公开。", 0),
    ],
)
def test_open_places(text: str, count: int) -> None:
    assert len(found(prose(text), "text.placeholder")) == count


@pytest.mark.parametrize(
    ("organisation", "text", "count"),
    [
        (body(), "我镇认真落实。", 0),
        (body(), "我局认真落实。", 1),
        (body(), "我乡认真落实。", 1),
        (body(), "自我局限于表面。", 0),
        (of_kind(Kind.TOWNSHIP, "某乡人民政府"), "我镇认真落实。", 1),
        (of_kind(Kind.SUBDISTRICT, "某街道办事处"), "我街道认真落实。", 0),
        (of_kind(Kind.SUBDISTRICT, "某街道办事处"), "我镇认真落实。", 1),
        (of_kind(Kind.DEPARTMENT, "民政局"), "我局认真落实。", 0),
        (of_kind(Kind.DEPARTMENT, "民政局"), "我镇认真落实。", 1),
    ],
)
def test_how_a_text_speaks_of_itself(organisation: Organisation, text: str, count: int) -> None:
    assert len(found(prose(text, organisation=organisation), "body.pronoun_differs")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2021年，我镇受理政府信息公开申请0件。", 1),
        ("2022年，我镇受理政府信息公开申请0件。", 0),
        ("2021年以来，我镇公开信息30条。", 0),
        ("较2021年增加公开信息30条。", 0),
        ("2021年上年结转2件。", 0),
        ("公开2021年决算信息2条。", 0),
        ("2021年度政府信息公开年度报告公开1份。", 0),
        ("一是2021年全镇公开信息30条。", 1),
        ("2021年1月1日起公开信息30条。", 0),
    ],
)
def test_a_year_left_over(text: str, count: int) -> None:
    assert len(found(prose(text), "year.left_over")) == count


@pytest.mark.parametrize(
    "text",
    [
        "信息公开" * 50_000,
        "公开信息" + "_" * 200_000 + "条",
        "全年共公开信息200条，" + "动态类50条，占35%，" * 20_000,
        "收到政府信息公开申请15件，" + "较上年增长50%，" * 20_000,
        "依申请公开申请均已" + "于按时" * 60_000,
    ],
)
def test_long_prose_costs_time_in_proportion(text: str) -> None:
    start = time.process_time()
    run(prose(text))
    assert time.process_time() - start < 10  # minutes, where a pattern starts anew at every character
