"""The country's divisions down to townships: codes, names valid today, and names of former years with their time.

Loaded once, on first use. A division's parents follow from its code: two digits the province, four the prefecture,
six the county, nine the township.
"""

from __future__ import annotations

import csv
import functools
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.bodies.overrides import Override, read_overrides
from generator.errors import ConfigurationError
from generator.resources import data_path, read_yaml
from generator.text import normalise, simplify

PROVINCE, PREFECTURE, COUNTY, TOWNSHIP = 1, 2, 3, 4
_COUNTY_DIGITS = 6
_CORPS = "兵团"
_STREET, _OFFICE = "街道", "街道办事处"
_SHORTEST = 2  # what is left of 濮阳县梁庄镇 without its county must be more than that
_LEVELS = {"province": PROVINCE, "prefecture": PREFECTURE, "county": COUNTY, "township": TOWNSHIP}


@dataclass(frozen=True, slots=True)
class Former:
    """Another name of a division than the one it is listed by, with its time.

    ``until`` is the last day, month or year of a name of the past; ``since`` is the year from which on newer lists than
    ours have the name. ``merged`` says that the name was another division's, which this one took in.
    """

    name: str
    until: str = ""
    since: str = ""
    merged: bool = False

    def in_use(self, year: int) -> bool:
        """Say whether a report on ``year`` may bear the name; signs and stamps are changed a year late."""
        return (not self.until or year <= int(self.until[:4]) + 1) and (not self.since or year >= int(self.since[:4]))


@dataclass(frozen=True)
class Gazetteer:
    """Names by code, and codes by name.

    ``members`` are the townships of a county; ``former`` the other names of a division; ``ended`` says when a division
    was merged into another one, and into which. Whoever only asks for names by code does not wait for the rest.
    """

    names: Mapping[str, str]
    levels: Mapping[str, int]
    members: Mapping[str, tuple[str, ...]]
    placeholders: frozenset[str]
    former: Mapping[str, tuple[Former, ...]]
    ended: Mapping[str, tuple[str, str]]

    @cached_property
    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """Every name one may meet in print, simplified: today's, former ones, and the provinces' short names."""
        endings, simple = load_endings(), self._simple
        codes = _grouped([(name, code) for code, name in simple.items() if _is_findable(code, name, simple, endings)])
        _add_all(codes, _without_what_they_lie_in(simple, endings))
        _add_all(codes, ((item.name, code) for code, items in self.former.items() for item in items))
        _add_all(codes, endings.provinces.items())
        _share_streets(codes)
        return codes

    @cached_property
    def stems(self) -> Mapping[str, tuple[str, ...]]:
        """Names without their generic ending (曲库乎 of 曲库乎乡).

        By these a body may be called, and a township is known that has changed from 乡 to 镇.
        """
        endings = load_endings()
        stems = _grouped((stem_of(name, endings), code) for code, name in self._simple.items())
        _add_all(stems, ((match[1], code) for match, code in autonomous(self.codes, endings)))
        return stems

    @cached_property
    def _simple(self) -> Mapping[str, str]:
        # One call for all names: forty thousand calls would take longer than everything else together.
        simple = simplify(normalise("\n".join(self.names.values()))).split("\n")
        return dict(zip(self.names, simple, strict=True))

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

    def older_names(self, code: str, own_name: str) -> tuple[str, ...]:
        """Return what the body ``own_name`` of a division is also called, after other names of it or of its county."""
        township = self.names[code] if len(code) > _COUNTY_DIGITS else ""
        upper = [item.name for item in self.former.get(code[:_COUNTY_DIGITS], ()) if not item.merged]
        names = [county + (township or own_name) for county in upper]
        if township and own_name.startswith(township):
            names += [item.name for item in self.former.get(code, ())]
        return tuple(dict.fromkeys(names))

    def in_use(self, codes: Iterable[str], printed: str, year: int | None) -> tuple[str, ...]:
        """Return those of like-named ``codes`` that bore a name in ``printed`` in that year; all, where none did."""
        codes = tuple(codes)
        if len(codes) < 2 or year is None:
            return codes
        kept = tuple(code for code in codes if self._bore(code, printed, year))
        return kept or codes

    def _bore(self, code: str, printed: str, year: int) -> bool:
        """Say whether a name of the division or of one above it in ``printed`` was its name in that year."""
        for upper in self.lineage(code):
            names = [former for former in self.former.get(upper, ()) if former.name in printed]
            if names and simplify(self.names[upper]) not in printed and not any(n.in_use(year) for n in names):
                return False
        return True


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
    by_last: Mapping[str, tuple[str, ...]]
    autonomous: re.Pattern[str]
    corps: Mapping[str, str]


@functools.cache
def load_endings() -> Endings:
    """Return the endings of division names from ``data/lookups/divisions.yml``."""
    raw = read_yaml(data_path("lookups", "divisions.yml"))
    stemmed = [*(item["ending"] for item in raw["townships"]), *raw["regions"]]
    return Endings(
        townships=tuple((item["ending"], item["body"], item["kind"]) for item in raw["townships"]),
        regions=tuple(raw["regions"]),
        commissioners=raw["commissioners"],
        provinces=raw["provinces"],
        placeholders=frozenset(raw["placeholders"]),
        autonomous=re.compile(rf"(.{{2,}}?)(?:{'|'.join(raw['peoples'])})+自治([州县旗])$"),
        corps=raw["corps"],
        by_last={last: tuple(e for e in stemmed if e[-1] == last) for last in {e[-1] for e in stemmed}},
    )


