"""How long reading takes, as ratios that mean the same on any machine.

``python -m benchmarks.reading`` prints medians. The floor is what any reader must do at least: decode the
document and look at every number in it with one regular expression.
"""

from __future__ import annotations

import argparse
import itertools
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.documents.encoding import decode
from generator.report import read_report
from generator.text import fold
from tests.drawing.draw import LAYOUTS, draw_random

_SAMPLES = Path(__file__).resolve().parent.parent / "data" / "reports"
_NUMBER = re.compile(r"\d[\d,.]*")
# One floor is too short for the clock.
_FLOORS = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """What one document takes: milliseconds to read and for the floor, and the ratio of both."""

    name: str
    kilobytes: float
    reading: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many floors reading costs."""
        return self.reading / self.floor


def main() -> None:
    """Print the measures of the sample reports and how reading grows with the number of documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=Path, default=_SAMPLES, help="folder with text documents")
    parser.add_argument("--rounds", type=int, default=7, help="repetitions; medians are printed")
    parser.add_argument("--documents", type=int, default=60, help="N: so many drawn documents, and twice as many")
    options = parser.parse_args()
    documents = {path.name: path.read_bytes() for path in sorted(options.reports.glob("*.txt"))}
    if not documents:
        parser.error(f"no text documents in {options.reports}")
    _print_documents([measure(name, content, options.rounds) for name, content in documents.items()])
    print()
    print("A document N times as long, time(2N) / time(N); 2 is linear:")
    print(f"  prose  {longer(_prose, options.rounds):.2f}")
    print(f"  tables {longer(_rows, options.rounds):.2f}")
    print()
    first, second = growth(options.documents, options.rounds)
    print(f"gongkai extract --jobs 1 over drawn documents: N = {options.documents}: {first:.2f} s; 2N: {second:.2f} s")
    print(f"time(2N) / time(N) = {second / first:.2f}; 2 is linear, less while starting weighs")


def measure(name: str, content: bytes, rounds: int) -> Measure:
    """Measure one document, the first reading left out: it loads forms, lookups and the gazetteer."""
    read_report(content, name)
    return Measure(
        name,
        len(content) / 1000,
        reading=1000 * _median(lambda: _read(content), rounds),
        floor=1000 * _median(lambda: [floor(content) for _ in range(_FLOORS)], rounds) / _FLOORS,
    )


def _read(content: bytes) -> None:
    # What was folded for the same document before would make it look quicker than a new one.
    fold.cache_clear()
    read_report(content, "a.txt")


def floor(content: bytes) -> int:
    """Decode a document and find every number in it, and nothing else."""
    return sum(1 for _ in _NUMBER.finditer(decode(content)))


def longer(make: Callable[[int], bytes], rounds: int, size: int = 400) -> float:
    """Return how much longer a document of twice the length takes."""
    once, twice = make(size), make(2 * size)
    _read(once)
    return _median(lambda: _read(twice), rounds) / _median(lambda: _read(once), rounds)


def growth(documents: int, rounds: int) -> tuple[float, float]:
    """Return the seconds of ``extract`` over N and over 2N documents, each in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        once, twice = Path(folder, "once"), Path(folder, "twice")
        _draw(once, documents)
        _draw(twice, 2 * documents)
        times = [(_extract(once), _extract(twice)) for _ in range(max(1, rounds // 2))]
    return statistics.median(first for first, _ in times), statistics.median(second for _, second in times)


def _draw(folder: Path, documents: int) -> None:
    folder.mkdir()
    for seed, layout in zip(range(documents), itertools.cycle(sorted(LAYOUTS)), strict=False):
        (folder / f"{seed:04}.txt").write_bytes(draw_random(layout, seed, hostile=False).content)


def _extract(folder: Path) -> float:
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        command = [sys.executable, "-m", "generator", "extract", str(folder), "--out", out, "--jobs", "1"]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start


def _prose(size: int) -> bytes:
    head = "汤阴县白营镇2023年政府信息公开工作年度报告\n一、总体情况\n"
    return (head + "2023年公开政府信息5条，行政许可3件，做好受理、登记、办理、答复各环节工作。\n" * size).encode()


def _rows(size: int) -> bytes:
    title = "汤阴县白营镇2023年政府信息公开工作年度报告\n"
    head = title + "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    return (head + "规章\t1\t0\t3\n行政规范性文件\t4\t5\t6\n" * (size // 8)).encode()


def _median(call: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _print_documents(measures: Sequence[Measure]) -> None:
    print(f"{'document':32} {'kB':>6} {'read ms':>9} {'floor ms':>9} {'ratio':>7}")
    for found in measures:
        print(f"{found.name[:32]:32} {found.kilobytes:6.1f} {found.reading:9.1f} {found.floor:9.3f} {found.ratio:7.0f}")
    middle = statistics.median(found.reading for found in measures)
    ratio = statistics.median(found.ratio for found in measures)
    print(f"{'median':32} {'':6} {middle:9.1f} {'':9} {ratio:7.0f}")


if __name__ == "__main__":
    main()
