"""Whether work grows with its size and no faster: what CI fails on, and never on seconds.

``python -m benchmarks.growth`` runs each stage over a few bodies, N and 2N, in processor time of one process each.
What starting costs (loading lookups, pages that are there whatever is reported) is measured with the few and taken
off, so growth is time(2N)/time(N) of the work itself: 2 where it is linear, near 4 where it is quadratic. The bound is
2.5, a quarter more a body at twice the size: the noise of a shared machine stays below it, work of which a
third is quadratic at N does not. Where little is done at all (nothing changed, one report more) the start is not
taken off. A stage above the bound is measured again, twice at most, and the least time of each size counts, since
other work on the machine only ever adds. Bytes of the data set, of the pages and of the site are exact and have
no such room; ``tests/contracts/test_growth.py`` counts the files that one report more writes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cost import cost_of
from benchmarks.workshop import Workshop, times, touched

BOUND = 2.5
# Bytes: what every further body adds may be five of a hundred more at twice the size, for names are not equally long.
BYTES_BOUND = 2.1
_NOISE = 0.05
_TRIES = 3
_LINEAR = 2.0


@dataclass(frozen=True, slots=True)
class Growth:
    """What a stage took by size (a few, N, 2N, or N and 2N alone), and how it grows: 2 is linear.

    ``noise`` is the share of the largest that may be noise: where starting is most of it, that would look like growth.
    """

    name: str
    taken: Mapping[int, float]
    bound: float
    noise: float = 0.0

    @property
    def ratio(self) -> float:
        """time(2N)/time(N), without what starting costs where that was measured with a few."""
        return self._ratio(0.0)

    @property
    def is_kept(self) -> bool:
        """Whether it grows no faster than it may, be the largest as noisy as it may."""
        return self._ratio(self.noise) <= self.bound

    def _ratio(self, noise: float) -> float:
        *few, once, twice = sorted(self.taken)
        at, start = (few[0], self.taken[few[0]]) if few else (0, 0.0)
        further = (self.taken[once] - start) / (once - at)
        # What does not grow at all from a few to N is below what can be measured.
        return _LINEAR * (self.taken[twice] * (1 - noise) - start) / (twice - at) / further if further > 0 else 0.0

    def __str__(self) -> str:
        shown = ", ".join(f"{size}: {value:,.4g}" for size, value in sorted(self.taken.items()))
        return f"{'ok  ' if self.is_kept else 'LOST'} {self.ratio:5.2f} (at most {self.bound}) {self.name}: {shown}"


def settled(name: str, measure: Callable[[int], float], sizes: Sequence[int]) -> Growth:
    """Measure a stage until it is within its bound, three times at most; the least of each size counts."""
    taken: dict[int, float] = {}
    for _ in range(_TRIES):
        taken = {size: min(measure(size), taken.get(size, float("inf"))) for size in sizes}
        found = Growth(name, taken, BOUND, _NOISE)
        if found.is_kept:
            break
    return found


def stages(shops: Mapping[int, Workshop]) -> Iterator[Growth]:
    """Yield the growth of each stage over workshops of three sizes."""
    sizes = sorted(shops)
    large = sizes[1:]
    yield settled("reading, with checks and data set", lambda size: shops[size].read().cpu, sizes)
    yield settled("site from kept readings", lambda size: _site(shops[size]), sizes)
    yield from weights(shops)
    yield settled("nothing changed", lambda size: _unchanged(shops[size]), large)
    yield settled("one report more", lambda size: _more(shops[size]), large)


def weights(shops: Mapping[int, Workshop]) -> Iterator[Growth]:
    """Yield how the bytes of what was built grow."""
    for name, folder, suffix in (("data set", "dataset", ".csv"), ("site", "site", ""), ("pages", "docs", ".md")):
        taken = {size: float(_bytes(shop.out / folder, suffix)) for size, shop in shops.items()}
        yield Growth(f"bytes of {name}", taken, BYTES_BOUND)


def written(shop: Workshop) -> Counter[str]:
    """Build one report more; return how many files of the site that wrote in each of its folders."""
    before = times(shop.out / "site")
    shop.add_report()
    shop.build()
    return Counter(name.split("/")[0] if "/" in name else "" for name in touched(before, times(shop.out / "site")))


def _site(shop: Workshop) -> float:
    return shop.build_cold().cpu


def _unchanged(shop: Workshop) -> float:
    shop.need_site()
    return shop.build().cpu


def _more(shop: Workshop) -> float:
    if shop.more.exists():
        shop.more.unlink()
        shop.build()
    shop.add_report()
    return shop.build().cpu


def _bytes(folder: Path, suffix: str) -> int:
    return sum(
        (Path(parent) / name).stat().st_size
        for parent, _, names in os.walk(folder)
        for name in names
        if name.endswith(suffix)
    )


def _checks(reports: int) -> float:
    seconds = json.loads(cost_of([sys.executable, "-m", "benchmarks.checking", "--reports", reports])[1])
    return float(seconds["each"] + seconds["between"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the growth of each stage; 1 where one is above the bound."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bodies", type=int, default=40, help="N")
    parser.add_argument("--few", type=int, default=8, help="so many bodies show what starting costs")
    parser.add_argument("--reports", type=int, default=600, help="N of the checks, which need no files")
    options = parser.parse_args(arguments)
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        sizes = (options.few, options.bodies, 2 * options.bodies)
        shops = {size: Workshop(Path(folder, str(size)), size, 1) for size in sizes}
        for found in stages(shops):
            print(found, flush=True)
            lost += not found.is_kept
    reports = (options.reports // 5, options.reports, 2 * options.reports)
    found = settled("checks, of each body and between all", _checks, reports)
    print(found)
    return int(bool(lost + (not found.is_kept)))


if __name__ == "__main__":
    sys.exit(main())
