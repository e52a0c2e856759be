"""Whether a stretch of words is about the year of the report."""

from __future__ import annotations

import functools
import re

from generator.prose.facts.lookups import lookups

_SPAN = re.compile(r"(20\d\d)年?[^,;。]{0,8}?(?:至|到|—|–|-|~)(20\d\d)年")
# What is carried over from one year to another is a figure of this one.
_CARRIED = re.compile(r"年?度?(?:未办结|未办理)?结转")
_CARRIED_TO = ("结转", "结转至", "结转到", "转入", "顺延至", "转至")
_CLAUSE_END = re.compile(r"[,;。\n]")


def is_other_time(line: str, year: int | None) -> bool:
    """Say whether the end of ``line`` (the words of a line up to a number) is about another year than ``year``.

    What was named last counts. A year that something is compared with counts for its own clause only.
    """
    other = False
    for mention in _mentions().finditer(line):
        if _CARRIED.match(line, mention.end()) or line.endswith(_CARRIED_TO, 0, mention.start()):
            continue
        is_other = _is_other(mention, line, year)
        if _compares(line, mention):
            if is_other and not _CLAUSE_END.search(line, mention.end()):
                return True
        else:
            other = is_other
    return other


@functools.cache
def _mentions() -> re.Pattern[str]:
    known = lookups()
    # 202211日 is 2022年1月1日 that lost characters.
    return re.compile(
        rf"(?<!\d)20\d\d(?=年|\d{{2,4}}日)|(?P<other>{known.other_year.pattern})|{known.this_year.pattern}"
    )


def _is_other(mention: re.Match[str], line: str, year: int | None) -> bool:
    if mention["other"]:
        return True
    if not mention[0].isdigit():
        return False
    if year is None:
        return False
    span = _SPAN.match(line, mention.start()) or _SPAN.match(line, max(0, line.rfind("20", 0, mention.start())))
    if span is not None and span[1] != span[2] and mention.end() <= span.end():
        return True
    return int(mention[0]) != year


def _compares(line: str, mention: re.Match[str]) -> bool:
    before, behind = line[max(0, mention.start() - 3) : mention.start()], line[mention.end() : mention.end() + 6]
    return (
        lookups().comparing.search(before) is not None
        or re.match(r"年?度?(?:同期)?(?:相比|相较|对比)", behind) is not None
    )
