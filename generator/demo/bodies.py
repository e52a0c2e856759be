"""Bodies for made reports: real names of divisions, spread over the provinces, always in the same order for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.bodies.gazetteer import COUNTY, PROVINCE, TOWNSHIP, load_gazetteer
from generator.bodies.lexicon import GOVERNMENT, load_lexicon
from generator.bodies.registry import body_of, township_body
from generator.errors import UsageError
from generator.model import Kind, Organisation

# How the kinds of bodies share a run; most reports in the country are townships'.
_SHARES = {Kind.TOWNSHIP: 52, Kind.SUBDISTRICT: 14, Kind.DEPARTMENT: 30, Kind.GOVERNMENT: 4}


@dataclass(frozen=True, slots=True)
class Body:
    """A body of a run: what it is, and its name so long that nobody can mistake it for another."""

    organisation: Organisation
    name: str


def choose_bodies(count: int, seed: int) -> Iterator[Body]:
    """Yield ``count`` bodies, province after province in turn; raises ``UsageError`` where there are not so many."""
    pools = [_pool(province, seed) for province in _provinces(seed)]
    found = 0
    while pools and found < count:
        for pool in tuple(pools):
            body = next(pool, None)
            if body is None:
                pools.remove(pool)
            elif found < count:
                found += 1
                yield body
    if found < count:
        raise UsageError(f"地名库只够编造 {found} 个机关，不足 {count} 个")


def _provinces(seed: int) -> Sequence[str]:
    gazetteer = load_gazetteer()
    codes = [code for code, level in gazetteer.levels.items() if level == PROVINCE]
    random.Random(f"provinces {seed}").shuffle(codes)
    return codes


def _pool(province: str, seed: int) -> Iterator[Body]:
    """Yield the bodies of a province, kinds mixed, each body once."""
    rng = random.Random(f"bodies {seed} {province}")
    kinds = _by_kind(province, rng)
    seen: set[str] = set()
    while kinds:
        (kind,) = rng.choices(list(kinds), [_SHARES[kind] for kind in kinds])
        body = next(kinds[kind], None)
        if body is None:
            del kinds[kind]
        elif body.organisation.org_id not in seen:
            seen.add(body.organisation.org_id)
            yield body


def _by_kind(province: str, rng: random.Random) -> dict[Kind, Iterator[Body]]:
    gazetteer = load_gazetteer()
    inside = [code for code in gazetteer.names if code.startswith(province[:2])]
    townships = [code for code in inside if gazetteer.levels[code] == TOWNSHIP]
    counties = [code for code in inside if gazetteer.levels[code] == COUNTY and gazetteer.lineage(code)[-1:] == (code,)]
    rng.shuffle(townships)
    rng.shuffle(counties)
    lower = {kind: _townships(townships, kind) for kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT)}
    governments = (_county_body(county, GOVERNMENT, Kind.GOVERNMENT) for county in counties)
    return lower | {Kind.DEPARTMENT: _departments(counties, rng), Kind.GOVERNMENT: governments}


def _townships(codes: Sequence[str], kind: Kind) -> Iterator[Body]:
    """Yield the bodies of one kind; names that stand twice in a county prove nothing and are left out."""
    gazetteer = load_gazetteer()
    for code in codes:
        name = gazetteer.names[code]
        alone = [other for other in gazetteer.codes.get(name, ()) if other[:6] == code[:6]] == [code]
        if alone and name not in gazetteer.names.get(code[:6], ""):
            body = township_body(code)
            if body.kind is kind and body.county:
                yield Body(body, _clear_name(body))


def _departments(counties: Sequence[str], rng: random.Random) -> Iterator[Body]:
    """Yield every county's departments, one county after another, then again with the next department."""
    names = sorted({name for full in load_lexicon().subjects.values() for name in full})
    orders = [(county, rng.sample(names, len(names))) for county in counties]
    for place in range(len(names)):
        for county, order in orders:
            yield _county_body(county, order[place], Kind.DEPARTMENT)


def _county_body(county: str, own_name: str, kind: Kind) -> Body:
    body = body_of(county, own_name, kind)
    return Body(body, _clear_name(body))


def _clear_name(body: Organisation) -> str:
    """Return the body's name behind as many regions as it takes to know the county."""
    gazetteer = load_gazetteer()
    if len(gazetteer.codes.get(body.county, ())) <= 1:
        return body.organisation
    near = body.prefecture if len(gazetteer.codes.get(body.prefecture, ())) == 1 else body.province + body.prefecture
    return near + body.organisation
