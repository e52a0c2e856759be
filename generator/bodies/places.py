"""Weak signs of where a body is: account names, codes, telephone and postal codes, the footer, folder and address.

Each says only that a division is meant somewhere; they settle between places that like-named bodies can lie in.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.bodies.gazetteer import load_endings, load_gazetteer, stem_of
from generator.bodies.names import chains, plain, stems_in
from generator.bodies.readings import unaccented
from generator.errors import ConfigurationError
from generator.resources import data_path

_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{2,10})[”\"」』]")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])1[1-4](\d{6})[0-9A-Z]{9,10}(?![0-9A-Z])")
_TELEPHONE = re.compile(r"(0(?<![\d.\-]0)(?:10|2\d|[3-9]\d{2}))[)]?[-—– ]{0,2}[2-8]\d{6,7}(?!\d)")
_POSTCODE = re.compile(r"(?:邮\s*政?\s*编\s*码?|邮\s*码)\s*[:：为是]?\s*(\d{6})(?!\d)")
_FOOTER_LINES = 12
_LONGEST_LINE = 200
_ACCOUNT, _CODE, _TELEPHONE_WORTH, _POSTCODE_WORTH, _FOOTER = 0.5, 1.0, 1.0, 1.0, 1.0
_LATIN = re.compile(r"[a-z]{4,}")
_DIGITS = re.compile(r"(?<!\d)\d{2}(?:\d{2})?(?:\d{2})?(?:\d{3})?(?!\d)")
_LONGEST_PATH = 400
_COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Trace:
    """Divisions that a sign may mean, its worth, what sort of sign it is and its words."""

    codes: tuple[str, ...]
    weight: float
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a document's folder and web address say: its steps as plain names, and words in Latin letters."""

    steps: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    latin: frozenset[str] = frozenset()

    def speaks_for(self, code: str) -> int:
        """Return how many of the divisions that ``code`` lies in, and itself, folder or address name."""
        return len(self.named(code))

    def named(self, code: str) -> tuple[str, ...]:
        """Return the codes of the divisions that folder or address name among ``code`` and those it lies in."""
        if not self.steps and not self.codes and not self.latin:
            return ()
        return tuple(upper for upper in load_gazetteer().lineage(code) if self._names(upper))

    def divisions(self) -> tuple[str, ...]:
        """Return the divisions above townships that folders name, in full, by stem or by code."""
        gazetteer = load_gazetteer()
        found = [code for chain in chains("".join(self.steps)) for code in chain.codes]
        found += [code for step in self.steps for code in gazetteer.stems.get(step, ())]
        return tuple(dict.fromkeys(c for c in (*self.codes, *found) if len(c) <= _COUNTY_DIGITS))

    def _names(self, code: str) -> bool:
        gazetteer = load_gazetteer()
        if code in self.codes:
            return True
        name = gazetteer.names[code]
        known = {name, stem_of(name, load_endings()), *(former.name for former in gazetteer.former.get(code, ()))}
        if any(word in step if len(word) > 2 else step == word for step in self.steps for word in known):
            return True
        return bool(self.latin) and any(_reading(word) in self.latin for word in known)


def traces(whole: str, raw: Sequence[str]) -> Iterator[Trace]:
    """Yield the weak signs of a document: ``whole`` is its plain text, ``raw`` its lines as printed."""
    for match in _QUOTED.finditer(whole):
        for codes in stems_in(match[1]):
            yield Trace(codes, _ACCOUNT, "账号或引文", match[1])
    names = load_gazetteer().names
    short = "\n".join(line for line in raw if len(line) < _LONGEST_LINE)
    for code in dict.fromkeys(match[1] for match in _CREDIT_CODE.finditer(short) if match[1] in names):
        yield Trace((code,), _CODE, "索引号或信用代码", code)
    dialling, postal = _contacts()
    for number in dict.fromkeys(match[1] for match in _TELEPHONE.finditer(whole)):
        if number in dialling:
            yield Trace(dialling[number], _TELEPHONE_WORTH, "电话区号", number)
    for postcode in dict.fromkeys(match[1] for match in _POSTCODE.finditer(whole)):
        if postcode[:4] in postal:
            yield Trace(postal[postcode[:4]], _POSTCODE_WORTH, "邮政编码", postcode)
    footer = plain("\n".join(line for line in raw[-_FOOTER_LINES:] if len(line) < _LONGEST_LINE))
    for chain in chains(footer):
        yield Trace(chain.codes, _FOOTER / len(chain.codes), "页脚", "".join(chain.names))


def whereabouts(source: str, url: str) -> Whereabouts:
    """Return what the path below the reports folder and the web address of a document say."""
    steps = tuple(filter(None, (plain(step) for step in source[-_LONGEST_PATH:].split("/"))))
    names = load_gazetteer().names
    padded = [digits.ljust(6, "0") for step in steps[:-1] for digits in _DIGITS.findall(step)]
    padded += [digits for digits in _DIGITS.findall(steps[-1]) if len(digits) >= 6] if steps else []
    host = _host(url)
    site = _sites().get(host, ())
    latin = {word for step in steps for word in _LATIN.findall(step.lower())} | set(_labels(host))
    return Whereabouts(steps, tuple(code for code in (*padded, *site) if code in names), frozenset(latin))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _labels(host: str) -> Iterable[str]:
    """Return the labels of a government host that may spell a name: tangyin of www.tangyin.gov.cn."""
    if not host.endswith(".gov.cn"):
        return ()
    return tuple(label for label in host.removesuffix(".gov.cn").split(".") if _LATIN.fullmatch(label))


def _reading(name: str) -> str:
    return "".join(unaccented(name, "ignore"))


@functools.cache
def _contacts() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return the divisions by dialling code, and the counties by the first four digits of postal codes."""
    return _codes_by("dialling_codes.csv", "dialling_code"), _codes_by("postcodes.csv", "postcode")


@functools.cache
def _sites() -> Mapping[str, tuple[str, ...]]:
    """Return the divisions by the host of their sites, as maintainers have written them down."""
    return _codes_by("sites.csv", "host")


def _codes_by(file: str, key: str) -> dict[str, tuple[str, ...]]:
    names = load_gazetteer().names
    found: dict[str, tuple[str, ...]] = {}
    with data_path("gazetteer", file).open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if row["code"] not in names:
                raise ConfigurationError(f"{file}：第 {number} 行：名录中没有代码 {row['code']}")
            found[row[key]] = (*found.get(row[key], ()), row["code"])
    return found
