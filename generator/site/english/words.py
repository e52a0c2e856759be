"""The dictionary with which pages switch their labels to English in place: ``assets/en.json``.

What is said elsewhere in both languages (rows and columns of the forms, states, metrics) is taken from there;
``site_src/english.yml`` has the rest. Pages are never copied: their addresses, figures and quoted words stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from generator.bodies.readings import slug_of
from generator.errors import ConfigurationError
from generator.forms import load_forms
from generator.metrics.definitions import load_definitions
from generator.resources import read_yaml
from generator.site.catalogue import Catalogue
from generator.site.reasons import law
from generator.site.reference import all_states, load_terms
from generator.site.spelling import Spelling, remembered
from generator.site.words import RULES

# Where the dictionary lies, below the site's root, and the pages that have an English one of their own.
FILE: Final = "assets/en.json"
OWN_PAGES: Final = {"": "en/", **{f"{name}/": f"en/{name}/" for name in ("methods", "glossary", "data")}}

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")}
_LAWS: Final = {
    "《中华人民共和国政府信息公开条例》": "Regulations on Open Government Information",
    "年度报告格式": "the report’s form",
    "复议指导意见": "guiding opinions on reconsideration",
    "诉讼法解释": "SPC interpretation of the Litigation Law",
    "行政复议法": "Reconsideration Law",
    "行政诉讼法": "Litigation Law",
    "立法法": "Legislation Law",
    "复议法": "Reconsideration Law",
    "诉讼法": "Litigation Law",
    "收费办法": "fee measures",
    "条例": "Regulations",
    "国办函": "Guobanhan ",
    "法释": "Fashi ",
}
_ARTICLE = re.compile(r"第([零一二三四五六七八九十百]+)([条款])")
_ITEMS = re.compile(r"第((?:（[一二三四五六七八九十]+）)+)项")
_SIGNS: Final = str.maketrans({"、": ", ", "；": "; ", "〔": "[", "〕": "] ", "号": "", "。": "."})


def dictionary(shelf: Catalogue, source: Path, keep: Path | None = None) -> bytes:
    """Return ``en.json``; raises ``ConfigurationError`` where ``english.yml`` lacks a rule or a ground in law.

    ``keep`` is a folder in which it is remembered how names are read: looking them up is slow.
    """
    words = load_english(source / "english.yml")
    with remembered(keep) as spelling:
        regions = {code: spelt(region.name, words, spelling) for code, region in sorted(shelf.regions.items())}
    made = {
        "texts": texts(words, load_terms(source / "terms.yml")),
        "pieces": {number_free(key): value for key, value in words["pieces"].items()},
        "patterns": [list(pair) for pair in words["patterns"].items()],
        "names": [list(pair) for pair in words["names"].items()],
        "regions": regions,
        "pages": OWN_PAGES,
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def load_english(path: Path) -> Mapping[str, Any]:
    """Return ``site_src/english.yml``."""
    words: Mapping[str, Any] = read_yaml(path)
    missing = sorted(RULES.keys() - words["rules"].keys())
    if missing:
        raise ConfigurationError(f"{path.name} has no English for {', '.join(missing)}")
    return words


def texts(words: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, str]:
    """Return English by Chinese, with ``{n}`` for each number; what ``english.yml`` says comes first."""
    found: dict[str, str] = {number_free(key): value for key, value in words["phrases"].items()}
    for chinese, english in (*_labels(terms), *_named(words), *_grounds(terms)):
        found.setdefault(number_free(chinese), english)
    return found


def number_free(text: str) -> str:
    """Return ``text`` with ``{n}`` for each number, as the pages' script looks it up."""
    return NUMBER.sub("{n}", text)


def spelt(name: str, words: Mapping[str, Any], spelling: Spelling | None = None) -> str:
    """Return a region's name in English: ``宁安市`` is ``Ningan``, ``黄南藏族自治州`` is ``Huangnan Prefecture``."""
    if name in words["places"]:
        return str(words["places"][name])
    tails = [tail for tail in words["tails"] if name.endswith(tail) and len(name) > len(tail) + 1]
    tail = max(tails, key=len, default="")
    stem = name.removesuffix(tail)
    if tail.startswith("自治"):
        stem = re.sub(f"(?:{words['peoples']})+$", "", stem) or stem
    read = slug_of((spelling or Spelling()).syllables(stem))
    return f"{read.capitalize()} {words['tails'].get(tail, '')}".strip()


def grounds(chinese: str) -> str:
    """Return a ground in law in English: ``条例第三十六条第（三）项`` is ``Regulations art. 36 item 3``."""
    text = _ARTICLE.sub(lambda found: f" {'art.' if found[2] == '条' else 'para.'} {_value(found[1])}", chinese)
    text = _ITEMS.sub(
        lambda found: " item " + ", ".join(str(_value(one)) for one in found[1][1:-1].split("）（")), text
    )
    for name, english in _LAWS.items():
        text = text.replace(name, english)
    return " ".join(text.translate(_SIGNS).split())


def _value(numeral: str) -> int:
    """Return a Chinese numeral below a thousand."""
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * _DIGITS[hundreds] if hundreds else 0
    return value + (10 * (_DIGITS[tens] if tens else 1) if ten else 0) + (_DIGITS[ones[-1]] if ones else 0)


def _labels(terms: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for form in load_forms().values():
        for table in form.tables:
            for block, row in table.printed_rows():
                english = terms["rows"][row.code]["en"]
                yield row.label, english
                yield "".join([*row.under[-1:], row.label]), english
                for column in block.columns:
                    said = terms["columns"].get(f"{table.code}.{column.code}") or terms["columns"][column.code]
                    yield column.label, said["en"]


def _named(words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code, title in RULES.items():
        yield title, words["rules"][code]
    for state in all_states():
        yield state.says, state.english
    definitions = load_definitions()
    for metric in definitions.metrics:
        yield metric.name, metric.english
    for regional in definitions.regional:
        yield regional.name, regional.english
    for group in definitions.groups:
        yield group.title, group.english


def _grounds(terms: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for chinese in dict.fromkeys(_bases(terms)):
        english = grounds(chinese)
        if _HAN.search(english):
            raise ConfigurationError(f"no English for the ground in law {chinese}: {english}")
        yield chinese, english
    yield "复议法第二十四条、第二十七条", grounds("复议法第二十四条、第二十七条")
    yield "复议法第二十三条", grounds("复议法第二十三条")


def _bases(terms: Mapping[str, Any]) -> Iterable[str]:
    rules = law()
    yield from (reason.basis for reason in rules.reasons.values() if reason.basis)
    yield from (route.advice.basis for routes in rules.routes.values() for route in routes)
    yield from (advice.basis for advice in rules.general)
    yield from (str(item["basis"]) for item in (*terms["rows"].values(), *terms["words"]) if item.get("basis"))
