"""What counts as a number in a cell."""

from __future__ import annotations

import pytest

from tests.drawn import read
from tests.spec.parts import TABLE_TWO, TABLE_TWO_2019


@pytest.mark.parametrize(
    ("printed", "sign"),
    [
        ("7", "7"),
        ("７", "7"),
        ("1,234", "1234"),
        ("0件", "0"),
        ("零", "0"),
        ("22（其中修订16件）", "22"),
        ("约47", "!"),
        ("100余", "!"),
        ("3,5", "!"),
        ("1 2", "!"),
        ("1.5", "!"),
        ("-3", "!"),
        ("007", "!"),
        ("无", "_"),
        ("/", "_"),
    ],
)
def test_counts_are_whole(printed: str, sign: str) -> None:
    shown = read(TABLE_TWO.replace("行政许可⇥7", f"行政许可⇥{printed}"))
    assert shown.row("licensing") == sign
    assert shown.row("penalties") == "8"
    assert shown.cell("licensing decisions").raw == printed


@pytest.mark.parametrize(("printed", "sign"), [("增52", "52"), ("减38", "-38"), ("−10", "-10"), ("+3", "3")])
def test_only_change_may_be_negative(printed: str, sign: str) -> None:
    shown = read(TABLE_TWO_2019.replace("行政许可⇥16⇥增3⇥19", f"行政许可⇥16⇥{printed}⇥19"), year=2020)
    assert shown.row("licensing") == f"16 {sign} 19"


@pytest.mark.parametrize(
    ("printed", "amount", "finding"),
    [("251000元", "25.1", True), ("24.5万元", "24.5", False), ("24.5", "24.5", False), ("1元", "0.0001", True)],
)
def test_fees_are_in_ten_thousands(printed: str, amount: str, finding: bool) -> None:
    shown = read(TABLE_TWO.replace("行政事业性收费⇥0.5", f"行政事业性收费⇥{printed}"))
    assert shown.row("fees") == amount
    assert shown.cell("fees amount").unit == "万元"
    assert shown.cell("fees amount").raw == printed
    assert ("value.unit" in shown.rules) is finding


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
