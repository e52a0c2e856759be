"""The commands that read reports: ``build`` and ``extract``."""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter
from functools import partial
from pathlib import Path

import click

from generator.commands.outcome import Outcome
from generator.commands.progress import Plain, progress
from generator.dataset import write_dataset
from generator.errors import GongkaiError, UsageError
from generator.model import Dataset, Fault, ReportStatus, Severity
from generator.pipeline import extract
from generator.workers import reader_program, refuse_other_program

CACHE = ".cache"
# Reasons that may be gone the next time.
_PASSING = ("已中止", "内部错误", "无法读取", "无法打开", "无法运行", "期间被改动")


def build_site(  # noqa: PLR0913 (most have a usual value)
    reports: Path,
    out: Path,
    jobs: int,
    *,
    strict: bool,
    day: datetime.date | None = None,
    cache: Path | None = None,
    scheduler: str = "",
) -> int:
    """Read, check, write the data set and build the site below ``out``; return the exit status.

    ``day`` is the day for which the site tells what is not due yet; ``cache`` a folder for what was read before, below
    ``out`` if not given; ``scheduler`` the address of a cluster that reads in place of this machine. Where nothing at
    all has changed since the last build, nothing is done.
    """
    try:
        from generator.commands.again import ingredients, remember, same_as_last
        from generator.site import build
    except ModuleNotFoundError as error:
        raise needs_site_packages(error) from error

    news = progress()
    _refuse(reports, out)
    made_of = ingredients(reports, day)
    outcome = same_as_last(out, made_of)
    if outcome is not None:
        news.note("没有任何变化，网站保持原样")
        return _told(outcome, out, news, strict=strict)
    dataset = _extracted(reports, jobs, news, cache or out / CACHE, scheduler)
    write_dataset(dataset, out / "dataset")
    if dataset.reports:
        news.note("生成网站……")
        build.build_site(dataset, dataset_dir=out / "dataset", reports_dir=reports, out=out, day=day, jobs=jobs)
    outcome = _outcome(dataset)
    # What changed while the build was under way may be in it or not.
    if outcome.is_final and dataset.reports and ingredients(reports, day) == made_of:
        remember(out, made_of, outcome)
    return _told(outcome, out, news, strict=strict)


def extract_dataset(
    reports: Path, out: Path, jobs: int, *, strict: bool, cache: Path | None = None, scheduler: str = ""
) -> int:
    """Read, check and write the data set into ``out``; return the exit status."""
    news = progress()
    _refuse(reports, out)
    dataset = _extracted(reports, jobs, news, cache, scheduler)
    write_dataset(dataset, out)
    return _told(_outcome(dataset), out, news, strict=strict)


def needs_site_packages(error: ModuleNotFoundError) -> GongkaiError:
    """Return what to say where the packages of the extra ``site`` are not installed."""
    return GongkaiError(f"生成网站还需要其他组件（缺少 {error.name}）：请在项目文件夹中运行 make site 或 make serve")


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _extracted(reports: Path, jobs: int, news: Plain, cache: Path | None, scheduler: str) -> Dataset:
    if not scheduler:
        return extract(reports, jobs, news, cache=cache)
    from generator.executors.cluster import cluster

    with cluster(scheduler, partial(refuse_other_program, reader_program())) as (executor, at_once):
        news.note(f"由集群 {scheduler} 读取")
        return extract(reports, at_once, news, cache=cache, executor=executor)


def _refuse(reports: Path, out: Path) -> None:
    """Raise ``UsageError`` for folders that can't be meant, before hours of reading."""
    if not reports.is_dir():
        raise UsageError(f"没有“{reports}”这个文件夹")
    if out.resolve().is_relative_to(reports.resolve()):
        raise UsageError("生成结果不能放在报告文件夹之内")
    if out.exists() and not out.is_dir():
        raise UsageError(f"“{out}”不是文件夹")


def _outcome(dataset: Dataset) -> Outcome:
    counts = Counter(report.status for report in dataset.reports)
    failed = [report for report in dataset.reports if report.status is ReportStatus.FAILED]
    said = [f"未能读出“{report.source}”：{report.error}" for report in failed]
    return Outcome(
        numbers={"reports": len(dataset.reports)} | {status.value: counts[status] for status in ReportStatus},
        said=tuple(said if dataset.reports else ["没有找到报告"]),
        nothing_read=len(failed) == len(dataset.reports),
        in_doubt=_is_in_doubt(dataset),
        is_final=not any(word in report.error for report in failed for word in _PASSING),
    )


def _told(outcome: Outcome, out: Path, news: Plain, *, strict: bool) -> int:
    click.echo(json.dumps({**outcome.numbers, "out": str(out)}))
    for line in outcome.said:
        news.note(line)
    return int(outcome.nothing_read or (strict and outcome.in_doubt))


def _is_in_doubt(dataset: Dataset) -> bool:
    return any(report.status is ReportStatus.FAILED for report in dataset.reports) or any(
        finding.fault is Fault.EXTRACTION and finding.severity is Severity.ERROR
        for report in dataset.reports
        for finding in report.findings
    )
