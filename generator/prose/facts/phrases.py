"""Cuts the words of a section into lines, sentences and clauses, and numbers with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.prose.facts.counts import Count, counts
from generator.prose.facts.lookups import lookups

# Longer stretches without a boundary are no clauses; patterns need not run over them.
_CLAUSE = 120
# So much of a sentence or line is looked at before a clause, and of a sentence behind it.
_WIDE = 300
_BOUNDARY = re.compile(r"[,;:。!?\n()]")
# What a new sentence takes apart was said in the one before.
_GOES_ON = re.compile(r"其中|具体为|包括")
_SENTENCE_END = re.compile(r"[。!?\n]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A clause or a part of one: ``before`` and ``behind`` a number, or all its words where ``count`` is ``None``.

    ``start`` and ``end`` are its places; ``sentence`` and ``line`` what stands before ``start`` in both;
    ``whole`` is the sentence, ``number`` tells sentences apart, ``new_line`` is true for the first phrase of a line.
    """

    start: int
    end: int
    before: str
    behind: str
    count: Count | None
    sentence: str
    whole: str
    line: str
    number: int
    new_line: bool


def phrases(words: str) -> Iterator[Phrase]:
    """Yield the phrases of a section's words in order."""
    place = 0
    number = 0
    for line in words.split("\n"):
        new_line = True
        sentence_start = 0
        for sentence in _SENTENCE_END.split(line):
            number += not _GOES_ON.match(sentence)
            for phrase in _of_sentence(sentence, line, sentence_start, number):
                yield _moved(phrase, place, new_line)
                new_line = False
            sentence_start += len(sentence) + 1
        place += len(line) + 1


def _moved(phrase: Phrase, by: int, new_line: bool) -> Phrase:
    count = phrase.count
    if count is not None:
        count = replace(count, start=count.start + by, end=count.end + by)
    return replace(phrase, start=phrase.start + by, end=phrase.end + by, count=count, new_line=new_line)


def _of_sentence(sentence: str, line: str, offset: int, number: int) -> Iterator[Phrase]:
    found = list(counts(sentence))
    ends = [match.start() for match in _BOUNDARY.finditer(sentence)] + [len(sentence)]
    start, bare = 0, -1  # bare: where the clause before starts, if it has no number
    for end in ends:
        inside = [count for count in found if start <= count.start < end]
        if not inside:
            if sentence[start:end]:
                yield Phrase(
                    start + offset, end + offset, sentence[max(start, end - _CLAUSE) : end], "", None,
                    *_around(sentence, start, line, offset), number, False,
                )  # fmt: skip
            joins = end < len(sentence) and sentence[end] in ",:"
            bare = start if joins and sentence[start:end] else -1
        else:
            yield from _numbered(inside, sentence, line, (start, end, bare), offset, number)
            bare = -1
        start = end + 1


def _numbered(
    inside: list[Count], sentence: str, line: str, place: tuple[int, int, int], offset: int, number: int
) -> Iterator[Phrase]:
    start, end, bare = place
    for index, count in enumerate(inside):
        following = inside[index + 1].start if index + 1 < len(inside) else end
        begin = start
        before = sentence[start : count.start]
        if index == 0 and bare >= 0 and lookups().glue.fullmatch(before):
            begin = bare
            before = sentence[bare : start - 1] + before
        skipped = len(before) - len(before.lstrip("、"))
        yield Phrase(
            begin + skipped + offset,
            following + offset,
            before[skipped:][-_CLAUSE:],
            sentence[count.end : following],
            replace(count, start=count.start + offset, end=count.end + offset),
            *_around(sentence, begin, line, offset),
            number,
            False,
        )
        start = count.end


def _around(sentence: str, start: int, line: str, offset: int) -> tuple[str, str, str]:
    """Return the sentence before ``start``, the sentence around it, and the line before it, none of them endless."""
    first = max(0, start - _WIDE)
    return sentence[first:start], sentence[first : start + _WIDE], line[max(0, offset + start - _WIDE) : offset + start]
