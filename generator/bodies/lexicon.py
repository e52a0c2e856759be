"""How bodies are called: names of departments, their short forms, and what names of bodies end in."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.bodies.words import Words
from generator.model import Kind
from generator.resources import data_path, read_yaml

GOVERNMENT = "人民政府"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``canonical`` maps every known form of a name to the full one; ``names`` finds one at a place in text.

    ``usual`` maps short forms that several names have to the one that most often has it.
    """

    canonical: Mapping[str, str]
    usual: Mapping[str, str]
    names: Words
    endings: tuple[tuple[str, Kind], ...]
    subjects: Mapping[str, tuple[str, ...]]
    offices: re.Pattern[str]
    order: tuple[str, ...]
    central: re.Pattern[str]

    def full_name(self, name: str) -> str:
        """Return the full form of a body's own name; a name that is not known is returned as it is."""
        return self.canonical.get(name, name)

    def kind_of(self, name: str) -> Kind | None:
        """Return what sort of body a name's ending says it is; ``None`` where the name is no body's."""
        if name == GOVERNMENT:
            return Kind.GOVERNMENT
        for ending, kind in self.endings:
            if name.endswith(ending) and (len(name) > len(ending) or kind is Kind.ZONE):
                return kind
        return None


def is_short_for(short: str, full: str) -> bool:
    """Say whether ``short`` is characters of ``full`` in their order, to the same ending: 文旅局, 文化和旅游局."""
    rest = iter(full)
    return 2 < len(short) < len(full) and short[-1] == full[-1] and all(character in rest for character in short)


@functools.cache
def load_lexicon() -> Lexicon:
    """Return the lexicon from ``data/lookups/departments.yml``."""
    raw = read_yaml(data_path("lookups", "departments.yml"))
    canonical: dict[str, str] = {}
    usual: dict[str, str] = {}
    subjects: dict[str, tuple[str, ...]] = {}
    for item in raw["departments"]:
        for name, forms in _with_provincial(item["name"], item.get("also", ()), raw["provincial_endings"]):
            for form in forms:
                canonical.setdefault(form, name)
        for short in item.get("usual", ()):
            usual.setdefault(short, item["name"])
        for subject in item.get("subject", ()):
            subjects[subject] = (*subjects.get(subject, ()), item["name"])
    return Lexicon(
        canonical=canonical,
        usual=usual,
        names=Words((*canonical, *usual)),
        endings=tuple(
            sorted(((item["ending"], Kind(item["kind"])) for item in raw["endings"]), key=lambda item: -len(item[0]))
        ),
        subjects=subjects,
        offices=_any_of(raw["offices"]),
        central=_central(raw),
        order=tuple(dict.fromkeys(canonical.values())),
    )


def _with_provincial(
    name: str, also: Iterable[str], endings: Mapping[str, str]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield the name with its forms, and the province's department of the same field (局 → 厅)."""
    yield name, (name, *also)
    for local, provincial in endings.items():
        if name.endswith(local) and not name.endswith("分局"):
            swapped = tuple(form.removesuffix(local) + provincial for form in (name, *also) if form.endswith(local))
            yield swapped[0], swapped


def _central(raw: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Return the pattern of a body of the State Council's whole name: 教育部, 国家知识产权局."""
    openings, endings = "|".join(raw["central_openings"]), "|".join(raw["central_endings"])
    return re.compile(
        rf"(?:中华人民共和国)?(?:{'|'.join(raw['central'])})|(?:{openings}){{1,2}}[一-鿿]{{2,14}}(?:{endings})"
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))
