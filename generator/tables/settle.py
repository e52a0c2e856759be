"""Which figure of a printed row stands in which column, by the data set's rule "which column".

As many printed cells as columns: in order. Fewer: only where every column has a cell of its own at the
grid positions that complete rows of the same fragment prove, and no label stands in one. Otherwise the
columns cannot be known and the whole row is ambiguous.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.tables.items import SHORTEST_BROKEN, STREAM, Item, ItemKind

Positions = tuple[int, ...]
# What readers put where ink stands that they cannot read.
_UNREAD = "\ufffd"


@dataclass(slots=True)
class Evidence:
    """What the complete rows of a table prove: by fragment and number of columns, where its columns stand.

    ``keeps_places`` says whether empty cells at a row's end mean something in this table; ``cells_apart``
    whether the document itself keeps every cell apart; ``offsets`` are the numbers of empty cells that stand
    between label and figures in complete rows. Where rows lost the group cells left of their label, the
    columns stand elsewhere in them: ``beside_label`` is by the place of the first cell right of the label too.
    ``ends`` is where complete rows end, padding included; ``by_heads`` is what heads prove; ``marked`` where
    anything is printed in the rows of one depth of label.
    By number of columns, ``longest`` is how many digits the longest figure of full rows has, and ``broken`` how
    many the longest one has that is followed by what may be its broken end, in each row with too many figures.
    """

    proved: dict[tuple[int, int], set[Positions]] = field(default_factory=dict)
    beside_label: dict[tuple[int, int, int], set[Positions]] = field(default_factory=dict)
    ends: dict[tuple[int, Positions], set[int]] = field(default_factory=dict)
    by_heads: set[tuple[int, Positions]] = field(default_factory=set)
    marked: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    longest: dict[int, int] = field(default_factory=dict)
    broken: dict[int, list[int]] = field(default_factory=dict)
    offsets: set[int] = field(default_factory=set)
    keeps_places: bool = True
    cells_apart: bool = False
    bars: bool = False

    def add(self, cells: Sequence[Item]) -> None:
        """Note a complete row: the cells right of its label, one figure for every column among them."""
        marked = [index for index, item in enumerate(cells) if item.marked]
        places = tuple(cells[index].position for index in marked)
        if cells[0].place and self._heads_elsewhere(cells, places):
            return
        self.offsets.add(marked[0])
        self.add_places(cells[0].fragment, places)
        self.ends.setdefault((cells[0].fragment, places), set()).add(cells[-1].position)
        self.beside_label.setdefault((cells[0].fragment, len(places), cells[0].position), set()).add(places)

    def note(self, cells: Sequence[Item]) -> None:
        """Note where anything is printed in a row, complete or not."""
        if cells:
            places = self.marked.setdefault((cells[0].fragment, cells[0].position), set())
            places.update(item.position for item in cells if item.marked)

    def note_broken(self, cells: Sequence[Item], columns: int) -> None:
        """Note a row with more figures than columns: a narrow column broke a long one in two (14770, 1)."""
        figures = [item for item in cells if item.has_digit]
        if len(figures) < columns:
            return
        self.longest[columns] = max([self.longest.get(columns, 0), *(item.digits for item in figures)])
        longest = max(_breakable(figures), default=0)
        if longest and columns > 1 and len(figures) > columns and len(figures) % columns:
            self.broken.setdefault(columns, []).append(longest)

    def may_be_broken(self, cells: Sequence[Item], columns: int) -> bool:
        """Say whether a row may hold the two halves of a figure.

        That is so where several rows have too many figures, or one has whose figures are the table's longest.
        """
        broken = self.broken.get(columns, [])
        if not broken or (len(broken) == 1 and broken[0] < self.longest[columns]):
            return False
        return max(_breakable(cells), default=0) >= min(broken)

    def places(self, first: Item, columns: int) -> list[Positions]:
        """Return where ``columns`` columns may stand in a row whose first cell right of the label is ``first``.

        Rows with a label of the same depth prove it best. Those of another depth count only if nothing in
        rows of this depth stands elsewhere, and, where rows lose their group cells, if the columns are seen
        to stay in place at several depths or under their heads.
        """
        same_depth = self.beside_label.get((first.fragment, columns, first.position))
        if same_depth:
            return sorted(same_depth)
        seen = self.marked.get((first.fragment, first.position), set())
        return [
            places
            for places in sorted(self.proved.get((first.fragment, columns), set()))
            if seen <= set(places) and (not self.bars or self._stays(first.fragment, places))
        ]

    def same_width(self, cells: Sequence[Item], places: Positions) -> bool:
        """Say whether a row is as wide as a complete one, where complete rows have their columns at several places.

        There rows lost the cells of groups, and a row with an empty cell after its label is another kind of row.
        """
        if len(self.proved[cells[0].fragment, len(places)]) == 1:
            return True
        return cells[-1].position in self.ends.get((cells[0].fragment, places), {cells[-1].position})

    def contradicts(self, cells: Sequence[Item], marked: Sequence[Item]) -> bool:
        """Say whether as many figures as columns stand where heads or other rows of a grid do not have the columns.

        A column that the form does not have (remarks) may have given a figure for one that is empty.
        """
        if not marked or not cells[0].place:
            return False
        fragment, own = cells[0].fragment, tuple(item.position for item in marked)
        if (fragment, own) in self.by_heads:
            return False
        at = {item.position for item in cells}
        same_depth = self.beside_label.get((fragment, len(own), cells[0].position), set())
        return self._heads_elsewhere(cells, own) or any(
            own != places and at.issuperset(places) for places in same_depth
        )

    def _heads_elsewhere(self, cells: Sequence[Item], places: Positions) -> bool:
        """Say whether heads prove other places for the columns, and the row has cells at all of those."""
        at = {item.position for item in cells}
        heads = {proved for of, proved in self.by_heads if of == cells[0].fragment and len(proved) == len(places)}
        return places not in heads and any(at.issuperset(proved) for proved in heads)

    def _stays(self, fragment: int, places: Positions) -> bool:
        depths = [
            proved
            for (of_fragment, columns, _), proved in self.beside_label.items()
            if of_fragment == fragment and columns == len(places)
        ]
        return (fragment, places) in self.by_heads or (len(depths) > 1 and all(proved == {places} for proved in depths))

    def add_heads(self, fragment: int, positions: Iterable[int]) -> None:
        """Note that the heads of the columns of ``fragment`` stand at these grid positions."""
        places = tuple(positions)
        self.by_heads.add((fragment, places))
        self.add_places(fragment, places)

    def add_places(self, fragment: int, positions: Iterable[int]) -> None:
        """Note that the columns of ``fragment`` stand at these grid positions."""
        places = tuple(positions)
        self.proved.setdefault((fragment, len(places)), set()).add(places)


@dataclass(frozen=True, slots=True)
class Settled:
    """``cells`` has one item a column, or is ``None`` where the columns cannot be known."""

    cells: tuple[Item | None, ...] | None
    blank: bool = False


def settle(cells: Sequence[Item], columns: int, evidence: Evidence) -> Settled:
    """Settle one printed row: the ``cells`` right of its label, for ``columns`` columns."""
    marked = [item for item in cells if item.marked]
    if evidence.may_be_broken(marked, columns):
        # In this table figures break; this row may have lost an empty cell and gained the end of a figure.
        return Settled(None)
    if any(_UNREAD in item.text for item in marked) and not (
        len(cells) == columns and all(item.cell for item in cells)
    ):
        # Ink that nobody could read may be no figure of this row at all.
        return Settled(None)
    if len(marked) == columns:
        return Settled(None if evidence.contradicts(cells, marked) else tuple(marked))
    figures = [item for item in marked if item.has_digit]
    if len(figures) == columns and all(item.kind is ItemKind.VALUE for item in marked):
        # What else is printed is mere signs, such as a stroke torn off a label.
        return Settled(tuple(figures))
    if not any(item.kind is ItemKind.VALUE for item in cells):
        return _without_figures(cells, columns)
    return _short(cells, columns, evidence) if len(marked) < columns else Settled(None)


def _short(cells: Sequence[Item], columns: int, evidence: Evidence) -> Settled:
    """Settle a row with fewer figures than columns."""
    return (_by_count if cells[0].row == STREAM else _by_grid)(cells, columns, evidence)


def _breakable(cells: Sequence[Item]) -> list[int]:
    """Return the digits of figures that the next one may be the broken end of."""
    return [
        first.digits
        for first, second in itertools.pairwise(cells)
        if SHORTEST_BROKEN <= first.digits >= second.digits > 0
    ]


def _without_figures(cells: Sequence[Item], columns: int) -> Settled:
    """Settle a row without figures as blank; where cells only follow each other, each must have left a trace."""
    if not cells:
        return Settled((None,) * columns)
    if cells[0].row == STREAM and len(cells) < columns:
        return Settled((None,) * columns)
    padded = [*cells[:columns], *[cells[-1]] * (columns - len(cells))]
    return Settled(tuple(padded), blank=True)


def _by_count(cells: Sequence[Item], columns: int, evidence: Evidence) -> Settled:
    last = max(index for index, item in enumerate(cells) if item.marked)
    if len(cells) != columns or evidence.offsets != {0} or (last < columns - 1 and not evidence.keeps_places):
        return Settled(None)
    return Settled(tuple(cells))


def _by_grid(cells: Sequence[Item], columns: int, evidence: Evidence) -> Settled:
    if (evidence.cells_apart or cells[0].place) and len(cells) == columns and evidence.offsets <= {0}:
        return Settled(tuple(cells))
    at = {item.position: item for item in cells}
    marked = [item.position for item in cells if item.marked]
    proved = evidence.places(cells[0], columns)
    if cells[0].place and sum(all(place in at for place in places) for places in proved) > 1:
        return Settled(None)
    fits = [
        places
        for places in proved
        if all(place in at for place in places) and set(marked) <= set(places) and evidence.same_width(cells, places)
    ]
    if len(fits) != 1 or (max(marked) < fits[0][-1] and not evidence.keeps_places):
        return Settled(None)
    return Settled(tuple(at[place] for place in fits[0]))
