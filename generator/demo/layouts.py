"""The flattenings: each prints one sheet as lines and says which cells a careful human could place."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.demo import truth as rules
from generator.demo.sheet import Box, Line, Sheet
from generator.demo.truth import AMBIGUOUS, BLANK, MISSING, REPORTED, Content, Expected
from generator.model import CellKey

Cells = dict[CellKey, Expected]
Printed = tuple[list[str], Cells]
Print = Callable[[Sheet, random.Random], Printed]


class ValueLine(str):
    """A line that holds exactly one value cell, which it remembers."""

    content: Content | None

    def __new__(cls, text: str, content: Content | None) -> ValueLine:
        """Make the line; ``content`` is the cell printed in it."""
        line = super().__new__(cls, text)
        line.content = content
        return line


@dataclass(frozen=True, slots=True)
class Layout:
    """A named way to print; ``spaces``: a space inside a cell does no harm; ``glue`` joins the whole document."""

    name: str
    print: Print
    spaces: bool = True
    glue: str = "\n"
    once: bool = False


def _flat(box: Box, joint: str = " ") -> str:
    return box.text.replace("\n", joint)


def _proved(lines: Iterable[Line], line: Line) -> bool:
    shape = [content.key.column for content in line.contents]
    if len(shape) in (1, 15):
        return True
    return any(
        rules.is_complete(other.contents) and [content.key.column for content in other.contents] == shape
        for other in lines
    )


def _kept(lines: Sequence[Line]) -> Cells:
    truth: Cells = {}
    for line in lines:
        truth.update(rules.kept(line.contents, _proved(lines, line)))
    return truth


def _kept_ragged(lines: Sequence[Line]) -> Cells:
    """As ``_kept`` where placeholders are gone: only rows with as many boxes prove anything, no head row does."""
    truth: Cells = {}
    for line in lines:
        same = [other for other in lines if len(other.boxes) == len(line.boxes)]
        truth.update(rules.kept(line.contents, len(line.contents) != 15 and _proved(same, line)))
    return truth


def _vanished(lines: Iterable[Line]) -> Cells:
    truth: Cells = {}
    for line in lines:
        truth.update(rules.vanished(line.contents))
    return truth


def tab_cells(sheet: Sheet, rng: random.Random) -> Printed:
    """L1: one cell a line behind a TAB, a blank line after each row, placeholders for cells hanging from above."""
    out: list[str] = []
    for line in sheet.lines:
        for spot in line.spots:
            if spot.first:
                out.extend(("\t" + spot.box.text).split("\n"))
            elif spot.from_above and (spot.box.across == 1 or spot is _first_of(line, spot.box)):
                out.append("\t")
        out.append("")
    return out, _kept_ragged(sheet.lines) if sheet.table == "requests" else _kept(sheet.lines)


def _first_of(line: Line, box: Box) -> object:
    return next(spot for spot in line.spots if spot.box is box)


def _tsv_row(line: Line) -> str:
    return "\t".join(_flat(spot.box) if spot.first else "" for spot in line.spots)


def tsv(sheet: Sheet, rng: random.Random) -> Printed:
    """L2: one row a line, every position of the grid has its field."""
    return [*map(_tsv_row, sheet.lines), ""], _kept(sheet.lines)


def tsv_padded(sheet: Sheet, rng: random.Random) -> Printed:
    """L2 with trailing TAB padding and a lost empty column."""
    pad = "\t" * rng.randint(1, 4)
    return [*(_tsv_row(line) + pad for line in sheet.lines), ""], _kept(sheet.lines)


def tsv_pages(sheet: Sheet, rng: random.Random) -> Printed:
    """L2 torn by page breaks: blank lines, form feeds, footers, heads printed again."""
    heads = [line for line in sheet.lines[:3] if not line.contents]
    bodies = [i for i, line in enumerate(sheet.lines) if line.contents and i > len(heads)]
    breaks = set(rng.sample(bodies, min(len(bodies), rng.randint(1, 3)))) if len(sheet.lines) > 4 else set()
    out: list[str] = []
    truth: Cells = {}
    fragment: list[Line] = []
    page = rng.randint(2, 6)
    for i, line in enumerate(sheet.lines):
        if i in breaks:
            truth.update(_kept(fragment))
            fragment = []
            page += 1
            out.extend(rng.choice(([""], ["", "\f"], ["", f"— {page} —", ""], ["", f"第 {page} 页", "\f"])))
            if sheet.table == "requests" and rng.random() < 0.5:
                out.extend(map(_tsv_row, heads))
        fragment.append(line)
        out.append(_tsv_row(line))
    truth.update(_kept(fragment))
    return [*out, ""], truth


def tsv_ragged(sheet: Sheet, rng: random.Random) -> Printed:
    """L2 without placeholders: only the cells that start in a row have a field."""
    return [*("\t".join(map(_flat, line.boxes)) for line in sheet.lines), ""], _kept_ragged(sheet.lines)


def tsv_lost_group(sheet: Sheet, rng: random.Random) -> Printed:
    """L2 where the first page has no column for group labels: a label stands in the first value column there."""
    if sheet.table != "requests":
        return tsv(sheet, rng)
    out: list[str] = []
    truth: Cells = {}
    corner = sheet.lines[0].boxes[0]
    out.append("\t".join([_flat(corner), _flat(sheet.lines[0].boxes[1]), *[""] * 6]))
    out.append("\t".join(["", *(_flat(box) + "\t" * (box.across - 1) for box in sheet.lines[1].boxes)]))
    out.append("\t".join(["", "", *map(_flat, sheet.lines[2].boxes), ""]))
    first, second = sheet.lines[3:7], sheet.lines[7:]
    out.extend("\t".join(map(_flat, line.boxes)) for line in first[:2])
    truth.update(_kept(first[:2]))
    for line in first[2:]:
        values = [box for box in line.boxes if box.role == "value"]
        del values[rng.randrange(len(values))]
        group = next((_flat(box) for box in line.boxes if box.role == "group"), "")
        label = next(_flat(box) for box in line.boxes if box.role == "label")
        out.append("\t".join([group, label, *(_flat(box) for box in values)]))
        left = [box.content for box in values if box.content is not None]
        states = {AMBIGUOUS} if all(content.status is REPORTED for content in left) else {AMBIGUOUS, BLANK, MISSING}
        if any(content.text and content.status is not REPORTED for content in left):
            states.add(rules.UNREADABLE)
        truth.update({content.key: Expected(frozenset(states)) for content in line.contents})
    out.append("")
    for line in second:
        fields = [_flat(spot.box) if spot.first else "" for spot in line.spots]
        label = fields.pop(0)
        out.append("\t".join([label or fields[0], *fields[1:]] if line.boxes[0].across == 3 else fields))
    truth.update(_kept(second))
    return [*out, ""], truth


# Pipes


def _trailing(cells: Sequence[str]) -> str:
    out = ""
    for i, cell in enumerate(cells):
        out += (f" {cell} |" if i else f"{cell} |") if cell else (" |" if out.endswith(" |") or not i else "|")
    return out


def _interior(lines: Iterable[Line]) -> bool:
    """Whether an empty cell stands before a number somewhere in the table."""
    for line in lines:
        texts = [content.status is REPORTED if content.text else None for content in line.contents]
        if None in texts and True in texts[texts.index(None) :]:
            return True
    return False


def _pipe_truth(lines: Sequence[Line], proved_by_grid: bool = False) -> Cells:
    settled = proved_by_grid or _interior(lines)
    truth: Cells = {}
    for line in lines:
        row = line.contents
        if len(row) == 1 or rules.is_complete(row) or not any(content.status is REPORTED for content in row):
            truth.update(rules.kept(row))
        elif not settled and row[-1].text == "":
            truth.update(rules.collapsed(row))
        elif len(row) == 15:
            truth.update(rules.loosen(rules.kept(row), AMBIGUOUS))
        else:
            same = [other for other in lines if proved_by_grid or len(other.boxes) == len(line.boxes)]
            truth.update(rules.kept(row, _proved(same, line)))
    return truth


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def pipes_kept(sheet: Sheet, rng: random.Random) -> Printed:
    """L3: trailing pipes, cells that hang from above are gone, empty cells stay, padded to the grid's width."""
    out = [_trailing(_padded([_flat(box) for box in line.boxes], sheet.width)) for line in sheet.lines]
    return out, _pipe_truth(sheet.lines)


