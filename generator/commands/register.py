"""The command ``register``: bodies met in reports that have no pinned id yet, proposed for the registry."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from generator.bodies.pinned import COLUMNS, ORGANISATIONS, append_organisations, registry_row
from generator.bodies.registry import load_registry
from generator.commands.progress import progress
from generator.errors import GongkaiError, UsageError
from generator.made import is_made
from generator.model import Dataset, Organisation, ReportStatus
from generator.pipeline import extract
from generator.resources import data_path
from generator.text import display_width


def register_bodies(reports: Path, jobs: int, *, write: bool) -> int:
    """Print the bodies that the registry lacks, and write them into it if asked; return the exit status."""
    if not reports.is_dir():
        raise UsageError(f"没有“{reports}”这个文件夹")
    news = progress()
    dataset = extract(reports, jobs, news)
    found = proposals(dataset)
    for line in table(found, dataset) if sys.stdout.isatty() else csv_lines(found):
        click.echo(line)
    if not found:
        news.note("各机关均已登记")
    elif write:
        _write(found, dataset)
        news.note(f"已写入 {len(found)} 个机关；请核对 git diff data/registry，提交后编号即永久不变")
    else:
        news.note(f"{len(found)} 个机关尚未登记；核对后加 --write 写入 data/registry/{ORGANISATIONS}")
    return 0


def proposals(dataset: Dataset) -> tuple[Organisation, ...]:
    """Return the bodies with a readable report that are not registered, as they would be, in the order of their ids."""
    known = load_registry().by_id
    found = {
        report.organisation.org_id: report.organisation
        for report in dataset.reports
        if report.organisation and report.status is not ReportStatus.FAILED
    }
    return tuple(_with_aliases(found[org_id]) for org_id in sorted(found) if org_id not in known)


def csv_lines(organisations: Sequence[Organisation]) -> Iterator[str]:
    """Yield the proposed lines as they would stand in the file, under its header."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *map(registry_row, organisations)])
    yield from text.getvalue().splitlines()


def table(organisations: Sequence[Organisation], dataset: Dataset) -> Iterator[str]:
    """Yield the proposed ids for a terminal, each with the document that brought the body."""
    for organisation in organisations:
        sources = [r.source for r in dataset.reports if r.organisation and r.organisation.org_id == organisation.org_id]
        region = " ".join(filter(None, (organisation.province, organisation.prefecture, organisation.county)))
        name = organisation.short_name + " " * max(0, 28 - display_width(organisation.short_name))
        yield f"+ {organisation.org_id:<36} {name} {region}（{sources[0]}，共 {len(sources)} 份）"


def _with_aliases(organisation: Organisation) -> Organisation:
    if organisation.aliases or not organisation.township or organisation.township == organisation.short_name:
        return organisation
    governs = organisation.short_name.startswith(organisation.township)
    return replace(organisation, aliases=(organisation.township,)) if governs else organisation


def _write(found: Sequence[Organisation], dataset: Dataset) -> None:
    if is_made(dataset.reports):
        raise GongkaiError("这些是演示用的编造报告，不能登记")
    append_organisations(data_path("registry", ORGANISATIONS), found)
