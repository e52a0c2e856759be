"""Where in the source a stretch of a section stands."""

from __future__ import annotations

import re

from generator.model import Document, Line

_WORD = re.compile(r"\S+")


class Finder:
    """Follows the sections through the lines of a document; both are in the same order."""

    def __init__(self, document: Document) -> None:
        self._lines = document.lines
        self._has_lines = document.format == "text"
        self._line = 0
        self._offset = 0
        # Of each line of the section: its start in the section's text, the document's line, the offset in that.
        self._starts: list[tuple[int, Line, int]] = []

    def enter(self, text: str) -> None:
        """Go on to the next section, whose lines are parts of the document's lines."""
        self._starts = []
        place = 0
        for part in text.split("\n"):
            found = self._find(part) if part.strip() else None
            if found is not None:
                line, offset = found
                self._starts.append((place, line, offset))
            place += len(part) + 1

    def locator(self, start: int, end: int) -> str:
        """Return the place of a stretch of the section: that of its first character's line, cell or box."""
        home = next((item for item in reversed(self._starts) if item[0] <= start), None)
        if home is None:
            return ""
        begin, line, offset = home
        first, last = offset + start - begin, min(offset + end - begin, len(line.text))
        if line.cells:
            return _own_place(line, first)
        return f"line {line.number} char {first + 1}-{last}" if self._has_lines and first < last else ""

    def _find(self, part: str) -> tuple[Line, int] | None:
        for index in range(self._line, len(self._lines)):
            offset = self._lines[index].text.find(part, self._offset if index == self._line else 0)
            if offset >= 0:
                self._line, self._offset = index, offset + len(part)
                return self._lines[index], offset
        return None


def _own_place(line: Line, offset: int) -> str:
    """Return what the document says of the cell or word at ``offset``."""
    if len(line.cells) == 1:
        return line.cells[0]
    if "\t" in line.text:
        index = line.text.count("\t", 0, offset)
    else:
        index = sum(1 for match in _WORD.finditer(line.text) if match.start() <= offset) - 1
    return line.cells[index] if 0 <= index < len(line.cells) else ""
