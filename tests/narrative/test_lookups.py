"""The wordings keep to their schema, and nothing in them is dead."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import yaml

from generator.dataset.schema import NARRATIVE_FACTS
from generator.prose.facts.lookups import lookups
from generator.resources import data_path


def raw() -> Any:
    return yaml.safe_load(data_path("lookups", "facts.yml").read_text(encoding="utf-8"))


def test_wordings_keep_to_their_schema() -> None:
    schema = json.loads(data_path("lookups", "facts.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(raw())


def test_every_pattern_compiles_and_every_list_of_words_is_used() -> None:
    assert lookups().rules
    patterns = json.dumps([raw()["rules"], raw()["zeros"]], ensure_ascii=False)
    assert {name for name in raw()["words"] if f"{{{name}}}" not in patterns} == set()


def test_every_subject_that_a_rule_waits_for_is_set_by_one() -> None:
    rules = raw()["rules"]
    named = {"publishing", "reconsiderations", "litigations", "requests", "normative_documents"}
    waited = {topic for rule in rules for topic in rule.get("after", ())}
    assert waited <= named | {rule["topic"] for rule in rules if "topic" in rule}


def test_every_code_is_explained_in_the_dictionary() -> None:
    column = next(column for column in NARRATIVE_FACTS.columns if column.name == "channel")
    table_cells = re.compile(
        r"(?:rules|normative_documents|licensing|penalties|compulsion|fees|procurement|requests)\..+"
    )
    codes = {rule.get("channel", "") for rule in raw()["rules"]} | raw()["channels"].keys() | raw()["ways"].keys()
    assert {
        code for code in codes - {"", "*"} if code not in column.meaning.zh and not table_cells.fullmatch(code)
    } == set()
