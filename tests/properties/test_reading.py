"""What must hold for every document whatsoever."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.demo.layouts import POSITIONAL
from generator.demo.spelling import Dress
from generator.forms import load_forms
from generator.model import CellStatus, Report
from generator.report import read_report
from tests.drawing.derived import derived
from tests.drawing.draw import LAYOUTS, Drawing, Oddities, draw, draw_random
from tests.drawing.values import fill
from tests.drawing.verdict import faults
from tests.properties.damage import ANY, PROVABLE, Damage, many
from tests.properties.places import unfounded

_SLOW = datetime.timedelta(seconds=5)
_QUICK = settings(
    max_examples=60, deadline=_SLOW, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
_LONG = settings(_QUICK, max_examples=4000)
_SEEDS = st.integers(0, 2**32)
_NAMES = st.sampled_from(sorted(LAYOUTS))
_PAIRS = st.sampled_from([(damage, layout) for damage, layouts in PROVABLE.items() for layout in layouts])
_SCRAPS = (
    *("0", "7", "12", "|", "\t", "\n", " ", "|||", "总计", "行政复议", "结果维持", "行政许可", "规章", "3.其他"),
    *(
        "（七）总计",
        "第二十条第（一）项",
        "本年制发件数",
        "（三）不予公开",
        "1.重复申请",
        "一、本年新收政府信息公开申请数量",
    ),
    *("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "2023年政府信息公开工作年度报告"),
)
_ANY = st.sampled_from((*ANY, many))


def _read(drawing: Drawing) -> Report:
    return read_report(drawing.content, "drawn.txt")


def _complete(layout: str, seed: int) -> Drawing:
    """A document with a number in every cell."""
    rng = random.Random(seed)
    form = load_forms()[rng.choice(("2019", "2021"))]
    return draw(form, fill(form, rng, rng.choice(("sparse", "rich"))), layout, rng, Oddities())


def _reads_back(layout: str, seed: int) -> None:
    rng = random.Random(seed)
    form = load_forms()[rng.choice(("2019", "2021"))]
    dress = Dress(
        rng.choice((0.0, 0.05, 0.2)), rng.choice((0.0, 0.05)), rng.choice((0.0, 0.2)), rng.choice((0.0, 0.02))
    )
    drawing = draw(form, fill(form, rng, rng.choice(("zeros", "sparse", "rich"))), layout, rng, Oddities(dress=dress))
    report = _read(drawing)
    assert (report.form, report.year) == (drawing.form, drawing.year)
    assert faults(report, drawing.expected, drawing.numbers) == []


def _safe(layout: str, seed: int) -> None:
    drawing = draw_random(layout, seed)
    report = _read(drawing)
    bad = [fault for fault in faults(report, drawing.expected, drawing.numbers) if fault[0] in "wud"]
    assert bad == []
    assert unfounded(report, drawing.text) == []


def _damaged(damage: Damage, layout: str, seed: int) -> None:
    drawing = _complete(layout, seed)
    text = damage(drawing.text, random.Random(seed))
    report = read_report(text.encode(), "damaged.txt")
    assert unfounded(report, text) == []
    meant = drawing.numbers
    changed = [
        (cell.key, cell.value, meant[cell.key], cell.locator)
        for cell in report.cells
        if cell.status is CellStatus.REPORTED and report.form == drawing.form and cell.value != meant[cell.key]
    ]
    assert changed == []


def _founded(damage: Damage, layout: str, seed: int) -> None:
    text = damage(draw_random(layout, seed).text, random.Random(seed))
    report = read_report(text.encode(), "damaged.txt")
    assert unfounded(report, text) == []
    assert len(report.cells) in (0, 198, 200)
    if report.cells:
        said = {cell.key: cell.derived for cell in report.cells}
        ought = derived(load_forms()[report.form], report.cells)
        assert {key: said[key] for key in ought} == ought


@given(layout=st.sampled_from(POSITIONAL), seed=_SEEDS)
@_QUICK
def test_a_grid_that_keeps_its_places_reads_back_exactly(layout: str, seed: int) -> None:
    _reads_back(layout, seed)


@given(layout=_NAMES, seed=_SEEDS)
@_QUICK
def test_no_layout_and_no_oddity_gives_a_wrong_number(layout: str, seed: int) -> None:
    _safe(layout, seed)


@given(pair=_PAIRS, seed=_SEEDS)
@_QUICK
def test_damage_in_one_place_changes_no_number(pair: tuple[Damage, str], seed: int) -> None:
    _damaged(*pair, seed)


@given(damage=_ANY, layout=_NAMES, seed=_SEEDS)
@_QUICK
def test_after_any_damage_every_number_stands_in_the_text(damage: Damage, layout: str, seed: int) -> None:
    _founded(damage, layout, seed)


@given(content=st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
@_QUICK
def test_any_bytes_give_a_report(content: bytes) -> None:
    report = read_report(content, "random.txt")
    assert report == read_report(content, "random.txt")


@given(
    words=st.lists(
        st.sampled_from(_SCRAPS),
        max_size=120,
    )
)
@_QUICK
def test_scraps_of_reports_give_founded_numbers(words: list[str]) -> None:
    text = "".join(words)
    report = read_report(text.encode(), "scraps.txt")
    assert unfounded(report, text) == []


@given(layout=_NAMES, seed=_SEEDS)
@settings(_QUICK, max_examples=20)
def test_two_runs_agree(layout: str, seed: int) -> None:
    drawing = draw_random(layout, seed)
    assert _read(drawing) == _read(drawing)


@pytest.mark.long
@given(layout=st.sampled_from(POSITIONAL), seed=_SEEDS)
@_LONG
def test_many_grids_read_back_exactly(layout: str, seed: int) -> None:
    _reads_back(layout, seed)


@pytest.mark.long
@given(layout=_NAMES, seed=_SEEDS)
@_LONG
def test_many_oddities_give_no_wrong_number(layout: str, seed: int) -> None:
    _safe(layout, seed)


@pytest.mark.long
@given(pair=_PAIRS, seed=_SEEDS)
@_LONG
def test_much_damage_changes_no_number(pair: tuple[Damage, str], seed: int) -> None:
    _damaged(*pair, seed)


@pytest.mark.long
@given(damage=_ANY, layout=_NAMES, seed=_SEEDS)
@_LONG
def test_much_damage_leaves_founded_numbers(damage: Damage, layout: str, seed: int) -> None:
    _founded(damage, layout, seed)
