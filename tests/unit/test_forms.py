"""The statutory forms: whole, in the published order, and refused where a file is wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.forms import Form, Table, form_due, load_forms
from generator.text import fold

FORMS = tuple(load_forms().values())
TABLES = [(form, table) for form in FORMS for table in form.tables]
APPLICANTS = ["natural_person", "enterprise", "research", "public_interest", "legal_service", "other"]


def ids(entry: object) -> str:
    return entry.code if isinstance(entry, Form | Table) else str(entry)


@pytest.mark.parametrize(
    ("form", "table", "cells"),
    [
        ("2021", "proactive", 10),
        ("2021", "requests", 175),
        ("2021", "review", 15),
        ("2019", "proactive", 22),
        ("2019", "requests", 161),
        ("2019", "review", 15),
    ],
)
def test_number_of_cells(form: str, table: str, cells: int) -> None:
    assert sum(key.table == table for key in load_forms()[form].keys()) == cells


@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_every_cell_has_one_key(form: Form) -> None:
    assert len(set(form.keys())) == len(form.keys())
    assert [table.code for table in form.tables] == ["proactive", "requests", "review"]


@pytest.mark.parametrize(("form", "table"), TABLES, ids=ids)
def test_sums_and_identities_name_what_is_there(form: Form, table: Table) -> None:
    rows = {row.code for _, row in table.printed_rows()}
    for block, row in table.printed_rows():
        assert set(row.sum_of) <= rows - {row.code}
        columns = {column.code for column in block.columns}
        for column in block.columns:
            assert set(column.sum_of) <= columns - {column.code}
    for identity in table.identities:
        assert {*identity.left, *identity.right} <= rows
        assert identity.says


@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_requests_add_up_as_the_form_says(form: Form) -> None:
    table = form.table("requests")
    [block] = table.blocks
    assert [column.code for column in block.columns] == [*APPLICANTS, "total"]
    assert list(block.columns[-1].sum_of) == APPLICANTS
    rows = [row.code for row in block.rows]
    assert rows[:2] == ["received", "carried_in"]
    assert rows[-2:] == ["outcomes_total", "carried_out"]
    # Every outcome and nothing else is part of the total of outcomes.
    assert list(block.rows[-2].sum_of) == rows[2:-2]
    [balance] = table.identities
    assert (balance.rule, balance.left, balance.right) == (
        "requests.balance",
        ("received", "carried_in"),
        ("outcomes_total", "carried_out"),
    )


def test_other_processing_is_three_rows_or_one() -> None:
    rows = {form.code: {row.code for _, row in form.table("requests").printed_rows()} for form in FORMS}
    assert rows["2021"] - rows["2019"] == {"closed_not_corrected", "closed_fee_unpaid", "closed_other"}
    assert rows["2019"] - rows["2021"] == {"closed"}


def test_units_and_kinds_of_numbers() -> None:
    columns = {
        (form.code, row.code, column.code): (column.unit, column.number)
        for form, table in TABLES
        for block, row in table.printed_rows()
        for column in block.columns
    }
    assert columns["2021", "fees", "amount"] == ("万元", "amount")
    assert columns["2019", "procurement", "amount"] == (None, "amount")
    assert columns["2019", "licensing", "change"][1] == "signed"
    money = {key for key, (_, number) in columns.items() if number == "amount"}
    assert {key for key in money if key[0] < "2022"} == {("2021", "fees", "amount"), ("2019", "procurement", "amount")}
    assert {key[2] for key, (_, number) in columns.items() if number == "signed"} == {"change"}


@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_review_stands_in_one_line(form: Form) -> None:
    [block] = form.table("review").blocks
    assert block.across
    assert list(block.columns[-1].sum_of) == [column.code for column in block.columns[:-1]]


@pytest.mark.parametrize(
    ("year", "form"),
    [(2008, None), (2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2026, "2021")],
)
def test_form_due(year: int, form: str | None) -> None:
    due = form_due(year)
    assert (due.code if due else None) == form


def test_forms_have_labels_of_their_own() -> None:
    # Else no label could tell which form a document follows.
    labels = {
        form.code: {fold(column.label) for block in form.table("proactive").blocks for column in block.columns}
        for form in FORMS
    }
    assert labels["2019"] - labels["2021"]
    assert labels["2021"] - labels["2019"]


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        FORMS[0].table("fees")


def without(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def spoil(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        del raw[path[-1]]

    return spoil


def with_value(value: object, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def spoil(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        raw[path[-1]] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        without("form"),
        without("report_years"),
        without("tables", 0, "headings"),
        without("tables", 0, "blocks", 0, "rows", 0, "label"),
        without("tables", 0, "blocks", 0, "columns", 0, "column"),
        with_value(2021, "form"),
        with_value("2021", "report_years", "first"),
        with_value("Rules!", "tables", 0, "blocks", 0, "rows", 0, "row"),
        with_value("money", "tables", 0, "blocks", 0, "columns", 0, "number"),
        with_value("no such field", "tables", 0, "colour"),
        with_value([], "tables"),
    ],
)
def test_a_form_that_is_wrong_is_refused(root: Path, spoil: Callable[[dict[str, Any]], None]) -> None:
    folder = root / "data" / "forms"
    schema = json.loads((folder / "form.schema.json").read_text(encoding="utf-8"))
    # As codes are read: dates stay text.
    raw = yaml.load(
        (folder / "2021.yml").read_text(encoding="utf-8").replace("2021-09-26", "'2021-09-26'"), yaml.SafeLoader
    )
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(raw)
    spoiled = copy.deepcopy(raw)
    spoil(spoiled)
    assert not validator.is_valid(spoiled)
