"""Whose fault a broken sum is: whether another reading of the file shows its figures alike.

Where two readings differ a figure is not published, and no sum is asked of it. So what is left to say is whether a
second reading saw the same numbers, or whether there was none that saw them.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import CellKey, Report


def evidence(keys: Iterable[CellKey], report: Report) -> str:
    """Return in words how the figures among ``keys`` were read."""
    asked = set(keys)
    figures = {cell.key for cell in report.cells if cell.key in asked and cell.value is not None}
    seen = figures & report.seen_twice
    if seen == figures:
        return "所涉各格用两种方法读取，数字相同。"
    if not seen:
        return "所涉各格只有一种读法，请对照原文。"
    return f"所涉 {len(figures)} 格中有 {len(seen)} 格用两种方法读取而数字相同，其余只有一种读法，请对照原文。"
