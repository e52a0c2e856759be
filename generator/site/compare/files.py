"""The comparison's files: for each part one to open with, and one for every further column.

A part is a pure function of the reports of its bodies: no clock, no count of the whole data set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.metrics.groups import GROUPS, group_of
from generator.model import Kind
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
_COLUMN, _BODY = "\n", "\t"


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


@dataclass(frozen=True, slots=True)
class Chunk:
    """The values of some bodies' reports as they stand in the files: a text for each column, one behind the other.

    ``columns`` follow the encoder's order, with a line break between; in a column bodies stand apart by a tab, in the
    order of ``bodies``, and a body's years by a comma. JSON never has either of the two in its text.
    """

    bodies: tuple[str, ...]
    columns: str


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


def chunk_of(bodies: Sequence[Body]) -> Chunk:
    """Return what bodies bring to the files: made once, wherever their reports are whole."""
    encoder = Encoder()
    with_years = [body for body in bodies if body.years]
    rows = [[encoder.values(facts) for facts in body.years] for body in with_years]
    columns = (
        _BODY.join(",".join(values[place] for values in one) for one in rows) for place in range(len(encoder.codes))
    )
    return Chunk(tuple(body.organisation.org_id for body in with_years), _COLUMN.join(columns))


def comparison_files(catalogue: Catalogue, part: Part, chunks: Iterable[Chunk] = ()) -> Iterator[tuple[str, str]]:
    """Yield the files of one part: path below the site, text.

    ``chunks`` are those of places of the country, in any order; bodies in none of them are looked up themselves.
    """
    columns = dict(zip(Encoder().codes, _joined(part.bodies, chunks), strict=True))
    opening = [code for code in DEFAULT if code != COMPLETE]
    first = ",".join(f'"{code}":[{columns[code]}]' for code in opening)
    head = script_json(_who(catalogue, part.bodies))
    yield base_file(part), f'{head[:-1]},"columns":{{{first}}}}}\n'
    for code, column in columns.items():
        if code not in opening:
            yield f"{FOLDER}/{part.code}/{code}.json", f"[{column}]\n"


def merged(chunks: Sequence[Chunk]) -> Chunk:
    """Return what several groups of bodies bring as one, its bodies in the order of their ids."""
    bodies = tuple(sorted(org_id for chunk in chunks for org_id in chunk.bodies))
    places = {org_id: place for place, org_id in enumerate(bodies)}
    return Chunk(bodies, _COLUMN.join(_put_together(places, [chunk for chunk in chunks if chunk.bodies])))


def _joined(bodies: Sequence[Body], chunks: Iterable[Chunk]) -> Iterator[str]:
    """Yield the values of each column for all rows, in the order of the bodies."""
    places = {body.organisation.org_id: place for place, body in enumerate(bodies)}
    known = [chunk for chunk in chunks if any(org_id in places for org_id in chunk.bodies)]
    covered = {org_id for chunk in known for org_id in chunk.bodies}
    rest = [body for body in bodies if body.organisation.org_id not in covered]
    known += [chunk_of(rest)] if rest or not known else []
    for column in _put_together(places, known):
        yield column.replace(_BODY, ",")


def _put_together(places: Mapping[str, int], chunks: Iterable[Chunk]) -> Iterator[str]:
    """Yield the columns of chunks put together, bodies in the order of their ``places``; others are left out.

    Bodies of one chunk nearly always follow each other; then the chunk's own text is taken as it is.
    """
    pieces: list[tuple[int, list[str]]] = []
    for chunk in chunks:
        columns = chunk.columns.split(_COLUMN)
        own = [places.get(org_id, -1) for org_id in chunk.bodies]
        if own == list(range(own[0], own[0] + len(own))) if own else True:
            pieces.append((own[0] if own else 0, columns))
            continue
        apart = [column.split(_BODY) for column in columns]
        pieces += [(place, [column[n] for column in apart]) for n, place in enumerate(own) if place >= 0]
    pieces.sort(key=lambda piece: piece[0])
    for column in zip(*(columns for _, columns in pieces), strict=True):
        yield _BODY.join(column)


def base_file(part: Part) -> str:
    """Return where the file is with which a part opens."""
    return f"{FOLDER}/{part.code}/base.json"


def _who(catalogue: Catalogue, bodies: Sequence[Body]) -> Mapping[str, Any]:
    """Return who the rows are: regions, bodies with their number of rows, and each row's year, form and counts.

    An id leaves out its region's code and a name the name before it where they begin so; else they begin with ``!``.
    """
    regions = _regions(catalogue, bodies)
    places = {region.code: place for place, region in enumerate(regions)}
    own = [(body, catalogue.path(body.organisation)[-1]) for body in bodies]
    rows = [facts for body in bodies for facts in body.years]
    gists = [catalogue.gist(facts.report) for facts in rows]
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
        "read": [gist.read for gist in gists],
        "cells": [gist.cells for gist in gists],
    }


def _regions(catalogue: Catalogue, bodies: Sequence[Body]) -> list[Region]:
    found = {region.code: region for body in bodies for region in catalogue.path(body.organisation)}
    return [found[code] for code in sorted(found)]


def _without(text: str, beginning: str) -> str:
    return text.removeprefix(beginning) if text.startswith(beginning) else _OTHERWISE + text
