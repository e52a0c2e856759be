"""Damage to heads and labels: broken over lines, cut off, misread by a scanner, in another script."""

from __future__ import annotations

import functools
import random

import opencc

from generator.demo import truth as rules
from generator.demo.layouts import Layout
from generator.demo.oddities import Oddities
from generator.demo.sheet import Role, Sheet
from generator.demo.truth import AMBIGUOUS, BLANK, MISSING, UNREADABLE, Expected
from generator.model import CellKey

_RADICALS = str.maketrans("一二人文自行立生大小入八比用", "⼀⼆⼈⽂⾃⾏⽴⽣⼤⼩⼊⼋⽐⽤")
_ASCII = str.maketrans("（），：、“”", '(),:、""')


class Speller:
    """Damages heads and labels, and remembers which rows may therefore be left out."""

    def __init__(self, odd: Oddities, rng: random.Random, flavour: Layout) -> None:
        self._odd = odd
        self._rng = rng
        self._flavour = flavour
        self._torn: set[str] = set()
        self._labels: dict[str, str] = {}

    def spell(self, text: str, role: Role) -> str:
        """Return the text as this document prints it."""
        odd, rng = self._odd, self._rng
        if role == "label" and odd.old_label and text == "行政规范性文件":
            text = "规范性文件"
        clean = text
        if role == "head" and len(text) >= 4 and "（" not in text and not self._flavour.once:
            if odd.broken_heads:
                half = 3 if text.startswith("本年新") else len(text) // 2
                text = f"{text[:half]}\n{text[half:]}"
            elif odd.truncated_heads and text.startswith("本年新"):
                text = text[:3]
        if odd.broken_labels and role in ("label", "group") and len(text) >= 5 and not self._flavour.once:
            at = rng.randint(3, len(text) - 2)
            text = f"{text[:at]}\n{text[at:]}"
        if odd.lost_marks and role == "caption":
            text = text[: rng.choice((5, len(text)))]
        if odd.lost_marks and role == "head" and rng.random() < 0.3:
            text = text.replace("件数", "件").replace("增/减", "增/").replace("（单位：万元）", "单位:万元")
        if role == "label" and odd.noise and rng.random() < odd.noise:
            text = _noise(text, rng)
            if text != clean:
                self._torn.add(clean)
        return scripted(text, odd.script)

    def judge(self, sheet: Sheet, truth: dict[CellKey, Expected]) -> dict[CellKey, Expected]:
        """Cells of a damaged table may be left out, never be read wrongly."""
        if not self._torn or sheet.table == "review":
            return truth
        return rules.loosen(truth, AMBIGUOUS, MISSING, BLANK, UNREADABLE)


def _noise(text: str, rng: random.Random) -> str:
    """One or two characters replaced or lost, as a scanner does it."""
    for _ in range(rng.randint(1, 2)):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(("", "", "木", "专", "生", "F", "!")) + text[at + 1 :]
    return text


@functools.cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def scripted(text: str, script: str) -> str:
    """Return a text in another script: ``traditional``, ``radicals``, ``ascii`` signs, ``spaced``."""
    if script == "traditional":
        return str(_traditional().convert(text))
    if script == "radicals":
        return text.translate(_RADICALS)
    if script == "ascii":
        return text.translate(_ASCII)
    if script == "spaced" and len(text) > 4:
        return text[:3] + " " + text[3:]
    return text


# Rows that the form does not have