def pipes_collapsed(sheet: Sheet, rng: random.Random) -> Printed:
    """L3 whose empty cells were moved to the end of the row."""
    out = []
    truth: Cells = {}
    for line in sheet.lines:
        filled = [_flat(box) for box in line.boxes if box.text]
        out.append(_trailing(_padded(filled, sheet.width)))
        truth.update(rules.collapsed(line.contents))
    return out, truth


def pipes_dropped(sheet: Sheet, rng: random.Random) -> Printed:
    """L3 whose empty cells are gone."""
    out = []
    truth: Cells = {}
    for line in sheet.lines:
        filled = [_flat(box) for box in line.boxes if box.text]
        out.append(_trailing(filled))
        cells = rules.vanished(line.contents)
        if not any(content.text for content in line.contents):
            cells = rules.loosen(cells, BLANK)
        truth.update(cells)
    return out, truth


def pipes_extra_column(sheet: Sheet, rng: random.Random) -> Printed:
    """L5: a spurious empty column behind each row."""
    rows = [[*(_flat(box) for box in line.boxes), ""] for line in sheet.lines]
    return [" | ".join(row) + " |" for row in rows], _pipe_truth(sheet.lines)


def leading_pipes(sheet: Sheet, rng: random.Random) -> Printed:
    """L4: leading pipes, every position of the grid has its cell."""
    rows = [[_flat(spot.box) if spot.first else "" for spot in line.spots] for line in sheet.lines]
    return ["| " + " | ".join(row) + " | " for row in rows], _dense_pipes(sheet)


