"""The files of the search: one that names the parts, lists of reports, their texts, and the index itself.

``grams/*.bin`` is cut by the hash of a gram, so that a query fetches one file for a pair or triple of characters. Each
file holds, one behind the other, the newest year first, what each section knows: two bytes that name it (year after
1970, province), the length, the bytes of ``sections``.
"""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
_VERSION: Final = 1
_PER_FILE: Final = 3  # reports for each file of the index: more files make a query cheaper and a new report dearer
_FEWEST_BITS, _MOST_BITS = 4, 13
_FIRST_YEAR: Final = 1970

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the search: its path below the site, the fingerprint of what it is made of, and its bytes on demand."""

    name: str
    key: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Group:
    """The sections of one index, by year and province, the newest year first."""

    folder: str
    bits: int
    sections: Mapping[Place, Sequence[Paper]]


def index_files(
    papers: Iterable[Paper], names: Mapping[str, str], cache: Path | None = None, whole: int = WHOLE
) -> Iterator[File]:
    """Yield the files of the search; ``names`` are the provinces' by their two digits.

    Sections that are in the folder ``cache`` are not made again; the same reports give the same bytes with and without.
    """
    groups = _groups(papers, whole)
    yield _small("parts.json", {"provinces": _provinces(groups, names), "indexes": [_row(g) for g in groups]})
    for group in groups:
        digests = {place: [paper.digest for paper in members] for place, members in group.sections.items()}
        for (year, province), members in group.sections.items():
            yield _small(f"list/{year}-{province}.json", [paper.org_id for paper in members])
            for paper, digest in zip(members, digests[year, province], strict=True):
                yield File(f"{FOLDER}/{paper.file}", digest, functools.partial(_text, paper))
        yield from _grams(group, digests, cache)


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


def _grams(group: Group, digests: Mapping[Place, Sequence[str]], cache: Path | None) -> Iterator[File]:
    keys = {place: _key(str(_VERSION), str(group.bits), *digests[place]) for place in group.sections}
    whole = _key(*(f"{year} {province} {key}" for (year, province), key in keys.items()))

    @functools.cache
    def encoded() -> list[tuple[Place, Section]]:
        return [(place, _section(group, place, keys[place], cache)) for place in group.sections]

    def content(number: int) -> bytes:
        parts = []
        for (year, province), section in encoded():
            if part := section.of_file(number):
                parts.append(bytes((year - _FIRST_YEAR, int(province))) + _length(len(part)) + part)
        return b"".join(parts)

    digits = -(-group.bits // 4)
    for number in range(1 << group.bits):
        name = f"{FOLDER}/{group.folder}/{number:0{digits}x}.bin"
        yield File(name, whole, functools.partial(content, number))


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _text(paper: Paper) -> bytes:
    return paper.text.encode("utf-8", "replace")


def _length(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _section(group: Group, place: Place, key: str, cache: Path | None) -> Section:
    def made() -> Section:
        return encode([paper.grams() for paper in group.sections[place]], group.bits)

    if cache is None:
        return made()
    file = cache / f"{group.folder}-{place[0]}-{place[1]}.section"
    known = file.read_bytes() if file.is_file() else b""
    digest = bytes.fromhex(key)
    starts = len(digest) + 4 * ((1 << group.bits) + 1)
    if known[: len(digest)] == digest:
        return Section(known[starts:], np.frombuffer(known[len(digest) : starts], dtype="<u4"))
    section = made()
    cache.mkdir(parents=True, exist_ok=True)
    file.write_bytes(digest + section.starts.astype("<u4").tobytes() + section.content)
    return section


def _small(name: str, value: Any) -> File:
    content = (script_json(value) + "\n").encode("utf-8", "replace")
    return File(f"{FOLDER}/{name}", hashlib.sha256(content).hexdigest(), lambda: content)
