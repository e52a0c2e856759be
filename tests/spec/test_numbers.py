"""What counts as a number in a cell."""

from __future__ import annotations

import pytest

from tests.drawn import read
from tests.spec.parts import TABLE_TWO, TABLE_TWO_2019

COUNTS = [
    # Figures in any width, with separators of thousands, with a unit or a remark.
    ("7", "7"),
    ("７", "7"),
    ("1,234", "1234"),
    ("１，２３４，５６７", "1234567"),
    ("0件", "0"),
    ("3 条", "3"),
    ("2宗", "2"),
    ("零", "0"),
    ("〇", "0"),
    ("22（其中修订16件）", "22"),
    ("55（含自然失效 29 件）", "55"),
    ("22【其中修订16件】", "22"),
    ("3（注①）", "3"),
    ("7（件）", "7"),
    ("7（单位：件）", "7"),
    # Invisible characters are no part of what is printed.
    ("1\u200b2", "12"),
    ("1\u00ad2", "12"),
    ("1\u20602", "12"),
    ("\u200f12", "12"),
    # About, or more than one number.
    ("约47", "!"),
    ("100余", "!"),
    ("22（约）", "!"),
    ("22（应为23）", "!"),
    ("5（万件）", "!"),
    ("5（单位：万件）", "!"),
    ("3,5", "!"),
    ("1,23", "!"),
    ("12,34,567", "!"),
    ("0,123", "!"),
    ("1 2", "!"),
    ("0 0", "!"),
    ("3/5", "!"),
    # Fractions, signs and shares are no counts, even where they come to a whole.
    ("1.5", "!"),
    ("3.0", "!"),
    ("½", "!"),
    ("100%", "!"),
    ("-3", "!"),
    ("+3", "!"),
    ("<5", "!"),
    ("1e3", "!"),
    ("12.", "!"),
    # Cells run together, notes at figures, other scripts, digits that run backwards.
    ("007", "!"),
    ("12¹", "!"),
    ("2①", "!"),
    ("5*", "!"),
    ("\u0661\u0662", "!"),
    ("\U0001d7cf", "!"),
    ("\u202e21", "!"),
    ("O", "!"),
    ("三", "!"),
    # Nothing filled in, and something else said.
    ("无", "_"),
    ("/", "_"),
    ("／", "_"),
    ("——", "_"),
    ("–", "_"),
    ("空", "!"),
    ("N/A", "!"),
    ("见附件", "!"),
    ("图片", "!"),
]


@pytest.mark.parametrize(("printed", "sign"), COUNTS)
def test_counts_are_whole(printed: str, sign: str) -> None:
    shown = read(TABLE_TWO.replace("行政许可⇥7", f"行政许可⇥{printed}"))
    assert shown.row("licensing") == sign
    assert shown.row("penalties") == "8"
    assert shown.cell("licensing decisions").raw == printed


@pytest.mark.parametrize(
    ("printed", "sign"),
    [
        ("增52", "52"),
        ("减38", "-38"),
        ("−10", "-10"),
        ("－8", "-8"),
        ("+3", "3"),
        ("0", "0"),
        ("增+3", "!"),
        ("减-3", "!"),
        ("↑3", "!"),
        ("±3", "!"),
        ("增1.5", "!"),
    ],
)
def test_only_change_may_be_negative(printed: str, sign: str) -> None:
    shown = read(TABLE_TWO_2019.replace("行政许可⇥16⇥增3⇥19", f"行政许可⇥16⇥{printed}⇥19"), year=2020)
    assert shown.row("licensing") == f"16 {sign} 19"


@pytest.mark.parametrize(
    ("printed", "amount", "finding"),
    [
        ("251000元", "25.1", True),
        ("251000（元）", "25.1", True),
        ("251000（单位：元）", "25.1", True),
        ("3,456.78元", "0.345678", True),
        ("1元", "0.0001", True),
        ("24.5万元", "24.5", False),
        ("24.5（万元）", "24.5", False),
        ("2601.953875万", "2601.953875", False),
        ("24.5", "24.5", False),
        ("26.5（其中学费3万元）", "26.5", False),
    ],
)
def test_fees_are_in_ten_thousands(printed: str, amount: str, finding: bool) -> None:
    shown = read(TABLE_TWO.replace("行政事业性收费⇥0.5", f"行政事业性收费⇥{printed}"))
    assert shown.row("fees") == amount
    assert shown.cell("fees amount").unit == "万元"
    assert shown.cell("fees amount").raw == printed
    assert ("value.unit" in shown.rules) is finding


@pytest.mark.parametrize("printed", ["26.5（其中学费30000元）", "2.4亿元", "￥24.5", "-3", "24.5（约）", "5（千元）"])
def test_fees_in_doubt_are_not_published(printed: str) -> None:
    shown = read(TABLE_TWO.replace("行政事业性收费⇥0.5", f"行政事业性收费⇥{printed}"))
    assert shown.row("fees") == "!"
    assert shown.cell("fees amount").raw == printed


def test_a_fee_below_a_head_in_another_unit_is_not_certain() -> None:
    shown = read(TABLE_TWO.replace("单位：万元", "单位：元"))
    assert shown.row("fees") == "!"
    assert "value.unit" in shown.rules


@pytest.mark.parametrize(
    ("head", "printed", "amount", "unit"),
    [
        ("采购总金额", "2018359.39", "2018359.39", ""),
        ("采购总金额", "251000元", "251000", "元"),
        ("采购总金额", "24.5万元", "24.5", "万元"),
        ("采购总金额（万元）", "477.35", "477.35", "万元"),
    ],
)
def test_procurement_is_as_printed(head: str, printed: str, amount: str, unit: str) -> None:
    table = TABLE_TWO_2019.replace("采购总金额", head).replace("2018359.39", printed)
    shown = read(table, year=2020)
    assert shown.row("procurement") == f"2 {amount}"
    assert shown.cell("procurement amount").unit == unit
