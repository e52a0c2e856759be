"""What people wrote about the reports: decisions, removals, replies; all of it, or what concerns one group."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator.decisions import NO_DECISIONS, Decisions, load_decisions
from generator.replies import NO_REPLIES, Replies, load_replies
from generator.withdrawals import NO_REMOVALS, Removals, load_removals

# ``<org_id>-<year>``, with or without the hash of a further document behind it.
_OF_A_YEAR: Final = re.compile(r"(?P<org_id>.+)-(?:19|20)\d\d(?:-[0-9a-f]{8})?")


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote about the reports."""

    decisions: Decisions = NO_DECISIONS
    removals: Removals = NO_REMOVALS
    replies: Replies = NO_REPLIES

    def __bool__(self) -> bool:
        """Say whether anybody wrote anything."""
        return self != NO_WORDS


NO_WORDS: Final = Words()


def load_words(folder: Path) -> Words:
    """Read what people wrote into ``folder``."""
    return Words(load_decisions(folder), load_removals(folder), load_replies(folder))


def divided(words: Words, owners: Mapping[str, str]) -> tuple[Mapping[str, Words], Words]:
    """Return the words about each group, and those about none, with the complaints about the files themselves.

    ``owners`` gives the group of everything by which a document can be meant: ids, hashes, bodies. A line that names a
    report which is not there goes to the group of its body.
    """
    if not words:
        return {}, words
    found = {group: _about(words, group, owners) for group in _groups_in(words, owners)}
    return found, _about(words, "", owners, notes=True)


def _groups_in(words: Words, owners: Mapping[str, str]) -> Collection[str]:
    named = [item.report_id for item in words.decisions.corrections]
    named += [item.report_id for item in words.decisions.acknowledgements]
    named += [item.which for item in words.removals.items]
    named += [item.org_id for item in words.replies.items]
    return sorted({group for name in named if (group := _owner(name, owners))})


def _owner(name: str, owners: Mapping[str, str]) -> str:
    match = _OF_A_YEAR.fullmatch(name)
    return owners.get(name) or (owners.get(match["org_id"], "") if match else "")


def _about(words: Words, group: str, owners: Mapping[str, str], *, notes: bool = False) -> Words:
    decisions, removals, replies = words.decisions, words.removals, words.replies
    return Words(
        replace(
            decisions,
            corrections=tuple(i for i in decisions.corrections if _owner(i.report_id, owners) == group),
            acknowledgements=tuple(i for i in decisions.acknowledgements if _owner(i.report_id, owners) == group),
            notes=decisions.notes if notes else (),
        ),
        replace(
            removals,
            items=tuple(i for i in removals.items if _owner(i.which, owners) == group),
            notes=removals.notes if notes else (),
        ),
        replace(
            replies,
            items=tuple(i for i in replies.items if _owner(i.org_id, owners) == group),
            notes=replies.notes if notes else (),
        ),
    )
