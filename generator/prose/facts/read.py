"""From the words of a report to its facts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.model import Document, NarrativeFact
from generator.prose.facts.lookups import Rule, Zero, lookups
from generator.prose.facts.passages import Passage, passage
from generator.prose.facts.phrases import Phrase, phrases
from generator.prose.facts.places import Finder
from generator.prose.facts.rules import Fit, Topic, fit, is_no_fact
from generator.prose.facts.times import is_other_time
from generator.prose.sections import words_by_part

# A report names some dozens; a document with thousands is made to cost time.
_MOST_FACTS = 500
_MOST_PHRASES = 2000
_LONGEST_SECTION = 100_000
# A clause is quoted together with the one that says what it is about, where both are short.
_LONGEST_QUOTE = 60
_NAMED = {"reconsiderations": "复议", "litigations": "诉讼"}
# What a clause without a number is about, for the numbers behind it.
_TOPICS = {
    "requests": re.compile(r"依申请公开|信息公开申请|公开申请"),
    "reconsiderations": re.compile(r"行政复议(?!.*诉讼)"),
    "litigations": re.compile(r"行政诉讼(?!.*复议)"),
    "training": re.compile(r"(?:政务公开|信息公开).{0,6}培训"),
    "normative_documents": re.compile(r"规范性文件"),
    "publishing": re.compile(r"(?:公开|发布|公布).{0,12}信息|信息.{0,6}(?:公开|发布)"),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A fact with its places in the words of its section: of its quote, and of its number."""

    fact: str
    channel: str
    value: Decimal
    approximate: bool
    unit: str
    quote: tuple[int, int]
    number: tuple[int, int]


def read_facts(document: Document, year: int | None) -> tuple[NarrativeFact, ...]:
    """Return what the prose of ``document`` says in numbers about ``year``, in the order of the document.

    Two sentences that disagree give two facts, each with its own words. Of an unknown year (``None``) all years
    named in the document are taken for its own.
    """
    finder = Finder(document)
    found = itertools.chain.from_iterable(_of_section(text, year, finder) for text in words_by_part(document))
    return tuple(itertools.islice(found, _MOST_FACTS))


def _of_section(text: str, year: int | None, finder: Finder) -> Iterator[NarrativeFact]:
    finder.enter(text)
    whole = passage(text[:_LONGEST_SECTION])
    for one in _found(whole, year):
        yield NarrativeFact(
            fact=one.fact,
            channel=one.channel,
            value=one.value,
            approximate=one.approximate,
            unit=one.unit,
            quote=whole.quote(*one.quote),
            locator=finder.locator(*whole.span(*one.number)),
        )


def _found(whole: Passage, year: int | None) -> Iterator[_Found]:
    topic = Topic()
    for phrase in itertools.islice(phrases(whole.words), _MOST_PHRASES):
        if phrase.new_line:
            topic = Topic()
        if phrase.count is None:
            yield from _nothing(phrase, year)
            topic = _named_topic(phrase, topic)
        elif not is_no_fact(phrase):
            found = fit(phrase, topic, year)
            if found is not None:
                yield from _facts(found, phrase, topic)
            topic = _next_topic(found.rule if found else None, phrase, topic)


def _facts(found: Fit, phrase: Phrase, topic: Topic) -> Iterator[_Found]:
    count = phrase.count
    assert count is not None
    start = phrase.start
    end = phrase.end if found.behind else count.end
    if (
        found.rule.after
        and found.channel != "subject"
        and topic.sentence == phrase.number
        and end - topic.start <= _LONGEST_QUOTE
    ):
        start = topic.start
    by_medium = found.channel.startswith("*")
    for fact in ("proactive_channel",) if by_medium else found.rule.facts:
        yield _Found(
            fact,
            found.channel.removeprefix("*"),
            count.value,
            count.approximate,
            count.unit,
            (start, end),
            (count.start, count.end),
        )


def _next_topic(rule: Rule | None, phrase: Phrase, topic: Topic) -> Topic:
    if rule is None:
        return Topic() if phrase.before else topic
    return Topic(rule.topic, phrase.start, phrase.number) if rule.topic else topic


def _named_topic(phrase: Phrase, topic: Topic) -> Topic:
    for name, pattern in _TOPICS.items():
        if pattern.search(phrase.before):
            return Topic(name, phrase.start, phrase.number)
    return topic


def _nothing(phrase: Phrase, year: int | None) -> Iterator[_Found]:
    """Yield what a clause without a number says there was none of."""
    known = lookups()
    clause = phrase.before
    said = phrase.sentence + clause
    if (
        known.never_in_sentence.search(said)
        or known.never_zero.search(clause)
        or is_other_time(phrase.line + clause, year)
    ):
        return
    for zero in known.zeros:
        match = zero.pattern.search(clause)
        if match is not None and _says_none(zero, match[0], clause, phrase.whole):
            place = (phrase.start, phrase.end)
            for fact in zero.facts:
                if not zero.pick or _NAMED[fact] in match[0]:
                    yield _Found(fact, "", Decimal(0), False, "", place, place)
            return


def _says_none(zero: Zero, matched: str, clause: str, sentence: str) -> bool:
    return (
        zero.without.search(clause) is None
        and (zero.needs is None or zero.needs.search(sentence) is not None)
        and (zero.tail is None or zero.tail.search(matched) is not None)
    )
