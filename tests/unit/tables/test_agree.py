"""Two readings of one document: what only one could read stays, what both read differently goes."""

from __future__ import annotations

from generator.documents import text
from generator.model import CellKey, CellStatus, Fault, Severity
from generator.tables.agree import agreed, witnessed
from generator.tables.read import TablesReading, read_tables

TABLE = """二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t{issued}\t2\t3
三、收到和处理政府信息公开申请情况
\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计
一、本年新收政府信息公开申请数量\t{received}\t0\t0\t0\t0\t0\t{total}
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
"""
ISSUED = CellKey("proactive", "normative_documents", "issued")
PERSON = CellKey("requests", "received", "natural_person")


def reading(issued: str = "1", received: str = "5", total: str = "5") -> TablesReading:
    content = TABLE.format(issued=issued, received=received, total=total)
    return read_tables(text.read(content.encode()), 2023)


def test_readings_that_agree_stay_as_they_are() -> None:
    assert agreed(reading(), reading()) == reading()


def test_a_figure_read_differently_is_not_published() -> None:
    result = agreed(reading(issued="1"), reading(issued="7"))
    cell = {cell.key: cell for cell in result.cells}[ISSUED]
    assert (cell.status, cell.value, cell.raw) == (CellStatus.AMBIGUOUS, None, "1 7")
    found = [finding for finding in result.findings if finding.rule == "cell.readings_disagree"]
    assert [(finding.fault, finding.severity) for finding in found] == [(Fault.EXTRACTION, Severity.ERROR)]
    assert (found[0].table, found[0].row, found[0].column) == ("proactive", "normative_documents", "issued")


def test_what_only_one_could_read_stays() -> None:
    result = agreed(reading(), reading(issued="约1"))
    assert {cell.key: cell.value for cell in result.cells}[ISSUED] == 1


def test_a_doubted_figure_feeds_no_sum() -> None:
    """The total is not reported; before the doubt it followed from its parts."""
    first = reading(received="5", total="?")
    total = CellKey("requests", "received", "total")
    assert {cell.key: cell.derived for cell in first.cells}[total] == 5
    result = {cell.key: cell for cell in agreed(first, reading(received="6", total="?")).cells}
    assert result[PERSON].value is None
    assert result[total].derived is None


def cell_of(result: TablesReading, key: CellKey) -> tuple[CellStatus, str]:
    """Return state and text of one cell."""
    cell = {cell.key: cell for cell in result.cells}[key]
    return cell.status, cell.raw


def rules_of(result: TablesReading) -> set[str]:
    return {finding.rule for finding in result.findings}


def test_a_figure_that_one_witness_confirms_is_published() -> None:
    nothing = read_tables(text.read("一、总体情况".encode()), 2023)
    assert witnessed(reading(), [nothing, reading()]) == reading()


def test_a_figure_that_no_other_program_reads_is_not_published() -> None:
    result = witnessed(reading(issued="1"), [reading(issued="约7")])
    assert cell_of(result, ISSUED) == (CellStatus.AMBIGUOUS, "1")
    found = [finding for finding in result.findings if finding.rule == "cell.one_reading"]
    assert [(finding.table, finding.actual, finding.fault) for finding in found] == [
        ("proactive", "1", Fault.EXTRACTION)
    ]


def test_without_any_witness_nothing_is_published() -> None:
    result = witnessed(reading(), [read_tables(text.read("一、总体情况".encode()), 2023)])
    assert not [cell for cell in result.cells if cell.value is not None or cell.derived is not None]


def test_one_witness_against_is_enough() -> None:
    result = witnessed(reading(issued="1"), [reading(issued="1"), reading(issued="7")])
    assert cell_of(result, ISSUED) == (CellStatus.AMBIGUOUS, "1 7")
    assert "cell.readings_disagree" in rules_of(result)


def test_an_empty_cell_where_the_others_read_a_number_is_no_blank() -> None:
    result = witnessed(reading(received=""), [reading(received="5")])
    assert cell_of(result, PERSON) == (CellStatus.AMBIGUOUS, "5")
    assert cell_of(witnessed(reading(received=""), [reading(received="5"), reading(received="")]), PERSON) == (
        CellStatus.BLANK,
        "",
    )
