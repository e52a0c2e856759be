"""The comparison's files: for each part one to open with, and one for every further column.

A part is a pure function of the reports of its bodies: no clock, no count of the whole data set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.metrics.groups import GROUPS, group_of
from generator.model import CellStatus, Kind
from generator.site.catalogue import Body, Catalogue, Region
from generator.site.compare.columns import COMPLETE, DEFAULT
from generator.site.compare.encode import Encoder
from generator.site.safe import plain, script_json
from generator.site.words import FORMS

FOLDER: Final = "assets/compare"
WHOLE: Final = "all"
# Up to so many reports a phone opens the country at once; beyond, one province at a time.
WHOLE_ROWS: Final = 40_000
KIND_CODES: Final = tuple(kind.value for kind in Kind)
FORM_CODES: Final = tuple(FORMS)
_OTHERWISE: Final = "!"


@dataclass(frozen=True, slots=True)
class Part:
    """Bodies that are loaded together: all of them, or those of one province."""

    code: str
    name: str
    bodies: tuple[Body, ...]

    @property
    def rows(self) -> int:
        """How many reports there are in it."""
        return sum(len(body.years) for body in self.bodies)


def parts(catalogue: Catalogue, most: int = WHOLE_ROWS) -> tuple[Part, ...]:
    """Return the parts: one for a collection of at most ``most`` reports, else one for each province."""
    bodies = tuple(body for body in catalogue.bodies if body.years)
    if sum(len(body.years) for body in bodies) <= most:
        return (Part(WHOLE, "", bodies),)
    by_province: dict[str, list[Body]] = {}
    for body in bodies:
        by_province.setdefault(catalogue.path(body.organisation)[0].code, []).append(body)
    return tuple(
        Part(code[:2], catalogue.regions[code].name, tuple(found)) for code, found in sorted(by_province.items())
    )


def comparison_files(catalogue: Catalogue, part: Part) -> Iterator[tuple[str, str]]:
    """Yield the files of one part: path below the site, text."""
    encoder = Encoder()
    rows = [encoder.values(facts) for body in part.bodies for facts in body.years]
    columns = (
        dict(zip(encoder.codes, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(encoder.codes, ())
    )
    opening = [code for code in DEFAULT if code != COMPLETE]
    first = ",".join(f'"{code}":{_array(columns[code])}' for code in opening)
    head = script_json(_who(catalogue, part.bodies))
    yield base_file(part), f'{head[:-1]},"columns":{{{first}}}}}\n'
    for code, column in columns.items():
        if code not in opening:
            yield f"{FOLDER}/{part.code}/{code}.json", _array(column) + "\n"


def base_file(part: Part) -> str:
    """Return where the file is with which a part opens."""
    return f"{FOLDER}/{part.code}/base.json"


def _array(column: Sequence[str]) -> str:
    return f"[{','.join(column)}]"


def _who(catalogue: Catalogue, bodies: Sequence[Body]) -> Mapping[str, Any]:
    """Return who the rows are: regions, bodies with their number of rows, and each row's year, form and counts.

    An id leaves out its region's code and a name the name before it where they begin so; else they begin with ``!``.
    """
    regions = _regions(catalogue, bodies)
    places = {region.code: place for place, region in enumerate(regions)}
    own = [(body, catalogue.path(body.organisation)[-1]) for body in bodies]
    rows = [facts for body in bodies for facts in body.years]
    return {
        "regions": [[region.code, plain(region.name), places.get(region.parent, -1)] for region in regions],
        "bodies": {
            "id": [_without(body.organisation.org_id, region.code) for body, region in own],
            "name": [_without(plain(body.organisation.organisation), plain(region.name)) for body, region in own],
            "region": [places[region.code] for _, region in own],
            "kind": [KIND_CODES.index(body.organisation.kind.value) for body in bodies],
            "group": [GROUPS.index(group_of(body.organisation)) for body in bodies],
            "rows": [len(body.years) for body in bodies],
        },
        "year": [facts.report.year for facts in rows],
        "form": [FORM_CODES.index(facts.report.form) if facts.report.form in FORM_CODES else -1 for facts in rows],
        "read": [[cell.status for cell in facts.report.cells].count(CellStatus.REPORTED) for facts in rows],
        "cells": [len(facts.report.cells) for facts in rows],
    }


def _regions(catalogue: Catalogue, bodies: Sequence[Body]) -> list[Region]:
    found = {region.code: region for body in bodies for region in catalogue.path(body.organisation)}
    return [found[code] for code in sorted(found)]


def _without(text: str, beginning: str) -> str:
    return text.removeprefix(beginning) if text.startswith(beginning) else _OTHERWISE + text
