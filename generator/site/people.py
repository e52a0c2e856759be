"""What people did: what bodies replied, what was withdrawn, and the pages that stand where a report was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.forms import load_forms
from generator.model import Reply, Report, Withdrawal
from generator.site.catalogue import Body, Catalogue, Region
from generator.site.places import Place, report_address
from generator.site.safe import plain, segment, web_link
from generator.site.words import SECTIONS, TABLE_NAMES, rule_name

_REPORT: Final = "report"


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply as it is printed; ``about`` are what it is about and the anchor on the report's page at ``address``."""

    anchor: str
    address: str
    year: str
    date: str
    sender: str
    verified: str
    url: str
    about: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Something withdrawn: what, when, why, and the address that says so."""

    what: str
    address: str
    date: str
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class People:
    """What stands below the findings of a report or a body."""

    replies: tuple[ReplyView, ...]
    gone: tuple[Gone, ...]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The page in the place of a withdrawn report, or of a body of which nothing is left."""

    place: Place
    name: str
    year: str
    regions: tuple[Region, ...]
    body: str
    gone: tuple[Gone, ...]

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self.name} {self.year} 年报告：已撤下" if self.year else f"{self.name}：已撤下"


def people_of_report(catalogue: Catalogue, report: Report) -> People:
    """Return the replies about one report, and what was withdrawn of it."""
    org_id = report.organisation.org_id if report.organisation else ""
    replies = [reply for reply in catalogue.replies if (reply.org_id, reply.year) == (org_id, report.year)]
    gone = [item for item in catalogue.withdrawals if item.scope != _REPORT and item.report_id == report.report_id]
    return People(tuple(_reply(reply, report) for reply in replies), tuple(map(_gone, gone)))


def people_of_body(catalogue: Catalogue, body: Body) -> People:
    """Return all replies of a body, the newest first, and its withdrawn reports."""
    org_id = body.organisation.org_id
    reports = {facts.report.year: facts.report for facts in body.years}
    replies = [reply for reply in reversed(catalogue.replies) if reply.org_id == org_id]
    gone = [item for item in catalogue.withdrawals if item.scope == _REPORT and item.org_id == org_id]
    return People(tuple(_reply(reply, reports.get(reply.year)) for reply in replies), tuple(map(_gone, gone)))


def reply_anchors(replies: Sequence[ReplyView]) -> dict[str, str]:
    """Return for each cell the anchor of the first reply about it."""
    return {cell: reply.anchor for reply in reversed(replies) for _, cell in reply.about}


def gone_in(catalogue: Catalogue, code: str) -> tuple[Gone, ...]:
    """Return the reports withdrawn in a region: no code is the country, one of zeros what lies nowhere."""
    found = [item for item in catalogue.withdrawals if item.scope == _REPORT and _is_in(item.division_code, code)]
    return tuple(map(_gone, found))


def _is_in(division: str, code: str) -> bool:
    if code and not code.strip("0"):
        return not division
    # Two digits a level; those of a level that is not meant are zeros.
    while code.endswith("00"):
        code = code[:-2]
    return division.startswith(code)


def tombstones(catalogue: Catalogue) -> Iterator[Tombstone]:
    """Yield a page for each address that a withdrawal would leave without one."""
    alive = {body.organisation.org_id: body for body in catalogue.bodies if body.years}
    by_body: dict[str, list[Withdrawal]] = defaultdict(list)
    for item in catalogue.withdrawals:
        if item.scope == _REPORT and item.org_id:
            by_body[item.org_id].append(item)
    for org_id, items in sorted(by_body.items()):
        body = alive.get(org_id)
        stands = {facts.report.year for facts in body.years} if body else set()
        for year in sorted({item.year for item in items if item.year} - stands):
            yield _tombstone(catalogue, [item for item in items if item.year == year], str(year), bool(body))
        if body is None:
            yield _tombstone(catalogue, items, "", False)


def _tombstone(catalogue: Catalogue, items: Sequence[Withdrawal], year: str, has_body: bool) -> Tombstone:
    first = items[0]
    address = f"/o/{segment(first.org_id)}/"
    code = first.division_code
    above = [f"{code[:2]}0000", f"{code[:4]}00", code[:6]] if code else []
    return Tombstone(
        place=Place(f"{address}{year}/" if year else address),
        name=plain(first.organisation) or first.org_id,
        year=year,
        regions=tuple(catalogue.regions[place] for place in dict.fromkeys(above) if place in catalogue.regions),
        body=address if has_body else "",
        gone=tuple(map(_gone, items)),
    )


def _gone(item: Withdrawal) -> Gone:
    whole = item.scope == _REPORT and item.org_id
    address = f"/o/{segment(item.org_id)}/" + (f"{item.year}/" if item.year else "") if whole else ""
    return Gone(_what(item), address, item.date, plain(item.reason), plain(item.who))


def _what(item: Withdrawal) -> str:
    if item.scope == _REPORT:
        year = f"{item.year} 年报告" if item.year else "全部报告"
        return f"{plain(item.organisation) or item.org_id} {year}".strip()
    if item.section:
        return f"“{next((words for code, words in SECTIONS.items() if code == item.section), item.section)}”中的文字"
    return f"数字：{_cell_name('', item.place) or plain(item.place)}"


def _reply(reply: Reply, report: Report | None) -> ReplyView:
    form = report.form if report else ""
    return ReplyView(
        anchor=f"reply-{reply.year}-{reply.number}",
        address=report_address(report) if report else "",
        year=str(reply.year),
        date=reply.date,
        sender=plain(reply.sender),
        verified=plain(reply.verified),
        url=web_link(reply.source_url),
        about=tuple(_about(form, code) for code in reply.about),
        paragraphs=tuple(line.strip() for line in plain(reply.text).split("\n") if line.strip()),
    )


def _about(form: str, code: str) -> tuple[str, str]:
    name = _cell_name(form, code)
    return (name, code) if name else (rule_name(code), "findings")


def _cell_name(form: str, code: str) -> str:
    """Return what a cell is called, by the form named or by the first that has it; empty where none has."""
    forms = load_forms()
    for one in [forms[form]] if form in forms else reversed(list(forms.values())):
        for table in one.tables:
            for block, row in table.printed_rows():
                for column in block.columns:
                    if code == f"{table.code}.{row.code}.{column.code}":
                        return f"{TABLE_NAMES[table.code]} {row.label} · {column.label}"
    return ""
