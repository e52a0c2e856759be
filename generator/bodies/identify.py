"""Whose report a document is, on which year, published when: everything the text says, weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.bodies.choose import Choice, choose, claims
from generator.bodies.dates import published_on
from generator.bodies.evidence import PLACE_NAMES, Evidence, gather
from generator.bodies.gazetteer import TOWNSHIP, Former, load_endings, load_gazetteer, significant, stem_of
from generator.bodies.lexicon import GOVERNMENT, is_short_for
from generator.bodies.mentions import Body
from generator.bodies.names import plain
from generator.bodies.settle import Settled, one_apart, settle
from generator.bodies.years import report_year
from generator.model import Document, Fault, Finding, Identity, Organisation, Section, Severity

_LISTED = 8  # candidates named in a message
_LONG_STEM = 3
_YEAR_DIGITS = 4
_OFFICES_OF_GOVERNMENT = frozenset({GOVERNMENT, "人民政府办公室", "人民政府办公厅"})


def identify(document: Document, narrative: Mapping[Section, str], source: str, url: str = "") -> Identity:
    """Return body, year and day of publication as the document's own text gives them.

    ``source`` is its path below the reports folder, ``url`` its web address: both settle only what the text leaves
    open about the body, and say nothing about the rest.
    """
    year, year_findings = report_year(narrative)
    evidence = gather(document, narrative, source, year, url)
    choice = choose(evidence)
    return Identity(
        organisation=choice.settled.organisation if choice.settled else None,
        year=year,
        published_on=published_on(document, narrative),
        findings=(*_body_findings(choice, evidence, narrative), *year_findings),
    )


def _body_findings(choice: Choice, evidence: Evidence, narrative: Mapping[Section, str]) -> Iterator[Finding]:
    if choice.settled is None:
        yield _unknown(choice)
        return
    organisation = choice.settled.organisation
    if choice.inferred:
        yield Finding(
            rule="body.inferred",
            message=f"文中没有写出机关全称，据{choice.inferred}和文中的地名认定为{organisation.organisation}",
            severity=Severity.INFO,
        )
    if choice.settled.outside and not choice.inferred:
        named = "、".join(load_gazetteer().names[code] for code in choice.settled.outside)
        yield Finding(
            rule="body.inferred",
            message=f"文中没有写明所在区划，据文件所在的文件夹或网址（{named}）认定为{organisation.organisation}",
            severity=Severity.INFO,
        )
    yield from _about_the_name(choice.settled)
    if choice.body:
        yield from _about_the_region(choice.body, organisation)
    forms = dict(_other_forms(choice, organisation, narrative))
    if choice.body and choice.settled.near and len(choice.body.level) > 1:
        forms[choice.body.level] = PLACE_NAMES[choice.place] if choice.place else "正文"
    for place, body in claims(evidence):
        if place is not choice.place and not _is_same(body, organisation, evidence):
            forms.setdefault(body.printed, PLACE_NAMES[place])
    for form, where in forms.items():
        yield _disagreement(choice, organisation, form, where)


def _about_the_name(settled: Settled) -> Iterator[Finding]:
    organisation = settled.organisation
    if settled.outdated and settled.outdated != organisation.township:
        yield Finding(
            rule="body.name_outdated",
            message=f"文中作「{settled.outdated}」，现行区划名称为「{organisation.township}」，按现行名称收录",
            severity=Severity.INFO,
            expected=organisation.township,
            actual=settled.outdated,
        )
    if settled.unlisted:
        yield Finding(
            rule="body.not_in_gazetteer",
            message=f"行政区划名录中没有{organisation.organisation.removesuffix('人民政府')}，只能定位到上一级区划",
            fault=Fault.EXTRACTION,
            actual=organisation.township,
        )


def _about_the_region(body: Body, organisation: Organisation) -> Iterator[Finding]:
    """Yield a finding for each division that the document calls by a name of former years."""
    gazetteer = load_gazetteer()
    for code in gazetteer.lineage(organisation.division_code):
        today = gazetteer.names[code]
        if code in gazetteer.ended:
            until, heir = gazetteer.ended[code]
            said = f"「{today}」已于{until}撤销，今属{gazetteer.names[heir]}；按报告所属年度的区划收录"
            yield _outdated(said, gazetteer.names[heir], today)
        for former in gazetteer.former.get(code, ()):
            if former.name in body.printed and today not in body.printed and former.name not in today:
                yield _outdated(_other_name(former, today), today, former.name)


def _other_name(former: Former, today: str) -> str:
    if former.since:
        return f"文中作「{former.name}」，名录（{former.since}）作「{today}」，较新的名单已改称；按名录收录"
    if former.merged:
        return f"文中作「{former.name}」（{former.until}年以前），已并入「{today}」，按现行区划收录"
    when = f"{former.until}年及以前" if len(former.until) == _YEAR_DIGITS else f"{former.until}以前"
    return f"文中作「{former.name}」（{when}的名称），现为「{today}」，按现行名称收录"


def _outdated(message: str, today: str, printed: str) -> Finding:
    return Finding("body.name_outdated", message, Severity.INFO, expected=today, actual=printed)


def _unknown(choice: Choice) -> Finding:
    printed = choice.body.printed if choice.body else ""
    if choice.candidates:
        names = "、".join(_full_name(code) for code in choice.candidates[:_LISTED])
        more = f"等{len(choice.candidates)}处" if len(choice.candidates) > _LISTED else ""
        message = f"文中只说「{printed}」，可能在{names}{more}，没有其他依据，不作猜测"
        return Finding(rule="body.ambiguous", message=message, actual=printed)
    if choice.body and choice.body.central:
        message = f"「{printed}」是中央国家机关，不属于任何行政区划；数据集按区划编号，不收录"
        return Finding(rule="body.unknown", message=message, actual=printed)
    said = f"文中只说「{printed}」，" if printed else ""
    return Finding(rule="body.unknown", message=f"{said}看不出是哪个行政机关的报告", actual=printed)


def _full_name(code: str) -> str:
    return "".join(load_gazetteer().region(code))


def _is_same(body: Body, organisation: Organisation, evidence: Evidence) -> bool:
    """Say whether a mention can be the organisation; a government and its office sign for each other."""
    result = settle(body, evidence)
    if not isinstance(result, Settled):
        return not result or _shares_region(result, organisation)
    other = result.organisation
    if body.own == GOVERNMENT and not body.printed.endswith("政府"):
        # Only a region's name, as in 现公布通城县2022年政府信息公开…报告: its departments may say so, too.
        return organisation.division_code.startswith(significant(other.division_code))
    if is_short_for(body.own, organisation.short_name) or is_short_for(organisation.short_name, body.own):
        return other.division_code == organisation.division_code
    if {other.short_name, organisation.short_name} <= _OFFICES_OF_GOVERNMENT:
        return other.division_code == organisation.division_code
    return other.org_id == organisation.org_id


def _shares_region(codes: Iterable[str], organisation: Organisation) -> bool:
    return any(organisation.division_code.startswith(code) or code == organisation.division_code for code in codes)


def _other_forms(
    choice: Choice, organisation: Organisation, narrative: Mapping[Section, str]
) -> Iterator[tuple[str, str]]:
    """Yield forms of the township's name that differ from it in one character, with the places they stand in."""
    name = organisation.township
    if not name or organisation.division_code not in load_gazetteer().names:
        return
    places: dict[str, list[str]] = {}
    for section, label in _SECTION_NAMES.items():
        for form in _near_forms(name, narrative.get(section, ""), organisation, section):
            places.setdefault(form, []).append(label)
    for form, labels in places.items():
        yield form, "、".join(labels)


