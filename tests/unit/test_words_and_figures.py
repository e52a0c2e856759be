"""What the prose counts beside what the tables print."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import yaml

from generator.checks import run
from generator.forms import load_forms
from generator.model import Finding, NarrativeFact
from generator.resources import data_path
from tests.builders import report_of

TABLE = """
    received            | 10 0 0 0 0 0 10
    carried_in          | 2 0 0 0 0 0 2
    granted             | 5 0 0 0 0 0 5
    denied_third_party  | 2 0 0 0 0 0 2
    denied_process      | 4 0 0 0 0 0 4
    outcomes_total      | 11 0 0 0 0 0 11
    carried_out         | 1 0 0 0 0 0 1
    litigation_direct   | 1 0 0 0 1
    litigation_after_reconsideration | 0 1 0 0 1
    fees                | 4.7
    normative_documents | 3 1 20
"""


def said(fact: str, channel: str, value: str, unit: str = "件", *, about: bool = False) -> list[Finding]:
    """Return the findings about one number of the prose beside the table."""
    number = NarrativeFact(fact, channel, Decimal(value), about, unit, "原文如此。", "line 9")
    report = report_of(TABLE, facts=(number,))
    cells = tuple(replace(cell, unit="万元") if cell.key.row == "fees" else cell for cell in report.cells)
    findings = run(replace(report, cells=cells))[1]
    return [finding for finding in findings if finding.rule.startswith("narrative.")]


@pytest.mark.parametrize(
    ("fact", "channel", "value", "unit"),
    [
        ("requests_received", "", "10", "件"),
        ("requests_received", "", "12", "件"),  # with those carried in
        ("other", "requests.outcomes_total", "11", "件"),
        ("other", "requests.denied", "6", "件"),
        ("litigations", "", "2", "起"),
        ("litigations", "corrected", "1", "件"),
        ("reconsiderations", "", "0", ""),
        ("other", "fees.amount", "47000", "元"),
        ("other", "fees.amount", "4.7", "万元"),
        ("other", "fees.amount", "46980", "元"),  # the table rounds to a tenth of 万元
        ("training", "", "99", "次"),  # no cell counts that
    ],
)
def test_what_agrees_is_no_finding(fact: str, channel: str, value: str, unit: str) -> None:
    assert said(fact, channel, value, unit) == []


@pytest.mark.parametrize(
    ("fact", "channel", "value", "row", "actual"),
    [
        ("requests_received", "", "11", "received", "10"),
        ("other", "requests.carried_out", "3", "carried_out", "1"),
        ("other", "requests.denied", "5", "denied_state_secret", "6"),
        ("other", "normative_documents.issued", "2", "normative_documents", "3"),
        ("litigations", "", "1", "litigation_direct", "2"),
        ("other", "fees.amount", "4.3", "fees", "4.7"),
    ],
)
def test_what_differs_is_a_finding(fact: str, channel: str, value: str, row: str, actual: str) -> None:
    unit = "万元" if channel == "fees.amount" else "件"
    [finding] = said(fact, channel, value, unit)
    assert (finding.rule, finding.row, finding.expected, finding.actual) == (
        "narrative.contradicts_table",
        row,
        value,
        actual,
    )
    assert "原文如此" in finding.message


def test_a_claim_of_none_against_a_count_is_its_own_rule() -> None:
    [finding] = said("requests_received", "", "0", "")
    assert (finding.rule, finding.actual) == ("narrative.claims_none", "10")


@pytest.mark.parametrize(("value", "found"), [("9", 0), ("8", 0), ("12", 0), ("5", 1), ("30", 1)])
def test_about_agrees_with_what_is_near(value: str, found: int) -> None:
    assert len(said("other", "requests.outcomes_total", value, about=True)) == found


def test_a_cell_without_a_number_contradicts_nothing() -> None:
    number = NarrativeFact("requests_received", "", Decimal(7), False, "件", "…", "line 9")
    assert not run(report_of("received | _ _ _ _ _ _ _", facts=(number,)))[1]


def test_every_cell_named_in_the_lookup_stands_in_a_form() -> None:
    raw = yaml.safe_load((data_path("lookups") / "words_and_figures.yml").read_text(encoding="utf-8"))
    keys = {(key.table, key.row, key.column) for form in load_forms().values() for key in form.keys()}
    for term in (term for item in raw for terms in item["cells"] for term in terms):
        table, row, column = term.split(".")
        fits = row.rstrip("*")
        assert any(
            key[0] == table and key[2] == column and (key[1] == row or ("*" in row and key[1].startswith(fits)))
            for key in keys
        ), term
