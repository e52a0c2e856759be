"""The binary file of Word 97 to 2003 (also written by WPS), read from its own tables of pieces and paragraphs.

This is the reading that no converter takes part in: it tells cells by their end marks and columns by the edges that
each row states, as [MS-DOC] describes them. It leaves out what is hidden or deleted, field codes, footnotes and
drawn boxes, and it counts no automatic numbers.
"""

from __future__ import annotations

import itertools
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.documents import ole
from generator.documents.edged import EdgedRow, RowShape, Shown, printed
from generator.errors import ReportError
from generator.text import collapse

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_MAX_TEXT = 4_000_000
_PAGE = 512
_MAX_COLUMNS = 63
_MAX_DEPTH = 10
_CELL_END = "\x07"
_PARAGRAPH_ENDS = "\r\x07\x0c"
_PICTURE = "［图］"
_LEFT_OUT = "\x02\x03\x04\x05\x07\x08\x0c\x0d\x1f"
_SHOWN = str.maketrans(
    {"\x0b": "\n", "\t": " ", "\x1e": "-", "\xa0": " ", "\x01": _PICTURE, **dict.fromkeys(_LEFT_OUT, "")}
)
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_HUGE = (0x6645, 0x6646)
_TABLE, _MERGE, _MERGE_DOWN, _CHANGED_TABS = 0xD608, 0x5624, 0xD62B, 0xC615
_DELETED, _HIDDEN, _RAISED, _STRUCK = 0x0800, 0x083C, 0x2A48, (0x0837, 0x2A53)
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

# Of a page of 512 bytes with so many runs, the properties of one run.
_Properties = Callable[[bytes, int, int], bytes]


def read_lines(content: bytes) -> list[Shown]:
    """Return the lines of the main text, rows of tables with their cells' places.

    Raises ``ReportError`` where the file is locked, ``ValueError`` where it is damaged or of another version.
    """
    word, first, second, data = ole.streams(content, "WordDocument", "0Table", "1Table", "Data")
    try:
        magic, version = struct.unpack_from("<HH", word)
        flags = struct.unpack_from("<H", word, 0x0A)[0]
        if magic != _MAGIC or version < _WORD_97:
            raise ValueError("not a file of Word 97 or later")
        if flags & _ENCRYPTED:
            raise ReportError("Word 文件设有密码，无法打开；请换成没有密码的版本")
        text = _Text(word, second if flags & _SECOND_TABLE else first, data)
        return list(_lines(list(text.paragraphs())))
    except (struct.error, IndexError) as error:
        raise ValueError("damaged file") from error


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph's shown text; ``depth`` counts the tables around it, ``edges`` are those of the row it ends."""

    text: str
    depth: int
    ends_cell: bool
    ends_row: bool
    row: RowShape | None = None


