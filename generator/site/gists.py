"""What pages about many reports say of one, made once: nobody who builds them has to look at its cells again."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from generator.model import CellStatus, Report
from generator.site.facts import Facts, Figure

COLUMNS: Final = (
    ("received", "新收"),
    ("carried_in", "上年结转"),
    ("granted", "予以公开"),
    ("partly_granted", "部分公开"),
    ("denied", "不予公开"),
    ("carried_out", "结转下年"),
    ("review", "复议诉讼"),
)


@dataclass(frozen=True, slots=True)
class Gist:
    """One report in short.

    ``version`` is that of its figures. ``read`` of its ``cells`` have a number, ``found`` are in the document at all.
    ``figures`` are the printed numbers of ``COLUMNS`` with commas between, empty where none can be added.
    """

    version: str
    cells: int
    found: int
    read: int
    figures: str

    @property
    def printed(self) -> tuple[Decimal | None, ...]:
        """The printed numbers of ``COLUMNS``; nothing for those that cannot be added."""
        return tuple(map(_number, self.figures.split(",")))


def gist_of(facts: Facts) -> Gist:
    """Return a report in short; it has to be the whole report, whose version covers its old statistics too."""
    report = facts.report
    states = [cell.status for cell in report.cells]
    printed = (figure.printed for figure in figures(facts))
    return Gist(
        facts.version,
        len(states),
        len(states) - states.count(CellStatus.MISSING),
        states.count(CellStatus.REPORTED),
        ",".join("" if value is None else str(value) for value in printed),
    )


def gists_of(reports: Iterable[Report], known: Mapping[str, Facts] | None = None) -> dict[str, Gist]:
    """Return reports in short by their ids; ``known`` are facts that somebody has made already, by id."""
    at_hand = known or {}
    return {report.report_id: gist_of(at_hand.get(report.report_id) or Facts(report)) for report in reports}


def figures(facts: Facts) -> tuple[Figure, ...]:
    """Return the figures of ``COLUMNS``."""
    return (
        facts.one("requests", "received", "total"),
        facts.one("requests", "carried_in", "total"),
        facts.one("requests", "granted", "total"),
        facts.one("requests", "partly_granted", "total"),
        facts.group("denied"),
        facts.one("requests", "carried_out", "total"),
        facts.review(),
    )


@functools.lru_cache(maxsize=1 << 14)
def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
