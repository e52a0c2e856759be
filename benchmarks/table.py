"""What was measured, as rows, and the rows as a Markdown table: a line a stage, a column a size."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cost import Cost


@dataclass(frozen=True, slots=True)
class Row:
    """One measure at one size.

    ``count`` and ``unit`` say of what (pages, documents). Either ``cost`` is given or an ``amount`` with its unit;
    neither where it could not be measured, and then ``note`` says why. ``ratio`` is how many times this line ours is
    where the line is a floor, and otherwise what ``beside`` says.
    """

    group: str
    what: str
    bodies: int
    count: int = 0
    unit: str = ""
    cost: Cost | None = None
    amount: float | None = None
    amount_unit: str = ""
    ratio: float | None = None
    beside: str = ""
    note: str = ""

    @property
    def each(self) -> float:
        """Milliseconds of processor time for one page or document; 0 where nothing was measured."""
        return 1000 * self.cost.cpu / self.count if self.cost and self.count else 0.0


def floor(ours: Row, what: str, count: int, cost: Cost, note: str = "") -> Row:
    """Return the line of a floor, with the times that ours is of it, for one page or document each."""
    row = Row(ours.group, f"floor: {what}", ours.bodies, count, ours.unit, cost, note=note)
    return dataclasses.replace(row, ratio=ours.each / row.each if row.each else None, beside="ours ÷ this")


_HERE = re.compile(r"(?:/[\w.+@-]+){2,}")


def missing(group: str, what: str, bodies: int, why: str) -> Row:
    """Return the line of something that could not be measured here."""
    # No path of this machine belongs into the results.
    said = _HERE.sub("…", why.strip()).splitlines() or ["no reason given"]
    return Row(group, what, bodies, note=f"not measured: {said[-1]}")


def markdown(rows: Iterable[Row]) -> str:
    """Return the table; lines in the order in which they were first measured."""
    rows = list(rows)
    sizes = sorted({row.bodies for row in rows})
    lines: dict[tuple[str, str], dict[int, Row]] = {}
    for row in rows:
        lines.setdefault((row.group, row.what), {})[row.bodies] = row
    order = list(dict.fromkeys(group for group, _ in lines))
    head = ["stage", "what", *(f"{size:,} bodies" for size in sizes)]
    table = [_line(head), _line(["---"] * len(head))]
    for (group, what), found in sorted(lines.items(), key=lambda line: order.index(line[0][0])):
        table.append(_line([group, what, *(_cell(found[size]) if size in found else "" for size in sizes)]))
    return "\n".join(table) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(row: Row) -> str:
    parts = []
    if row.cost:
        wall = f" ({_figure(row.cost.wall)} wall)" if row.cost.wall else ""
        parts.append(f"{_figure(row.cost.cpu)} s{wall}")
        if row.count:
            parts.append(f"{_figure(row.each)} ms × {row.count:,} {row.unit}")
        together = f" / {row.cost.together:.0f}" if row.cost.together else ""
        parts.append(f"{row.cost.largest:.0f}{together} MiB")
    if row.amount is not None:
        parts.append(f"{_figure(row.amount)} {row.amount_unit}")
    if row.ratio is not None:
        parts.append(f"**{_figure(row.ratio)}** {row.beside}")
    if row.note:
        parts.append(row.note)
    return " · ".join(parts).replace("|", "/")


def _figure(value: float) -> str:
    """Print three digits, or all before the point."""
    if value == 0 or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def to_json(row: Row) -> str:
    """Return a row as a line of JSON."""
    return json.dumps(dataclasses.asdict(row), ensure_ascii=False)


def from_json(line: str) -> Row:
    """Return the row of a line written by ``to_json``."""
    values: Mapping[str, Any] = json.loads(line)
    return Row(**{**values, "cost": Cost(**values["cost"]) if values["cost"] else None})


def read(path: Path) -> list[Row]:
    """Return the rows of a file."""
    return [from_json(line) for line in path.read_text(encoding="utf-8").splitlines()]
