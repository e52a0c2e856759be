"""The commands that read reports: ``build`` and ``extract``."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator.cache.digests import Digests
from generator.cache.store import again_without_rotten
from generator.collection.gather import gathered
from generator.collection.making import (
    SlimParts,
    made,
    program_of_tables,
    refuse_other_program,
    slim_dataset,
    whole_program,
)
from generator.collection.products import open_products
from generator.collection.shards import groups_in, sources_in
from generator.collection.tables import TABLES, around, reports_in_parts, write_collection
from generator.commands.outcome import Outcome
from generator.commands.progress import Plain, progress
from generator.dataset import write_dataset
from generator.errors import GongkaiError, UsageError
from generator.executors.crew import crew
from generator.executors.cycles import collect_less
from generator.executors.shard import Shard
from generator.model import Dataset, Fault, ReportStatus, Severity
from generator.site.ledger import CACHE
from generator.sources import SourceList, find_sources, is_as_found

_DIGESTS, _PRODUCTS = "digests.json", "tables.sqlite"
# Reasons that may be gone the next time.
_PASSING = ("已中止", "内部错误", "无法读取", "无法打开", "无法运行", "期间被改动")


@again_without_rotten
def build_site(  # noqa: PLR0913, PLR0915 (most have a usual value; one step after the other)
    reports: Path,
    out: Path,
    jobs: int,
    *,
    strict: bool,
    day: datetime.date | None = None,
    cache: Path | None = None,
    scheduler: str = "",
    shard: Shard | None = None,
) -> int:
    """Read, check, write the data set and build the site below ``out``; return the exit status.

    ``day`` is the day for which the site tells what is not due yet; ``cache`` a folder for what was read before, below
    ``out`` if not given; ``scheduler`` the address of a cluster that reads in place of this machine; ``shard`` says
    which provinces to make. Where nothing at all has changed since the last build, nothing is done.
    """
    try:
        from generator.commands.again import ingredients, remember, same_as_last
        from generator.site import build
        from generator.site.aside import Ahead
    except ModuleNotFoundError as error:
        raise needs_site_packages(error) from error

    news = progress()
    _refuse(reports, out)
    collect_less()
    kept = cache or out / CACHE
    digests = Digests(kept / _DIGESTS)
    found = _found(reports, digests)
    made_of = ingredients(reports, found, day)
    outcome = None if shard else same_as_last(out, made_of)
    if outcome is not None:
        news.note("没有任何变化，网站保持原样")
        return _told(outcome, out, news, strict=strict)
    if not found.sources:
        write_dataset(Dataset((), ()), out / "dataset")
        return _told(_outcome(Dataset((), ())), out, news, strict=strict)
    with ExitStack() as stack:
        workers = stack.enter_context(crew(jobs))
        there = stack.enter_context(_helpers(scheduler, news, jobs))
        # A new document is in a hurry, what is found out beside is not.
        readers = stack.enter_context(crew(jobs))
        ahead = Ahead(workers, out, build.TEMPLATES, len(found.sources))
        collection = stack.enter_context(
            gathered(
                reports, there.at_once, news, cache=kept, executor=there.executor, found=found, aside=readers,
                meanwhile=ahead.begin,
            )
        )  # fmt: skip
        if shard:
            collection.groups = groups_in(collection.groups, shard)
        news.note("生成网站……")
        steady: list[bool] = []

        def look_again() -> None:
            # What changed while the build was under way may be in it or not.
            same = is_as_found(reports, digests) or _found(reports, digests) == found
            steady.append(same and ingredients(reports, found, day) == made_of)

        dataset, notes = build.build_site(
            collection, reports_dir=reports, out=out, day=day, jobs=jobs, executor=there.executor,
            at_once=there.at_once, workers=workers, readers=readers, ahead=ahead, afterwards=look_again,
        )  # fmt: skip
    for note in notes:
        news.note(note)
    outcome = _outcome(dataset)
    if digests.are_young:
        # They may be old enough by now to be kept.
        is_as_found(reports, digests)
    digests.save()
    if outcome.is_final and not shard and steady == [True]:
        remember(out, made_of, outcome)
    return _told(outcome, out, news, strict=strict)


@again_without_rotten
def read_documents(reports: Path, cache: Path, jobs: int, *, scheduler: str = "", shard: Shard | None = None) -> int:
    """Read and check documents, all or those of a shard, keep what was read in ``cache``; return the exit status."""
    news = progress()
    _refuse(reports, cache)
    found = _found(reports, Digests(cache / _DIGESTS))
    wanted = sources_in(found, shard) if shard else found
    with (
        _helpers(scheduler, news, jobs) as there,
        gathered(reports, there.at_once, news, cache=cache, executor=there.executor, found=wanted) as collection,
    ):
        documents = sum(group.size for group in collection.groups)
    click.echo(json.dumps({"documents": documents, "cache": str(cache)}))
    return 0


@again_without_rotten
def extract_dataset(
    reports: Path, out: Path, jobs: int, *, strict: bool, cache: Path | None = None, scheduler: str = ""
) -> int:
    """Read, check and write the data set into ``out``; return the exit status."""
    news = progress()
    _refuse(reports, out)
    collect_less()
    with ExitStack() as stack:
        kept = cache or Path(stack.enter_context(TemporaryDirectory(prefix="gongkai-")))
        there = stack.enter_context(_helpers(scheduler, news, jobs))
        collection = stack.enter_context(gathered(reports, there.at_once, news, cache=kept, executor=there.executor))
        products = stack.enter_context(open_products(kept / _PRODUCTS))
        workers = stack.enter_context(crew(there.at_once, there.executor))
        for _ in made(collection, products, workers, program_of_tables()):
            pass
        dataset, notes = slim_dataset(collection, SlimParts(products))
        beside = around(dataset, made=collection.made)
        keep = kept / TABLES if cache else None
        write_collection(
            collection.groups, products, reports_in_parts(dataset), beside, out, keep=keep, everything=True
        )
    for note in notes:
        news.note(note)
    return _told(_outcome(dataset), out, news, strict=strict)


def needs_site_packages(error: ModuleNotFoundError) -> GongkaiError:
    """Return what to say where the packages of the extra ``site`` are not installed."""
    return GongkaiError(f"生成网站还需要其他组件（缺少 {error.name}）：请在项目文件夹中运行 make site 或 make serve")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Who works in place of this machine, if anybody, and on how many tasks at a time."""

    executor: Executor | None
    at_once: int


@contextmanager
def _helpers(scheduler: str, news: Plain, jobs: int) -> Iterator[Elsewhere]:
    if not scheduler:
        yield Elsewhere(None, jobs)
        return
    from generator.executors.cluster import cluster

    with cluster(scheduler, partial(refuse_other_program, whole_program())) as (executor, at_once):
        news.note(f"由集群 {scheduler} 读取和制作")
        yield Elsewhere(executor, at_once)


def _found(reports: Path, digests: Digests) -> SourceList:
    """Return the documents; files that nobody touched since the last time are not read for it."""
    found = find_sources(reports, digests)
    digests.save()
    return found


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
