"""The choice of the reporting body among all that a document names: title before signature before preamble."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.bodies.evidence import Evidence, Place, without_others
from generator.bodies.gazetteer import TOWNSHIP, load_endings, load_gazetteer, stem_of
from generator.bodies.lexicon import GOVERNMENT, is_short_for, load_lexicon
from generator.bodies.mentions import Body, governing, is_township_body, mentioned, named_by, titled
from generator.bodies.names import stems_in
from generator.bodies.registry import load_registry
from generator.bodies.settle import Settled, differs_in_one, organisation_at, settle
from generator.model import Kind
from generator.resources import data_path, read_yaml

_DATE = re.compile(r"(?:20\d\d|[二2][〇○零O0].{2})年.{1,3}月.{1,3}日|20\d\d[-./]?\d{1,2}[-./]?\d{1,2}日?")
# Before a name: who compiled, publishes or is to be asked. Behind it: what only the reporting body is said to do.
_SELF_BEFORE = re.compile(r"(?:由|现将|公布|发布|现就|请与|联系|请向|特制定|编制)(?:20\d\d年?度?)?$")
_SELF_BEHIND = re.compile(
    r"(?:办公室|党委|党工委|人民政府|政府|党政办公室|党政办)?(?:编制|结合|20\d\d|年度|政府信息公开|信息公开|政务公开|主动公开|联系|认真|高度重视|坚持|严格|积极|深入)"
)
# 本报告由X编制; 如有疑问请与X办公室联系(地址…
_FORMULA = re.compile(
    r"由([^,。;:()]{3,30}?)(?:负责)?(?:编制|编写|结合)"
    r"|请?(?:直接)?(?:与|向|和)([^,。;:()]{3,30}?)(?:联系|咨询|反映)"
    r"|请联系:?([^,。;:()]{3,30}?)(?=[,。;:()]|$)"
)
# 现公布《贵阳市2021年政府信息公开工作年度报告》: the report's own title in running text.
_OWN_TITLE = re.compile(
    r"(?:现将|公布|发布|编制|编写|形成)(?:了)?《?([^《》,。;]{2,60}?(?:信息|政务)公开(?!条例|规定)[^《》,。;]{0,14}报告)"
)
_FILE_ENDING = re.compile(r"\.[a-zA-Z]{2,5}$")
_REGION_WORDS = frozenset({"县", "区", "市", "旗", "州", "省"})
_TOWNSHIP_WORDS = frozenset({"镇", "乡", "街道", "街", "苏木"})
_OFFICES = frozenset({"人民政府办公室", "人民政府办公厅"})
_ACCOUNT = re.compile(
    r"[“\"「『]([一-鿿]{3,8})[”\"」』](?:[一-鿿、()]{0,6})(?:公众号|微信|微博|抖音|视频号|账号|客户端|APP)"
)
_SELF = 4.0
_CLEAR = 1.5
_SHORT_STEM = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """The body chosen, where it is named, and how it is printed there; ``inferred`` where nowhere in full.

    Without ``settled`` the ``candidates`` are the divisions it may lie in.
    """

    place: Place | None
    body: Body | None
    settled: Settled | None
    candidates: tuple[str, ...] = ()
    inferred: str = ""


def choose(evidence: Evidence) -> Choice:
    """Return the reporting body, or why it is not known."""
    undecided: Choice | None = None
    for place, body in _claims(evidence):
        result = settle(body, evidence)
        if isinstance(result, Settled):
            if undecided is None or _can_be(undecided, result):
                return Choice(place, body, _of_government(place, _spelled_out(body, result, evidence), evidence))
        elif undecided is None and (result or place <= Place.SIGNATURE):
            undecided = Choice(place, body, None, result)
    if undecided is not None:
        return undecided
    found = _inferred(evidence)
    return found if found.settled or found.candidates else _by_folder(evidence) or found


def _by_folder(evidence: Evidence) -> Choice | None:
    """Return the body that the folders of a document name which names none; it must fit 我局, 我镇."""
    endings = _self_endings(evidence)
    for step in reversed(evidence.outside.steps):
        body = titled(_FILE_ENDING.sub("", step))
        if body is None or not _may_be_self(body, endings) or not _names_a_body(body):
            continue
        result = settle(body, evidence)
        if isinstance(result, Settled):
            return Choice(None, body, result, inferred=f"文件所在的文件夹或文件名「{step}」")
    return None


def _names_a_body(body: Body) -> bool:
    """Say whether a name is more than a region's: the folder of a county holds reports of all its bodies."""
    return body.kind is not Kind.GOVERNMENT or body.printed.endswith(("政府", "行署", "行政公署"))


def claims(evidence: Evidence) -> Iterator[tuple[Place, Body]]:
    """Yield the bodies that title, signature and the clearest words of the preamble name."""
    yield from _by_name(evidence)
    yield from _by_formula(evidence)
    yield from _in_running_text(Place.PREAMBLE, evidence, _self_endings(evidence), 0.0)


