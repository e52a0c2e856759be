"""The full-text index read as a browser reads it, written anew from the format's description."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.site.search.folding import fold
from generator.site.search.grams import grams

Held = dict[tuple[int, int], set[int]]


def asked(files: Mapping[str, bytes], word: str) -> set[tuple[str, int]]:
    """Return body and year of the reports that hold all pairs and triples of a word."""
    found: set[tuple[str, int]] = set()
    wanted = [int(gram) for gram in grams(fold(word))]
    parts = json.loads(files["search/parts.json"])
    for index in parts["indexes"]:
        for (slot, rank), bits in _held_by_all(files, index, wanted).items():
            years = {parts["middle"] + (-bit // 2 if bit % 2 == 0 else (bit + 1) // 2) for bit in bits}
            assert years <= set(index["years"])
            texts = {year: json.loads(files[f"search/text/{slot}/{rank}-{year}.json"]) for year in years}
            found |= {(text["id"], year) for year, text in texts.items()}
    return found


def file_of(index: Mapping[str, Any], gram: int) -> str:
    """Return the name of the file of an index that holds a gram."""
    bits = int(index["bits"])
    return f"search/{index['folder']}/{gram >> 32 - bits:0{-(-bits // 4)}x}.bin"


def _held_by_all(files: Mapping[str, bytes], index: Mapping[str, Any], wanted: Iterable[int]) -> Held:
    every = [_held(files[file_of(index, gram)], gram & (1 << 32 - index["bits"]) - 1) for gram in wanted]
    if not every:
        return {}
    return {
        place: bits for place in every[0] if (bits := set.intersection(*(held.get(place, set()) for held in every)))
    }


def _held(content: bytes, wanted: int) -> Held:
    file = _Bytes(content)
    count = file.number()
    gaps = [file.number() for _ in range(count)]
    postings = {}
    lengths = [file.number() for _ in range(count)]
    key = 0
    for gap, length in zip(gaps, lengths, strict=True):
        key += gap
        postings[key] = file.take(length)
    assert not file.left
    held: Held = {}
    posting, slot, rank = _Bytes(postings.get(wanted, b"")), -1, 0
    bits = _bits(posting.number()) if posting.left else []
    width = len(bits)
    while posting.left:
        value = posting.number()
        far = (value >> width + 1) + 1
        slot, rank = (slot, rank + far) if value >> width & 1 else (slot + far, 0)
        if own := _bits(value & (1 << width) - 1):
            held[slot, rank] = {bits[n] for n in own}
    return held


def _bits(value: int) -> list[int]:
    return [bit for bit in range(value.bit_length()) if value >> bit & 1]


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self.left = content

    def take(self, many: int) -> bytes:
        taken, self.left = self.left[:many], self.left[many:]
        return taken

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
