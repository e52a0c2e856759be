"""What the finder knows: bodies, regions, how characters are read; and, in a second file, the country's townships."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from generator.bodies.gazetteer import load_gazetteer
from generator.bodies.readings import reads_one_way, syllables
from generator.model import Organisation
from generator.site.coverage import governs_township
from generator.site.geography import load_geography
from generator.site.pages_region import Atlas, has_page
from generator.site.safe import plain


def finder(atlas: Atlas) -> dict[str, Any]:
    """Return what a reader's first keys load.

    ``bodies`` are rows of id, full name, own name, names of the regions, newest year, aliases and former names of the
    regions; ``regions`` rows of code, name, 2 (has reports), 1 (only a page) or 0, former names. ``readings`` are
    characters by syllable; ``odd`` the names in which a character is read otherwise.
    """
    bodies = [
        [
            body.organisation.org_id,
            plain(body.organisation.organisation),
            plain(body.organisation.short_name),
            " ".join(region.name for region in atlas.catalogue.path(body.organisation)),
            body.latest.report.year if body.latest else None,
            [plain(alias) for alias in _aliases(body.organisation)],
            " ".join(_former_regions(body.organisation)),
        ]
        for body in atlas.catalogue.bodies
    ]
    regions = _regions(atlas)
    named = [str(text) for row in bodies for text in (*row[1:4], row[6])]
    bare = [text.removesuffix(tail) for text in named for tail in ("人民政府", "办事处")]
    readings, odd = read_characters([*(str(row[1]) for row in regions), *named, *bare, *_towns()])
    return {"edition": atlas.catalogue.edition, "bodies": bodies, "regions": regions, "readings": readings, "odd": odd}


def places(atlas: Atlas) -> dict[str, list[str]]:
    """Return the townships without a body in the collection: by the region that governs them, end of code and name."""
    governed = {body.organisation.division_code for body in atlas.catalogue.bodies if governs_township(body)}
    geography = load_geography()
    found = {
        region: [code.removeprefix(region) + geography.name(code) for code in codes if code not in governed]
        for region, codes in sorted(geography.townships.items())
    }
    return {region: towns for region, towns in found.items() if towns}


def read_characters(texts: Iterable[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return each character's usual syllable, as characters by syllable, and the names that read one otherwise."""
    names = _names(texts)
    sure = {character for character in set("".join(names)) if reads_one_way(character)}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for character in sure:
        counts[character].update(syllables(character))
    # Looking names up is slow; what can be read in one way only needs no looking up.
    read = {n: found for n in names if not sure.issuperset(n) and len(found := syllables(n)) == len(n)}
    for name, found in read.items():
        for character, syllable in zip(name, found, strict=True):
            counts[character][syllable] += 1
    usual = {c: min(counter, key=lambda s: (-counter[s], s)) for c, counter in counts.items()}
    by_syllable: dict[str, str] = defaultdict(str)
    for character in sorted(usual):
        if usual[character].isascii() and usual[character].isalpha():
            by_syllable[usual[character]] += character
    odd = {name: " ".join(found) for name, found in read.items() if found != tuple(usual[c] for c in name)}
    return dict(sorted(by_syllable.items())), dict(sorted(odd.items()))


def _names(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in text.split() if len(word) > 1})


def _towns() -> Iterable[str]:
    geography = load_geography()
    return map(geography.name, itertools.chain.from_iterable(geography.townships.values()))


def _regions(atlas: Atlas) -> list[list[Any]]:
    names = {code: atlas.geography.name(code) for codes in atlas.geography.below.values() for code in codes}
    names |= {region.code: region.name for region in atlas.catalogue.regions.values()}
    return [
        [code, plain(name), 2 if code in atlas.catalogue.regions else int(has_page(atlas, code)), *_former(code)]
        for code, name in sorted(names.items())
        if name
    ]


def _aliases(organisation: Organisation) -> tuple[str, ...]:
    known = {organisation.organisation, organisation.short_name}
    older = _former(organisation.division_code) if len(organisation.division_code) > 6 else ()
    return tuple(dict.fromkeys(name for name in (*organisation.aliases, *older) if name not in known))


def _former_regions(organisation: Organisation) -> tuple[str, ...]:
    code = organisation.division_code
    return (*_former(f"{code[:4]}00"), *_former(code[:6])) if code else ()


def _former(code: str) -> tuple[str, ...]:
    today = load_gazetteer().names.get(code, "")
    return tuple(former.name for former in load_gazetteer().former.get(code, ()) if former.name != today)
