"""A report as the search sees it: whose, of which year, and its words as its page shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.site.catalogue import Catalogue
from generator.site.pages_year import prose
from generator.site.safe import plain, script_json, segment
from generator.site.search.folding import fold
from generator.site.search.grams import Grams, grams


@dataclass(frozen=True, slots=True)
class Paper:
    """A report in the search; ``text`` is the file a hit is verified and shown with.

    ``text`` is JSON: ``name``, ``place`` and ``parts``, of which the n-th stands at ``#words-n``: heading, paragraphs.
    """

    org_id: str
    year: int
    province: str
    text: str
    words: str

    @property
    def file(self) -> str:
        """Where its text lies, below the folder of the search."""
        return f"text/{segment(self.org_id)}/{self.year}.json"

    @property
    def digest(self) -> bytes:
        """What its grams depend on."""
        return hashlib.sha256(self.words.encode("utf-8", "replace")).digest()

    def grams(self) -> Grams:
        """Return its grams: pairs and triples within a paragraph."""
        return grams(fold(self.words))


def papers(catalogue: Catalogue) -> Iterator[Paper]:
    """Yield the reports that have a page of their own and any words."""
    for body in catalogue.bodies:
        path = catalogue.path(body.organisation)
        place = " ".join(plain(region.name) for region in path)
        for facts in body.years:
            parts = prose(facts.report)
            year = facts.report.year
            if not parts or year is None:
                continue
            shown = {
                "name": plain(body.organisation.organisation),
                "place": place,
                "parts": [[part.heading, list(part.paragraphs)] for part in parts],
            }
            words = "\n".join(paragraph for part in parts for paragraph in part.paragraphs)
            yield Paper(body.organisation.org_id, year, path[0].code[:2], script_json(shown) + "\n", words)
