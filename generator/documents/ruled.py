"""Tables rebuilt from the rules of a page.

The rules of a table make a fine grid of places. Two places belong to one cell where no rule parts them: so a merged
cell is one cell, a line that is missing merges what it should part (and is never guessed), and a stray or hidden line
that parts nothing changes nothing. Characters, not words, are given to cells, since a label's bracket may stand
nearer to a figure than two words do.
"""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.documents.page import Box, Glyph, Page, Rule, around
from generator.documents.words import lines_of, unbroken

# Rules nearer than this (points) are one: double lines, borders drawn cell by cell.
_SNAP = 3.0
# Pieces of one rule may lie this far apart (points): dashes, the gaps at crossings.
_GAP = 4.0
# A shorter piece (points) is no rule.
_SHORTEST = 5.0
# Share of a place's side that a rule covers if it parts two places.
_COVERED = 0.75
# Nothing can stand between two rules nearer than this share of the page's usual character height.
_NARROW = 0.5
_MAX_PLACES = 40_000
_MAX_PAIRS = 1_000_000
_MAX_GROUPS = 500
# A table of its own within another has at least so many rules each way.
_WHOLE = 4

_Rules = tuple[list[Rule], list[Rule]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its characters, its box, and the grid position (row, column) of its first place.

    ``room`` is how broad the broadest line is among the cells right above and below it, as far as the table goes.
    """

    glyphs: tuple[Glyph, ...]
    box: Box
    row: int
    column: int
    last_row: int
    last_column: int
    room: float = 0.0

    @property
    def text(self) -> str:
        """Return what is printed in the cell, its lines joined by a space unless a figure had no room to go on."""
        lines = lines_of(self.glyphs)
        if len(lines) > 1 and all(len(line) == 1 for line in lines):
            joined = unbroken([line[0] for line in lines], self.room, self.box[2] - self.box[0])
            if joined is not None:
                return joined.text
        return " ".join(word.text for line in lines for word in line)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells by row, the upright and level edges of its places, and whether its ends are closed by a rule.

    ``rows`` has the cells whose first place is in that row, from left to right.
    """

    box: Box
    columns: tuple[float, ...]
    bands: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    closed_above: bool
    closed_below: bool


def grids_of(page: Page) -> list[Grid]:
    """Return the tables that the rules of a page make, from top to bottom."""
    level = _joined([rule for rule in page.rules if rule.level])
    upright = [_turned(rule) for rule in _joined([_turned(rule) for rule in page.rules if not rule.level])]
    if len(level) * len(upright) > _MAX_PAIRS:
        return []
    narrow = _SNAP
    if page.glyphs:
        narrow = max(_SNAP, _NARROW * statistics.median(glyph.bottom - glyph.top for glyph in page.glyphs))
    grids: list[Grid] = []
    glyphs = list(page.glyphs)
    for group in sorted(_connected(level, upright), key=lambda group: _area(around([*group[0], *group[1]]))):
        grid = _grid(glyphs, *group, narrow)
        if grid is not None:
            grids.append(grid)
            x0, top, x1, bottom = grid.box
            glyphs = [glyph for glyph in glyphs if not (x0 <= glyph.middle[0] < x1 and top <= glyph.middle[1] < bottom)]
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _turned(rule: Rule) -> Rule:
    return Rule(rule.top, rule.x0, rule.bottom, rule.x1)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Return level rules with pieces of one line made one; those on nearly one height share it."""
    joined: list[Rule] = []
    for height, group in _heights(rules):
        start = end = None
        for rule in sorted(group, key=lambda rule: rule.x0):
            if end is not None and rule.x0 - end <= _GAP:
                end = max(end, rule.x1)
                continue
            if start is not None and end is not None:
                joined.append(Rule(start, height, end, height))
            start, end = rule.x0, rule.x1
        if start is not None and end is not None:
            joined.append(Rule(start, height, end, height))
    return [rule for rule in joined if rule.x1 - rule.x0 >= _SHORTEST]


def _heights(rules: Iterable[Rule]) -> Iterator[tuple[float, list[Rule]]]:
    """Yield the rules by height; those nearer to the first of a group than a line's breadth belong to it."""
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.top):
        if group and rule.top - group[0].top > _SNAP:
            yield group[0].top, group
            group = []
        group.append(rule)
    if group:
        yield group[0].top, group