@functools.cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer; raises ``ConfigurationError`` where a file of it cannot be read or is wrong."""
    return read_gazetteer(data_path("gazetteer"))


def read_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer that the files in ``folder`` make; raises ``ConfigurationError`` as above."""
    try:
        with lzma.open(folder / "divisions.csv.xz", "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        counties = _read(folder / "county_history.csv")
        townships = _read(folder / "township_names.csv")
        former = _formers(counties, townships)
    except (OSError, lzma.LZMAError, KeyError, csv.Error) as error:
        raise ConfigurationError(f"data/gazetteer: {error}") from error
    names = {code: name for code, name, _ in rows}
    levels = {code: _LEVELS[level] for code, _, level in rows}
    ended = _overridden(read_overrides(folder / "overrides.csv", names), names, levels, former)
    members: dict[str, list[str]] = {}
    for code in names:
        if len(code) > _COUNTY_DIGITS:
            members.setdefault(code[:6], []).append(code)
    townships_of = {code: tuple(group) for code, group in members.items()}
    return Gazetteer(names, levels, townships_of, load_endings().placeholders, former, ended)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _formers(
    counties: Iterable[Mapping[str, str]], townships: Iterable[Mapping[str, str]]
) -> dict[str, tuple[Former, ...]]:
    """Return the former names by the code of today."""
    found: dict[str, tuple[Former, ...]] = {}
    for row in counties:
        if row["code_today"]:
            _add(found, row["code_today"], Former(simplify(row["name"]), row["last_year"]))
    for row in townships:
        name = Former(simplify(row["name"]), row["valid_to"], row["valid_from"])
        _add(found, row["code"], name)
    return found


def _add(former: dict[str, tuple[Former, ...]], code: str, name: Former) -> None:
    if name not in former.get(code, ()):
        former[code] = (*former.get(code, ()), name)


def _overridden(
    overrides: Iterable[Override], names: dict[str, str], levels: dict[str, int], former: dict[str, tuple[Former, ...]]
) -> dict[str, tuple[str, str]]:
    """Lay what maintainers wrote over the packages' names; return the divisions that ended, when, and their heirs."""
    ended: dict[str, tuple[str, str]] = {}
    for item in overrides:
        if not item.valid_to:
            if item.code in names and names[item.code] != item.name:
                _add(former, item.code, Former(simplify(names[item.code]), until=item.valid_from))
            names[item.code] = item.name
            levels[item.code] = _LEVELS[item.level]
        elif item.successor and names.get(item.code) == item.name:
            ended[item.code] = (item.valid_to, item.successor)
        else:
            heir = item.successor or item.code
            _add(former, heir, Former(simplify(item.name), item.valid_to, merged=bool(item.successor)))
    return ended


def _without_what_they_lie_in(simple: Mapping[str, str], endings: Endings) -> Iterator[tuple[str, str]]:
    """Yield the names of townships without their county or the corps in front: 濮阳县梁庄镇, 兵团一五二团."""
    counties = {code: name for code, name in simple.items() if len(code) == _COUNTY_DIGITS}
    # Not 阿荣旗林业和草原局, which the source lists among the townships.
    governed = tuple(ending for ending, _, kind in endings.townships if kind != "zone")
    for code, name in simple.items():
        if len(code) > _COUNTY_DIGITS and name.startswith((counties[code[:6]], _CORPS)):
            short = name.removeprefix(counties[code[:6]]).removeprefix(_CORPS)
            if len(short) > _SHORTEST and (name.startswith(_CORPS) or short.endswith(governed)):
                yield short, code


def _share_streets(codes: dict[str, tuple[str, ...]]) -> None:
    """Give streets that the source lists with 办事处 the name without it, and theirs to all streets so called."""
    for name in [name for name in codes if name.endswith(_OFFICE)]:
        street = name.removesuffix(_OFFICE) + _STREET
        codes[name] = codes[street] = tuple(dict.fromkeys((*codes.get(street, ()), *codes[name])))


def stem_of(name: str, endings: Endings) -> str:
    """Return a division's name without its generic ending; a name that would keep one character is left whole."""
    for ending in endings.by_last.get(name[-1:], ()):
        if name.endswith(ending) and len(name) - len(ending) > 1:
            return name.removesuffix(ending)
    return name


def autonomous(codes: Mapping[str, Sequence[str]], endings: Endings) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the names of autonomous prefectures, counties and banners, taken apart, with each code so called."""
    for name, bearers in codes.items():
        match = endings.autonomous.match(name) if "自治" in name else None
        if match is not None:
            yield from ((match, code) for code in bearers)


def _is_findable(code: str, name: str, simple: Mapping[str, str], endings: Endings) -> bool:
    """Say whether a division's name stands for it; a city's name stands for the city, not for its only county."""
    if len(code) > _COUNTY_DIGITS:
        return True
    return name not in endings.placeholders and (code.endswith("00") or simple.get(f"{code[:4]}00") != name)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name, code in pairs:
        groups[name] = (*groups[name], code) if name in groups else (code,)
    return groups


def _add_all(groups: dict[str, tuple[str, ...]], pairs: Iterable[tuple[str, str]]) -> None:
    for name, code in pairs:
        if code not in groups.get(name, ()):
            groups[name] = (*groups.get(name, ()), code)
