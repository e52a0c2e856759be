"""How often two exchanged numbers are named, by kind: in a row or a column, with a total or not, near or apart.

``python -m benchmarks.localise`` makes plausible full tables, exchanges two unequal numbers of a row or column at a
time, and prints for table 三 and table 四: *sole* (the only exchange that explains all broken identities is the true
one), *likeliest* (others explain the same, the true one is put first), *listed* (the true one stands beside the
likeliest), *missed*, and *unseen* (no identity breaks). ``moved`` are requests counted in the wrong column of one row:
how often an exchange is named instead, and how often the truth then stands beside it.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.checks.equations import equations_of
from generator.checks.localise import Pattern, Slip, localise
from generator.demo.figures import figures
from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus, Kind

_FORM = "2021"
_EACH = 40

Numbers = dict[CellKey, int]


def main() -> None:
    """Print the shares by kind of exchange."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=60, help="how many tables of each kind of body")
    options = parser.parse_args()
    seen: dict[str, Counter[str]] = {}
    for numbers in made_tables(options.tables):
        for table in ("requests", "review"):
            for what, truth in planted(numbers, table):
                wrong = numbers | {first: numbers[second] for first, second in (truth, truth[::-1])}
                seen.setdefault(what, Counter())[told(wrong, {key: numbers[key] for key in truth})] += 1
        for wrong, right in moved(numbers):
            seen.setdefault("requests, moved in a row", Counter())[told_of_move(wrong, right)] += 1
    for what, counts in sorted(seen.items()):
        shares = "  ".join(f"{name} {100 * number / counts.total():.1f} %" for name, number in sorted(counts.items()))
        print(f"{what:55} {counts.total():6}  {shares}")


def made_tables(count: int) -> Iterator[Numbers]:
    """Yield the tables 三 and 四 of made bodies: townships with few requests, departments, governments with many."""
    for kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT, Kind.DEPARTMENT, Kind.GOVERNMENT):
        for seed in range(count):
            made = next(iter(figures(kind, [load_forms()[_FORM]], random.Random(f"{kind} {seed}"))))
            yield {key: int(value) for key, value in made.items() if key.table != "proactive"}


def planted(numbers: Numbers, table: str) -> Iterator[tuple[str, tuple[CellKey, CellKey]]]:
    """Yield some of the pairs of unequal numbers in a row or column, with what kind of pair it is."""
    keys = [key for key in numbers if key.table == table]
    rows, columns = (list(dict.fromkeys(getattr(key, axis) for key in keys)) for axis in ("row", "column"))
    pairs = [
        (first, second)
        for first, second in itertools.combinations(keys, 2)
        if numbers[first] != numbers[second] and (first.row == second.row or first.column == second.column)
    ]
    for first, second in random.Random(len(pairs)).sample(pairs, min(len(pairs), _EACH)):
        apart = abs(rows.index(first.row) - rows.index(second.row))
        apart += abs(columns.index(first.column) - columns.index(second.column))
        total = any("total" in key.column or key.row.endswith("_total") for key in (first, second))
        line = "row" if first.row == second.row else "column"
        near = "neighbours" if apart == 1 else "apart"
        yield f"{table}, in a {line}, {near}{', with a total' if total else ''}", (first, second)


def moved(numbers: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield tables in which one request of a row was counted in another applicant's column, and what was true."""
    block = load_forms()[_FORM].table("requests").blocks[0]
    applicants = next(column.sum_of for column in block.columns if column.sum_of)
    outcomes = next(row.sum_of for row in block.rows if row.sum_of)
    places = [
        CellKey("requests", row, column)
        for row in outcomes
        for column in applicants
        if numbers[CellKey("requests", row, column)]
    ]
    chance = random.Random(len(places))
    for place in chance.sample(places, min(len(places), _EACH // 4)):
        other = CellKey(place.table, place.row, chance.choice([code for code in applicants if code != place.column]))
        truth = {place: numbers[place], other: numbers[other]}
        if numbers[place] - numbers[other] != 1:
            yield numbers | {place: numbers[place] - 1, other: numbers[other] + 1}, truth


def told(wrong: Numbers, truth: Mapping[CellKey, int]) -> str:
    """Say how the exchange that makes ``wrong`` of ``truth`` is told."""
    causes = localise(equations_of(_FORM), cells_of(wrong))
    if not causes:
        return "unseen"
    for cause in causes:
        if truth == as_numbers(cause.changes):
            return "likeliest" if cause.candidates else "sole"
        if truth in map(as_numbers, cause.candidates):
            return "listed"
    return "missed"


def told_of_move(wrong: Numbers, truth: Mapping[CellKey, int]) -> str:
    """Say what is told of one request counted in the wrong column."""
    [cause] = localise(equations_of(_FORM), cells_of(wrong))
    if truth == as_numbers(cause.changes):
        return "sole"
    if cause.pattern is Pattern.UNKNOWN:
        return "left open, listed" if truth in map(as_numbers, cause.candidates) else "left open"
    beside = truth in map(as_numbers, cause.otherwise)
    return f"an exchange named, the truth {'beside it' if beside else 'not'}"


def as_numbers(slip: Slip) -> dict[CellKey, int]:
    """Return what the cells of a slip should be."""
    return {change.key: change.expected for change in slip}


def cells_of(numbers: Numbers) -> dict[CellKey, Cell]:
    """Return the numbers as cells."""
    return {key: Cell(key, CellStatus.REPORTED, Decimal(number)) for key, number in numbers.items()}


if __name__ == "__main__":
    main()