def _connected(level: Sequence[Rule], upright: Sequence[Rule]) -> list[_Rules]:
    """Return the level and upright rules of each table: those that touch, and what touches those."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for number, across in enumerate(level):
        for other, down in enumerate(upright, start=len(level)):
            if (
                across.x0 - _GAP <= down.x0 <= across.x1 + _GAP
                and down.top - _GAP <= across.top <= down.bottom + _GAP
                and root(number) != root(other)
            ):
                parent[root(other)] = root(number)
    groups: dict[int, _Rules] = {}
    for index, rule in enumerate([*level, *upright]):
        groups.setdefault(root(index), ([], []))[0 if index < len(level) else 1].append(rule)
    return _apart([group for group in groups.values() if group[1]])


def _apart(groups: Sequence[_Rules]) -> list[_Rules]:
    """Return the groups of rules, those made one that lie over each other: a table drawn in several pieces.

    A whole table within a frame stays its own.
    """
    left: list[_Rules] = []
    for group in groups[:_MAX_GROUPS]:
        whole = group
        while over := next((other for other in left if _are_one(whole, other)), None):
            left.remove(over)
            whole = whole[0] + over[0], whole[1] + over[1]
        left.append(whole)
    return left


def _are_one(first: _Rules, second: _Rules) -> bool:
    box, other = around([*first[0], *first[1]]), around([*second[0], *second[1]])
    if not _overlap(box, other):
        return False
    inner = first if _area(box) < _area(other) else second
    return len(inner[0]) < _WHOLE or len(inner[1]) < _WHOLE


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _overlap(first: Box, second: Box) -> bool:
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return across > _SNAP and down > _SNAP


def _grid(glyphs: Sequence[Glyph], level: Sequence[Rule], upright: Sequence[Rule], narrow: float) -> Grid | None:
    """Return the table that touching rules make; ``None`` where they part nothing."""
    box = around([*level, *upright])
    columns = _edges([rule.x0 for rule in upright], box[0], box[2], narrow)
    bands = _edges([rule.top for rule in level], box[1], box[3], narrow)
    across, down = len(columns) - 1, len(bands) - 1
    if across < 1 or down < 1 or across * down < 2 or across * down > _MAX_PLACES:
        return None
    walls_right = _walls(upright, columns, bands)
    walls_below = _walls([_turned(rule) for rule in level], bands, columns)
    owner = _owners(across, down, walls_right, walls_below)
    if len(set(owner.values())) < 2:
        return None
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        x, y = glyph.middle
        if columns[0] <= x < columns[-1] and bands[0] <= y < bands[-1]:
            place = (bisect_right(bands, y) - 1, bisect_right(columns, x) - 1)
            inside.setdefault(owner[place], []).append(glyph)
    rows = _rows(owner, inside, columns, bands)
    edge = range(across)
    return Grid(
        (columns[0], bands[0], columns[-1], bands[-1]),
        tuple(columns),
        tuple(bands),
        rows,
        closed_above=all((0, column) in walls_below for column in edge),
        closed_below=all((down, column) in walls_below for column in edge),
    )


def _edges(values: Iterable[float], first: float, last: float, narrow: float) -> list[float]:
    """Return the distinct edges between ``first`` and ``last``, those with no room between made one."""
    edges: list[float] = [first]
    for value in sorted(values):
        if value - edges[-1] > narrow:
            edges.append(value)
    if last - edges[-1] > narrow:
        edges.append(last)
    return edges


def _walls(rules: Sequence[Rule], edges: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Return where upright ``rules`` part places: (number of the edge, number of the place along it)."""
    covered: dict[tuple[int, int], float] = {}
    for rule in rules:
        edge = min(range(len(edges)), key=lambda index: abs(edges[index] - rule.x0))
        first = max(bisect_right(along, rule.top) - 1, 0)
        for place in range(first, len(along) - 1):
            if along[place] >= rule.bottom:
                break
            length = min(rule.bottom, along[place + 1]) - max(rule.top, along[place])
            covered[edge, place] = covered.get((edge, place), 0.0) + length
    return {
        (edge, place)
        for (edge, place), length in covered.items()
        if length >= _COVERED * (along[place + 1] - along[place])
    }


def _owners(
    across: int, down: int, right: set[tuple[int, int]], below: set[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Return for each place (row, column) the number of the cell it belongs to."""
    owner: dict[tuple[int, int], int] = {}
    for number, start in enumerate(itertools.product(range(down), range(across))):
        if start in owner:
            continue
        owner[start] = number
        open_places = [start]
        while open_places:
            row, column = open_places.pop()
            for place, wall in (
                ((row, column + 1), (column + 1, row) in right),
                ((row, column - 1), (column, row) in right),
                ((row + 1, column), (row + 1, column) in below),
                ((row - 1, column), (row, column) in below),
            ):
                if not wall and place not in owner and 0 <= place[0] < down and 0 <= place[1] < across:
                    owner[place] = number
                    open_places.append(place)
    return owner


def _rows(
    owner: dict[tuple[int, int], int],
    inside: dict[int, list[Glyph]],
    columns: Sequence[float],
    bands: Sequence[float],
) -> tuple[tuple[Cell, ...], ...]:
    places: dict[int, list[tuple[int, int]]] = {}
    for place, number in owner.items():
        places.setdefault(number, []).append(place)
    rows: list[list[Cell]] = [[] for _ in range(len(bands) - 1)]
    for number, own in places.items():
        first, last = min(row for row, _ in own), max(row for row, _ in own)
        left, right = min(column for _, column in own), max(column for _, column in own)
        box = columns[left], bands[first], columns[right + 1], bands[last + 1]
        rows[first].append(Cell(tuple(inside.get(number, ())), box, first, left, last, right))
    room: dict[tuple[int, int], float] = {}
    for cell in itertools.chain.from_iterable(rows):
        widest = max((line[-1].x1 - line[0].x0 for line in lines_of(cell.glyphs)), default=0.0)
        sides = cell.column, cell.last_column
        room[sides] = max(room.get(sides, 0.0), widest)
    rows = [[replace(cell, room=room[cell.column, cell.last_column]) for cell in row] for row in rows]
    return tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)
