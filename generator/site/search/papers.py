"""A report as the search sees it: whose, of which year, and its words as its page shows them.

An ``Entry`` is what the writer of the index holds of every report; a ``Paper`` is made where the report itself is at
hand, in any process, kept as bytes, and loaded only where an entry is new.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.model import Organisation, Report
from generator.site.catalogue import Catalogue, Region
from generator.site.pages_year import Prose, prose
from generator.site.safe import plain
from generator.site.search.folding import fold
from generator.site.search.grams import Grams, gram_bytes, grams, grams_of_bytes

# Before what the words give rise to: another way of cutting them makes every entry a new one.
_MADE = "2"


class Entry(NamedTuple):
    """A report in the search: its body's id, its year, its province by two digits, and what its words depend on."""

    org_id: str
    year: int
    province: str
    digest: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What a report brings to the search: the file a hit is verified and shown with, and its grams as bytes."""

    text: bytes
    grams: bytes


# Loads the papers of entries, in their order.
Load = Callable[[Sequence[Entry]], Iterable[Paper]]


def text_of(org_id: str, name: str, place: str, parts: Sequence[Prose]) -> bytes:
    """Return the file of a report's words: JSON, of whose ``parts`` the n-th stands at ``#words-n``."""
    shown = {"id": org_id, "name": name, "place": place, "parts": [[part.heading, part.paragraphs] for part in parts]}
    return (json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


def text_of_report(organisation: Organisation, report: Report, path: Sequence[Region]) -> bytes:
    """Return the file of a report's words, ``path`` being the regions of its body; nothing where it has none."""
    parts = prose(report)
    if not parts:
        return b""
    return text_of(
        organisation.org_id, plain(organisation.organisation), " ".join(plain(region.name) for region in path), parts
    )


def entry_of(org_id: str, year: int, province: str, text: bytes) -> Entry:
    """Return the light entry of a report whose file of words is ``text``."""
    whole = hashlib.sha256(b"\0".join((_MADE.encode(), org_id.encode(), str(year).encode(), province.encode(), text)))
    return Entry(org_id, year, province, whole.hexdigest()[:32])


def paper_of(text: bytes) -> Paper:
    """Return the paper of a report whose file of words is ``text``."""
    return Paper(text, gram_bytes(grams_of(text)))


def grams_of(text: bytes) -> Grams:
    """Return the grams of a file of words: pairs and triples within a paragraph. Raises ``ValueError``."""
    parts = json.loads(text)["parts"]
    return grams(fold("\n".join(paragraph for _, paragraphs in parts for paragraph in paragraphs)))


def grams_in(paper: Paper) -> Grams:
    """Return the grams that a paper brings with it."""
    return grams_of_bytes(paper.grams)


def pack_paper(paper: Paper) -> bytes:
    """Return a paper as bytes; equal ones give the same bytes."""
    return len(paper.grams).to_bytes(4, "little") + paper.grams + zlib.compress(paper.text, 1)


def unpack_paper(packed: bytes) -> Paper:
    """Return what ``pack_paper`` was given; raises ``zlib.error`` for bytes that it did not make."""
    begin = 4 + int.from_bytes(packed[:4], "little")
    return Paper(zlib.decompress(packed[begin:]), packed[4:begin])


def texts(catalogue: Catalogue) -> Iterator[tuple[Entry, bytes]]:
    """Yield the reports that have a page of their own and any words, each with its file of words."""
    for body in catalogue.bodies:
        path = catalogue.path(body.organisation)
        for facts in body.years:
            year, text = facts.report.year, text_of_report(body.organisation, facts.report, path)
            if text and year is not None:
                yield entry_of(body.organisation.org_id, year, path[0].code[:2], text), text
