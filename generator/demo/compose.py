"""One made report before it is printed in a format, and what every format gives back."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.demo import truth as rules
from generator.demo.bodies import Body
from generator.demo.damage import Speller
from generator.demo.draw import with_category_rows, with_extra_row
from generator.demo.habits import Habits, show_cells
from generator.demo.layouts import LAYOUTS
from generator.demo.narrative import Narrative, write_narrative
from generator.demo.sheet import Sheet, sheets
from generator.demo.truth import Content, Expected
from generator.forms import Form
from generator.model import CellKey


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A body's report on a year: the figures it means, what it shows of them, and its words."""

    body: Body
    year: int
    form: Form
    values: Mapping[CellKey, Decimal]
    contents: Mapping[CellKey, Content]
    narrative: Narrative
    habits: Habits


@dataclass(frozen=True, slots=True)
class Printed:
    """A made report as a file: its bytes, how it was laid out, and what may be read in each cell."""

    content: bytes
    layout: str
    cells: Mapping[CellKey, Expected]


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a document with a grid, or only its heading where the table is left out."""

    heading: str
    sheet: Sheet | None


def compose(
    body: Body, year: int, form: Form, values: Mapping[CellKey, Decimal], habits: Habits, rng: random.Random
) -> MadeReport:
    """Put figures and words of a report together."""
    contents = show_cells(form, values, habits, rng)
    narrative = write_narrative(body, year, values, contents, rng)
    return MadeReport(body, year, form, values, contents, narrative, habits)


def parts(report: MadeReport, rng: random.Random) -> tuple[Part, ...]:
    """Return the tables of a document that keeps the form's grid, with the heads as this report prints them."""
    odd = report.habits.printing
    speller = Speller(odd, rng, LAYOUTS["tsv"])
    found = []
    for sheet in sheets(report.form, report.contents, speller.spell):
        shown = with_category_rows(sheet) if odd.category_rows else sheet
        shown = with_extra_row(shown, rng) if odd.extra_row else shown
        found.append(Part(sheet.heading, None if sheet.table in odd.absent else shown))
    return tuple(found)


def grid_truth(report: MadeReport) -> dict[CellKey, Expected]:
    """Return the truth of a document in which every cell has its own place."""
    absent = report.habits.printing.absent
    return {
        key: rules.exactly(rules.MISSING) if key.table in absent else rules.exactly(content.status, content.value)
        for key, content in report.contents.items()
    }


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Return lines with an empty one behind each, as text documents have them."""
    return [part for line in lines for part in (line, "")]
