"""Row labels: to the letter after folding, else tolerantly, and never the wrong way round."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest

from generator.forms import load_forms
from generator.tables.labels import RowLabels, is_row_label, printed, row_labels, signs

TABLES = [(form, table) for form in load_forms() for table in ("proactive", "requests")]
REQUESTS = row_labels("2021", "requests")


def codes(text: str, labels: RowLabels = REQUESTS) -> list[str]:
    """Return the rows ``text`` may be the label of; one that merely resembles its label has a ``~``."""
    return [("" if match.certain else "~") + labels.rows[match.row][1].code for match in labels.matches(text)]


def places(*rows: str) -> list[int]:
    order = [row.code for _, row in REQUESTS.rows]
    return [order.index(row) for row in rows]


def torn(text: str, *free: str) -> str:
    found = REQUESTS.torn(text, places(*free))
    return "" if found is None else REQUESTS.rows[found][1].code


@pytest.mark.parametrize(
    ("text", "ordinal", "key"),
    [
        ("（一）予以公开", ("bracketed", 1), "予以公开"),
        ("(一)予以公开", ("bracketed", 1), "予以公开"),
        ("（ 七 ） 总计", ("bracketed", 7), "总计"),
        ("七）总计", ("bracketed", 7), "总计"),
        ("（七总计", ("bracketed", 7), "总计"),
        ("㈡部分公开", ("bracketed", 2), "部分公开"),
        ("四、结转下年度", ("heading", 4), "结转下年度"),
        ("2.重复申请", ("digit", 2), "重复申请"),
        ("２．重复申请", ("digit", 2), "重复申请"),
        ("2、重复申请", ("digit", 2), "重复申请"),
        ("2.5倍", None, "25倍"),
        ("三安全", None, "三安全"),
        ("规章", None, "规章"),
    ],
)
def test_number_and_words_of_a_label(text: str, ordinal: tuple[str, int] | None, key: str) -> None:
    assert (printed(text).ordinal, printed(text).key) == (ordinal, key)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("一、本年新收政府信息公开申请数量", "received"),
        ("一 、本年新收 政府信息公开申请数量", "received"),
        ("⼀、本年新收政府信息公开申请数量", "received"),
        ("一、本年新收政府信息公開申請數量", "received"),
        ("(一)予以公开", "granted"),
        ("㈠予以公开", "granted"),
        ("予以公开", "granted"),
        ("（二）部分公开", "partly_granted"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "partly_granted"),
        ("3.危及“三安全一稳定”", "denied_security_stability"),
        ("3.危及三安全一稳定", "denied_security_stability"),
        ("2.其他法律和行政法规禁止公开", "denied_prohibited_by_law"),
        ("（三）不予公开1.属于国家秘密", "denied_state_secret"),
        ("（七）总计", "outcomes_total"),
        ("四、结转下年度", "carried_out"),
    ],
)
def test_the_label_itself(text: str, row: str) -> None:
    assert codes(text) == [row]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("二、上生F结转政府信息公开申请数量", "carried_in"),
        ("四、结转专下年度继续办理", "carried_out"),
        ("1.本机关不掌提相关政府信息", "unavailable_not_held"),
        ("属于国家秘", "denied_state_secret"),
        ("7.属于行政执法案", "denied_enforcement_files"),
        ("5.要求行政机关确认或重新出具", "not_processed_confirmation"),
    ],
)
def test_a_misprinted_label_resembles_its_row_only(text: str, row: str) -> None:
    assert codes(text) == ["~" + row]


@pytest.mark.parametrize(
    "text",
    [
        "（三）不予公开",
        "不予公开",
        "（四）无法提供",
        "（一）不予公开",
        "未予以公开",
        "1.本机关掌握相关政府信息",
        "1.不属于国家秘密",
        "5.属于三类过程性信息",
        "3.本年新收政府信息公开申请数",
        "总额",
        "合计",
        "7",
        "",
        "|",
        "中华人民共和国政府信息公开条例",
    ],
)
def test_what_is_no_row_label(text: str) -> None:
    assert codes(text) == []


def damaged(text: str) -> Iterator[str]:
    """Yield ``text`` with any one character lost, replaced or put in."""
    for place in range(len(text) + 1):
        yield text[:place] + "某" + text[place:]
        if place < len(text):
            yield text[:place] + text[place + 1 :]
            yield text[:place] + "某" + text[place + 1 :]


@pytest.mark.parametrize(("form", "table"), TABLES)
def test_no_label_with_one_wrong_character_is_taken_for_another_row(form: str, table: str) -> None:
    labels = row_labels(form, table)
    for index, (_, row) in enumerate(labels.rows):
        for text in (row.label, *damaged(row.label)):
            assert {match.row for match in labels.matches(text)} <= {index}, text


@pytest.mark.parametrize(("form", "table"), TABLES)
def test_no_label_resembles_another_row(form: str, table: str) -> None:
    labels = row_labels(form, table)
    words = [printed(row.label).key for _, row in labels.rows]
    for (one, text), (other, _) in itertools.permutations(enumerate(words), 2):
        assert other not in {match.row for match in labels.matches(text)}, text
        # Nor with the other one's number, which a torn number may turn into.
        number = labels.rows[other][1].label[: -len(words[other])]
        assert {match.row for match in labels.matches(number + text)} <= {one}, number + text


@pytest.mark.parametrize(("form", "table"), TABLES)
@pytest.mark.parametrize("word", "不未无非")
def test_negation_put_in_or_lost_makes_another_label(form: str, table: str, word: str) -> None:
    labels = row_labels(form, table)
    for _, row in labels.rows:
        # A remark in brackets at the end may say what it wants.
        text = re.sub(r"（[^（）]*）$", "", row.label)
        for place in range(len(text) + 1):
            assert labels.matches(text[:place] + word + text[place:]) == ()
            if text[place : place + 1] == word:
                assert labels.matches(text[:place] + text[place + 1 :]) == ()


def test_what_fits_two_rows_fits_none() -> None:
    # As near to 属于三类内部事务信息 as to 属于四类过程性信息.
    assert codes("属于类信息") == []
    # The beginning of two labels.
    assert codes("属于行政") == []
    assert codes("申请人逾期不再处理其政府信息公开申请") == []


@pytest.mark.parametrize("text", ["某某", "总数", "其它的"])
def test_short_labels_are_never_guessed(text: str) -> None:
    assert codes(text) == []


def test_a_torn_label_belongs_to_the_one_free_row() -> None:
    assert torn("(七) 总 +", "outcomes_total") == "outcomes_total"
    assert torn("（二）", "partly_granted") == "partly_granted"
    assert torn("本年新收府信公开申数", "received") == "received"


def test_a_torn_label_with_a_number_picks_among_free_rows() -> None:
    assert torn("（二）音", "granted", "partly_granted", "denied_state_secret") == "partly_granted"


def test_a_torn_label_is_not_poured_into_a_free_row() -> None:
    assert torn("某某某某", "outcomes_total") == ""
    assert torn("（六）", "outcomes_total") == ""
    assert torn("", "outcomes_total") == ""
    # Two rows are free and nothing but nearness speaks.
    assert torn("本年新收府信公开申数", "received", "carried_in") == ""
    # Two free rows carry this number.
    assert torn("1.", "unavailable_not_held", "not_processed_petition") == ""


def test_a_torn_label_does_not_flip_its_meaning() -> None:
    assert torn("不予公开", "granted") == ""
    assert torn("本机关掌握相关政府信息", "unavailable_not_held") == ""


def test_groups_are_no_rows() -> None:
    for text in ("（三）不予公开", "不予", "公开", "三、本年度办理", "结果"):
        assert REQUESTS.is_group(text)
    assert not REQUESTS.is_group("重复申请")
    assert not REQUESTS.is_group("（）")


@pytest.mark.parametrize(
    ("text", "known"), [("规章", True), ("行政规章", True), ("（七）总计", True), ("自然人", False)]
)
def test_row_labels_to_the_letter(text: str, known: bool) -> None:
    assert is_row_label(text) is known


def test_signs_say_which_form_prints_a_label() -> None:
    assert "2019" not in signs()["本年制发件数"]
    assert set(signs()["本年新制作数量"]) == {"2019"}
    assert set(signs()["自然人"]) == set(load_forms())
    assert {sign.code for sign in signs()["信访举报投诉类申请"]["2021"]} == {"not_processed_petition"}


def test_a_row_without_its_number_may_be_in_two_tables_but_not_two_rows() -> None:
    for form, table in TABLES:
        seen: dict[str, str] = {}
        for _, row in row_labels(form, table).rows:
            assert seen.setdefault(printed(row.label).key, row.code) == row.code
