"""What real reports do to their figures and heads, done to made ones in a modest share, with the truth kept.

Each habit was met in print (blank totals, remarks in cells, 增 and 减, 元 in a cell, last year's form); a habit
changes what a cell shows, and with it the state that is right, never the number that the body meant.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.demo.oddities import Extras, Oddities
from generator.demo.spelling import plain
from generator.demo.truth import BLANK, REPORTED, UNREADABLE, Content
from generator.forms import Column, Form
from generator.model import CellKey

Values = Mapping[CellKey, Decimal]
Contents = dict[CellKey, Content]
_Habit = Callable[[Form, Contents, random.Random], None]

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_MARKS = ("/", "-", "—", "无")
_VAGUE = ("约{}", "{}余", "{}多")


@dataclass(frozen=True, slots=True)
class Habits:
    """What is odd about one document: names for the truth, what is done to cells, and to the words round them."""

    names: tuple[str, ...] = ()
    cells: tuple[_Habit, ...] = ()
    printing: Oddities = field(default_factory=Oddities)
    other_form: bool = False


def choose_habits(rng: random.Random, share: float) -> Habits:
    """Choose the oddities of one document; ``share`` of all documents have one to three."""
    if rng.random() >= share:
        return Habits()
    return habits_named(rng.sample(ODDITIES, rng.randint(1, 3)))


def habits_named(names: Iterable[str]) -> Habits:
    """Return the habits of these names (``ODDITIES``)."""
    names = sorted(set(names))
    if "no_tables" in names:  # without a table nobody can say which form was meant
        names = [name for name in names if name != "other_form"]
    printing: dict[str, object] = {}
    extras: dict[str, bool] = {}
    for name in names:
        printing |= _IN_PRINT.get(name, {})
        extras |= {name: True} if name in _ROUND_TABLES else {}
    return Habits(
        names=tuple(names),
        cells=tuple(_IN_CELLS[name] for name in names if name in _IN_CELLS),
        printing=Oddities(extras=Extras(**extras), **printing),  # type: ignore[arg-type]
        other_form="other_form" in names,
    )


def show_cells(form: Form, values: Values, habits: Habits, rng: random.Random) -> Contents:
    """Return what is printed in each cell."""
    contents = {key: Content(key, plain(values[key]), REPORTED, values[key]) for key in form.keys()}
    for habit in habits.cells:
        habit(form, contents, rng)
    return contents


def _blank_totals(form: Form, contents: Contents, rng: random.Random) -> None:
    """Leave the totals of the result rows empty, as many do who fill the form by hand."""
    for column, key in _columns(form):
        if key.table == "requests" and column.sum_of and key.row not in ("received", "carried_in", "carried_out"):
            contents[key] = Content(key, "", BLANK)


def _blank_zeros(form: Form, contents: Contents, rng: random.Random) -> None:
    """Leave whole rows of zeros empty in the table of requests."""
    rows: dict[str, list[CellKey]] = {}
    for _, key in _columns(form):
        if key.table == "requests":
            rows.setdefault(key.row, []).append(key)
    for keys in rows.values():
        if all(contents[key].value == 0 for key in keys) and rng.random() < 0.6:
            contents.update({key: Content(key, "", BLANK) for key in keys})


def _marks(form: Form, contents: Contents, rng: random.Random) -> None:
    """Print a dash or slash for some zeros."""
    mark = rng.choice(_MARKS)
    for _, key in _columns(form):
        if contents[key].value == 0 and rng.random() < 0.3:
            contents[key] = Content(key, mark, BLANK)


def _remarks(form: Form, contents: Contents, rng: random.Random) -> None:
    """Print a remark behind a count of table 主动公开."""
    for column, key in _columns(form):
        value = contents[key].value
        if key.table == "proactive" and column.number == "count" and value is not None and value >= 2:
            part = rng.randint(1, int(value) - 1)
            contents[key] = replace(contents[key], text=f"{plain(value)}（其中修订{part}件）")
            return


def _signs(form: Form, contents: Contents, rng: random.Random) -> None:
    """Print 增 and 减, or signs, in the column of changes."""
    for column, key in _columns(form):
        value = contents[key].value
        if column.number == "signed" and value:
            sign = rng.choice(("增", "+") if value > 0 else ("减", "-", "－"))
            contents[key] = replace(contents[key], text=sign + plain(abs(value)))


def _money_in_yuan(form: Form, contents: Contents, rng: random.Random) -> None:
    """Print amounts of money in 元, the unit said in the cell."""
    for column, key in _columns(form):
        value = contents[key].value
        if column.number == "amount" and value:
            shown = value * 10_000 if column.unit == "万元" else value
            contents[key] = replace(contents[key], text=f"{plain(shown)}元")


def _full_width(form: Form, contents: Contents, rng: random.Random) -> None:
    """Print some numbers in full-width digits."""
    for _, key in _columns(form):
        content = contents[key]
        if content.text.isdigit() and rng.random() < 0.2:
            contents[key] = replace(content, text=content.text.translate(_FULL_WIDTH))


def _thousands(form: Form, contents: Contents, rng: random.Random) -> None:
    """Print large counts with separators."""
    for _, key in _columns(form):
        content = contents[key]
        if content.text.isdigit() and len(content.text) > 3:
            contents[key] = replace(content, text=f"{int(content.text):,}")


def _vague(form: Form, contents: Contents, rng: random.Random) -> None:
    """Print one count as 约47: no single number."""
    keys = [key for column, key in _columns(form) if column.number == "count" and (contents[key].value or 0) > 9]
    if keys:
        key = rng.choice(keys)
        contents[key] = Content(key, rng.choice(_VAGUE).format(contents[key].text), UNREADABLE)


def _columns(form: Form) -> list[tuple[Column, CellKey]]:
    return [
        (column, CellKey(table.code, row.code, column.code))
        for table in form.tables
        for block, row in table.printed_rows()
        for column in block.columns
    ]


_IN_CELLS: Mapping[str, _Habit] = {
    "blank_totals": _blank_totals,
    "blank_zeros": _blank_zeros,
    "marks": _marks,
    "remarks": _remarks,
    "signs": _signs,
    "money_in_yuan": _money_in_yuan,
    "full_width": _full_width,
    "thousands": _thousands,
    "vague": _vague,
}
_IN_PRINT: Mapping[str, dict[str, object]] = {
    "broken_heads": {"broken_heads": True},
    "truncated_heads": {"truncated_heads": True},
    "lost_marks": {"lost_marks": True},
    "old_label": {"old_label": True},
    "ascii_signs": {"script": "ascii"},
    "extra_row": {"extra_row": True},
    "no_tables": {"absent": frozenset({"proactive", "requests", "review"})},
    "no_review_table": {"absent": frozenset({"review"})},
}
_ROUND_TABLES = ("wrong_numbers", "decorations")
ODDITIES = tuple(sorted((*_IN_CELLS, *_IN_PRINT, *_ROUND_TABLES, "other_form")))
