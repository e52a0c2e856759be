"""From a body's name to the body: which division it lies in, or which ones it may lie in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.bodies.evidence import Evidence
from generator.bodies.gazetteer import (
    COUNTY,
    PREFECTURE,
    PROVINCE,
    TOWNSHIP,
    load_endings,
    load_gazetteer,
    stem_of,
    within,
)
from generator.bodies.lexicon import GOVERNMENT
from generator.bodies.mentions import Body, governing
from generator.bodies.registry import body_of, township_body
from generator.model import Kind, Organisation

_NEEDED = 2.0  # a region named once in passing settles nothing; once in title, signature, preamble or page does
_MARGIN = 0.5
_LEVEL_WORDS: Mapping[str, tuple[int, ...]] = {
    "省": (PROVINCE,),
    "州": (PREFECTURE,),
    "盟": (PREFECTURE,),
    "市": (PREFECTURE, COUNTY),
    "县": (COUNTY,),
    "区": (COUNTY,),
    "旗": (COUNTY,),
}
_LONG_STEM = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """A body and how sure its division is.

    ``near`` is the gazetteer's name where the printed one is a misreading of it; ``outdated`` where the township has
    another ending today; ``unlisted`` says that the gazetteer does not know the township; ``outside`` are the
    divisions that only folder or web address name, where these had to settle it.
    """

    organisation: Organisation
    near: str = ""
    outdated: str = ""
    unlisted: bool = False
    outside: tuple[str, ...] = ()


def settle(body: Body, evidence: Evidence) -> Settled | tuple[str, ...]:
    """Return the body, or the codes of the divisions it may lie in where the document does not say which."""
    if body.central:
        return ()
    if body.township:
        return _settle_unlisted(body, evidence)
    if len(body.level) > 1:
        return _settle_misread_region(body, evidence)
    codes = load_gazetteer().in_use(body.codes, body.printed, evidence.year) or _regions_for(body, evidence)
    code = _one_of(codes, body, evidence)
    if code is not None:
        return Settled(organisation_at(_own_name(body, code), body.kind, code))
    code = _outside(codes or _folders_for(body, evidence), body, evidence)
    if code is None:
        return tuple(codes)
    organisation = organisation_at(_own_name(body, code), body.kind, code)
    return Settled(organisation, outside=evidence.outside.named(code))


def scores(codes: Iterable[str], body: Body, evidence: Evidence) -> list[tuple[float, str]]:
    """Return how much the document speaks for each of ``codes`` as the division of ``body``, the most first."""
    return sorted(((_score(code, body, evidence), code) for code in codes), key=lambda item: (-item[0], item[1]))


def _own_name(body: Body, code: str) -> str:
    """Return the body's own name; one of a division that was merged into ``code`` keeps that division's name."""
    gazetteer = load_gazetteer()
    for former in gazetteer.former.get(code, ()):
        if former.merged and former.name in body.printed and gazetteer.names[code] not in body.printed:
            return former.name + body.own
    return body.own


def _outside(codes: Sequence[str], body: Body, evidence: Evidence) -> str | None:
    """Return the one of the codes between which the document leaves it open that folder or web address name."""
    ranked = scores(codes, body, evidence)
    left = [code for score, code in ranked if score > ranked[0][0] - _MARGIN]
    named = sorted(((len(evidence.outside.named(_above(code))), code) for code in left), reverse=True)
    if not named or named[0][0] == 0 or (len(named) > 1 and named[0][0] == named[1][0]):
        return None
    return named[0][1]


def _above(code: str) -> str:
    """Return the county of a township: like-named townships have their own name in common."""
    return code[:6] if load_gazetteer().levels[code] == TOWNSHIP else code


def _folders_for(body: Body, evidence: Evidence) -> tuple[str, ...]:
    """Return the divisions of a body without any that folders name: those of its level, the smallest."""
    gazetteer = load_gazetteer()
    levels = _levels_of(body)
    codes = [
        code
        for code in evidence.outside.divisions()
        if gazetteer.levels[code] in levels and gazetteer.names[code].endswith(_ending(body.level))
    ]
    return tuple(c for c in codes if not any(within(other, c) and other != c for other in codes))


def organisation_at(own: str, kind: Kind, code: str) -> Organisation:
    """Return the body called ``own`` in the division ``code``; a township is called as it is today."""
    gazetteer = load_gazetteer()
    if gazetteer.levels[code] == TOWNSHIP and (not own or kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT)):
        return township_body(code)
    if gazetteer.levels[code] == TOWNSHIP and own == governing(gazetteer.names[code])[0]:
        return township_body(code)
    if own == GOVERNMENT and gazetteer.levels[code] == PREFECTURE:
        own = _prefectural_government(gazetteer.names[code])
    return body_of(code, own, kind)


def _prefectural_government(name: str) -> str:
    """Return what governs a prefecture: 塔城地区 and 兴安盟 have a commissioner's office."""
    offices = load_endings().commissioners.items()
    return next((office for ending, office in offices if name.endswith(ending)), GOVERNMENT)