def leading_pipes_ragged(sheet: Sheet, rng: random.Random) -> Printed:
    """L4 without the cells that hang from above or beside."""
    rows = [[_flat(box) for box in line.boxes] for line in sheet.lines]
    return ["| " + " | ".join(row) + " |" for row in rows], _pipe_truth(sheet.lines)


def _dense_pipes(sheet: Sheet) -> Cells:
    return _pipe_truth(sheet.lines, proved_by_grid=sheet.table == "requests")


def markdown(sheet: Sheet, rng: random.Random) -> Printed:
    """Print a Markdown table with all positions of the grid."""
    rows = [[_mark(spot.box, rng) if spot.first else "" for spot in line.spots] for line in sheet.lines]
    return _markdown(rows), _dense_pipes(sheet)


def markdown_ragged(sheet: Sheet, rng: random.Random) -> Printed:
    """Print a Markdown table without the cells that hang from above or beside, padded at the end."""
    rows = [_padded([_mark(box, rng) for box in line.boxes], sheet.width) for line in sheet.lines]
    return _markdown(rows), _pipe_truth(sheet.lines)


def _mark(box: Box, rng: random.Random) -> str:
    text = _flat(box, "<br>").replace("|", "\\|")
    if text and box.role in ("head", "caption") and rng.random() < 0.3:
        return f"**{text}**"
    return text


def _markdown(rows: list[list[str]]) -> list[str]:
    out = ["| " + " | ".join(row) + " |" for row in rows]
    out.insert(1, "|" + " --- |" * len(rows[0]))
    return ["", *out, ""]


def bar_after_cell(sheet: Sheet, rng: random.Random) -> Printed:
    """L6: one cell a line, each ending in a bar; an empty cell is a bar more on the line before."""
    out: list[str] = []
    for line in sheet.lines:
        for box in line.boxes:
            if box.text or not out:
                out.append(f"{_flat(box)} |")
            else:
                out[-1] += "|"
    return out, _loose_rows(sheet.lines)


