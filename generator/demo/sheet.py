"""The printed grids of a form with their spans, as the official document draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.demo.truth import Content
from generator.forms import Block, Form, Row, Table
from generator.model import CellKey

Role = Literal["caption", "head", "corner", "group", "label", "value"]
Spell = Callable[[str, Role], str]


@dataclass(frozen=True, slots=True)
class Box:
    """One printed cell of a grid; a newline in ``text`` is a line break inside the cell."""

    text: str
    role: Role
    across: int = 1
    down: int = 1
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """One position of the dense grid: the box that covers it, and whether it is the box's first position."""

    box: Box
    first: bool
    from_above: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row: the boxes that start in it and, densely, everything that covers it."""

    boxes: tuple[Box, ...]
    spots: tuple[Spot, ...]

    @property
    def contents(self) -> tuple[Content, ...]:
        """The value cells of the row, in order."""
        return tuple(box.content for box in self.boxes if box.content is not None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed table."""

    table: str
    heading: str
    lines: tuple[Line, ...]
    width: int
    keys: tuple[CellKey, ...] = field(default=())


def sheets(form: Form, contents: Mapping[CellKey, Content], spell: Spell | None = None) -> tuple[Sheet, ...]:
    """Return the printed tables of a form."""
    return tuple(sheet_of(table, contents, spell) for table in form.tables)


def sheet_of(table: Table, contents: Mapping[CellKey, Content], spell: Spell | None = None) -> Sheet:
    """Return one printed table; ``spell`` says how its heads and labels are printed."""
    build = {"proactive": _proactive, "requests": _requests, "review": _review}
    rows = build[table.code](table, contents)
    if spell is not None:
        rows = [[_respell(box, spell) for box in row] for row in rows]
    lines = _dense(rows)
    keys = tuple(content.key for line in lines for content in line.contents)
    return Sheet(table.code, table.section, lines, len(lines[-1].spots), keys)


def _respell(box: Box, spell: Spell) -> Box:
    if box.role == "value":
        return box
    return Box(spell(box.text, box.role), box.role, box.across, box.down, box.content)


def _value(table: Table, row: Row, column: str, contents: Mapping[CellKey, Content], across: int = 1) -> Box:
    content = contents[CellKey(table.code, row.code, column)]
    return Box(content.text, "value", across, 1, content)


def _proactive(table: Table, contents: Mapping[CellKey, Content]) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for block in table.blocks:
        rows.append([Box(block.caption, "caption", 4)])
        last = len(block.columns) - 1
        wide = 3 - last
        heads = [Box(column.label, "head", wide if i == last else 1) for i, column in enumerate(block.columns)]
        rows.append([Box(block.corner, "corner"), *heads])
        for row in block.rows:
            boxes = [
                _value(table, row, column.code, contents, wide if i == last else 1)
                for i, column in enumerate(block.columns)
            ]
            rows.append([Box(row.label, "label"), *boxes])
    return rows


def _requests(table: Table, contents: Mapping[CellKey, Content]) -> list[list[Box]]:
    block = table.blocks[0]
    first, *middle, last = block.columns
    rows = [
        [Box(block.corner, "corner", 3, 3), Box(block.caption, "head", 7)],
        [Box(first.label, "head", 1, 2), Box(middle[0].under, "head", 5), Box(last.label, "head", 1, 2)],
        [Box(column.label, "head") for column in middle],
    ]
    seen: set[tuple[str, ...]] = set()
    for row in block.rows:
        boxes = []
        for depth in range(1, len(row.under) + 1):
            path = row.under[:depth]
            if path not in seen:
                seen.add(path)
                covered = sum(1 for other in block.rows if other.under[:depth] == path)
                boxes.append(Box(row.under[depth - 1], "group", 1, covered))
        boxes.append(Box(row.label, "label", 3 - len(row.under)))
        rows.append(boxes + [_value(table, row, column.code, contents) for column in block.columns])
    return rows


def _review(table: Table, contents: Mapping[CellKey, Content]) -> list[list[Box]]:
    block: Block = table.blocks[0]
    alone, *pair = block.rows
    heads = [column.label for column in block.columns]
    return [
        [Box(alone.label, "head", 5), Box(pair[0].under[0], "head", 10)],
        [*(Box(head, "head", 1, 2) for head in heads), *(Box(row.label, "head", 5) for row in pair)],
        [Box(head, "head") for _ in pair for head in heads],
        [_value(table, row, column.code, contents) for row in block.rows for column in block.columns],
    ]


def _dense(rows: list[list[Box]]) -> tuple[Line, ...]:
    width = sum(box.across for box in rows[0])
    hanging: dict[int, tuple[Box, int]] = {}
    lines = []
    for boxes in rows:
        spots: list[Spot] = []
        queue = list(boxes)
        while len(spots) < width:
            place = len(spots)
            above = hanging.get(place)
            if above is not None and above[1] > 0:
                hanging[place] = (above[0], above[1] - 1)
                spots.append(Spot(above[0], False, True))
                continue
            box = queue.pop(0)
            for step in range(box.across):
                hanging[place + step] = (box, box.down - 1)
                spots.append(Spot(box, step == 0))
        lines.append(Line(tuple(boxes), tuple(spots)))
    return tuple(lines)
