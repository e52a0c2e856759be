"""The statutory tables: every cell once, rows of equal width, whatever the form."""

from __future__ import annotations

import pytest

from generator.forms import load_forms
from generator.site.facts import Facts, anchor
from generator.site.ink import ink_map
from generator.site.layout import Grid, grids
from tests.site.made import SIX_YEARS, made_report


@pytest.mark.parametrize(("form", "year"), [("2019", 2020), ("2021", 2022)])
def test_every_cell_of_the_form_is_printed_once(form: str, year: int) -> None:
    printed = [
        box.key
        for grid in grids(Facts(made_report(SIX_YEARS, year, form, lambda _: 1)))
        for body in grid.bodies
        for line in body
        for box in line
        if box.mark
    ]
    assert printed == [anchor(key) for key in load_forms()[form].keys()]


@pytest.mark.parametrize(("form", "year"), [("2019", 2020), ("2021", 2022)])
def test_spans_fill_every_table_without_holes(form: str, year: int) -> None:
    for grid in grids(Facts(made_report(SIX_YEARS, year, form, lambda _: 1))):
        widths = _widths(grid)
        assert len(set(widths)) == 1, grid.code


def test_ink_map_draws_every_cell_of_the_requests_table() -> None:
    ink = ink_map(Facts(made_report(SIX_YEARS, 2022, "2021", lambda _: 0)))
    assert ink is not None
    assert ink.says == "表三填写情形——数字 0：175 格"
    assert sum(path.count("M") for _, path in ink.paths) == 175


def _widths(grid: Grid) -> list[int]:
    lines = [*grid.head, *(line for body in grid.bodies for line in body)]
    taken: dict[int, int] = {}
    widths = []
    for place, line in enumerate(lines):
        own = sum(box.colspan for box in line)
        widths.append(own + taken.get(place, 0))
        for box in line:
            for below in range(place + 1, place + box.rowspan):
                taken[below] = taken.get(below, 0) + box.colspan
    return widths