def near_names(name: str, among: Iterable[str]) -> list[str]:
    """Return those of the codes ``among`` whose names differ from ``name`` in one character, not in the ending."""
    names = load_gazetteer().names
    return [code for code in among if differs_in_one(name, names[code])]


def differs_in_one(one: str, other: str) -> bool:
    """Say whether two names of the same length and ending differ in exactly one character."""
    return (
        0 < len(one) == len(other)
        and one[-1] == other[-1]
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    )


def one_apart(name: str, text: str) -> list[str]:
    """Return the words of ``text`` that differ from ``name`` in exactly one character, not in the last; each once."""
    half = len(name) // 2
    # One half of such a word is right.
    starts = [*_places(name[:half], text), *(at - half for at in _places(name[half:], text))]
    words = (text[at : at + len(name)] for at in starts if at >= 0)
    return list(dict.fromkeys(word for word in words if differs_in_one(name, word)))


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _one_of(codes: Sequence[str], body: Body, evidence: Evidence) -> str | None:
    """Return the code the document speaks for, ``None`` where it speaks for none or for two alike."""
    if len(codes) == 1:
        return codes[0]
    ranked = scores(codes, body, evidence)
    if not ranked or ranked[0][0] < _MARGIN or ranked[0][0] - ranked[1][0] < _MARGIN:
        return None
    return ranked[0][1]


def _score(code: str, body: Body, evidence: Evidence) -> float:
    lineage = load_gazetteer().lineage(code)
    hinted = sum(1.0 for codes in body.hints if any(c in codes for c in lineage))
    return hinted + sum(r.weight for r in evidence.regions if any(c in r.codes for c in lineage))


def _regions_for(body: Body, evidence: Evidence) -> tuple[str, ...]:
    """Return the divisions a body without a region may lie in: those the document names often or in telling places."""
    gazetteer = load_gazetteer()
    levels = _levels_of(body)
    support: dict[str, float] = {}
    for region in evidence.regions:
        for code in region.codes:
            if gazetteer.levels[code] in levels and gazetteer.names[code].endswith(_ending(body.level)):
                # The whole worth for each of several like-named divisions: they are candidates all.
                support[code] = support.get(code, 0.0) + region.weight * len(region.codes)
    for codes in body.hints:
        for code in codes:
            if gazetteer.levels[code] in levels:
                support[code] = support.get(code, 0.0) + 1.0
    enough = [code for code, weight in support.items() if weight >= _NEEDED]
    # 湖北省咸宁市通城县: the smallest is meant, the larger ones only say where it lies.
    return tuple(sorted(c for c in enough if not any(within(other, c) and other != c for other in enough)))


def _levels_of(body: Body) -> tuple[int, ...]:
    return _LEVEL_WORDS.get(body.level, (PROVINCE,) if body.own.endswith("厅") else (PROVINCE, PREFECTURE, COUNTY))


