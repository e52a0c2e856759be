"""Whether the finder finds bodies by name, by two characters with the county and by initials, and how soon.

``python -m benchmarks.names --bodies 10000 --asked 10000`` asks for so many of the bodies in a real browser; for each
way of asking it prints how many stood first, how many among the first five, and the milliseconds to the first answer.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections import defaultdict

from playwright.sync_api import sync_playwright

from tests.conftest import find_chromium
from tests.site.finding import bodies_and_files, places_of, questions

_FEW = 5


def main() -> None:
    """Print one line for each way of asking."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=500, help="how many of them are asked for")
    options = parser.parse_args()
    bodies, files = bodies_and_files(options.bodies)
    chance = random.Random(1)
    asked = [
        (kind, text, body.org_id)
        for body in chance.sample(list(bodies), min(options.asked, len(bodies)))
        for kind, text in questions(body, chance).items()
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--headless", "--no-sandbox"])
        found = places_of(browser, files, [text for _, text, _ in asked], [org_id for *_, org_id in asked])
        browser.close()
    by_kind: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for (kind, *_), answer in zip(asked, found, strict=True):
        by_kind[kind].append(answer)
    for kind, answers in by_kind.items():
        first = sum(place == 0 for place, _ in answers)
        few = sum(0 <= place < _FEW for place, _ in answers)
        times = sorted(took for _, took in answers)
        print(
            f"{kind:32} {len(answers):6} asked, {first:6} first, {few:6} among the first {_FEW}; "
            f"ms: median {statistics.median(times):.0f}, 95 of 100 within {times[len(times) * 19 // 20]:.0f}"
        )


if __name__ == "__main__":
    main()
