"""The automatic numbers of a Word document: 一、 （一） 1. that the program counts and the text does not hold.

Word keeps them as definitions (``numbering.xml``); without them a label loses its ordinal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_HAN_DIGITS = "〇一二三四五六七八九"
_MAX_CHAIN = 20
_MAX_LEVEL = 8


def val(element: etree._Element | None, path: str) -> str:
    """Return ``w:val`` of the element at ``path`` below, empty where there is none."""
    found = element.find(path) if element is not None else None
    return (found.get(_VAL) or "") if found is not None else ""


def properties(element: etree._Element, name: str) -> Mapping[str, str]:
    """Return the properties of an element that stand in its child ``name``: their ``w:val`` (or nothing) by tag."""
    for child in element:
        if child.tag == name:
            return {str(one.tag): one.get(_VAL) or "" for one in child}
    return {}


@dataclass(frozen=True, slots=True)
class _Level:
    text: str
    form: str
    start: int
    legal: bool
    restarts: bool
    style: str


class Ordinals:
    """Counts the paragraphs of one document, in their order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles = {style.get(f"{W}styleId") or "": style for style in _children(styles, f"{W}style")}
        abstract = {one.get(f"{W}abstractNumId") or "": one for one in _children(numbering, f"{W}abstractNum")}
        linked = {val(one, f"{W}styleLink"): key for key, one in abstract.items()}
        self._list: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        for num in _children(numbering, f"{W}num"):
            name, key = num.get(f"{W}numId") or "", val(num, f"{W}abstractNumId")
            key = linked.get(val(abstract.get(key), f"{W}numStyleLink"), key)
            self._list[name] = key
            self._levels[name] = dict(_levels(abstract.get(key)))
            self._starts[name] = {}
            for override in num.iterchildren(f"{W}lvlOverride"):
                self._levels[name].update(_levels(override))
                if start := val(override, f"{W}startOverride"):
                    self._starts[name][_number(override.get(f"{W}ilvl"))] = _number(start)
        self._counts: dict[str, list[int | None]] = {}
        self._style_cache: dict[str, tuple[str, int]] = {}

    @property
    def any(self) -> bool:
        """Say whether the document defines any automatic number."""
        return bool(self._list)

    def next(self, paragraph: etree._Element) -> str:
        """Count a paragraph and return the number shown before it, empty where none is."""
        name, depth = self._place(paragraph)
        level = self._levels.get(name, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._list[name], [None] * (_MAX_LEVEL + 1))
        start = self._starts[name].pop(depth, None)
        before = counts[depth]
        counts[depth] = start if start is not None else level.start if before is None else before + 1
        for deeper in range(depth + 1, _MAX_LEVEL + 1):
            below = self._levels[name].get(deeper)
            if below is None or below.restarts:
                counts[deeper] = None
        return _shown(level, self._levels[name], counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the list and the level (from 0) of a paragraph; its own say goes before its style's."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        own = properties.find(f"{W}numPr")
        by_style = self._by_style(val(properties, f"{W}pStyle"))
        if own is None:
            return by_style
        name = val(own, f"{W}numId") or by_style[0]
        depth = val(own, f"{W}ilvl")
        return name, min(_number(depth), _MAX_LEVEL) if depth else by_style[1]

    def _by_style(self, style: str) -> tuple[str, int]:
        if style not in self._style_cache:
            self._style_cache[style] = self._follow(style)
        return self._style_cache[style]

    def _follow(self, style: str) -> tuple[str, int]:
        named = style
        for _ in range(_MAX_CHAIN):
            entry = self._styles.get(named)
            numbered = entry.find(f"{W}pPr/{W}numPr") if entry is not None else None
            if name := val(numbered, f"{W}numId"):
                levels = self._levels.get(name, {})
                linked = [depth for depth, level in levels.items() if level.style in {style, named}]
                return name, linked[0] if linked else min(_number(val(numbered, f"{W}ilvl")), _MAX_LEVEL)
            named = val(entry, f"{W}basedOn")
        return "", 0


def _children(root: etree._Element | None, tag: str) -> Iterator[etree._Element]:
    return iter(()) if root is None else root.iterchildren(tag)


def _levels(element: etree._Element | None) -> Iterator[tuple[int, _Level]]:
    for level in _children(element, f"{W}lvl"):
        start = val(level, f"{W}start")
        yield (
            _number(level.get(f"{W}ilvl")),
            _Level(
                text=val(level, f"{W}lvlText"),
                form=val(level, f"{W}numFmt") or "decimal",
                start=_number(start) if start else 1,
                legal=level.find(f"{W}isLgl") is not None,
                restarts=val(level, f"{W}lvlRestart") != "0",
                style=val(level, f"{W}pStyle"),
            ),
        )


def _shown(level: _Level, levels: Mapping[int, _Level], counts: list[int | None]) -> str:
    if level.form in {"bullet", "none"}:
        return ""

    def printed(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        other = levels.get(depth)
        count = counts[depth]
        if other is None:
            return ""
        return ordinal(other.start if count is None else count, "decimal" if level.legal else other.form)

    return re.sub(r"%([1-9])", printed, level.text)


def ordinal(number: int, form: str) -> str:
    """Return a number in one of Word's number formats, in plain digits where the format is not known here."""
    write = _FORMS.get(form)
    return write(number) if write and number > 0 else str(number)


def _counting(number: int) -> str:
    if number >= 100:
        return "".join(_HAN_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_HAN_DIGITS[tens]}十") + (_HAN_DIGITS[ones] if ones else "")


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number <= 260 else str(number)


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    parts = []
    for size, sign in signs:
        parts.append(sign * (number // size))
        number %= size
    return "".join(parts)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital",
            "koreanDigital2",
        ),
        _counting,
    ),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02}",
}  # fmt: skip


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
