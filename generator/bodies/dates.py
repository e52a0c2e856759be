"""When a report was published: the labelled date if full, else the date of the signature."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.model import Document, Section
from generator.resources import data_path, read_yaml
from generator.text import flat

_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
_CHINESE_YEAR = re.compile(r"([二两2][〇○零O0])([〇○零O0-9一二三四五六七八九]{2})(?=\s{0,3}年)")
_CHINESE_DAY = re.compile(r"[一二三四五六七八九十]{1,3}(?=\s{0,3}[月日])")
_DATE = re.compile(
    r"(20\d\d)\s*(?:[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})(?!\d)|年\s*(\d\d)\s*月\s*(\d\d)|-(\d\d)-(\d\d)(?=\d\d:)|(\d\d)(\d\d)(?!\d))"
)


def published_on(document: Document, narrative: Mapping[Section, str]) -> datetime.date | None:
    """Return the day of publication; ``None`` where the document prints no full date for it."""
    return _labelled(line.text for line in document.lines) or signed_on(narrative)


def signed_on(narrative: Mapping[Section, str]) -> datetime.date | None:
    """Return the full date of the signature."""
    return _last_date(arabic(narrative.get(Section.SIGNATURE, "")))


@functools.lru_cache(maxsize=64)
def arabic(text: str) -> str:
    """Return ``text`` in compatible widths, simplified, with years and dates in Chinese numerals made Arabic."""
    years = _CHINESE_YEAR.sub(
        lambda match: "".join(_DIGITS.get(c, "2" if c == "两" else c) for c in match[0]), flat(text)
    )
    return _CHINESE_DAY.sub(lambda match: str(_small(match[0])), years)


def _labelled(lines: Iterable[str]) -> datetime.date | None:
    """Return the date behind the most telling label; the value may stand on the line below its label."""
    best: tuple[int, datetime.date] | None = None
    text = arabic("\n".join(lines))
    for match in _label_pattern().finditer(text):
        date = _first_date(text[match.end() : match.end() + 24])
        rank = _labels().index(re.sub(r"\s", "", match[1]))
        if date is not None and (best is None or rank < best[0]):
            best = (rank, date)
    return best[1] if best else None


def _first_date(text: str) -> datetime.date | None:
    match = _DATE.match(text.lstrip(" \t\n|(:"))
    return _date(match) if match else None


def _last_date(text: str) -> datetime.date | None:
    found = [date for match in _DATE.finditer(text) if (date := _date(match))]
    return found[-1] if found else None


def _date(match: re.Match[str]) -> datetime.date | None:
    numbers = [int(group) for group in match.groups() if group]
    try:
        return datetime.date(*numbers)
    except ValueError:
        return None


def _small(numeral: str) -> int:
    """Return the value of a Chinese numeral up to thirty-one."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(_DIGITS[c] for c in numeral))
    return 10 * (int(_DIGITS.get(tens[-1:], "1"))) + (int(_DIGITS[ones]) if ones in _DIGITS else 0)


@functools.cache
def _labels() -> tuple[str, ...]:
    raw: Mapping[str, Any] = read_yaml(data_path("lookups", "page_fields.yml"))
    return tuple(raw["date_labels"])


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    labels = "|".join(r"[ \t]*".join(label) for label in _labels() if len(label) > 2)
    # 截止时间, 办理时间: the bare words are labels only where no other word stands before them.
    return re.compile(
        rf"((?<![一-鿿])(?:日期|时间)|(?:{labels}))[】\]]?[ \t]{{0,8}}(?:[:|]|\t|\n|(?=[ \t(]{{0,8}}20\d\d))"
    )
