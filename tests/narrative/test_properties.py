"""What must hold for the facts of any sentence."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.numbers import plain
from generator.prose.facts import read_facts
from tests.narrative.test_sentences import FILES, YEAR, said
from tests.unit.paper import document

CORPUS = {
    text: facts
    for name in FILES
    for item in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for text, facts in item.items()
}
# Numbers that count nothing, none of which names another year for what follows.
NO_COUNTS = (
    "依据国办公开办函〔2021〕30号开展工作。",
    "按照第711号令第二十条执行。",
    "占总数的75.44%。",
    "位列第3名，得分98.5分。",
    "咨询电话0453-5861234，邮编157400。",
    "办公时间为8:30至17:00。",
    "地址：人民路12号3楼305室。",
    "于20个工作日内答复。",
    "2022年1月15日印发。",
    "202211日至20221231日。",
    "同比增长12.3%。",
    "落实三项制度，做到五个统一。",
    "比例为3:1。",
)
sentence = st.sampled_from(sorted(CORPUS))
noise = st.sampled_from(NO_COUNTS)


@pytest.mark.parametrize("words", NO_COUNTS)
def test_years_shares_and_numbers_of_documents_are_no_counts(words: str) -> None:
    assert said(words) == []


@given(sentence, noise, noise)
def test_they_add_nothing_to_what_stands_beside_them(text: str, before: str, behind: str) -> None:
    assert said(before + text + behind) == CORPUS[text]


@given(sentence, st.sampled_from(["2019年", "2020年度", "上年", "去年"]))
def test_a_sentence_about_another_year_says_nothing_about_this_one(text: str, year: str) -> None:
    found = [fact for fact in said(f"{year}的情况：{text}") if not fact.startswith("other/proactive_cumulative")]
    if not re.search("2022|本年|今年|全年|年内|结转", text):
        assert found == []


def drawn(form: str, number: int) -> tuple[str, list[str]]:
    """Return a sentence with ``number`` in it, and its facts."""
    text, facts = re.match(r"(.*?。): (.*)", form).groups()  # type: ignore[union-attr]
    return text.replace("#", str(number)), [fact.replace("#", str(number)) for fact in facts.split(", ")]


@given(
    st.sampled_from(
        [
            "全年主动公开政府信息#条。: proactive_total #条",
            "通过政府网站公开信息#余条。: proactive_channel/website ~#条",
            "微信公众号发布信息#条，占12.5%。: proactive_channel/wechat #条",
            "共收到政府信息公开申请#件，同比增长3.2%。: requests_received #件",
            "收到#件政府信息公开申请。: requests_received #件",
            "因政府信息公开被申请行政复议#件。: reconsiderations #件",
            "开展政务公开培训#次。: training #次",
            "承办政协提案#件，人大代表建议5件。: proposals/cppcc #件, proposals/npc 5件",
            "收取信息处理费#元。: processing_fee #元",
            "办理12345热线工单#件。: hotline #件",
            "制发行政规范性文件#件。: other/normative_documents.issued #件",
        ]
    ),
    st.integers(0, 9_999_999),
)
def test_another_number_gives_that_number(form: str, number: int) -> None:
    text, facts = drawn(form, number)
    assert said(text) == facts


@given(sentence, sentence)
def test_words_and_places_lead_back_to_the_document(first: str, second: str) -> None:
    text = f"一、总体情况\n{first}\n（二）其他\n{second}"
    lines = text.split("\n")
    for fact in read_facts(document(text), YEAR):
        assert squeezed(fact.quote) in squeezed(text)
        place = re.fullmatch(r"line (\d+) char (\d+)-(\d+)", fact.locator)
        assert place is not None
        shown = lines[int(place[1]) - 1][int(place[2]) - 1 : int(place[3])]
        assert shown in fact.quote
        assert plain(fact.value)[:1] in digits(shown) or not re.search(r"\d", digits(shown))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def digits(text: str) -> str:
    return text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))


@given(st.text(alphabet=sorted(set("".join(CORPUS))), max_size=300))
def test_any_words_are_read_without_an_error(text: str) -> None:
    read_facts(document(f"一、总体情况\n{text}"), YEAR)


def test_disagreeing_sentences_are_both_listed() -> None:
    found = said("全年主动公开政府信息58条。\n主动公开政府信息20余条。")
    assert found == ["proactive_total 58条", "proactive_total ~20条"]


@pytest.mark.parametrize(
    "words",
    [
        "公开信息" * 20_000,
        "信息5条，" * 20_000,
        "收到政府" * 20_000 + "5件",
        "（" * 50_000,
        "未收到" * 30_000,
        "1,2" * 30_000,
    ],
)
def test_a_made_up_monster_costs_little(words: str) -> None:
    start = time.process_time()
    found = read_facts(document(f"一、总体情况\n{words}"), YEAR)
    assert time.process_time() - start < 5
    assert len(found) <= 500


def test_no_more_than_a_year_is_counted_twice() -> None:
    counted = Counter(said("全年公开信息5条。") + said("全年公开信息5条。"))
    assert counted == {"proactive_total 5条": 2}