def _of_government(place: Place, settled: Settled, evidence: Evidence) -> Settled:
    """Return the government where its office signs or publishes what the text calls the report of 我县."""
    organisation = settled.organisation
    if place is Place.TITLE or organisation.short_name not in _OFFICES or _self_word(evidence) not in _REGION_WORDS:
        return settled
    return replace(settled, organisation=organisation_at(GOVERNMENT, Kind.GOVERNMENT, organisation.division_code))


def _spelled_out(body: Body, settled: Settled, evidence: Evidence) -> Settled:
    """Give a department called by a short form of its own (文旅局) its full name.

    It is the one full name the document has for it, else the one registered in the division, else the usual one.
    """
    lexicon = load_lexicon()
    if body.own in lexicon.order or body.kind is not Kind.DEPARTMENT:
        return settled
    code = settled.organisation.division_code
    written = {lexicon.full_name(name) for _, name in lexicon.names.apart(evidence.whole)} - set(lexicon.usual)
    registered = {name for division, name in load_registry().by_name if division == code}
    for names in (written, registered):
        full = [name for name in names if is_short_for(body.own, name)]
        if len(full) == 1:
            return replace(settled, organisation=organisation_at(full[0], body.kind, code))
    if body.own in lexicon.usual:
        return replace(settled, organisation=organisation_at(lexicon.usual[body.own], body.kind, code))
    return settled


def _can_be(undecided: Choice, settled: Settled) -> bool:
    """Say whether a body of a less telling place can be the one a better place names without its region."""
    if undecided.body is None:
        return True
    if undecided.body.central:
        return False
    organisation = settled.organisation
    if undecided.body.township and differs_in_one(undecided.body.township, organisation.township):
        return True
    if undecided.candidates:
        return organisation.division_code in undecided.candidates and organisation.short_name == undecided.body.own
    return organisation.short_name == undecided.body.own or bool(settled.near)


def _claims(evidence: Evidence) -> Iterator[tuple[Place, Body]]:
    yield from _by_name(evidence)
    endings = _self_endings(evidence)
    yield from _by_formula(evidence)
    yield from _in_running_text(Place.PREAMBLE, evidence, endings, _SELF)
    yield from _in_running_text(Place.PROSE, evidence, endings, _SELF)
    yield from _on_page(evidence, endings)
    yield from _in_running_text(Place.PREAMBLE, evidence, endings, 0.0)
    yield from _in_running_text(Place.PROSE, evidence, endings, 0.0)


def _by_name(evidence: Evidence) -> Iterator[tuple[Place, Body]]:
    """Yield the bodies that title and signature are the names of."""
    title = titled(evidence.texts[Place.TITLE])
    if title is not None:
        yield Place.TITLE, title
    signed = named_by(_DATE.sub("", evidence.texts[Place.SIGNATURE]))
    if signed is not None:
        yield Place.SIGNATURE, signed


def _by_formula(evidence: Evidence) -> Iterator[tuple[Place, Body]]:
    """Yield the body of the report's title in running text, and the one that compiled it or is to be asked."""
    for place in (Place.PREAMBLE, Place.PROSE):
        for match in _OWN_TITLE.finditer(without_others(evidence.texts[place])):
            body = titled(match[1])
            if body is not None:
                yield Place.PREAMBLE, body
        for match in _FORMULA.finditer(evidence.texts[place]):
            body = named_by(match[1] or match[2] or match[3])
            if body is not None:
                yield Place.PREAMBLE, body


def _in_running_text(
    place: Place, evidence: Evidence, endings: Sequence[str], least: float
) -> Iterator[tuple[Place, Body]]:
    """Yield the body that running text speaks of most clearly, if one stands out."""
    text, bodies = said(evidence.texts[place])
    weights: Counter[tuple[str, tuple[str, ...]]] = Counter()
    first: dict[tuple[str, tuple[str, ...]], Body] = {}
    for body in bodies:
        if not _may_be_self(body, endings):
            continue
        key = (body.own, body.codes)
        first.setdefault(key, body)
        weights[key] += 1 + _self_weight(text, body)
    _merge_short_forms(weights)
    ranked = weights.most_common(2)
    if ranked and ranked[0][1] > least and (len(ranked) == 1 or ranked[0][1] >= _CLEAR * ranked[1][1]):
        yield place, first[ranked[0][0]]


@functools.lru_cache(maxsize=8)
def said(text: str) -> tuple[str, tuple[Body, ...]]:
    """Return running text without what it cites, and the bodies it names; asked for several times a document."""
    own = without_others(text)
    return own, tuple(mentioned(own))


def _merge_short_forms(weights: Counter[tuple[str, tuple[str, ...]]]) -> None:
    """Count 区教育局 for the one 罗江区教育局 the text names."""
    for key in [key for key in weights if not key[1]]:
        full = [other for other in weights if other[0] == key[0] and other[1]]
        if len(full) == 1:
            weights[full[0]] += weights.pop(key)


