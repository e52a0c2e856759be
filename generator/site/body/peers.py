"""Where a body's figures lie among those of its own county in the same year. No order, no rank, no score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from generator.site.catalogue import Body, Catalogue
from generator.site.facts import Facts, Figure, number
from generator.site.gists import COLUMNS, figures
from generator.site.places import report_address
from generator.site.pools import group_of
from generator.site.safe import plain
from generator.site.strips import LEAST, across, median, stops

_SHOWN: Final = {"received": "新收申请", "denied": "不予公开", "carried_out": "结转下年", "review": "复议与诉讼"}
_STEP: Final = 7.0
_ROOM: Final = 42.0
_ABOVE: Final = 12.0
# Beyond this a county's strip is drawn of its own kind alone.
_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Dot:
    """One body on a strip; ``look`` is ``this``, ``same`` (its kind) or ``other``."""

    x: str
    y: str
    look: str
    says: str
    address: str


@dataclass(frozen=True, slots=True)
class PeerStrip:
    """One figure of the county's bodies; ``dots`` is empty where all are 0: the sentence says it.

    ``base`` is the height of the base line, in pixels.
    """

    code: str
    title: str
    says: str
    dots: tuple[Dot, ...]
    stops: tuple[tuple[str, str], ...]
    base: float = 0.0


@dataclass(frozen=True, slots=True)
class Peers:
    """The strips of one body and year."""

    region: str
    code: str
    year: str
    group: str
    strips: tuple[PeerStrip, ...]


@dataclass(frozen=True, slots=True)
class _Near:
    body: Body
    facts: Facts
    is_same: bool
    is_this: bool
    value: Decimal


def peers(catalogue: Catalogue, body: Body, facts: Facts) -> Peers | None:
    """Return a body among its county's; ``None`` where fewer than ``LEAST`` of its kind have a report of the year."""
    region = catalogue.path(body.organisation)[-1]
    year, group = facts.report.year, group_of(body.organisation)
    if region.level != "county" or not facts.report.cells:
        return None
    near = [
        (one, here, group_of(one.organisation) == group, figures(here))
        for one in region.bodies
        for here in one.years
        if here.report.year == year and here.report.cells
    ]
    same = sum(is_same for _, _, is_same, _ in near)
    if same < LEAST:
        return None
    if len(near) > _MOST:
        near = [one for one in near if one[2]]
    places = [(place, code) for place, (code, _) in enumerate(COLUMNS) if code in _SHOWN]
    drawn = [_strip(code, [(one, here, is_same, all_[place]) for one, here, is_same, all_ in near], body)
             for place, code in places]  # fmt: skip
    strips = tuple(strip for strip in drawn if strip is not None)
    return Peers(region.name, region.code, str(year), group, strips) if strips else None


def _strip(code: str, near: Sequence[tuple[Body, Facts, bool, Figure]], this: Body) -> PeerStrip | None:
    org_id = this.organisation.org_id
    known = [
        _Near(body, facts, is_same, body.organisation.org_id == org_id, value)
        for body, facts, is_same, figure in near
        if (value := figure.printed) is not None and value >= 0
    ]
    alike = sorted(one.value for one in known if one.is_same)
    if len(alike) < LEAST:
        return None
    without = sum(is_same for _, _, is_same, _ in near) - len(alike)
    missing = f"另有 {without} 个没有可用的数字，不在图中。" if without else ""
    mine = next(figure for body, _, _, figure in near if body.organisation.org_id == org_id)
    if mine.is_derived:
        own = "本机关的这个数字是推算的，不在图中。"
    else:
        own = "本机关的这个数字未能确定。" if mine.value is None else f"本机关 {number(mine.value)}。"
    largest = max(one.value for one in known)
    if not largest:
        return PeerStrip(code, _SHOWN[code], f"{len(alike)} 个同类机关都是 0。{missing}", (), ())
    zeros = sum(not value for value in alike)
    span = f"{number(alike[0])} 至 {number(alike[-1])}，中位数 {median(alike)}"
    says = f"{len(alike)} 个同类机关：{span}，其中 {zeros} 个为 0；{own}{missing}"
    base, dots = _dots(known, largest)
    return PeerStrip(code, _SHOWN[code], says, dots, stops(largest), base)


def _dots(known: Sequence[_Near], largest: Decimal) -> tuple[float, tuple[Dot, ...]]:
    """Return the base line's height, and the dots: those of one figure stand upon each other."""
    ordered = sorted(known, key=lambda one: (one.value, not one.is_same, one.body.organisation.org_id))
    groups = [list(together) for _, together in groupby(ordered, key=lambda one: one.value)]
    tallest = max(len(together) for together in groups)
    step = min(_STEP, _ROOM / tallest)
    base = round(_ABOVE + step * tallest, 1)
    dots = [
        Dot(
            x=across(one.value, largest),
            y=f"{base - _ABOVE / 2 - step * level:.1f}",
            look="this" if one.is_this else "same" if one.is_same else "other",
            says=f"{plain(one.body.organisation.organisation)}：{number(one.value)}",
            address=report_address(one.facts.report),
        )
        for together in groups
        for level, one in enumerate(together)
    ]
    return base, tuple(dots)
