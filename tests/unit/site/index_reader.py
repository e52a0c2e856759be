"""The full-text index read as a browser reads it, written anew from the format's description."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.site.search.folding import fold
from generator.site.search.grams import grams
from generator.site.search.sections import KEY_BITS


def asked(files: Mapping[str, bytes], word: str) -> set[tuple[str, int]]:
    """Return body and year of the reports that hold all pairs and triples of a word."""
    found: set[tuple[str, int]] = set()
    wanted = grams(fold(word))
    for index in json.loads(files["search/parts.json"])["indexes"]:
        sizes = {(year, province): many for year, province, many in index["sections"]}
        for (year, province), many in sizes.items():
            ids = json.loads(files[f"search/list/{year}-{province}.json"])
            assert len(ids) == many
            lists = [_holders(files, index, int(gram), (year, province), many) for gram in wanted]
            found |= {(ids[number], year) for number in set.intersection(*lists)} if lists else set()
    return found


def file_name(bits: int, gram: int) -> str:
    """Return the name of the file of an index of ``2 ** bits`` files that holds a gram."""
    return f"{gram >> 32 - bits:0{-(-bits // 4)}x}.bin"


def _holders(
    files: Mapping[str, bytes], index: Mapping[str, object], gram: int, place: tuple[int, str], many: int
) -> set[int]:
    bits = int(str(index["bits"]))
    content = _Bytes(files[f"search/{index['folder']}/{file_name(bits, gram)}"])
    key = gram >> 32 - bits - KEY_BITS & (1 << KEY_BITS) - 1
    while content.left:
        here = (1970 + content.byte(), f"{content.byte():02d}")
        part = _Bytes(content.take(content.number()))
        if here == place:
            return _looked_up(part, key, many)
    return set()


def _looked_up(part: _Bytes, wanted: int, many: int) -> set[int]:
    key = 0
    while part.left:
        key += part.number()
        head = part.number()
        holding: set[int] = set()
        match head & 3:
            case 0:
                holding = {head >> 2}
            case 1:
                last = -1
                for _ in range(head >> 2):
                    last += part.number() + 1
                    holding.add(last)
            case 2:
                bits = [part.byte() for _ in range(-(-many // 7))]
                holding = {n for n in range(many) if bits[n // 7] >> n % 7 & 1}
            case _:
                holding = set(range(many))
        if key == wanted:
            return holding
    return set()


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self.left = content

    def take(self, many: int) -> bytes:
        taken, self.left = self.left[:many], self.left[many:]
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
