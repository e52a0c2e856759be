"""What a body says of its own problems, last year's beside this year's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model import Report, Section
from generator.site.catalogue import Body
from generator.site.facts import Facts
from generator.site.places import report_address
from generator.site.safe import clip, plain

_LONGEST = 6000
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """One year's passage; a paragraph with ``True`` stands in the other year too, to the letter."""

    year: str
    address: str
    paragraphs: tuple[tuple[str, bool], ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Problems:
    """The newest year's passage, and the one before if there is one; ``same`` counts the paragraphs that return."""

    now: Words
    before: Words | None
    same: int


def problems(body: Body, latest: Facts) -> Problems | None:
    """Return the section on problems of the newest year and of the year before; ``None`` where nothing was read."""
    report = latest.report
    now = _paragraphs(report)
    if not now:
        return None
    earlier = [facts.report for facts in body.years if facts.report.year == (report.year or 0) - 1]
    before = _paragraphs(earlier[0]) if earlier else ()
    both = {_bare(text) for text in now} & {_bare(text) for text in before}
    return Problems(
        now=_words(report, now, both),
        before=_words(earlier[0], before, both) if before else None,
        same=sum(_bare(text) in both for text in now),
    )


def _words(report: Report, paragraphs: tuple[str, ...], both: set[str]) -> Words:
    whole = len(plain(report.narrative.get(Section.PROBLEMS, "")))
    return Words(
        year=str(report.year),
        address=report_address(report),
        paragraphs=tuple((text, _bare(text) in both) for text in paragraphs),
        cut=whole > _LONGEST,
    )


def _paragraphs(report: Report) -> tuple[str, ...]:
    text = clip(plain(report.narrative.get(Section.PROBLEMS, "")), _LONGEST)
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _bare(text: str) -> str:
    return _SPACE.sub("", text)
