"""Names are found whatever part of them is typed."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Browser

from tests.site.finding import bodies_and_files, pairs, places_of, questions


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
