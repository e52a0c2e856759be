"""Rich Text Format: LibreOffice's reading and our own, which must agree on every figure.

Our own follows the control words: cells by their ends and edges, Chinese by code page or Unicode escapes; hidden and
deleted text, field codes, pictures, page heads and footnotes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.documents import convert, docx
from generator.documents.doc import figures_in_cells
from generator.documents.edged import EdgedRow, RowShape, Shown, printed
from generator.errors import ReportError
from generator.model import Document, Line
from generator.text import collapse, has_han

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
# What these groups hold is no text of the document.
_SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "footnote", "annotation", "fldinst", "themedata", "listtable", "listoverridetable", "objdata",
    "nonshppict", "shprslt", "nonesttables", "xe", "tc", "rxe", "bkmkstart", "bkmkend", "datafield", "revtbl",
    "filetbl", "rsidtbl", "generator",
})  # fmt: skip
# Groups marked as to be skipped by those who do not know them, which we do know.
_KNOWN = frozenset({"nesttableprops", "shpinst", "shptxt"})
_CHARACTERS = {
    "tab": " ", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "page": "\n", "softline": "\n",
}  # fmt: skip
_SIGNS = {"~": " ", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
# Code pages by the character set of a font.
_CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949"}
_MAX_DEPTH = 10
_MAX_GROUPS = 1000


def read(content: bytes) -> Document:
    """Return the lines of an RTF file; raises ``ReportError`` where it is damaged or LibreOffice is absent."""
    own = tuple(Line(number, 0, *shown) for number, shown in enumerate(read_lines(content), start=1))
    convert.require(" RTF ", antiword=False)
    converted = docx.read(convert.to_docx(content, "rtf")).lines
    if not any(has_han(line.text) for line in own):
        raise ReportError("RTF 文件只有一种方法能读出文字，无法相互印证，不予采用；请另存为 DOCX")
    first, other = (converted, own) if figures_in_cells(converted) >= figures_in_cells(own) else (own, converted)
    return Document("rtf", first, witnesses=(other,))


def read_lines(content: bytes) -> list[Shown]:
    """Return the lines of our own reading, rows of tables with their cells' places."""
    return _Parser(content).lines()


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and its end undoes."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    struck: bool = False
    fallback: int = 1
    font: int = 0


@dataclass(slots=True)
class _Level:
    """One of the tables around the text: its rows so far, the cells of the row under way, the cell's paragraphs."""

    rows: list[EdgedRow] = field(default_factory=list)
    row: EdgedRow = field(default_factory=EdgedRow)
    cell: list[str] = field(default_factory=list)


