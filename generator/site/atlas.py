"""What all regions' pages need: who lies where, sums, what could not be read; and what each page is made of.

A region's page is known by its key, the fingerprint of everything it can show, so that only those are made again of
which something changed (docs/adr/0046-regions-by-keys.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from generator.cache.fingerprint import fingerprint
from generator.model import Report
from generator.site.catalogue import Body, Catalogue
from generator.site.coverage import AsOf
from generator.site.geography import COUNTRY, Geography, load_geography
from generator.site.people import gone_in
from generator.site.places import Place, region_address
from generator.site.pools import NO_SUMS, Pool, Pools, Sum, Which

_MOST_YEARS: Final = 20
_NO_POOLS: Final[Mapping[Which, Pool]] = {}


class Atlas:
    """The regions of a collection on one day; nothing is worked out before a page asks for it.

    ``sums`` are those of the bodies directly in each region, by its code, where they are known already.
    """

    def __init__(self, catalogue: Catalogue, day: AsOf, sums: Mapping[str, Sequence[Sum]] = NO_SUMS) -> None:
        self.catalogue = catalogue
        self.day = day
        self._sums = sums
        self.geography: Geography = load_geography()

    @cached_property
    def bodies(self) -> Mapping[str, list[Body]]:
        """The bodies in each region and in all below it, in the order of their ids."""
        found: dict[str, list[Body]] = defaultdict(list)
        for body in self.catalogue.bodies:
            for code in (COUNTRY, *(region.code for region in self.catalogue.path(body.organisation))):
                found[code].append(body)
        return found

    @cached_property
    def unread(self) -> Mapping[str, list[Report]]:
        """The documents of each body that could not be read."""
        found: dict[str, list[Report]] = defaultdict(list)
        for report in self.catalogue.homeless:
            if report.organisation is not None and report.year is not None:
                found[report.organisation.org_id].append(report)
        return found

    @cached_property
    def _pools(self) -> Pools:
        return Pools(self.catalogue, self._sums)

    def pool(self, code: str) -> Mapping[Which, Pool]:
        """Return a region's pools."""
        return self._pools.get(code, _NO_POOLS)

    def years(self, code: str) -> tuple[int, ...]:
        """Return the years of a region's matrix: from its oldest report to the newest year anybody can have filed."""
        found = [year for year, _ in self.pool(code)]
        last = max([self.day.last_year, *found])
        return tuple(range(max(min(found, default=last), last - _MOST_YEARS + 1), last + 1))

    def edition(self, code: str) -> str:
        """Return a name for the state of a region's figures; the country's is that of the whole data set."""
        if code == COUNTRY:
            return self.catalogue.edition
        return self.catalogue.edition_of([one for body in self.bodies.get(code, ()) for one in _documents(body)])

    def has_page(self, code: str) -> bool:
        """Say whether a region has a page; a county or prefecture without reports stands on that of its province."""
        return code == COUNTRY or code in self.catalogue.regions or code in self.geography.below.get(COUNTRY, ())

    def codes(self) -> Iterator[str]:
        """Yield the regions that have a page: the country, every province, each region with bodies here."""
        yield COUNTRY
        yield from sorted({*self.catalogue.regions, *self.geography.below.get(COUNTRY, ())})

    def keys(self, groups: Mapping[str, str]) -> Mapping[str, str]:
        """Return for the code of each region with a page the fingerprint of all that the page can show.

        ``groups`` are the keys of the groups of documents by their names; the group of those who lie directly in a
        region has its code. A key covers all that is made of a group: its bodies, their documents, those that could not
        be read. Beside them a page shows the regions above and below with their names, what was withdrawn there, the
        day, whether all is made. The ratios are made of the same reports. Program, templates and gazetteer are not in
        it: whoever keeps pages has to ask for them as well.
        """
        common = (repr(self.day), repr(self.catalogue.is_made))
        inside: dict[str, list[str]] = defaultdict(list)
        for code, key in sorted(groups.items()):
            above = tuple(self.catalogue.above(code))
            mark = fingerprint(*map(self._named, above), key)
            for region in above:
                inside[region].append(mark)
            inside[COUNTRY].append(mark)
        # The country's page names the edition of the whole data set, documents without a body among it.
        inside[COUNTRY].append(self.catalogue.edition)
        return {
            code: fingerprint(*common, repr(gone_in(self.catalogue, code)), *inside.get(code, ()))
            for code in self.codes()
        }

    def _named(self, code: str) -> str:
        region = self.catalogue.regions[code]
        return "\n".join((region.code, region.name, region.level, region.parent))


def region_place(code: str) -> Place:
    """Return where a region's page stands; no code is the country."""
    return Place("/d/" if code == COUNTRY else region_address(code))


def _documents(body: Body) -> Iterator[Report]:
    yield from (facts.report for facts in body.years)
    yield from body.others
