"""Measure every stage at several sizes, each beside its floor, and print one table.

``python -m benchmarks --bodies 1000 --bodies 3000 --bodies 10000 --keep FOLDER --write`` makes reports of that many
bodies (three years each), measures, and puts the table into benchmarks/RESULTS.md. In the kept folder stay the made
reports, the other builders and every line once it is measured: a run that was broken off goes on where it stopped, as
long as the commit is the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cost import FailedError
from benchmarks.floors import Tools
from benchmarks.results import commit, measured, write
from benchmarks.stages import STAGES, Room
from benchmarks.table import Row, missing, read, to_json
from benchmarks.workshop import Workshop

SIZES = (1_000, 3_000, 10_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where something could not be measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bodies", type=int, action="append", help=f"a size; may be given again; usual: {SIZES}")
    parser.add_argument("--only", action="append", choices=STAGES, help="a stage; may be given again")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes of a build")
    parser.add_argument("--keep", type=Path, help="folder to keep and to go on in")
    parser.add_argument("--again", action="store_true", help="measure also what is measured already")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)).resolve()
        rows, state = measure(
            folder, options.bodies or SIZES, options.only or list(STAGES), options.jobs, again=options.again
        )
    print(measured(rows, state, options.jobs))
    if options.write:
        write(rows, state, options.jobs)
    return int(any(row.cost is None and row.amount is None for row in rows))


def measure(
    folder: Path, sizes: Sequence[int], stages: Sequence[str], jobs: int, *, again: bool = False
) -> tuple[list[Row], str]:
    """Measure stages at sizes, the small ones first; return the lines, and the state of the code they hold for."""
    state = commit()
    kept = folder / f"measured-{state.partition(' ')[0]}-{jobs}"
    kept.mkdir(parents=True, exist_ok=True)
    for bodies in sorted(sizes):
        room = Room(
            Workshop(folder / str(bodies), bodies, jobs, f"{state} {jobs}"), Tools(folder / "tools"), folder / "scratch"
        )
        for stage in stages:
            path = kept / f"{bodies}-{stage}.jsonl"
            if again or not path.is_file():
                start = time.perf_counter()
                path.write_text("".join(f"{to_json(row)}\n" for row in _rows(stage, room)), encoding="utf-8")
                print(f"{bodies} bodies, {stage}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    order = {stage: at for at, stage in enumerate(STAGES)}
    found = [(order[stage], int(bodies), path) for path in kept.glob("*.jsonl")
             for bodies, _, stage in [path.stem.partition("-")]]  # fmt: skip
    return [row for _, _, path in sorted(found) for row in read(path)], state


def _rows(stage: str, room: Room) -> list[Row]:
    """Return a stage's lines; where it fails, those before it failed and one that says why."""
    rows: list[Row] = []
    try:
        rows.extend(STAGES[stage](room))
    except FailedError as error:
        print(error, file=sys.stderr, flush=True)
        rows.append(missing(stage, "", room.shop.bodies, str(error)))
    return rows


if __name__ == "__main__":
    sys.exit(main())
