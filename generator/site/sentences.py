"""Sentences computed from named cells: plain, neutral, and honest about what is not known."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import CellStatus
from generator.site.facts import Facts, Figure
from generator.site.marks import Mark, figure_mark
from generator.site.words import REASONS, SHORT_STATES

_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the numbers on the first screen, with the place it comes from."""

    label: str
    mark: Mark
    basis: str
    anchor: str


def key_figures(facts: Facts) -> tuple[KeyFigure, ...]:
    """Return the four figures of the first screen."""
    chosen = (
        ("新收申请", facts.one("requests", "received", "total"), "表三·一"),
        ("予以公开", facts.one("requests", "granted", "total"), "表三·三（一）"),
        ("不予公开", facts.group("denied"), "表三·三（三）"),
        ("复议与诉讼", facts.review(), "表四"),
    )
    return tuple(KeyFigure(label, figure_mark(figure), basis, figure.anchor) for label, figure, basis in chosen)


def headline(facts: Facts) -> str:
    """Return what the report says in one sentence."""
    if not facts.report.cells:
        return f"{facts.report.year} 年的报告没有可以按现行格式读取的表格。"
    received = facts.one("requests", "received", "total")
    carried = facts.one("requests", "carried_out", "total")
    return f"{facts.report.year} 年{_requests(received, carried)}；{_appeals(facts)}。"


def completeness(facts: Facts) -> str:
    """Return how many cells are in which state, e.g. ``200 格：199 数字 · 1 未填``."""
    counts = facts.status_counts()
    parts = " · ".join(f"{count} {SHORT_STATES[status]}" for status, count in counts.items())
    return f"{len(facts.report.cells)} 格：{parts}" if parts else "没有可读的表格"


def all_zero_note(facts: Facts) -> str:
    """Return a fair sentence where every figure that was read is 0; nothing otherwise."""
    values = [cell.value for cell in facts.report.cells if cell.status is CellStatus.REPORTED]
    if not values or any(values):
        return ""
    known = "全部" if len(values) == len(facts.report.cells) else "读出的"
    return f"{known} {len(values)} 个数字都是 0：报告如此填写。为 0 表示报告所载没有此类事项，不说明工作好坏。"


def _requests(received: Figure, carried: Figure) -> str:
    if received.value is None and carried.value is None:
        return f"收到多少件公开申请，从本文件中未能确定（{_why(received)}）"
    return f"收到公开申请{_count(received)}，结转下年度{_count(carried)}"


def _appeals(facts: Facts) -> str:
    total = facts.review()
    if total.value == 0:
        return "没有行政复议和行政诉讼" + _aside(total)
    reconsideration, litigation = facts.review(("reconsideration",)), facts.review(_LITIGATION)
    if reconsideration.value is None and litigation.value is None:
        return f"行政复议和行政诉讼的件数未能确定（{_why(total)}）"
    return f"行政复议{_count(reconsideration)}，行政诉讼{_count(litigation)}"


def _count(figure: Figure) -> str:
    if figure.value is None:
        return f"件数未能确定（{_why(figure)}）"
    return f" {figure_mark(figure).text} 件{_aside(figure)}"


def _aside(figure: Figure) -> str:
    return "（推算）" if figure.is_derived else ""


def _why(figure: Figure) -> str:
    return REASONS[CellStatus(figure.state)]
