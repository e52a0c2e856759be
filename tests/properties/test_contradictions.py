"""What is planted in clean made reports is found, all of it; clean made reports give nothing."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks import across, run
from generator.checks.equations import equations_of
from generator.demo.bodies import Body, choose_bodies
from generator.demo.compose import compose
from generator.demo.figures import figures
from generator.demo.habits import choose_habits
from generator.demo.write import Plan
from generator.model import Cell, CellStatus, Kind, Report, ReportStatus, Section
from tests.builders import day

SEEDS = st.integers(min_value=0, max_value=200)


@functools.cache
def some_bodies(count: int, seed: int) -> tuple[Body, ...]:
    return tuple(choose_bodies(count, seed))


@functools.lru_cache(maxsize=256)
def made(seed: int, bodies: int = 2, years: int = 3) -> tuple[Report, ...]:
    """Return clean made reports, as if each had been read without a fault."""
    plan = Plan(bodies=bodies, years=years, seed=seed, formats=("text",), oddities=0.0, last_year=2022)
    found = []
    for number, body in enumerate(some_bodies(bodies, seed % 8)):
        chance = random.Random(f"{seed} {number}")
        due = plan.forms()
        values = figures(body.organisation.kind, [form for _, form in due], chance)
        for (year, form), numbers in zip(due, values, strict=True):
            one = compose(body, year, form, numbers, choose_habits(chance, 0.0), chance)
            opening, closing = one.narrative.opening, one.narrative.closing
            cells = tuple(
                Cell(key, CellStatus(content.status), content.value, raw=content.text)
                for key, content in one.contents.items()
            )
            found.append(
                Report(
                    report_id=f"{body.organisation.org_id}-{one.year}",
                    source=f"{number}-{one.year}.txt",
                    sha256="",
                    format="text",
                    status=ReportStatus.OK,
                    organisation=body.organisation,
                    year=one.year,
                    form=one.form.code,
                    published_on=one.narrative.dated,
                    cells=cells,
                    narrative={
                        Section.TITLE: opening[1],
                        Section.PREAMBLE: opening[2],
                        Section.OVERVIEW: "\n".join(opening[4:]),
                        Section.PROBLEMS: closing[1],
                        Section.OTHER: closing[3],
                    },
                )
            )
    return tuple(found)


def findings(reports: Sequence[Report]) -> list[str]:
    checked = [replace(report, findings=run(report)[1]) for report in reports]
    return [finding.rule for report in across(checked) for finding in report.findings]


@given(SEEDS)
@settings(deadline=None, max_examples=30)
def test_clean_reports_give_no_finding(seed: int) -> None:
    assert findings(made(seed)) == []


def _say(text: str, section: Section = Section.OVERVIEW) -> Callable[[Report], Report]:
    def plant(report: Report) -> Report:
        words = report.narrative[section] + "\n" + text.format(year=report.year, before=(report.year or 0) - 1)
        return replace(report, narrative={**report.narrative, section: words})

    return plant


def _late(report: Report) -> Report:
    body = report.organisation
    assert body is not None
    return replace(report, organisation=replace(body, kind=Kind.DEPARTMENT), published_on=day("2099-01-01"))


def _no_problems(report: Report) -> Report:
    return replace(report, narrative={**report.narrative, Section.PROBLEMS: "无。"})


def _not_filled(report: Report) -> Report:
    cells = [Cell(cell.key, CellStatus.BLANK) if cell.key.table == "requests" else cell for cell in report.cells]
    return replace(report, cells=tuple(cells))


PLANTED: dict[str, Callable[[Report], Report]] = {
    "text.placeholder": _say("通过政府网站公开信息____条。"),
    "body.pronoun_differs": _say("我乡我局我厅我镇将继续做好工作。"),
    "year.left_over": _say("{before}年，受理政府信息公开申请0件。", Section.OTHER),
    "narrative.share_unexplained": _say("在各类信息中，共公开政策类等信息80条，其中政策解读20条，占30%。"),
    "report.late": _late,
    "section.empty": _no_problems,
    "table.not_filled": _not_filled,
}


@given(SEEDS, st.sampled_from(sorted(PLANTED)))
@settings(deadline=None, max_examples=30)
def test_what_is_planted_in_a_report_is_found_and_nothing_else(seed: int, rule: str) -> None:
    reports = made(seed, bodies=1, years=1)
    assert set(findings([PLANTED[rule](reports[0])])) == {rule}


@given(SEEDS)
@settings(deadline=None, max_examples=30)
def test_known_parts_above_their_total_are_found_whatever_is_lost_beside_them(seed: int) -> None:
    chance = random.Random(seed)
    [report] = made(seed, bodies=1, years=1)
    equations = [equation for equation in equations_of(report.form) if equation.rule.endswith("row_sum")]
    equation = chance.choice(equations)
    lost, raised = chance.sample(equation.left, 2)
    total = next(cell.value for cell in report.cells if cell.key == equation.total)
    assert total is not None
    lossy = {
        lost: Cell(lost, chance.choice([CellStatus.MISSING, CellStatus.UNREADABLE, CellStatus.AMBIGUOUS])),
        raised: Cell(raised, CellStatus.REPORTED, total + chance.randint(1, 50)),
    }
    cells = tuple(lossy.get(cell.key, cell) for cell in report.cells)
    rules = {
        finding.rule
        for finding in run(replace(report, cells=cells))[1]
        if (finding.row, finding.column) == (equation.total.row, equation.total.column)
    }
    assert f"{equation.total.table}.range" in rules


@given(SEEDS, st.integers(min_value=0, max_value=100))
@settings(deadline=None, max_examples=30)
def test_a_growth_rate_is_right_or_found(seed: int, wrong_by: int) -> None:
    before, now = made(seed, bodies=1, years=2)
    chance = random.Random(seed)
    numbers = [Decimal(chance.randint(20, 400)) for _ in range(2)]
    reports = [_with_requests(report, number) for report, number in zip((before, now), numbers, strict=True)]
    if numbers[0] == numbers[1]:
        return
    change = 100 * abs(numbers[1] - numbers[0]) / numbers[0]
    said = (change + wrong_by).quantize(Decimal("0.01"))
    word = "增长" if numbers[1] > numbers[0] else "下降"
    reports[1] = _say(f"收到政府信息公开申请{numbers[1]}件，较上年{word}{said}%。")(reports[1])
    found = findings(reports)
    assert ("narrative.growth_unexplained" in found) is (wrong_by > 0)


def _with_requests(report: Report, number: Decimal) -> Report:
    """Return the report with so many requests of natural persons, all granted, and none else."""
    filled = {("received", "natural_person"), ("received", "total")}
    filled |= {(row, column) for row in ("granted", "outcomes_total") for column in ("natural_person", "total")}
    cells = tuple(
        replace(cell, value=number if (cell.key.row, cell.key.column) in filled else Decimal(0))
        if cell.key.table == "requests"
        else cell
        for cell in report.cells
    )
    return replace(report, cells=cells, narrative={**report.narrative, Section.OVERVIEW: "总体情况如下。"})


@pytest.mark.parametrize("seed", range(5))
def test_a_table_taken_from_another_body_is_found_wherever_it_says_enough(seed: int) -> None:
    reports = made(seed, bodies=6, years=1)
    source = max(reports, key=_said)
    if _said(source) < 40 or source.form != reports[0].form:
        return
    thief = next(report for report in reports if report is not source)
    taken = {cell.key: cell for cell in source.cells if cell.key.table == "requests"}
    copied = replace(thief, cells=tuple(taken.get(cell.key, cell) for cell in thief.cells))
    found = findings([copied if report is thief else report for report in reports])
    assert found.count("table.same_as_other_body") == 2


def _said(report: Report) -> int:
    """Return a lower bound of how much the table of requests says, in bits."""
    totals = {equation.total for equation in equations_of(report.form)}
    return sum(
        2 * int(cell.value).bit_length() + 1
        for cell in report.cells
        if cell.key.table == "requests" and cell.value and cell.key not in totals
    )


@given(SEEDS)
@settings(deadline=None, max_examples=30)
def test_a_number_of_table_three_broken_in_two_is_found_with_its_row(seed: int) -> None:
    chance = random.Random(seed)
    [report] = made(seed, bodies=1, years=1)
    long = [cell for cell in report.cells if cell.key.table == "requests" and (cell.value or 0) >= 10]
    if not long:
        return
    broken = chance.choice(long)
    row = [cell for cell in report.cells if (cell.key.table, cell.key.row) == ("requests", broken.key.row)]
    if any(cell.value is None for cell in row):
        return
    at = chance.randint(1, len(str(broken.value)) - 1)
    figures = [str(cell.value) if cell != broken else f"{str(cell.value)[:at]} {str(cell.value)[at:]}" for cell in row]
    unsure = {cell.key: replace(cell, status=CellStatus.AMBIGUOUS, value=None, raw=" ".join(figures)) for cell in row}
    cells = tuple(unsure.get(cell.key, cell) for cell in report.cells)
    [split] = [one for one in run(replace(report, cells=cells))[1] if one.rule == "row.number_split"]
    assert split.row == broken.key.row
    assert split.expected == " ".join(str(cell.value) for cell in row)
