"""A report as the search sees it: whose, of which year, and its words as its page shows them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.site.catalogue import Catalogue
from generator.site.pages_year import Prose, prose
from generator.site.safe import plain, segment
from generator.site.search.folding import fold
from generator.site.search.grams import Grams, grams


@dataclass(frozen=True, slots=True)
class Paper:
    """A report in the search: its body's id, name and regions, its year, province and parts."""

    org_id: str
    year: int
    province: str
    name: str
    place: str
    parts: tuple[Prose, ...]

    @property
    def file(self) -> str:
        """Where its text lies, below the folder of the search."""
        return f"text/{segment(self.org_id)}/{self.year}.json"

    @property
    def text(self) -> str:
        """What a hit is verified and shown with: JSON, of whose ``parts`` the n-th stands at ``#words-n``."""
        parts = [[part.heading, part.paragraphs] for part in self.parts]
        shown = {"name": self.name, "place": self.place, "parts": parts}
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"

    @property
    def words(self) -> str:
        """All paragraphs, a line each."""
        return "\n".join(paragraph for part in self.parts for paragraph in part.paragraphs)

    @property
    def digest(self) -> str:
        """What its text and its grams depend on."""
        parts = ("\x1f".join((part.heading, *part.paragraphs)) for part in self.parts)
        whole = "\x1e".join((self.org_id, str(self.year), self.name, self.place, *parts))
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()

    def grams(self) -> Grams:
        """Return its grams: pairs and triples within a paragraph."""
        return grams(fold(self.words))


def papers(catalogue: Catalogue) -> Iterator[Paper]:
    """Yield the reports that have a page of their own and any words."""
    for body in catalogue.bodies:
        path = catalogue.path(body.organisation)
        place = " ".join(plain(region.name) for region in path)
        name = plain(body.organisation.organisation)
        for facts in body.years:
            year, parts = facts.report.year, prose(facts.report)
            if parts and year is not None:
                yield Paper(body.organisation.org_id, year, path[0].code[:2], name, place, parts)
