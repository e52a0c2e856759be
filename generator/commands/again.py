"""A build that would only make once more what is there is not made: what it was made of, and what came of it."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from generator.cache.fingerprint import fingerprint, fingerprint_of_files, installed
from generator.collection.words import load_words
from generator.commands.outcome import Outcome
from generator.documents.convert import programs
from generator.made import MARKER
from generator.resources import data_path
from generator.site.assets import bundles
from generator.site.build import ROOT
from generator.site.ledger import CACHE
from generator.site.works import is_untouched
from generator.sources import SourceList

_FILE = "run.json"


def ingredients(reports: Path, found: SourceList, day: datetime.date | None) -> str:
    """Return the fingerprint of everything that decides what a build makes: program, settings, reports, decisions.

    ``found`` are the documents below ``reports``.
    """
    return fingerprint(*_program(), *_documents(reports, found), str(day))


def same_as_last(out: Path, key: str) -> Outcome | None:
    """Return what came of the last build into ``out``, if it was made of the same and nobody touched a file since."""
    try:
        kept = json.loads((out / CACHE / _FILE).read_text(encoding="utf-8"))
        if kept["key"] != key or not is_untouched(out):
            return None
        known = kept["outcome"]
        return Outcome(
            dict(known["numbers"]), tuple(known["said"]), known["nothing_read"], known["in_doubt"], is_final=True
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(out: Path, key: str, outcome: Outcome) -> None:
    """Keep what came of a build."""
    kept = {"key": key, "outcome": asdict(outcome)}
    (out / CACHE / _FILE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _program() -> Iterator[str | bytes]:
    source = ROOT / "site_src"
    data = [data_path(name) for name in ("forms", "lookups", "registry", "gazetteer")]
    yield fingerprint_of_files([Path(__file__).parents[1], source, ROOT / "mkdocs.yml", *data])
    yield from bundles((source, ROOT)).values()
    yield installed()
    yield from programs()
    yield from (f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("GONGKAI_"))


def _documents(reports: Path, found: SourceList) -> Iterator[str]:
    yield str((reports / MARKER).is_file())
    yield repr((found.skipped, found.notes, load_words(reports.parent)))
    for source in found.sources:
        yield repr((source.source, source.sha256, source.source_url, source.error, source.findings))
