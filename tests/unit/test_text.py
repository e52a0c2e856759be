"""Chinese text made comparable, never published."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.text import collapse, fold, has_han, normalise, simplify


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("（一）予以公开", "(一)予以公开"),
        ("㈠予以公开", "（一）予以公开"),
        ("一 、本年新收　政府信息\n公开申请数量", "一、本年新收政府信息公开申请数量"),
        ('3.危及"三安全一稳定"', "3.危及“三安全一稳定”"),
        ("⼀、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量"),
        ("⾏政许可", "行政许可"),
        ("规\u200b章\ufeff", "规章"),
        ("行政規範性文件", "行政规范性文件"),
        ("予以公開", "予以公开"),
        ("１．属于国家秘密", "1.属于国家秘密"),
        ("本年收费金额(单位:万元)", "本年收费金额（单位：万元）"),
        ("本年增／减", "本年增/减"),
        ("Page", "ｐａｇｅ"),
        ("報(bào)告", "报告"),
    ],
)
def test_same_label_in_other_print(printed: str, form: str) -> None:
    assert fold(printed) == fold(form)


@pytest.mark.parametrize(
    ("one", "other"),
    [("予以公开", "不予公开"), ("1.其他", "3.其他"), ("（一）", "（二）"), ("重复申请", "重新申请"), ("总计", "合计")],
)
def test_other_labels_stay_other(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " \t", "|", "——", "（）、。“”", "\u200b\u00ad", "_"])
def test_signs_carry_no_meaning(text: str) -> None:
    assert fold(text) == ""


# What stands in labels and between them: Han in both scripts, radicals, widths, brackets, signs.
HAN = (
    "一二三四五六七八九十不未无非予以公開开規规範范總总計计資资訊讯爲为後后乾干著麽么"
    "⼀⼆⾏⽂㈠㈡①２０1.．、，：（）()“”/／ \u3000\u200b\t\n_-—〇零aＡ"
)


@settings(deadline=None, max_examples=500)
@given(st.text(alphabet=HAN, max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_any_chinese_character_twice_changes_nothing() -> None:
    characters = [chr(code) for code in range(0x3400, 0x9FFF)]
    assert [char for char in characters if fold(fold(char)) != fold(char)] == []


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="后後乾干著为為麼資訊復覆政府信息公開", max_size=12), st.integers(0, 12))
def test_a_name_folds_alike_alone_and_in_a_sentence(text: str, place: int) -> None:
    assert fold(text) == fold(text[:place]) + fold(text[place:])


@settings(deadline=None, max_examples=300)
@given(
    st.text(alphabet=HAN, max_size=20), st.text(alphabet=" \u3000\t\n\u200b，。、:：()（）“”", max_size=5), st.data()
)
def test_spaces_and_signs_never_matter(text: str, noise: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert simplify(fold(text[:place] + noise + text[place:])) == simplify(fold(text))


def test_normalising_keeps_what_is_read() -> None:
    assert normalise("１，２３４．５％") == "1,234.5%"
    assert normalise("〔２０２１〕３０号") == "〔2021〕30号"
    assert normalise("a\u200bb\ufeffc\u00ad") == "abc"
    assert normalise("康熙⼈⼤") == "康熙人大"


def test_collapse() -> None:
    assert collapse(" 行政\n\t许可\u3000\u00a0 1 ") == "行政 许可 1"


@pytest.mark.parametrize(
    ("text", "han"), [("规章", True), ("〇", True), ("a1", False), ("（）。", False), ("⾏", False)]
)
def test_has_han(text: str, han: bool) -> None:
    # A radical is no character until it is normalised.
    assert has_han(text) is han
