"""What must not grow with the number of bodies, counted exactly: `make bench-growth` measures the rest."""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.growth import written
from benchmarks.workshop import YEARS, Workshop

FEW, MANY = 3, 6


@dataclass(frozen=True)
class Sized:
    """A built size, and the site's files that one report more wrote, by folder."""

    shop: Workshop
    written: Counter[str]

    def page(self, address: str) -> bytes:
        return (self.shop.out / "site" / address / "index.html").read_bytes()

    def sizes(self, pattern: str) -> list[int]:
        return [path.stat().st_size for path in (self.shop.out / "site").glob(pattern)]


@pytest.fixture(scope="module")
def sized(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Sized]:
    found = {}
    for bodies in (FEW, MANY):
        shop = Workshop(tmp_path_factory.mktemp(f"bodies-{bodies}"), bodies, jobs=1)
        shop.need_site()
        found[bodies] = Sized(shop, written(shop))
    return found


def test_one_report_more_writes_as_many_files_at_any_size(sized: dict[int, Sized]) -> None:
    few, many = sized[FEW].written, sized[MANY].written
    # The pages of its body (each year shows the years beside it), of county, prefecture and province.
    for counted in (few, many):
        assert 2 <= counted["o"] <= 2 * (YEARS + 2)
        assert 1 <= counted["d"] <= 5
    rest = {bodies: sum(one.written.values()) - one.written["o"] - one.written["d"] for bodies, one in sized.items()}
    assert rest[MANY] <= 1.1 * rest[FEW] + 2, (few, many)


def test_a_page_is_no_heavier_for_the_others(sized: dict[int, Sized]) -> None:
    for address in ("about", "methods", "glossary", "removal", "report-error", "search"):
        assert sized[FEW].page(address) == sized[MANY].page(address), address
    few, many = (statistics.mean(sized[bodies].sizes("o/*/2025/index.html")) for bodies in (FEW, MANY))
    assert many <= 1.1 * few


def test_nothing_is_loaded_that_holds_every_body_in_full(sized: dict[int, Sized]) -> None:
    for one in sized.values():
        assert one.sizes("search/search_index.json") == []
        finder = sum(one.sizes("assets/finder/bodies*"))
        assert 0 < finder <= 200 * one.shop.bodies + 2_000


def test_the_data_set_has_rows_for_each_report_and_no_more(sized: dict[int, Sized]) -> None:
    for one in sized.values():
        rows = Counter(
            row["report_id"]
            for path in (one.shop.out / "dataset").rglob("cells*.csv")
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        )
        assert len(rows) == one.shop.documents + 1
        assert set(rows.values()) <= {198, 200}


def test_a_size_is_what_it_says(sized: dict[int, Sized]) -> None:
    for bodies, one in sized.items():
        years = list((one.shop.out / "site" / "o").glob("*/20[0-9][0-9]/index.html"))
        assert len(years) == YEARS * bodies + 1
        assert one.shop.pages() > len(years) + bodies
        assert one.shop.reports.is_relative_to(Path(one.shop.folder))
