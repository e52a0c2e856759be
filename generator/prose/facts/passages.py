"""The words of one section made comparable, each character with its place in the section."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.prose.words import comparable
from generator.text import collapse

# A line of so many characters without an end may go on in the next one (pages cut paragraphs).
_LONG_LINE = 18
_ENDS = "。!?;:,"
_STARTS = re.compile(r"\s*(?:[-*•·>#]+\s|[(]?[一二三四五六七八九十\d]{1,3}[)、.]|[一二三四五六七八九十]是)")
_LEFT_OUT = re.compile(
    r"(?P<order>(?:^|(?<=[\n。;]))[-*•>#]*[(][一二三四五六七八九十\d]{1,3}[)])"
    r"|(?P<title>《[^《》]{1,120}》|〔[^〔〕]{0,12}〕|\[[^\[\]]{0,12}\])"
    r"|(?P<remark>[(](?![^()]{0,40}(?:未|没|无|零))[^()\d零一二两三四五六七八九十百千]{1,40}[)])"
    r"|(?P<torn>(?<=\d)\s+(?=\d))|(?P<break>\n)|(?P<blank>[\s*?\u200b-\u200f\ufeff\u00ad]+)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """``words`` without blanks, ``origin`` the place of each of their characters in the section's text."""

    words: str
    origin: tuple[int, ...]
    text: str

    def quote(self, start: int, end: int) -> str:
        """Return what the section prints between two places of ``words``, white space collapsed."""
        first, last = self.span(start, end)
        return collapse(self.text[first:last])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the places in the section's text of a stretch of ``words``."""
        return self.origin[start], self.origin[end - 1] + 1


def passage(text: str) -> Passage:
    """Return the comparable words of a section.

    Titles of papers and remarks without numbers are left out, an ordinal in brackets begins a sentence, lines that a
    page cut are joined, and blanks go, but for one between digits: what was one number there is not known.
    """
    flat = comparable(text)
    words: list[str] = []
    origin: list[int] = []
    position = 0
    for match in _LEFT_OUT.finditer(flat):
        words.append(flat[position : match.start()])
        origin.extend(range(position, match.start()))
        kept = _kept(match, flat)
        words.append(kept)
        origin.extend([match.start()] * len(kept))
        position = match.end()
    words.append(flat[position:])
    origin.extend(range(position, len(flat)))
    return Passage("".join(words), tuple(origin), text)


def _kept(match: re.Match[str], flat: str) -> str:
    if match["order"]:
        return "\n"
    if match["torn"]:
        return " "
    if match["break"]:
        return _break(match.start(), flat)
    return "《》" if match["title"] and match[0].startswith("《") else ""


def _break(place: int, flat: str) -> str:
    """Return what a line break means: the end of a sentence, a blank between digits, or nothing."""
    line = flat[flat.rfind("\n", 0, place) + 1 : place].strip()
    following = flat[place + 1 : place + 40].lstrip()
    if len(line) < _LONG_LINE or line[-1] in _ENDS or "\t" in line or "|" in line or _STARTS.match(following):
        return "\n"
    return " " if line[-1].isdigit() and following[:1].isdigit() else ""
