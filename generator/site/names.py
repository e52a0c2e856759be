"""The words that segmentation must keep whole."""

from __future__ import annotations

from generator.forms import load_forms
from generator.site.catalogue import Catalogue
from generator.text import has_han

_TAILS = ("人民政府", "办事处")


def dictionary(catalogue: Catalogue) -> str:
    """Return the user dictionary for jieba: names of bodies and regions, and the forms' own words."""
    words: set[str] = set()
    for body in catalogue.bodies:
        organisation = body.organisation
        words |= {organisation.short_name, *organisation.aliases}
        words |= {organisation.province, organisation.prefecture, organisation.county, organisation.township}
    words |= {word.removesuffix(tail) for word in words for tail in _TAILS}
    for form in load_forms().values():
        words |= {row.label for table in form.tables for _, row in table.printed_rows()}
    usable = sorted(word for word in words if 2 <= len(word) <= 20 and all(has_han(character) for character in word))
    return "".join(f"{word}\n" for word in usable)
