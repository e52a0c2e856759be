"""Which report of which document a command is about: by id, by source, or by the path of a file."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rapidfuzz import fuzz, process

from generator.dataset.layout import Tables
from generator.dataset.read import read_report as read_published
from generator.dataset.read import read_reports
from generator.errors import GongkaiError
from generator.model import Report
from generator.pipeline import assemble
from generator.report import read_report
from generator.sources import MAX_BYTES, Source, digest_of, published_name, read_source

_NEAREST = 3
_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Target:
    """A report and the bytes of its document; ``fresh`` where it was read just now, not taken from a data set."""

    report: Report
    content: bytes
    fresh: bool


def target(name: str, reports_dir: Path, dataset_dir: Path) -> Target:
    """Return the report that ``name`` means.

    A ``report_id`` or ``source`` of the data set is as published, and its document must be the one that was read
    then; the path of a file is read now. Raises ``GongkaiError`` with the nearest names where there is none.
    """
    path = Path(name)
    try:
        tables = Tables.below(dataset_dir)
        published = read_published(tables, name)
    except GongkaiError:
        if path.is_file():
            return _read_now(path, reports_dir)
        raise
    if published is not None:
        return document_of(published, reports_dir)
    if path.is_file():
        return _read_now(path, reports_dir)
    raise GongkaiError(f"没有“{name}”这份报告{_nearest(name, tuple(read_reports(tables, ())))}")


def document_of(report: Report, reports_dir: Path) -> Target:
    """Return a report of a data set with its document; raises ``GongkaiError`` where that is not there any more."""
    return Target(report, _content_of(report, reports_dir), fresh=False)


def _read_now(path: Path, reports_dir: Path) -> Target:
    inside = path.resolve().is_relative_to(reports_dir.resolve())
    source = path.resolve().relative_to(reports_dir.resolve()).as_posix() if inside else path.name
    content = _bytes_of(os.fsencode(path), source)
    return Target(assemble([read_report(content, published_name(os.fsencode(source)))]).reports[0], content, fresh=True)


def _content_of(report: Report, reports_dir: Path) -> bytes:
    """Return the document of a published report; refuse another than the one it was read from."""
    parts = PurePosixPath(report.source).parts
    if report.source.startswith("/") or ".." in parts:
        raise GongkaiError(f"数据集中的文件名“{report.source}”不在报告文件夹之内")
    folder = os.fsencode(reports_dir)
    plain = os.path.join(folder, report.source.encode())  # noqa: PTH118 (the path is bytes)
    # A name that is no UTF-8 is published with its odd bytes spelt out.
    odd = os.path.join(folder, _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), report.source.encode()))  # noqa: PTH118
    path = next((path for path in (plain, odd) if os.path.isfile(path)), None)  # noqa: PTH113
    if path is None:
        raise GongkaiError(f"“{reports_dir}”中没有“{report.source}”；请用 --reports 指明报告所在的文件夹")
    content = _bytes_of(path, report.source)
    if digest_of(content) != report.sha256:
        raise GongkaiError(
            f"“{report.source}”在数据集生成之后改动过（SHA-256 当时为 {report.sha256}，现为 {digest_of(content)}），"
            "所记的位置不再可靠；请重新运行 gongkai build，或直接写文件的路径，当场读取"
        )
    return content


def _bytes_of(path: bytes, source: str) -> bytes:
    content = read_source(Source(source, path, ""))
    if len(content) > MAX_BYTES:
        raise GongkaiError(f"“{source}”过大，上限为 {MAX_BYTES // 1024 // 1024} MB")
    return content


def _nearest(name: str, reports: Sequence[Report]) -> str:
    """Return which reports of the data set are named most like ``name``."""
    ways = {way: report for report in reports for way in (report.report_id, report.source, _title(report)) if way}
    found = process.extract(name, list(ways), scorer=fuzz.WRatio, limit=3 * _NEAREST)
    nearest = list(dict.fromkeys(ways[way].report_id for way, _, _ in found))[:_NEAREST]
    titles = {report.report_id: _title(report) or report.source for report in reports}
    return "；相近的有：" + "、".join(f"{report_id}（{titles[report_id]}）" for report_id in nearest) if nearest else ""


def _title(report: Report) -> str:
    return f"{report.organisation.organisation} {report.year or ''}".strip() if report.organisation else ""
