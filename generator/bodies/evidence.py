"""What a document says about itself, by how much each place is worth: title, signature, preamble, page, prose."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from generator.bodies.gazetteer import load_gazetteer
from generator.bodies.names import Chain, chains, plain
from generator.bodies.places import Trace, Whereabouts, traces, whereabouts
from generator.model import Document, Section
from generator.resources import data_path, read_yaml
from generator.text import flat


class Place(IntEnum):
    """Where something is said; the smaller, the more it is worth."""

    TITLE = 1
    SIGNATURE = 2
    PREAMBLE = 3
    PAGE = 4
    PROSE = 5


PLACE_NAMES = {
    Place.TITLE: "标题",
    Place.SIGNATURE: "落款",
    Place.PREAMBLE: "引言",
    Place.PAGE: "网页信息",
    Place.PROSE: "正文",
}
_WEIGHTS = {Place.TITLE: 10.0, Place.SIGNATURE: 8.0, Place.PREAMBLE: 4.0, Place.PAGE: 4.0, Place.PROSE: 1.0}
_NAME_LIMIT = 3
_CITED = re.compile(r"《[^《》]{0,80}》")
_BY_ORDER = re.compile(
    r"(?:根据|按照|依据|依照|遵照)[^。;]{0,160}?(?:要求|规定|精神|通知|部署|安排|文件|办法|条例)[,，]?"
)
_CRUMB = re.compile(r"首页\s*[>»/\-]")


@dataclass(frozen=True, slots=True)
class Region:
    """A mention of divisions, with its worth, the kind of place it stands in, and its words."""

    codes: tuple[str, ...]
    weight: float
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The plain texts of a document by place, the fields of its page, and every region it mentions.

    ``year`` is the year reported on, if known: names have their time. ``outside`` is what folder and web address say;
    it counts only where the document itself leaves something open.
    """

    texts: Mapping[Place, str]
    fields: tuple[str, ...]
    regions: tuple[Region, ...]
    whole: str
    year: int | None
    outside: Whereabouts

    def support(self, code: str) -> float:
        """Return how much the document speaks for the division ``code`` or what it lies in."""
        lineage = load_gazetteer().lineage(code)
        return sum(region.weight for region in self.regions if any(c in region.codes for c in lineage))


def gather(
    document: Document, narrative: Mapping[Section, str], source: str = "", year: int | None = None, url: str = ""
) -> Evidence:
    """Return what ``document`` says about itself; ``source`` is its path below the reports folder."""
    raw = [line.text for line in document.lines]
    whole = plain("\n".join(raw))
    texts = {
        Place.TITLE: plain(narrative.get(Section.TITLE, "")),
        Place.SIGNATURE: plain(narrative.get(Section.SIGNATURE, "")),
        Place.PREAMBLE: plain(narrative.get(Section.PREAMBLE, "")),
        Place.PROSE: plain(
            "\n".join(narrative.get(s, "") for s in (Section.OVERVIEW, Section.PROBLEMS, Section.OTHER))
        ),
    }
    fields = _fields(raw)
    regions = [*_regions(texts, fields, year), *map(_traced, traces(whole, raw))]
    return Evidence(texts, fields, tuple(regions), whole, year, whereabouts(source, url or document.source_url))


@functools.lru_cache(maxsize=8)
def without_others(text: str) -> str:
    """Return plain running text without titles of cited documents and without those by whose order it was written.

    A report's own title between 《》 stays: it names the body.
    """
    kept = _CITED.sub(lambda match: match[0] if re.search(r"20\d\d.*年度报告》", match[0]) else "《》", text)
    return _BY_ORDER.sub("", kept)


def _regions(texts: Mapping[Place, str], fields: Sequence[str], year: int | None) -> list[Region]:
    regions = []
    for place, text in (*texts.items(), *((Place.PAGE, field) for field in fields)):
        counts: dict[tuple[str, ...], int] = {}
        for chain in chains(text):
            counts[chain.names] = counts.get(chain.names, 0) + 1
            if counts[chain.names] <= _NAME_LIMIT:
                regions.append(_region(chain, place, year))
    return regions


def _region(chain: Chain, place: Place, year: int | None) -> Region:
    words = "".join(chain.names)
    codes = load_gazetteer().in_use(chain.codes, words, year)
    return Region(codes, _WEIGHTS[place] / len(codes), PLACE_NAMES[place], words)


def _traced(trace: Trace) -> Region:
    return Region(trace.codes, trace.weight, trace.where, trace.words)


def _fields(raw: Sequence[str]) -> tuple[str, ...]:
    """Return the plain values of the page's fields that name a body, and the steps of its breadcrumb."""
    found = []
    lines = flat("\n".join(raw)).split("\n")
    for number, line in enumerate(lines):
        if _CRUMB.search(line[:40]):
            found += [plain(step) for step in re.split(r"[>»/]|--", line)[1:]]
            continue
        for match in _field_pattern().finditer(line[:400]):
            value = match[1].strip() or "".join(lines[number + 1 : number + 2]).strip()
            found.append(plain(value)[:60])
    return tuple(filter(None, found))


@functools.cache
def _field_pattern() -> re.Pattern[str]:
    raw: Mapping[str, Any] = read_yaml(data_path("lookups", "page_fields.yml"))
    labels = "|".join(r"\s*".join(label) for label in raw["body_labels"])
    return re.compile(rf"(?:{labels})[】\]]?\s*[:：|\t]+[ \t|]*([^|\t\s]*)")