_SECTION_NAMES = {
    Section.TITLE: "标题",
    Section.PREAMBLE: "引言",
    Section.OVERVIEW: "总体情况",
    Section.PROBLEMS: "存在的主要问题及改进情况",
    Section.OTHER: "其他需要报告的事项",
    Section.SIGNATURE: "落款",
}


def _near_forms(name: str, text: str, organisation: Organisation, section: Section) -> Iterator[str]:
    """Yield the words of ``text`` that differ from ``name`` in one character and are no neighbour's name.

    A short name has many such words by chance (本镇, 城区街道): only title and signature count there.
    """
    if len(stem_of(name, load_endings())) < _LONG_STEM and section not in (Section.TITLE, Section.SIGNATURE):
        return
    neighbours = {load_gazetteer().names[code] for code in _neighbours(organisation)}
    yield from (form for form in one_apart(name, plain(text)) if form not in neighbours)


def _neighbours(organisation: Organisation) -> tuple[str, ...]:
    gazetteer = load_gazetteer()
    code = organisation.division_code
    return gazetteer.members.get(code[:6], ()) if gazetteer.levels[code] == TOWNSHIP else ()


def _disagreement(choice: Choice, organisation: Organisation, form: str, where: str) -> Finding:
    own = organisation.township or organisation.organisation
    place = PLACE_NAMES[choice.place] if choice.place else "正文"
    if choice.settled and choice.settled.near:
        place = "行政区划名录"
    return Finding(
        rule="body.sources_disagree",
        message=f"机关名称说法不一：{place}为「{own}」，{where}作「{form}」；按{organisation.organisation}收录",
        severity=Severity.WARNING,
        fault=Fault.SOURCE,
        expected=own,
        actual=form,
    )
