"""Read random drawings of every layout and print how well that went.

Usage: ``python -m tests.drawing.score [-n 20] [--plain] [--show 5] [--save FOLDER] [layout ...]``
"""

from __future__ import annotations

import argparse
import collections
import sys
import time
from pathlib import Path

from generator.report import read_report
from tests.drawing.draw import LAYOUTS, Drawing, draw_random
from tests.drawing.verdict import Score

_HEAD = ("layout", "docs", "readable", "read", "missed", "may", "read", "WRONG", "unfounded", "derived", "state")


def main() -> int:
    """Print the table; exit 1 where a wrong number was published."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layouts", nargs="*", help="layouts (all)")
    parser.add_argument("-n", type=int, default=20, help="documents a layout")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--plain", action="store_true", help="no oddities")
    parser.add_argument("--show", type=int, default=0, help="documents with faults to print a layout")
    parser.add_argument("--save", type=Path, help="write each drawing below this folder")
    options = parser.parse_args()
    _say("{:22} {:>5} {:>9} {:>9} {:>7} {:>7} {:>7} {:>6} {:>9} {:>7} {:>6}  s/doc".format(*_HEAD))
    return 1 if sum(_layout(name, options) for name in options.layouts or LAYOUTS) else 0


def _layout(name: str, options: argparse.Namespace) -> int:
    score = Score()
    notes: list[str] = []
    shown = 0
    start = time.perf_counter()
    for seed in range(options.first, options.first + options.n):
        drawing = draw_random(name, seed, hostile=not options.plain)
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            (options.save / f"{name}-{seed}.txt").write_bytes(drawing.content)
        new, remarks = _document(drawing, seed, score)
        notes += remarks
        if new and shown < options.show:
            shown += 1
            kinds = collections.Counter(fault.split(" ", 1)[0] for fault in new)
            notes.append(f"  {name} {seed}: {dict(kinds)} {drawing.odd}")
            notes += [f"    {fault}" for kind in kinds for fault in [f for f in new if f.startswith(kind)][:3]]
    each = (time.perf_counter() - start) / max(options.n, 1)
    _say(
        f"{name:22} {score.documents:5} {score.must:9} {score.read:9} {score.missed:7} {score.may:7}"
        f" {score.may_read:7} {score.wrong:6} {score.unfounded:9} {score.derived_wrong:7} {score.state:6}"
        f"  {each:.3f}" + (f"  CRASHED {score.crashed}" if score.crashed else "")
    )
    for note in notes[: 8 * options.show + 8]:
        _say(note)
    return score.wrong + score.derived_wrong + score.crashed


def _document(drawing: Drawing, seed: int, score: Score) -> tuple[list[str], list[str]]:
    """Read one drawing; the new faults, and remarks about the document as a whole."""
    name = f"{drawing.layout} {seed}"
    before = len(score.faults)
    try:
        report = read_report(drawing.content, f"{drawing.layout}-{seed}.txt")
    except NotImplementedError:
        raise
    except Exception as error:
        score.crashed += 1
        return [], [f"  {name}: CRASH {error!r}"]
    score.add(report, drawing.expected, drawing.numbers)
    remarks = []
    if not report.cells:
        remarks.append(f"  {name}: no cells: {report.status} {report.error}")
    elif report.year != drawing.year or report.form != drawing.form:
        read = f"year {report.year} form {report.form}"
        remarks.append(f"  {name}: {read}, is {drawing.year} {drawing.form}")
    return score.faults[before:], remarks


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
