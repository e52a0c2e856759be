"""Division names found in text: the longest at each place, and those that stand in a row from large to small."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.bodies.gazetteer import autonomous, load_endings, load_gazetteer, within
from generator.bodies.words import Words
from generator.resources import data_path, read_yaml
from generator.text import flat

_SPACE = re.compile(r"\s+")
_READING = re.compile(r"[(][a-zü\u00e0-\u01dc]{1,6}[)]")  # mirrors print 報(bào)告
_SHORTEST_SURE = 3
_COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A division's name in text, with all divisions so called."""

    start: int
    end: int
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Names that stand in a row, each lying in the one before: 咸宁市通城县; ``codes`` are what the last can be."""

    start: int
    end: int
    names: tuple[str, ...]
    codes: tuple[str, ...]


@functools.lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Return ``text`` for finding names: simplified, compatible widths, without any white space."""
    return _READING.sub("", _SPACE.sub("", flat(text)))


def chains(text: str) -> list[Chain]:
    """Return the division names of running plain ``text`` in reading order, those in a row joined."""
    return [chain for chain in rows(text) if len(chain.names) > 1 or chain.names[0] not in _index().doubtful]


def chains_in_name(words: str) -> list[Chain]:
    """Return the division names of a body's plain name; at its start even 林场 and 城区 are names."""
    found = rows(words)
    return [c for c in found if c.start == 0 or len(c.names) > 1 or c.names[0] not in _index().doubtful]


@functools.lru_cache(maxsize=128)
def rows(text: str) -> tuple[Chain, ...]:
    """Return all names of plain ``text``, also doubtful ones, those in a row joined."""
    result: list[Chain] = []
    for hit in _hits(text):
        last = result[-1] if result else None
        inner = _inside(hit.codes, last.codes) if last is not None and last.end == hit.start else ()
        if last is not None and inner:
            result[-1] = Chain(last.start, hit.end, (*last.names, hit.name), inner)
        else:
            result.append(Chain(hit.start, hit.end, (hit.name,), hit.codes))
    return tuple(result)


def stems_in(text: str) -> list[tuple[str, ...]]:
    """Return the divisions whose names without ending stand in plain ``text`` (汤阴 in 云上汤阴)."""
    stems = load_gazetteer().stems
    found = []
    for size in (4, 3, 2):
        found += [stems[text[at : at + size]] for at in range(len(text) - size + 1) if text[at : at + size] in stems]
    return found


@dataclass(frozen=True, slots=True)
class _Index:
    """All names to be found; ``doubtful`` are too short or too common to stand alone."""

    words: Words
    codes: Mapping[str, tuple[str, ...]]
    doubtful: frozenset[str]


def _hits(text: str) -> list[Hit]:
    index = _index()
    found: list[Hit] = []
    for at, name in index.words.places(text):
        _take(found, Hit(at, at + len(name), name, index.codes[name]))
    return found


def _take(found: list[Hit], hit: Hit) -> None:
    """Add a hit, unless it stands inside a longer one: 泊镇 in 镜泊镇."""
    last = found[-1] if found else None
    if last is None or hit.start >= last.end:
        found.append(hit)
    elif any(h.end == hit.start and h.start < last.start and _inside(hit.codes, h.codes) for h in found[-3:-1]):
        # 汾阳市西河街道: 西河街道 lies in 汾阳市, 市西河街道 of another city only overlaps it.
        found[-1] = hit
    elif hit.end > last.end:
        found.append(hit)


def _inside(codes: Sequence[str], outer: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if any(within(code, o) and code != o for o in outer))


@functools.cache
def _index() -> _Index:
    gazetteer = load_gazetteer()
    raw = read_yaml(data_path("lookups", "divisions.yml"))
    codes = dict(gazetteer.codes)
    for match, code in autonomous(gazetteer.codes, load_endings()):
        short = match[1] + match[2]
        if short not in gazetteer.codes:
            codes[short] = (*codes.get(short, ()), code)
    return _Index(
        words=Words(codes),
        codes=codes,
        doubtful=frozenset(raw["common_words"]) | _doubtful(codes),
    )


def _doubtful(codes: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the names that alone prove nothing: two characters, or a township's without a generic ending (林场)."""
    sure = tuple(ending for ending, _, kind in load_endings().townships if kind != "zone")
    townships = (name for name, bearers in codes.items() if len(bearers[0]) > _COUNTY_DIGITS)
    return frozenset(
        name
        for name in townships
        if (len(name) < _SHORTEST_SURE or not name.endswith(sure))
        and not any(len(code) <= _COUNTY_DIGITS for code in codes[name])
    )
