"""What stands before the first section: the title, which may be printed over several lines, and the preamble."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model import Section
from generator.prose.lookups import patterns
from generator.prose.marks import is_metadata, until_table
from generator.prose.words import SENTENCE, TITLE, TITLE_LIMIT, TITLE_LINES, comparable, is_body_line, squeezed

_HEAD_LINES = 60
_TITLE_IN_LINE = re.compile(
    r"^[^,;。:]{0,60}?公开[^,;。:一]{0,12}?报告(?=\s|根据|按照|依据|依照|为|本|现|[一1]、|\d{4}|$)"
)
_TITLE_LABEL = re.compile(r"[\s【\[|]*(?:标\s*题|名\s*称|信息名称|文件名称|文件标题|信息标题)[】\]]?\s*[:|\t]\s*")
_CRUMB = re.compile(r".{0,12}首页\s*[>»/\-]")
_TITLE_TOKEN = re.compile(r"(?:^|\s|[:|])([^\s,;。:|]{2,40}公开[^\s,;。:|]{0,12}报告)(?=[\s|]|$)")


def split_head(text: str, flat: str) -> dict[Section, str]:
    """Return title and preamble of what stands before the first section; ``flat`` is its comparable text."""
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
    return {Section.TITLE: title, Section.PREAMBLE: until_table(preamble)}


def _is_the_pages(line: str) -> bool:
    """Say whether a line of the head is a field or menu of the page, or a line of a table of contents."""
    if _TITLE_TOKEN.search(line) and not _CRUMB.match(line):
        return False  # a whole page printed on one line: fields, title and text
    if is_metadata(line) or patterns().page.search(line[:40]):
        return True
    headings = (pattern.match(line) for pattern in patterns().line)
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
        for size in range(1, TITLE_LINES + 1):
            window = numbers[max(0, end + 1 - size) : end + 1]
            if _is_title([plain[n] for n in window]):
                window = _with_body_line(window, numbers, plain)
                return "\n".join(_without_label(lines[n]) for n in window), set(window)
    return "", set()


def _is_page_line(line: str) -> bool:
    return patterns().metadata.match(line) is not None and _TITLE_LABEL.match(line) is None


def _is_title(lines: Sequence[str]) -> bool:
    whole = squeezed("".join(lines)).strip("#*?")  # mirrors print ? for characters without a glyph
    return len(whole) <= TITLE_LIMIT and TITLE.search(whole) is not None and not SENTENCE.search(whole)


def _with_body_line(window: list[int], numbers: Sequence[int], plain: Sequence[str]) -> list[int]:
    """Add the line before or behind, where the title itself names no body and that line does."""
    whole = squeezed("".join(plain[n] for n in window))
    place = numbers.index(window[0])
    names_a_body = re.match(r"[^\d]{2,}?(?:20\d\d|政府信息|政务|信息)", whole) and not re.match(
        r"(?:政府|政务|信息)", whole
    )
    last = numbers.index(window[-1])
    if names_a_body:
        return window
    if place > 0 and _may_begin_title(squeezed(plain[numbers[place - 1]]).strip("#*")):
        return [numbers[place - 1], *window]
    if last + 1 < len(numbers) and is_body_line(squeezed(plain[numbers[last + 1]]).strip("#*")):
        return [*window, numbers[last + 1]]
    return window


def _may_begin_title(line: str) -> bool:
    """Say whether a line is a body's name, or that and the year before the title was broken off."""
    return is_body_line(line) or re.fullmatch(r"[一-鿿]{2,30}20\d\d年?度?(?:政府|政务)?", line) is not None


def _without_label(line: str) -> str:
    label = _TITLE_LABEL.match(comparable(line))
    return (line[label.end() :] if label else line).strip(" \t|｜")
