"""Body by year: read, filed without tables, late, not in this collection, or not due yet."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from generator.bodies.dates import signed_on
from generator.model import CellStatus, Dataset, Kind, Report, ReportStatus, Section
from generator.site.catalogue import Body
from generator.site.places import has_page, report_address

ABSENT: Final = "本库未收录"
_FIRST_UNDER_TODAYS_LAW: Final = 2019
_AGAIN: Final = ("更正", "修订", "更新", "补正", "勘误")


@dataclass(frozen=True, slots=True)
class State:
    """How a box of the matrix is drawn, and what it says."""

    code: str
    sign: str
    says: str


READ: Final = State("read", "■", "全部读出")
PARTLY: Final = State("partly", "◩", "部分读出")
NO_TABLES: Final = State("no-tables", "○", "有文件，没有可读的表")
OLD_FORM: Final = State("old-form", "◇", "2019 年以前的格式，没有现行各表")
UNREAD: Final = State("unread", "△", "有文件，未能读取")
NOT_HERE: Final = State("absent", "·", ABSENT)
NOT_DUE: Final = State("not-due", "▢", "尚未到法定期限，本库未收录")
ENDED: Final = State("ended", "／", "已并入其他乡镇，不再有此报告")
LATE_SAYS: Final = "文件标明的发布日期晚于法定期限（可能是重新发布的日期）"
STATES: Final = (READ, PARTLY, NO_TABLES, OLD_FORM, UNREAD, NOT_HERE, NOT_DUE)


@dataclass(frozen=True, slots=True)
class Box:
    """One body in one year; ``late`` is the labelled date of publication where it lies behind the legal one."""

    anchor: str
    state: State
    address: str
    says: str
    late: str = ""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day for which the coverage is told, and whether somebody gave it or the collection proves it."""

    day: datetime.date
    given: bool

    @property
    def last_year(self) -> int:
        """The newest year on which a report can have been written."""
        return self.day.year - 1


def as_of(dataset: Dataset, given: datetime.date | None = None) -> AsOf:
    """Return the day the coverage is told for: ``given``, else the latest day that the collection itself proves.

    No clock: the same collection gives the same site in any year. A report on a year was written after it, and a date
    of publication in the year after the newest one reported on is believed.
    """
    newest = max((report.year for report in dataset.reports if report.year and has_page(report)), default=0)
    if given is not None:
        return AsOf(max(given, datetime.date(newest + 1, 1, 1)), given=True)
    days = [r.published_on for r in dataset.reports if r.published_on and r.published_on.year == newest + 1]
    return AsOf(max(days, default=datetime.date(newest + 1, 1, 1)), given=False)


def deadline(kind: Kind, year: int) -> datetime.date | None:
    """Return the last day on which the law lets the report on ``year`` be published; townships have none.

    Article 49 of the regulation in force since 2019: departments 31 January, governments 31 March.
    """
    if kind is Kind.GOVERNMENT:
        return datetime.date(year + 1, 3, 31)
    if kind is Kind.DEPARTMENT:
        return datetime.date(year + 1, 1 if year >= _FIRST_UNDER_TODAYS_LAW else 3, 31)
    return None


def cells_found(report: Report) -> int:
    """Return how many cells of its form a document has at all, with a number or without."""
    return sum(cell.status is not CellStatus.MISSING for cell in report.cells)


def boxes(
    body: Body,
    years: Sequence[int],
    day: AsOf,
    unread: Iterable[Report] = (),
    found: Callable[[Report], int] = cells_found,
) -> tuple[Box, ...]:
    """Return a body's boxes; ``unread`` are its documents that could not be read, ``found`` is ``cells_found``."""
    by_year = {facts.report.year: facts.report for facts in body.years}
    failed = {report.year: report for report in unread}
    return tuple(_box(body, year, by_year.get(year) or failed.get(year), day, found) for year in years)


def empty_boxes(anchor: str, years: Sequence[int], ended: str = "") -> tuple[Box, ...]:
    """Return the boxes of a township of which nothing is in the collection; ``ended`` is when it ceased to be."""
    last = int(ended[:4]) if ended else 9999
    return tuple(
        Box(f"{anchor}-{year}", state, "", f"{year} 年：{state.says}")
        for year in years
        for state in (NOT_HERE if year <= last else ENDED,)
    )


def _box(body: Body, year: int, report: Report | None, day: AsOf, found: Callable[[Report], int]) -> Box:
    anchor = f"{row_anchor(body)}-{year}"
    if report is None:
        due = deadline(body.organisation.kind, year)
        state = NOT_DUE if due is not None and day.day <= due else NOT_HERE
        more = "，不等于没有公布" if state is NOT_HERE else ""
        return Box(anchor, state, "", f"{year} 年：{state.says}{more}")
    state = _state(report, found)
    late = late_date(report, body.others_of(year)) if state is not UNREAD else None
    says = f"{year} 年：{state.says}"
    if late is not None:
        says += f"；{LATE_SAYS}：{late.isoformat()}"
    return Box(anchor, state, report_address(report), says, late.isoformat() if late else "")


def row_anchor(body: Body) -> str:
    """Return the anchor of a body's line: the code of the township it governs, else its id."""
    organisation = body.organisation
    return organisation.division_code if governs_township(body) else organisation.org_id


def governs_township(body: Body) -> bool:
    """Say whether a body is the government of a township-level division."""
    organisation = body.organisation
    return len(organisation.division_code) > 6 and organisation.kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT)


def late_date(report: Report, others: Iterable[Report] = ()) -> datetime.date | None:
    """Return the labelled date of publication where it lies behind the legal one; ``None`` where that is not certain.

    Not certain: a date that only stands under the report, another document of the same year that may have come
    before, a document that calls itself a correction, a label of a later year (a site that was moved).
    """
    kind = report.organisation.kind if report.organisation else Kind.OTHER
    due = deadline(kind, report.year) if report.year else None
    dated = [_labelled(document) for document in (report, *others)]
    known = [day for day in dated if day is not None]
    title = report.narrative.get(Section.TITLE, "")
    if due is None or len(known) < len(dated) or any(word in title for word in _AGAIN):
        return None
    first = min(known)
    return first if due < first and first.year == due.year else None


def _labelled(report: Report) -> datetime.date | None:
    if report.published_on is None or report.published_on == signed_on(report.narrative):
        return None
    return report.published_on


def _state(report: Report, found: Callable[[Report], int]) -> State:
    if report.status is ReportStatus.FAILED:
        return UNREAD
    if report.form == "legacy":
        return OLD_FORM
    if not found(report):
        return NO_TABLES
    return READ if report.status is ReportStatus.OK else PARTLY
