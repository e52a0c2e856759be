"""Rows written as fields with commas or semicolons between, as CSV files and printed lists have them.

Where several lines prove that a document is written so (a row's label, then figures or empty fields),
its rows are rewritten with tabs, and the readers of tabs read them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.tables.labels import is_row_label
from generator.tables.lines import Strip
from generator.tables.values import is_blank, is_value

_SEPARATORS = ",;，；"
_LISTED = re.compile(r"\s*[\[(](?P<inside>.*)[\])]\s*,?\s*")
# What a printed list has for an empty field.
NOTHING = frozenset({"None", "null", "nan", "NaN"})
# So many rows prove that a document is written in fields.
_MIN_PROOF = 3
# Heads stand above the first such row and table 四 below the last one.
_LINES_BEFORE = 12
_LINES_AFTER = 40
# A quoted field may go on in the next lines.
_MAX_JOINED = 16
_LONGEST_FIELD = 80


@dataclass(frozen=True, slots=True)
class _Style:
    """How fields are told apart: by ``separator``, in quotes ``quote``, as a list in brackets or not."""

    separator: str
    quote: str
    listed: bool


def rewritten(strips: Sequence[Strip]) -> list[Strip]:
    """Return the strips with rows of fields rewritten as rows with tabs."""
    proved = [(rows, style) for style in _styles(strips) if (rows := _proofs(strips, style))]
    if not proved:
        return list(strips)
    rows, style = max(proved, key=lambda entry: len(entry[0]))
    return list(_rewritten(strips, style, rows[0] - _LINES_BEFORE, rows[-1] + _LINES_AFTER))


def _styles(strips: Sequence[Strip]) -> Iterator[_Style]:
    plain = [strip.text for strip in strips if not strip.piece and not set("\t|") & set(strip.text)]
    for separator in _SEPARATORS:
        if sum(separator in text for text in plain) < _MIN_PROOF:
            continue
        for listed in (True, False):
            yield from (_Style(separator, quote, listed) for quote in "\"'")


def _proofs(strips: Sequence[Strip], style: _Style) -> list[int]:
    """Return the strips that are rows of a form in this style; nothing where they are too few."""
    rows = [index for index, strip in enumerate(strips) if _is_row(_fields(strip, style))]
    return rows if len(rows) >= _MIN_PROOF else []


def _is_row(fields: Sequence[str]) -> bool:
    labelled = [index for index, field in enumerate(fields) if is_row_label(field)]
    right = fields[labelled[-1] + 1 :] if labelled else []
    return bool(right) and all(is_value(field) or is_blank(field) for field in right)


def _fields(strip: Strip, style: _Style) -> list[str]:
    """Return the fields of a line, empty where it is no such row."""
    text = strip.text
    if strip.piece or style.separator not in text or set("\t|。") & set(text):
        return []
    if style.listed:
        match = _LISTED.fullmatch(text)
        if match is None:
            return []
        text = match["inside"].replace("\\n", "")
    try:
        parsed = next(csv.reader([text], delimiter=style.separator, quotechar=style.quote, skipinitialspace=True), [])
    except csv.Error:
        return []
    fields = ["" if field.strip() in NOTHING else field.strip() for field in parsed]
    return fields if len(fields) > 1 and max(map(len, fields)) <= _LONGEST_FIELD else []


def _rewritten(strips: Sequence[Strip], style: _Style, first: int, last: int) -> Iterator[Strip]:
    index = 0
    while index < len(strips):
        strip, used = strips[index], 1
        if first <= index <= last:
            joined, used = _joined(strips, index, style)
            fields = _fields(joined, style)
            used = used if fields else 1
            strip = replace(strip, text="\t".join(fields)) if fields else strip
        yield strip
        index += used


def _joined(strips: Sequence[Strip], index: int, style: _Style) -> tuple[Strip, int]:
    """Return a strip together with the next ones that a quoted field in it goes on in, and how many they are."""
    text = strips[index].text
    if text.count(style.quote) % 2 == 0:
        return strips[index], 1
    for used, strip in enumerate(strips[index + 1 : index + _MAX_JOINED], start=2):
        # Two halves of a figure stay apart: what was printed is not known.
        between = " " if text[-1:].isdigit() and strip.text[:1].isdigit() else ""
        text = text + between + strip.text
        if strip.text.count(style.quote) % 2:
            return replace(strips[index], text=text), used
    return strips[index], 1
