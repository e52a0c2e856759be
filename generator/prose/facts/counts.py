"""Numbers that count something: digits or Chinese numerals with a unit right behind them.

What is no count never gets here: percentages, years, dates, article and document numbers, ranges, times of day and
telephone numbers have no counting unit behind them, stand behind 第, or are runs of digits with signs between them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.prose.facts.lookups import lookups

# Longer numbers count nothing a public body could count.
_MOST_DIGITS = 12
_DIGITS = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_WAN = {"": 1, "万": 10_000, "亿": 100_000_000}
# Behind these a number is part of another one, an ordinal, a rate or a reference.
_NONE = re.compile(r"(?:未|没有|没|无)(?:收到|接到|受理|发生|出现|有|任何)?$")
_SOME = ("数", "几", "好", "成", "若干")
_NOT_ALONE = re.compile(
    r"(?:\d[\d.,:;/~\-—–+×*、]?[ ]?|[+~\-−#×*〇零一二两三四五六七八九十百千万亿]|第[ ]?|[每任这那哪某另同统唯逐前头首]"
    r"|[\d件条次份项篇期个][至到或][ ]?|(?<!APP)(?<!LED)(?<=[A-Za-z]))$"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its unit; ``start`` and ``end`` are its places in the words it stands in."""

    start: int
    end: int
    value: Decimal
    unit: str
    approximate: bool
    numeral: bool = False


def counts(words: str) -> Iterator[Count]:
    """Yield the counts of ``words``, which are comparable text without blanks."""
    for match in _pattern().finditer(words):
        value, unit = _value(match), match["unit"] or ""
        if value is None or not _stands_alone(words, match):
            continue
        if not unit and (value != 0 or match["some"] or _goes_on(words, match.end())):
            continue
        whole = unit in lookups().money or value == value.to_integral_value()
        if whole:
            about = bool(match["about"] or match["some"] or match["more"])
            yield Count(match.start(), match.end(), value, unit, about, match["numeral"] is not None)


def _goes_on(words: str, end: int) -> bool:
    """Say whether a 0 without a unit is only the beginning of something: 0.5, 0时."""
    return end < len(words) and words[end] not in ",;。\n):、"


def _stands_alone(words: str, match: re.Match[str]) -> bool:
    before = words[max(0, match.start() - 3) : match.start()]
    if match["numeral"] == "一" and _NONE.search(words[max(0, match.start() - 6) : match.start()]):
        return False  # 未收到一件 is none
    if match["numeral"] and before.endswith(_SOME):  # 数百条 is no hundred
        return False
    return _NOT_ALONE.search(before) is None


@functools.cache
def _pattern() -> re.Pattern[str]:
    known = lookups()
    units = "|".join(
        re.escape(unit) + (f"(?!{'|'.join(map(re.escape, known.no_unit[unit]))})" if unit in known.no_unit else "")
        for unit in sorted(known.units, key=lambda unit: (-len(unit), unit))
    )
    about = "|".join(sorted(known.about_before, key=len, reverse=True))
    more = "|".join(sorted(known.about_behind, key=len, reverse=True))
    return re.compile(
        rf"(?P<about>{about})?(?P<number>(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)|(?P<numeral>[零〇一二两三四五六七八九十百千]+))"
        rf"(?P<scale>[十百千]|[万亿](?!元))?(?P<some>[余多几来])?(?P<scale_behind>[万亿](?!元))?(?P<unit>{units})?(?:[(](?:{units})[)])?"
        rf"(?P<more>{more})?"
    )


def _value(match: re.Match[str]) -> Decimal | None:
    """Return the number as printed, or nothing where it is written as no single number."""
    scale, behind = match["scale"] or "", match["scale_behind"] or ""
    if behind and (not match["some"] or scale):
        return None
    if match["digits"]:
        return _of_digits(match["digits"], scale or behind)
    number = numeral(match["numeral"])
    if number is None or scale in _SCALES:
        return None
    return Decimal(number * _WAN[scale or behind])


def _of_digits(digits: str, scale: str) -> Decimal | None:
    groups = digits.split(",")
    if len(digits) > _MOST_DIGITS or (len(groups) > 1 and len(groups[0]) > 3) or re.match(r"0\d", digits):
        return None
    return Decimal("".join(groups)) * ({**_SCALES, **_WAN}[scale])


def numeral(text: str) -> int | None:
    """Return a whole Chinese numeral below ten thousand; nothing where it is no plain one (二〇二二, 三四, 一百二).

    >>> numeral("四十"), numeral("一百零五"), numeral("两千零一十八"), numeral("二三"), numeral("一百二")
    (40, 105, 2018, None, None)
    """
    shown = text.replace("〇", "零").replace("两", "二")
    shown = "一" + shown if shown[0] in _SCALES else shown
    total, digit = 0, 0
    for character in shown:
        if character in _SCALES:
            total, digit = total + digit * _SCALES[character], 0
        else:
            digit = _DIGITS[character]
    return total + digit if _written(total + digit) == shown else None


def _written(number: int) -> str:
    """Return a number below ten thousand in Chinese numerals, every digit with its scale."""
    words, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + sign
        gap = digit == 0
    return words or "零"
