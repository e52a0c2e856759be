"""What reports say about each other beside sums: equal tables, reused text, growth, promises, amounts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.checks import across
from generator.checks.shingles import LENGTH, placed_shingles, shingles
from generator.model import Finding, NarrativeFact, Report, Section
from tests.builders import body, report_of

FULL = """
    received       | 12 3 0 0 0 1 16
    granted        | 5 1 0 0 0 0 6
    denied_process | 2 0 0 0 0 1 3
    unavailable_not_held | 4 2 0 0 0 0 6
    closed_other   | 1 0 0 0 0 0 1
    outcomes_total | 12 3 0 0 0 1 16
"""
ONE = "received | 1 0 0 0 0 0 1\ngranted | 1 0 0 0 0 0 1\noutcomes_total | 1 0 0 0 0 0 1"


def report(number: int, drawing: str = "", year: int = 2022, **narrative: str) -> Report:
    code = f"23108410{number % 10}"
    sections = {Section(name): text for name, text in narrative.items()}
    return report_of(
        drawing,
        source=f"{number}-{year}.txt",
        report_id=f"{number}-{year}",
        year=year,
        organisation=replace(body(f"{code}-jigou{number}"), organisation=f"第{number}机关"),
        narrative=sections,
    )


def found(reports: Sequence[Report], rule: str) -> dict[str, Finding]:
    return {one.report_id: finding for one in across(reports) for finding in one.findings if finding.rule == rule}


def own_words(seed: str, length: int = 600) -> str:
    chance = random.Random(seed)
    sentences = ("".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(30)) for _ in range(length // 30))
    return "。".join(sentences) + "。"


# Tables.


def test_a_table_of_last_year_is_found_on_both_pages() -> None:
    same = found([report(1, FULL, 2021), report(1, FULL, 2022)], "table.same_in_two_years")
    assert set(same) == {"1-2021", "1-2022"}
    assert "1-2021" in same["1-2022"].message


def test_one_request_is_no_proof() -> None:
    pair = [report(1, ONE, 2021), report(1, ONE, 2022), report(2, ONE, 2022)]
    assert not found(pair, "table.same_in_two_years")
    assert not found(pair, "table.same_as_other_body")


def test_another_body_s_table_is_found_on_both_pages() -> None:
    same = found([report(1, FULL), report(2, FULL), report(3, ONE)], "table.same_as_other_body")
    assert set(same) == {"1-2022", "2-2022"}


def test_one_figure_off_is_another_table() -> None:
    other = FULL.replace("12 3 0 0 0 1 16", "13 3 0 0 0 1 17", 1)
    assert not found([report(1, FULL), report(2, other)], "table.same_as_other_body")


# Text.


def test_a_copied_section_is_found_on_both_sides_with_its_words() -> None:
    text = own_words("a")
    reports = [report(1, overview=text), report(2, overview=text), report(3, overview=own_words("c"))]
    shared = found(reports, "text.shared_with_other_body")
    assert set(shared) == {"1-2022", "2-2022"}
    assert "100%" in shared["1-2022"].message
    assert shared["1-2022"].message.split("例如：“")[1][:20] in text


def test_figures_and_a_few_own_sentences_do_not_hide_a_copy() -> None:
    text = own_words("a")
    changed = text.replace("。", "12条。") + own_words("b", 120)
    assert found([report(1, overview=text), report(2, overview=changed)], "text.shared_with_other_body")


def test_a_section_mostly_of_one_s_own_is_no_copy() -> None:
    one = own_words("a", 210) + own_words("b", 600)
    other = own_words("a", 210) + own_words("c", 600)
    assert not found([report(1, overview=one), report(2, overview=other)], "text.shared_with_other_body")


def test_what_many_bodies_write_is_nobody_s_own() -> None:
    template = own_words("template")
    many = [report(number, overview=template + own_words(f"own {number}", 300)) for number in range(12)]
    assert not found(many, "text.shared_with_other_body")
    assert found(many[:3], "text.shared_with_other_body")


def test_last_year_s_text_again() -> None:
    text = own_words("a")
    again = found([report(1, year=2021, problems=text), report(1, year=2022, problems=text)], "text.same_as_last_year")
    assert set(again) == {"1-2022"}


def test_shingles_end_at_numbers_and_forget_punctuation() -> None:
    assert not shingles("收到政府信息公开申请12件，均已按时答复")
    text = own_words("a", 90)
    assert shingles(text) == shingles(text.replace("。", " ，\n"))
    assert sorted({number for number, _, _ in placed_shingles(text)}) == list(shingles(text))
    assert all(end - start >= LENGTH for _, start, end in placed_shingles(text))


# Promises.

PROMISE = "下一步将建立健全乡村两级信息公开联络员制度并每季度通报各村更新情况。"


def test_a_promise_that_returns_is_quoted_from_both_years() -> None:
    before = report(1, year=2021, problems="一是更新不及时。" + PROMISE)
    now = report(1, year=2022, problems="一是内容单一。" + PROMISE.replace("并每季度", "，每季度"))
    [finding] = found([before, now], "promise.returns").values()
    assert finding.message.count("联络员制度") == 2


def test_short_or_other_sentences_are_no_promise_that_returns() -> None:
    before = report(1, year=2021, problems="下一步将加强学习。" + PROMISE)
    now = report(1, year=2022, problems="下一步将加强学习。今后将丰富解读形式，邀请专家走进直播间回答企业关心的问题。")
    assert not found([before, now], "promise.returns")


# Growth.

TEN = "received | 10 0 0 0 0 0 10\ngranted | 10 0 0 0 0 0 10\noutcomes_total | 10 0 0 0 0 0 10"
FIFTEEN = TEN.replace("10", "15")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("收到政府信息公开申请15件，较上年增长50%。", 0),
        ("收到政府信息公开申请15件，较上年增长80%。", 1),
        ("收到政府信息公开申请15件，同比下降50%。", 1),
        ("收到政府信息公开申请15件，比2021年增长约60%。", 0),
        ("办理提案15件，较上年增长80%。", 0),
        ("收到政府信息公开申请15件，网站发布动态500条，同比增长80%。", 0),
        ("政府信息公开申请数量较上年增长80%。", 1),
    ],
)
def test_growth_of_requests(text: str, count: int) -> None:
    pair = [report(1, TEN, 2021), report(1, FIFTEEN, 2022, overview=text)]
    assert len(found(pair, "narrative.growth_unexplained")) == count
    assert not found(pair[1:], "narrative.growth_unexplained")


@pytest.mark.parametrize(("said", "count"), [("25%", 0), ("30%", 1)])
def test_growth_of_what_was_published(said: str, count: int) -> None:
    def total(number: int) -> NarrativeFact:
        return NarrativeFact("proactive_total", "", Decimal(number), False, "条", "公开信息", "line 1")

    before = replace(report(1, year=2021), facts=(total(400),))
    now = replace(report(1, year=2022, overview=f"主动公开政府信息500条，同比增长{said}。"), facts=(total(500),))
    assert len(found([before, now], "narrative.growth_unexplained")) == count


# Amounts.


def test_an_amount_ten_thousand_times_the_usual() -> None:
    usual = [report(number, f"fees | {number + 1}.5") for number in range(11)]
    odd = report(20, "fees | 263400")
    assert set(found([*usual, odd], "fees.unit_doubtful")) == {"20-2022"}
    assert not found([*usual[:5], odd], "fees.unit_doubtful")
