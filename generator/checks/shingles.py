"""Texts as sets of shingles: 13 Chinese characters in a row, punctuation left out, never across a number.

Sentences that only name a count (收到申请…件) are worded alike everywhere, so a shingle ends where a number stands.
Of all shingles those that begin with a character of an odd code are taken, about every second: chosen by the text
alone, the same in every text. Which of them are nobody's own is learned: those of many bodies, and those of the
sentences that law and forms prescribe (``data/lookups/boilerplate.yml``).
"""

from __future__ import annotations

import functools
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from generator.prose import comparable
from generator.resources import data_path

LENGTH = 13
# What so many bodies write is no body's own.
MANY_BODIES = 10

_NEITHER = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff0-9]+")
_NUMBER = re.compile(r"[0-9]+")
_HAN_OR_DIGIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff0-9]")
_LEAST_SLOTS = 1 << 16
_SLOTS_A_SHINGLE = 8


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
    return array("I", sorted(found))


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


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The shingles that are nobody's own. Two that share a slot of ``counts`` only make the checks more silent."""

    prescribed: frozenset[int]
    counts: bytearray

    def is_own(self, shingle: int) -> bool:
        """Say whether a shingle can be a body's own words."""
        return self.counts[shingle & (len(self.counts) - 1)] < MANY_BODIES and shingle not in self.prescribed

    def own(self, text: Iterable[int]) -> array[int]:
        """Return those of sorted shingles that can be a body's own words."""
        return array("I", filter(self.is_own, text))


def learn(texts_by_body: Iterable[Sequence[array[int]]], total: int) -> Boilerplate:
    """Count in how many bodies' texts each shingle stands; ``total`` is the number of shingles of all texts.

    Memory is a byte a slot, eight slots a shingle.
    """
    slots = _LEAST_SLOTS
    while slots < _SLOTS_A_SHINGLE * total:
        slots *= 2
    counts, mask = bytearray(slots), slots - 1
    for texts in texts_by_body:
        for slot in {shingle & mask for text in texts for shingle in text}:
            if counts[slot] < MANY_BODIES:
                counts[slot] += 1
    return Boilerplate(_prescribed(), counts)


@functools.cache
def _prescribed() -> frozenset[int]:
    listed = yaml.safe_load(data_path("lookups", "boilerplate.yml").read_text(encoding="utf-8"))
    return frozenset(shingle for sentence in listed for shingle in shingles(sentence))
