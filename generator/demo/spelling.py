"""How values are printed: plain, dressed up, as a blank, or so that no single number can be read."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.demo.truth import BLANK, REPORTED, UNREADABLE, Content
from generator.forms import Column, Form
from generator.model import CellKey

_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
MARKS = ("-", "—", "/", "无", "－", "——", "／")
UNREADABLE_TEXTS = ("约47", "100余", "3,5", "近20", "3或4", "12～15", "见附件", "?", "*", "1.2万余")


@dataclass(frozen=True, slots=True)
class Dress:
    """How often (0 to 1) cells are left out or printed oddly."""

    empty: float = 0.0
    marks: float = 0.0
    fancy: float = 0.0
    unreadable: float = 0.0
    spaces: bool = True


def plain(value: Decimal) -> str:
    """Return the number without separators, exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(form: Form, values: Mapping[CellKey, Decimal], rng: random.Random, dress: Dress) -> dict[CellKey, Content]:
    """Decide for every cell what is printed; cells of ``values`` that are absent are empty."""
    contents = {}
    for table in form.tables:
        for block, row in table.printed_rows():
            for column in block.columns:
                key = CellKey(table.code, row.code, column.code)
                contents[key] = _content(key, column, values.get(key), rng, dress)
    return contents


def _content(key: CellKey, column: Column, value: Decimal | None, rng: random.Random, dress: Dress) -> Content:
    draw = rng.random()
    if value is None or draw < dress.empty:
        return Content(key, "", BLANK)
    draw -= dress.empty
    if draw < dress.marks:
        return Content(key, rng.choice(MARKS), BLANK)
    draw -= dress.marks
    if draw < dress.unreadable:
        return Content(key, rng.choice(UNREADABLE_TEXTS), UNREADABLE)
    draw -= dress.unreadable
    if draw < dress.fancy:
        return Content(key, _fancy(column, value, rng, dress.spaces), REPORTED, value)
    return Content(key, plain(value), REPORTED, value)


def _fancy(column: Column, value: Decimal, rng: random.Random, spaces: bool) -> str:
    text = plain(value)
    if column.number == "signed" and value:
        signed = {True: ("增", "+"), False: ("减", "－", "−")}[value > 0]
        return rng.choice(signed) + text.lstrip("-")
    kinds = [text.translate(_FULL_WIDTH)]
    if spaces:
        kinds += [f" {text}", f"{text} ", f"\u00a0{text}", f"{text}\u200b", f"\u3000{text}"]
    if column.number == "count":
        kinds += [f"{text}件", f"{text}（其中修订1件）" if value > 1 else f"{text}件"]
        if value == 0:
            kinds += ["零", "〇"]
    if value >= 1000:
        kinds += [f"{value:,}", f"{value:,}".replace(",", "，")]
    return rng.choice(kinds)
