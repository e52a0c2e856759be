"""A report's file looked up, and what its page shows of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.documents.sniff import sniff
from generator.model import Report
from generator.report import Shown, read_document
from generator.report import shown as shown_of
from generator.site.beside.pictures import Picture, pictures_of
from generator.site.beside.view import Original, nothing, original_of


def beside(report: Report, reports_dir: Path, shown: Shown | None = None) -> tuple[Original, tuple[Picture, ...]]:
    """Return what a report's page shows of its file, and the pictures that stand beside the page.

    Only the very bytes that the report was read from are shown, or the lines that were ``shown`` in them then. The
    answer depends on the report and those alone.
    """
    if shown is not None:
        return original_of(report, lambda: shown, ()), ()
    path = reports_dir / report.source
    if not path.is_file() or not path.resolve().is_relative_to(reports_dir.resolve()):
        return nothing("生成本站时没有找到原文件，所以不能显示原文。"), ()
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != report.sha256:
        return nothing("生成本站时所见的原文件与读取时的不是同一份，所以不显示原文。"), ()
    pictures = pictures_of(report, content)
    original = original_of(report, lambda: shown_of(read_document(content, sniff(content))), pictures)
    return original, tuple(picture for picture in pictures if picture.content)
