"""The command ``demo``: made reports with known truth, to try things out without any real report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator.demo.write import FORMATS, Plan, write_corpus
from generator.errors import UsageError

_STEPS = 20


def formats_of(text: str) -> tuple[str, ...]:
    """Return the formats named in a list with commas; raises ``UsageError`` for one that is not known."""
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise UsageError(f"--formats 只能是 {'、'.join(FORMATS)}，用逗号分开")
    return names


def make_corpus(plan: Plan, out: Path) -> int:
    """Write the made documents below ``out`` and print one line of JSON about them; return the exit status."""
    if not 0 <= plan.oddities <= 1:
        raise UsageError("--oddities 应在 0 与 1 之间")
    count = write_corpus(plan, out, _News(plan.bodies))
    click.echo(json.dumps({"reports": count, "bodies": plan.bodies, "years": plan.years, "out": str(out)}))
    return 0


class _News:
    """Says on stderr how far the run is."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._step = max(1, total // _STEPS)

    def __call__(self, number: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if number == self._total else ""
            if number % max(1, self._step // 10) == 0 or end:
                click.echo(f"\r已编造 {number}/{self._total} 个机关{end}", err=True, nl=False)
        elif number % self._step == 0 or number == self._total:
            click.echo(f"已编造 {number}/{self._total} 个机关", err=True)