def bar_before_row(sheet: Sheet, rng: random.Random) -> Printed:
    """L7: as L6, but each row starts with a bar on a line of its own."""
    out: list[str] = []
    for line in sheet.lines:
        out.append("|")
        for box in line.boxes:
            if box.text:
                out.append(f"{_flat(box)} |")
            else:
                out[-1] += "|"
    return out, _loose_rows(sheet.lines)


def bars_on_lines(sheet: Sheet, rng: random.Random) -> Printed:
    """L8: one cell a line, a line with a bar between two cells."""
    out: list[str] = []
    for line in sheet.lines:
        for i, box in enumerate(line.boxes):
            if i:
                out.append("|")
            if box.text:
                out.append(_flat(box))
    return out, _loose_rows(sheet.lines)


def _loose_rows(lines: Sequence[Line]) -> Cells:
    """Short rows may be read by their bars, or left ambiguous."""
    truth: Cells = {}
    for line in lines:
        cells = rules.kept(line.contents)
        if not rules.is_complete(line.contents):
            cells = rules.loosen(cells, AMBIGUOUS, MISSING)
        truth.update(cells)
    return truth


# One cell a line


def cell_lines(sheet: Sheet, rng: random.Random) -> Printed:
    """L9: one cell a line, nothing else; empty cells vanish."""
    out: list[str] = []
    for line in sheet.lines:
        for box in line.boxes:
            if box.text:
                out.extend(ValueLine(part, box.content) for part in box.text.split("\n"))
    return out, _vanished(sheet.lines)


def cell_blank_lines(sheet: Sheet, rng: random.Random) -> Printed:
    """L10: blank lines between the cells, stray spaces round the values; empty cells vanish."""
    out: list[str] = []
    for line in sheet.lines:
        for box in line.boxes:
            if box.text:
                stray = " " * rng.randint(0, 7)
                out.extend([rng.choice(("", " ")) + _flat(box, rng.choice(("", " "))) + stray, ""])
    return out, _vanished(sheet.lines)


def first_value(sheet: Sheet, rng: random.Random) -> Printed:
    """L12: only the first value of each row survives."""
    out = []
    truth: Cells = {}
    for line in sheet.lines:
        cells = [_flat(box) for box in line.boxes if box.role != "value"]
        value = next((_flat(box) for box in line.boxes if box.role == "value" and box.text), "")
        has_value = any(box.role == "value" for box in line.boxes)
        out.append(_trailing(_padded([*cells, value] if has_value else cells, sheet.width)))
        truth.update(rules.first_only(line.contents))
    return out, truth


# Reading order


def _wrapped(text: str, size: int) -> list[str]:
    text = text.replace("\n", "")
    return [text[i : i + size] for i in range(0, len(text), size)] or [""]


def _footer(rng: random.Random) -> list[str]:
    page = rng.randint(2, 9)
    return rng.choice(
        ([f"— {page} —"], [f"- {page} -"], [f"第 {page} 页"], [f"第{page}页 共9页"], ["", f"-{page}-", ""])
    )


def pdf(sheet: Sheet, rng: random.Random) -> Printed:
    """L16: numbers after spaces, long labels round their values, group labels torn between the rows."""
    out: list[str] = []
    pieces: list[str] = []
    size = rng.choice((10, 13, 16))
    for line in sheet.lines:
        values = " ".join(_flat(box, "") for box in line.boxes if box.role == "value" and box.text)
        for box in line.boxes:
            if box.role == "group":
                pieces.extend(_wrapped(box.text, rng.choice((2, 3, 4))))
        labels = [_flat(box, "") for box in line.boxes if box.role in ("label", "caption", "head", "corner")]
        if not line.contents and not values:
            out.append(rng.choice((" ", "")).join(labels) if sheet.table == "review" else " ".join(labels))
            continue
        label = labels[0] if labels else ""
        parts = _wrapped(label, size)
        if pieces and rng.random() < 0.7:
            beside = pieces.pop(0)
            if rng.random() < 0.5 or label.startswith(("（", "四")):
                out.append(beside)
            else:
                parts[0] = f"{beside} {parts[0]}"
        if len(parts) == 1:
            out.append(f"{parts[0]} {values}".strip())
        else:
            place = rng.choice(("first", "middle", "last", "between", "after"))
            out.extend(_floated(parts, values, place))
        if rng.random() < 0.08:
            out.extend(_footer(rng))
    return out, _vanished(sheet.lines)


