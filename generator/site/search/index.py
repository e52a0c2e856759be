"""The files of the search: one that names the parts, lists of reports, their texts, and the index itself.

``grams/*.bin`` is cut by the hash of a gram, so that a query fetches one file for a pair or triple of characters. Each
file holds, one behind the other, the newest year first, what each section knows: two bytes that name it (year after
1970, province), the length, the bytes of ``sections``.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from generator.site.safe import script_json
from generator.site.search.papers import Paper
from generator.site.search.sections import Section, encode

FOLDER: Final = "search"
# Above this many reports every province has an index of its own, and a query over the country asks them in turn.
WHOLE: Final = 40_000
_VERSION: Final = b"1"
_PER_FILE: Final = 3  # reports for each file of the index: more files make a query cheaper and a new report dearer
_FEWEST_BITS, _MOST_BITS = 4, 14
_FIRST_YEAR: Final = 1970

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The sections of one index, by year and province, the newest year first."""

    folder: str
    bits: int
    sections: Mapping[Place, Sequence[Paper]]


def index_files(
    papers: Iterable[Paper], names: Mapping[str, str], cache: Path | None = None, whole: int = WHOLE
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the search (path below the site, content); ``names`` are the provinces' by their two digits.

    Sections that are in the folder ``cache`` are not made again; the same reports give the same bytes with and without.
    """
    groups = _groups(papers, whole)
    yield f"{FOLDER}/parts.json", _json({"provinces": _provinces(groups, names), "indexes": [_row(g) for g in groups]})
    for group in groups:
        for (year, province), members in group.sections.items():
            yield f"{FOLDER}/list/{year}-{province}.json", _json([paper.org_id for paper in members])
            for paper in members:
                yield f"{FOLDER}/{paper.file}", paper.text.encode("utf-8", "replace")
        yield from _grams(group, cache)


def file_bits(reports: int) -> int:
    """Return the binary logarithm of the number of files in an index of so many reports."""
    return min(_MOST_BITS, max(_FEWEST_BITS, (max(reports, 1) // _PER_FILE).bit_length()))


def _groups(papers: Iterable[Paper], whole: int) -> list[Group]:
    sections: dict[Place, list[Paper]] = defaultdict(list)
    for paper in papers:
        sections[paper.year, paper.province].append(paper)
    order = sorted(sections, key=lambda place: (-place[0], place[1]))
    if not order:
        return []
    if sum(map(len, sections.values())) <= whole:
        return [_group("grams", {place: sections[place] for place in order})]
    provinces = sorted({province for _, province in order})
    return [
        _group(f"grams-{province}", {place: sections[place] for place in order if place[1] == province})
        for province in provinces
    ]


def _group(folder: str, sections: Mapping[Place, Sequence[Paper]]) -> Group:
    ordered = {place: sorted(members, key=lambda paper: paper.org_id) for place, members in sections.items()}
    return Group(folder, file_bits(sum(map(len, ordered.values()))), ordered)


def _row(group: Group) -> dict[str, Any]:
    sections = [[year, province, len(members)] for (year, province), members in group.sections.items()]
    return {"folder": group.folder, "bits": group.bits, "sections": sections}


def _provinces(groups: Iterable[Group], names: Mapping[str, str]) -> dict[str, str]:
    codes = sorted({province for group in groups for _, province in group.sections})
    return {code: names.get(code, code) for code in codes}


def _grams(group: Group, cache: Path | None) -> Iterator[tuple[str, bytes]]:
    encoded = [(place, _section(members, place, group, cache)) for place, members in group.sections.items()]
    digits = -(-group.bits // 4)
    for number in range(1 << group.bits):
        parts = []
        for (year, province), section in encoded:
            if part := section.of_file(number):
                parts.append(bytes((year - _FIRST_YEAR, int(province))) + _length(len(part)) + part)
        yield f"{FOLDER}/{group.folder}/{number:0{digits}x}.bin", b"".join(parts)


def _length(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _section(members: Sequence[Paper], place: Place, group: Group, cache: Path | None) -> Section:
    if cache is None:
        return encode([paper.grams() for paper in members], group.bits)
    digest = hashlib.sha256(b"".join((_VERSION, bytes((group.bits,)), *(paper.digest for paper in members)))).digest()
    file = cache / f"{group.folder}-{place[0]}-{place[1]}.section"
    known = file.read_bytes() if file.is_file() else b""
    starts = len(digest) + 4 * ((1 << group.bits) + 1)
    if known[: len(digest)] == digest:
        return Section(known[starts:], np.frombuffer(known[len(digest) : starts], dtype="<u4"))
    made = encode([paper.grams() for paper in members], group.bits)
    cache.mkdir(parents=True, exist_ok=True)
    file.write_bytes(digest + made.starts.astype("<u4").tobytes() + made.content)
    return made


def _json(value: Any) -> bytes:
    return (script_json(value) + "\n").encode("utf-8", "replace")
