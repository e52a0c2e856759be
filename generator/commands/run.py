"""The commands that read reports: ``build`` and ``extract``."""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter
from pathlib import Path

import click

from generator.commands.progress import Plain, progress
from generator.dataset import write_dataset
from generator.errors import GongkaiError, UsageError
from generator.model import Dataset, Fault, ReportStatus, Severity
from generator.pipeline import extract


def build_site(reports: Path, out: Path, jobs: int, *, strict: bool, day: datetime.date | None = None) -> int:
    """Read, check, write the data set and build the site below ``out``; return the exit status.

    ``day`` is the day for which the site tells what is not due yet.
    """
    try:
        from generator.site import build
    except ModuleNotFoundError as error:
        raise needs_site_packages(error) from error

    news = progress()
    dataset = _extracted(reports, out, jobs, news)
    write_dataset(dataset, out / "dataset")
    if dataset.reports:
        news.note("生成网站……")
        build.build_site(dataset, dataset_dir=out / "dataset", reports_dir=reports, out=out, day=day, jobs=jobs)
    return _finish(dataset, out, news, strict=strict)


def extract_dataset(reports: Path, out: Path, jobs: int, *, strict: bool) -> int:
    """Read, check and write the data set into ``out``; return the exit status."""
    news = progress()
    dataset = _extracted(reports, out, jobs, news)
    write_dataset(dataset, out)
    return _finish(dataset, out, news, strict=strict)


def needs_site_packages(error: ModuleNotFoundError) -> GongkaiError:
    """Return what to say where the packages of the extra ``site`` are not installed."""
    return GongkaiError(f"生成网站还需要其他组件（缺少 {error.name}）：请在项目文件夹中运行 make site 或 make serve")


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _extracted(reports: Path, out: Path, jobs: int, news: Plain) -> Dataset:
    if not reports.is_dir():
        raise UsageError(f"没有“{reports}”这个文件夹")
    if out.resolve().is_relative_to(reports.resolve()):
        raise UsageError("生成结果不能放在报告文件夹之内")
    if out.exists() and not out.is_dir():  # said before hours of reading, not after
        raise UsageError(f"“{out}”不是文件夹")
    return extract(reports, jobs, news)


def _finish(dataset: Dataset, out: Path, news: Plain, *, strict: bool) -> int:
    counts = Counter(report.status for report in dataset.reports)
    numbers = {"reports": len(dataset.reports)} | {status.value: counts[status] for status in ReportStatus}
    click.echo(json.dumps({**numbers, "out": str(out)}))
    for report in dataset.reports:
        if report.status is ReportStatus.FAILED:
            news.note(f"未能读出“{report.source}”：{report.error}")
    if not dataset.reports:
        news.note("没有找到报告")
    nothing_read = counts[ReportStatus.FAILED] == len(dataset.reports)
    return int(nothing_read or (strict and _is_in_doubt(dataset)))


def _is_in_doubt(dataset: Dataset) -> bool:
    return any(report.status is ReportStatus.FAILED for report in dataset.reports) or any(
        finding.fault is Fault.EXTRACTION and finding.severity is Severity.ERROR
        for report in dataset.reports
        for finding in report.findings
    )
