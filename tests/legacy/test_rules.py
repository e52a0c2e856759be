"""Which row a label means, which column a figure stands in, and what is left open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.legacy.labels import Path, is_indicator, parsed
from generator.legacy.lookups import lookups
from generator.legacy.read import LegacyReading, agreed, witnessed
from generator.model import CellStatus
from tests.legacy.drawn import HEAD, LAYOUTS, expected, indicators, lines_of, read, report, returned, shown, sign


def take(*labels: str) -> list[str]:
    """Return the code of each label met one after the other; ``?`` where that is not certain."""
    path = Path()
    return [code if certain else "?" for code, certain in (path.take(label) for label in labels)]


def table(*lines: str, head: str = "统计指标\t单位\t统计数") -> str:
    return report("\n".join((head, *lines)))


def test_every_label_means_its_row() -> None:
    for entry in indicators():
        assert is_indicator(entry.label) == entry.code
        assert is_indicator(f"（三）其中：2.{entry.label}（{entry.unit}）") == entry.code


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("不同意公开答复数", "answered_denied"),
        ("同意公开答复数", "answered_granted"),
        ("免予公开范围2", "exempt_2"),
        ("免予公开范围（二）", ""),
        ("主动公开政府信息数（历年累计）", ""),
        ("主动公开政府信息数（不含下属单位）", "proactive_total"),
        ("2015年主动公开政府信息数", ""),
        ("本年度主动公开政府信息数", "proactive_total"),
        ("主动公开政府信息增长数", ""),
        ("收到申请数（单位：件）", "requests_received"),
        ("收到申請數", "requests_received"),
    ],
)
def test_words_decide(label: str, code: str) -> None:
    assert is_indicator(label) == code


def test_rows_that_share_a_label_are_told_by_the_row_above() -> None:
    labels = ("（一）维持数", "（二）被依法纠错数", "（三）其他情形数")
    assert take("四、行政复议数量", *labels, "五、行政诉讼数量", *labels) == [
        "reconsiderations",
        "reconsiderations_upheld",
        "reconsiderations_corrected",
        "reconsiderations_other",
        "litigations",
        "litigations_upheld",
        "litigations_corrected",
        "litigations_other",
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ("（一）维持数",),
        ("四、行政复议数量", "五、行政申诉案件", "（一）维持数"),
        ("行政复议数量", "行政申诉案件", "维持数"),
        ("四、行政复议数量", "（三）其他情形数", "（二）被依法纠错数"),
        ("四、行政复议数量", "（一）维持数", "五、维持数"),
        ("三、依申请公开情况", "（一）收到申请数", "5.其他"),
    ],
)
def test_without_its_parent_a_shared_label_is_open(labels: tuple[str, ...]) -> None:
    assert take(*labels)[-1] == "?"


def test_a_local_row_of_a_lower_level_closes_nothing() -> None:
    assert take("四、行政复议数量", "其中：省级受理数", "（一）维持数", "（二）申请人撤回数", "（三）其他情形数") == [
        "reconsiderations",
        "",
        "reconsiderations_upheld",
        "",
        "reconsiderations_other",
    ]


@pytest.mark.parametrize(
    ("text", "level", "number"), [("十二、x", 0, 12), ("（三）x", 1, 3), ("4.x", 2, 4), ("(5)x", 3, 5)]
)
def test_numbers_of_labels(text: str, level: int, number: int) -> None:
    assert (parsed(text).level, parsed(text).number) == (level, number)


def test_a_figure_of_an_open_row_is_not_published() -> None:
    reading = read(table("主动公开政府信息数\t条\t5", "收到申请数\t件\t3", "（一）维持数\t件\t2"))
    assert shown(reading) == [("proactive_total", "5"), ("requests_received", "3"), ("", "?")]
    assert reading.figures[2].raw == "2"
    assert [finding.rule for finding in reading.findings] == ["legacy.uncertain"]


def test_an_indicator_printed_in_two_rows_is_not_published() -> None:
    reading = read(table("主动公开政府信息数\t条\t5", "主动公开信息数\t条\t6", "收到申请数\t件\t3"))
    assert shown(reading) == [("proactive_total", "?"), ("proactive_total", "?"), ("requests_received", "3")]


@pytest.mark.parametrize(
    ("cell", "shown_as", "unit"),
    [
        ("1,520", "1520", "条"),
        ("１２", "12", "条"),
        ("0", "0", "条"),
        ("零", "0", "条"),
        ("", "_", "条"),
        ("—", "_", "条"),
        ("/", "_", "条"),
        ("无", "_", "条"),
        ("约500", "!", "条"),
        ("100余", "!", "条"),
        ("12.5", "!", "条"),
        ("-3", "!", "条"),
        ("1 2", "!", "条"),
        ("见附件", "!", "条"),
        ("12份", "12", "份"),
        ("22（其中修订16件）", "22", "条"),
    ],
)
def test_what_stands_in_a_cell(cell: str, shown_as: str, unit: str) -> None:
    figure = read(table(f"主动公开政府信息数\t条\t{cell}", "收到申请数\t件\t3")).figures[0]
    assert (sign(figure), figure.unit) == (shown_as, unit)


def test_money_keeps_its_printed_unit() -> None:
    lines = ("依申请公开信息收取的费用\t万元\t0.038", "政府信息公开专项经费\t万元\t12000元", "收到申请数\t件\t3")
    figures = read(table(*lines)).figures
    assert [(sign(figure), figure.unit) for figure in figures] == [("0.038", "万元"), ("12000", "元"), ("3", "件")]


def test_heads_say_which_period() -> None:
    head = "指标名称\t计量单位\t2016年度\t2015年度\t历年累计"
    reading = read(table("主动公开信息数\t条\t5\t4\t90", "申请总数\t件\t\t1\t2", head=head))
    assert [(figure.indicator, figure.period, sign(figure)) for figure in reading.figures] == [
        ("proactive_total", "year", "5"),
        ("proactive_total", "other", "4"),
        ("proactive_total", "all_years", "90"),
        ("requests_received", "year", "_"),
        ("requests_received", "other", "1"),
        ("requests_received", "all_years", "2"),
    ]


def test_figures_of_some_bodies_are_not_the_year_s() -> None:
    head = "序号\t统 计 指 标\t单位\t区政府统计数\t乡镇街道统计数"
    reading = read(table("1\t主动公开政府信息数\t条\t1\t20", "2\t收到申请数\t件\t\t3", head=head))
    assert {figure.period for figure in reading.figures} == {"other"}
    assert [figure.column for figure in reading.figures][:2] == ["区政府统计数", "乡镇街道统计数"]


def test_a_quarterly_return_is_not_the_year_s() -> None:
    text = table("主动公开政府信息数\t条\t5", "收到申请数\t件\t3").replace("（2016年度）", "（2016年第四季度）")
    assert {figure.period for figure in read(text).figures} == {"current"}


def test_codes_glued_to_labels_are_no_figures() -> None:
    head = "指标名称\t计量单位\t本年累计"
    for first, second in (("主动公开信息数01", "申请总数10"), ("01主动公开信息数", "10申请总数")):
        reading = read(table(f"{first}\t条\t120", f"{second}\t件\t7", head=head))
        assert shown(reading) == [("proactive_total", "120"), ("requests_received", "7")]
    doubtful = read(table("主动公开信息数01\t条\t", "申请总数10\t件\t7", head=head))
    assert shown(doubtful) == [("proactive_total", "?"), ("requests_received", "7")]


@pytest.mark.parametrize("name", ["tabs", "bars", "leading bars"])
def test_two_halves_side_by_side(name: str) -> None:
    drawn = returned(lambda index: str(index * 3))
    lines = lines_of(drawn)[1:]
    half = (len(lines) + 1) // 2
    left, right = lines[:half], [*lines[half:], ("", "", "")][:half]
    wide = [HEAD + HEAD, *(one + other for one, other in zip(left, right, strict=True))]
    assert shown(read(report(LAYOUTS[name](wide)))) == expected(drawn)


def test_one_figure_for_two_columns_is_open() -> None:
    head = "指标名称 计量单位 本期实际 本年累计"
    reading = read(report("\n".join((head, "主动公开信息数 条 5 90", "申请总数 件 3", "行政复议数 件 0 1"))))
    assert shown(reading, "本年累计") == [
        ("proactive_total", "90"),
        ("requests_received", "?"),
        ("reconsiderations", "1"),
    ]


def test_lines_kept_once_are_not_trusted() -> None:
    lines = [cell for line in lines_of(returned(lambda index: str(index % 6))) for cell in line if cell]
    reading = read(report("\n".join(dict.fromkeys(lines))))
    assert all(figure.value is None for figure in reading.figures)


def test_prose_is_no_table() -> None:
    text = report("").replace(
        "2016年工作有序开展。", "主动公开政府信息数1520条，收到申请数25件，行政复议数3件，行政诉讼数4件。"
    )
    assert read(text) == LegacyReading()


def test_the_same_table_twice_is_two_tables() -> None:
    lines = ("主动公开政府信息数\t条\t5", "收到申请数\t件\t3")
    reading = read(
        table(
            *lines,
            "",
            "附表二：全县汇总",
            "统计指标\t单位\t统计数",
            "主动公开政府信息数\t条\t500",
            "收到申请数\t件\t30",
        )
    )
    assert [(figure.table, sign(figure)) for figure in reading.figures] == [(1, "5"), (1, "3"), (2, "500"), (2, "30")]


def test_readings_must_agree() -> None:
    first = read(table("主动公开政府信息数\t条\t5", "收到申请数\t件\t3"))
    other = replace(first, figures=(first.figures[0], replace(first.figures[1], value=None, status=CellStatus.MISSING)))
    wrong = read(table("主动公开政府信息数\t条\t6", "收到申请数\t件\t3"))
    assert agreed(first, first) == agreed(first, other) == first
    assert shown(agreed(first, wrong)) == [("proactive_total", "?"), ("requests_received", "3")]
    assert "cell.readings_disagree" in {finding.rule for finding in agreed(first, wrong).findings}
    assert witnessed(first, [first, other]) == first
    assert shown(witnessed(first, [other])) == [("proactive_total", "5"), ("requests_received", "?")]


def test_no_wording_means_two_rows() -> None:
    known = lookups()
    for entry in known.entries.values():
        assert entry.code in known.ancestors(entry.code)
    for key, codes in known.below.items():
        parents = [parent for code in codes for parent in known.entries[code].parents]
        assert len(parents) == len(set(parents)), key
