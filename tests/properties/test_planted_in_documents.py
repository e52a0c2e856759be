"""A wrong figure planted in a document and read is named with its true number; clean documents give nothing."""

from __future__ import annotations

import importlib
import random

import pytest

from generator.checks import run
from generator.demo.compose import compose
from generator.demo.figures import figures
from generator.demo.habits import choose_habits
from generator.forms import form_due
from generator.model import Finding
from generator.report import read_report
from tests.properties.test_contradictions import some_bodies

PRINTERS = {
    "text": ("plain", "print_plain"),
    "html": ("page", "print_page"),
    "docx": ("word", "print_word"),
}
DOCUMENTS = 8


@pytest.mark.parametrize("kind", PRINTERS)
def test_a_wrong_figure_in_a_document_is_named_with_its_true_number(kind: str) -> None:
    for seed in range(DOCUMENTS):
        found, place, number = planted(kind, seed, wrong=True)
        [named] = [finding for finding in found if finding.rule == "cell.contradicts_table"]
        assert (named.row, named.column, named.expected) == (*place, number)


@pytest.mark.parametrize("kind", PRINTERS)
def test_a_clean_document_gives_no_finding(kind: str) -> None:
    for seed in range(DOCUMENTS):
        found, _, _ = planted(kind, seed, wrong=False)
        assert [finding.rule for finding in found if finding.rule != "report.made"] == []


def planted(kind: str, seed: int, *, wrong: bool) -> tuple[list[Finding], tuple[str, str], str]:
    """Return the findings on a made document whose figure at the place is wrong, and the true number there."""
    chance = random.Random(f"{kind} {seed}")
    body = some_bodies(4, 1)[seed % 4]
    form = form_due(2022)
    assert form is not None
    [values] = figures(body.organisation.kind, [form], chance)
    key = chance.choice([key for key in values if key.table == "requests"])
    printed = values | ({key: values[key] + chance.choice([1, 3, 10, 90])} if wrong else {})
    report = compose(body, 2022, form, printed, choose_habits(chance, 0.0), chance)
    module, function = PRINTERS[kind]
    made = getattr(importlib.import_module(f"generator.demo.{module}"), function)(report, chance)
    read = read_report(made.content, "made")
    return [*read.findings, *run(read)[1]], (key.row, key.column), str(values[key])
