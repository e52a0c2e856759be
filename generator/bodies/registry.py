"""The bodies whose ids are pinned for ever, and the ids proposed for all others (docs/adr/0033-registry.md)."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.bodies.gazetteer import load_endings, load_gazetteer
from generator.bodies.lexicon import load_lexicon
from generator.bodies.pinned import MOVED, ORGANISATIONS, Move, read_moves, read_organisations
from generator.bodies.readings import slug, tones
from generator.model import Kind, Organisation
from generator.resources import data_path

_TOWNSHIP_DIGITS = 9
_GOVERNMENTS = (Kind.TOWNSHIP, Kind.SUBDISTRICT)


@dataclass(frozen=True, slots=True)
class Registry:
    """The pinned bodies by id, by what they are called in their division, and by the township they govern.

    A body is found under its name and each of its aliases, also in the division of an address that moved to it.
    ``moved`` are the addresses that others replaced, by the old id.
    """

    by_id: Mapping[str, Organisation]
    by_name: Mapping[tuple[str, str], Organisation]
    by_township: Mapping[str, Organisation]
    moved: Mapping[str, Move]

    def find(self, code: str, own_name: str) -> Organisation | None:
        """Return the pinned body called ``own_name`` in the division ``code``; a township's also after a renaming."""
        found = self.by_name.get((code, own_name))
        if found is None and _governs(own_name, load_gazetteer().names.get(code, "")):
            found = self.by_township.get(code)
        return found

    def is_used(self, org_id: str) -> bool:
        """Say whether an id stands for a body, or once did."""
        return org_id in self.by_id or org_id in self.moved


@functools.cache
def load_registry() -> Registry:
    """Return the registry; raises ``ConfigurationError`` naming the lines that are wrong."""
    return read_registry(data_path("registry"))


def read_registry(folder: Path) -> Registry:
    """Return the registry that the files in ``folder`` make; raises ``ConfigurationError`` as above."""
    organisations = read_organisations(folder / ORGANISATIONS)
    by_id = {organisation.org_id: organisation for organisation in organisations}
    moves = read_moves(folder / MOVED, by_id)
    places = [(organisation.division_code, organisation) for organisation in organisations]
    # Behind the bodies of today: a name that another body bears now in the old division is that body's.
    places += [(move.old.partition("-")[0], by_id[move.new]) for move in moves]
    by_name: dict[tuple[str, str], Organisation] = {}
    by_township: dict[str, Organisation] = {}
    for code, organisation in places:
        for name in (organisation.short_name, *organisation.aliases):
            by_name.setdefault((code, name), organisation)
        if len(code) == _TOWNSHIP_DIGITS and organisation.kind in _GOVERNMENTS:
            by_township.setdefault(code, organisation)
    return Registry(by_id, by_name, by_township, {move.old: move for move in moves})


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
    pinned = load_registry().find(code, own_name)
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
        aliases=load_gazetteer().older_names(code, own_name),
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
        body: replace(body, org_id=_marked(org_id, name[1], [other for _, other in group if other != name[1]]))
        for org_id, group in by_id.items()
        if len(group) > 1
        for name, alike in group.items()
        if load_registry().find(*name) is None
        for body in alike
    }


def _free_id(code: str, own_name: str, township: str) -> str:
    if township and _governs(own_name, township):
        proposed = f"{code}-{slug(_bare(township))}"
        return _marked(proposed, own_name, [_holder(proposed)]) if load_registry().is_used(proposed) else proposed
    proposed = f"{code}-{slug(own_name)}"
    first = _first_with(slug(own_name))
    if first and first != own_name:
        # 水务局 and 税务局 read the same; the mark depends on the name alone, so that every run gives the same id.
        return _marked(proposed, own_name, [first])
    return _marked(proposed, own_name, [_holder(proposed)]) if load_registry().is_used(proposed) else proposed


def _holder(org_id: str) -> str:
    """Return the name of the body that an id stands for; empty where it has been given up."""
    holder = load_registry().by_id.get(org_id)
    return holder.short_name if holder else ""


def _marked(org_id: str, own_name: str, others: Iterable[str]) -> str:
    """Return an id with the name's tones behind it (``-342``), or a hash where another one sounds just the same."""
    mark = tones(own_name)
    if any(tones(other) == mark for other in others if other) or load_registry().is_used(f"{org_id}-{mark}"):
        mark = hashlib.sha256(own_name.encode()).hexdigest()[:4]
    return f"{org_id}-{mark}"


def _governs(own_name: str, township: str) -> bool:
    """Say whether a body so called is the one that governs the township."""
    return bool(township) and own_name.startswith(township) and own_name.removeprefix(township) in _GOVERNING


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
