"""Links between pages are relative, and what the library would say."""

from __future__ import annotations

import posixpath

from hypothesis import given
from hypothesis import strategies as st

from generator.site.places import Place

PAGES = st.lists(st.sampled_from(["o", "d", "a-b", "2024", "231084"]), max_size=4).map(
    lambda parts: "/" + "".join(f"{part}/" for part in parts)
)
FILES = st.tuples(PAGES, st.sampled_from(["", "feed.xml", "a.txt"])).map("".join)


@given(PAGES, FILES)
def test_a_link_leads_where_it_says(page: str, target: str) -> None:
    link = Place(page).to(target)
    assert posixpath.join(page, link).startswith("/")
    assert posixpath.normpath(posixpath.join(page, link)) == posixpath.normpath(target)
    expected = posixpath.relpath(target, page)
    assert link == ("./" if expected == "." else expected + "/" * target.endswith("/"))


def test_an_anchor_stays_behind_the_link() -> None:
    assert Place("/d/23/").to("/about/#怎样") == "../../about/#%E6%80%8E%E6%A0%B7"
    assert Place("/d/23/").to("/d/23/#top") == "./#top"
