"""The checks of so many made reports, in one process, beside the least that anybody must do with the same reports.

``python -m benchmarks.checking --reports 3000`` prints seconds of processor time as JSON. As in a build no report is
kept: each is checked with those of its body, its traits are taken, and what all mean for each other is worked out from
traits alone. Floors: adding up the cells of each report once; putting every pair of neighbouring characters of the
prose into a set once.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from benchmarks.checks import made_reports, written_reports
from generator import checks
from generator.checks.across import across_bodies
from generator.checks.between import between
from generator.checks.traits import Party, party_of
from generator.model import Report


@dataclass(slots=True)
class Seconds:
    """Processor seconds of the checks of each body's reports and their floor, of those between bodies and theirs."""

    each: float = 0.0
    added: float = 0.0
    between: float = 0.0
    paired: float = 0.0


def main() -> None:
    """Print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=3_000)
    print(json.dumps(asdict(measure(parser.parse_args().reports))))


def measure(count: int) -> Seconds:
    """Return what the checks of so many reports take, with prose as long as that of real ones."""
    seconds, parties = Seconds(), list[Party]()
    for _, reports in itertools.groupby(_reports(count), key=lambda report: report.organisation):
        parties.extend(_one_body(list(reports), seconds))
    seconds.between += _timed(lambda: between(parties))
    return seconds


def _one_body(reports: Sequence[Report], seconds: Seconds) -> list[Party]:
    """Check the reports of a body, add what that took to ``seconds``, return what others need of them."""
    parties: list[Party] = []
    seconds.each += _timed(lambda: across_bodies([_checked(report) for report in reports], {}))
    seconds.added += _timed(lambda: [sum(cell.value for cell in report.cells if cell.value) for report in reports])
    seconds.between += _timed(lambda: parties.extend(map(party_of, reports)))
    seconds.paired += _timed(lambda: [_pairs(text) for report in reports for text in report.narrative.values()])
    return parties


def _reports(count: int) -> Iterator[Report]:
    for numbers, words in zip(made_reports(count), written_reports(count), strict=True):
        yield replace(numbers, narrative=words.narrative)


def _checked(report: Report) -> Report:
    results, findings = checks.run(report)
    return replace(report, checks=results, findings=findings)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
