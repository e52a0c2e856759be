"""The statutory table is an error-correcting code: what one, two or three wrong cells leave behind.

Full tables that obey the form's identities are made, spoilt, and given to the checks.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.equations import Equation, equations_of
from generator.checks.localise import Cause, Pattern, Slip, localise
from generator.demo.figures import figures
from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus, Kind

Numbers = dict[tuple[str, str], int]

FORMS = st.sampled_from(["2019", "2021"])
SEEDS = st.integers(min_value=0, max_value=10**9)


def equations(form: str) -> list[Equation]:
    return [equation for equation in equations_of(form) if equation.total.table == "requests"]


def full_table(form: str, seed: int) -> Numbers:
    """Return a table 三 in which every identity holds; most cells are 0, as in real ones."""
    chance = random.Random(seed)
    block = load_forms()[form].table("requests").blocks[0]
    *applicants, _ = [column.code for column in block.columns]
    outcomes = next(row.sum_of for row in block.rows if row.sum_of)
    numbers: Numbers = {}
    for column in applicants:
        for row in outcomes:
            numbers[row, column] = chance.choice([0, 0, 0, 0, 1, 2, 3, chance.randint(0, 300)])
        numbers["outcomes_total", column] = sum(numbers[row, column] for row in outcomes)
        numbers["carried_out", column] = chance.choice([0, 1, chance.randint(0, 30)])
        handled = numbers["outcomes_total", column] + numbers["carried_out", column]
        numbers["carried_in", column] = chance.randint(0, min(handled, 20))
        numbers["received", column] = handled - numbers["carried_in", column]
    for printed in block.rows:
        numbers[printed.code, "total"] = sum(numbers[printed.code, column] for column in applicants)
    return numbers


def causes(form: str, numbers: Numbers, blank: Iterable[tuple[str, str]] = ()) -> tuple[Cause, ...]:
    cells = {}
    for place, number in numbers.items():
        key = CellKey("requests", *place)
        empty = place in set(blank)
        status = CellStatus.BLANK if empty else CellStatus.REPORTED
        cells[key] = Cell(key, status, None if empty else Decimal(number))
    return localise(equations(form), cells)


def changed(cause: Cause) -> dict[tuple[str, str], int]:
    return as_places(cause.changes)


def as_places(slip: Slip) -> Numbers:
    return {(change.key.row, change.key.column): change.expected for change in slip}


def spoilt(numbers: Numbers, places: Iterable[tuple[str, str]], chance: random.Random) -> Numbers:
    wrong = dict(numbers)
    for place in places:
        others = [numbers[place] + 1, max(0, numbers[place] - 1), numbers[place] * 10, chance.randint(0, 400)]
        wrong[place] = chance.choice([number for number in others if number != numbers[place]])
    return wrong


@given(FORMS, SEEDS)
def test_a_table_whose_identities_hold_has_no_cause(form: str, seed: int) -> None:
    assert causes(form, full_table(form, seed)) == ()


@given(FORMS, SEEDS)
def test_any_single_wrong_cell_is_named_with_its_true_number(form: str, seed: int) -> None:
    chance = random.Random(seed)
    numbers = full_table(form, seed)
    place = chance.choice(sorted(numbers))
    [cause] = causes(form, spoilt(numbers, [place], chance))
    assert cause.pattern is Pattern.CELL
    assert changed(cause) == {place: numbers[place]}


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_cell_of_one_table_is_named_when_it_alone_is_wrong(form: str) -> None:
    numbers = full_table(form, seed=7)
    for place in numbers:
        [cause] = causes(form, spoilt(numbers, [place], random.Random(1)))
        assert changed(cause) == {place: numbers[place]}


@given(FORMS, SEEDS, st.integers(2, 3))
def test_any_two_or_three_wrong_cells_are_noticed(form: str, seed: int, many: int) -> None:
    chance = random.Random(seed)
    numbers = full_table(form, seed)
    assert causes(form, spoilt(numbers, chance.sample(sorted(numbers), many), chance))


@given(FORMS, SEEDS, st.integers(1, 17))
def test_with_blanks_a_wrong_cell_is_named_rightly_or_not_at_all(form: str, seed: int, many: int) -> None:
    """What the blanks stand for is not known, so they may hide a wrong cell but never accuse another one."""
    chance = random.Random(seed)
    numbers = full_table(form, seed)
    blank = chance.sample(sorted(numbers), many)
    place = chance.choice(sorted(numbers.keys() - set(blank)))
    for cause in causes(form, spoilt(numbers, [place], chance), blank):
        assert cause.pattern is Pattern.UNKNOWN or changed(cause) == {place: numbers[place]}


@given(FORMS, SEEDS, st.sampled_from([0, 1]))
def test_numbers_that_changed_places_are_named_or_listed(form: str, seed: int, axis: int) -> None:
    chance = random.Random(seed)
    numbers = full_table(form, seed)
    line = chance.choice(sorted({place[axis] for place in numbers}))
    first, second = chance.sample(sorted(place for place in numbers if place[axis] == line), 2)
    wrong = numbers | {first: numbers[second], second: numbers[first]}
    for cause in causes(form, wrong):
        assert cause.pattern in {Pattern.UNKNOWN, Pattern.SWAPPED_IN_ROW, Pattern.SWAPPED_IN_COLUMN}
        if cause.changes:
            truth = {first: numbers[first], second: numbers[second]}
            assert truth in [changed(cause), *map(as_places, cause.candidates)]


@given(FORMS, SEEDS, st.integers(1, 17), st.sampled_from([0, 1]))
def test_with_blanks_numbers_that_changed_places_are_named_or_listed_or_left_open(
    form: str, seed: int, many: int, axis: int
) -> None:
    chance = random.Random(seed)
    numbers = full_table(form, seed)
    blank = chance.sample(sorted(numbers), many)
    line = chance.choice(sorted({place[axis] for place in numbers}))
    places = sorted(place for place in numbers if place[axis] == line and place not in blank)
    if len(places) < 2:
        return
    first, second = chance.sample(places, 2)
    for cause in causes(form, numbers | {first: numbers[second], second: numbers[first]}, blank):
        if cause.changes:
            truth = {first: numbers[first], second: numbers[second]}
            assert truth in [changed(cause), *map(as_places, cause.candidates)]


@pytest.mark.parametrize("kind", [Kind.TOWNSHIP, Kind.DEPARTMENT, Kind.GOVERNMENT])
def test_exchanges_in_plausible_tables_are_named_or_listed_and_mostly_named(kind: Kind) -> None:
    """Where no other exchange explains the same the two cells are named alone; else the likeliest, all beside it."""
    sole = listed = every = 0
    for wrong, truth in exchanges(kind, tables=12, each=12):
        [cause] = causes("2021", wrong)
        found = [changed(cause), *map(as_places, cause.candidates)]
        every += 1
        listed += truth in found
        sole += found == [truth]
    assert every > 100
    assert listed >= 0.98 * every
    assert sole >= 0.6 * every


def exchanges(kind: Kind, tables: int, each: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield made tables 三 in which two unequal numbers of a row or column changed places, with the true numbers."""
    for seed in itertools.count():
        chance = random.Random(f"{kind} {seed}")
        made = next(iter(figures(kind, [load_forms()["2021"]], chance)))
        numbers = {(key.row, key.column): int(value) for key, value in made.items() if key.table == "requests"}
        pairs = [
            (first, second)
            for first, second in itertools.combinations(numbers, 2)
            if numbers[first] != numbers[second] and (first[0] == second[0] or first[1] == second[1])
        ]
        for first, second in chance.sample(pairs, min(each, len(pairs))):
            truth = {first: numbers[first], second: numbers[second]}
            yield numbers | {first: numbers[second], second: numbers[first]}, truth
        tables -= bool(pairs)
        if not tables:
            return


@given(FORMS, SEEDS, st.sampled_from(["left", "right"]))
def test_a_row_that_stands_one_column_off_is_put_right(form: str, seed: int, side: str) -> None:
    chance = random.Random(seed)
    numbers = full_table(form, seed)
    columns = [column.code for column in load_forms()[form].table("requests").blocks[0].columns]
    row = chance.choice(sorted({row for row, _ in numbers}))
    printed = [numbers[row, column] for column in columns]
    moved = [*printed[1:], 0] if side == "left" else [0, *printed[:-1]]
    wrong = numbers | {(row, column): number for column, number in zip(columns, moved, strict=True)}
    for cause in causes(form, wrong):
        assert not cause.changes or changed(cause).items() <= numbers.items()
