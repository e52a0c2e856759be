"""Made reports as plain text, in any of the layouts that converters and copies leave behind."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from generator.demo.compose import MadeReport, Printed, paragraphs
from generator.demo.draw import Words, print_text
from generator.demo.layouts import LAYOUTS
from generator.demo.truth import Content
from generator.model import CellKey

# Layouts that lose figures for good are rarer in a run than those that keep them.
_LOSSY = frozenset({"lines-once", "first-value", "tsv-lost-group"})
_NAMES = tuple(LAYOUTS)
_WEIGHTS = tuple(1 if name in _LOSSY else 4 for name in _NAMES)


def print_plain(report: MadeReport, rng: random.Random) -> Printed:
    """Print a report as text, in UTF-8 or GB 18030."""
    (layout,) = rng.choices(_NAMES, _WEIGHTS)
    odd = report.habits.printing
    if LAYOUTS[layout].once:
        odd = replace(odd, extras=replace(odd.extras, decorations=False))
    words = Words(paragraphs(report.narrative.opening), paragraphs(report.narrative.closing))
    text, expected = print_text(report.form, _tight(report.contents, layout), layout, rng, odd, words)
    encoding = rng.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030"))
    return Printed(text.encode(encoding), layout, expected)


def _tight(contents: Mapping[CellKey, Content], layout: str) -> Mapping[CellKey, Content]:
    """Return the cells; in layouts that divide cells by spaces none of them may hold one."""
    if LAYOUTS[layout].spaces:
        return contents
    return {key: replace(content, text=content.text.replace(" ", "")) for key, content in contents.items()}
