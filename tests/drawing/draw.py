"""Random documents in any text layout, together with their truth."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.demo.draw import Words, print_text
from generator.demo.layouts import LAYOUTS
from generator.demo.oddities import Extras, Oddities
from generator.demo.spelling import Dress, printed
from generator.demo.truth import Expected
from generator.forms import Form, load_forms
from generator.model import CellKey
from tests.drawing import prose
from tests.drawing.values import Style, fill

__all__ = ["LAYOUTS", "Drawing", "Oddities", "draw", "draw_random"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn document and what may be published about it.

    ``numbers`` are the values the body meant, printed or not: a derived number must equal them.
    """

    text: str
    expected: Mapping[CellKey, Expected]
    numbers: Mapping[CellKey, Decimal]
    form: str
    year: int
    layout: str
    encoding: str = "utf-8"
    odd: Oddities = field(default_factory=Oddities)

    @property
    def content(self) -> bytes:
        """The document as a file."""
        return self.text.encode(self.encoding)


def draw(
    form: Form,
    values: Mapping[CellKey, Decimal],
    layout: str,
    rng: random.Random,
    odd: Oddities | None = None,
    year: int | None = None,
) -> Drawing:
    """Draw the form filled with ``values`` (cells that are absent are empty) in a layout of ``LAYOUTS``."""
    odd = odd or Oddities()
    flavour = LAYOUTS[layout]
    year = year if year is not None else (2020 if form.code == "2019" else 2023)
    body = rng.choice(prose.BODIES)
    contents = printed(form, values, rng, replace(odd.dress, spaces=odd.dress.spaces and flavour.spaces))
    extras = replace(odd.extras, decoy_lines=odd.extras.decoy_lines and not flavour.once)
    words = Words(prose.opening(body, year, rng, extras), prose.closing())
    text, expected = print_text(form, contents, layout, rng, odd, words)
    return Drawing(text, expected, values, form.code, year, layout, odd.encoding, odd)


def draw_random(layout: str, seed: int, hostile: bool = True) -> Drawing:
    """A document of this layout with everything chosen by ``seed``; without ``hostile`` only plain ones."""
    rng = random.Random(f"{layout} {seed}")
    form = load_forms()[rng.choice(("2019", "2021", "2021"))]
    style: Style = rng.choice(("zeros", "sparse", "sparse", "rich"))
    numbers = fill(form, rng, style)
    odd = _random_oddities(rng, form) if hostile else Oddities()
    year = rng.randint(2021, 2025) if form.code == "2021" else rng.randint(2019, 2020)
    if hostile and rng.random() < 0.1:
        year = rng.randint(2019, 2025)
    return draw(form, numbers, layout, rng, odd, year)


def _random_oddities(rng: random.Random, form: Form) -> Oddities:
    def sometimes(chance: float) -> bool:
        return rng.random() < chance

    dress = Dress(
        empty=rng.choice((0.0, 0.0, 0.02, 0.1, 0.5)),
        marks=rng.choice((0.0, 0.0, 0.02, 0.1)),
        fancy=rng.choice((0.0, 0.0, 0.1, 0.5)),
        unreadable=rng.choice((0.0, 0.0, 0.0, 0.02)),
    )
    extras = Extras(sometimes(0.3), sometimes(0.2), sometimes(0.15), sometimes(0.15), sometimes(0.15))
    absent = frozenset({rng.choice(form.tables).code}) if sometimes(0.15) else frozenset()
    return Oddities(
        dress=dress,
        extras=extras,
        absent=absent,
        extra_row=sometimes(0.1),
        category_rows=sometimes(0.1),
        broken_heads=sometimes(0.4),
        broken_labels=sometimes(0.2),
        truncated_heads=sometimes(0.1),
        lost_marks=sometimes(0.15),
        noise=rng.choice((0.0, 0.0, 0.0, 0.1)),
        script=rng.choice(("", "", "", "traditional", "radicals", "ascii", "ascii", "spaced")),
        old_label=sometimes(0.1),
        encoding=rng.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030")),
        line_end=rng.choice(("\n", "\n", "\r\n")),
    )
