"""Texts as sets of shingles: 13 Chinese characters in a row, punctuation left out, never across a number.

Sentences that only name a count (收到申请…件) are worded alike everywhere, so a shingle ends where a number stands.
Of all shingles those that begin with a character of an odd code are taken, about every second: chosen by the text
alone, the same in every text. Those of the sentences that law and forms prescribe (``data/lookups/boilerplate.yml``)
are nobody's own; which others are not is learned from all reports (``generator.checks.overlaps``).
"""

from __future__ import annotations

import functools
import re
import zlib
from array import array
from collections.abc import Iterator

from generator.prose import comparable
from generator.resources import data_path, read_yaml

LENGTH = 13
# An array of these letters has numbers of 32 bits.
TYPE = "I"

_NEITHER = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff0-9]+")
_NUMBER = re.compile(r"[0-9]+")
_HAN_OR_DIGIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff0-9]")


def shingles(text: str) -> array[int]:
    """Return the sampled shingles of a text as sorted 32-bit numbers, each once."""
    found: set[int] = set()
    for run in _NUMBER.split(_NEITHER.sub("", comparable(text))):
        raw = run.encode("utf-32-le")
        found.update(
            zlib.crc32(raw[4 * at : 4 * at + 4 * LENGTH])
            for at, character in enumerate(run[: 1 - LENGTH])
            if ord(character) & 1
        )
    return array(TYPE, sorted(found))


def placed_shingles(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the sampled shingles in the order of the text: the number, and where in ``text`` it begins and ends."""
    flat = comparable(text)
    at = [match.start() for match in _HAN_OR_DIGIT.finditer(flat)]
    squeezed = "".join(flat[place] for place in at)
    for run in re.finditer(r"[^0-9]+", squeezed):
        raw = run[0].encode("utf-32-le")
        for place in range(len(run[0]) - LENGTH + 1):
            if ord(run[0][place]) & 1:
                number = zlib.crc32(raw[4 * place : 4 * (place + LENGTH)])
                yield number, at[run.start() + place], at[run.start() + place + LENGTH - 1] + 1


def packed(numbers: array[int]) -> bytes:
    """Return shingles as bytes, four each, the lowest first."""
    return numbers.tobytes()


def unpacked(raw: bytes) -> frozenset[int]:
    """Return the shingles that ``packed`` was given."""
    return frozenset(array(TYPE, raw))


@functools.cache
def prescribed() -> frozenset[int]:
    """Return the shingles of the sentences that law and forms prescribe."""
    listed = read_yaml(data_path("lookups", "boilerplate.yml"))
    return frozenset(shingle for sentence in listed for shingle in shingles(sentence))
