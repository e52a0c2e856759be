"""The command ``release``: the national files of a large data set, which a build leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.commands.progress import progress
from generator.dataset.national import write_release


def write_files(dataset: Path, out: Path) -> int:
    """Write the files into ``out``, say what they are, and return the exit status."""
    news = progress()
    names = write_release(dataset, out, lambda name: news.note(f"制作 {name}……"))
    click.echo(
        json.dumps({"files": len(names), "bytes": sum((out / name).stat().st_size for name in names), "out": str(out)})
    )
    return 0
