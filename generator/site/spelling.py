"""How names are read in pinyin, remembered from build to build: looking one up takes longer than all else about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.bodies import readings
from generator.cache.files import replace_file
from generator.cache.fingerprint import fingerprint, installed
from generator.resources import data_path

_FILE: Final = "spelling.json"


@dataclass(slots=True)
class Spelling:
    """Syllables by name, and whether a character is read in one way only; what is not known is looked up.

    ``whole`` is what was found of all names together the last time, with the fingerprint of these names.
    """

    names: dict[str, str] = field(default_factory=dict)
    single: dict[str, bool] = field(default_factory=dict)
    whole: tuple[str, Mapping[str, str], Mapping[str, str]] = ("", {}, {})

    def syllables(self, name: str) -> tuple[str, ...]:
        """Return a name's syllables without tones."""
        found = self.names.get(name)
        if found is None:
            found = self.names[name] = " ".join(readings.syllables(name))
        return tuple(found.split(" "))

    def reads_one_way(self, character: str) -> bool:
        """Say whether a character has a single reading, whatever word it stands in."""
        found = self.single.get(character)
        if found is None:
            found = self.single[character] = readings.reads_one_way(character)
        return found


@contextmanager
def remembered(folder: Path | None) -> Iterator[Spelling]:
    """Give what is remembered in a folder, and remember there what was looked up; without a folder nothing is.

    It is forgotten with another version of the dictionary or of ``data/lookups/readings.yml``.
    """
    if folder is None:
        yield Spelling()
        return
    version = fingerprint(installed(), data_path("lookups", "readings.yml").read_bytes())
    spelling = _load(folder / _FILE, version)
    before = len(spelling.names), len(spelling.single), spelling.whole[0]
    yield spelling
    if (len(spelling.names), len(spelling.single), spelling.whole[0]) != before:
        kept = {"version": version, "names": spelling.names, "single": spelling.single, "whole": spelling.whole}
        replace_file(folder / _FILE, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def _load(path: Path, version: str) -> Spelling:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] == version:
            key, usual, odd = kept["whole"]
            return Spelling(dict(kept["names"]), dict(kept["single"]), (str(key), dict(usual), dict(odd)))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Spelling()
