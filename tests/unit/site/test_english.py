"""The English dictionary: every row, rule, state, metric and sentence about law has its English; no key twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.forms import load_forms
from generator.metrics.definitions import load_definitions
from generator.site.english.words import grounds, load_english, number_free, spelt, texts
from generator.site.reasons import law
from generator.site.reference import all_states, load_terms
from generator.site.words import GROUPS, KINDS, RULES, STATUSES, VERDICTS

SOURCE = Path(__file__).resolve().parents[3] / "site_src"
WORDS = load_english(SOURCE / "english.yml")
FOUND = texts(WORDS, load_terms(SOURCE / "terms.yml"))
HAN = re.compile("[\u3400-\u9fff]")


def test_every_sentence_about_law_has_its_english() -> None:
    rules = law()
    said = [
        *(text for reason in rules.reasons.values() for text in (reason.says, *reason.steps)),
        *(route.advice.says for routes in rules.routes.values() for route in routes),
        *(advice.says for advice in rules.general),
        *rules.reviewers.values(),
        *rules.titles.values(),
    ]
    assert [text for text in said if number_free(text) not in FOUND] == []


def test_every_label_has_its_english() -> None:
    labels = [
        *(row.label for form in load_forms().values() for table in form.tables for _, row in table.printed_rows()),
        *(metric.name for metric in load_definitions().metrics),
        *(state.says for state in all_states()),
        *RULES.values(),
        *GROUPS.values(),
        *(KINDS[kind] for kind in KINDS if KINDS[kind]),
        *STATUSES.values(),
        *VERDICTS.values(),
    ]
    assert [label for label in labels if number_free(label) not in FOUND] == []


def test_no_english_has_chinese_in_it_and_no_hole_is_lost() -> None:
    every = {**FOUND, **WORDS["pieces"], **WORDS["patterns"], **WORDS["names"]}
    assert [text for text in every.values() if HAN.search(text)] == []
    for chinese, english in every.items():
        for hole in ("{x}", "{own}"):
            assert english.count(hole) == chinese.count(hole), chinese
        numbered = [int(number) for number in re.findall(r"\{(\d)\}", english)]
        assert max(numbered, default=0) <= chinese.count("{n}"), chinese
        assert english.count("{n}") <= chinese.count("{n}"), chinese


def test_a_number_of_a_key_is_a_hole() -> None:
    for part in ("phrases", "pieces", "patterns", "names"):
        assert [key for key in WORDS[part] if re.search(r"\d", key)] == []


def test_no_key_stands_twice() -> None:
    lines = (SOURCE / "english.yml").read_text(encoding="utf-8").split("\n")
    part, twice = "", []
    seen: set[str] = set()
    for line in lines:
        if re.match(r"[a-z]+:", line):
            part, seen = line, set()
        key = re.match(r'  ("[^"]+"|[a-z._]+):', line)
        if key and key[1] in seen:
            twice.append((part, key[1]))
        seen.add(key[1] if key else "")
    assert twice == []


def test_rules_are_those_of_the_catalogue() -> None:
    assert WORDS["rules"].keys() == RULES.keys()


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("条例第三十六条第（一）（二）项、第四十条", "Regulations art. 36 item 1, 2, art. 40"),
        ("条例第十六条第二款", "Regulations art. 16 para. 2"),
        ("行政诉讼法第一百零一条", "Litigation Law art. 101"),
        ("法释〔2025〕8号第一条", "Fashi [2025] 8 art. 1"),
        ("条例第二十条第（十五）项", "Regulations art. 20 item 15"),
    ],
)
def test_grounds_in_law(chinese: str, english: str) -> None:
    assert grounds(chinese) == english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("宁安市", "Ningan"),
        ("黄南藏族自治州", "Huangnan Prefecture"),
        ("新疆维吾尔自治区", "Xinjiang"),
        ("内蒙古自治区", "Inner Mongolia"),
        ("托里县", "Tuoli County"),
        ("塔城地区", "Tacheng Prefecture"),
        ("积石山保安族东乡族撒拉族自治县", "Jishishan County"),
        ("东城区", "Dongcheng District"),
        ("忠县", "Zhongxian"),
        ("大理白族自治州", "Dali Prefecture"),
    ],
)
def test_names_of_regions(name: str, english: str) -> None:
    assert spelt(name, WORDS) == english
