"""A table whose caption names another year is not this report's."""

from __future__ import annotations

import pytest

from generator.documents import text as text_reader
from generator.model import CellStatus
from generator.tables.read import TablesReading, read_tables

TABLE = """三、收到和处理政府信息公开申请情况
{caption}
本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和\t申请人情况
\t自然人\t法人或其他组织\t总计
\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他
一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t2\t8
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
（七）总计\t5\t1\t0\t0\t0\t2\t8
四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0
"""


def read(caption: str) -> TablesReading:
    document = text_reader.read(TABLE.format(caption=caption).encode())
    return read_tables(document, 2023)


@pytest.mark.parametrize(
    "caption", ["附：2022年政府信息公开申请情况表", "上年度申请情况表", "附表（2021年、2022年申请情况表）"]
)
def test_another_years_table_gives_nothing(caption: str) -> None:
    reading = read(caption)
    assert {cell.status for cell in reading.cells} == {CellStatus.MISSING}
    assert "table.other_year" in {finding.rule for finding in reading.findings}


@pytest.mark.parametrize(
    "caption",
    [
        "2023年政府信息公开申请情况表",
        "2022年和2023年申请情况表",
        "申请情况统计表",
        "2022年收到和处理政府信息公开申请情况",  # a heading left over from last year's report
        "该部分以表格形式报告。表格如下：",
    ],
)
def test_this_years_table_is_read(caption: str) -> None:
    reading = read(caption)
    assert sum(cell.status is CellStatus.REPORTED for cell in reading.cells) == 28
