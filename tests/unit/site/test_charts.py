"""Figures: valid Plotly, no template, honest gaps, a break where the form changes, colours that stay apart."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from generator.model import CellStatus, Report
from generator.site.build import ROOT
from generator.site.charts import Chart, report_charts, yearly_charts
from generator.site.facts import OUTCOME_GROUPS, Facts
from tests.site.made import SIX_YEARS, balanced, made_dataset, made_report

CSS = (ROOT / "site_src" / "styles" / "10-base.css").read_text(encoding="utf-8")


def six_years() -> list[Facts]:
    reports = made_dataset().reports
    mine = [one for one in reports if one.organisation == SIX_YEARS and one.cells and not one.primary]
    return [Facts(report) for report in sorted(mine, key=lambda report: report.year or 0)]


def every_chart() -> list[Chart]:
    years = six_years()
    return [*yearly_charts(years), *(chart for facts in years for chart in report_charts(facts))]


def test_every_figure_is_valid_and_small() -> None:
    charts = every_chart()
    assert len(charts) == 7 + 6 * 3
    for chart in charts:
        assert chart.figure is not None
        go.Figure(chart.figure)
        assert "template" not in chart.figure["layout"]
        assert len(json.dumps(chart.figure)) < 4096


def test_outcome_groups_come_in_one_order_everywhere() -> None:
    for chart in every_chart():
        assert chart.figure is not None
        roles = [trace["meta"]["role"] for trace in chart.figure["data"]]
        groups = [role for role in roles if role in OUTCOME_GROUPS]
        if chart.code in ("outcomes", "years-outcomes"):
            assert groups == [group for group in OUTCOME_GROUPS if group in groups]


def test_break_stands_where_the_form_changes() -> None:
    (requests, *_) = yearly_charts(six_years())
    assert requests.figure is not None
    assert requests.figure["layout"]["meta"]["breaks"] == [1.5]
    assert requests.drawing is not None
    assert requests.drawing.svg.count('class="gk-break"') == 1
    assert "前后不可直接相比" in requests.note


def test_a_year_that_is_not_there_is_a_gap_not_a_zero() -> None:
    years = [facts for facts in six_years() if facts.report.year != 2021]
    (requests, *_) = yearly_charts(years)
    assert requests.categories == ("2019", "2020", "2021", "2022", "2023", "2024")
    assert requests.figure is not None
    assert "2021" not in requests.figure["data"][0]["x"]
    assert requests.figure["layout"]["meta"]["gaps"] == [2]
    assert requests.lines[0].marks[2] is None
    assert requests.drawing is not None
    assert requests.drawing.svg.count("gk-gap-field") == 1
    assert "“缺”：本站没有这一年的报告" in requests.note


def test_a_year_whose_tables_could_not_be_read_is_unknown_not_a_gap() -> None:
    years = [Facts(replace(f.report, cells=())) if f.report.year == 2021 else f for f in six_years()]
    for chart in yearly_charts(years):
        assert chart.drawing is not None
        assert chart.figure is not None
        assert chart.figure["layout"]["meta"]["gaps"] == []
        assert [mark.text for line in chart.lines if (mark := line.marks[2])] == ["—"] * len(chart.lines)
        assert [label[2] for label in chart.figure["layout"]["meta"]["labels"] if label[0] == 2] == ["—"]


def test_titles_say_only_what_is_known() -> None:
    requests, outcomes, *_ = yearly_charts(six_years())
    assert requests.title == "新收申请：2019 年 164 件，2024 年 680 件"
    assert outcomes.title == "办结：2019 年 161 件，2024 年 689 件"
    report = replace(six_years()[-1].report, year=2025)
    blank = _with_status(report, CellStatus.BLANK)
    requests, *_ = yearly_charts([*six_years(), Facts(blank)])
    assert requests.title == "新收申请：2019 年 164 件，2024 年 680 件"
    assert requests.says.endswith("2024：680，2025：空。")
    nothing = Facts(made_report(SIX_YEARS, 2024, "2021", lambda _: 0))
    requests, *_ = yearly_charts([nothing, Facts(blank)])
    assert requests.title == "新收申请：2024 年 0 件"


def test_titles_say_where_parts_are_not_the_total() -> None:
    report = made_report(SIX_YEARS, 2024, "2021", lambda key: 3 if key.column == "natural_person" else 0)
    printed = {("outcomes_total", "total"): 2, ("granted", "total"): 9, ("received", "total"): 4}
    cells = tuple(
        replace(cell, value=Decimal(printed.get((cell.key.row, cell.key.column), int(cell.value or 0))))
        for cell in report.cells
    )
    outcomes, applicants, *_ = report_charts(Facts(replace(report, cells=cells)))
    assert outcomes.title == "2024 年办结申请 2 件：予以公开 9 件（各项相加为 9 件，与总数不符）"
    assert applicants.title.endswith("自然人提出 3 件，法人或其他组织 0 件（各项相加为 3 件，与总数不符）")


def test_a_sum_with_an_unknown_part_says_so() -> None:
    outcomes = yearly_charts(six_years())[1]
    assert outcomes.figure is not None
    assert [label[2] for label in outcomes.figure["layout"]["meta"]["labels"]][3] == "333＋?"


def test_drawings_stand_alone() -> None:
    for chart in every_chart():
        assert chart.drawing is not None
        svg = chart.drawing.svg
        ET.fromstring(svg)
        assert "style=" not in svg
        assert 'id="' not in svg or f'id="hatch-{chart.code}"' in svg
        assert not re.search(r"[\d.]e[-+]?\d|nan|inf\b", svg)


def test_heights_are_in_proportion_from_zero() -> None:
    (requests, *_) = yearly_charts(six_years())
    assert requests.drawing is not None
    heights = [float(found) for found in re.findall(r'gk-bar[^>]* height="([\d.]+)"', requests.drawing.svg)]
    values = [164, 292, 429, 499, 620, 680]
    for height, value in zip(heights, values, strict=True):
        assert height / heights[-1] == pytest.approx(value / 680, abs=0.002)


def test_all_charts_of_a_page_take_at_most_five_milliseconds() -> None:
    years = six_years()
    spent = []
    for _ in range(5):
        start = time.process_time()
        yearly_charts(years)
        report_charts(years[-1])
        spent.append(time.process_time() - start)
    assert min(spent) < 0.005


def test_single_year_has_no_chart_over_the_years() -> None:
    assert yearly_charts(six_years()[:1]) == ()


def test_unknown_cells_are_left_out_and_said() -> None:
    (outcomes, *_) = report_charts(six_years()[3])
    assert outcomes.figure is not None
    assert "denied" not in [trace["meta"]["role"] for trace in outcomes.figure["data"]]
    assert outcomes.note == "有 1 个数字未能确定，未画入图中。"


def test_derived_values_are_hatched() -> None:
    applicants = report_charts(six_years()[3])[1]
    assert applicants.figure is not None
    assert applicants.drawing is not None
    assert applicants.drawing.svg.count('fill="url(#hatch-applicants)"') == 1
    assert applicants.figure["data"][0]["marker"]["pattern"]["shape"] == ["", "/", "", "", "", ""]
    assert "斜线部分为推算所得" in applicants.note


@pytest.mark.parametrize(
    ("status", "says"),
    [(CellStatus.REPORTED, "各项均为 0，所以不作图"), (CellStatus.AMBIGUOUS, "这些数字在本文件中未能确定")],
)
def test_a_sentence_stands_where_there_is_nothing_to_draw(status: CellStatus, says: str) -> None:
    report = made_report(SIX_YEARS, 2024, "2021", lambda _: 0)
    for chart in report_charts(Facts(_with_status(report, status))):
        assert chart.figure is None
        assert chart.instead.startswith(says)
        assert chart.lines


def test_the_bar_of_outcomes_is_full_and_as_long_as_the_printed_total() -> None:
    facts = Facts(made_report(SIX_YEARS, 2024, "2021", balanced(4, "2021")))
    (outcomes, *_) = report_charts(facts)
    assert outcomes.figure is not None
    assert outcomes.drawing is not None
    assert (
        sum(trace["x"][0] for trace in outcomes.figure["data"])
        == facts.one("requests", "outcomes_total", "total").value
    )
    widths = [float(found) for found in re.findall(r'gk-bar[^>]* width="([\d.]+)%"', outcomes.drawing.svg)]
    assert sum(widths) == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_outcome_colours_stay_apart_in_grey(scheme: str) -> None:
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\n\}}', CSS, re.DOTALL)
    assert block is not None
    shades = [_lightness(_colour(block.group(1), group)) for group in OUTCOME_GROUPS]
    steps = [after - before for before, after in pairwise(shades)]
    assert min(steps) > 5
    assert shades[-1] - shades[0] > 40


@pytest.mark.parametrize(("scheme", "paper"), [("default", "#ffffff"), ("slate", "#1d232d")])
def test_every_colour_of_a_chart_stands_out_from_the_paper(scheme: str, paper: str) -> None:
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\n\}}', CSS, re.DOTALL)
    assert block is not None
    assert f"--gk-paper: {paper}" in block.group(1)
    ground = _luminance(_rgb(paper[1:]))
    for role in re.findall(r"--gk-role-(\w+):", block.group(1)):
        light, dark = sorted((_luminance(_colour(block.group(1), role)), ground), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, role


def _with_status(report: Report, status: CellStatus) -> Report:
    if status is CellStatus.REPORTED:
        return report
    return replace(report, cells=tuple(replace(cell, status=status, value=None) for cell in report.cells))


def _colour(css: str, group: str) -> Any:
    found = re.search(rf"--gk-role-{group}: #([0-9a-f]{{6}})", css)
    assert found is not None
    return _rgb(found.group(1))


def _rgb(digits: str) -> tuple[float, ...]:
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _lightness(colour: tuple[float, ...]) -> float:
    """Return L* of CIELAB."""
    return float(116 * _luminance(colour) ** (1 / 3) - 16)
