"""What is withdrawn is gone from everything, whatever the file is called, and is said to be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from generator.dataset.read import read_dataset
from generator.dataset.write import write_dataset
from generator.model import Cell, CellStatus, Dataset, LegacyFigure, NarrativeFact, Report, Section
from generator.pipeline import assemble, load_words
from generator.withdrawals import COLUMNS, INSTEAD, REMOVALS
from tests.builders import body, report_of, rows_of
from tests.unit.test_decisions import Heard

SECRET = "当事人王某于三月五日在东门外与人争执"
PROSE = f"第一段照旧。\n其中，{SECRET}，后经调解。\n最后一段照旧。"
DRAWING = "granted | 8\noutcomes_total | 9\nreceived | 9"


def two_years() -> list[Report]:
    facts = (
        NarrativeFact("training", "", Decimal(3), False, "次", "最后一段照旧", "line 3"),
        NarrativeFact("other", "", Decimal(5), False, "日", SECRET, "line 2"),
    )
    first = report_of(DRAWING, source="a.txt", year=2022, narrative={Section.OVERVIEW: PROSE}, facts=facts)
    return [first, report_of(DRAWING, source="b.txt", year=2023, narrative={Section.OVERVIEW: PROSE})]


def made(folder: Path, *lines: str, reports: list[Report] | None = None) -> tuple[Dataset, list[str]]:
    folder.joinpath(REMOVALS).write_text("\n".join((",".join(COLUMNS), *lines)) + "\n", encoding="utf-8")
    heard = Heard()
    return assemble(reports or two_years(), load_words(folder), heard), heard.notes


def line(report: str, section: str = "", start: str = "", end: str = "", cell: str = "") -> str:
    return f"{report},{section},{start},{end},{cell},应当事人请求,李某,2026-11-01"


def everything(dataset: Dataset, *, but: str = "withdrawals") -> str:
    return "\n".join(value for name, rows in rows_of(dataset).items() if name != but for row in rows for value in row)


SHA = two_years()[0].sha256
ID = "231084107-jingbo-2022"


@pytest.mark.parametrize("which", [SHA, SHA.upper(), ID])
def test_a_report_leaves_no_row_but_that_it_was_withdrawn(tmp_path: Path, which: str) -> None:
    dataset, notes = made(tmp_path, line(which))
    assert [report.report_id for report in dataset.reports] == ["231084107-jingbo-2023"]
    assert ID not in everything(dataset)
    assert "a.txt" not in everything(dataset)
    (item,) = dataset.withdrawals
    assert (item.scope, item.report_id, item.year, item.organisation) == ("report", ID, 2022, body().organisation)
    assert (item.reason, item.who, item.date) == ("应当事人请求", "李某", "2026-11-01")
    assert notes == []


def test_a_withdrawn_file_stays_withdrawn_under_another_name(tmp_path: Path) -> None:
    renamed = [replace(two_years()[0], source="zz/other name.txt"), two_years()[1]]
    dataset, _ = made(tmp_path, line(SHA), reports=renamed)
    assert [report.year for report in dataset.reports] == [2023]


def test_all_of_a_body_goes_by_its_id(tmp_path: Path) -> None:
    dataset, _ = made(tmp_path, line("231084107-jingbo"))
    assert not dataset.reports
    assert not dataset.organisations
    assert [item.year for item in dataset.withdrawals] == [2022, 2023]


def test_where_the_file_is_gone_the_line_still_tells(tmp_path: Path) -> None:
    dataset, notes = made(tmp_path, line(ID), reports=two_years()[1:])
    (item,) = dataset.withdrawals
    assert (item.org_id, item.year, item.organisation) == ("231084107-jingbo", 2022, body().organisation)
    assert notes == []


def test_the_other_file_of_the_year_takes_its_place_where_one_file_is_withdrawn(tmp_path: Path) -> None:
    first = report_of(DRAWING, source="a.txt", year=2022)
    second = report_of("granted | .", source="c.txt", year=2022)
    both = assemble([first, second])
    assert [report.primary for report in both.reports] == ["", ID]
    dataset, _ = made(tmp_path, line(first.sha256), reports=[first, second])
    (report,) = dataset.reports
    assert (report.report_id, report.primary) == (ID, "")
    assert not any(finding.rule.startswith("report.") for finding in report.findings)
    assert made(tmp_path, line(ID), reports=[first, second])[0].reports == ()


def cell(report: Report, key: str) -> Cell:
    return next(cell for cell in report.cells if f"{cell.key.table}.{cell.key.row}.{cell.key.column}" == key)


def test_a_figure_is_missing_and_no_check_tells_it(tmp_path: Path) -> None:
    place = "requests.granted.natural_person"
    drawn = report_of(DRAWING.replace("granted | 8", "granted | 8777"), year=2022)
    assert "8777" in everything(assemble([drawn]))
    lines = (line(ID, cell=place), line(ID, cell="requests.granted.total"))
    dataset, notes = made(tmp_path, *lines, reports=[drawn])
    (report,) = dataset.reports
    gone = cell(report, place)
    assert (gone.status, gone.value, gone.raw, gone.derived) == (CellStatus.MISSING, None, "", None)
    assert report.status == "partial"
    assert "8777" not in everything(dataset)
    assert any(
        finding.rule == "figure.withdrawn" and finding.column == "natural_person" and "应当事人请求" in finding.message
        for finding in report.findings
    )
    assert [(item.scope, item.place) for item in dataset.withdrawals] == [
        ("figure", place),
        ("figure", "requests.granted.total"),
    ]
    assert notes == []


def test_what_was_derived_in_the_table_of_a_withdrawn_figure_goes_too(tmp_path: Path) -> None:
    report = report_of(DRAWING, year=2022)
    other = replace(report.cells[20], status=CellStatus.BLANK, value=None, derived=Decimal(5))
    cells = tuple(other if one.key == other.key else one for one in report.cells)
    place = "requests.granted.total"
    dataset, _ = made(tmp_path, line(ID, cell=place), reports=[replace(report, cells=cells)])
    assert cell(dataset.reports[0], f"{other.key.table}.{other.key.row}.{other.key.column}").derived is None


def test_no_correction_tells_a_withdrawn_figure(tmp_path: Path) -> None:
    head = "report_id,sha256,table,row,column,printed,corrected,why,evidence,who,date"
    words = f"{ID},{SHA},requests,granted,natural_person,8,4711,原件,来电,李某,2026-11-01"
    (tmp_path / "corrections.csv").write_text(f"{head}\n{words}\n", encoding="utf-8")
    dataset, notes = made(tmp_path, line(ID, cell="requests.granted.natural_person"))
    assert "4711" not in everything(dataset)
    assert notes == [f"corrections.csv：{ID} 的该格已撤下，更正未采用"]


def test_an_old_figure_goes_by_its_label(tmp_path: Path) -> None:
    figure = LegacyFigure("", "收费金额", "year", "", "元", CellStatus.REPORTED, Decimal(4711), "4711", "line 9", 1, 1)
    report = report_of(year=2022, legacy=(figure,))
    dataset, notes = made(tmp_path, line(ID, cell="legacy.收费金额"), reports=[report])
    assert "4711" not in everything(dataset)
    assert (dataset.reports[0].legacy[0].status, notes) == (CellStatus.MISSING, [])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("其中，当事人", "经调解。"),
        ("sha256:" + sha256(PROSE.split("\n")[1].encode()).hexdigest(), ""),
        ("", ""),
    ],
)
def test_a_passage_goes_with_the_facts_that_quote_it(tmp_path: Path, start: str, end: str) -> None:
    dataset, notes = made(tmp_path, line(SHA, "overview", start, end), line(f"{ID[:-4]}2023", "overview"))
    report = next(report for report in dataset.reports if report.year == 2022)
    assert "王某" not in everything(dataset)
    assert INSTEAD in report.narrative[Section.OVERVIEW]
    if start:
        assert report.narrative[Section.OVERVIEW].startswith("第一段照旧。")
        assert [fact.fact for fact in report.facts] == ["training"]
    assert "text.withdrawn" in {finding.rule for finding in report.findings}
    assert notes == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (line("nobody"), "第 2 行：report 应为 SHA-256、报告编号或机关编号：nobody，未采用"),
        (line(ID).replace("2026-11-01", "去年"), "第 2 行：date 不是 YYYY-MM-DD 日期：去年，未采用"),
        (line(ID).replace("应当事人请求", ""), "第 2 行：缺少 reason，未采用"),
        (line(ID, "overview", "甲", ""), "第 2 行：start 与 end 要么都写，要么都不写（撤下整个部分），未采用"),
        (line(ID, "nowhere"), "第 2 行：section 应为"),
        (line(ID, cell="x"), "第 2 行：cell 应为 表.行.列，或 legacy.行名：x，未采用"),
        (line(ID, cell="requests.nothing.total"), f"第 2 行：报告 {ID} 中没有那一格，未采用"),
        (line(ID, "overview", "不存在", "的话"), f"第 2 行：报告 {ID} 中没有那段文字，未采用"),
        (line("doc-0123456789ab", "overview"), "第 2 行：没有报告 doc-0123456789ab，未采用"),
    ],
)
def test_a_wrong_line_is_named_and_takes_nothing_else_with_it(tmp_path: Path, wrong: str, reason: str) -> None:
    dataset, notes = made(tmp_path, wrong, line(f"{ID[:-4]}2023"))
    assert [report.year for report in dataset.reports] == [2022]
    (note,) = notes
    assert note.startswith(f"{REMOVALS}：{reason}")


def test_what_was_withdrawn_is_read_back(tmp_path: Path) -> None:
    dataset, _ = made(tmp_path, line(SHA), line(f"{ID[:-4]}2023", cell="requests.granted.total"))
    write_dataset(dataset, tmp_path / "dataset")
    assert read_dataset(tmp_path / "dataset").withdrawals == dataset.withdrawals
