"""Which rule of the lookups a number with its words fits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.prose.facts import channels
from generator.prose.facts.lookups import Rule, lookups
from generator.prose.facts.phrases import Phrase
from generator.prose.facts.times import is_other_time

# 未收到一件申请 is none, not one.
_NEGATION = re.compile(
    r"未(?!审结|办结|经|经复议)|没有|没|并非|尚无|无(?!法提供|正当|效|障碍|锡|线|偿|人|障|论|条件)|不(?!予|同意|断|含)"
)
_LEADING = re.compile(r"通过|利用|依托|借助|运用|经由|^在|^以")
# Words that lead to a medium, whatever it is: not all that was published. 通过各类渠道 is all.
_THROUGH = re.compile(
    r"通过(?!(?:各类|各种|多种|不同|各|线上线下|多|以上|上述)(?:公开)?(?:渠道|方式|形式|途径|平台|媒体|媒介))|利用|依托|借助|在(?![^,;]*(?:年|方面|中|内|期间|期限|上|过程))"
)
_ABOUT_DISCLOSURE = re.compile(r"政府信息公开|信息公开|依申请|政务公开")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a line is about so far: its name, where its clause starts, and the number of its sentence."""

    name: str = ""
    start: int = 0
    sentence: int = -1


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule that fits, the channel it gives, and whether the words behind the number are needed."""

    rule: Rule
    channel: str
    behind: bool


def is_no_fact(phrase: Phrase) -> bool:
    """Say whether the words speak of plans, rules, rates or growth."""
    known = lookups()
    said = phrase.sentence + phrase.before
    return (
        known.never_in_sentence.search(said) is not None
        or known.never_in_part.search(_since_the_whole_year(said)) is not None
        or known.never_in_clause.search(phrase.before) is not None
    )


def _since_the_whole_year(said: str) -> str:
    """Return the words behind the last one for the whole year (上半年开展检查,全年公开…)."""
    whole = list(lookups().this_year.finditer(said))
    return said[whole[-1].end() :] if whole else said


def fit(phrase: Phrase, topic: Topic, year: int | None) -> Fit | None:
    """Return the first rule that fits the phrase, which has a number."""
    other_time = is_other_time(phrase.line + phrase.before, year)
    for rule in lookups().rules:
        if _may_fit(rule, phrase, topic) and not (other_time and "history" not in rule.flags):
            found = _fit(rule, phrase, topic)
            if found is not None:
                return found
    return None


def _may_fit(rule: Rule, phrase: Phrase, topic: Topic) -> bool:
    assert phrase.count is not None
    same_sentence = topic.sentence == phrase.number
    return (
        phrase.count.unit in rule.units
        and ("more" in rule.flags or phrase.count.value == 0)
        and not (rule.after and topic.name not in rule.after)
        and not (topic.name in rule.not_after and same_sentence)
        and not ("same" in rule.flags and not same_sentence)
        and (
            "context" not in rule.flags
            or phrase.count.value == 0
            or _ABOUT_DISCLOSURE.search(phrase.line + phrase.before + phrase.behind) is not None
        )
    )


def _fit(rule: Rule, phrase: Phrase, topic: Topic) -> Fit | None:
    match = rule.before.search(phrase.before)
    if match is None or _NEGATION.search(phrase.before) or not _is_whole(rule, phrase):
        return None
    if lookups().never_in_prefix.search(phrase.before[: match.start()]):
        return None
    behind = phrase.behind if rule.behind is not None else ""
    sentence = phrase.sentence + phrase.before if "so_far" in rule.flags else phrase.whole
    if (
        rule.without.search(phrase.before + behind)
        or (rule.needs and not rule.needs.search(sentence))
        or (rule.tail and not rule.tail.search(match[0] + behind))
        or ("unpublished" in rule.flags and channels.publishes(phrase.sentence))
        or ("clear" in rule.flags and channels.publishes(re.split("[,;:]", phrase.sentence)[-1]))
    ):
        return None
    return _with_channel(rule, phrase, topic, match)


def _is_whole(rule: Rule, phrase: Phrase) -> bool:
    """Say whether the words behind the number are those of the rule, or none that change what is counted."""
    if rule.behind is not None:
        return rule.behind.fullmatch(phrase.behind) is not None
    if phrase.count is not None and phrase.count.numeral and phrase.behind:
        return False  # 服务群众的一个重要手段
    return not phrase.behind.startswith(("的", "之"))


def _with_channel(rule: Rule, phrase: Phrase, topic: Topic, match: re.Match[str]) -> Fit | None:
    behind = phrase.behind if rule.behind is not None else ""
    published = channels.publishes(phrase.before) or (
        topic.name in {"publishing", "published"} and topic.sentence == phrase.number
    )
    if "publishes" in rule.flags and not published:
        return None
    if "alone" in rule.flags:
        return None if _THROUGH.search(phrase.before[: match.start()]) else _total(rule, phrase, bool(behind))
    channel = rule.channel if rule.channel != "*" else _named(rule, phrase, match[0], behind)
    return None if channel is None else Fit(rule, channel, bool(behind))


def _named(rule: Rule, phrase: Phrase, said: str, behind: str) -> str | None:
    """Return the channel that the words name; nothing where they must name one and do not."""
    if rule.facts == ("proposals",):
        return channels.proposals(phrase.before + behind, phrase.sentence)
    if "media" in rule.flags:
        return channels.medium(phrase.before)
    way = channels.way(said + behind)
    if "ways" in rule.flags:
        return None if way in {"", "several"} else way
    return "" if way == "several" else way


def _total(rule: Rule, phrase: Phrase, needs_behind: bool) -> Fit | None:
    """Return the total of what was published, or the medium where the clause before leads to one."""
    if channels.names_medium(phrase.before):
        return None
    naming = [clause for clause in re.split(r"[,;:()]", phrase.sentence) if channels.names_medium(clause)]
    leading = naming[-1] if naming and not re.search(r"\d", naming[-1]) else ""
    if _LEADING.search(leading):
        return Fit(rule, "*" + channels.medium(leading), needs_behind)
    return Fit(rule, "", needs_behind) if not naming or "主动公开" in phrase.before else None
