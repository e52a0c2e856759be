"""Figures and sentences: honest about blanks, derived numbers and lost columns."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.model import Cell, CellKey, CellStatus, Report, ReportStatus
from generator.site.facts import Facts, number, outcome_group
from generator.site.marks import cell_mark, figure_mark, locator_words
from generator.site.sentences import all_zero_note, completeness, headline, key_figures
from tests.site.made import SIX_YEARS, made_report

RECEIVED = CellKey("requests", "received", "total")


def facts(**changes: Cell) -> Facts:
    """Return a report of zeros in which some cells (``row__column``) are other."""
    report = made_report(SIX_YEARS, 2022, "2021", lambda _: 0)
    cells = [changes.get(f"{cell.key.row}__{cell.key.column}", cell) for cell in report.cells]
    return Facts(
        replace(report, cells=tuple(replace(new, key=old.key) for new, old in zip(cells, report.cells, strict=True)))
    )


def cell(status: CellStatus = CellStatus.REPORTED, value: int | None = None, derived: int | None = None) -> Cell:
    return Cell(
        RECEIVED,
        status,
        None if value is None else Decimal(value),
        None if derived is None else Decimal(derived),
    )


def test_zero_is_a_number() -> None:
    mark = figure_mark(facts().one("requests", "received", "total"))
    assert (mark.text, mark.css) == ("0", "zero")


def test_blank_is_no_number() -> None:
    mark = figure_mark(facts(received__total=cell(CellStatus.BLANK)).one("requests", "received", "total"))
    assert (mark.text, mark.css) == ("空", "blank")


def test_derived_is_shown_as_derived() -> None:
    mark = figure_mark(facts(received__total=cell(CellStatus.BLANK, derived=3)).one("requests", "received", "total"))
    assert (mark.text, mark.css) == ("≈ 3", "derived")


def test_sum_with_an_unknown_part_is_unknown() -> None:
    unread = facts(denied_process__total=cell(CellStatus.AMBIGUOUS), denied_third_party__total=cell(value=4))
    figure = unread.group("denied")
    assert figure.value is None
    assert figure_mark(figure).tip == "原文缺列，无法确定此数属于哪一列（8 格中 1 格）"


def test_sum_says_of_how_many_cells() -> None:
    assert figure_mark(facts(denied_process__total=cell(value=4)).group("denied")).tip == "由 8 格数字相加而得"


def test_correction_is_shown_with_the_printed_value() -> None:
    corrected = replace(cell(value=5), corrected=Decimal(7))
    mark = cell_mark(corrected)
    assert (mark.text, mark.css) == ("7", "corrected")
    assert "原文为 5" in mark.tip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "2022 年收到公开申请 0 件，结转下年度 0 件；没有行政复议和行政诉讼。"),
        (
            {"received__total": cell(value=12)},
            "2022 年收到公开申请 12 件；办结 0 件；结转下年度 0 件；没有行政复议和行政诉讼。",
        ),
        (
            {"received__total": cell(CellStatus.BLANK, derived=0)},
            "2022 年收到公开申请 ≈ 0 件（推算），结转下年度 0 件；没有行政复议和行政诉讼。",
        ),
        (
            {"received__total": cell(CellStatus.MISSING)},
            "2022 年收到公开申请件数未能确定（文件中没有此格），结转下年度 0 件；没有行政复议和行政诉讼。",
        ),
        (
            {"reconsideration__total": cell(CellStatus.BLANK)},
            "2022 年收到公开申请 0 件，结转下年度 0 件；行政复议件数未能确定（原表未填），行政诉讼 0 件。",
        ),
        (
            {"outcomes_total__total": cell(value=2), "granted__total": cell(value=9)},
            "2022 年收到公开申请 0 件；办结 2 件，其中予以公开 9 件（各项相加为 9 件，与总数不符）；结转下年度 0 件；"
            "没有行政复议和行政诉讼。",
        ),
        (
            {"granted__total": cell(value=3)},
            "2022 年收到公开申请 0 件；办结 0 件，其中予以公开 3 件（各项相加为 3 件，与总数不符）；结转下年度 0 件；"
            "没有行政复议和行政诉讼。",
        ),
        (
            {"outcomes_total__total": cell(value=2), "closed_other__total": cell(CellStatus.UNREADABLE)},
            "2022 年收到公开申请 0 件；办结 2 件（其他处理未能确定）；结转下年度 0 件；没有行政复议和行政诉讼。",
        ),
    ],
)
def test_headline(changes: dict[str, Cell], says: str) -> None:
    assert headline(facts(**changes)) == says


def test_headline_of_a_report_without_tables() -> None:
    bare = Facts(Report("x-2018", "x", "", "text", ReportStatus.OK, year=2018))
    assert headline(bare) == "2018 年的报告没有可以按现行格式读取的表格。"
    assert all(figure.mark.css == "missing" for figure in key_figures(bare))


def test_completeness_counts_states() -> None:
    assert completeness(facts(received__total=cell(CellStatus.BLANK))) == "200 格：199 数字 · 1 未填"


def test_all_zero_note_only_where_all_that_was_read_is_zero() -> None:
    assert all_zero_note(facts()).startswith("全部 200 个数字都是 0")
    assert all_zero_note(facts(received__total=cell(CellStatus.BLANK))).startswith("读出的 199 个数字都是 0")
    assert not all_zero_note(facts(received__total=cell(value=1)))


@pytest.mark.parametrize(
    ("value", "text"), [("0", "0"), ("2018359.39", "2,018,359.39"), ("1.50", "1.5"), ("1E+3", "1,000"), ("-38", "-38")]
)
def test_numbers_as_readers_write_them(value: str, text: str) -> None:
    assert number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("row", "group"),
    [
        ("granted", "granted"),
        ("partly_granted", "partly_granted"),
        ("denied_process", "denied"),
        ("closed", "closed"),
        ("closed_other", "closed"),
        ("not_processed_repeated", "not_processed"),
    ],
)
def test_outcome_groups(row: str, group: str) -> None:
    assert outcome_group(row) == group


def test_locators_in_words() -> None:
    assert locator_words("line 54 cell 5") == "第 54 行 第 5 格"
    assert locator_words("page 3 bbox 1,2,3,4") == "第 3 页 位置 1,2,3,4"


def test_the_version_changes_with_a_figure_and_with_nothing_else() -> None:
    plain = facts()
    assert len(plain.version) == 8
    assert facts().version == plain.version
    assert (
        Facts(replace(plain.report, findings=(), narrative={}, source_url="https://example.invalid/")).version
        == plain.version
    )
    assert facts(received__total=cell(value=1)).version != plain.version
    assert facts(received__total=cell(CellStatus.BLANK)).version != plain.version
    assert (
        facts(received__total=cell(CellStatus.BLANK, derived=0)).version
        != facts(received__total=cell(CellStatus.BLANK)).version
    )
