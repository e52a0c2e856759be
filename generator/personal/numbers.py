"""Find numbers of private persons in a text: identity cards, mobiles, bank cards."""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.personal.rules import Rules, load_rules

IDENTITY_CARD: Final = "identity_card"
MOBILE: Final = "mobile"
BANK_CARD: Final = "bank_card"

# One character for one, so that places in the text stay places in the text.
_PLAIN = (
    {ord("０") + digit: str(digit) for digit in range(10)}
    | dict.fromkeys(map(ord, "Ｘｘx"), "X")
    | dict.fromkeys(map(ord, "－—–‐‑−"), "-")
    | dict.fromkeys(map(ord, "．・"), ".")
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t"), " ")
    | dict.fromkeys(map(ord, "\u200c\u200d\u2060\ufeff\u00ad"), "\u200b")
    | {ord("＋"): "+"}
)
_SHORTEST: Final = 11
# Neither a digit nor a separator.
_BORDER: Final = "\0"
_CARD_LENGTHS: Final = (18, 15)
_BANK_LENGTHS: Final = range(19, 12, -1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LONGEST_SINGLE: Final = 9
_SENTENCE_END = re.compile(r"[。；;！？!?\n]")
_STATEMENT_END = re.compile(r"[。！？!?]")
_ADDRESS = re.compile(r"://|www\.|\.(?:cn|com|org|net)/", re.IGNORECASE)
_LONGEST_ADDRESS: Final = 200
_FRACTION = re.compile(r"[.,]\d")
_COUNTRY = re.compile(r"(?:00)?86(?=1[3-9]\d{9}$)")


@dataclass(frozen=True, slots=True)
class Found:
    """A number of a person: what it is, and where it stands in the text."""

    kind: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Return the numbers of private persons in ``text``, in order; they do not overlap."""
    if len(text) < _SHORTEST or _digits_pattern().search(text) is None:
        return []
    plain = text.translate(_PLAIN)
    found: list[Found] = []
    for run in _run_pattern().finditer(plain):
        found.extend(_in_run(plain, run.start(), run.end()))
    return found


def may_hold(texts: Iterable[str]) -> bool:
    """Say whether one of the texts has as many digits together as the shortest number; if not, ``find`` finds none."""
    return _digits_pattern().search(_BORDER.join(texts)) is not None


def is_identity_card(digits: str) -> bool:
    """Say whether 18 or 15 characters without separators are the number of an identity card."""
    if len(digits) not in _CARD_LENGTHS or digits[:2] not in load_rules().provinces:
        return False
    if len(digits) == _CARD_LENGTHS[1]:
        return digits.isdigit() and _is_day(f"19{digits[6:12]}")
    if not digits[:17].isdigit() or digits[6:8] not in {"18", "19", "20"} or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % len(_CHECKS)] == digits[17].upper()


def is_luhn(digits: str) -> bool:
    """Say whether digits end in the check digit that bank cards use."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > _LONGEST_SINGLE else number for number in doubled) % 10 == 0


@functools.cache
def _digits_pattern() -> re.Pattern[str]:
    """Return what the digits of every run look like in a text as it stands: made to be quick, and to miss none."""
    separators = {*load_rules().separators, "\n"}
    separators |= {chr(char) for char, plain in _PLAIN.items() if plain in separators}
    between = f"[{re.escape(''.join(sorted(separators)))}]{{0,2}}"
    return re.compile(rf"\d(?:{between}\d){{{_SHORTEST - 1}}}")


@functools.cache
def _run_pattern() -> re.Pattern[str]:
    """Return what a run of digits is, in groups that separators keep apart."""
    between = f"[{re.escape(load_rules().separators)}\n]{{0,2}}"
    start = r"(?:(?<![0-9A-Za-z])|(?<=[Tt][Ee][Ll]))"
    return re.compile(rf"{start}\d(?:{between}\d){{{_SHORTEST - 1},}}(?:{between}X)?(?![0-9A-Za-z])")


def _in_run(plain: str, start: int, end: int) -> Iterator[Found]:
    places = [place for place in range(start, end) if plain[place].isdigit() or plain[place] == "X"]
    digits = "".join(plain[place] for place in places)
    first = {0, *(at for at in range(1, len(places)) if places[at] != places[at - 1] + 1)}
    borders = {*first, len(places)}
    at = 0
    while at < len(places):
        one = _at(plain, digits, places, borders, at) if at in first else None
        if one is None:
            at += 1
        else:
            kind, head, tail = one
            yield Found(kind, places[head], places[tail - 1] + 1)
            at = tail


def _at(plain: str, digits: str, places: list[int], borders: set[int], at: int) -> tuple[str, int, int] | None:
    """Return the kind, and the places in ``digits``, of the number that begins with the group at ``at``."""
    rules = load_rules()
    for length in _CARD_LENGTHS:
        if at + length in borders and is_identity_card(digits[at : at + length]):
            number = _Number(plain, places, borders, at, at + length)
            if number.is_card(rules):
                return IDENTITY_CARD, at, at + length
    head = at
    for tail in (at + 11, at + 13, at + 15):
        if tail not in borders:
            continue
        country = _COUNTRY.match(digits[at:tail])
        head = at + country.end() if country else at
        is_mobile = tail - head == _SHORTEST and digits[head] == "1" and digits[head + 1] in "3456789"
        if is_mobile and "X" not in digits[head:tail]:
            number = _Number(plain, places, {*borders, head}, head, tail)
            return (MOBILE, head, tail) if number.is_private_mobile(rules) else None
    for length in _BANK_LENGTHS:
        card = digits[at : at + length]
        fits = at + length in borders and card.isdigit()
        fits = fits and (_fits(card, rules.prefixes) or _fits(card, rules.prefixes_with_word)) and is_luhn(card)
        if fits and _Number(plain, places, borders, at, at + length).is_bank_card(card, rules):
            return BANK_CARD, at, at + length
    return None


class _Number:
    """A number in its surroundings: how it is grouped, and the words around it."""

    def __init__(self, plain: str, places: list[int], borders: set[int], head: int, tail: int) -> None:
        start, end = places[head], places[tail - 1] + 1
        cuts = [at for at in range(head, tail + 1) if at in borders]
        self.groups = tuple(after - before for before, after in itertools.pairwise(cuts))
        self.broken = plain.count("\n", start, end)
        rules = load_rules()
        said = plain[max(0, start - rules.reach) : start]
        self.statement = _STATEMENT_END.split(said.rstrip())[-1]
        self.before = _SENTENCE_END.split(said.rstrip())[-1]
        self.after = plain[end : end + 6]
        self.in_row = rules.digit_before.search(said) is not None or rules.digit_after.match(self.after) is not None
        self.fraction = _FRACTION.match(self.after) is not None or _FRACTION.match(plain[start - 1 : start + 1])
        self.in_address = _ADDRESS.search(_word_before(plain, start)) is not None

    def is_card(self, rules: Rules) -> bool:
        return self._is_named(IDENTITY_CARD, rules) or self._stands_alone(IDENTITY_CARD, rules)

    def is_private_mobile(self, rules: Rules) -> bool:
        if self.fraction or self.in_address:
            return False
        if not self._is_named(MOBILE, rules) and not self._stands_alone(MOBILE, rules):
            return False
        return rules.person.search(self.statement) is not None or not rules.office_line.search(self.before)

    def is_bank_card(self, digits: str, rules: Rules) -> bool:
        if self.fraction or self.in_address or rules.office_account.search(self.statement):
            return False
        if self._is_named(BANK_CARD, rules):
            return True
        return _fits(digits, rules.prefixes) and self._stands_alone(BANK_CARD, rules)

    def _is_named(self, kind: str, rules: Rules) -> bool:
        """Say whether a word before it says what it is."""
        return rules.words[kind].search(self.before) is not None

    def _stands_alone(self, kind: str, rules: Rules) -> bool:
        """Say whether it is grouped as such numbers are, no part of a row of figures, and nothing else by the words."""
        whole = self.groups in rules.groups[kind] and (len(self.groups) == 1 or not (self.in_row or self.broken))
        return whole and not self._is_other(rules)

    def _is_other(self, rules: Rules) -> bool:
        """Say whether the words around count something or name a document."""
        before = rules.counted_before.search(self.before) or rules.coded_before.search(self.before)
        return before is not None or rules.counted_after.match(self.after) is not None


def _word_before(plain: str, start: int) -> str:
    """Return what stands before a place without a space or a Chinese character between."""
    at = start
    while at > max(0, start - _LONGEST_ADDRESS) and "!" <= plain[at - 1] <= "~":
        at -= 1
    return plain[at:start]


def _fits(digits: str, prefixes: Mapping[str, frozenset[int]]) -> bool:
    return any(digits.startswith(prefix) and len(digits) in lengths for prefix, lengths in prefixes.items())


def _is_day(text: str) -> bool:
    try:
        datetime.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True