def _self_weight(text: str, body: Body) -> int:
    before = _SELF_BEFORE.search(text[max(0, body.start - 14) : body.start]) is not None
    behind = _SELF_BEHIND.match(text, body.end) is not None
    return int(_SELF) * before + int(_SELF) * behind


def _on_page(evidence: Evidence, endings: Sequence[str]) -> Iterator[tuple[Place, Body]]:
    """Yield the bodies of the page's fields; those that do not fit 我局, 我镇 are only the hosts."""
    bodies = [body for field in evidence.fields if (body := named_by(field)) is not None]
    for body in sorted(bodies, key=lambda item: not is_township_body(item)):
        if _may_be_self(body, endings):
            yield Place.PAGE, body


def _may_be_self(body: Body, endings: Sequence[str]) -> bool:
    """Say whether a body fits the words in which the text speaks of itself; without such words any does."""
    if not endings:
        return True
    names = load_gazetteer().names
    full = [names.get(code, "") + body.own for code in body.codes] or [body.level + body.own]
    if is_township_body(body):
        full = [body.own]
    return any(name.endswith(ending) for name in full for ending in endings)


@functools.cache
def _pronouns() -> tuple[re.Pattern[str], Mapping[str, Sequence[str]]]:
    raw = read_yaml(data_path("lookups", "divisions.yml"))["pronouns"]
    words = "|".join(sorted(raw, key=len, reverse=True))
    return re.compile(rf"[我本]({words})"), raw


def _self_endings(evidence: Evidence) -> Sequence[str]:
    """Return how the body's name must end by the words the text uses for itself (我局, 我镇); empty without such."""
    word = _self_word(evidence)
    return _pronouns()[1][word] if word else ()


def _self_word(evidence: Evidence) -> str:
    pattern, _ = _pronouns()
    counts = Counter(pattern.findall(evidence.texts[Place.PREAMBLE] + "\n" + evidence.texts[Place.PROSE]))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return ""
    return str(ranked[0][0])


def _inferred(evidence: Evidence) -> Choice:
    """Infer a body that is nowhere named in full: 我局 and its field of work, or 我县, and the region named."""
    word = _self_word(evidence)
    if not word:
        return Choice(None, None, None)
    if word in _REGION_WORDS:
        body = Body(GOVERNMENT, Kind.GOVERNMENT, (), f"我{word}", level=word)
        said = f"「我{word}」"
    elif word in _TOWNSHIP_WORDS:
        return _by_account(evidence, word)
    else:
        subject, own = _subject(evidence, _pronouns()[1][word])
        if not own:
            return Choice(None, None, None)
        body = Body(own, load_lexicon().kind_of(own) or Kind.DEPARTMENT, (), f"我{word}")
        said = f"「我{word}」和「{subject}工作」"
    result = settle(body, evidence)
    if isinstance(result, Settled):
        return Choice(None, body, result, inferred=said)
    return Choice(None, body, None, result)


def _by_account(evidence: Evidence, word: str) -> Choice:
    """Infer a township that only its account on a social network names: 我乡 and “全景曲库乎”公众号."""
    gazetteer = load_gazetteer()
    endings = _pronouns()[1][word]
    for account in dict.fromkeys(_ACCOUNT.findall(evidence.whole)):
        found = {
            code
            for codes in stems_in(account)
            for code in codes
            if gazetteer.levels[code] == TOWNSHIP and governing(gazetteer.names[code])[0].endswith(tuple(endings))
        }
        if not found:
            continue
        body = Body("", Kind.OTHER, tuple(sorted(found)), account)
        result = settle(body, evidence)
        if isinstance(result, Settled) and _is_sure(result, evidence):
            return Choice(None, body, result, inferred=f"「我{word}」和账号「{account}」")
    return Choice(None, None, None)


def _is_sure(settled: Settled, evidence: Evidence) -> bool:
    """Say whether a short name stands with its county, or is long enough not to be a word: 徐望 alone is none."""
    organisation = settled.organisation
    county = organisation.division_code[:6]
    named = any(county in region.codes for region in evidence.regions)
    return named or len(stem_of(organisation.township, load_endings())) > _SHORT_STEM


def _subject(evidence: Evidence, endings: Sequence[str]) -> tuple[str, str]:
    """Return the one field of work the text calls its own, with the department of that field; else nothing."""
    text = evidence.texts[Place.PREAMBLE] + "\n" + evidence.texts[Place.PROSE]
    subjects = load_lexicon().subjects
    found: Counter[tuple[str, str]] = Counter()
    for match in _subject_pattern().finditer(text):
        for own in subjects[match[1]]:
            if any(own.endswith(ending) for ending in endings):
                found[match[1], own] += 1
    ranked = found.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "", ""
    return ranked[0][0]


@functools.cache
def _subject_pattern() -> re.Pattern[str]:
    subjects = "|".join(sorted(load_lexicon().subjects, key=len, reverse=True))
    return re.compile(rf"(?<!加强|政策)({subjects})(?:工作|事业|系统)")
