"""The rows, heads and units of the old statistics tables, from ``data/lookups/legacy.yml``."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

from generator.errors import ConfigurationError
from generator.resources import data_path, read_yaml
from generator.text import fold

_COUNTED = re.compile(r"(?:总数量|总数|数量|次数|个数|数)$")
# A wording this short means too little without its 数: 申请 is not 申请总数.
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Family:
    """A family of tables, with its title in both languages."""

    code: str
    title: str
    title_en: str
    document_number: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that the tables print: a figure's (``indicator``) or a heading's; ``parent`` is the code it stands under.

    ``parents`` are all it may be printed under. ``number`` is ``count`` or ``amount``; ``unit`` is the usual one.
    """

    code: str
    indicator: bool
    label: str
    english: str
    parent: str
    parents: frozenset[str]
    families: tuple[str, ...]
    unit: str
    number: str


@dataclass(frozen=True, slots=True)
class Lookups:
    """Everything the file says. Keys of ``anywhere``, ``below`` and the heads are folded texts.

    ``anywhere`` gives the row that a label means wherever it stands; ``below`` those it may mean under their parents.
    """

    families: tuple[Family, ...]
    entries: Mapping[str, Entry]
    anywhere: Mapping[str, str]
    below: Mapping[str, tuple[str, ...]]
    spellings: tuple[str, ...]
    label_heads: frozenset[str]
    unit_heads: frozenset[str]
    code_heads: frozenset[str]
    note_heads: frozenset[str]
    value_heads: Mapping[str, str]
    year_unless_quarterly: frozenset[str]
    column_marks: frozenset[str]
    units: tuple[str, ...]
    money_units: frozenset[str]
    harmless_remarks: tuple[str, ...]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes over a row, outermost first, and its own."""
        chain = [code]
        while parent := self.entries[chain[0]].parent:
            chain.insert(0, parent)
        return tuple(chain)


@functools.cache
def lookups() -> Lookups:
    """Return the lookups; raises ``ConfigurationError`` where the file is wrong."""
    folder = data_path("lookups")
    raw: Mapping[str, Any] = read_yaml(folder / "legacy.yml")
    schema = json.loads((folder / "legacy.schema.json").read_text(encoding="utf-8"))
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(raw))
    if error is not None:
        raise ConfigurationError(f"legacy.yml: {error.json_path}: {error.message}")
    entries = {entry.code: entry for entry in map(_entry, raw["rows"])}
    if len(entries) != len(raw["rows"]) or any(entry.parents - entries.keys() for entry in entries.values()):
        raise ConfigurationError("legacy.yml: a code stands twice, or a parent is no row")
    heads = raw["heads"]
    return Lookups(
        families=tuple(
            Family(item["family"], item["title"], item["title_en"], item["document_number"]) for item in raw["families"]
        ),
        entries=entries,
        anywhere=_anywhere(raw["rows"]),
        below=_below(raw["rows"]),
        spellings=tuple(spelling for item in raw["rows"] for spelling in _spellings(item)),
        label_heads=_folded(heads["label"]),
        unit_heads=_folded(heads["unit"]),
        code_heads=_folded(heads["code"]),
        note_heads=_folded(heads["note"]),
        value_heads={fold(head): period for period, words in heads["value"].items() for head in words},
        year_unless_quarterly=_folded(raw["year_unless_quarterly"]),
        column_marks=_folded(raw["column_marks"]),
        units=tuple(sorted(raw["units"], key=lambda unit: (-len(unit), unit))),
        money_units=frozenset(raw["money_units"]),
        harmless_remarks=tuple(raw["harmless_remarks"]),
    )


def stem(folded: str) -> str:
    """Return a folded label without the word for "number" at its end."""
    return _COUNTED.sub("", folded)


def _entry(raw: Mapping[str, Any]) -> Entry:
    return Entry(
        code=raw.get("indicator") or raw["group"],
        indicator="indicator" in raw,
        label=raw["label"],
        english=raw["en"],
        parent=raw.get("under", ""),
        parents=frozenset({raw.get("under", ""), *raw.get("or_under", ())} - {""}),
        families=tuple(raw.get("families", ())),
        unit=raw.get("unit", ""),
        number=raw.get("number", "count"),
    )


def _spellings(raw: Mapping[str, Any]) -> tuple[str, ...]:
    return (raw["label"], *raw.get("variants", ()))


def _keys(spelling: str) -> Iterator[str]:
    whole = fold(spelling)
    yield whole
    if len(stem(whole)) >= _SHORTEST_STEM:
        yield stem(whole)


def _anywhere(rows: list[Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw in rows:
        code = _entry(raw).code
        for key in (key for spelling in _spellings(raw) for key in _keys(spelling)):
            if found.setdefault(key, code) != code:
                raise ConfigurationError(f"legacy.yml: “{key}” is a label of both {found[key]} and {code}")
    return found


def _below(rows: list[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for raw in rows:
        for key in sorted({stem(fold(spelling)) for spelling in raw.get("below_parent", ())}):
            found[key] = (*found.get(key, ()), _entry(raw).code)
    return found


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(map(fold, words))