def _floated(parts: list[str], values: str, place: str) -> list[str]:
    half = len(parts) // 2
    if place == "between":
        return [*parts[:half], *([values] if values else []), *parts[half:]]
    if place == "after":
        return [*parts, *([values] if values else [])]
    at = {"first": 0, "middle": half, "last": len(parts) - 1}[place]
    return [f"{part} {values}".strip() if i == at else part for i, part in enumerate(parts)]


def pdf_plain(sheet: Sheet, rng: random.Random) -> Printed:
    """L16 with every row on one line."""
    out = []
    for line in sheet.lines:
        out.append(" ".join(_flat(box, "") for box in line.boxes if box.text))
        if line.contents and rng.random() < 0.08:
            out.extend(_footer(rng))
    return out, _vanished(sheet.lines)


_MIXABLE = (
    *(tab_cells, tsv, tsv_padded, tsv_pages, tsv_ragged, pipes_kept, pipes_dropped, leading_pipes, markdown),
    *(bar_after_cell, bars_on_lines, cell_lines, cell_blank_lines, pdf_plain),
)


def mixed(sheet: Sheet, rng: random.Random) -> Printed:
    """Each table in another layout, as where a page was put together from several sources."""
    return rng.choice(_MIXABLE)(sheet, rng)


def one_line_bars(sheet: Sheet, rng: random.Random) -> Printed:
    """L18 with bars: every cell in turn, empty ones too."""
    return [_flat(box) for line in sheet.lines for box in line.boxes], _loose_rows(sheet.lines)


_ALL = (
    Layout("tab-cells", tab_cells),
    Layout("tsv", tsv),
    Layout("tsv-padded", tsv_padded),
    Layout("tsv-pages", tsv_pages),
    Layout("tsv-ragged", tsv_ragged),
    Layout("tsv-lost-group", tsv_lost_group),
    Layout("pipes-kept", pipes_kept),
    Layout("pipes-collapsed", pipes_collapsed),
    Layout("pipes-dropped", pipes_dropped),
    Layout("pipes-extra-column", pipes_extra_column),
    Layout("leading-pipes", leading_pipes),
    Layout("leading-pipes-ragged", leading_pipes_ragged),
    Layout("markdown", markdown),
    Layout("markdown-ragged", markdown_ragged),
    Layout("bar-after-cell", bar_after_cell),
    Layout("bar-before-row", bar_before_row),
    Layout("bars-on-lines", bars_on_lines),
    Layout("cell-lines", cell_lines),
    Layout("cell-blank-lines", cell_blank_lines),
    Layout("lines-once", cell_lines, once=True),
    Layout("first-value", first_value),
    Layout("pdf", pdf, spaces=False),
    Layout("pdf-plain", pdf_plain, spaces=False),
    Layout("mixed", mixed, spaces=False),
    Layout("one-line-spaces", cell_lines, spaces=False, glue=" "),
    Layout("one-line-bars", one_line_bars, glue=" | "),
)
LAYOUTS = {layout.name: layout for layout in _ALL}
# Layouts in which every cell keeps its place, so that a drawing reads back exactly.
POSITIONAL = ("tab-cells", "tsv", "tsv-padded", "tsv-pages", "tsv-ragged", "leading-pipes", "markdown")
