"""The year a report is on, and the day it was published."""

from __future__ import annotations

import datetime

import pytest

from tests.unit.paper import SECTIONS, identity, rules

TITLE = "汤阴县白营镇政府信息公开工作年度报告\n"


def with_overview(text: str) -> str:
    return SECTIONS.replace("认真落实条例。", text)


def with_problems(text: str) -> str:
    return SECTIONS.replace("公开意识有待提高。", text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("汤阴县白营镇2022年政府信息公开工作年度报告\n" + SECTIONS, 2022),
        ("汤阴县白营镇2022年度政府信息公开工作年度报告\n" + SECTIONS, 2022),
        ("2022年汤阴县白营镇政府信息公开工作年度报告\n" + SECTIONS, 2022),
        ("汤阴县白营镇政府信息公开工作2022年度报告\n" + SECTIONS, 2022),
        ("汤阴县白营镇2022政府信息公开年度报告\n" + SECTIONS, 2022),
        ("汤阴县白营镇 202 2 年政府信息公开工作年度报告\n" + SECTIONS, 2022),
        ("汤阴县白营镇二〇二二年政府信息公开工作年度报告\n" + SECTIONS, 2022),
        ("汤阴县白营镇二○二二年政府信息公开工作年度报告\n" + SECTIONS, 2022),
        ("汤阴县白营镇２０２２年政府信息公开工作年度报告\n" + SECTIONS, 2022),
        ("2022年政府信息公开工作年度报告（2023年1月5日）\n" + SECTIONS, 2022),
        (TITLE + "统计期限自2022年1月1日起至2022年12月31日止。" + SECTIONS, 2022),
        (TITLE + "统计期限为2022年1月1日至12月31日。" + SECTIONS, 2022),
        (TITLE + "统计期限自202211日起至20221231日止。" + SECTIONS, 2022),
        (TITLE + with_overview("2022年，我镇公开5条。"), 2022),
        (TITLE + with_overview("2022年公开5条，较2021年增加1条，比2020年少。2022年度收到申请。"), 2022),
        (TITLE + SECTIONS + "汤阴县白营镇人民政府\n2023年1月5日", 2022),
        (TITLE + SECTIONS + "汤阴县白营镇人民政府\n二〇二三年三月五日", 2022),
        (TITLE + SECTIONS + "汤阴县白营镇人民政府\n2023年11月5日", None),
        (TITLE + "按照《2020年政务公开工作要点》和国办公开办函〔2021〕30号要求。" + SECTIONS, None),
        (TITLE + "发布日期：2023年1月5日\n" + SECTIONS, None),
        (TITLE + SECTIONS, None),
        ("", None),
    ],
)
def test_year(text: str, year: int | None) -> None:
    found = identity(text)
    assert found.year == year
    assert "year.sources_disagree" not in rules(found)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (
            "汤阴县白营镇2022年政府信息公开工作年度报告\n" + with_overview("2021年，我镇公开5条。2021年收到申请0件。"),
            2022,
        ),
        ("汤阴县白营镇2022年政府信息公开工作年度报告\n统计期限自2021年1月1日至2021年12月31日。" + SECTIONS, 2022),
        (TITLE + with_overview("2024年，我局公开5条。") + "\n", 2024),
    ],
)
def test_weightier_place_wins(text: str, year: int) -> None:
    found = identity(text)
    assert found.year == year


def test_disagreement_names_both_places() -> None:
    text = "汤阴县白营镇2022年政府信息公开工作年度报告\n" + with_overview("2021年，我镇公开5条。2021年收到申请0件。")
    (finding,) = identity(text).findings
    assert finding.rule == "year.sources_disagree"
    assert all(part in finding.message for part in ("标题", "2022", "正文", "2021"))


def test_plan_for_the_year_reported_is_a_disagreement() -> None:
    text = "汤阴县白营镇2024年政府信息公开工作年度报告\n" + with_problems(
        "对上述问题,2024年我局将从以下几个方面加以努力。"
    )
    found = identity(text)
    assert found.year == 2024
    assert rules(found) == {"year.sources_disagree"}


@pytest.mark.parametrize(
    "plan",
    [
        "2022年积极做好以下工作。",
        "2022年，我镇将进一步加强公开。",
        "下一步，2022年将从以下方面努力。",
        "2021年，我镇将政务公开列入考核，取得成效。",
        "2021年，我镇公开工作稳步推进，但仍有不足，将继续改进。",
    ],
)
def test_plan_for_the_next_year_is_none(plan: str) -> None:
    text = "汤阴县白营镇2021年政府信息公开工作年度报告\n" + with_problems(plan)
    found = identity(text)
    assert found.year == 2021
    assert rules(found) == set()


@pytest.mark.parametrize(
    ("head", "signature", "day"),
    [
        ("发布日期：2024-01-12", "", "2024-01-12"),
        ("发布时间：2024-01-12 11:04:25", "", "2024-01-12"),
        ("发布时间：2024-01-1211:04", "", "2024-01-12"),
        ("公布日期|2024年01月12日", "", "2024-01-12"),
        ("发布日期\n2024.1.12", "", "2024-01-12"),
        ("發佈時間：2024年1月12日", "", "2024-01-12"),
        ("（发布日期 2024年 1 月 12日）", "", "2024-01-12"),
        ("发布日期：20240112", "", "2024-01-12"),
        ("成文日期：2024-01-05 发布日期：2024-01-12", "", "2024-01-12"),
        ("发布日期：2024年1月", "2024年1月15日", "2024-01-15"),
        ("发布日期：2024-02-31", "2024年1月15日", "2024-01-15"),
        ("", "2024年1月15日", "2024-01-15"),
        ("", "二〇二四年一月十五日", "2024-01-15"),
        ("", "2024.1.15", "2024-01-15"),
        ("", "2024年1月", None),
        ("截止时间：2024年1月12日", "", None),
        ("来源网址 /202401/t20240112_1.html", "", None),
        ("", "", None),
    ],
)
def test_day_of_publication(head: str, signature: str, day: str | None) -> None:
    text = f"{head}\n汤阴县白营镇2023年政府信息公开工作年度报告\n{SECTIONS}汤阴县白营镇人民政府\n{signature}"
    expected = datetime.date.fromisoformat(day) if day else None
    assert identity(text).published_on == expected
