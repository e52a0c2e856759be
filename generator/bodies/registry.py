"""The bodies whose ids are pinned for ever, and the ids proposed for all others."""

from __future__ import annotations

import csv
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pypinyin import lazy_pinyin

from generator.bodies.gazetteer import load_endings, load_gazetteer
from generator.bodies.lexicon import load_lexicon
from generator.errors import ConfigurationError
from generator.model import Kind, Organisation
from generator.resources import data_path

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Registry:
    """The pinned bodies, by id and by what they are: division and own name."""

    by_id: Mapping[str, Organisation]
    by_name: Mapping[tuple[str, str], Organisation]


@functools.cache
def load_registry() -> Registry:
    """Return the registry; raises ``ConfigurationError`` where an id stands twice."""
    with data_path("registry", "organisations.csv").open(encoding="utf-8", newline="") as file:
        organisations = [_organisation(row) for row in csv.DictReader(file)]
    by_id = {organisation.org_id: organisation for organisation in organisations}
    if len(by_id) != len(organisations):
        raise ConfigurationError("data/registry/organisations.csv: an org_id stands twice")
    return Registry(by_id, {(item.division_code, item.short_name): item for item in organisations})


def township_body(code: str) -> Organisation:
    """Return the body that governs the township-level division ``code``."""
    name = load_gazetteer().names[code]
    for ending, body, kind in load_endings().townships:
        if name.endswith(ending):
            return body_of(code, name + body, Kind(kind))
    return body_of(code, name, Kind.OTHER)


def body_of(code: str, own_name: str, kind: Kind, township: str = "") -> Organisation:
    """Return the body called ``own_name`` in the division ``code``: pinned if registered, else with a proposed id.

    ``township`` names a township that the gazetteer does not have; the division is then its county.
    """
    pinned = load_registry().by_name.get((code, own_name))
    if pinned is not None:
        return pinned
    province, prefecture, county, listed = load_gazetteer().region(code)
    return Organisation(
        org_id=_free_id(code, own_name, listed or township),
        organisation=(county or prefecture or province) + own_name,
        short_name=own_name,
        kind=kind,
        province=province,
        prefecture=prefecture,
        county=county,
        township=listed or township,
        division_code=code,
    )


def tell_apart(bodies: Iterable[Organisation]) -> Mapping[Organisation, Organisation]:
    """Return the bodies that share an id with another, each with an id of its own; a pinned one keeps its id.

    All that are not pinned get a mark of their own name, also the first of them: which one comes first would
    depend on the reports at hand, and an address must never come to mean another body.
    """
    by_id: dict[str, dict[tuple[str, str], list[Organisation]]] = {}
    for body in dict.fromkeys(bodies):
        by_id.setdefault(body.org_id, {}).setdefault((body.division_code, body.short_name), []).append(body)
    return {
        body: replace(body, org_id=_marked(org_id, body.short_name))
        for org_id, group in by_id.items()
        if len(group) > 1
        for name, alike in group.items()
        if name not in load_registry().by_name
        for body in alike
    }


def slug(name: str) -> str:
    """Return a name in pinyin without tones, ü as v; a character without a reading as its code point."""
    return _NOT_SLUG.sub("", "".join(lazy_pinyin(name, errors=_unread)).lower())


def _unread(text: str) -> str:
    return "".join(c if c.isascii() else f"u{ord(c):x}" for c in text)


def _free_id(code: str, own_name: str, township: str) -> str:
    if township and own_name.startswith(township) and own_name.removeprefix(township) in _GOVERNING:
        return f"{code}-{slug(_bare(township))}"
    proposed = f"{code}-{slug(own_name)}"
    taken = load_registry().by_id.get(proposed)
    first = _first_with(slug(own_name))
    if (first and first != own_name) or (taken and taken.short_name != own_name):
        # 水务局 and 税务局 read the same; the mark depends on the name alone, so that every run gives the same id.
        return _marked(proposed, own_name)
    return proposed


def _marked(org_id: str, own_name: str) -> str:
    return f"{org_id}-{hashlib.sha256(own_name.encode()).hexdigest()[:4]}"


_GOVERNING = frozenset({"", "人民政府", "办事处", "管理委员会"})


def _bare(township: str) -> str:
    """Return a township's name without 镇, 乡, 街道; 民族乡 keeps 民族, which tells it from a 乡 so called."""
    for ending in ("街道办事处", "地区办事处", "办事处", "街道", "地区", "苏木", "镇", "乡"):
        if township.endswith(ending) and len(township) > len(ending):
            return township.removesuffix(ending)
    return township


@functools.cache
def _readings() -> Mapping[str, str]:
    readings: dict[str, str] = {}
    for name in load_lexicon().order:
        readings.setdefault(slug(name), name)
    return readings


def _first_with(reading: str) -> str | None:
    return _readings().get(reading)


def _organisation(row: Mapping[str, str]) -> Organisation:
    return Organisation(
        org_id=row["org_id"],
        organisation=row["organisation"],
        short_name=row["short_name"],
        kind=Kind(row["kind"]),
        province=row["province"],
        prefecture=row["prefecture"],
        county=row["county"],
        township=row["township"],
        division_code=row["division_code"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
    )
