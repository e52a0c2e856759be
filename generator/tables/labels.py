"""Labels of a form recognised in print: exactly after folding, else tolerantly within the form's own set.

Tolerance never flips a meaning: a label that differs in 不/未/无/非 or in its number is another label
(fuzzy matching alone takes 不予公开 for 予以公开).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from generator.forms import Form, Table, load_forms
from generator.resources import data_path, read_yaml
from generator.text import fold, normalise, simplify

_NUMERALS = {char: value for value, char in enumerate("一二三四五六七八九十", start=1)}
_ORDINAL = re.compile(
    r"\s*(?:[(\[]\s*(?P<p>[一二三四五六七八九十])\s*[)\]]?|(?P<p2>[一二三四五六七八九十])\s*[)\]]"
    r"|(?P<h>[一二三四五六七八九十])\s*[、.,:]|(?P<d>\d{1,2})\s*(?:[、,:]|\.(?!\d)))\s*"
)
# A body's own note behind a label: 行政规范性文件（含与2个部门联合印发的3件）.
_REMARK = re.compile(r"(?<=\w)\s*[(（][^()（）]*[)）]\s*$")
_POLARITY = "不未无非"
_CUT_OFF = 85.0
_MARGIN = 10.0
_TORN_CUT_OFF = 60.0
# Below this length one wrong character is another word.
_MIN_FUZZY = 4
_MIN_PREFIX = 4

Ordinal = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Printed:
    """A label as printed: its number, if any, and its folded words."""

    ordinal: Ordinal | None
    key: str


@dataclass(frozen=True, slots=True)
class Match:
    """A printed text taken for row ``row`` (index in printed order); ``certain`` where it is the label itself."""

    row: int
    score: float
    certain: bool


def printed(text: str) -> Printed:
    """Take a label's number and words apart."""
    plain = simplify(normalise(text))
    match = _ORDINAL.match(plain)
    if match is None:
        return Printed(None, fold(plain))
    return Printed(_ordinal(match), fold(plain[match.end() :]))


class RowLabels:
    """The row labels of one table, in printed order."""

    def __init__(self, table: Table) -> None:
        """Prepare every spelling of every row of ``table``."""
        self.rows = tuple(table.printed_rows())
        self._spellings: list[list[Printed]] = []
        self._exact: dict[str, list[int]] = {}
        for index, (_, row) in enumerate(self.rows):
            spellings = [printed(spelling) for spelling in _spellings(row.label)]
            grouped = [printed(group + row.label) for group in row.under[-1:]]
            self._spellings.append(spellings)
            for spelling in (*spellings, *grouped):
                self._exact.setdefault(spelling.key, []).append(index)
        self.groups = tuple({fold(group) for _, row in self.rows for group in row.under})

    def matches(self, text: str) -> tuple[Match, ...]:
        """Return the rows that ``text`` may be the label of, best first; empty where none fits well enough."""
        return self._matches(text)

    @functools.lru_cache(maxsize=20000)  # noqa: B019  (one object per table and form, kept for ever)
    def _matches(self, text: str) -> tuple[Match, ...]:
        label = printed(text)
        exact = [match for index in self._exact.get(label.key, ()) if (match := self._exact_match(index, label)).score]
        if exact or not label.key:
            return tuple(sorted(exact, key=lambda match: -match.score))
        without_remark = _REMARK.sub("", text)
        if without_remark != text:
            return self._matches(without_remark)
        return tuple(self._fuzzy(label))

    def torn(self, text: str, free: list[int]) -> int | None:
        """Return the row among ``free`` that a torn label belongs to, by its number or its closeness."""
        label = printed(text)
        by_number = [
            row
            for row in free
            if label.ordinal and any(label.ordinal == known.ordinal for known in self._spellings[row])
        ]
        if len(by_number) == 1:
            return by_number[0]
        close = [row for row in free if label.ordinal is None and self._closeness(row, label) >= _TORN_CUT_OFF]
        return close[0] if len(close) == 1 and len(free) == 1 else None

    def is_group(self, text: str) -> bool:
        """Say whether ``text`` is a piece of a group label left of the rows, such as 不予 of （三）不予公开."""
        key = fold(text)
        return bool(key) and any(key in group for group in self.groups)

    def is_part(self, row: int, text: str) -> bool:
        """Say whether ``text`` is a piece of the label of ``row`` or of a group over it, such as its wrapped end."""
        key = fold(text)
        groups = [fold(group) for group in self.rows[row][1].under]
        return any(key in whole for whole in (*(spelling.key for spelling in self._spellings[row]), *groups))

    def _exact_match(self, index: int, label: Printed) -> Match:
        known = [spelling.ordinal for spelling in self._spellings[index]]
        if label.ordinal in known:
            return Match(index, 1.25 if label.ordinal else 1.0, certain=True)
        if label.ordinal is None:
            return Match(index, 1.0 if len(label.key) >= _MIN_FUZZY else 0.6, certain=True)
        if self._begins_other(label):
            return Match(index, 0.0, certain=False)
        return Match(index, 0.8, certain=len(label.key) > _MIN_FUZZY)

    def _begins_other(self, label: Printed) -> bool:
        """Say whether the label of another row has this number and begins so: 2.其他 of 2.其他法律行政法规禁止公开."""
        return any(
            known.ordinal == label.ordinal and known.key.startswith(label.key)
            for spellings in self._spellings
            for known in spellings
        )

    def _fuzzy(self, label: Printed) -> Iterator[Match]:
        if len(label.key) < _MIN_FUZZY:
            return
        ranked = sorted(
            ((self._closeness(row, label), row) for row in range(len(self.rows))), key=lambda pair: (-pair[0], pair[1])
        )
        best, row = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        if best >= _CUT_OFF and best - second >= _MARGIN:
            numbered = label.ordinal is not None and any(
                label.ordinal == known.ordinal for known in self._spellings[row]
            )
            yield Match(row, best / 100 - 0.1 + (0.2 if numbered else 0.0), certain=False)

    def _closeness(self, row: int, label: Printed) -> float:
        return max((_closeness(known, label) for known in self._spellings[row]), default=0.0)


