"""What a report promised to improve, and the next year's report says again."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from generator.checks.passages import closed_up, quoted, sentences
from generator.checks.shingles import shingles, unpacked
from generator.model import Fault, Finding, Report, Section, Severity

# From here on a section on problems speaks of what will be done.
_PROMISES = re.compile(r"下一?步|今后|明年|将|改进措施|整改措施|计划|打算|力争")
_NOT_HAN = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff]+")
# Shorter ones (加强业务学习) are everybody's.
_SHORTEST = 20
_ALIKE = 85.0
_MOST_SENTENCES = 60


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as it is printed, and its Chinese characters alone."""

    printed: str
    words: str


def returning_promises(
    report: Report, previous: Report, everybodys: bytes = b"", everybodys_before: bytes = b""
) -> Iterator[Finding]:
    """Yield a notice where a sentence that promised something last year stands there again.

    ``everybodys`` are the shingles of the report's section on problems that are nobody's own, and those of last year's.
    """
    now = _sentences(report.narrative.get(Section.PROBLEMS, ""), everybodys)
    before, promising = [], False
    for sentence in _sentences(previous.narrative.get(Section.PROBLEMS, ""), everybodys_before):
        promising = promising or _PROMISES.search(sentence.words) is not None
        if promising:
            before.append(sentence)
    found = []
    for promise in before:
        score, again = max(((_alike(promise, one), one) for one in now), key=lambda pair: pair[0], default=(0.0, None))
        if score >= _ALIKE and again is not None:
            found.append((promise, again))
    if found:
        promise, again = max(found, key=lambda pair: len(pair[0].words))
        more = f"（这样的句子共 {len(found)} 句）" if len(found) > 1 else ""
        message = (
            f"{previous.year} 年度报告（{previous.report_id}）已说要改进的，本年又写{more}。"
            f"上年：“{quoted(promise.printed)}”"
            f"本年：“{quoted(again.printed)}”"
        )
        yield Finding("promise.returns", message, Severity.INFO, Fault.SOURCE, actual=previous.report_id)


# A report is asked for twice: as the later one and as the earlier one.
@functools.lru_cache(maxsize=16)
def _sentences(text: str, everybodys: bytes) -> tuple[_Sentence, ...]:
    known, found = unpacked(everybodys), []
    for printed in sentences(text):
        words = _NOT_HAN.sub("", closed_up(printed))
        if len(words) >= _SHORTEST and _is_own(printed, known):
            found.append(_Sentence(printed, words))
    return tuple(found[:_MOST_SENTENCES])


def _is_own(sentence: str, everybodys: frozenset[int]) -> bool:
    every = shingles(sentence)
    return not every or 2 * len(everybodys.intersection(every)) < len(every)


def _alike(first: _Sentence, second: _Sentence) -> float:
    return float(fuzz.ratio(first.words, second.words, score_cutoff=_ALIKE))
