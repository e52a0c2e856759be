"""The year a report is on: what title, period, preamble, prose and signature say, weighed."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.bodies.dates import arabic, signed_on
from generator.model import Fault, Finding, Section, Severity
from generator.resources import data_path, read_yaml

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?=年|政府|政务|信息|年度|$)")
_TITLE_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
# A year followed by 公开 … 报告 is the report's own; another year in a title is that of publication.
_OWN_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?:年|年度)?(?=(?:[^\d]{0,30}(?:信息|政务)公开|度?(?:工作)?(?:年度)?报告))")
# 自2022年1月1日起至2022年12月31日止, also where 年, 月 and 日 were lost: 自202011日起至20201231日止.
_PERIOD = re.compile(
    r"(?<!\d)(20[0-4]\d)年?0?1月?0?1日?.{0,8}?(?:至|到|—|-|~)(?:(?:20[0-4]\d)年?|当年|同年|本年)?12月?31(?:日|止|期|,|。|$)"
)
_CITED = re.compile(r"《[^《》]{0,80}》|[〔\[(]20\d\d[〕\])]\d*号?")
_COMPARED = re.compile(r"(?:较|比|与|同)(?:去年|上年)?20\d\d年?(?:度)?")
_MEETING_DATE = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
_LATEST_SIGNING_MONTH = 3

_WEIGHTS = {"title": 8, "period": 5, "preamble": 4, "prose": 3, "signature": 2, "plan": 1}
_PLACES = {
    "title": "标题",
    "period": "统计期限",
    "preamble": "引言",
    "prose": "正文",
    "signature": "落款日期（次年一至三月）",
    "plan": "正文中的下一年计划",
}


@dataclass(frozen=True, slots=True)
class _Sign:
    """One place that speaks for a year, with its words."""

    place: str
    year: int
    quote: str


def report_year(narrative: Mapping[Section, str]) -> tuple[int | None, tuple[Finding, ...]]:
    """Return the best supported year, and a finding where the document's parts disagree."""
    signs = list(_signs(narrative))
    if not signs:
        return None, ()
    votes: Counter[int] = Counter()
    for sign in signs:
        votes[sign.year] += _WEIGHTS[sign.place]
    year = max(votes, key=lambda candidate: (votes[candidate], candidate))
    others = [sign for sign in signs if sign.year != year]
    return year, (_disagreement(year, signs, others),) if others else ()


def _signs(narrative: Mapping[Section, str]) -> Iterable[_Sign]:
    texts = {section: _readable(text) for section, text in narrative.items()}
    title = _squeeze(arabic(narrative.get(Section.TITLE, "")))
    yield from _first("title", title, _OWN_YEAR, _TITLE_YEAR)
    running = "\n".join(texts.get(s, "") for s in (Section.PREAMBLE, Section.OVERVIEW, Section.OTHER))
    period = _PERIOD.search(running)
    if period is not None:
        yield _Sign("period", int(period[1]), period[0])
    yield from _most_common("preamble", texts.get(Section.PREAMBLE, ""))
    prose = "\n".join(texts.get(s, "") for s in (Section.OVERVIEW, Section.OTHER))
    yield from _most_common("prose", prose)
    signed = signed_on(narrative)
    if signed is not None and signed.month <= _LATEST_SIGNING_MONTH:
        yield _Sign("signature", signed.year - 1, f"{signed.year}年{signed.month}月{signed.day}日")
    planned = _plan().search(texts.get(Section.PROBLEMS, ""))
    if planned is not None:
        yield _Sign("plan", int(planned[1]) - 1, planned[0])


def _first(place: str, text: str, *patterns: re.Pattern[str]) -> Iterable[_Sign]:
    for pattern in patterns:
        found = pattern.findall(text)
        if found:
            yield _Sign(place, int(found[0]), text)
            return


def _most_common(place: str, text: str) -> Iterable[_Sign]:
    """Yield the year a text speaks of most; of equally frequent ones the first."""
    # Not the days of meetings, nor the years compared with: neither says which year is reported.
    text = _MEETING_DATE.sub("", _COMPARED.sub("", text))
    years = [match[1] for match in _YEAR.finditer(text)]
    if years:
        year = max(dict.fromkeys(years), key=years.count)
        at = text.index(year)
        yield _Sign(place, int(year), text[at : at + 20])


def _readable(text: str) -> str:
    """Return plain text without titles and numbers of cited documents, whose years are not the report's.

    The report's own title between 《》 stays.
    """
    flat = _squeeze(arabic(text))
    return _CITED.sub(
        lambda match: match[0] if re.search(r"公开.*年度?报告》$", match[0]) and "通知" not in match[0] else "", flat
    )


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _disagreement(year: int, signs: Iterable[_Sign], others: Iterable[_Sign]) -> Finding:
    chosen = "、".join(dict.fromkeys(_PLACES[sign.place] for sign in signs if sign.year == year))
    said = "；".join(f"{_PLACES[sign.place]}「{sign.quote[:40]}」指向{sign.year}年" for sign in others)
    return Finding(
        rule="year.sources_disagree",
        message=f"年份说法不一：{chosen}为{year}年，而{said}；按{year}年收录",
        severity=Severity.WARNING,
        fault=Fault.SOURCE,
        expected=str(year),
        actual="、".join(dict.fromkeys(str(sign.year) for sign in others)),
    )


@functools.cache
def _plan() -> re.Pattern[str]:
    """Return the pattern of a sentence that plans for a year.

    Without a planning verb behind it 将 is no future: 2023年我局将政务公开列入考核 reports what was done.
    """
    raw = read_yaml(data_path("lookups", "plans.yml"))
    who, verbs, plans = ("|".join(raw[key]) for key in ("who", "verbs", "plans"))
    return re.compile(rf"(20[0-4]\d)年度?[,，]?(?:{who})?(?:(?:将|将要|计划)(?:{verbs})|{plans})")
