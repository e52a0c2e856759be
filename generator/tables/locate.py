"""Where in a document the statutory tables stand, and which form they follow.

A table is found by what the form prints in it (heads, captions, row labels), since headings are
misnumbered, lost or missing. The form is told by labels that only one form has, never by the year.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.forms import load_forms
from generator.tables.labels import Sign, lookups, signs
from generator.tables.lines import Strip
from generator.tables.values import clean, is_value
from generator.text import fold, has_han

# Longer texts are prose, not labels (the longest label of a form has some 40 characters).
_MAX_LABEL = 60
_MAX_WRAPPED = 24
_LONG_LABEL = 8
# The longest half of a head that a line break in it made a cell of its own: 法律服 | 务机构.
_HALF = 4
_FIGURES_IN_ROW = 3
_MIN_MERGED = 6
# Between two labels of a table stand at most so many lines with other words (torn labels, groups, notes).
_MAX_WORDS_BETWEEN = 60
# So many labels of another table between two of this one: they belong to different tables.
_OTHER_TABLE = 3
_FIGURES_AT_END = re.compile(r"[\d\s,.，．+\-—/|零]+$")
_BETWEEN_CELLS = re.compile(r"[\t|]")
_NUMBERED = re.compile(r"^[\s#*\-]*[（(]?[一二三四五六七八九十\d]+[）)、.．,，是]*\s*")
# So few different labels may stand in prose too.
_MIN_LABELS = {"proactive": 2, "requests": 3, "review": 2}
# What stands in prose or in other tables as well proves nothing about where a table is.
_COMMON = {
    "proactive": frozenset({"规章", "规范性文件", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政规章"}),
    "requests": frozenset(
        {
            "其他",
            "其它",
            "3其他",
            "七总计",
            "3其它",
            "总计",
            "予以公开",
            "部分公开",
            "不予公开",
            "无法提供",
            "不予处理",
            "其他处理",
            "其它处理",
        }
    ),
    "review": frozenset({"总计", "行政复议", "行政诉讼"}),
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A form's label met in print at strip ``index``."""

    index: int
    key: str
    forms: Mapping[str, tuple[Sign, ...]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The strips ``[first, end)`` in which a table stands."""

    table: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Which form a document follows (empty: no table) and all stretches of each table, in reading order.

    ``wordings`` counts the different captions and long labels met in them, which nobody words so who follows no form.
    """

    form: str
    by_labels: bool
    stretches: tuple[Stretch, ...]
    wordings: int = 0


@dataclass(slots=True)
class _Seen:
    """The labels of a table met so far; ``above`` are those on lines above that of an anchor."""

    _above: set[str] = field(default_factory=set)
    _beside: set[str] = field(default_factory=set)
    _index: int = -1

    def add(self, anchor: Anchor) -> None:
        self.above(anchor)
        self._beside.add(anchor.key)

    def above(self, anchor: Anchor) -> set[str]:
        if anchor.index != self._index:
            self._above |= self._beside
            self._beside = set()
            self._index = anchor.index
        return self._above


def locate(strips: Sequence[Strip]) -> Place:
    """Find form and tables of a document."""
    anchors = list(_anchors(strips))
    stretches = _stretches(strips, anchors)
    if not stretches:
        return Place("", by_labels=False, stretches=())
    inside = [anchor for anchor in anchors if any(stretch.first <= anchor.index < stretch.end for stretch in stretches)]
    form, proved = _form(inside)
    wordings = {anchor.key for anchor in inside if _is_own(anchor)}
    return Place(form, proved, tuple(stretches), len(wordings))


def _is_own(anchor: Anchor) -> bool:
    """Say whether only who follows a form prints this: a caption that cites its law, or a long label."""
    caption = any(sign.what == "caption" for found in anchor.forms.values() for sign in found)
    return bool(_tables(anchor)) and (caption or len(anchor.key) >= _LONG_LABEL)


def _anchors(strips: Sequence[Strip]) -> Iterator[Anchor]:
    known = signs()
    merged = _merged_labels()
    for index, strip in enumerate(strips):
        for key in dict.fromkeys((*_candidates(strip.text), *_wrapped(strips, index))):
            if key in known:
                yield Anchor(index, key, known[key])
            elif len(key) >= _MIN_MERGED and merged.fullmatch(key):
                yield from (Anchor(index, part, known[part]) for part in merged.findall(key) if part in known)


@functools.cache
def _merged_labels() -> re.Pattern[str]:
    """Return a pattern for heads run into each other, as a PDF's text comes: 结果维持结果纠正其他结果."""
    labels = sorted(signs(), key=lambda label: (-len(label), label))
    return re.compile("(?:" + "|".join(f"(?:{re.escape(label)})" for label in labels) + ")+?")


@functools.lru_cache(maxsize=2048)
def _candidates(text: str) -> tuple[str, ...]:
    """Return what may be a label in one line, folded."""
    return tuple(_folded_parts(text))


def _folded_parts(text: str) -> Iterator[str]:
    cells = _BETWEEN_CELLS.split(text)
    yield from (
        fold(clean(left) + clean(right)) for left, right in itertools.pairwise(cells) if _are_halves(left, right)
    )
    for cell in cells:
        words = clean(cell)
        if not words or len(words) > 3 * _MAX_LABEL:
            continue
        yield fold(words)
        label = _FIGURES_AT_END.sub("", words)
        yield fold(label)
        parts = label.split()
        if len(parts) > 1:
            for first in range(len(parts)):
                for end in range(first + 1, min(len(parts), first + 6) + 1):
                    yield fold("".join(parts[first:end]))


def _wrapped(strips: Sequence[Strip], index: int) -> Iterator[str]:
    """Yield what short words at a line's end give together with the beginning of the next one or two: 结果 / 维持."""
    first = _BETWEEN_CELLS.split(strips[index].text.strip())
    lines = [_BETWEEN_CELLS.split(strip.text.strip()) for strip in strips[index + 1 : index + 3]]
    words = [_label_end(first[-1])]
    for cells in lines:
        words.append(_label_end(cells[0]))
        if not all(0 < len(word) <= _MAX_WRAPPED for word in words):
            return
        yield fold("".join(words))
        if len(cells) > 1:
            return


def _are_halves(left: str, right: str) -> bool:
    """Say whether two neighbouring cells may be one head broken in two."""
    return 0 < len(left.strip()) <= _HALF and 0 < len(right.strip()) <= _HALF and has_han(left) and has_han(right)


def _label_end(text: str) -> str:
    return _FIGURES_AT_END.sub("", text).strip()


def _tables(anchor: Anchor) -> set[str]:
    return {
        sign.table
        for found in anchor.forms.values()
        for sign in found
        if anchor.key not in _COMMON.get(sign.table, frozenset())
    }


def _stretches(strips: Sequence[Strip], anchors: Sequence[Anchor]) -> list[Stretch]:
    order = [table.code for table in next(iter(load_forms().values())).tables]
    words = list(itertools.accumulate((has_han(strip.text) for strip in strips), initial=0))
    clusters = [cluster for table in order for cluster in _clusters(table, anchors, words)]
    clusters.sort(key=lambda cluster: (cluster.first, order.index(cluster.table)))
    result = []
    for index, cluster in enumerate(clusters):
        following = [other.first for other in clusters[index + 1 :] if other.first >= cluster.end]
        limit = min(following, default=len(strips))
        result.append(Stretch(cluster.table, cluster.first, _tail(strips, cluster.end, limit)))
    return result


def _clusters(table: str, anchors: Sequence[Anchor], words: Sequence[int]) -> Iterator[Stretch]:
    """Yield where the labels of ``table`` stand close together; a second table begins where its labels begin anew.

    ``words[index]`` counts the strips with words before strip ``index``.
    """
    group: list[Anchor] = []
    between: set[str] = set()
    seen = _Seen()
    for anchor in anchors:
        tables = _tables(anchor)
        if table not in tables:
            between |= {anchor.key} if tables else set()
            continue
        apart = group and words[anchor.index] - words[group[-1].index] > _MAX_WORDS_BETWEEN
        if group and (apart or len(between) >= _OTHER_TABLE or _begins_anew(table, anchor, seen)):
            yield from _cluster(table, group)
            group, seen = [], _Seen()
        group.append(anchor)
        seen.add(anchor)
        between = set()
    yield from _cluster(table, group)


def _cluster(table: str, group: Sequence[Anchor]) -> Iterator[Stretch]:
    if len({anchor.key for anchor in group}) >= _MIN_LABELS[table]:
        yield Stretch(table, group[0].index, group[-1].index + 1)


def _begins_anew(table: str, anchor: Anchor, seen: _Seen) -> bool:
    """Say whether a table's opening label stands a second time, after its last labels have been seen."""
    opening, closing = _edges(table)
    above = seen.above(anchor)
    return anchor.key in opening and not above.isdisjoint(closing) and not above.isdisjoint(opening)


@functools.cache
def _edges(table: str) -> tuple[set[str], set[str]]:
    opening: set[str] = set()
    closing: set[str] = set()
    for form in load_forms().values():
        blocks = form.table(table).blocks
        opening |= {fold(blocks[0].caption), fold(blocks[0].rows[0].label), fold(blocks[0].corner)} - {""}
        closing |= {fold(blocks[-1].rows[-1].label)}
    return (opening - {fold("信息内容")}, closing) if table != "review" else (set(), set())


def _tail(strips: Sequence[Strip], start: int, limit: int) -> int:
    """Return where a table ends: before the next table, a heading, a note or prose."""
    for index in range(start, limit):
        text = strips[index].text
        if _ends_table(text):
            return index
    return limit


def opens_next_part(text: str) -> bool:
    """Say whether a line, or what ran into a table's last row, is the heading of another part of the report."""
    plain = fold(_NUMBERED.sub("", text.strip()))
    return any(plain.startswith(fold(word)) for word in lookups()["after_tables"]) or _is_heading(plain)


def _ends_table(text: str) -> bool:
    words = text.strip()
    if not words:
        return False
    if opens_next_part(words):
        return True
    if any(words.startswith(note + mark) for note in lookups()["notes"] for mark in ":：,，."):
        return True
    if "。" in words:
        return True
    return len("".join(words.split())) > _MAX_LABEL and not set("\t|") & set(words) and not _is_row(words)


def _is_row(words: str) -> bool:
    """Say whether a line without bars or tabs holds several figures side by side."""
    return sum(is_value(word) for word in words.split()) >= _FIGURES_IN_ROW


def _is_heading(plain: str) -> bool:
    return any(
        plain == fold(heading) for form in load_forms().values() for table in form.tables for heading in table.headings
    )


def _form(anchors: Sequence[Anchor]) -> tuple[str, bool]:
    """Return the form that prints most of the labels met, and whether one prints more of them than all others."""
    evidence: dict[str, set[str]] = defaultdict(set)
    for anchor in anchors:
        for form in anchor.forms if _tables(anchor) else ():
            evidence[form].add(anchor.key)
    if not evidence:
        return "", False
    ranked = sorted(evidence, key=lambda form: (-len(evidence[form]), form))
    if len(ranked) > 1 and len(evidence[ranked[0]]) == len(evidence[ranked[1]]):
        return "", False
    return ranked[0], True
