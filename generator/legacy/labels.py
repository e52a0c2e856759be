"""Which row of the old tables a printed label means: by its words, and where rows share them, by the row above.

Nothing is recognised by likeness: 同意公开 and 不同意公开, or 免予公开范围1 and 2, differ too little for that.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from generator.legacy.lookups import lookups, stem
from generator.text import collapse, fold, normalise, simplify

_NUMERALS = "一二三四五六七八九十"
_LEVELS = (
    re.compile(rf"第?[{_NUMERALS}]{{1,3}}\s*[、.,:]\s*"),
    re.compile(rf"\(\s*[{_NUMERALS}]{{1,3}}\s*\)\s*[、.,]?\s*|[{_NUMERALS}]{{1,3}}\)\s*"),
    re.compile(r"\d{1,2}\s*(?:[、,:]|\.(?!\d))\s*"),
    re.compile(r"\(\s*\d{1,2}\s*\)\s*[、.,]?\s*|\d{1,2}\)\s*"),
)
_OF_THESE = re.compile(r"(?:其中|包括)\s*[:,、]?\s*")
_THIS_YEAR = re.compile(r"(?:本年度|本年|全年)")
# A label cut off at a line's end may lack the second bracket.
_REMARK = re.compile(r"\(([^()]*)(?:\)|$)")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: ``level`` 0 to 3 by its number (一、（一）1. (1)) or ``None``; ``of_these`` behind 其中."""

    level: int | None
    number: int
    of_these: bool
    key: str
    unit: str


@functools.lru_cache(maxsize=8192)
def parsed(text: str) -> Label:
    """Take a label apart: its number, 其中, remarks that change nothing, the unit it names, its folded words."""
    plain = simplify(normalise(text[: 2 * _LONGEST])).strip(" *")
    level, number, of_these = None, 0, False
    for _ in range(4):  # 其中：（1）… and （一）1.… come too
        for depth, pattern in enumerate(_LEVELS):
            if match := pattern.match(plain):
                level, number, plain = depth, _value(match.group()), plain[match.end() :]
        if match := _OF_THESE.match(plain):
            of_these, plain = True, plain[match.end() :]
    unit = ""
    for remark in _REMARK.findall(plain):
        named = unit_of(remark.removeprefix("计量").removeprefix("单位").strip(" :"))
        unit = named or unit
        if named or remark.strip().startswith(lookups().harmless_remarks):
            plain = plain.replace(f"({remark})", "").removesuffix(f"({remark}")
    shorter = _THIS_YEAR.sub("", plain, count=1) if _THIS_YEAR.match(plain) else plain
    key = fold(plain)
    return Label(level, number, of_these, key if key in lookups().anywhere else fold(shorter), unit)


def _value(numeral: str) -> int:
    """Return what the number before a label counts: （十二） is 12."""
    digits = re.sub(r"\D", "", numeral)
    if digits:
        return int(digits)
    tens, ten, ones = re.sub(rf"[^{_NUMERALS}]", "", numeral).rpartition("十")
    return (10 * (_NUMERALS.find(tens) + 1 if tens else 1) if ten else 0) + (_NUMERALS.find(ones) + 1 if ones else 0)


def unit_of(text: str) -> str:
    """Return ``text`` as a unit of the tables, or nothing where it is none."""
    plain = collapse(simplify(normalise(text))).strip(" ()").replace(" ", "")
    return plain if plain in _units() else ""


@functools.cache
def _units() -> frozenset[str]:
    return frozenset(collapse(normalise(unit)) for unit in lookups().units)


def is_known(text: str) -> bool:
    """Say whether a text is the label of a row, a heading's too, wherever it stands or below some parent."""
    key = parsed(text).key
    return len(text) <= 2 * _LONGEST and bool(_certain(key) or stem(key) in lookups().below)


def is_indicator(text: str) -> str:
    """Return the code of the row with a figure that ``text`` means wherever it stands, or nothing."""
    code = _certain(parsed(text).key) if len(text) <= 2 * _LONGEST else ""
    return code if code and lookups().entries[code].indicator else ""


def _certain(key: str) -> str:
    known = lookups().anywhere
    return known.get(key) or known.get(stem(key), "")


@dataclass(slots=True)
class Path:
    """The rows that are open at a place of a table: the last row recognised and those over it.

    ``levels`` are the printed levels of the open rows, ``None`` where the print shows none; ``numbers`` the last number
    printed below a row. ``unsure`` where rows met since may have opened something else.
    """

    codes: list[str] = field(default_factory=list)
    levels: dict[str, int | None] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    unsure: bool = False

    def take(self, text: str) -> tuple[str, bool]:
        """Return the code of the row that ``text`` means here (empty: no known row), and whether that is certain."""
        label = parsed(text)
        code = _certain(label.key)
        shared = lookups().below.get(stem(label.key), ()) if not code else ()
        if shared:
            code = self._below(shared, label)
            if not code:
                return "", False
        if not code:
            self._close(label)
            return "", True
        self._open(code, label)
        return code, True

    def _below(self, shared: tuple[str, ...], label: Label) -> str:
        """Return the one of several rows whose parent is open; nothing where none is, or it may have been closed.

        A number that does not count on says that another row, not printed or not recognised, stands over it.
        """
        if self.unsure:
            return ""
        for position in range(len(self.codes) - 1, -1, -1):
            parent = self.codes[position]
            found = [code for code in shared if parent in lookups().entries[code].parents]
            beside = label.level is not None and self.levels.get(parent) == label.level
            counts_on = label.level is None or self.numbers.get(parent, 0) < label.number
            if found:
                return found[0] if len(found) == 1 and not beside and counts_on else ""
        return ""

    def _open(self, code: str, label: Label) -> None:
        open_before = {known: self.numbers.get(known, 0) for known in self.codes}
        self.codes = list(lookups().ancestors(code))
        self.levels = {known: self.levels.get(known) for known in self.codes} | {code: label.level}
        self.numbers = {known: open_before.get(known, 0) for known in self.codes[:-1]}
        if label.level is not None and len(self.codes) > 1:
            self.numbers[self.codes[-2]] = label.number
        self.unsure = False

    def _close(self, label: Label) -> None:
        """Close what a row unknown to us ends: all of its own level and below; without a number nobody can say."""
        if label.level is None:
            self.unsure = self.unsure or not label.of_these
            return
        for position, code in enumerate(self.codes):
            level = self.levels.get(code)
            if level is None or level >= label.level:
                del self.codes[position:]
                return
