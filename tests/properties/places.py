"""Whether what a report publishes stands in its source where it says."""

from __future__ import annotations

import re
import unicodedata

from generator.model import Cell, CellStatus, Report

_PLACE = re.compile(r"line (\d+)(?: (?:cell (\d+)|char (\d+)-(\d+)))?")


def unfounded(report: Report, text: str) -> list[str]:
    """Every published number that does not stand at its locator, in words."""
    lines = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))
    return [
        f"{cell.key}: {cell.value} {cell.raw!r} {cell.locator!r}"
        for cell in report.cells
        if cell.status is CellStatus.REPORTED and not _stands(cell, lines)
    ]


def _stands(cell: Cell, lines: list[str]) -> bool:
    place = _PLACE.fullmatch(cell.locator)
    if place is None or not cell.raw or cell.value is None:
        return False
    number, _, first, last = (int(part) if part else 0 for part in place.groups())
    if not 1 <= number <= len(lines):
        return False
    line = lines[number - 1]
    if first:
        line = line[first - 1 : last]
    return _bare(cell.raw) in _bare(line) and _says(cell)


def _says(cell: Cell) -> bool:
    """Whether the digits of the value are those of the text, in order."""
    text = unicodedata.normalize("NFKC", cell.raw)
    digits = re.sub(r"[^0-9]", "", re.split(r"[（(]", text)[0])
    if not digits:
        return cell.value == 0 and any(zero in text for zero in "零〇")
    value = re.sub(r"[^0-9]", "", format(cell.value, "f")) if cell.value is not None else ""
    return digits.strip("0") == value.strip("0")


def _bare(text: str) -> str:
    """Without blanks and invisible characters, widths folded."""
    text = "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFKC", text)


def decoded(content: bytes) -> str:
    """The text of a document in one of the two encodings the drawings use."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")
