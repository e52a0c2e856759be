"""The old tables in every layout of text: each figure with its indicator, nothing else."""

from __future__ import annotations

import random

import pytest

from tests.legacy.drawn import (
    BY_INDICATOR,
    HEAD,
    HEAD_BY_INDICATOR,
    LAYOUTS,
    LOSSY,
    expected,
    lines_of,
    read,
    report,
    returned,
    rows,
    shown,
)

ALL = {**LAYOUTS, **LOSSY}
SINGLE_LINES = {"bars on one line", "one line"}


def document(name: str, lines: list[tuple[str, ...]], year: int = 2016) -> str:
    text = report(ALL[name](lines), year)
    return text.replace("\n", " ") if name in SINGLE_LINES else text


@pytest.mark.parametrize("name", ALL)
def test_national_return(name: str) -> None:
    drawn = returned(lambda index: "0.038" if index == 28 else str(index * 37 % 101))
    reading = read(document(name, lines_of(drawn)))
    assert shown(reading) == expected(drawn)
    assert {figure.period for figure in reading.figures} == {"year"}
    assert {figure.family for figure in reading.figures} == {"return_2014"}
    assert [figure.unit for figure in reading.figures] == [row.unit for row in drawn if row.code]
    assert reading.findings == ()


@pytest.mark.parametrize("name", ALL)
def test_blanks_are_no_zeros(name: str) -> None:
    drawn = returned(lambda index: "" if index % 4 == 2 else str(index % 3))
    assert shown(read(document(name, lines_of(drawn)))) == expected(drawn, empty="_" if name in LAYOUTS else ".")


@pytest.mark.parametrize("name", ALL)
def test_numbered_rows(name: str) -> None:
    drawn = returned(lambda index: "" if index % 5 == 1 else str(index + 3))
    lines = [("序号", *HEAD), *((str(number), *line) for number, line in enumerate(lines_of(drawn)[1:], 1))]
    assert shown(read(document(name, lines))) == expected(drawn, empty="_" if name in LAYOUTS else ".")


@pytest.mark.parametrize("name", ALL)
def test_table_by_indicator(name: str) -> None:
    drawn = rows(BY_INDICATOR, lambda index: (str(index), str(index * 100)))
    lines = lines_of(drawn, HEAD_BY_INDICATOR)
    reading = read(document(name, [lines[0], ("甲", "乙", "丙", "1", "2"), *lines[1:]], year=2010), 2010)
    certain = [figure for figure in reading.figures if figure.value is not None]
    assert {(figure.indicator, figure.period, str(figure.value)) for figure in certain} <= {
        (row.code, period, cell) for row in drawn for period, cell in zip(("current", "year"), row.cells, strict=True)
    }
    assert len(certain) == 2 * len(drawn)
    assert {figure.family for figure in reading.figures} == {"indicators"}


@pytest.mark.parametrize("name", ALL)
def test_rows_added_locally_keep_their_label(name: str) -> None:
    lines = lines_of(returned(lambda index: str(index + 7)))
    lines[3:3] = [("其中：本市重点领域信息数", "条", "900"), ("省里新增统计项目数", "件", "31")]
    added = [figure for figure in read(document(name, lines)).figures if not figure.indicator]
    assert [(figure.label, str(figure.value), figure.unit) for figure in added] == [
        ("其中：本市重点领域信息数", "900", "条"),
        ("省里新增统计项目数", "31", "件"),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_no_figure_is_false(seed: int) -> None:
    """Rows left out, blanks and any layout: what is published stands in the row and column it is published for."""
    rng = random.Random(seed)
    name = list(ALL)[seed % len(ALL)]
    cells = lambda _: tuple("" if rng.random() < 0.2 else str(rng.randint(0, 99)) for _ in range(2))  # noqa: E731
    drawn = [row for row in rows(BY_INDICATOR, cells) if rng.random() < 0.85]
    codes = rng.random() < 0.5
    head = HEAD_BY_INDICATOR if codes else tuple(text for text in HEAD_BY_INDICATOR if text != "代码")
    lines = lines_of(drawn, head)
    headless = rng.random() < 0.3
    truth = {row.code: dict(zip(("current", "year"), row.cells, strict=True)) for row in drawn}
    for figure in read(document(name, lines[1:] if headless else lines, year=2010), 2010).figures:
        if figure.value is not None:
            assert figure.period, f"{name}: a figure below heads that are lost"
            assert truth[figure.indicator][figure.period] == str(figure.value), name
