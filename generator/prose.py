"""The prose of a report: its title, preamble, the three sections without tables, and the signature.

Sections are found by their headings, whatever their numbers; the tables' own headings only mark where prose ends.
Offsets are found on comparable text (simplified, compatible widths) of the same length, so that what is returned
keeps the document's own characters.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from generator.forms import load_forms
from generator.model import Document, Section
from generator.resources import data_path
from generator.text import simplify

_ORDINAL = r"第?[(]?(?P<ordinal>[一二三四五六七八九十]{1,3}|\d{1,2})(?:部分)?(?:[)][、.,: \t]{0,3}|[、.,:是 \t]{1,3})"
# Runs are bounded: two open-ended runs side by side take quadratic time on a line of blanks.
_DECORATION = r"[ \t#>*•|\-]{0,60}"
_HEADING_LINE_LIMIT = 42
_MOST_CANDIDATES = 400
_HEAD_LINES = 60
_TITLE_LINES = 3
_TITLE_LIMIT = 80
_SENTENCE = re.compile(r"[,;。；，!！?？]")
_TITLE = re.compile(r"(?:信息|政务)公开.{0,14}(?:报告|告年度报|年报)")
_TITLE_IN_LINE = re.compile(
    r"^[^,;。:]{0,60}?公开[^,;。:一]{0,12}?报告(?=\s|根据|按照|依据|依照|为|本|现|[一1]、|\d{4}|$)"
)
_TITLE_LABEL = re.compile(r"[\s【\[|]*(?:标\s*题|名\s*称|信息名称|文件名称|文件标题|信息标题)[】\]]?\s*[:|\t]\s*")
_PINYIN = re.compile(r"[(][a-zü\u00e0-\u01dc]{1,6}[)]")  # mirrors print 報(bào)告
_CRUMB = re.compile(r".{0,12}首页\s*[>»/\-]")
_TITLE_TOKEN = re.compile(r"(?:^|\s|[:|])([^\s,;。:|]{2,40}公开[^\s,;。:|]{0,12}报告)(?=[\s|]|$)")
_FEW = r"[\d一二三四五六七八九十]{1,3}"
_DATE = rf"(?:20\d\d|[二2][〇○零oO0][\d〇○零一二三四五六七八九]{{2}})年{_FEW}月{_FEW}日"
_DATE_ONLY = re.compile(rf"[(]?(?:{_DATE}|20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}|20\d{{6}}日?)[)]?")
_BODY_LINE = re.compile(
    r"[一-鿿()·、]{2,40}(?:政府|办事处|办公室|办|委员会|管委会|委|局|厅|中心|队|所|处|站|院|校|司|会|镇|乡|街道|苏木|场|区)(?:[(]盖章[)])?"
)
_NUMBER_CELL = re.compile(r"(?:^|[\s|])[+-]?\d[\d.,]*(?:万元|元|件)?(?=[\s|]|$)")
_TAIL_LINES = 14
# The section before may be the one word 无, glued to the signature; 无锡 and the like are places.
_TRAILING = re.compile(rf"(?:^\s*无(?![锡为棣极])|^|[\s。;])((?:[一-鿿()·]{{3,40}}\s*)?{_DATE})\s*$")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A place where a section may start: ``order`` is the section's place in the form."""

    start: int
    end: int
    order: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled lookups."""

    names: tuple[str, ...]
    line: tuple[re.Pattern[str], ...]
    short: tuple[re.Pattern[str], ...]
    inside: tuple[re.Pattern[str], ...]
    ordinals: tuple[str, ...]
    table: re.Pattern[str]
    metadata: re.Pattern[str]
    page: re.Pattern[str]
    no_report: tuple[tuple[re.Pattern[str], str, bool], ...]


def split(document: Document) -> Mapping[Section, str]:
    """Return the prose of ``document`` by section; a section without text is left out."""
    text = "\n".join(line.text for line in document.lines)
    flat = comparable(text)
    headings = _headings(flat)
    first = headings[0].start if headings else _table_start(flat)
    parts = _head(text[:first], flat[:first])
    for index, heading in enumerate(headings):
        section = _PROSE.get(_patterns().names[heading.order])
        if section is not None:
            end = headings[index + 1].start if index + 1 < len(headings) else len(text)
            parts[section] = _until_table(text[heading.end : end])
    tail = next((s for s in (Section.OTHER, Section.PROBLEMS) if parts.get(s)), None)
    if tail is not None:
        parts[tail], parts[Section.SIGNATURE] = _cut_signature(parts[tail])
    elif not headings:
        parts[Section.PREAMBLE], parts[Section.SIGNATURE] = _cut_signature(parts[Section.PREAMBLE])
    return {section: tidied for section, part in parts.items() if (tidied := _tidy(part))}


def not_a_report(document: Document, narrative: Mapping[Section, str], has_table: bool) -> str | None:
    """Return the reason, in Chinese, why ``document`` is no annual report; ``None`` where it is one."""
    lines = [comparable(line.text).strip() for line in document.lines if line.text.strip()]
    if not any(re.search(r"\w", line) for line in lines):
        return "文件里没有文字"
    sections = {Section.OVERVIEW, Section.PROBLEMS, Section.OTHER} & narrative.keys()
    written = sum(len(narrative[section]) for section in sections)
    whole = "\n".join(lines)
    filled = has_table and _is_filled(whole) and written > _TITLE_LIMIT
    reason = _title_reason(lines, narrative, filled, bool(sections))
    if reason is not None:
        return reason
    if _is_list(lines) and not sections:
        return "这是年度报告的目录页，不是年度报告"
    if not has_table and not _speaks_of_disclosure(lines):
        return "文中没有政府信息公开年度报告的内容"
    if _patterns().table.search(whole) and written < _TITLE_LIMIT and not _is_filled(whole):
        return "这是没有填写的空白表格，不是年度报告"
    return None


@functools.lru_cache(maxsize=128)
def comparable(text: str) -> str:
    """Return ``text`` simplified and in compatible widths, character by character, so that offsets stay true."""
    flat = unicodedata.normalize("NFKC", text)
    if len(flat) != len(text):
        flat = "".join(_one(character) for character in text)
    simple = simplify(flat)
    return simple if len(simple) == len(flat) else "".join(_same_length(flat))


def is_metadata(line: str) -> bool:
    """Say whether a line of comparable text is a page's "label: value" line or its way of navigation."""
    return _patterns().metadata.match(line) is not None


