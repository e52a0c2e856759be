"""How long the checks take over many reports, and what finding reused text costs in time and memory.

``python -m benchmarks.checks`` makes reports in memory (nothing is read from files), spoils a cell in every fifth,
and prints: the checks of one report with localisation, in one process; what reports say about each other; and the
search for reused text over prose of the length that real reports have, with copies planted, each stage in a process
of its own. ``--reports`` sets how many. Times are processor time.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from generator import checks
from generator.checks import reuse
from generator.demo.bodies import choose_bodies
from generator.demo.write import Plan, make_body
from generator.model import Cell, Finding, Kind, Organisation, Report, ReportStatus, Section

_YEARS = 5
_SPOILT_EVERY = 5
# Prose: each body has so many characters a section; a tenth of the sections' sentences come from a common stock.
_LENGTH, _SENTENCE, _STOCK = 800, 40, 400
_COPIED_EVERY = 100
# The commonest characters come first in this block; their mere number is what matters here.
_FIRST, _CHARACTERS = 0x4E00, 3000


def main() -> None:
    """Print the three measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000, help="how many reports")
    parser.add_argument("--stage", choices=("checks", "text"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage == "checks":
        time_checks(options.reports)
    elif options.stage == "text":
        time_text(options.reports)
    else:
        for stage in ("checks", "text"):
            command = [sys.executable, "-m", "benchmarks.checks", "--stage", stage, "--reports", str(options.reports)]
            subprocess.run(command, check=True)


def time_checks(count: int) -> None:
    """Print how long the checks of one report take, with localisation, and those across reports."""
    reports = list(made_reports(count))
    held = _megabytes()
    start = time.process_time()
    checked = [_checked(report) for report in reports]
    single = time.process_time() - start
    spoilt = sum(any(finding.rule == "cell.contradicts_table" for finding in report.findings) for report in checked)
    start = time.process_time()
    checks.across(checked)
    print(f"{len(reports)} made reports, a cell spoilt in every {_SPOILT_EVERY}th: {spoilt} named")
    print(f"  checks and localisation, one process: {single:6.1f} s ({1000 * single / len(reports):.2f} ms a report)")
    print(f"  across reports (short made prose):    {time.process_time() - start:6.1f} s")
    print(f"  memory: {held:.0f} MB with the reports made, {_megabytes():.0f} MB at most")


def time_text(count: int) -> None:
    """Print what the search for reused text takes over prose as long as that of real reports."""
    reports = list(written_reports(count))
    planted = sum(1 for number in range(count) if number % _COPIED_EVERY == _COPIED_EVERY - 1)
    held = _megabytes()
    start = time.process_time()
    passages = reuse.read_passages(reports)
    shingled = time.process_time()
    common = reuse.learned(passages)
    known = time.process_time()
    found = reuse.reused_text(passages, common)
    end = time.process_time()
    copied = _with(found.values(), "text.shared_with_other_body")
    letters = sum(len(text) for report in reports for text in report.narrative.values()) / count
    print(
        f"{count} reports, {letters:.0f} characters each, a section copied in {planted}: {copied} of both sides named"
    )
    print(f"  shingles {shingled - start:.1f} s, learning {known - shingled:.1f} s, finding {end - known:.1f} s")
    pairs = len(passages) * (len(passages) - 1) // 2
    print(f"  {len(passages)} sections, {pairs:,} pairs; compared: {_compared(passages, common):,}")
    print(f"  memory: {held:.0f} MB with the prose made, {_megabytes():.0f} MB at most")


def made_reports(count: int) -> Iterator[Report]:
    """Yield made reports without reading them from documents; every fifth has a wrong cell."""
    plan = Plan(bodies=-(-count // _YEARS), years=_YEARS, seed=1, formats=("text",), oddities=0.0)
    number = itertools.count()
    for at, body in enumerate(choose_bodies(plan.bodies, plan.seed)):
        for made, _, _ in make_body(plan, at, body):
            place = next(number)
            if place >= count:
                return
            cells = [
                Cell(key, shown.status, shown.value, raw=shown.text)  # type: ignore[arg-type]
                for key, shown in made.contents.items()
            ]
            if place % _SPOILT_EVERY == 0:
                _spoil(cells, place)
            yield _report(place, made.body.organisation, made.year, cells, made.form.code, made.narrative.opening)


def _spoil(cells: list[Cell], seed: int) -> None:
    chance = random.Random(seed)
    at = chance.choice([at for at, cell in enumerate(cells) if cell.key.table == "requests"])
    cells[at] = replace(cells[at], value=(cells[at].value or Decimal(0)) + chance.randint(1, 90))


def _report(
    number: int, body: Organisation, year: int, cells: Sequence[Cell], form: str, prose: Sequence[str]
) -> Report:
    return Report(
        report_id=f"{body.org_id}-{year}",
        source=f"{number:06}.txt",
        sha256=f"{number:064x}",
        format="text",
        status=ReportStatus.OK,
        organisation=body,
        year=year,
        form=form,
        cells=tuple(cells),
        narrative={Section.OVERVIEW: "\n".join(prose), Section.PROBLEMS: "问题是更新不够及时，今后按时更新。"},
    )


def written_reports(count: int) -> Iterator[Report]:
    """Yield reports with long prose of their own, common sentences among it, and copied sections at known places."""
    stock = [_sentence(random.Random(f"stock {number}")) for number in range(_STOCK)]
    last: dict[Section, str] = {}
    for number in range(count):
        chance = random.Random(number)
        narrative = {section: _written(chance, stock) for section in (Section.OVERVIEW, Section.PROBLEMS)}
        if number % _COPIED_EVERY == _COPIED_EVERY - 1:
            narrative[Section.PROBLEMS] = last[Section.PROBLEMS]
        last = narrative
        body = Organisation(f"{number:06}-jigou", f"机关{number}", f"机关{number}", Kind.OTHER)
        yield Report(
            f"{number}", f"{number}.txt", "", "text", ReportStatus.OK, organisation=body, year=2025, narrative=narrative
        )


def _written(chance: random.Random, stock: Sequence[str]) -> str:
    own = [_sentence(chance) for _ in range(_LENGTH // _SENTENCE)]
    return "。".join(chance.choice(stock) if chance.random() < 0.1 else sentence for sentence in own)


def _sentence(chance: random.Random) -> str:
    return "".join(chr(_FIRST + int(_CHARACTERS * chance.random() ** 2)) for _ in range(_SENTENCE))


def _checked(report: Report) -> Report:
    results, findings = checks.run(report)
    return replace(report, checks=results, findings=findings)


def _compared(passages: Sequence[reuse.Passage], common: reuse.Boilerplate) -> int:
    own = [replace(passage, shingles=common.own(passage.shingles)) for passage in passages]
    return sum(1 for _ in reuse.candidates(own))


def _with(findings: Iterable[tuple[Finding, ...]], rule: str) -> int:
    return sum(any(finding.rule == rule for finding in found) for found in findings)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
