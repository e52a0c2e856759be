"""What numbers of private persons look like, and the words around them: ``data/lookups/personal_data.yml``."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.resources import data_path, read_yaml

_FILE = ("lookups", "personal_data.yml")


@dataclass(frozen=True, slots=True)
class Example:
    """What a document says, and what is published of it."""

    text: str
    masked: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The lists of the file, words as patterns that end where a number begins or begin where it ends."""

    separators: str
    digit_before: re.Pattern[str]
    digit_after: re.Pattern[str]
    kept: int
    reach: int
    names: Mapping[str, str]
    provinces: frozenset[str]
    groups: Mapping[str, frozenset[tuple[int, ...]]]
    prefixes: Mapping[str, frozenset[int]]
    prefixes_with_word: Mapping[str, frozenset[int]]
    words: Mapping[str, re.Pattern[str]]
    office_line: re.Pattern[str]
    office_account: re.Pattern[str]
    person: re.Pattern[str]
    counted_before: re.Pattern[str]
    counted_after: re.Pattern[str]
    coded_before: re.Pattern[str]
    examples: tuple[Example, ...]


@functools.cache
def load_rules() -> Rules:
    """Return the rules of the data file."""
    raw: Mapping[str, Any] = read_yaml(data_path(*_FILE))
    card, mobile, bank = raw["identity_card"], raw["mobile"], raw["bank_card"]
    kinds = {"identity_card": card, "mobile": mobile, "bank_card": bank}
    return Rules(
        separators=raw["separators"],
        digit_before=re.compile(rf"\d[{re.escape(raw['separators'])}]{{1,2}}$"),
        digit_after=re.compile(rf"[{re.escape(raw['separators'])}]{{1,2}}\d"),
        kept=raw["kept"],
        reach=raw["reach"],
        names={code: kind["name"] for code, kind in kinds.items()},
        provinces=frozenset(str(code) for code in card["provinces"]),
        groups={code: frozenset(map(tuple, kind["groups"])) for code, kind in kinds.items()},
        prefixes=_lengths(bank["prefixes"]),
        prefixes_with_word=_lengths(bank["prefixes_with_word"]),
        words={code: re.compile(_any_of(kind["words"])) for code, kind in kinds.items()},
        # Between the words and the number only other numbers of the same list may stand.
        office_line=re.compile(
            _any_of(mobile["office"]) + r"[号码]*[：:为是\s]*(?:[\d\-—()（）\s*]+[、，,/;；或及和])*\s*$"
        ),
        office_account=re.compile(_any_of(bank["office"])),
        person=re.compile(_any_of(mobile["person"])),
        counted_before=re.compile(_any_of(raw["counted_before"]) + r"[^\d。；;，,、\n]{0,4}$"),
        counted_after=re.compile(r"\s?" + _any_of(raw["counted_after"])),
        coded_before=re.compile(_any_of(raw["coded_before"]) + r"[^\d。；;，,、\n]{0,4}$"),
        examples=tuple(Example(str(item["text"]), str(item["masked"])) for item in raw["examples"]),
    )


def _lengths(raw: Mapping[str, Iterable[int]]) -> Mapping[str, frozenset[int]]:
    return {str(prefix): frozenset(lengths) for prefix, lengths in raw.items()}


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"
