"""The text of one cell as a figure, by the number rules of the data set's contract.

Nothing is guessed: what is not one exact number is unreadable, what is empty stays blank.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from generator.forms import Column
from generator.model import CellStatus
from generator.resources import data_path
from generator.text import collapse, has_han, normalise

_MINUS_SIGNS = str.maketrans(
    {"−": "-", "﹣": "-", "－": "-", "‐": "-", "‑": "-", "‒": "-", "―": "—", "─": "—", "━": "—"}
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|零|〇"
# 3.其他, or the number of a label that broke behind it.
_ORDINAL_LABEL = re.compile(r"\d{1,2}\s*[.、]\s*(?:[^\d\s]|$)")
_ONLY_SIGNS = re.compile(r"[\d\s.,/:;~+\-—%*()]+")
_DECORATION = re.compile(r"\*\*|__|<br\s*/?>|&nbsp;", re.IGNORECASE)
_WAN = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell's text says for one column; ``value`` is there only for ``reported``.

    ``converted`` is true where an amount printed in 元 was divided by 10,000.
    """

    status: CellStatus
    value: Decimal | None = None
    unit: str = ""
    converted: bool = False


def clean(text: str) -> str:
    """Return a cell's text without Markdown and HTML decoration, white space collapsed."""
    return collapse(_DECORATION.sub(" ", text))


def is_blank(text: str) -> bool:
    """Say whether a cell's text means that nothing was filled in: empty, a dash, a slash or 无."""
    shown = _comparable(text)
    return not shown or shown in _words().blank


def is_value(text: str) -> bool:
    """Say whether ``text`` stands for a figure (readable or not) rather than for words."""
    shown = _comparable(text)
    if not shown or shown in _words().blank:
        return False
    if shown in _words().not_a_number:
        return True
    if not any(char.isdigit() or char in "零〇" for char in shown) or _ORDINAL_LABEL.match(shown):
        return False
    return _ONLY_SIGNS.fullmatch(shown) is not None or _words().value_like.fullmatch(shown) is not None


def is_number(text: str) -> bool:
    """Say whether ``text`` is one exact number, whatever its column."""
    return _words().number.fullmatch(_comparable(text)) is not None


def read_value(text: str, column: Column) -> Figure:
    """Read the text of one cell for ``column``."""
    shown = _comparable(text)
    if not shown or shown in _words().blank:
        return Figure(CellStatus.BLANK)
    match = _words().number.fullmatch(shown)
    if match is None or _has_flattened_digit(text):
        return Figure(CellStatus.UNREADABLE)
    digits = match["digits"].replace(",", "")
    if re.match(r"0\d", digits) or not _remark_is_harmless(match["remark"]):
        return Figure(CellStatus.UNREADABLE)
    value = Decimal(0) if digits in "零〇" else Decimal(digits)
    if column.number == "amount":
        return _amount(value, match["sign"], match["unit"], column)
    return _count(value, match["sign"], match["unit"], column)


def _count(value: Decimal, sign: str, unit: str, column: Column) -> Figure:
    if (
        value != value.to_integral_value()
        or value.as_tuple().exponent != 0
        or (unit and unit not in _words().count_units)
    ):
        return Figure(CellStatus.UNREADABLE)
    if sign and column.number != "signed":
        return Figure(CellStatus.UNREADABLE)
    if sign in _words().minus and value:
        value = -value
    return Figure(CellStatus.REPORTED, value, column.unit or "")


def _amount(value: Decimal, sign: str, unit: str, column: Column) -> Figure:
    if sign or (unit and unit not in _words().money_units):
        return Figure(CellStatus.UNREADABLE)
    if column.unit is None or not unit:
        printed = _words().money_units[unit]["unit"] if unit else (column.unit or "")
        return Figure(CellStatus.REPORTED, value, printed)
    if _words().money_units[unit]["per_wan"] == 1:
        return Figure(CellStatus.REPORTED, value, column.unit)
    return Figure(CellStatus.REPORTED, value / _WAN, column.unit, converted=True)


def _comparable(text: str) -> str:
    return collapse(normalise(clean(text)).translate(_MINUS_SIGNS))


def _has_flattened_digit(text: str) -> bool:
    """Say whether a superscript or circled digit would be taken for a digit of the number (2① is not 21)."""
    return any(unicodedata.category(char) == "No" for char in text)


def _remark_is_harmless(remark: str | None) -> bool:
    return remark is None or (has_han(remark) and not any(word in remark for word in _words().approximate))


@dataclass(frozen=True, slots=True)
class _Words:
    blank: frozenset[str]
    not_a_number: frozenset[str]
    count_units: frozenset[str]
    money_units: dict[str, dict[str, Any]]
    approximate: tuple[str, ...]
    minus: frozenset[str]
    number: re.Pattern[str]
    value_like: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    raw = yaml.safe_load(data_path("lookups", "values.yml").read_text(encoding="utf-8"))
    signs = _either([*raw["plus"], *raw["minus"]])
    units = _either([*raw["count_units"], *raw["money_units"]])
    about = _either(raw["approximate"])
    number = rf"(?P<sign>(?:{signs})?)\s*(?P<digits>{_DIGITS})\s*(?P<unit>(?:{units})?)\s*(?:\((?P<remark>[^()]*)\))?"
    after = rf"(?:{about})?\s*(?:{units}|亿元|%)?\s*(?:{about})?\s*(?:\(.*\))?"
    loose = rf"(?:{about}|{signs}|±|共|仅)*\s*[\d零〇][\d,.\s]*{after}"
    span = rf"{loose}\s*[或至到和、~]\s*{loose}"
    return _Words(
        blank=frozenset(_comparable_word(word) for word in raw["blank"]),
        not_a_number=frozenset(raw["not_a_number"]),
        count_units=frozenset(raw["count_units"]),
        money_units=raw["money_units"],
        approximate=tuple(raw["approximate"]),
        minus=frozenset(raw["minus"]),
        number=re.compile(number),
        value_like=re.compile(f"{loose}|{span}"),
    )


def _comparable_word(word: str) -> str:
    return collapse(normalise(word).translate(_MINUS_SIGNS))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
