"""A report's file looked up, and what its page shows of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.model import Report
from generator.site.beside.pictures import Picture, pictures_of
from generator.site.beside.view import Original, nothing, original_of


def beside(report: Report, reports_dir: Path) -> tuple[Original, tuple[Picture, ...]]:
    """Return what a report's page shows of its file, and the pictures that stand beside the page.

    Only the very bytes that the report was read from are shown. The answer depends on the report and those alone.
    """
    path = reports_dir / report.source
    if not path.is_file() or not path.resolve().is_relative_to(reports_dir.resolve()):
        return nothing("生成本站时没有找到原文件，所以不能显示原文。"), ()
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != report.sha256:
        return nothing("生成本站时所见的原文件与读取时的不是同一份，所以不显示原文。"), ()
    pictures = pictures_of(report, content)
    return original_of(report, content, pictures), tuple(picture for picture in pictures if picture.content)
