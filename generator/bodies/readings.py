"""Names read in pinyin: for addresses, and for readers who type it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.errors import ConfigurationError
from generator.resources import data_path, read_yaml

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SYLLABLES = re.compile(r"[a-z]+(?: [a-z]+)*")
_NO_TONE = "5"


@dataclass(frozen=True, slots=True)
class Readings:
    """Syllables by name where the dictionary is wrong about places, and the pattern that finds such names."""

    syllables: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]


@functools.cache
def load_readings() -> Readings:
    """Return ``data/lookups/readings.yml``; raises ``ConfigurationError`` where a syllable is missing."""
    raw = read_yaml(data_path("lookups", "readings.yml"))["readings"]
    for name, reading in raw.items():
        if not _SYLLABLES.fullmatch(str(reading)) or len(str(reading).split()) != len(name):
            raise ConfigurationError(f"data/lookups/readings.yml：“{name}”须一字一个音节，小写，不带声调")
    longest_first = sorted(raw, key=lambda name: (-len(name), name))
    return Readings(
        {name: tuple(reading.split()) for name, reading in raw.items()},
        re.compile(f"({'|'.join(map(re.escape, longest_first))})"),
    )


@functools.lru_cache(maxsize=65536)
def syllables(name: str) -> tuple[str, ...]:
    """Return a name's syllables without tones, ü as v; what has no reading stays as it is, in one piece."""
    return tuple(syllable for part, own in _parts(name) for syllable in own or _looked_up(part))


@functools.cache
def reads_one_way(character: str) -> bool:
    """Say whether a character has a single reading, whatever word it stands in."""
    from pypinyin import Style, pinyin

    return len(pinyin(character, style=Style.NORMAL, heteronym=True)[0]) == 1


def slug(name: str) -> str:
    """Return a name as a part of an address: its syllables joined; a character without a reading as its code point."""
    return slug_of(syllables(name))


def slug_of(read: Iterable[str]) -> str:
    """Return syllables as a part of an address."""
    return _NOT_SLUG.sub("", "".join(read).lower())


def tones(name: str) -> str:
    """Return a name's tones as digits (水务局 342, 税务局 442): what tells most names of one spelling apart."""
    from pypinyin import Style, lazy_pinyin

    digits = lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True, errors=lambda _: _NO_TONE)
    return "".join(syllable[-1] for syllable in digits)


def unaccented(text: str, errors: Callable[[str], str] | str) -> list[str]:
    """Return syllables without tones by the dictionary alone; ``errors`` says what becomes of what it does not have."""
    # The dictionary is loaded where a name is looked up: most of what starting costs.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text, errors=errors)


def _parts(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the pieces of a name, with their syllables where they are listed."""
    readings = load_readings()
    for part in filter(None, readings.pattern.split(name)):
        yield part, readings.syllables.get(part, ())


def _looked_up(text: str) -> list[str]:
    return unaccented(text, _unread)


def _unread(text: str) -> str:
    return "".join(c if c.isascii() else f"u{ord(c):x}" for c in text)
