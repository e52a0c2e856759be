"""What the measurements say is what was measured: costs of real processes, growth, the table and where it is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.cost import Cost, FailedError, cost_of
from benchmarks.growth import BOUND, Growth, settled
from benchmarks.table import Row, floor, from_json, markdown, missing, read, to_json
from benchmarks.workshop import YEARS, Workshop, times, touched
from generator.workers import STORES

SIZES = (10, 100, 200)
_BUSY = """
import subprocess, sys, time
if len(sys.argv) == 1:
    subprocess.run([sys.executable, __file__, "child"], check=True)
held = b"x" * (60 << 20)
while time.process_time() < 0.4:
    pass
time.sleep(1.2)
print("done")
"""


def test_a_cost_is_that_of_all_processes(tmp_path: Path) -> None:
    program = tmp_path / "busy.py"
    program.write_text(_BUSY, encoding="utf-8")
    cost, said = cost_of([sys.executable, program])
    assert said.split() == ["done", "done"]
    assert cost.cpu >= 0.8
    assert cost.wall >= 2.0
    assert cost.together >= cost.largest >= 60


def test_memory_of_processes_that_live_together_is_added(tmp_path: Path) -> None:
    program = tmp_path / "two.py"
    program.write_text(_BUSY.replace("subprocess.run(", "subprocess.Popen(").replace(", check=True", ""), "utf-8")
    cost, _ = cost_of([sys.executable, program])
    if not Path("/proc/self/smaps_rollup").is_file():
        pytest.skip("only Linux says what all processes hold")
    assert cost.together >= 110 > cost.largest


def test_a_failed_command_is_no_measure() -> None:
    with pytest.raises(FailedError, match="out of order"):
        cost_of([sys.executable, "-c", "raise SystemExit('out of order')"])


@pytest.mark.parametrize(
    ("seconds", "kept", "about"),
    [
        (lambda n: 5 + 0.1 * n, True, 2.0),
        (lambda n: 5 + 0.1 * n * n, False, 3.8),
        (lambda n: 5 + 0.1 * n + 0.001 * n * n, False, 2.95),
        (lambda n: 5 + 0.01 * n**1.2, True, 2.35),
        (lambda n: 5.0, True, 0.0),
    ],
)
def test_growth_is_that_of_the_work_without_its_start(
    seconds: Callable[[int], float], kept: bool, about: float
) -> None:
    found = Growth("x", {size: seconds(size) for size in SIZES}, BOUND)
    assert found.is_kept is kept
    assert found.ratio == pytest.approx(about, abs=0.2)
    assert str(found).startswith("ok" if kept else "LOST")


def test_noise_of_a_long_start_is_no_growth() -> None:
    noisy = {10: 10.0, 100: 11.0, 200: 12.8}
    assert not Growth("x", noisy, BOUND).is_kept
    assert settled("x", noisy.__getitem__, SIZES).is_kept


def test_growth_with_its_start_needs_no_few() -> None:
    assert Growth("x", {100: 3.0, 200: 6.0}, BOUND).ratio == pytest.approx(2.0)
    assert not Growth("x", {100: 3.0, 200: 12.0}, BOUND).is_kept


def test_noise_is_measured_again_and_a_lost_order_stays_lost() -> None:
    noise = iter([0.0, 0.0, 90.0, 0.0, 0.0, 0.0])
    assert settled("x", lambda size: size + next(noise), SIZES).is_kept
    measured: list[int] = []

    def square(size: int) -> float:
        measured.append(size)
        return float(size * size)

    assert not settled("x", square, SIZES).is_kept
    assert measured == [*SIZES, *SIZES, *SIZES]


def _rows() -> list[Row]:
    ours = Row("pages", "site", 1_000, 4_000, "pages", Cost(40.0, 22.0, 300.0, 512.0))
    return [
        ours,
        floor(ours, "Hugo", 500, Cost(1.0, 0.6, 100.0, 0.0), "a | sample"),
        Row("search", "finder", 1_000, amount=14.3, amount_unit="bytes"),
        Row("pages", "site", 3_000, 12_000, "pages", Cost(130.0, 70.0, 300.0, 600.0)),
        missing(
            "pages", "floor: Zensical", 1_000, "pip install zensical\nERROR: no such package in /srv/packages/simple"
        ),
    ]


def test_the_table_has_a_line_a_stage_and_a_column_a_size() -> None:
    lines = markdown(_rows()).splitlines()
    assert lines[0] == "| stage | what | 1,000 bodies | 3,000 bodies |"
    site, hugo, zensical, finder = (line.split(" | ") for line in lines[2:])
    assert site[2] == "40.0 s (22.0 wall) · 10.0 ms × 4,000 pages · 300 / 512 MiB"
    assert site[3].startswith("130 s")
    # 10 ms a page of ours are five times 2 ms.
    assert "2.00 ms" in hugo[2]
    assert "**5.00** ours ÷ this · a / sample" in hugo[2]
    assert zensical[2] == "not measured: ERROR: no such package in …"
    assert finder[2] == "14.3 bytes"


def test_lines_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    path.write_text("".join(f"{to_json(row)}\n" for row in _rows()), encoding="utf-8")
    assert read(path) == _rows()
    assert from_json(to_json(_rows()[1])) == _rows()[1]


def test_the_words_of_the_results_stay(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    path.write_text(results.RESULTS.read_text(encoding="utf-8"), encoding="utf-8")
    words = path.read_text(encoding="utf-8").split("<!--")[0]
    for _ in range(2):
        results.write(_rows(), "abc1234 of 2026-11-22", 2, path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(words)
    assert text.count("Commit abc1234 of 2026-11-22; ") == 1
    assert "--jobs 2" in text
    path.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="marks"):
        results.write(_rows(), "", 2, path)


def test_what_was_written_in_between_is_seen(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    before = times(tmp_path)
    (tmp_path / "a").unlink()
    (tmp_path / "d").write_text("d")
    assert touched(before, times(tmp_path)) == ["a", "d"]


def test_a_data_set_is_made_of_readings_and_of_nothing_else(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "shop", 1, jobs=1, state="one")
    shop.read()
    whole = times(shop.folder / "dataset")
    assert whole
    before = {path.name for path in shop.cache.iterdir()}
    shop.forget_dataset()
    assert not (shop.folder / "dataset").exists()
    assert {path.name for path in shop.cache.iterdir()} == set(STORES) < before
    shop.extract()
    assert times(shop.folder / "dataset").keys() == whole.keys()


def test_what_another_program_built_is_not_used(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "shop", 1, jobs=1, state="one")
    shop.make()
    reports = times(shop.reports)
    assert sum(name.endswith(".txt") for name in reports) == YEARS
    for folder in (shop.cache, shop.out):
        folder.mkdir()
    shop.make()
    assert shop.cache.exists()
    assert shop.out.exists()
    Workshop(shop.folder, 1, jobs=1, state="another").make()
    assert not shop.cache.exists()
    assert not shop.out.exists()
    assert times(shop.reports) == reports
