"""Whose report is it? Hundreds of drawn reports of all provinces and sorts of bodies, judged by their truth."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from generator import prose
from generator.bodies.identify import identify
from tests.spec.bodies import PATTERNS, Drawn, draw_all
from tests.unit.paper import document


def _found(drawn: Drawn) -> tuple[str, str] | None:
    read = document(drawn.text)
    found = identify(read, prose.split(read), drawn.source).organisation
    return (found.division_code, found.short_name) if found else None


def _judge(seed: int, each: int) -> None:
    wrong: list[tuple[object, ...]] = []
    unknown: list[tuple[object, ...]] = []
    count: Counter[str] = Counter()
    for drawn in draw_all(seed, each):
        count[drawn.pattern] += 1
        found = _found(drawn)
        if found != drawn.truth:
            (unknown if found is None else wrong).append((drawn.pattern, drawn.truth, found, drawn.text[:60]))
    assert set(count) == set(PATTERNS)
    assert not wrong
    assert len(unknown) <= 0.01 * count.total(), unknown


def test_drawn_reports_are_given_to_their_bodies() -> None:
    _judge(seed=1, each=1)


@pytest.mark.long
def test_more_drawn_reports_are_given_to_their_bodies() -> None:
    for seed in range(2, 7):
        _judge(seed, each=2)


def test_drawings_are_of_all_provinces_and_varied() -> None:
    drawn = list(draw_all(1))
    assert len(drawn) > 600
    codes = {item.truth[0] for item in drawn if item.truth}
    assert len({code[:2] for code in codes}) == 31
    without_title = [item for item in drawn if not re.search("公开.{0,12}报告", item.text.split("一、")[0][:80])]
    assert len(without_title) > 100
