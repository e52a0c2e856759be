"""Which medium, way of asking or kind of proposal some words name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.prose.facts.lookups import lookups

_PUBLISHES = re.compile(r"公开|发布|公布|推送|推文|刊登|刊发|登载|编发|上传|张贴|播放|更新|发表|出版|编印|刊载|公示")
_CONGRESS = re.compile(r"人大|代表建议|议案")
_CONFERENCE = re.compile(r"政协|委员|[、和与及]提案")
_ANYBODY = re.compile(r"公民|个人|群众|公众")  # 公民、法人和其他组织 is everybody
_PART = re.compile(r"主办|牵头|独办|会办|协办|分办")
_JOINS = re.compile(r"会办|协办|分办")


def publishes(words: str) -> bool:
    """Say whether ``words`` name an act of publication."""
    return _PUBLISHES.search(words) is not None


def names_medium(words: str) -> bool:
    """Say whether ``words`` name a medium of publication."""
    return lookups().any_medium.search(words) is not None


def medium(words: str) -> str:
    """Return the code of the medium named; ``several`` where it is more than one."""
    return _one(words, lookups().media)


def way(words: str) -> str:
    """Return the code of the way of asking or of the applicant; ``several`` for more than one, nothing for all."""
    code = _one(words, lookups().ways)
    return "" if code in {"natural_person", "legal_person"} and _ANYBODY.search(words) else code


def proposals(clause: str, sentence: str) -> str:
    """Return ``npc``, ``cppcc`` or nothing for both, with ``_lead`` or ``_joint`` where the body's part is named.

    The part may be named earlier in the sentence and holds until another is.
    """
    congress, conference = _CONGRESS.search(clause) is not None, _CONFERENCE.search(clause) is not None
    if not congress and not conference:
        conference = "提案" in clause and "建议" not in clause
    whose = "" if congress == conference else "npc" if congress else "cppcc"
    parts = _PART.findall(sentence + clause)
    part = ("joint" if _JOINS.match(parts[-1]) else "lead") if parts else ""
    if len({_JOINS.match(part) is not None for part in _PART.findall(clause)}) > 1:
        part = ""
    return "_".join(filter(None, (whose, part)))


def _one(words: str, codes: Mapping[str, re.Pattern[str]]) -> str:
    """Return the code whose words are named; longer words hide the shorter ones inside them."""
    spans: list[tuple[int, int, str]] = []
    for code, pattern in codes.items():
        spans.extend((match.start(), match.end(), code) for match in pattern.finditer(words))
    named = {
        code
        for start, end, code in spans
        if not any((s <= start and end <= e) and (s, e) != (start, end) for s, e, _ in spans)
    }
    if len(named) > 1:
        named.discard("new_media")  # 政务新媒体“X”微信公众号 is one medium
    return next(iter(named)) if len(named) == 1 else "several" if named else ""
