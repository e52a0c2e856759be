"""The national return of 2014 and the tables by indicator, drawn in any layout together with what stands in them."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.documents import text as text_reader
from generator.legacy.lookups import Entry, lookups
from generator.legacy.read import LegacyReading, read_legacy
from generator.model import CellStatus, LegacyFigure
from generator.numbers import plain

BODY = "汤阴县白营镇人民政府"
SIGNS = {CellStatus.BLANK: "_", CellStatus.AMBIGUOUS: "?", CellStatus.UNREADABLE: "!", CellStatus.MISSING: "."}

# As the returns print them: code of the row (empty for a heading), label, unit.
RETURN = """
|一、主动公开情况|——
proactive_total|（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条
normative_documents_disclosed|其中：主动公开规范性文件数|条
normative_documents_issued|制发规范性文件总数|件
|（二）通过不同渠道和方式公开政府信息的情况|——
channel_gazette|1.政府公报公开政府信息数|条
channel_website|2.政府网站公开政府信息数|条
channel_microblog|3.政务微博公开政府信息数|条
|二、回应解读情况|——
responses|（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）|次
|（二）通过不同渠道和方式回应解读的情况|——
press_conferences|1.参加或举办新闻发布会总次数|次
press_conferences_by_head|其中：主要负责同志参加新闻发布会次数|次
interpretations|3.政策解读稿件发布数|篇
|三、依申请公开情况|——
requests_received|（一）收到申请数|件
requests_in_person|1.当面申请数|件
requests_online|3.网络申请数|件
answers|（三）申请答复数|件
answered_granted|2.同意公开答复数|件
answered_partly_granted|3.同意部分公开答复数|件
answered_denied|4.不同意公开答复数|件
denied_state_secret|其中：涉及国家秘密|件
answered_not_existing|6.申请信息不存在数|件
reconsiderations|四、行政复议数量|件
reconsiderations_upheld|（一）维持具体行政行为数|件
reconsiderations_corrected|（二）被依法纠错数|件
reconsiderations_other|（三）其他情形数|件
litigations|五、行政诉讼数量|件
litigations_upheld|（一）维持具体行政行为或者驳回原告诉讼请求数|件
litigations_corrected|（二）被依法纠错数|件
litigations_other|（三）其他情形数|件
complaints|六、举报投诉数量|件
fees_collected|七、依申请公开信息收取的费用|万元
|八、机构建设和保障经费情况|——
staff|（三）从事政府信息公开工作人员数|人
staff_full_time|1.专职人员数（不包括政府公报及政府网站工作人员数）|人
staff_part_time|2.兼职人员数|人
budget|（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）|万元
|九、政府信息公开会议和培训情况|——
trainees|（三）接受培训人员数|人次
"""
BY_INDICATOR = """
proactive_total|主动公开信息数|条|01
proactive_full_text|其中：全文电子化的主动公开信息数|条|02
normative_documents_new|新增的行政规范性文件数|条|03
service_items|提供服务类信息数|条|04
page_views|网站专栏页面访问量|人次|05
inquiries_online|网上咨询数|人次|07
requests_received|申请总数|条|10
requests_in_person|其中：1.当面申请数|条|11
requests_by_email|3.电子邮件申请数|条|13
answers|对申请的答复总数|条|17
answered_granted|其中：1.同意公开答复数|条|18
answered_partly_granted|2.同意部分公开答复数|条|19
answered_denied|3.否决公开答复总数|条|20
denied_not_disclosable|其中：（1）“非《规定》所指政府信息”数|条|21
exempt_1|（5）“免予公开范围1”数|条|25
exempt_2|（6）“免予公开范围2”数|条|26
reconsiderations|行政复议数|件|32
litigations|行政诉讼数|件|33
appeals|行政申诉数|件|34
"""
HEAD = ("统计指标", "单位", "统计数")
HEAD_BY_INDICATOR = ("指标名称", "计量单位", "代码", "本期实际", "本年累计")


@dataclass(frozen=True)
class Row:
    """A printed row: its code (empty for a heading or a local row), label, unit, printed code, and cells."""

    code: str
    label: str
    unit: str
    number: str
    cells: tuple[str, ...]


def rows(drawing: str, values: Callable[[int], Sequence[str]]) -> list[Row]:
    """Return the rows of a drawing; ``values`` gives the cells of the nth row with figures."""
    found: list[Row] = []
    count = itertools.count()
    for line in drawing.strip().split("\n"):
        code, label, unit, number = (*line.split("|"), "")[:4]
        cells = tuple(values(next(count))) if code else ()
        found.append(Row(code, label, unit, number, cells))
    width = max(len(row.cells) for row in found)
    return [Row(row.code, row.label, row.unit, row.number, row.cells or ("",) * width) for row in found]


def returned(values: Callable[[int], str] = str) -> list[Row]:
    """Return the rows of the national return."""
    return rows(RETURN, lambda index: [values(index)])


def report(table: str, year: int = 2016) -> str:
    """Return a report with ``table`` at its end."""
    return (
        f"{BODY}{year}年政府信息公开工作年度报告\n\n"
        f"根据条例编制本报告，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n\n"
        f"一、概述\n{year}年工作有序开展。\n\n六、存在的主要问题和改进措施\n公开还不够及时，下一步改进。\n\n"
        f"七、说明与附表\n政府信息公开情况统计表\n（{year}年度）\n{table}\n注：本表由办公室填报，核对5次。\n"
    )


def lines_of(rows_: Sequence[Row], head: Sequence[str] = HEAD) -> list[tuple[str, ...]]:
    """Return the cells of each line, the heads first; printed codes only where heads have them."""
    codes = "代码" in head
    return [
        tuple(head),
        *((row.label, row.unit, *((row.number,) if codes else ()), *row.cells) for row in rows_),
    ]


LAYOUTS: dict[str, Callable[[Sequence[Sequence[str]]], str]] = {
    "tabs": lambda lines: "\n".join("\t".join(line) for line in lines),
    "bars": lambda lines: "\n".join(" | ".join(line) + " |" for line in lines),
    "leading bars": lambda lines: "\n".join("| " + " | ".join(line) + " |" for line in lines),
    "bars between cells": lambda lines: "\n|\n".join(cell for line in lines for cell in line),
    "a tab before each cell": lambda lines: "\n\n".join("\n".join("\t" + cell for cell in line) for line in lines),
    "bars on one line": lambda lines: " | ".join(cell for line in lines for cell in line),
}
# Layouts in which empty cells vanish.
LOSSY: dict[str, Callable[[Sequence[Sequence[str]]], str]] = {
    "spaces": lambda lines: "\n".join(" ".join(filter(None, line)) for line in lines),
    "a cell a line": lambda lines: "\n".join(cell for line in lines for cell in line if cell),
    "blank lines between": lambda lines: "\n\n".join(cell for line in lines for cell in line if cell),
    "one line": lambda lines: " ".join(cell for line in lines for cell in line if cell),
}


def read(text: str, year: int | None = 2016) -> LegacyReading:
    """Read a drawn document."""
    return read_legacy(text_reader.read(text.encode()), year)


def sign(figure: LegacyFigure) -> str:
    """Return a figure as one sign: its number, or that of its state."""
    return SIGNS.get(figure.status, plain(figure.value))


def shown(reading: LegacyReading, column: str = "") -> list[tuple[str, str]]:
    """Return indicator and sign of every figure, of one column where it is given."""
    return [(figure.indicator, sign(figure)) for figure in reading.figures if not column or figure.column == column]


def expected(rows_: Sequence[Row], column: int = 0, empty: str = "_") -> list[tuple[str, str]]:
    """Return what ``shown`` gives where everything is read."""
    return [(row.code, row.cells[column] or empty) for row in rows_ if row.code]


@functools.cache
def indicators() -> tuple[Entry, ...]:
    """Return all rows with figures."""
    return tuple(entry for entry in lookups().entries.values() if entry.indicator)
