"""The country's divisions down to townships: codes, names valid today, and the county names of former years.

Loaded once, on first use. A division's parents follow from its code: two digits the province, four the prefecture,
six the county, nine the township.
"""

from __future__ import annotations

import csv
import functools
import lzma
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import yaml

from generator.errors import ConfigurationError
from generator.resources import data_path
from generator.text import normalise, simplify

PROVINCE, PREFECTURE, COUNTY, TOWNSHIP = 1, 2, 3, 4
_LEVELS = {"province": PROVINCE, "prefecture": PREFECTURE, "county": COUNTY, "township": TOWNSHIP}


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by code, and codes by name.

    ``codes`` holds every name one may meet in print, simplified: today's, former county names, and the provinces'
    short names. ``stems`` holds names without their generic ending (曲库乎 of 曲库乎乡), by which a body may be
    called and by which a township is known that has changed from 乡 to 镇. ``members`` are the townships of a county.
    """

    names: Mapping[str, str]
    levels: Mapping[str, int]
    codes: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    members: Mapping[str, tuple[str, ...]]
    placeholders: frozenset[str]

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the codes of the division and of those it lies in, province first, without placeholders."""
        above = (f"{code[:2]}0000", f"{code[:4]}00", code[:6], code)
        kept = dict.fromkeys(c for c in above if c in self.names and self.names[c] not in self.placeholders)
        return tuple(kept)

    def region(self, code: str) -> tuple[str, str, str, str]:
        """Return the names of province, prefecture, county and township; empty where the division has none."""
        found = {self.levels[c]: self.names[c] for c in self.lineage(code)}
        # 嘉峪关市 stands in the source a second time, as its own only county.
        if found.get(COUNTY) == found.get(PREFECTURE):
            found.pop(COUNTY, None)
        return found.get(PROVINCE, ""), found.get(PREFECTURE, ""), found.get(COUNTY, ""), found.get(TOWNSHIP, "")


def within(code: str, ancestor: str) -> bool:
    """Say whether the division ``code`` is ``ancestor`` or lies in it."""
    return code.startswith(significant(ancestor))


def significant(code: str) -> str:
    """Return the digits of a code that tell it from its parents: 42, 4212, 421222 or 421222101."""
    if len(code) > 6:
        return code
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@dataclass(frozen=True, slots=True)
class Endings:
    """The generic endings of division names, longest first, and how the bodies of such divisions are called."""

    townships: tuple[tuple[str, str, str], ...]
    regions: tuple[str, ...]
    commissioners: Mapping[str, str]
    provinces: Mapping[str, str]
    placeholders: frozenset[str]


@functools.cache
def load_endings() -> Endings:
    """Return the endings of division names from ``data/lookups/divisions.yml``."""
    raw = yaml.safe_load(data_path("lookups", "divisions.yml").read_text(encoding="utf-8"))
    return Endings(
        townships=tuple((item["ending"], item["body"], item["kind"]) for item in raw["townships"]),
        regions=tuple(raw["regions"]),
        commissioners=raw["commissioners"],
        provinces=raw["provinces"],
        placeholders=frozenset(raw["placeholders"]),
    )


@functools.cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer; raises ``ConfigurationError`` where a file of it cannot be read."""
    folder = data_path("gazetteer")
    try:
        with lzma.open(folder / "divisions.csv.xz", "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        with (folder / "county_history.csv").open(encoding="utf-8", newline="") as file:
            former = [(row["name"], row["code_today"]) for row in csv.DictReader(file) if row["code_today"]]
    except (OSError, lzma.LZMAError, KeyError) as error:
        raise ConfigurationError(f"data/gazetteer: {error}") from error
    endings = load_endings()
    names = {code: name for code, name, _ in rows}
    # One call for all names: forty thousand calls would take longer than everything else together.
    simple = simplify(normalise("\n".join(names.values()))).split("\n")
    levels = {code: _LEVELS[level] for code, _, level in rows}
    codes = _grouped(
        [
            *((name, code) for code, name in zip(names, simple, strict=True) if _is_findable(code, names, endings)),
            *((simplify(name), code) for name, code in former),
            *endings.provinces.items(),
        ]
    )
    stems = _grouped((stem_of(name, endings), code) for code, name in zip(names, simple, strict=True))
    members: dict[str, list[str]] = {}
    for code in names:
        if levels[code] == TOWNSHIP:
            members.setdefault(code[:6], []).append(code)
    return Gazetteer(
        names=names,
        levels=levels,
        codes=codes,
        stems=stems,
        members={code: tuple(group) for code, group in members.items()},
        placeholders=endings.placeholders,
    )


def stem_of(name: str, endings: Endings) -> str:
    """Return a division's name without its generic ending; a name that would keep one character is left whole."""
    for ending, _, _ in endings.townships:
        if name.endswith(ending) and len(name) - len(ending) > 1:
            return name.removesuffix(ending)
    for ending in endings.regions:
        if name.endswith(ending) and len(name) - len(ending) > 1:
            return name.removesuffix(ending)
    return name


def _is_findable(code: str, names: Mapping[str, str], endings: Endings) -> bool:
    """Say whether a division's name stands for it; a city's name stands for the city, not for its only county."""
    name = names[code]
    return name not in endings.placeholders and (code.endswith("00") or names.get(f"{code[:4]}00") != name)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name, code in pairs:
        held = groups.get(name)
        if held is None:
            groups[name] = (code,)
        elif code not in held:
            groups[name] = (*held, code)
    return groups
