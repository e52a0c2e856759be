"""How long the checks take over many reports, and what comparing all bodies costs in time and memory.

``python -m benchmarks.checks`` makes reports in memory (nothing is read from files), spoils a cell in every fifth,
and prints: the checks of one report with localisation, in one process; what reports say about each other; and the one
step that sees all reports at once, from their traits, over prose of the length that real reports have, with copies
planted; each stage in a process of its own. ``--reports`` sets how many. Times are processor time.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from generator import checks
from generator.cache.packing import pack
from generator.checks.across import across_bodies
from generator.checks.between import between
from generator.checks.traits import party_of
from generator.demo.bodies import choose_bodies
from generator.demo.write import Plan, make_body
from generator.model import Cell, Kind, Organisation, Report, ReportStatus, Section

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
    beside = between(map(party_of, checked))
    compared = time.process_time()
    across_bodies(checked, beside)
    local = time.process_time() - compared
    print(f"{len(reports)} made reports, a cell spoilt in every {_SPOILT_EVERY}th: {spoilt} named")
    print(f"  checks and localisation, one process: {single:6.1f} s ({1000 * single / len(reports):.2f} ms a report)")
    print(f"  traits and comparing all (short prose): {compared - start:4.1f} s")
    print(f"  a body's reports beside each other:   {local:6.1f} s ({1000 * local / len(reports):.2f} ms a report)")
    print(f"  memory: {held:.0f} MB with the reports made, {_megabytes():.0f} MB at most")


def time_text(count: int) -> None:
    """Print what comparing all bodies takes over prose as long as that of real reports."""
    parties, letters, traits = [], 0, 0.0
    for report in written_reports(count):
        letters += sum(map(len, report.narrative.values()))
        start = time.process_time()
        parties.append(party_of(report))
        traits += time.process_time() - start
    size = sum(len(party.traits.to_bytes()) for party in parties)
    planted = sum(1 for number in range(count) if number % _COPIED_EVERY == _COPIED_EVERY - 1)
    held = _megabytes()
    start = time.process_time()
    found = between(parties)
    seconds = time.process_time() - start
    copied = sum(any(one.bodies for one in beside.texts) for beside in found.values())
    print(f"{count} reports, {letters / count:.0f} characters each")
    print(f"  a section copied in {planted}: {copied} of both sides named")
    print(f"  traits: {1000 * traits / count:.2f} ms and {size / count:.0f} bytes a report")
    print(f"  comparing all: {seconds:.2f} s")
    most = max((len(pack(beside)) for beside in found.values()), default=0)
    print(f"  {len(found)} reports have something beside them, {most} bytes at most")
    print(f"  memory: {held:.0f} MB with the traits made, {_megabytes():.0f} MB at most")


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


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
