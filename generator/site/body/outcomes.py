"""How requests ended: the groups of outcomes, and each reason with a count in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import CellKey, Organisation
from generator.site.facts import OUTCOME_GROUPS, Facts, anchor
from generator.site.marks import Mark, figure_mark
from generator.site.reasons import Advice, law
from generator.site.shares import Share, share
from generator.site.words import GROUPS


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One row of outcomes that has a count: its printed label, the number, what it means and what can be done."""

    row: str
    label: str
    mark: Mark
    anchor: str
    says: str
    basis: str
    steps: tuple[str, ...]
    route: Advice | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of outcomes; ``zeros`` are the labels of its reasons that are 0, ``unknown`` of those not known."""

    role: str
    label: str
    mark: Mark
    anchor: str
    share: Share | None
    reasons: tuple[ReasonLine, ...]
    zeros: int
    unknown: tuple[tuple[str, Mark], ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All groups, who decides on reconsideration, and what holds for every answer."""

    groups: tuple[GroupLine, ...]
    reviewer: str
    general: tuple[Advice, ...]
    is_old_law: bool


def outcomes(facts: Facts, organisation: Organisation) -> Outcomes | None:
    """Return how the requests of a report ended; ``None`` where it has no cells."""
    if facts.form is None or not facts.report.cells:
        return None
    labels = {row.code: row.label for _, row in facts.form.table("requests").printed_rows()}
    groups = tuple(_group(facts, group, labels) for group in OUTCOME_GROUPS)
    year = facts.report.year or 0
    old = not any(route.holds_in(year) for route in law().routes["reconsideration_first"] if route.first)
    return Outcomes(groups, law().reviewer(organisation), law().general, old)


def _group(facts: Facts, group: str, labels: dict[str, str]) -> GroupLine:
    total = facts.one("requests", "outcomes_total", "total")
    figure = facts.group(group)
    reasons, unknown, zeros = [], [], 0
    for row in facts.group_rows(group):
        one = facts.one("requests", row, "total")
        label = labels[row].split("（区分")[0]
        if one.value is None:
            unknown.append((label, figure_mark(one)))
        elif not one.value:
            zeros += 1
        else:
            reasons.append(_reason(facts, row, label))
    return GroupLine(
        role=group,
        label=GROUPS[group],
        mark=figure_mark(figure),
        anchor=figure.anchor,
        share=share(figure, total),
        reasons=tuple(reasons),
        zeros=zeros,
        unknown=tuple(unknown),
    )


def _reason(facts: Facts, row: str, label: str) -> ReasonLine:
    reason = law().reasons[row]
    return ReasonLine(
        row=row,
        label=label,
        mark=figure_mark(facts.one("requests", row, "total")),
        anchor=anchor(CellKey("requests", row, "total")),
        says=reason.says,
        basis=reason.basis,
        steps=reason.steps,
        route=law().route(row, facts.report.year or 0),
    )
