"""Whether the finder finds bodies by name, by two characters with the county and by initials, and how soon.

``python -m benchmarks.names --bodies 10000 --asked 10000`` asks for so many of the bodies in a real browser, and for
``--pairs`` of them by every two of their characters in either order; for each way of asking it prints how many stood
first, how many among the first five, the milliseconds to the first answer, and what was not found so.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections import defaultdict

from playwright.sync_api import sync_playwright

from tests.conftest import find_chromium
from tests.site.finding import bodies_and_files, pairs, places_of, questions

_FEW = 5
_SHOWN = 12


def main() -> None:
    """Print one line for each way of asking."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=500, help="how many of them are asked for")
    parser.add_argument("--pairs", type=int, default=100, help="how many by every two of their characters")
    options = parser.parse_args()
    bodies, files = bodies_and_files(options.bodies)
    chance = random.Random(1)
    asked = [
        (kind, text, body.org_id)
        for body in chance.sample(list(bodies), min(options.asked, len(bodies)))
        for kind, text in questions(body, chance).items()
    ]
    asked += [
        ("every two characters with the county", text, body.org_id)
        for body in chance.sample(list(bodies), min(options.pairs, len(bodies)))
        for text in pairs(body)
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--headless", "--no-sandbox"])
        found = places_of(browser, files, [text for _, text, _ in asked], [org_id for *_, org_id in asked])
        browser.close()
    by_kind: dict[str, list[tuple[int, float]]] = defaultdict(list)
    missed: dict[str, list[str]] = defaultdict(list)
    for (kind, text, _), answer in zip(asked, found, strict=True):
        by_kind[kind].append(answer)
        if not 0 <= answer[0] < _FEW:
            missed[kind].append(text)
    for kind, answers in by_kind.items():
        first = sum(place == 0 for place, _ in answers)
        few = sum(0 <= place < _FEW for place, _ in answers)
        times = sorted(took for _, took in answers)
        print(
            f"{kind:36} {len(answers):6} asked, {first:6} first, {few:6} among the first {_FEW}; "
            f"ms: median {statistics.median(times):.0f}, 95 of 100 within {times[len(times) * 19 // 20]:.0f}"
        )
        if missed[kind]:
            print(f"     not among them: {'; '.join(missed[kind][:_SHOWN])}")


if __name__ == "__main__":
    main()