_PROSE = {"overview": Section.OVERVIEW, "problems": Section.PROBLEMS, "other": Section.OTHER}


def _one(character: str) -> str:
    flat = unicodedata.normalize("NFKC", character)
    return flat if len(flat) == 1 else character


def _same_length(flat: str) -> Iterator[str]:
    for character in flat:
        simple = simplify(character)
        yield simple if len(simple) == 1 else character


# --- headings ---------------------------------------------------------------------------------------------------


def _headings(flat: str) -> list[_Heading]:
    """Return the headings in the form's order that together are best supported."""
    found = sorted(_candidates(flat), key=lambda item: (item.start, item.order))
    if len(found) > _MOST_CANDIDATES:  # no report; every pair is compared below
        found = found[: _MOST_CANDIDATES // 2] + found[-_MOST_CANDIDATES // 2 :]
    best: list[tuple[float, int | None]] = []
    for index, item in enumerate(found):
        score, previous = 0.0, None
        for earlier in range(index):
            other = found[earlier]
            # ">=": of equally good ways the later wins, so a table of contents does not take the report's place.
            if other.order < item.order and other.end <= item.start and best[earlier][0] >= score:
                score, previous = best[earlier][0], earlier
        best.append((score + item.weight, previous))
    return _with_first(_chain(found, best), flat)


def _chain(found: Sequence[_Heading], best: Sequence[tuple[float, int | None]]) -> list[_Heading]:
    chain: list[_Heading] = []
    at = max(range(len(best)), key=lambda index: (best[index][0], index), default=None)
    while at is not None:
        chain.append(found[at])
        at = best[at][1]
    return chain[::-1]


def _with_first(chain: list[_Heading], flat: str) -> list[_Heading]:
    """Add a first section under a heading of its own wording: a line 一、… before the tables' headings."""
    if chain and chain[0].order > 0:
        first = re.search(r"^[ \t#>*]*[一1]、[^\n。]{2,30}$", flat[: chain[0].start], re.MULTILINE)
        if first is not None:
            return [_Heading(first.start(), first.end(), 0, 0.0), *chain]
    return chain


def _candidates(flat: str) -> Iterator[_Heading]:
    patterns = _patterns()
    for order in range(len(patterns.names)):
        for match in patterns.line[order].finditer(flat):
            yield from _line_heading(match, order, flat)
        for match in patterns.short[order].finditer(flat):
            if len(match[0]) <= _HEADING_LINE_LIMIT and not _SENTENCE.search(match[0].rstrip(" \t*:。")):
                yield _Heading(match.start(), match.end(), order, 2.0)
        for match in patterns.inside[order].finditer(flat):
            yield _Heading(match.start(), match.end(), order, 1.0 + (match["ordinal"] == patterns.ordinals[order]))


def _line_heading(match: re.Match[str], order: int, flat: str) -> Iterator[_Heading]:
    rest = flat[match.end() : _line_end(flat, match.end())]
    ordinal = match["ordinal"]
    alone = not rest.strip(" \t*:。.#|")
    if alone:
        weight = 2.0 + (ordinal is not None) + (ordinal == _patterns().ordinals[order])
        yield _Heading(match.start(), _line_end(flat, match.end()), order, weight)
    elif ordinal is not None:
        yield _Heading(match.start(), match.end(), order, 2.2 + 0.5 * (ordinal == _patterns().ordinals[order]))


def _line_end(flat: str, start: int) -> int:
    end = flat.find("\n", start)
    return len(flat) if end < 0 else end


# --- the head: title and preamble ---------------------------------------------------------------------------------


def _head(text: str, flat: str) -> dict[Section, str]:
    lines = text.split("\n")
    plain = [line.strip() for line in flat.split("\n")]
    title, used = _title(lines, plain)
    rest = [
        line
        for number, (line, flat_line) in enumerate(zip(lines, plain, strict=True))
        if number not in used and not _is_the_pages(flat_line)
    ]
    preamble = "\n".join(rest)
    if not title:
        title, preamble = _title_in_line(preamble.lstrip())
    return {Section.TITLE: title, Section.PREAMBLE: _until_table(preamble)}


def _is_the_pages(line: str) -> bool:
    """Say whether a line of the head is a field or menu of the page, or a line of a table of contents."""
    if _TITLE_TOKEN.search(line) and not _CRUMB.match(line):
        return False  # a whole page printed on one line: fields, title and text
    if is_metadata(line) or _patterns().page.search(line[:40]):
        return True
    headings = (pattern.match(line) for pattern in _patterns().line)
    return line == "目录" or any(match and not line[match.end() :].strip(" .…·\t0123456789") for match in headings)


def _title_in_line(preamble: str) -> tuple[str, str]:
    """Cut a title off the start of running text, or out of the fields of a page printed on one line."""
    flat = comparable(preamble)
    start = _TITLE_IN_LINE.match(flat)
    if start is not None:
        return preamble[: start.end()], preamble[start.end() :]
    token = _TITLE_TOKEN.search(flat)
    if token is not None:
        return preamble[token.start(1) : token.end(1)], preamble[token.end(1) :]
    return "", preamble


def _title(lines: Sequence[str], plain: Sequence[str]) -> tuple[str, set[int]]:
    """Return the title and the numbers of its lines; a title may be printed over several lines."""
    numbers = [n for n, line in enumerate(plain[:_HEAD_LINES]) if line and not _is_page_line(line)]
    for end in range(len(numbers)):
        for size in range(1, _TITLE_LINES + 1):
            window = numbers[max(0, end + 1 - size) : end + 1]
            if _is_title([plain[n] for n in window]):
                window = _with_body_line(window, numbers, plain)
                return "\n".join(_without_label(lines[n]) for n in window), set(window)
    return "", set()


def _is_page_line(line: str) -> bool:
    return _patterns().metadata.match(line) is not None and _TITLE_LABEL.match(line) is None


def _is_title(lines: Sequence[str]) -> bool:
    whole = _squeezed("".join(lines)).strip("#*?")  # mirrors print ? for characters without a glyph
    return len(whole) <= _TITLE_LIMIT and _TITLE.search(whole) is not None and not _SENTENCE.search(whole)


def _with_body_line(window: list[int], numbers: Sequence[int], plain: Sequence[str]) -> list[int]:
    """Add the line before or behind, where the title itself names no body and that line does."""
    whole = _squeezed("".join(plain[n] for n in window))
    place = numbers.index(window[0])
    names_a_body = re.match(r"[^\d]{2,}?(?:20\d\d|政府信息|政务|信息)", whole) and not re.match(
        r"(?:政府|政务|信息)", whole
    )
    last = numbers.index(window[-1])
    if names_a_body:
        return window
    if place > 0 and _may_begin_title(_squeezed(plain[numbers[place - 1]]).strip("#*")):
        return [numbers[place - 1], *window]
    if last + 1 < len(numbers) and _is_body_line(_squeezed(plain[numbers[last + 1]]).strip("#*")):
        return [*window, numbers[last + 1]]
    return window


def _may_begin_title(line: str) -> bool:
    """Say whether a line is a body's name, or that and the year before the title was broken off."""
    return _is_body_line(line) or re.fullmatch(r"[一-鿿]{2,30}20\d\d年?度?(?:政府|政务)?", line) is not None


def _without_label(line: str) -> str:
    label = _TITLE_LABEL.match(comparable(line))
    return (line[label.end() :] if label else line).strip(" \t|｜")


def _squeezed(line: str) -> str:
    return _PINYIN.sub("", re.sub(r"\s+", "", line))


# --- the tail: signature --------------------------------------------------------------------------------------------


def _cut_signature(part: str) -> tuple[str, str]:
    """Return the section without the page's footer and the signature, and the signature."""
    lines = _before_footer([line for line in part.split("\n") if line.strip()])
    plain = [_squeezed(comparable(line)).strip("*") for line in lines]
    for end in range(len(lines) - 1, max(-1, len(lines) - _TAIL_LINES), -1):
        if _ends_in_date(plain[end]):
            if not _DATE_ONLY.fullmatch(plain[end]):
                return _cut_trailing(lines[: end + 1])
            start = _signature_start(plain, end)
            return "\n".join(lines[:start]), "\n".join(lines[start : _signature_end(plain, end)])
    if len(lines) > 1 and _is_body_line(plain[-1]):
        return "\n".join(lines[:-1]), lines[-1]
    return _cut_trailing(lines)


def _before_footer(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if len(line) <= _TITLE_LIMIT and _patterns().page.search(comparable(line)):
            return lines[:number]
    return lines


def _ends_in_date(line: str) -> bool:
    if _DATE_ONLY.fullmatch(line):
        return True
    match = re.search(rf"{_DATE}$", line)
    return match is not None and _is_body_line(line[: match.start()])


def _is_body_line(line: str) -> bool:
    return _BODY_LINE.fullmatch(line) is not None


def _signature_start(plain: Sequence[str], end: int) -> int:
    start = end
    while start > 0 and end - start < _TITLE_LINES and _is_body_line(plain[start - 1]):
        start -= 1
    return start


def _signature_end(plain: Sequence[str], end: int) -> int:
    return end + 2 if end + 1 < len(plain) and _is_body_line(plain[end + 1]) else end + 1


def _cut_trailing(lines: Sequence[str]) -> tuple[str, str]:
    """Cut a signature off the end of running text (a document on one line)."""
    if not lines:
        return "", ""
    match = _TRAILING.search(comparable(lines[-1]))
    if match is None:
        return "\n".join(lines), ""
    last = lines[-1]
    return "\n".join((*lines[:-1], last[: match.start(1)])), last[match.start(1) :]


# --- tables in the way ----------------------------------------------------------------------------------------------


def _table_start(flat: str) -> int:
    match = _patterns().table.search(flat)
    return match.start() if match else len(flat)


def _until_table(part: str) -> str:
    return part[: _table_start(comparable(part))]


def _tidy(part: str) -> str:
    lines = (line.strip() for line in part.split("\n"))
    return "\n".join(line for line in lines if line.strip("|｜?？")).strip(" :：")


# --- no report ------------------------------------------------------------------------------------------------------


def _title_reason(
    lines: Sequence[str], narrative: Mapping[Section, str], filled: bool, has_sections: bool
) -> str | None:
    """Return why a document with this title is no report.

    A page that hands out a report may be called 关于公布…的通知: with filled tables and prose it is the report.
    Without a title the first line stands for it, but that may be the page's menu: not where a report follows.
    """
    own = _squeezed(comparable(narrative.get(Section.TITLE, "")))
    title = (own or _squeezed(lines[0])).strip("#*").removesuffix(".docx").removesuffix(".pdf")
    if len(title) > _TITLE_LIMIT or (not own and has_sections):
        return None
    for pattern, reason, even_if_filled in _patterns().no_report:
        if pattern.search(title) and (even_if_filled or not filled):
            return reason
    return None


def _is_list(lines: Sequence[str]) -> bool:
    titles = {line for line in lines if len(line) <= _TITLE_LIMIT and _TITLE.search(_squeezed(line))}
    return len(titles) >= _TITLE_LINES


def _speaks_of_disclosure(lines: Sequence[str]) -> bool:
    whole = _squeezed("".join(lines))
    return re.search(r"(?:政府|政务)(?:信息)?公开|信息公开", whole) is not None


def _is_filled(whole: str) -> bool:
    """Say whether a table of the form is printed with at least one number in it."""
    table = _patterns().table.search(whole)
    return table is not None and _NUMBER_CELL.search(whole, table.end()) is not None


# --- lookups --------------------------------------------------------------------------------------------------------


@functools.cache
def _patterns() -> _Patterns:
    raw: Mapping[str, Any] = yaml.safe_load(data_path("lookups", "sections.yml").read_text(encoding="utf-8"))
    sections = raw["sections"]
    official = [_spaced(_official(item)) for item in sections]
    return _Patterns(
        names=tuple(item["section"] for item in sections),
        ordinals=tuple(item["ordinal"] for item in sections),
        line=tuple(
            re.compile(rf"^{_DECORATION}(?:{_ORDINAL}){{0,1}}[ \t*]{{0,6}}(?:{phrase})", re.MULTILINE)
            for phrase in official
        ),
        short=tuple(
            re.compile(
                rf"^{_DECORATION}{_ORDINAL}[^\n]{{0,24}}?(?:{'|'.join(item['loose'])})[^\n]*$".replace("|^", "|"),
                re.MULTILINE,
            )
            for item in sections
        ),
        inside=tuple(re.compile(rf"(?P<ordinal>[一二三四五六七八])、[ \t*]{{0,6}}(?:{phrase})") for phrase in official),
        table=_table_pattern(),
        metadata=_metadata_pattern(raw["metadata_labels"]),
        page=re.compile("|".join(re.escape(comparable(word)) for word in raw["page_words"])),
        no_report=tuple(
            (re.compile(comparable(item["pattern"])), item["reason"], item["even_if_filled"])
            for item in raw["not_a_report"]
        ),
    )


def _metadata_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of a line that starts with a page's label, or of a breadcrumb."""
    label = "|".join(_spread(comparable(label)) for label in labels)
    return re.compile(rf"[ \t【\[|*•\-]*(?:{label})[】\]]?\s*[:|\t]|.{{0,12}}首页\s*[>»/\-]")


def _official(item: Mapping[str, Any]) -> Iterable[str]:
    """Return the section's phrases, longest first, with those of the forms for the sections that hold tables."""
    phrases = set(item["official"])
    for form in load_forms().values():
        phrases.update(heading for table in form.tables if table.code == item["section"] for heading in table.headings)
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))


