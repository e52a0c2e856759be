"""Names are found whatever part of them is typed."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Browser

from generator.site.geography import load_geography
from tests.site.finding import bodies_and_files, listed, pairs, places_of, questions


@pytest.mark.browser
def test_bodies_are_found_by_name_by_two_characters_and_by_initials(browser: Browser) -> None:
    bodies, files = bodies_and_files(600)
    chance = random.Random(5)
    asked = [
        (kind, text, body.org_id)
        for body in chance.sample(list(bodies), 40)
        for kind, text in questions(body, chance).items()
    ]
    asked += [("every two characters", text, body.org_id) for body in bodies[::30] for text in pairs(body)]
    found = places_of(browser, files, [text for _, text, _ in asked], [org_id for *_, org_id in asked])
    by_kind: dict[str, list[int]] = {}
    for (kind, *_), (place, _) in zip(asked, found, strict=True):
        by_kind.setdefault(kind, []).append(place)
    assert set(by_kind["full name"]) == {0}
    for kind, places in by_kind.items():
        # A character with two readings may be read otherwise within a longer name.
        lost = sum(not 0 <= place < 5 for place in places)
        assert lost <= (2 if kind.startswith("initials") else 0), (kind, places)


@pytest.mark.browser
def test_nobody_is_listed_twice_and_who_has_the_word_in_the_name_is_not_only_alike(browser: Browser) -> None:
    _, files = bodies_and_files(20)
    geography = load_geography()
    towns = [geography.name(code) for codes in geography.townships.values() for code in codes]
    # What stands in the middle of a name of its own kind: hardly any other township's name begins so.
    middles = [name[1:3] for name in towns if len(name) > 4]
    asked = random.Random(5).sample(sorted(set(middles)), 60)
    for text, (found, near) in zip(asked, listed(browser, files, asked), strict=True):
        assert len({code for code, _ in found}) == len(found), (text, found)
        assert any(text in name for _, name in found), text
        assert not near, (text, found)
