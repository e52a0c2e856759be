"""The patterns compiled from ``data/lookups/sections.yml`` and from the labels of the forms."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.forms import load_forms
from generator.prose.words import PINYIN, comparable
from generator.resources import data_path, read_yaml

_ORDINAL = r"第?[(]?(?P<ordinal>[一二三四五六七八九十]{1,3}|\d{1,2})(?:部分)?(?:[)][、.,: \t]{0,3}|[、.,:是 \t]{1,3})"
# Runs are bounded: two open-ended runs side by side take quadratic time on a line of blanks.
_DECORATION = r"[ \t#>*•|\-]{0,60}"


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled lookups."""

    names: tuple[str, ...]
    line: tuple[re.Pattern[str], ...]
    short: tuple[re.Pattern[str], ...]
    inside: tuple[re.Pattern[str], ...]
    ordinals: tuple[str, ...]
    table: re.Pattern[str]
    metadata: re.Pattern[str]
    page: re.Pattern[str]
    no_report: tuple[tuple[re.Pattern[str], str, bool], ...]


@functools.cache
def patterns() -> Patterns:
    """Return all patterns; they are compiled once."""
    raw: Mapping[str, Any] = read_yaml(data_path("lookups", "sections.yml"))
    sections = raw["sections"]
    official = [_spaced(_official(item)) for item in sections]
    return Patterns(
        names=tuple(item["section"] for item in sections),
        ordinals=tuple(item["ordinal"] for item in sections),
        line=tuple(
            re.compile(rf"^{_DECORATION}(?:{_ORDINAL}){{0,1}}[ \t*]{{0,6}}(?:{phrase})", re.MULTILINE)
            for phrase in official
        ),
        short=tuple(
            re.compile(
                rf"^{_DECORATION}{_ORDINAL}[^\n]{{0,24}}?(?:{'|'.join(item['loose'])})[^\n]*$".replace("|^", "|"),
                re.MULTILINE,
            )
            for item in sections
        ),
        inside=tuple(re.compile(rf"(?P<ordinal>[一二三四五六七八])、[ \t*]{{0,6}}(?:{phrase})") for phrase in official),
        table=_table_pattern(raw["old_table_heads"]),
        metadata=_metadata_pattern(raw["metadata_labels"]),
        page=re.compile("|".join(re.escape(comparable(word)) for word in raw["page_words"])),
        no_report=tuple(
            (re.compile(comparable(item["pattern"])), item["reason"], item["even_if_filled"])
            for item in raw["not_a_report"]
        ),
    )


def _metadata_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of a line that starts with a page's label, or of a breadcrumb."""
    label = "|".join(_spread(comparable(label)) for label in labels)
    return re.compile(rf"[ \t【\[|*•\-]*(?:{label})[】\]]?\s*[:|\t]|.{{0,12}}首页\s*[>»/\-]")


def _official(item: Mapping[str, Any]) -> Iterable[str]:
    """Return the section's phrases, longest first, with those of the forms for the sections that hold tables."""
    phrases = set(item["official"])
    for form in load_forms().values():
        phrases.update(heading for table in form.tables if table.code == item["section"] for heading in table.headings)
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))


def _spaced(phrases: Iterable[str]) -> str:
    """Return a pattern of phrases that may be torn by spaces, one line break, or the reading of a character."""
    torn = rf"(?:{PINYIN.pattern})?[ \t*]{{0,6}}\n?[ \t]{{0,12}}"
    return "|".join(torn.join(re.escape(c) for c in comparable(phrase)) for phrase in phrases)


def _spread(label: str) -> str:
    return r"\s*".join(re.escape(character) for character in label)


def _table_pattern(old: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Return a pattern of what only the tables print: captions, corners, the first row's label; heads of old ones."""
    first, following = ("|".join(_spread(comparable(head)) for head in old[name]) for name in ("first", "next"))
    marks: set[str] = {rf"(?:{first})[\s|]{{1,60}}(?:{following})(?=[\s|])"}
    for form in load_forms().values():
        for table in form.tables:
            for block in table.blocks:
                caption = comparable(block.caption).split("(")[0]
                marks.add(
                    rf"{_spread(caption)}\s{{0,20}}(?:[(][^)\n]{{1,3}}[)]\s{{0,9}}项)?[\s|]{{0,60}}{_spread(block.corner)}"
                    if block.corner
                    else ""
                )
        requests = form.table("requests").blocks[0]
        marks.add(_spread(comparable(requests.corner)[:8]))
        marks.add(_spread(comparable(requests.rows[0].label)))
    return re.compile(rf"(?:{'|'.join(sorted(mark for mark in marks if mark))})")
