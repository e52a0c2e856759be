from __future__ import annotations

import pytest

from generator.show.division import cell_span
from generator.show.locators import GridPlace, LinePlace, PagePlace, parse

LOCATORS = {
    "line 54 cell 5": LinePlace(54, 54, cell=5),
    "line 1 char 1034-1035": LinePlace(1, 1, characters=(1034, 1035)),
    "line 54": LinePlace(54, 54),
    "line 54-60": LinePlace(54, 60),
    "page 3 bbox 72,310,96,322": PagePlace(3, (72, 310, 96, 322)),
    "page 1 bbox -2,0,96,322": PagePlace(1, (-2, 0, 96, 322)),
    "table 2 row 14 cell 5": GridPlace(2, 14, 5),
    "table 2 row 14": GridPlace(2, 14),
}


@pytest.mark.parametrize("text", LOCATORS)
def test_there_and_back(text: str) -> None:
    assert parse(text) == LOCATORS[text]
    assert str(parse(text)) == text


@pytest.mark.parametrize("text", ["", "line", "line x", "line 5 cell", "page 3", "table 1", "line 5 cell 2 cell 3"])
def test_no_place(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("line", "cell", "raw", "shown"),
    [
        ("规章\t1\t2\t3", 3, "2", "2"),
        ("规章\t\t2\t3", 2, "", ""),
        ("| 规章 | 1 | 2 | 3 |", 3, "2", "2"),
        ("规章 | 1 | 2 | 3", 3, "2", "2"),
        ("  7  ", 1, "7", "7"),
        ('"规章",1,"2,000",3', 3, "2,000", '"2,000"'),
        ("规章｜**１２**｜3", 2, "12", "**１２**"),
        ("规章\t0 0 0", 2, "0", "0 0 0"),
        ("['规章', None, None, '2']", 3, "", "None"),
    ],
)
def test_the_cell_of_a_line(line: str, cell: int, raw: str, shown: str) -> None:
    span = cell_span(line, cell, raw)
    assert span is not None
    assert line[slice(*span)] == shown


def test_a_line_without_such_a_cell() -> None:
    assert cell_span("规章\t1\t2", 2, "7") is None
    assert cell_span("规章\t1\t2", 9, "1") is None


def test_an_empty_cell_behind_a_filled_one() -> None:
    assert cell_span("规章 | 1 |", 2, "") == (6, 6)
