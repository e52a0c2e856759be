"""The regions of the country and their townships, from the gazetteer: what could be in the collection."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from generator.bodies.gazetteer import TOWNSHIP, Gazetteer, load_endings, load_gazetteer

COUNTRY = ""
_GOVERNED = frozenset({"township", "subdistrict"})


@dataclass(frozen=True, slots=True)
class Geography:
    """Regions by code: ``below`` the regions directly in one, ``townships`` those of one that governs them itself.

    ``towns`` counts the townships and subdistricts of a region with all below it. Placeholders (市辖区) are no
    regions, and a city that the source lists a second time as its own only county is one region. Units that only
    statistics know (forest farms, parks) file no reports of their own and are left out.
    """

    below: Mapping[str, tuple[str, ...]]
    townships: Mapping[str, tuple[str, ...]]
    towns: Mapping[str, int]

    def name(self, code: str) -> str:
        """Return the name of a division valid today; empty where the gazetteer has none."""
        return load_gazetteer().names.get(code, "")

    def ended(self, code: str) -> tuple[str, str]:
        """Return since when a township is part of another one, and of which; empty while it is not."""
        return load_gazetteer().ended.get(code, ("", ""))


@functools.cache
def load_geography() -> Geography:
    """Return the country's regions; computed once."""
    gazetteer = load_gazetteer()
    below: dict[str, list[str]] = {}
    home: dict[str, tuple[str, ...]] = {}
    for code in sorted(gazetteer.names):
        if gazetteer.levels[code] == TOWNSHIP:
            continue
        home[code] = lineage = _lineage(gazetteer, code)
        if lineage and lineage[-1] == code:
            below.setdefault(lineage[-2] if len(lineage) > 1 else COUNTRY, []).append(code)
    townships: dict[str, list[str]] = {}
    for county, members in gazetteer.members.items():
        lineage = home.get(county) or _lineage(gazetteer, county)
        if lineage:
            townships.setdefault(lineage[-1], []).extend(code for code in members if _is_governed(gazetteer, code))
    towns: dict[str, int] = {}
    for region, codes in townships.items():
        for above in (COUNTRY, *(home.get(region) or _lineage(gazetteer, region))):
            towns[above] = towns.get(above, 0) + len(codes)
    return Geography(
        {code: tuple(group) for code, group in below.items()},
        {code: tuple(sorted(group)) for code, group in townships.items()},
        towns,
    )


def _lineage(gazetteer: Gazetteer, code: str) -> tuple[str, ...]:
    """Return a region's codes, province first, a city before its own only county of the same name."""
    lineage = gazetteer.lineage(code)
    kept = [c for n, c in enumerate(lineage) if n == 0 or gazetteer.names[c] != gazetteer.names[lineage[n - 1]]]
    return tuple(kept)


def _is_governed(gazetteer: Gazetteer, code: str) -> bool:
    name = gazetteer.names[code]
    return next((kind in _GOVERNED for ending, _, kind in load_endings().townships if name.endswith(ending)), False)