class _Text:
    """The text of a file with the properties of its paragraphs and characters."""

    def __init__(self, word: bytes, table: bytes, data: bytes) -> None:
        self._word = word
        self._data = data
        self._length = struct.unpack_from("<i", word, 0x4C)[0]
        self._pieces = list(_pieces(table, *struct.unpack_from("<II", word, 0x1A2)))
        self._paragraph_runs = _Runs(word, table, 0x102, _paragraph_properties)
        self._character_runs = _Runs(word, table, 0xFA, _character_properties)

    def paragraphs(self) -> Iterator[_Paragraph]:
        """Yield the paragraphs of the main text in order."""
        parts: list[str] = []
        fields: list[bool] = []
        for at, char in self._characters():
            if char in _PARAGRAPH_ENDS:
                paragraph = self._paragraph(at, char, _joined(parts))
                if char != "\x0c" or paragraph.ends_cell or parts:
                    yield paragraph
                parts.clear()
            elif char in "\x13\x14\x15":
                _note_field(char, fields)
            elif all(fields):
                parts.append(self._character(at, char))
        if parts:
            yield _Paragraph(_joined(parts), 0, ends_cell=False, ends_row=False)

    def _characters(self) -> Iterator[tuple[int, str]]:
        """Yield each unit of the main text with its position in the file."""
        if not 0 < self._length <= _MAX_TEXT:
            raise ValueError("no text")
        left = self._length
        for start, end, compressed in self._pieces:
            width = 1 if compressed else 2
            raw = self._word[start:end][: left * width]
            units = raw.decode("cp1252", "replace") if compressed else map(chr, _units(raw))
            left -= len(raw) // width
            for index, char in enumerate(units):
                yield start + index * width, char

    def _character(self, at: int, char: str) -> str:
        for code, operand in _modifiers(self._character_runs.at(at)):
            if code in (_DELETED, _HIDDEN) and operand[:1] == b"\x01":
                return ""
            if (code == _RAISED and operand[:1] != b"\0") or (code in _STRUCK and operand[:1] == b"\x01"):
                return f" {char} "
        return char

    def _paragraph(self, at: int, end: str, text: str) -> _Paragraph:
        modifiers = list(self._expanded(self._paragraph_runs.at(at)))
        found = dict(modifiers)
        inside = found.get(_IN_TABLE, b"\0")[:1] == b"\x01"
        depth = struct.unpack("<i", found[_DEPTH])[0] if _DEPTH in found else int(inside)
        inner_row = found.get(_INNER_ROW, b"\0")[:1] == b"\x01"
        row_end = inner_row or found.get(_ROW_END, b"\0")[:1] == b"\x01"
        cell_end = end == _CELL_END or found.get(_INNER_CELL, b"\0")[:1] == b"\x01"
        shape = _row_shape(modifiers) if row_end else None
        return _Paragraph(text, min(max(depth, int(inside)), _MAX_DEPTH), cell_end and not row_end, row_end, shape)

    def _expanded(self, properties: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the modifiers, those kept apart for their size in place of the pointer to them."""
        for code, operand in _modifiers(properties):
            if code in _HUGE:
                start = struct.unpack("<I", operand)[0]
                size = struct.unpack_from("<H", self._data, start)[0]
                yield from _modifiers(self._data[start + 2 : start + 2 + size])
            else:
                yield code, operand


class _Runs:
    """Stretches of the file with the same properties, looked up by position."""

    def __init__(self, word: bytes, table: bytes, pointer: int, properties: _Properties) -> None:
        start, size = struct.unpack_from("<II", word, pointer)
        count = (size - 4) // 8
        pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1)) if count > 0 else ()
        self._starts: list[int] = []
        self._properties: list[bytes] = []
        for number in pages:
            page = word[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) < _PAGE:
                raise ValueError("page of properties outside of the file")
            runs = page[_PAGE - 1]
            self._starts += struct.unpack_from(f"<{runs}I", page)
            self._properties += (properties(page, runs, run) for run in range(runs))

    def at(self, position: int) -> bytes:
        """Return the modifiers that hold at a position of the file."""
        index = bisect_right(self._starts, position) - 1
        return self._properties[index] if index >= 0 else b""


def _paragraph_properties(page: bytes, runs: int, run: int) -> bytes:
    at = page[4 * (runs + 1) + 13 * run] * 2
    if not at:
        return b""
    half = page[at]
    start, size = (at + 1, 2 * half - 1) if half else (at + 2, 2 * page[at + 1])
    return page[start + 2 : start + size]


def _character_properties(page: bytes, runs: int, run: int) -> bytes:
    at = page[4 * (runs + 1) + run] * 2
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _pieces(table: bytes, start: int, size: int) -> Iterator[tuple[int, int, bool]]:
    """Yield first and last position in the file of each piece of text, and whether it has a byte a character."""
    at, end = start, start + size
    while at < end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        raise ValueError("no table of pieces")
    count = (struct.unpack_from("<I", table, at + 1)[0] - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    for index in range(count):
        position = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * index + 2)[0]
        compressed = bool(position & 0x40000000)
        first = (position & 0x3FFFFFFF) // (2 if compressed else 1)
        length = places[index + 1] - places[index]
        if length < 0 or length > _MAX_TEXT:
            raise ValueError("damaged table of pieces")
        yield first, first + length * (1 if compressed else 2), compressed


def _modifiers(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the single changes (code, operand) that a list of properties makes."""
    at = 0
    while at + 2 <= len(properties):
        code = properties[at] | properties[at + 1] << 8
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            if at >= len(properties):
                return
            if code == _TABLE:
                size = (properties[at] | properties[at + 1] << 8) + 1 if at + 1 < len(properties) else 2
            elif code == _CHANGED_TABS and properties[at] == 255:
                return
            else:
                size = properties[at] + 1
        yield code, properties[at : at + size]
        at += size


def _joined(units: Sequence[str]) -> str:
    """Return units of UTF-16 as text; the halves of a rare character stand in two of them."""
    text = "".join(units)
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _units(raw: bytes) -> Iterator[int]:
    return (unit for (unit,) in struct.iter_unpack("<H", raw[: len(raw) // 2 * 2]))


def _row_shape(modifiers: Sequence[tuple[int, bytes]]) -> RowShape | None:
    definition = next((operand for code, operand in modifiers if code == _TABLE), None)
    if definition is None or len(definition) < 3 or not 0 < (count := definition[2]) <= _MAX_COLUMNS:
        return None
    edges = struct.unpack_from(f"<{count + 1}h", definition, 3)
    start = 3 + 2 * (count + 1)
    reached = set()
    for cell in range(count):
        flags = definition[start + 20 * cell] if start + 20 * cell < len(definition) else 0
        if flags & 0x02 or (flags & 0x20 and not flags & 0x40):
            reached.add(cell)
    for code, operand in modifiers:
        if code == _MERGE_DOWN and len(operand) > 2:
            (reached.add if operand[2] == 1 else reached.discard)(operand[1])
        elif code == _MERGE:
            reached.update(range(operand[0] + 1, operand[1]))
    return RowShape(edges, frozenset(reached))


def _note_field(char: str, fields: list[bool]) -> None:
    """Keep for each field around a character whether its result is being shown."""
    if char == "\x13":
        fields.append(False)
    elif fields and char == "\x14":
        fields[-1] = True
    elif fields:
        fields.pop()


def _lines(paragraphs: Sequence[_Paragraph]) -> Iterator[Shown]:
    counter = itertools.count(1)
    index = 0
    while index < len(paragraphs):
        if paragraphs[index].depth < 1:
            for line in paragraphs[index].text.translate(_SHOWN).split("\n"):
                yield line.replace(_PICTURE, "").strip(), ()
            index += 1
            continue
        table, index = _table(paragraphs, index, 1, counter)
        yield from [("", ()), *table, ("", ())]


def _table(paragraphs: Sequence[_Paragraph], index: int, depth: int, counter: Iterator[int]) -> tuple[list[Shown], int]:
    """Return the lines of the table that begins at a paragraph, and the paragraph after it."""
    number = next(counter)
    rows: list[EdgedRow] = []
    row = EdgedRow()
    cell: list[str] = []
    while index < len(paragraphs) and paragraphs[index].depth >= depth:
        paragraph = paragraphs[index]
        if paragraph.depth > depth:
            inner, index = _table(paragraphs, index, depth + 1, counter)
            row.inner += inner
            continue
        index += 1
        if paragraph.ends_row:
            row.shape = paragraph.row
            rows.append(row)
            row = EdgedRow()
            cell = []
            continue
        cell.append(paragraph.text)
        if paragraph.ends_cell:
            row.cells.append(_cell_text(cell))
            cell = []
    rows += [row] if row.cells else []
    return list(printed(rows, number)), index


def _cell_text(paragraphs: Sequence[str]) -> str:
    text = collapse(" ".join(paragraphs).translate(_SHOWN))
    return text if text.strip(_PICTURE) == "" else text.replace(_PICTURE, "")
