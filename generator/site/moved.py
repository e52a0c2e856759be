"""Pages at addresses that others replaced: they lead on, also without a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.bodies.pinned import Move
from generator.site.catalogue import Body, Catalogue
from generator.site.places import Place, body_address, region_address
from generator.site.safe import segment


@dataclass(frozen=True, slots=True)
class MovedView:
    """An old address and where it leads."""

    place: Place
    name: str
    target: str
    since: str
    why: str

    @property
    def file(self) -> str:
        """The file below the docs folder that becomes this page."""
        return self.place.address.strip("/") + "/index.html"


def moved_views(catalogue: Catalogue, moves: Iterable[Move]) -> Iterator[MovedView]:
    """Yield a page for each replaced address of a body and for each of its years.

    Where the body of today has nothing in the collection, its old address leads to its region, or to the country.
    """
    bodies = {body.organisation.org_id: body for body in catalogue.bodies}
    for move in moves:
        body = bodies.get(move.new)
        if body is None:
            yield _view(move, "", _region(catalogue, move.new), ("机关现在的地区", ""))
            continue
        for year in ("", *(str(facts.report.year) for facts in body.years)):
            yield _body_view(move, body, year)


def _body_view(move: Move, body: Body, year: str) -> MovedView:
    target = body_address(body.organisation) + (f"{year}/" if year else "")
    return _view(move, year, target, (body.organisation.organisation, year))


def _view(move: Move, year: str, target: str, name: tuple[str, str]) -> MovedView:
    place = Place(f"/o/{segment(move.old)}/" + (f"{year}/" if year else ""))
    full = name[0] + (f" {name[1]} 年" if name[1] else "")
    return MovedView(place, full, target, move.since, move.why)


def _region(catalogue: Catalogue, org_id: str) -> str:
    code = org_id.partition("-")[0]
    for above in (code[:6], f"{code[:4]}00", f"{code[:2]}0000"):
        if above in catalogue.regions:
            return region_address(above)
    return "/d/"
