"""What was left standing in a text: open places, the words of another body, the year before."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.checks.passages import closed_up, prose_sentences, quoted, sentences
from generator.model import Fault, Finding, Organisation, Report, Section, Severity
from generator.prose import comparable
from generator.resources import data_path, read_yaml

_ADDRESS = re.compile(r"(?:https?://|www\.)[A-Za-z0-9_./?=&%#:@~-]+|[A-Za-z0-9_.-]{1,64}@[A-Za-z0-9_.-]+")
_PROSE = (Section.PREAMBLE, Section.OVERVIEW, Section.PROBLEMS, Section.OTHER)
_OWN_NAME_ENDS = re.compile(r"(?:人民政府|政府|办事处)$")
# <year>年…收到|公开…<number>件: what a report says of its own year, and never with a comparison or a beginning.
_REPORTED = re.compile(
    r"^(?:[一二三四五六七八九十]+[是、]|\([一二三四五六七八九十]\)|\d[.、])?在?(20[0-4]\d)年(?:度|全年)?(?!\d)[^。;]{0,40}?"
    r"(?:公开|发布|收到|受理|办结|答复|新增|更新|制发|组织|开展|召开)[^。;]{0,30}?\d+(?:余|多)?(?:条|件|份|篇|项|次|期|场|起|人次)"
)
_OTHER_TIME = re.compile(
    r"同比|较|相比|比20|比上|比去|以来|至今|起|历年|往年|去年|上年|累计|截至|截止|至20|-20|—20|~20|年至|年到|印发|文件精神|规定|《|〔|\[20|要点"
    r"|结转|连续|\d年和|\d年、|近[两三四五]年|有效期|届|年报|年度报告|预算|决算|总结|项目|规划|专项|建于|成立"
)


@dataclass(frozen=True, slots=True)
class _Pronoun:
    """A word by which a text speaks of itself, the kinds of bodies that may, and how their own names end."""

    word: str
    kinds: frozenset[str]
    endings: tuple[str, ...]


def leftovers(report: Report) -> Iterator[Finding]:
    """Yield what was not filled in or not changed, each kind once, with the sentence it stands in."""
    yield from _placeholders(report)
    yield from _pronouns(report)
    yield from _old_year(report)


@functools.cache
def _lookup() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = read_yaml(data_path("lookups", "leftovers.yml"))
    return raw


@functools.cache
def _open_places() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _lookup()["placeholders"]))


@functools.cache
def _words() -> Sequence[_Pronoun]:
    return [
        _Pronoun(item["word"], frozenset(item["kinds"]), tuple(item.get("endings", ())))
        for item in _lookup()["pronouns"]
    ]


def _placeholders(report: Report) -> Iterator[Finding]:
    found = []
    for section in _PROSE:
        for sentence in sentences(report.narrative.get(section, "")):
            flat = _ADDRESS.sub("", comparable(sentence))
            if _open_places().search(flat):
                found.append(sentence)
    if found:
        more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        message = f"文字中有未填的空处{more}：“{quoted(found[0])}”"
        yield Finding("text.placeholder", message, Severity.INFO, Fault.SOURCE)


def _pronouns(report: Report) -> Iterator[Finding]:
    body = report.organisation
    if body is None:
        return
    for pronoun in _words():
        if _can_say(body, pronoun):
            continue
        said = f"我{pronoun.word}"
        for sentence in prose_sentences(report.narrative):
            flat = closed_up(sentence)
            if re.search(rf"(?<![自敌]){said}(?![长们党])", flat):
                message = f"文字中自称“{said}”，而报告机关是{body.organisation}：“{quoted(sentence)}”"
                yield Finding(
                    "body.pronoun_differs", message, Severity.INFO, Fault.SOURCE, expected=body.short_name, actual=said
                )
                break


def _can_say(body: Organisation, pronoun: _Pronoun) -> bool:
    if body.kind not in pronoun.kinds:
        return False
    own = _OWN_NAME_ENDS.sub("", body.short_name)
    return not pronoun.endings or own.endswith(pronoun.endings)


def _old_year(report: Report) -> Iterator[Finding]:
    """Name sentences that report what was done in another year, as if it were this one's."""
    if report.year is None:
        return
    found: list[tuple[int, str]] = []
    for sentence in prose_sentences(report.narrative):
        match = _REPORTED.match(closed_up(sentence))
        if match and int(match[1]) < report.year and not _OTHER_TIME.search(closed_up(sentence)):
            found.append((int(match[1]), sentence))
    if found:
        year, sentence = found[0]
        years = Counter(year for year, _ in found)
        more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        message = f"{report.year} 年度的报告中，有文字说的是 {year} 年的数{more}，疑似沿用旧稿：“{quoted(sentence)}”"
        said = "、".join(map(str, sorted(years)))
        yield Finding("year.left_over", message, Severity.INFO, Fault.SOURCE, expected=str(report.year), actual=said)