def _spaced(phrases: Iterable[str]) -> str:
    """Return a pattern of phrases that may be torn by spaces, one line break, or the reading of a character."""
    torn = rf"(?:{_PINYIN.pattern})?[ \t*]{{0,6}}\n?[ \t]{{0,12}}"
    return "|".join(torn.join(re.escape(c) for c in comparable(phrase)) for phrase in phrases)


def _spread(label: str) -> str:
    return r"\s*".join(re.escape(character) for character in label)


def _table_pattern() -> re.Pattern[str]:
    """Return a pattern of what only the tables print: captions, corners and the first row's label."""
    marks: set[str] = set()
    for form in load_forms().values():
        for table in form.tables:
            for block in table.blocks:
                caption = comparable(block.caption).split("(")[0]
                marks.add(
                    rf"{_spread(caption)}\s{{0,20}}(?:[(][^)\n]{{1,3}}[)]\s{{0,9}}项)?[\s|]{{0,60}}{_spread(block.corner)}"
                    if block.corner
                    else ""
                )
        requests = form.table("requests").blocks[0]
        marks.add(_spread(comparable(requests.corner)[:8]))
        marks.add(_spread(comparable(requests.rows[0].label)))
    return re.compile(rf"(?:{'|'.join(sorted(mark for mark in marks if mark))})")