class _Parser:
    """Goes through the control words once."""

    def __init__(self, content: bytes) -> None:
        self._source = content.decode("latin-1")
        page = re.search(r"\\ansicpg(\d+)", self._source[:4096])
        self._page = {"936": "gb18030", "950": "big5", "54936": "gb18030"}.get(page[1] if page else "", "")
        self._charsets = {
            int(match[1]): int(match[2])
            for match in re.finditer(r"\\f(\d{1,5})\b[^{}]{0,200}?\\fcharset(\d{1,3})", self._source)
        }
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._text: list[str] = []
        self._to_skip = 0
        self._starred = False
        self._in_table = False
        self._depth = 1
        self._left = 0
        self._edges: list[int] = []
        self._reached: set[int] = set()
        self._goes_on = False
        self._levels: dict[int, _Level] = {}
        self._tables = 0
        self._lines: list[Shown] = []

    def lines(self) -> list[Shown]:
        """Return all lines."""
        position = 0
        while match := _TOKEN.match(self._source, position):
            position = match.end()
            if match["word"] == "bin":
                position += max(0, int(match["number"] or 0))
            elif match["brace"]:
                self._brace(match["brace"])
            elif match["word"]:
                self._word(match["word"], int(match["number"]) if match["number"] else None)
            elif match["sign"] == "*":
                self._starred = True
            else:
                self._literal(match)
        self._end_paragraph()
        self._end_table()
        return self._lines

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip = 0
        if brace == "{":
            if len(self._stack) > _MAX_GROUPS:
                raise ReportError("RTF 文件的层次过深，拒绝读取")
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _literal(self, match: re.Match[str]) -> None:
        """Take a piece of text as bytes: half of a character may stand escaped and half not."""
        if self._state.skipped:
            return
        if match["sign"]:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._flush()
                self._put(_SIGNS.get(match["sign"], ""))
            return
        found = bytes([int(match["hex"], 16)]) if match["hex"] else (match["text"] or "").encode("latin-1")
        dropped = min(self._to_skip, len(found))
        self._to_skip -= dropped
        self._bytes += found[dropped:]

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word in _SKIPPED or (starred and word not in _KNOWN):
            self._flush()
            self._state = replace(self._state, skipped=True)
        if self._state.skipped:
            return
        if word == "u" and number is not None:
            self._flush()
            self._put(chr(number & 0xFFFF))
            self._to_skip = self._state.fallback
            return
        self._flush()
        self._to_skip = 0
        if word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _CHARACTER_FORMATS:
            self._state = _CHARACTER_FORMATS[word](self._state, number)
        elif word in _STRUCTURE:
            _STRUCTURE[word](self, 0 if number is None else number)

    def _put(self, text: str) -> None:
        state = self._state
        if text and not (state.hidden or state.deleted):
            self._text.append(f" {text} " if state.raised or state.struck else text)

    def _flush(self) -> None:
        if self._bytes:
            self._put(self._decoded(bytes(self._bytes)))
            self._bytes.clear()

    def _decoded(self, found: bytes) -> str:
        """Return bytes as text: by the font's character set, else as Chinese where they are."""
        if found.isascii():
            return found.decode("ascii")
        named = _CHARSETS.get(self._charsets.get(self._state.font, 0), "")
        for encoding in filter(None, (named, self._page, "gb18030")):
            try:
                return found.decode(encoding)
            except UnicodeDecodeError:
                continue
        return found.decode("cp1252", errors="replace")

    # The structure: paragraphs, cells, rows

    def _paragraph_text(self) -> str:
        text = "".join(self._text)
        self._text.clear()
        return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _end_paragraph(self, _: int = 0) -> None:
        if self._in_table:
            self._level(self._depth).cell.append(self._paragraph_text())
            return
        text = self._paragraph_text()
        self._end_table()
        self._lines += [(line.strip(), ()) for line in text.split("\n")]

    def _default(self, _: int) -> None:
        self._in_table, self._depth = False, 1

    def _inside(self, _: int) -> None:
        self._in_table = True

    def _nest(self, depth: int) -> None:
        self._in_table, self._depth = depth > 0, min(max(depth, 1), _MAX_DEPTH)

    def _end_cell(self, _: int) -> None:
        self._close_cell(1)

    def _end_inner_cell(self, _: int) -> None:
        self._close_cell(max(2, self._depth))

    def _close_cell(self, depth: int) -> None:
        level = self._level(depth)
        level.cell.append(self._paragraph_text())
        for deeper in sorted(inner for inner in self._levels if inner > depth):
            level.row.inner += self._printed(self._levels.pop(deeper))
        level.row.cells.append(collapse(" ".join(level.cell)))
        level.cell = []

    def _end_row(self, _: int) -> None:
        self._close_row(1)

    def _end_inner_row(self, _: int) -> None:
        self._close_row(max(2, self._depth))

    def _close_row(self, depth: int) -> None:
        level = self._level(depth)
        level.row.shape = RowShape((self._left, *self._edges), frozenset(self._reached)) if self._edges else None
        level.rows.append(level.row)
        level.row = EdgedRow()
        level.cell = []

    def _define_row(self, _: int) -> None:
        self._edges, self._reached, self._left, self._goes_on = [], set(), 0, False

    def _row_left(self, number: int) -> None:
        self._left = number

    def _merged(self, _: int) -> None:
        self._goes_on = True

    def _edge(self, number: int) -> None:
        if self._goes_on:
            self._reached.add(len(self._edges))
        self._edges.append(number)
        self._goes_on = False

    def _level(self, depth: int) -> _Level:
        return self._levels.setdefault(depth, _Level())

    def _end_table(self) -> None:
        for depth in sorted(self._levels):
            self._lines += [("", ()), *self._printed(self._levels[depth]), ("", ())]
        self._levels.clear()

    def _printed(self, level: _Level) -> Iterator[Shown]:
        self._tables += 1
        rows = [*level.rows, *([level.row] if level.row.cells else [])]
        return printed(rows, self._tables)


def _switch(name: str) -> Callable[[_State, int | None], _State]:
    return lambda state, number: replace(state, **{name: number != 0})


def _plain(state: _State, _: int | None) -> _State:
    return replace(state, hidden=False, deleted=False, raised=False, struck=False)


_CHARACTER_FORMATS: Mapping[str, Callable[[_State, int | None], _State]] = {
    "v": _switch("hidden"),
    "deleted": _switch("deleted"),
    "super": _switch("raised"),
    "sub": _switch("raised"),
    "strike": _switch("struck"),
    "striked": _switch("struck"),
    "nosupersub": lambda state, _: replace(state, raised=False),
    "plain": _plain,
    "uc": lambda state, number: replace(state, fallback=max(0, min(number or 0, 16))),
    "f": lambda state, number: replace(state, font=number or 0),
}
_STRUCTURE: Mapping[str, Callable[[_Parser, int], None]] = {
    "par": _Parser._end_paragraph,
    "sect": _Parser._end_paragraph,
    "pard": _Parser._default,
    "intbl": _Parser._inside,
    "itap": _Parser._nest,
    "cell": _Parser._end_cell,
    "nestcell": _Parser._end_inner_cell,
    "row": _Parser._end_row,
    "nestrow": _Parser._end_inner_row,
    "trowd": _Parser._define_row,
    "trleft": _Parser._row_left,
    "clvmrg": _Parser._merged,
    "clmrg": _Parser._merged,
    "cellx": _Parser._edge,
}
