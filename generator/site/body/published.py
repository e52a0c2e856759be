"""What a body published (table 二), a line a matter."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import CellKey
from generator.site.facts import Facts, anchor
from generator.site.marks import Mark, figure_mark


@dataclass(frozen=True, slots=True)
class Matter:
    """One row of table 二 with its figures: printed head, mark, anchor."""

    label: str
    figures: tuple[tuple[str, Mark, str], ...]


def published(facts: Facts) -> tuple[Matter, ...]:
    """Return the rows of table 二 in printed order; none where the report has no cells."""
    if facts.form is None or not facts.report.cells:
        return ()
    return tuple(
        Matter(
            row.label,
            tuple(
                (
                    column.label,
                    figure_mark(facts.one("proactive", row.code, column.code)),
                    anchor(CellKey("proactive", row.code, column.code)),
                )
                for column in block.columns
            ),
        )
        for block, row in facts.form.table("proactive").printed_rows()
    )