def _ending(level: str) -> str:
    return level if level in {"市", "县", "区", "旗", "州", "盟"} else ""


def _settle_unlisted(body: Body, evidence: Evidence) -> Settled | tuple[str, ...]:
    """Settle a township the gazetteer does not have under this name in this county."""
    counties = body.codes or _regions_for(Body(GOVERNMENT, Kind.GOVERNMENT, (), ""), evidence)
    members = tuple(code for county in counties for code in _members(county))
    for found in (_misread(body, members, evidence), _renamed(body, members, evidence)):
        if found is not None:
            return found
    moved = _moved(body, counties)
    if moved is not None:
        return Settled(township_body(moved))
    if body.codes:
        county = _one_of(body.codes, body, evidence)
        if county is None:
            return body.codes
        return Settled(body_of(county, body.own, body.kind, body.township), unlisted=True)
    return ()


def _settle_misread_region(body: Body, evidence: Evidence) -> Settled | tuple[str, ...]:
    """Settle a body whose region no division is called: by the one name of the text that differs in a character."""
    codes = [code for code in _written_near(body.level, evidence.whole) if load_gazetteer().levels[code] < TOWNSHIP]
    if len(codes) != 1:
        return ()
    organisation = organisation_at(body.own, body.kind, codes[0])
    return Settled(organisation, near=load_gazetteer().names[codes[0]])


def _members(county: str) -> tuple[str, ...]:
    gazetteer = load_gazetteer()
    if gazetteer.levels[county] == COUNTY or county in gazetteer.members:
        return gazetteer.members.get(county, ())
    if gazetteer.levels[county] != PREFECTURE:
        return ()
    return tuple(code for key, group in gazetteer.members.items() if within(key, county) for code in group)


def _misread(body: Body, members: Sequence[str], evidence: Evidence) -> Settled | None:
    """Return the body whose name was misread: one character differs, and the right name stands in the text as well.

    A long name with a single neighbour in its county needs no second witness.
    """
    names = load_gazetteer().names
    near = near_names(body.township, members)
    written = [code for code in near if names[code] in evidence.whole]
    if not written and not members:
        written = _written_near(body.township, evidence.whole)
    if not written and len(near) == 1 and len(stem_of(body.township, load_endings())) >= _LONG_STEM:
        written = near
    if len(written) != 1:
        return None
    return Settled(township_body(written[0]), near=names[written[0]])


def _written_near(name: str, whole: str) -> list[str]:
    """Return the one township whose name in the text differs from ``name`` in one character."""
    codes = load_gazetteer().codes
    found = [codes[form] for form in one_apart(name, whole) if form in codes]
    return list(found[0]) if len(found) == 1 and len(found[0]) == 1 else []


def _renamed(body: Body, members: Sequence[str], evidence: Evidence) -> Settled | None:
    """Return the township of the same stem that has another ending today: 乡 made 镇, 塔塔尔族乡 called 塔塔尔乡."""
    gazetteer = load_gazetteer()
    endings = load_endings()
    stem = stem_of(body.township, endings)
    bare = stem.replace("族", "")
    found = [code for code in members if stem_of(gazetteer.names[code], endings).replace("族", "") == bare]
    if not members:
        alike = [code for code in gazetteer.stems.get(stem, ()) if gazetteer.levels[code] == TOWNSHIP]
        chosen = _one_of(alike, body, evidence) if len(alike) > 1 else None
        found = [chosen] if chosen else []
    if len(found) != 1 or len(stem) < 2:
        return None
    return Settled(township_body(found[0]), outdated=body.township)


def _moved(body: Body, counties: Sequence[str]) -> str | None:
    """Return the township of this name that is alone in the country and lies in the same prefecture today."""
    codes = [c for c in load_gazetteer().codes.get(body.township, ()) if load_gazetteer().levels[c] == TOWNSHIP]
    if len(codes) == 1 and any(within(codes[0], f"{county[:4]}00") for county in counties):
        return codes[0]
    return None
