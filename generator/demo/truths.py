"""The list of truths beside made reports: a line of JSON a document, so that any number can be read one by one.

``cells`` holds, for every printed row of the form, one word a column: a number that is reported, or the state that is
right (``blank``, ``ambiguous``, ``unreadable``, ``missing``); words joined by ``|`` are all right. ``meant`` are the
numbers behind cells that are not certainly reported: a derived number must equal them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from generator.demo.compose import MadeReport, Printed
from generator.demo.spelling import plain
from generator.demo.truth import REPORTED, Expected
from generator.errors import UsageError
from generator.made import SENTENCE
from generator.model import CellKey, CellStatus

_HEAD = f'{{"made": "{SENTENCE}", "documents": ['


def write_head(file: IO[str]) -> None:
    """Begin the list."""
    file.write(_HEAD + "\n")


def write_one(file: IO[str], name: str, report: MadeReport, printed: Printed, *, first: bool) -> None:
    """Write the truth of one document."""
    line = json.dumps(truth_of(name, report, printed), ensure_ascii=False, separators=(",", ":"))
    file.write(line if first else ",\n" + line)


def write_tail(file: IO[str]) -> None:
    """End the list."""
    file.write("\n]}\n")


def read_truths(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the truth of each document; raises ``UsageError`` where ``path`` is no such list."""
    with path.open(encoding="utf-8") as file:
        if next(file, "").rstrip("\n") != _HEAD:
            raise UsageError(f"“{path.name}”不是演示命令写的")
        for line in file:
            if line.startswith("{"):
                yield json.loads(line.rstrip(",\n"))


def truth_of(name: str, report: MadeReport, printed: Printed) -> dict[str, Any]:
    """Return what is known of one document."""
    body = report.body.organisation
    return {
        "file": name,
        "org_id": body.org_id,
        "organisation": body.organisation,
        "kind": body.kind.value,
        "province": body.province,
        "prefecture": body.prefecture,
        "county": body.county,
        "township": body.township,
        "division_code": body.division_code,
        "year": report.year,
        "form": report.form.code,
        "published_on": report.narrative.dated.isoformat(),
        "layout": printed.layout,
        "oddities": list(report.habits.names),
        "cells": cell_words(printed.cells),
        "meant": _meant(report, printed),
        "facts": [
            {"fact": f.fact, "channel": f.channel, "value": plain(f.value), "unit": f.unit, "quote": f.quote}
            for f in report.narrative.facts
        ],
    }


def cell_words(cells: Mapping[CellKey, Expected]) -> dict[str, dict[str, list[str]]]:
    """Return the truth of cells as words, by table and row."""
    words: dict[str, dict[str, list[str]]] = {}
    for key, expected in cells.items():
        words.setdefault(key.table, {}).setdefault(key.row, []).append(_word(expected))
    return words


def expected_of(word: str) -> Expected:
    """Return the truth that a word of the list stands for."""
    states = {CellStatus(part) for part in word.split("|") if part.isalpha()}
    numbers = [part for part in word.split("|") if not part.isalpha()]
    value = Decimal(numbers[0]) if numbers else None
    return Expected(frozenset(states | ({REPORTED} if numbers else set())), value)


def _word(expected: Expected) -> str:
    if expected.value is not None and expected.must_read:
        return plain(expected.value)
    words = sorted(status.value for status in expected.allowed if status is not REPORTED)
    if expected.value is not None and expected.may_read:
        words.insert(0, plain(expected.value))
    return "|".join(words)


def _meant(report: MadeReport, printed: Printed) -> dict[str, str]:
    return {
        f"{key.table}.{key.row}.{key.column}": plain(report.values[key])
        for key, expected in printed.cells.items()
        if not expected.must_read
    }
