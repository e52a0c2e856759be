"""The cells and words of an old table as they follow each other: labels, units, figures, empty cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from generator.legacy.labels import is_known, unit_of
from generator.tables.items import STREAM, Item, ItemKind
from generator.tables.shapes import Shape
from generator.tables.values import is_blank, is_value
from generator.text import has_han, normalise

_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_GLUED_UNIT = re.compile(rf"(?P<unit>[^\d\s]{{1,3}})(?P<figure>{_FIGURE})")
_GLUED_FIGURE = re.compile(rf"(?P<label>.*\D)(?P<figure>{_FIGURE})")
# The number of a label that words follow: （1）.
_ORDINAL = re.compile(r"\(\d{1,2}\)")
# Where only spaces divide, the number of the next label is taken for a remark on the figure before it: 69 （2）.
_FIGURE_AND_ORDINAL = re.compile(rf"(?P<figure>{_FIGURE})\s*(?P<ordinal>\(\d{{1,2}}\))")
_GLUED_CODE = re.compile(r"(?P<figure>\d{1,3})(?P<label>\D.*)")


class Mark(Enum):
    """What a token is meant as."""

    LABEL = auto()
    UNIT = auto()
    FIGURE = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One cell or word; ``item`` says where it stands."""

    mark: Mark
    text: str
    item: Item


def lines_of(shape: Shape) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of each printed line; where lines are not rows, a token at a time."""
    for row, items in itertools.groupby(shape.items, key=lambda item: item.row):
        if row == STREAM:
            yield from ((token,) for item in items for token in _unglued(item))
        elif shape.name == "spaces":
            yield tuple(_joined([token for item in items for token in _unglued(item)]))
        else:
            yield tuple(_token(item) for item in items)


def unglued(tokens: Sequence[Token]) -> Iterator[Token]:
    """Take figures off labels and units in cells."""
    for token in tokens:
        yield from _unglued(token.item)


def label_without_code(text: str) -> tuple[str, bool]:
    """Return a label without the digits glued to it, and whether there were any behind it."""
    if is_known(text):
        return text, False
    for pattern in (_GLUED_FIGURE, _GLUED_CODE):
        match = pattern.fullmatch(text.strip())
        if match and is_known(match["label"]):
            return match["label"].strip(), pattern is _GLUED_FIGURE
    return text, False


def _token(item: Item) -> Token:
    return Token(_mark(item), item.text, item)


def _mark(item: Item) -> Mark:
    if is_blank(item.text):
        return Mark.EMPTY
    if unit_of(item.text):
        return Mark.UNIT
    if _ORDINAL.fullmatch(normalise(item.text)):
        return Mark.LABEL
    if is_value(item.text) or (item.kind is ItemKind.VALUE and not has_han(item.text)):
        return Mark.FIGURE
    return Mark.LABEL


def _unglued(item: Item) -> Iterator[Token]:
    token = _token(item)
    numbered = _FIGURE_AND_ORDINAL.fullmatch(normalise(item.text)) if item.first else None
    if numbered:
        yield _part(item, numbered["figure"], 0)
        yield Token(Mark.LABEL, numbered["ordinal"], item)
        return
    if token.mark is not Mark.LABEL:
        yield token
        return
    plain = normalise(item.text)
    unit = _GLUED_UNIT.fullmatch(plain)
    figure = _GLUED_FIGURE.fullmatch(plain)
    code = _GLUED_CODE.fullmatch(plain)
    if unit and unit_of(unit["unit"]):
        yield Token(Mark.UNIT, unit["unit"], item)
        yield _part(item, unit["figure"], unit.start("figure"))
    elif figure and is_known(figure["label"]) and not is_known(plain):
        yield Token(Mark.LABEL, figure["label"], item)
        yield _part(item, figure["figure"], figure.start("figure"))
    elif code and is_known(code["label"]) and not is_known(plain):
        yield _part(item, code["figure"], 0)
        yield Token(Mark.LABEL, code["label"], item)
    else:
        yield token


def _part(item: Item, text: str, start: int) -> Token:
    placed = item
    if item.first:
        placed = replace(item, first=item.first + start, last=item.first + start + len(text) - 1)
    return Token(Mark.FIGURE, text, replace(placed, text=text, kind=ItemKind.VALUE))


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """Join the words of a label that spaces stand between; a unit among them belongs to it."""
    words: list[Token] = []
    for index, token in enumerate(tokens):
        after = tokens[index + 1].mark if index + 1 < len(tokens) else None
        unit_inside = token.mark is Mark.UNIT and after is Mark.LABEL and not is_known(_text(words))
        figure_inside = token.mark is Mark.FIGURE and is_open(_text(words))
        if token.mark is Mark.LABEL or (words and (unit_inside or figure_inside)):
            words.append(token)
        else:
            yield from _as_one(words)
            words = []
            yield token
    yield from _as_one(words)


def _as_one(words: Sequence[Token]) -> Iterator[Token]:
    if words:
        yield replace(words[0], mark=Mark.LABEL, text=_text(words))


def _text(words: Sequence[Token]) -> str:
    return "".join(word.text for word in words)


def is_open(text: str) -> bool:
    """Say whether a bracket in ``text`` is not closed yet."""
    plain = normalise(text)
    return plain.count("(") > plain.count(")")
