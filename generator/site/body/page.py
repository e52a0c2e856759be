"""What a body's page shows."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.body.appeals import AppealLine, appeals
from generator.site.body.latest import Latest, latest
from generator.site.body.outcomes import Outcomes, outcomes
from generator.site.body.peers import Peers, peers
from generator.site.body.problems import Problems, problems
from generator.site.body.published import Matter, published
from generator.site.catalogue import Body, Catalogue, Region
from generator.site.charts import Chart, yearly_charts
from generator.site.facts import Facts
from generator.site.people import People, people_of_body
from generator.site.places import Place, body_address, report_address
from generator.site.sentences import KeyFigure, Part, completeness, key_figures, sentence
from generator.site.words import FORMS, KINDS


@dataclass(frozen=True, slots=True)
class YearLink:
    """A year of the body: its report, or the sentence that there is none here."""

    year: str
    address: str
    form: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One report in the table of all years."""

    year: str
    address: str
    completeness: str
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body's page: the newest year, and all years together."""

    page: str
    place: Place
    title: str
    description: str
    name: str
    kind: str
    org_id: str
    aliases: tuple[str, ...]
    regions: tuple[Region, ...]
    span: str
    years: tuple[YearLink, ...]
    year: Latest
    sentence: tuple[Part, ...]
    read_before: YearLink | None
    yearly: tuple[Chart, ...]
    history: tuple[HistoryLine, ...]
    charts: dict[str, Chart]
    outcomes: Outcomes | None
    appeals: tuple[AppealLine, ...]
    published: tuple[Matter, ...]
    problems: Problems | None
    peers: Peers | None
    people: People


def body_view(catalogue: Catalogue, body: Body) -> BodyView:
    """Return a body's page; the body has at least one year."""
    newest = body.latest
    if newest is None:
        raise ValueError(f"{body.organisation.org_id} has no report to show")
    organisation = body.organisation
    view = latest(catalogue, body, newest)
    return BodyView(
        page="body",
        place=Place(body_address(organisation)),
        title=f"{organisation.organisation}：政府信息公开年度报告",
        description=f"{organisation.organisation}：{view.headline}",
        name=organisation.organisation,
        kind=KINDS[organisation.kind],
        org_id=organisation.org_id,
        aliases=organisation.aliases,
        regions=catalogue.path(organisation),
        span=_span(body),
        years=_years(body),
        year=view,
        sentence=newest.once(sentence),
        read_before=_read_before(body, newest),
        yearly=yearly_charts(body.years),
        history=tuple(_history(facts) for facts in reversed(body.years)),
        charts={chart.code: chart for chart in view.charts},
        outcomes=outcomes(newest, organisation),
        appeals=appeals(newest),
        published=published(newest),
        problems=problems(body, newest),
        peers=peers(catalogue, body, newest),
        people=people_of_body(catalogue, body),
    )


def _years(body: Body) -> tuple[YearLink, ...]:
    """Return every year from the newest to the first; one without report has no address."""
    have = {facts.report.year or 0: facts.report for facts in body.years}
    return tuple(
        YearLink(str(year), report_address(have[year]), FORMS.get(have[year].form, have[year].form))
        if year in have
        else YearLink(str(year), "", "")
        for year in range(max(have), min(have) - 1, -1)
    )


def _read_before(body: Body, newest: Facts) -> YearLink | None:
    """Return the last year whose first figures were read, where none of the newest report's was."""
    if _is_known(newest):
        return None
    return next(
        (
            YearLink(str(facts.report.year), report_address(facts.report), "")
            for facts in reversed(body.years)
            if facts is not newest and _is_known(facts)
        ),
        None,
    )


def _is_known(facts: Facts) -> bool:
    first = facts.one("requests", "received", "total"), facts.group("denied"), facts.review()
    return any(figure.value is not None for figure in first)


def _span(body: Body) -> str:
    years = sorted({facts.report.year or 0 for facts in body.years})
    if len(years) == 1:
        return f"{years[0]} 年，1 份"
    gaps = years[-1] - years[0] + 1 - len(years)
    return f"{years[0]}—{years[-1]} 年，{len(years)} 份" + (f"，缺 {gaps} 年" if gaps else "")


def _history(facts: Facts) -> HistoryLine:
    return HistoryLine(
        str(facts.report.year), report_address(facts.report), facts.once(completeness), facts.once(key_figures)
    )
