"""Read documents that stand beside their truths, and say where reading and truth differ.

Usage: ``python -m tests.drawing.judge FOLDER [-n 10]`` for a folder that ``gongkai demo`` wrote.
"""

from __future__ import annotations

import argparse
import collections
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.demo.truth import Expected
from generator.demo.truths import expected_of, read_truths
from generator.forms import load_forms
from generator.made import TRUTH
from generator.model import CellKey, Report
from generator.report import read_report
from tests.drawing.verdict import Score


@dataclass(slots=True)
class Judged:
    """Counts over the documents of one group, and what was wrong with whole documents."""

    score: Score = field(default_factory=Score)
    documents: list[str] = field(default_factory=list)


def cells_of(truth: Mapping[str, Any]) -> dict[CellKey, Expected]:
    """Return what may be read in each cell of the truth's form."""
    keys = load_forms()[truth["form"]].keys()
    words = [word for rows in truth["cells"].values() for row in rows.values() for word in row]
    return dict(zip(keys, map(expected_of, words), strict=True))


def meant_by(truth: Mapping[str, Any]) -> dict[CellKey, Decimal]:
    """Return the numbers that the body meant, by cell; a derived number must equal them."""
    numbers = {CellKey(*place.split(".")): Decimal(number) for place, number in truth["meant"].items()}
    certain = {key: expected.value for key, expected in cells_of(truth).items() if expected.must_read}
    return numbers | {key: value for key, value in certain.items() if value is not None}


def whole(report: Report, truth: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong about a document as a whole: body, year, form, date."""
    body = report.organisation
    found = {
        "org_id": body.org_id if body else None,
        "year": report.year,
        "form": report.form,
        "published_on": str(report.published_on or ""),
    }
    for name, value in found.items():
        if name in truth and value != truth[name]:
            yield f"{name}: {value}, is {truth[name]}"


def judge(report: Report, truth: Mapping[str, Any], into: Judged) -> list[str]:
    """Compare one report with its truth; the faults of its cells."""
    before = len(into.score.faults)
    into.score.add(report, cells_of(truth), meant_by(truth))
    wrong = [*whole(report, truth)]
    if not report.cells:
        wrong.append(f"no cells: {report.error}")
    into.documents += [f"{truth['file']} {truth.get('layout', '')}: {fault}" for fault in wrong]
    return into.score.faults[before:]


def main() -> int:
    """Print a line a layout; exit 1 where a wrong number was published."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", type=int, default=5, help="faults to print a layout")
    options = parser.parse_args()
    groups: collections.defaultdict[str, Judged] = collections.defaultdict(Judged)
    notes: collections.defaultdict[str, list[str]] = collections.defaultdict(list)
    for truth in read_truths(options.folder / TRUTH):
        report = read_report((options.folder / truth["file"]).read_bytes(), truth["file"])
        faults = judge(report, truth, groups[truth["layout"]])
        notes[truth["layout"]] += [f"{truth['file']} {truth['oddities']}: {fault}" for fault in faults]
    _say(
        f"{'layout':22} {'docs':>5} {'readable':>9} {'missed':>7} {'WRONG':>6} {'derived':>8} {'state':>6} {'whole':>6}"
    )
    for layout, judged in sorted(groups.items()):
        score = judged.score
        _say(
            f"{layout:22} {score.documents:5} {score.must:9} {score.missed:7} {score.wrong:6}"
            f" {score.derived_wrong:8} {score.state:6} {len(judged.documents):6}"
        )
        for note in (*judged.documents[: options.n], *notes[layout][: options.n]):
            _say(f"    {note}")
    return int(any(judged.score.wrong or judged.score.derived_wrong for judged in groups.values()))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
