"""The tables that ruling lines make: cells at grid positions, merged cells kept, breaks in the rules closed."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from generator.documents.scans.clean import EM
from generator.documents.scans.rules import Line, Rules

if TYPE_CHECKING:
    from generator.documents.scans.engine import Picture

# Edges nearer than this (characters) are one edge.
_SNAP = 0.45
# A side of a cell is ruled where so much of it is; where less but some, its rule is broken.
_RULED, _BROKEN = 0.5, 0.2
# Rules that come so near to each other belong to one table.
_TOUCH = 0.35
# No rule is darker than this in the measure of rules.
_BLACK = 200.0
# A table is closed where its open rules end, if they reach so far beyond its last edge.
_BEYOND = 0.7
# The rules of one table are about as dark as each other: what has less than this share of it is a fold or a mark.
_PALE = 0.35
# What has fewer upright rules is no table that rules make: its words say more.
_FEWEST = 2
# Strokes of figures beside each other look like a rule of less than so many characters.
_LONG = 4.0
# A rule lies no farther than this (characters) from the side of the cell it makes.
_ALONG = 0.3
# Ink that reaches so far to both sides of a missing rule (characters) goes across it.
_ACROSS = 0.1

_Region = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its grid row and column, over how many it reaches, and its box between the rules (pixels)."""

    row: int
    column: int
    down: int
    across: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its cells in reading order, its outer box, and the x of its upright edges (pixels).

    In the rows of ``unsure`` ink goes across a place where an upright rule stands above and below, or stands broken:
    whether two cells are one there, and so which cell is in which column, is not known.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    box: tuple[int, int, int, int]
    edges: tuple[float, ...]
    unsure: frozenset[int] = frozenset()


