"""Every oddity of made reports in every format, every text layout with oddities: nothing false, states right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from generator.demo.bodies import choose_bodies
from generator.demo.compose import MadeReport, Printed, compose, grid_truth, paragraphs
from generator.demo.draw import Words, print_text
from generator.demo.figures import figures
from generator.demo.habits import ODDITIES, habits_named
from generator.demo.layouts import LAYOUTS
from generator.demo.page import STYLES, Style, write_page
from generator.demo.paper import RULES, Rules, print_ruled
from generator.demo.truths import truth_of
from generator.demo.word import print_word
from generator.forms import load_forms
from generator.model import Kind
from generator.report import read_report
from tests.drawing.judge import Judged, judge

BODIES = tuple(choose_bodies(12, 11))


def made(seed: str, habits: tuple[str, ...], kind: Kind = Kind.GOVERNMENT) -> MadeReport:
    rng = random.Random(seed)
    body = rng.choice(BODIES)
    code = rng.choice(("2019", "2021"))
    year = rng.randint(2021, 2024) if (code == "2021") != ("other_form" in habits) else rng.randint(2019, 2020)
    form = load_forms()[code]
    (values,) = figures(kind, [form], rng)
    return compose(body, year, form, values, habits_named(habits), rng)


def faults(report: MadeReport, printed: Printed, name: str) -> list[str]:
    judged = Judged()
    cells = judge(read_report(printed.content, name), truth_of(name, report, printed), judged)
    return [fault for fault in judged.documents if "published_on" not in fault] + cells


def pairs(ways: Sequence[Any]) -> list[Any]:
    """Every oddity in every way to print; in ``make test`` each oddity in one way, and each way often."""
    return [
        pytest.param(
            way, habit, id=f"{way.name}-{habit}", marks=() if number % len(ways) == place else pytest.mark.long
        )
        for number, habit in enumerate(ODDITIES)
        for place, way in enumerate(ways)
    ]


@pytest.mark.parametrize(("style", "habit"), pairs(STYLES))
def test_pages(style: Style, habit: str) -> None:
    report = made(f"page {style.name} {habit}", (habit,))
    page = write_page(report, style, random.Random(1)).encode(style.encoding, errors="xmlcharrefreplace")
    assert faults(report, Printed(page, style.name, grid_truth(report)), "a.html") == []


@pytest.mark.parametrize("habit", ODDITIES)
def test_word_files(habit: str) -> None:
    report = made(f"word {habit}", (habit,))
    assert faults(report, print_word(report, random.Random(2)), "a.docx") == []


@pytest.mark.parametrize(("rules", "habit"), pairs(RULES))
def test_paper(rules: Rules, habit: str) -> None:
    report = made(f"paper {rules.name} {habit}", (habit,))
    found = faults(report, print_ruled(report, rules, random.Random(3)), "a.pdf")
    assert [fault for fault in found if fault.startswith(("wrong", "derived", "unfounded"))] == []
    if rules.down:
        assert found == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long), pytest.param(2, marks=pytest.mark.long)])
def test_text_layouts(layout: str, seed: int) -> None:
    rng = random.Random(f"text {layout} {seed}")
    report = made(f"text {layout} {seed}", tuple(rng.sample(ODDITIES, 2)), rng.choice((Kind.TOWNSHIP, Kind.GOVERNMENT)))
    words = Words(paragraphs(report.narrative.opening), paragraphs(report.narrative.closing))
    text, expected = print_text(report.form, report.contents, layout, rng, report.habits.printing, words)
    found = faults(report, Printed(text.encode(), layout, expected), "a.txt")
    assert [fault for fault in found if fault.startswith(("wrong", "derived", "unfounded"))] == []
