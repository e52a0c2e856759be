"""Chinese text made comparable: widths, compatibility forms, traditional script, spaces, punctuation.

Folding is for comparing only. What is published always keeps the document's own characters.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import opencc

# Zero-width and formatting characters that extractors leave behind; NFKC keeps them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc]")
# Some mirrors print the reading behind a character: 報(bào)告. A tone mark tells it from other brackets.
_READING = re.compile(r"\([a-zü\s]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü\s]*\)", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")
_HAS_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def normalise(text: str) -> str:
    """Return ``text`` in compatibility form (full widths, Kangxi radicals, ㈠ and ①) without invisible characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def collapse(text: str) -> str:
    """Return ``text`` with runs of white space made one space, and none at the ends."""
    return _SPACES.sub(" ", text).strip()


def simplify(text: str) -> str:
    """Return ``text`` with each traditional character made simplified, whatever stands beside it.

    Word by word would be better Chinese, but then a name folds differently alone and in a sentence.
    """
    return text if text.isascii() else text.translate(_SIMPLIFIED)


@functools.lru_cache(maxsize=32)
def flat(text: str) -> str:
    """Return ``text`` in compatibility form and simplified, line by line; the same text is often asked for again."""
    return simplify(normalise(text))


class _Simplified(dict[int, str]):
    """The simplified form of each character met so far, by its code point."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char >= "\u2e80" and not "\ud800" <= char < "\ue000":
            # Twice, since one character (薴) leads to another traditional one.
            char = str(_to_simplified().convert(_to_simplified().convert(char)))
        self[code] = char
        return char


_SIMPLIFIED = _Simplified()


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return only what carries meaning when two labels are compared: simplified letters and digits, lower case."""
    return simplify(_NOT_WORD.sub("", _READING.sub("", normalise(text))).lower())


def has_han(text: str) -> bool:
    """Say whether ``text`` holds a Chinese character."""
    return _HAS_HAN.search(text) is not None


def printable(text: str) -> str:
    """Return ``text`` on one line and without control characters, for a terminal: documents and names are not ours."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def display_width(text: str) -> int:
    """Return how many columns a terminal needs: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@functools.cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
