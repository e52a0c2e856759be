"""Made sentences in the manner of the reports, and what they say in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import NarrativeFact
from generator.numbers import plain
from generator.prose.facts import read_facts
from tests.unit.paper import document

YEAR = 2022
FILES = ("sentences.yml", "tricky.yml")


def sentences() -> Iterator[Any]:
    for name in FILES:
        for item in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8")):
            ((text, facts),) = item.items()
            yield pytest.param(text, facts, id=f"{name.removesuffix('.yml')}: {text}")


def said(text: str, year: int | None = YEAR) -> list[str]:
    """Return the facts of a sentence as the corpus writes them."""
    return [shown(fact) for fact in read_facts(document(f"一、总体情况\n{text}"), year)]


def shown(fact: NarrativeFact) -> str:
    name = f"{fact.fact}/{fact.channel}".rstrip("/")
    return f"{name} {'~' if fact.approximate else ''}{plain(fact.value)}{fact.unit}"


@pytest.mark.parametrize(("text", "facts"), list(sentences()))
def test_what_a_sentence_says(text: str, facts: list[str]) -> None:
    assert said(text) == facts