def grids_of(rules: Rules, dark: Picture) -> tuple[Grid, ...]:
    """Return the tables on a page, from top to bottom; ``dark`` is the ink that is no rule."""
    reach = round(_TOUCH * EM) | 1
    joined = cv2.dilate(rules.mask, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    level = _by_label(rules.level, labels)
    upright = _by_label(rules.upright, np.ascontiguousarray(labels.T))
    loose = [line for label, lines in upright.items() if label not in level for line in lines]
    grids = []
    for label in range(1, len(stats)):
        own = _alike(level.get(label, []), upright.get(label, []), loose)
        grid = _grid(*own, rules, dark)
        if grid is not None:
            grids.append(grid)
    return tuple(sorted(grids, key=lambda grid: (grid.box[1], grid.box[0])))


def edges_of(grids: Sequence[Grid], rules: Rules) -> tuple[Picture, Picture]:
    """Return the ink of rules along the sides of cells, and of long ones elsewhere; what is neither may be text."""
    sides = np.zeros_like(rules.level_mask)
    for grid in grids:
        for cell in grid.cells:
            x0, y0, x1, y1 = cell.box
            cv2.rectangle(sides, (x0, y0), (x1, y1), 1, 2 * round(_ALONG * EM) + 1)
    long = np.zeros_like(sides)
    for mask in (rules.level_mask, rules.upright_mask):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
        lengths = stats[:, [2, 3]].max(axis=1)
        lengths[0] = 0
        long |= (lengths >= _LONG * EM)[labels].astype(np.uint8)
    return np.asarray(rules.mask & sides, np.uint8), np.asarray(rules.mask & long & ~sides & 1, np.uint8)


def _by_label(lines: Sequence[Line], labels: Picture) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        here = labels[max(0, round(line.at) - 4) : round(line.at) + 5, round(line.anchor)]
        label = int(here.max(initial=0))
        found.setdefault(label, []).append(line)
    return found


def _alike(level: Sequence[Line], upright: Sequence[Line], loose: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Leave out lines much paler than the table's others, and upright ones that run on alone past it: folds, marks.

    ``loose`` are the page's upright lines that touch no level one.
    """
    if not level or not upright:
        return list(level), list(upright)
    usual = statistics.median(min(line.depth, _BLACK) for line in (*level, *upright))
    level = [line for line in level if line.depth >= _PALE * usual]
    upright = [line for line in upright if line.depth >= _PALE * usual]
    strays = [*_strays(upright, level), *loose]
    kept = [line for line in upright if not any(abs(line.at - stray.at) <= _SNAP * EM for stray in strays)]
    aside = _strays(level, upright)
    return [line for line in level if line not in aside], kept


def _strays(lines: Sequence[Line], across: Sequence[Line]) -> list[Line]:
    """Return the lines that run on past the table where no other does."""
    if not across or len(lines) < 3:
        return []
    first, last = min(line.at for line in across), max(line.at for line in across)
    starts, ends = sorted(line.start for line in lines)[1], sorted(line.end for line in lines)[-2]
    return [line for line in lines if line.start < min(first, starts) - EM or line.end > max(last, ends) + EM]


def _grid(level: Sequence[Line], upright: Sequence[Line], rules: Rules, dark: Picture) -> Grid | None:
    ys, xs = _edges(level, upright), _edges(upright, level)
    if len(upright) < _FEWEST or len(level) < 1 or len(ys) * len(xs) <= 4:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    right, unsure = _closed(_ruled(rules.upright_mask, xs, ys), _crossed(dark, xs, ys))
    below, _ = _closed(
        _ruled(np.ascontiguousarray(rules.level_mask.T), ys, xs), _crossed(np.ascontiguousarray(dark.T), ys, xs)
    )
    cells = []
    for top, left, down, across in sorted(_regions(rows, columns, right, below)):
        box = (round(xs[left]), round(ys[top]), round(xs[left + across]), round(ys[top + down]))
        cells.append(Cell(top, left, down, across, box))
    return Grid(
        tuple(cells), rows, columns, (round(xs[0]), round(ys[0]), round(xs[-1]), round(ys[-1])), tuple(xs), unsure
    )


def _closed(
    ruled: Sequence[Sequence[float]], crossed: Callable[[int, int], bool]
) -> tuple[list[list[bool]], frozenset[int]]:
    """Return for each edge and each band whether it parts the cells beside it; and the bands where that is not sure.

    So it is where it is ruled; and where its rule is broken, or is lost but there in the bands before and after, if
    no ink goes across: what stands in a merged cell there goes across, or its neighbours are merged too.
    """
    closed = [[share >= _RULED for share in sides] for sides in ruled]
    result = [list(sides) for sides in closed]
    unsure = set()
    for edge, band in itertools.product(range(len(ruled)), range(len(ruled[0]))):
        if closed[edge][band] or edge in {0, len(ruled) - 1}:
            continue
        beside = [closed[edge][other] for other in (band - 1, band + 1) if 0 <= other < len(ruled[0])]
        broken = ruled[edge][band] >= _BROKEN and any(beside)
        lost = len(beside) == 2 and all(beside)
        if broken or lost:
            result[edge][band] = not crossed(edge, band)
            if not result[edge][band]:
                unsure.add(band)
    return result, frozenset(unsure)


def _crossed(dark: Picture, xs: Sequence[float], ys: Sequence[float]) -> Callable[[int, int], bool]:
    """Return a function that says of an edge and a band whether ink goes across."""

    def crossed(edge: int, band: int) -> bool:
        at, aside = round(xs[edge]), max(2, round(_ACROSS * EM))
        top, bottom = round(ys[band]) + 3, round(ys[band + 1]) - 3
        return bool(dark[top:bottom, max(0, at - aside) : at + aside + 1].any())

    return crossed


def _edges(lines: Sequence[Line], crossing: Sequence[Line]) -> list[float]:
    """Return where the edges of a grid lie; open ends of the rules across them close it."""
    edges: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if edges and line.at - edges[-1][-1].at <= _SNAP * EM:
            edges[-1].append(line)
        else:
            edges.append([line])
    found = [_weighted(group) for group in edges]
    if len(crossing) >= 2:
        starts, ends = sorted(line.start for line in crossing), sorted(line.end for line in crossing)
        # Two rules at least must reach beyond: one may be a stray stroke.
        if not found or starts[1] < found[0] - _BEYOND * EM:
            found.insert(0, starts[0])
        if ends[-2] > found[-1] + _BEYOND * EM:
            found.append(ends[-1])
    return found


def _weighted(lines: Iterable[Line]) -> float:
    pairs = [(line.at, line.end - line.start) for line in lines]
    return sum(at * length for at, length in pairs) / sum(length for _, length in pairs)


def _ruled(mask: Picture, xs: Sequence[float], ys: Sequence[float]) -> list[list[float]]:
    """Return for each edge x and each band between two ys how much of that side is ruled (0 to 1)."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((round(0.6 * EM) | 1, 1), np.uint8))
    aside = round(_SNAP * EM)
    shares = []
    for x in xs:
        near = closed[:, max(0, round(x) - aside) : round(x) + aside + 1].any(axis=1)
        sides = []
        for top, bottom in itertools.pairwise(ys):
            inset = 0.12 * (bottom - top)
            side = near[round(top + inset) : max(round(bottom - inset), round(top + inset) + 1)]
            sides.append(float(side.mean()) if side.size else 0.0)
        shares.append(sides)
    return shares


def _regions(
    rows: int, columns: int, closed_right: Sequence[Sequence[bool]], closed_below: Sequence[Sequence[bool]]
) -> Iterator[_Region]:
    """Yield the cells (row, column, down, across): positions with no rule between them are one."""
    seen: set[tuple[int, int]] = set()
    for row, column in itertools.product(range(rows), range(columns)):
        if (row, column) in seen:
            continue
        region, queue = {(row, column)}, [(row, column)]
        while queue:
            at, by = queue.pop()
            near = []
            if by + 1 < columns and not closed_right[by + 1][at]:
                near.append((at, by + 1))
            if by > 0 and not closed_right[by][at]:
                near.append((at, by - 1))
            if at + 1 < rows and not closed_below[at + 1][by]:
                near.append((at + 1, by))
            if at > 0 and not closed_below[at][by]:
                near.append((at - 1, by))
            queue += [place for place in near if place not in region]
            region.update(near)
        seen |= region
        yield from _boxes(region)


def _boxes(region: set[tuple[int, int]]) -> Iterator[_Region]:
    """Yield a region as one cell where it is straight; rules with holes leave a crooked one: then row by row."""
    top, bottom = min(row for row, _ in region), max(row for row, _ in region)
    left, right = min(column for _, column in region), max(column for _, column in region)
    if len(region) == (bottom - top + 1) * (right - left + 1):
        yield top, left, bottom - top + 1, right - left + 1
        return
    for row in range(top, bottom + 1):
        columns = sorted(column for at, column in region if at == row)
        start = before = columns[0]
        for column in [*columns[1:], -1]:
            if column != before + 1:
                yield row, start, 1, before - start + 1
                start = column
            before = column
