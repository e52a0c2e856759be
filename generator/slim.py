"""A report without what only its own page shows, so that all reports of a country fit into memory.

What is left is what pages about many reports are made from: who, when, which state each cell has and its number, what
was found. Words, places in the document and the answers of single checks are gone.
"""

from __future__ import annotations

import functools
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from generator.model import Cell, Report, Section

_KEPT = (Section.TITLE, Section.SIGNATURE)
_BARE = tuple(field.name for field in fields(Cell) if field.name not in {"raw", "locator"})
_bare_values = attrgetter(*_BARE)


def slim(report: Report) -> Report:
    """Return a report as pages about many see it; a slim one stays as it is."""
    return replace(
        report,
        cells=tuple(map(_bare, report.cells)),
        narrative={section: report.narrative[section] for section in _KEPT if section in report.narrative},
        checks=(),
        legacy=(),
        facts=(),
        subtotals=(),
        seen_twice=frozenset(),
    )


@functools.lru_cache(maxsize=1 << 16)
def _shared(values: tuple[Any, ...]) -> Cell:
    return Cell(**dict(zip(_BARE, values, strict=True)))


def _bare(cell: Cell) -> Cell:
    # Most cells of most reports are the same: one object for all of them.
    return _shared(_bare_values(cell))
