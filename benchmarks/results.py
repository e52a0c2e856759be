"""The file of results: the table between two marks is written by the command, the words around it by people."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cost import ROOT
from benchmarks.stages import machine
from benchmarks.table import Row, markdown

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
_BEGIN, _END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def commit() -> str:
    """Return commit and its date, and whether the files differ from it; "unknown" outside a repository."""
    shown = _git("log", "-1", "--format=%h of %cs")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "generator", "site_src", "data", "mkdocs.yml")
    return (shown + (", with changes not in it" if changed else "")) if shown else "unknown"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def measured(rows: Sequence[Row], state: str, jobs: int) -> str:
    """Return what the command writes: commit, machine, table."""
    return f"Commit {state}; {machine()}; builds with `--jobs {jobs}`.\n\n{markdown(rows)}"


def write(rows: Sequence[Row], state: str, jobs: int, path: Path = RESULTS) -> None:
    """Put the table between its marks. Raises ``ValueError`` where the file has none."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{path.name} has no marks around its table")
    path.write_text(before + begin + measured(rows, state, jobs) + end + after, encoding="utf-8")
