"""The text of one cell as a figure: every rule of the contract's paragraph "Numbers"."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.forms import Column
from generator.model import CellStatus
from generator.numbers import plain
from generator.tables.values import clean, is_blank, is_number, is_value, read_value

COUNT = Column("natural_person", "自然人", "件")
CHANGE = Column("change", "本年增/减", "项", number="signed")
FEE = Column("amount", "本年收费金额（单位：万元）", "万元", number="amount")
PROCUREMENT = Column("amount", "采购总金额", None, number="amount")
COLUMNS = (COUNT, CHANGE, FEE, PROCUREMENT)

BLANK = ["", " ", "\u00a0\u3000", "\u200b", "&nbsp;", "<br/>", "无", "-", "－", "--", "—", "——", "–", "/", "／", "\\"]


def shown(text: str, column: Column = COUNT) -> str:
    """Return the number read, or the state."""
    figure = read_value(text, column)
    assert (figure.value is None) is (figure.status is not CellStatus.REPORTED)
    return plain(figure.value) or figure.status.value


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.number)
@pytest.mark.parametrize("text", BLANK)
def test_nothing_filled_in_is_blank_and_never_zero(text: str, column: Column) -> None:
    assert shown(text, column) == "blank"
    assert is_blank(text)
    assert not is_value(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("7", "7"),
        (" 3606      ", "3606"),
        ("\u00a05\u3000", "5"),
        ("11398889", "11398889"),
        ("２０２２", "2022"),
        ("1,234", "1234"),
        ("１，２３４，５６７", "1234567"),
        ("零", "0"),
        ("〇", "0"),
        ("0件", "0"),
        ("2 份", "2"),
        ("1件次", "1"),
        ("22（其中修订16件）", "22"),
        ("22 (其中修订 16 件)", "22"),
        ("55（含自然失效 29 件）", "55"),
        ("**12**", "12"),
        ("<br>4", "4"),
        ("5\u200b", "5"),
    ],
)
def test_counts(text: str, number: str) -> None:
    assert shown(text) == number
    assert is_value(text)
    assert is_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "约47",
        "100余",
        "近5000",
        "755多",
        "30余件",
        "50以上",
        "不足10",
        "约 3 件",
        "十余",
        "几",
        "5左右",
        "22（约）",
        "3（近10件）",
    ],
)
def test_about_is_not_exactly(text: str) -> None:
    assert shown(text) == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "3,5",
        "1 2",
        "12,34",
        "1,2345",
        "1,234,5",
        "1、2",
        "1/2",
        "1-2",
        "1~2",
        "3至5",
        "1.2.3",
        "5.",
        ".5",
        "1e3",
        "5%",
        "3（",
        "7（16）",
    ],
)
def test_what_is_not_one_number_is_unreadable(text: str) -> None:
    assert [shown(text, column) for column in COLUMNS] == ["unreadable"] * 4


@pytest.mark.parametrize("text", ["00", "007", "０１", "00件"])
def test_leading_zeros_are_cells_run_together(text: str) -> None:
    assert [shown(text, column) for column in COLUMNS] == ["unreadable"] * 4


@pytest.mark.parametrize("text", ["2①", "5²", "①", "3₂", "½", "1⒈"])
def test_superscripts_and_circles_are_never_digits_of_the_number(text: str) -> None:
    assert unicodedata.normalize("NFKC", text) != text
    assert shown(text) == "unreadable"


@pytest.mark.parametrize("text", ["暂无", "不涉及", "未统计", "见附件", "详见附件", "合格", "N/A", "三", "*", "x"])
def test_words_are_unreadable_not_blank(text: str) -> None:
    assert shown(text) == "unreadable"


@pytest.mark.parametrize("text", ["1.5", "0.3", "1.2万", "3万元", "3元"])
def test_a_count_is_whole_and_no_money(text: str) -> None:
    assert shown(text) == "unreadable"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("增52", "52"),
        ("减38", "-38"),
        ("增加 3", "3"),
        ("减少4项", "-4"),
        ("+21", "21"),
        ("＋3", "3"),
        ("-417", "-417"),
        ("−10", "-10"),
        ("－8", "-8"),
        ("﹣8", "-8"),
        ("-0", "0"),
        ("0", "0"),
        ("1,558", "1558"),
    ],
)
def test_only_the_column_of_change_has_signs(text: str, number: str) -> None:
    assert shown(text, CHANGE) == number
    if not text[0].isdigit():
        assert [shown(text, column) for column in (COUNT, FEE, PROCUREMENT)] == ["unreadable"] * 3


@pytest.mark.parametrize("text", ["±3", "增", "增减3", "+-3", "3-", "--3", "增1.5", "约增3", "5（减）", "5项（减少）"])
def test_doubtful_signs_are_unreadable(text: str) -> None:
    assert shown(text, CHANGE) == "unreadable"


@pytest.mark.parametrize(
    ("text", "amount", "converted"),
    [
        ("26.55", "26.55", False),
        ("0", "0", False),
        ("0.0143", "0.0143", False),
        ("24.5万元", "24.5", False),
        ("2601.953875万", "2601.953875", False),
        ("251000元", "25.1", True),
        ("1元", "0.0001", True),
        ("0.01元", "0.000001", True),
        ("2,018,359.39元", "201.835939", True),
        ("99999999999999999999元", "9999999999999999.9999", True),
        ("0元", "0", True),
        ("380 元", "0.038", True),
    ],
)
def test_fees_are_in_ten_thousands_exactly(text: str, amount: str, converted: bool) -> None:
    figure = read_value(text, FEE)
    assert (plain(figure.value), figure.unit, figure.converted) == (amount, "万元", converted)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("2018359.39", "2018359.39", ""),
        ("251000元", "251000", "元"),
        ("470.31万元", "470.31", "万元"),
        ("3万", "3", "万元"),
        ("0", "0", ""),
    ],
)
def test_procurement_is_as_printed(text: str, amount: str, unit: str) -> None:
    figure = read_value(text, PROCUREMENT)
    assert (plain(figure.value), figure.unit, figure.converted) == (amount, unit, False)


@pytest.mark.parametrize("text", ["5件", "1亿元", "-3", "增3", "约47.10万元", "3千元"])
def test_amounts_that_are_none(text: str) -> None:
    assert [shown(text, column) for column in (FEE, PROCUREMENT)] == ["unreadable"] * 2


def test_units_of_states_without_a_number() -> None:
    assert read_value("约3", COUNT).unit == ""
    assert read_value("3", COUNT).unit == "件"


@pytest.mark.parametrize("text", ["3.其他", "1.", "2、重复申请", "规章", "第二十条第（一）项", "（四）", "2021年"])
def test_labels_are_no_values(text: str) -> None:
    assert not is_value(text)
    assert not is_number(text)


@pytest.mark.parametrize("text", ["约47", "100余", "3,5", "1 2", "007", "5%", "约3至5件", "暂无", "1.2万"])
def test_something_meant_as_a_figure_keeps_its_cell(text: str) -> None:
    assert is_value(text)


def test_decoration_is_no_text() -> None:
    assert clean(" **3**&nbsp;<br/>件 ") == "3 件"


# Characters that stand in real cells, so that many drawn texts are nearly numbers.
CELL_TEXT = st.text(
    alphabet="0123456789０１５９零〇一三,，.．-－−+＋ \u00a0（）()件条元万约余多增减无/—①²%至\u200b*", max_size=12
)


@settings(deadline=None, max_examples=600)
@given(CELL_TEXT, st.sampled_from(COLUMNS))
def test_no_number_is_invented(text: str, column: Column) -> None:
    figure = read_value(text, column)
    if figure.status is not CellStatus.REPORTED:
        assert figure.value is None
        return
    assert figure.value is not None
    shown_text = unicodedata.normalize("NFKC", re.sub("[*\u200b]", "", text))
    outside = re.sub(r"\([^()]*\)\s*$", "", shown_text).replace(",", "")
    printed = re.findall(r"[\d.]+", outside.replace("零", "0").replace("〇", "0"))
    assert len(printed) == 1
    value = figure.value * 10000 if figure.converted else figure.value
    assert abs(value) == Decimal(printed[0])
    assert value >= 0 or column is CHANGE


@given(st.integers(min_value=0, max_value=10**15))
def test_plain_counts_come_back(number: int) -> None:
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(number), f"{number:,}", full_width, f" {number}件", f"{number}（其中修订1件）"):
        assert shown(text) == str(number)


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_changes_come_back(number: int) -> None:
    words = f"减{-number}" if number < 0 else f"增{number}"
    assert shown(words, CHANGE) == shown(f"{number:+d}", CHANGE) == str(number)


@given(st.decimals(min_value=0, max_value=10**12, places=6))
def test_amounts_come_back_and_convert_exactly(amount: Decimal) -> None:
    text = format(amount, "f")
    assert shown(text, FEE) == shown(text + "万元", FEE) == plain(amount)
    assert Decimal(shown(text + "元", FEE)) * 10000 == amount
