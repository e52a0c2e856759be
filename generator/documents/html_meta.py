"""What the head of a page says about it: its title, its address, and the fields government sites keep in ``meta``.

Fields only fill in what the visible page does not say (their names are those of the sites' official guideline of
2017): where both speak, the visible text counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from generator.text import collapse, has_han, normalise

_TITLE_MARKS = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|\s*--+\s*|-(?=[^-]*(?:网|政府|门户|平台)$)")
_REPORT_TITLE = re.compile(r"公开.{0,14}(?:报告|年报)")
_SENTENCE = re.compile(r"[,;。，；!！?？]")
_LONGEST_TITLE = 80
_HEAD_LINES = 60
_DATE = r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}"
_SAID_DATE = re.compile(
    rf"(?:日期|时间|日\s*期|时\s*间)\s*[\]】]?\s*[:：|\t]?\s*{_DATE}|^\W*(?:\S{{0,30}}\s*)?{_DATE}日?\W*$"
)
_SAID_SOURCE = re.compile(
    r"(?:来源|发布机构|发文机关|发布单位|发布部门|公开单位|责任部门|公开主体)\s*[\]】]?\s*[:：|\t]"
)


def fields(root: HtmlElement) -> dict[str, str]:
    """Return the fields of the page's ``meta`` elements by their lower-case name; the first of each counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        value = collapse(meta.get("content") or "")
        if name and value:
            found.setdefault(name, value)
    return found


def lines_of_head(root: HtmlElement, shown: Sequence[str]) -> Iterator[str]:
    """Yield what the head adds to the lines ``shown`` by the page: a title, a source, a day of publication."""
    known = fields(root)
    heads = [line for line in shown if line.strip()][:_HEAD_LINES]
    if not any(_is_title(line) for line in heads):
        yield from _titles(root, known, {collapse(line) for line in shown})
    date = re.match(_DATE, normalise(known.get("pubdate", "")))
    if date is not None and not any(_SAID_DATE.search(normalise(line)) for line in shown):
        yield f"发布日期：{date[0]}"
    source = known.get("contentsource", "")
    if has_han(source) and len(source) <= _LONGEST_TITLE and not any(_SAID_SOURCE.search(line) for line in shown):
        yield f"来源：{source}"


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and _REPORT_TITLE.search(line) is not None and not _SENTENCE.search(line)


def _titles(root: HtmlElement, known: dict[str, str], shown: set[str]) -> Iterator[str]:
    title = collapse(root.findtext(".//title") or "")
    for said in (known.get("articletitle", ""), _TITLE_MARKS.split(title)[0]):
        if said and has_han(said):
            if said not in shown:
                yield said
            return


def address(root: HtmlElement) -> str:
    """Return the address a page gives itself, empty where it gives none."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            said = (link.get("href") or "").strip()
            return said if said.startswith(("http://", "https://")) else ""
    return ""
