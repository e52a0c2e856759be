"""Figures: valid Plotly, no template, honest gaps, a break where the form changes, colours that stay apart."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

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
    assert len(charts) == 4 + 6 * 3
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
    assert [shape["x0"] for shape in requests.figure["layout"]["shapes"]] == [1.5]


def test_a_year_that_is_not_there_is_a_gap_not_a_zero() -> None:
    years = [facts for facts in six_years() if facts.report.year != 2021]
    (requests, *_) = yearly_charts(years)
    assert requests.categories == ("2019", "2020", "2021", "2022", "2023", "2024")
    assert requests.figure is not None
    assert requests.figure["data"][0]["y"][2] is None
    assert requests.lines[0].marks[2] is None


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


def test_bars_of_a_balanced_report_are_equally_long() -> None:
    (outcomes, *_) = report_charts(Facts(made_report(SIX_YEARS, 2024, "2021", balanced(4, "2021"))))
    assert outcomes.figure is not None
    length: dict[str, float] = {}
    for trace in outcomes.figure["data"]:
        length[trace["y"][0]] = length.get(trace["y"][0], 0) + trace["x"][0]
    assert length["收到"] == length["去向"]


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_outcome_colours_stay_apart_in_grey(scheme: str) -> None:
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\n\}}', CSS, re.DOTALL)
    assert block is not None
    shades = [_lightness(_colour(block.group(1), group)) for group in OUTCOME_GROUPS]
    steps = [after - before for before, after in pairwise(shades)]
    assert min(steps) > 5
    assert shades[-1] - shades[0] > 45


def _with_status(report: Report, status: CellStatus) -> Report:
    if status is CellStatus.REPORTED:
        return report
    return replace(report, cells=tuple(replace(cell, status=status, value=None) for cell in report.cells))


def _colour(css: str, group: str) -> Any:
    found = re.search(rf"--gk-role-{group}: #([0-9a-f]{{6}})", css)
    assert found is not None
    return tuple(int(found.group(1)[at : at + 2], 16) / 255 for at in (0, 2, 4))


def _lightness(colour: tuple[float, float, float]) -> float:
    """Return L* of CIELAB."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * luminance ** (1 / 3) - 16)
