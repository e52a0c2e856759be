"""What the finder knows: regions and how characters are read; the bodies; the townships without a report.

Three sorts of files, fetched when a reader puts the cursor into a finder. Bodies stand below the region they lie in, a
line each, so that only the rest of the id and the own name travel; above ``PART`` bodies in a file for each province.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from generator.bodies.gazetteer import load_gazetteer
from generator.cache.fingerprint import fingerprint
from generator.model import Organisation
from generator.site.atlas import Atlas
from generator.site.catalogue import Body, Catalogue, Region
from generator.site.coverage import governs_township
from generator.site.geography import load_geography
from generator.site.safe import plain, script_json
from generator.site.spelling import Spelling, remembered

FOLDER: Final = "assets/finder"
PART: Final = 20_000
_TAILS: Final = ("人民政府", "办事处")


def finder_files(atlas: Atlas, part: int = PART, keep: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield the finder's files (path, text); more than ``part`` bodies are split by province.

    ``keep`` is a folder in which it is remembered how names are read: looking them up is slow.
    """
    known = bodies(atlas.catalogue)
    split = sum(len(lines) for lines in known.values()) > part
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for region, lines in known.items():
        parts[f"bodies-{region[:2]}" if split else "bodies"][region] = "\n".join(lines)
    yield f"{FOLDER}/regions.json", script_json({"parts": sorted(parts), **regions(atlas, keep)}) + "\n"
    for name, content in sorted(parts.items()):
        yield f"{FOLDER}/{name}.json", script_json(content) + "\n"
    yield f"{FOLDER}/places.json", script_json(places(atlas)) + "\n"


def bodies(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the bodies by the code of the region they lie in.

    A line has, with tabs between: the id without the region's code in front (whole, after ``=``, where it has another),
    own name, newest year, full name where it is not the region's and the own name, further names; the last may lack.
    """
    known: dict[str, list[str]] = defaultdict(list)
    for body in catalogue.bodies:
        region = catalogue.path(body.organisation)[-1]
        known[region.code].append(_line(body, region))
    return dict(sorted(known.items()))


def regions(atlas: Atlas, keep: Path | None = None) -> dict[str, Any]:
    """Return what is known of regions.

    ``regions`` are rows of code, name, 2 (has reports), 1 (only a page) or 0, former names;
    ``readings`` are characters by syllable; ``odd`` the names in which a character is read otherwise.
    """
    rows = _regions(atlas)
    own = [
        _plain(name) for b in atlas.catalogue.bodies for name in (b.organisation.short_name, *_aliases(b.organisation))
    ]
    bare = [_without_tail(name) for name in own]
    texts = [*(str(name) for row in rows for name in (row[1], *row[3:])), *bare, *_TAILS, *_towns()]
    with remembered(keep) as spelling:
        readings, odd = read_characters(texts, spelling)
    return {"regions": rows, "readings": readings, "odd": odd}


def places(atlas: Atlas) -> dict[str, str]:
    """Return the townships without a body in the collection: by the region that governs them, end of code and name."""
    governed = {body.organisation.division_code for body in atlas.catalogue.bodies if governs_township(body)}
    geography = load_geography()
    found = {
        region: " ".join(code.removeprefix(region) + geography.name(code) for code in codes if code not in governed)
        for region, codes in sorted(geography.townships.items())
    }
    return {region: towns for region, towns in found.items() if towns}


def read_characters(
    texts: Iterable[str], spelling: Spelling | None = None
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return each character's usual syllable, as characters by syllable, and the names that read one otherwise."""
    texts, known = list(texts), spelling or Spelling()
    key = fingerprint("\n".join(texts))
    if known.whole[0] != key:
        known.whole = key, *_read(_names(texts), known)
    return known.whole[1:]


def _read(names: Sequence[str], known: Spelling) -> tuple[Mapping[str, str], Mapping[str, str]]:
    sure = {character for character in set("".join(names)) if known.reads_one_way(character)}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for character in sure:
        counts[character].update(known.syllables(character))
    # Looking names up is slow; what can be read in one way only needs no looking up.
    read = {n: found for n in names if not sure.issuperset(n) and len(found := known.syllables(n)) == len(n)}
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


def _line(body: Body, region: Region) -> str:
    organisation = body.organisation
    code, own, full = organisation.org_id, _plain(organisation.short_name), _plain(organisation.organisation)
    fields = [
        code.removeprefix(region.code) if code.startswith(region.code) else f"={code}",
        own,
        str(body.latest.report.year) if body.latest else "",
        full if full != _plain(region.name) + own else "",
        *(_plain(alias) for alias in _aliases(organisation)),
    ]
    return "\t".join(fields).rstrip("\t")


def _plain(text: str) -> str:
    """Return a name in one line: the files part names by tabs and line breaks."""
    return " ".join(plain(text).split())


def _without_tail(name: str) -> str:
    return next((name.removesuffix(tail) for tail in _TAILS if name.endswith(tail)), name)


def _names(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in text.split() if len(word) > 1})


def _towns() -> Iterable[str]:
    geography = load_geography()
    return map(geography.name, itertools.chain.from_iterable(geography.townships.values()))


def _regions(atlas: Atlas) -> list[list[Any]]:
    names = {code: atlas.geography.name(code) for codes in atlas.geography.below.values() for code in codes}
    names |= {region.code: region.name for region in atlas.catalogue.regions.values()}
    return [
        [code, _plain(name), 2 if code in atlas.catalogue.regions else int(atlas.has_page(code)), *_former(code)]
        for code, name in sorted(names.items())
        if name
    ]


def _aliases(organisation: Organisation) -> tuple[str, ...]:
    known = {organisation.organisation, organisation.short_name, _without_tail(organisation.short_name)}
    older = _former(organisation.division_code) if len(organisation.division_code) > 6 else ()
    return tuple(dict.fromkeys(name for name in (*organisation.aliases, *older) if name not in known))


def _former(code: str) -> tuple[str, ...]:
    today = load_gazetteer().names.get(code, "")
    return tuple(former.name for former in load_gazetteer().former.get(code, ()) if former.name != today)
