"""What each way of ending a request means and what an applicant can do next, from ``data/lookups/reasons.yml``."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

from generator.errors import ConfigurationError
from generator.model import Kind, Organisation
from generator.resources import data_path, read_yaml


@dataclass(frozen=True, slots=True)
class Advice:
    """One statement about the law, with the articles it rests on (by the short names of ``sources``)."""

    says: str
    basis: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way to contest an answer, for answers of the years ``first`` to ``last`` (``None``: open)."""

    first: int | None
    last: int | None
    advice: Advice

    @property
    def period(self) -> str:
        """The years in words: ``2024 年起``, ``2023 年及以前``."""
        if self.first is not None and self.last is not None:
            return f"{self.first} 年" if self.first == self.last else f"{self.first} 至 {self.last} 年"
        return f"{self.first} 年起" if self.first is not None else f"{self.last} 年及以前"

    def holds_in(self, year: int) -> bool:
        """Say whether this was the law for answers of ``year``."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of outcomes: plain words, its articles, the next steps; ``route`` is empty where none is sure."""

    row: str
    says: str
    basis: str
    steps: tuple[str, ...]
    route: str


@dataclass(frozen=True, slots=True)
class Law:
    """Everything the file states."""

    sources: Mapping[str, str]
    routes: Mapping[str, tuple[Route, ...]]
    titles: Mapping[str, str]
    reviewers: Mapping[str, str]
    general: tuple[Advice, ...]
    reasons: Mapping[str, Reason]

    def route(self, row: str, year: int) -> Advice | None:
        """Return how an answer of ``year`` under this row can be contested; nothing where that is not sure."""
        code = self.reasons[row].route
        return next((route.advice for route in self.routes.get(code, ()) if route.holds_in(year)), None)

    def reviewer(self, organisation: Organisation) -> str:
        """Return who decides on reconsideration of this body's answers; empty where the law notes do not say."""
        highest = organisation.kind is Kind.GOVERNMENT and not organisation.prefecture and not organisation.county
        return "" if highest else self.reviewers.get(organisation.kind.value, "")


@functools.cache
def law() -> Law:
    """Return the file's content; raises ``ConfigurationError`` where it breaks its schema or names an unknown route."""
    path = data_path("lookups", "reasons.yml")
    raw = read_yaml(path)
    schema = json.loads(data_path("lookups", "reasons.schema.json").read_text(encoding="utf-8"))
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(raw))
    if error is not None:
        raise ConfigurationError(f"{path.name}: {error.json_path}: {error.message}")
    unknown = {item["route"] for item in raw["reasons"]} - {"", *raw["routes"]}
    if unknown:
        raise ConfigurationError(f"{path.name}: no such route: {', '.join(sorted(unknown))}")
    return Law(
        sources=dict(raw["sources"]),
        routes={code: tuple(_route(item) for item in one["by_year"]) for code, one in raw["routes"].items()},
        titles={code: one["title"] for code, one in raw["routes"].items()},
        reviewers=dict(raw["reviewers"]),
        general=tuple(Advice(item["says"], item["basis"]) for item in raw["general"]),
        reasons={item["row"]: _reason(item) for item in raw["reasons"]},
    )


def _route(item: Mapping[str, Any]) -> Route:
    return Route(item.get("from"), item.get("to"), Advice(item["says"], item["basis"]))


def _reason(item: Mapping[str, Any]) -> Reason:
    return Reason(item["row"], item["says"], item["basis"], tuple(item["next"]), item["route"])
