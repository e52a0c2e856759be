"""The generated parts of the pages that are English themselves: ``/en/``, its methods, glossary and data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.site.catalogue import Catalogue
from generator.site.english.words import NUMBER, grounds, number_free
from generator.site.reasons import Route, law
from generator.site.reference import Term, all_states, glossary_view
from generator.site.words import RULES, State

_TITLES = {
    "proactive": "Table 2: proactive disclosure",
    "requests": "Table 3: requests received and handled",
    "review": "Table 4: reconsideration and litigation",
}


@dataclass(frozen=True, slots=True)
class EnglishView:
    """What the English home page counts."""

    edition: str
    reports: int
    bodies: int


@dataclass(frozen=True, slots=True)
class EnglishMethods:
    """The states of a cell, and the rules with their codes."""

    states: tuple[State, ...]
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EnglishTerm:
    """A row or column: its English and Chinese names, its explanation and what it rests on, in English.

    ``route`` is the code and the title of how such an answer can be contested.
    """

    anchor: str
    code: str
    label: str
    english: str
    plain: str
    basis: str
    steps: tuple[str, ...] = ()
    route: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class EnglishTable:
    """The terms of one statutory table."""

    code: str
    title: str
    rows: tuple[EnglishTerm, ...]
    columns: tuple[EnglishTerm, ...]


@dataclass(frozen=True, slots=True)
class EnglishRoute:
    """A way of contesting an answer: for each span of years what it was, and what it rests on."""

    code: str
    title: str
    periods: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class EnglishGlossary:
    """The English glossary, with the same anchors as the Chinese one; ``sources`` keep their Chinese names."""

    tables: tuple[EnglishTable, ...]
    routes: tuple[EnglishRoute, ...]
    words: tuple[EnglishTerm, ...]
    sources: tuple[tuple[str, str], ...]


def english_view(shelf: Catalogue) -> EnglishView:
    """Return what the English home page counts."""
    return EnglishView(shelf.edition, len(shelf.reports), len(shelf.bodies))


def english_methods(words: Mapping[str, Any]) -> EnglishMethods:
    """Return the tables of the English methods page."""
    return EnglishMethods(all_states(), tuple((code, words["rules"][code]) for code in RULES))


def english_glossary(terms: Mapping[str, Any], found: Mapping[str, str]) -> EnglishGlossary:
    """Return the English glossary; ``found`` is English by Chinese (``words.texts``)."""
    view = glossary_view(terms)
    tables = tuple(
        EnglishTable(
            table.columns[0].anchor.partition("-")[0],
            _TITLES[table.columns[0].anchor.partition("-")[0]],
            tuple(_term(one, found) for one in table.rows),
            tuple(replace(_term(one, found), plain="") for one in table.columns),
        )
        for table in view.tables
    )
    routes = tuple(
        EnglishRoute(
            code,
            _said(view.law.titles[code], found),
            tuple((_period(one), _said(one.advice.says, found), grounds(one.advice.basis)) for one in periods),
        )
        for code, periods in view.law.routes.items()
    )
    words = tuple(EnglishTerm("", "", one["term"], one["en"], "", grounds(one.get("basis", ""))) for one in view.words)
    sources = tuple((grounds(name), whole) for name, whole in view.law.sources.items())
    return EnglishGlossary(tables, routes, words, sources)


def _term(term: Term, found: Mapping[str, str]) -> EnglishTerm:
    reason = law().reasons.get(term.code) if term.anchor.startswith("requests.") else None
    return EnglishTerm(
        anchor=term.anchor,
        code=term.code,
        label=term.label,
        english=term.english,
        plain=_said(reason.says, found) if reason is not None else "",
        basis=grounds(term.basis),
        steps=tuple(_said(step, found) for step in term.steps),
        route=(term.route, _said(law().titles[term.route], found)) if term.route else ("", ""),
    )


def _said(chinese: str, found: Mapping[str, str]) -> str:
    """Return a sentence about law in English; raises ``KeyError`` where ``english.yml`` does not have it."""
    numbers = iter(NUMBER.findall(chinese))
    return re.sub(r"\{n\}", lambda _: next(numbers), found[number_free(chinese)])


def _period(route: Route) -> str:
    if route.first is not None and route.last is not None:
        return f"{route.first} to {route.last}"
    return f"since {route.first}" if route.first is not None else f"until {route.last}"
