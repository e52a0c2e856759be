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

from generator.forms import Column
from generator.model import CellStatus
from generator.resources import data_path, read_yaml
from generator.text import collapse, has_han, normalise

_MINUS_SIGNS = str.maketrans(
    {"−": "-", "﹣": "-", "－": "-", "‐": "-", "‑": "-", "‒": "-", "―": "—", "─": "—", "━": "—"}
)
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|零|〇"
# 3.其他, or the number of a label that broke behind it.
_ORDINAL_LABEL = re.compile(r"\d{1,2}\s*[.、]\s*(?:[^\d\s]|$)")
# A figure with a sign or two at its ends that make it no number: 5※, <5, ￥24.5.
_SIGN = r"[↑↓<>≥≤≈¥$※*#^?!]{0,2}"
_MARKED = re.compile(rf"{_SIGN}\d[\d.,]*{_SIGN}")
_REMARK_AT_END = re.compile(r"[(（\[［【〔][^()（）\[\]［］【】〔〕]*[)）\]］】〕]\s*$")
# Figures printed after this sign run from right to left: 21 is seen as 12.
_REVERSED = "\u202e"
_ONLY_SIGNS = re.compile(r"[\d\s.,/:;~+\-—%*()]+")
_DECORATION = re.compile(r"\*\*|__|<br\s*/?>|&nbsp;", re.IGNORECASE)
_WAN = Decimal(10000)
_SHORT = 64


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
    return _clean_short(text) if len(text) <= _SHORT else collapse(_DECORATION.sub(" ", text))


# The same few texts stand in most cells; longer ones are not kept.
@functools.lru_cache(maxsize=8192)
def _clean_short(text: str) -> str:
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
    return any(pattern.fullmatch(shown) for pattern in (_ONLY_SIGNS, _MARKED, _words().value_like))


def is_number(text: str) -> bool:
    """Say whether ``text`` is one exact number, whatever its column."""
    return _words().number.fullmatch(_comparable(text)) is not None


def read_value(text: str, column: Column) -> Figure:
    """Read the text of one cell for ``column``."""
    shown = _comparable(text)
    if not shown or shown in _words().blank:
        return Figure(CellStatus.BLANK)
    match = _words().number.fullmatch(shown)
    if match is None or _misleads(text):
        return Figure(CellStatus.UNREADABLE)
    digits = match["digits"].replace(",", "")
    unit = _unit(match["unit"], match["remark"], column)
    if re.match(r"0\d", digits) or unit is None:
        return Figure(CellStatus.UNREADABLE)
    value = Decimal(0) if digits in "零〇" else Decimal(digits)
    if column.number == "amount":
        return _amount(value, match["sign"], unit, column)
    if column.number == "signed" and not match["sign"] and _takes_away(match["remark"] or ""):
        return Figure(CellStatus.UNREADABLE)
    return _count(value, match["sign"], unit, column)


def _takes_away(remark: str) -> bool:
    """Say whether a remark says only of a decrease: 5（减） is no increase."""
    known = _words()
    return any(word in remark for word in known.minus) and not any(word in remark for word in known.plus)


def _count(value: Decimal, sign: str, unit: str, column: Column) -> Figure:
    if value.as_tuple().exponent != 0 or (unit and unit not in _words().count_units):
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
    return _comparable_short(text) if len(text) <= _SHORT else collapse(normalise(clean(text)).translate(_MINUS_SIGNS))


@functools.lru_cache(maxsize=8192)
def _comparable_short(text: str) -> str:
    return collapse(normalise(clean(text)).translate(_MINUS_SIGNS))


def _misleads(text: str) -> bool:
    """Say whether a text holds digits that are none of the number, or run backwards.

    Raised and circled digits would be taken for digits of the number (2① is not 21); digits of other scripts and
    styles are no figures of these forms. In a remark at the end they do no harm.
    """
    figure = _REMARK_AT_END.sub("", text)
    return _REVERSED in text or any(
        unicodedata.category(char) == "No"
        or (unicodedata.category(char) == "Nd" and char not in "0123456789０１２３４５６７８９")
        for char in figure
    )


def _unit(unit: str, remark: str | None, column: Column) -> str | None:
    """Return the unit printed behind a number or in a remark; ``None`` where the remark puts the number in doubt."""
    if remark is None:
        return unit
    known = _words()
    said = known.unit_remark.fullmatch(remark)
    if said is not None:
        return said["unit"] if unit in {"", said["unit"]} else None
    if not has_han(remark) or any(word in remark for word in (*known.approximate, *known.doubtful)):
        return None
    if column.number == "amount" and not unit and re.search(r"(?<!万)元", remark):
        # What is a part in 元 may be one of a whole in 元.
        return None
    return unit


@dataclass(frozen=True, slots=True)
class _Words:
    blank: frozenset[str]
    not_a_number: frozenset[str]
    count_units: frozenset[str]
    money_units: dict[str, dict[str, Any]]
    approximate: tuple[str, ...]
    doubtful: tuple[str, ...]
    unit_remark: re.Pattern[str]
    plus: frozenset[str]
    minus: frozenset[str]
    number: re.Pattern[str]
    value_like: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    raw = read_yaml(data_path("lookups", "values.yml"))
    signs = _either([*raw["plus"], *raw["minus"]])
    units = _either([*raw["count_units"], *raw["money_units"]])
    about = _either(raw["approximate"])
    number = rf"(?P<sign>(?:{signs})?)\s*(?P<digits>{_DIGITS})\s*(?P<unit>(?:{units})?)\s*"
    number += r"(?:[(\[【〔](?P<remark>[^()\[\]【】〔〕]*)[)\]】〕])?"
    after = rf"(?:{about})?\s*(?:{units}|亿元|%)?\s*(?:{about})?\s*(?:[(\[【〔].*[)\]】〕])?"
    loose = rf"(?:{about}|{signs}|±|共|仅)*\s*[\d零〇][\d,.\s]*{after}"
    span = rf"{loose}\s*[或至到和、~]\s*{loose}"
    return _Words(
        blank=frozenset(_comparable_word(word) for word in raw["blank"]),
        not_a_number=frozenset(raw["not_a_number"]),
        count_units=frozenset(raw["count_units"]),
        money_units=raw["money_units"],
        approximate=tuple(raw["approximate"]),
        doubtful=tuple(raw["doubtful"]),
        unit_remark=re.compile(rf"\s*(?:单位)?\s*:?\s*(?P<unit>{units})\s*"),
        plus=frozenset(raw["plus"]),
        minus=frozenset(raw["minus"]),
        number=re.compile(number),
        value_like=re.compile(f"{loose}|{span}"),
    )


def _comparable_word(word: str) -> str:
    return collapse(normalise(word).translate(_MINUS_SIGNS))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
