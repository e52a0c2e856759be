"""The wordings of ``data/lookups/facts.yml``, compiled."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.resources import data_path, read_yaml

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a number is about, by the words before and behind it; see the head of ``facts.yml`` for each key."""

    facts: tuple[str, ...]
    channel: str
    topic: str
    units: frozenset[str]
    before: re.Pattern[str]
    behind: re.Pattern[str] | None
    without: re.Pattern[str]
    needs: re.Pattern[str] | None
    tail: re.Pattern[str] | None
    after: frozenset[str]
    not_after: frozenset[str]
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Zero:
    """Words that say none of something; ``pick`` takes of ``facts`` those that the clause names."""

    facts: tuple[str, ...]
    pattern: re.Pattern[str]
    without: re.Pattern[str]
    needs: re.Pattern[str] | None
    tail: re.Pattern[str] | None
    pick: bool


@dataclass(frozen=True, slots=True)
class Lookups:
    """All wordings."""

    units: tuple[str, ...]
    money: frozenset[str]
    no_unit: Mapping[str, Sequence[str]]
    about_before: tuple[str, ...]
    about_behind: tuple[str, ...]
    glue: re.Pattern[str]
    media: Mapping[str, re.Pattern[str]]
    any_medium: re.Pattern[str]
    ways: Mapping[str, re.Pattern[str]]
    rules: tuple[Rule, ...]
    zeros: tuple[Zero, ...]
    never_in_sentence: re.Pattern[str]
    never_in_prefix: re.Pattern[str]
    never_in_part: re.Pattern[str]
    never_in_clause: re.Pattern[str]
    never_zero: re.Pattern[str]
    this_year: re.Pattern[str]
    other_year: re.Pattern[str]
    comparing: re.Pattern[str]


_FLAGS = ("more", "context", "history", "media", "ways", "same", "alone", "publishes", "so_far", "unpublished", "clear")


@functools.cache
def lookups() -> Lookups:
    """Return all wordings; they are read once."""
    raw: Mapping[str, Any] = read_yaml(data_path("lookups", "facts.yml"))
    words = {name: _any(listed) for name, listed in raw["words"].items()}
    words["@media"] = _any(word for listed in raw["channels"].values() for word in listed)
    words["@ways"] = _any(word for listed in raw["ways"].values() for word in listed)
    never = raw["not_facts"]
    return Lookups(
        units=tuple(raw["units"]),
        money=frozenset(raw["money"]),
        no_unit=raw["no_unit"],
        about_before=tuple(raw["about_before"]),
        about_behind=tuple(raw["about_behind"]),
        glue=re.compile(f"{words['glue']}*+"),
        media={code: re.compile(_any(listed)) for code, listed in raw["channels"].items()},
        any_medium=re.compile(words["@media"]),
        ways={code: re.compile(_any(listed)) for code, listed in raw["ways"].items()},
        rules=tuple(_rule(item, words) for item in raw["rules"]),
        zeros=tuple(_zero(item, words) for item in raw["zeros"]),
        never_in_sentence=re.compile("|".join(never["sentence"])),
        never_in_prefix=re.compile("|".join(never["prefix"])),
        never_in_part=re.compile("|".join(never["part"])),
        never_in_clause=re.compile("|".join(never["clause"])),
        never_zero=re.compile("|".join(never["zeros"])),
        this_year=re.compile(_any(raw["this_year"])),
        other_year=re.compile(_any(raw["other_year"])),
        comparing=re.compile(_any(raw["comparing"])),
    )


def _rule(item: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    facts = item["fact"]
    return Rule(
        facts=(facts,) if isinstance(facts, str) else tuple(facts),
        channel=item.get("channel", ""),
        topic=item.get("topic", ""),
        units=frozenset(item["units"]),
        before=re.compile(_filled(item["before"], words)),
        behind=re.compile(_filled(item["behind"], words)) if "behind" in item else None,
        without=re.compile(item["not"]) if "not" in item else _NEVER,
        needs=re.compile(item["needs"]) if "needs" in item else None,
        tail=re.compile(item["tail"]) if "tail" in item else None,
        after=frozenset(item.get("after", ())),
        not_after=frozenset(item.get("not_after", ())),
        flags=frozenset(flag for flag in _FLAGS if item.get(flag, flag == "more")),
    )


def _zero(item: Mapping[str, Any], words: Mapping[str, str]) -> Zero:
    return Zero(
        facts=tuple(item["facts"]),
        pattern=re.compile(_filled(item["pattern"], words)),
        without=re.compile(item["not"]) if "not" in item else _NEVER,
        needs=re.compile(item["needs"]) if "needs" in item else None,
        tail=re.compile(item["tail"]) if "tail" in item else None,
        pick=item.get("pick", False),
    )


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Put the lists of words into a pattern; an unknown name is a mistake in the lookups."""
    filled = re.sub(r"\{([a-z]+)\}", lambda match: words[match[1]], pattern)
    return re.sub(r"@(?:media|ways)", lambda match: words[match[0]], filled)


def _any(words: Iterable[str]) -> str:
    """Return a pattern of one of ``words``, the longest first, so that a run of them needs no second try."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))})"
