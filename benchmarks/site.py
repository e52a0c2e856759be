"""What building a site costs, cold and after small changes, beside MkDocs with as many empty pages.

``python -m benchmarks.site --bodies 250 --bodies 750`` makes reports of that many bodies (three years each), runs
``gongkai build`` in processes of its own and prints processor seconds of the process and its children, so that other
work on the machine does not count, and the peak memory of the largest process.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_YEARS = 3
_MEASURE = """
import json, resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds, wall seconds, peak MiB of the largest process."""

    cpu: float
    wall: float
    memory: float


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, action="append", help="how many bodies; may be given again")
    parser.add_argument("--jobs", default="1", help="processes of a build")
    options = parser.parse_args()
    print(
        "| bodies | pages | what | CPU s | ms a page | wall s | peak MiB |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for bodies in options.bodies or [250, 750]:
        with tempfile.TemporaryDirectory() as folder:
            measure(bodies, options.jobs, Path(folder))


def measure(bodies: int, jobs: str, folder: Path) -> None:
    """Print the lines of one size."""
    reports, out = folder / "data" / "reports", folder / "out"
    run(["demo", "--bodies", bodies, "--years", _YEARS, "--formats", "text", "--oddities", 0, "--out", reports])
    build = ["build", "--reports", reports, "--out", out, "--jobs", jobs]
    found = [("all from nothing", run(build))]
    pages = sum(1 for _ in (out / "pages").rglob("*.md"))
    for name in ("pages", "docs", "site", ".cache/site.json"):
        path = out / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    found.append(("site from kept readings", run(build)))
    found.append(("nothing changed", run(build)))
    add_report(reports)
    found.append(("one report more", run(build)))
    found.append(("floor: MkDocs, empty pages", floor(pages, folder)))
    for what, cost in found:
        line = f"{bodies} | {pages} | {what} | {cost.cpu:.1f} | {1000 * cost.cpu / pages:.1f} | {cost.wall:.1f}"
        print(f"| {line} | {cost.memory:.0f} |", flush=True)


def add_report(reports: Path) -> None:
    """Add a report on the year before the oldest of one body."""
    first = min(path for path in reports.rglob("*.txt"))
    text = first.read_text(encoding="utf-8")
    year = min(map(int, re.findall(r"20[12]\d", text)))
    (reports / "more.txt").write_text(re.sub(r"20[12]\d", str(year - 3), text), encoding="utf-8")


def floor(pages: int, folder: Path) -> Cost:
    """Return what MkDocs takes for as many pages with a heading and nothing else, in one process."""
    docs = folder / "empty"
    config = _ROOT / "mkdocs.yml"
    named = re.findall(r": ([\w/]+\.md)$", config.read_text(encoding="utf-8"), re.MULTILINE)
    for name in [*named, *(f"o/{number}/index.md" for number in range(pages - len(named)))]:
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("# x\n", encoding="utf-8")
    environment = {"GONGKAI_DOCS": str(docs), "GONGKAI_SITE": str(folder / "empty-site"), "NO_MKDOCS_2_WARNING": "1"}
    return _cost([sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config)], environment)


def run(arguments: Sequence[object]) -> Cost:
    """Return what a command of ours costs."""
    return _cost([sys.executable, "-m", "generator", *map(str, arguments)], {})


def _cost(command: Sequence[str], environment: dict[str, str]) -> Cost:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command],
        cwd=_ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, cpu, memory = map(float, done.stdout.strip("[]\n").split(","))
    if code:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(cpu, time.perf_counter() - start, memory / 1024)


if __name__ == "__main__":
    main()
