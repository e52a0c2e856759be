"""Sentences computed from named cells: plain, neutral, and honest about what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from generator.model import CellStatus
from generator.site.facts import OUTCOME_GROUPS, Facts, Figure, number
from generator.site.marks import Mark, figure_mark
from generator.site.words import COMPUTED, GROUPS, REASONS, SHORT_STATES, STATES

_REPORTED: Final = STATES[CellStatus.REPORTED].code
_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


class KeyFigure(NamedTuple):
    """One of the numbers on the first screen; ``why`` says why it is no plain number, ``code`` is in its address."""

    code: str
    label: str
    mark: Mark
    basis: str
    anchor: str
    why: str


class Part(NamedTuple):
    """A piece of a sentence: words, or a number with the cell it stands in and its look."""

    text: str
    anchor: str = ""
    css: str = ""


def key_figures(facts: Facts) -> tuple[KeyFigure, ...]:
    """Return the four figures of the first screen."""
    chosen = (
        ("received", "新收申请", facts.one("requests", "received", "total"), "表三·一"),
        ("granted", "予以公开", facts.one("requests", "granted", "total"), "表三·三（一）"),
        ("denied", "不予公开", facts.group("denied"), "表三·三（三）"),
        ("review", "复议与诉讼", facts.review(), "表四"),
    )
    return tuple(
        KeyFigure(code, label, figure_mark(figure), basis, figure.anchor, _state(figure))
        for code, label, figure, basis in chosen
    )


def headline(facts: Facts) -> str:
    """Return what the report says in one sentence."""
    return "".join(part.text for part in facts.once(sentence))


def sentence(facts: Facts) -> tuple[Part, ...]:
    """Return what the report says in one sentence, each number with its cell: how many, how they ended, contested."""
    year = facts.report.year
    if not facts.report.cells:
        return (Part(f"{year} 年的报告没有可以按现行格式读取的表格。"),)
    return (Part(f"{year} 年"), *_requests(facts), *_appeals(facts), Part("。"))


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


def _requests(facts: Facts) -> Iterator[Part]:
    received = facts.one("requests", "received", "total")
    before = facts.one("requests", "carried_in", "total")
    done = facts.one("requests", "outcomes_total", "total")
    after = facts.one("requests", "carried_out", "total")
    if all(figure.value is None for figure in (received, done, after)):
        yield Part(f"收到多少件公开申请，从本文件中未能确定（{_why(received)}）；")
        return
    yield Part("收到公开申请")
    yield from _count(received)
    if before.value:
        yield Part("，上年结转")
        yield from _count(before)
    if any((received.value, before.value, done.value, facts.sum_of_groups())) or done.value is None:
        yield from _endings(facts, done)
        yield Part("；结转下年度")
    else:
        yield Part("，结转下年度")
    yield from _count(after)
    yield Part("；")


def _endings(facts: Facts, done: Figure) -> Iterator[Part]:
    """Say how many requests were closed, and how: every group that is not 0, and those that are not known."""
    yield Part("；办结")
    yield from _count(done)
    groups = [(GROUPS[group], facts.group(group)) for group in OUTCOME_GROUPS]
    named = [(name, figure) for name, figure in groups if figure.value]
    for place, (name, figure) in enumerate(named):
        yield Part(("、" if place else "，其中") + name)
        yield from _count(figure)
    unknown = [name for name, figure in groups if figure.value is None]
    if unknown and done.value != 0:
        yield Part(f"（{'、'.join(unknown)}未能确定）")
    if note := disagreement(facts.sum_of_groups(), done):
        yield Part(note)


def disagreement(parts: Decimal | None, total: Figure) -> str:
    """Return a note where the parts do not make the total that stands beside them; nothing where they do."""
    if parts is None or total.value is None or parts == total.value:
        return ""
    return f"（各项相加为 {number(parts)} 件，与总数不符）"


def _appeals(facts: Facts) -> Iterator[Part]:
    total = facts.review()
    if total.value == 0:
        yield Part("没有行政复议和行政诉讼" + _aside(total))
        return
    reconsideration, litigation = facts.review(("reconsideration",)), facts.review(_LITIGATION)
    if reconsideration.value is None and litigation.value is None:
        yield Part(f"行政复议和行政诉讼的件数未能确定（{_why(total)}）")
        return
    yield Part("行政复议")
    yield from _count(reconsideration)
    yield Part("，行政诉讼")
    yield from _count(litigation)


def _count(figure: Figure) -> Iterator[Part]:
    if figure.value is None:
        yield Part(f"件数未能确定（{_why(figure)}）")
        return
    mark = figure_mark(figure)
    yield Part(" ")
    yield Part(mark.text, figure.anchor, mark.css)
    yield Part(f" 件{_aside(figure)}")


def _state(figure: Figure) -> str:
    """Return the state of a key figure in a few words; nothing where it stands in one cell as printed."""
    if figure.value is not None and figure.state == COMPUTED.code:
        return f"{len(figure.keys)} 格之和"
    return "" if figure.state == _REPORTED else figure_mark(figure).tip


def _aside(figure: Figure) -> str:
    return "（推算）" if figure.is_derived else ""


def _why(figure: Figure) -> str:
    return "该数字已撤下" if figure.note else REASONS[CellStatus(figure.state)]
