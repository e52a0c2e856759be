"""A number as a spreadsheet shows it: by its number format, with the unit the format prints."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

# Programs compute and show fifteen digits; what is beyond is what a binary number cannot hold.
_DIGITS = 15
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')
_PLACEHOLDERS = re.compile(r"[0#?][0#?,.]*")
_GENERAL = {"general", "@", "g/通用格式", ""}
_THOUSANDS = "［以千为单位显示］"


def displayed(value: object, number_format: str, *, zeros: bool = True) -> str:
    """Return the text that a cell shows for a stored value; ``zeros`` is false where the sheet hides them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float | Decimal):
        return _number(_exact(value), number_format, zeros=zeros)
    return str(value)


def _exact(value: float | Decimal) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{_DIGITS}g"))


def _number(number: Decimal, number_format: str, *, zeros: bool) -> str:
    if not number and not zeros:
        return ""
    sections = _sections(number_format)
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section, number = sections[1], abs(number)
    elif not number and len(sections) > 2:
        section = sections[2]
    if number_format.lower() in _GENERAL:
        return _plain(number)
    pattern, literals = _taken_apart(section)
    places = _PLACEHOLDERS.search(pattern)
    if places is None:
        return "".join(literals) if pattern.strip("\0").lower() not in _GENERAL or not pattern else _plain(number)
    if pattern[places.end() - 1] == ",":
        return _plain(number) + _THOUSANDS
    if "%" in pattern:
        number *= 100
    decimals = len(places[0].partition(".")[2])
    shown = _plain(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    words = _with(literals, pattern, places.start(), shown)
    return _filled(f"{pattern[: places.start()]}\0{pattern[places.end() :]}", words)


def _with(literals: list[str], pattern: str, position: int, shown: str) -> Iterator[str]:
    before = pattern[:position].count("\0")
    return iter([*literals[:before], shown, *literals[before:]])


def _filled(pattern: str, words: Iterator[str]) -> str:
    return "".join(next(words) if char == "\0" else char for char in pattern)


def _taken_apart(section: str) -> tuple[str, list[str]]:
    """Return a section of a format with its literals replaced by a mark, and the literals."""
    literals: list[str] = []

    def note(match: re.Match[str]) -> str:
        text = match[1] or match[2] or match[3] or ""
        literals.append(text)
        return "\0"

    return _LITERAL.sub(note, section), literals


def _sections(number_format: str) -> list[str]:
    """Return the parts of a format for positive, negative and zero; a semicolon in quotes parts nothing."""
    quoted = re.sub(r'"[^"]*"|\\.', lambda match: match[0].replace(";", "\1"), number_format)
    return [part.replace("\1", ";") for part in quoted.split(";")]


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