def _closeness(known: Printed, label: Printed) -> float:
    """Return 0 to 100; 0 where number or negation differ, so that tolerance cannot flip a meaning."""
    if known.ordinal and label.ordinal and known.ordinal != label.ordinal:
        return 0.0
    if len(label.key) >= _MIN_PREFIX and known.key.startswith(label.key) and 2 * len(label.key) >= len(known.key):
        return _CUT_OFF + 5.0
    if any(known.key.count(word) != label.key.count(word) for word in _POLARITY):
        return 0.0
    return fuzz.ratio(known.key, label.key)


@functools.cache
def row_labels(form_code: str, table_code: str) -> RowLabels:
    """Return the row labels of one table of one form."""
    return RowLabels(load_forms()[form_code].table(table_code))


@dataclass(frozen=True, slots=True)
class Sign:
    """Something a form prints: its table, what it is (row, column, caption, group or corner), its code."""

    table: str
    what: str
    code: str


@functools.cache
def signs() -> Mapping[str, Mapping[str, tuple[Sign, ...]]]:
    """Return, by folded text, what each form prints there: ``{text: {form: signs}}``."""
    found: dict[str, dict[str, list[Sign]]] = {}
    for form in load_forms().values():
        for label, sign in _printed_by(form):
            for spelling in (*_spellings(label), *_unnumbered(label, sign)):
                entries = found.setdefault(fold(spelling), {}).setdefault(form.code, [])
                if sign not in entries:
                    entries.append(sign)
    return {key: {form: tuple(entries) for form, entries in forms.items()} for key, forms in found.items()}


def is_row_label(text: str) -> bool:
    """Say whether ``text`` is, to the letter, a row label of some form."""
    found = signs().get(fold(text), {})
    return any(sign.what == "row" for signs_of_form in found.values() for sign in signs_of_form)


@functools.cache
def lookups() -> Mapping[str, tuple[str, ...]]:
    """Return the word lists of ``data/lookups/labels.yml`` other than the variants."""
    raw = _raw_lookups()
    return {name: tuple(raw[name]) for name in ("after_tables", "notes", "subtotals")}


def _printed_by(form: Form) -> Iterator[tuple[str, Sign]]:
    for table in form.tables:
        for block in table.blocks:
            yield block.caption, Sign(table.code, "caption", block.caption)
            if block.corner:
                yield block.corner, Sign(table.code, "corner", block.corner)
            for column in block.columns:
                yield column.label, Sign(table.code, "column", column.code)
                if column.under:
                    yield column.under, Sign(table.code, "group", column.under)
            for row in block.rows:
                yield row.label, Sign(table.code, "row", row.code)
                for group in row.under:
                    yield group, Sign(table.code, "group", group)


def _unnumbered(label: str, sign: Sign) -> list[str]:
    """Return a row label without its number, which gets lost, where enough is left to tell it."""
    words = printed(label).key
    return [words] if sign.what == "row" and len(words) >= _MIN_FUZZY else []


def _spellings(label: str) -> list[str]:
    """Return the label, its listed variants, and each without a bracketed remark at its end."""
    known = [label, *_raw_lookups()["variants"].get(label, ())]
    return list(dict.fromkeys([*known, *(re.sub(r"(?<=\w)（[^（）]*）$", "", spelling) for spelling in known)]))


@functools.cache
def _raw_lookups() -> Mapping[str, Mapping[str, list[str]]]:
    raw: Mapping[str, Mapping[str, list[str]]] = read_yaml(data_path("lookups", "labels.yml"))
    return raw


def _ordinal(match: re.Match[str]) -> Ordinal:
    for name, kind in (("p", "bracketed"), ("p2", "bracketed"), ("h", "heading")):
        if match[name]:
            return kind, _NUMERALS[match[name]]
    return "digit", int(match["d"])
