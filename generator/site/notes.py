"""What is noted at cells of the tables: each broken sum with the cells that disagree, each other finding about a cell.

A note has a number that stands in the cell; below the table it is said in a sentence, and leads to its finding.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from generator.checks.equations import Equation, equations_of
from generator.model import CellKey, Finding, Report, Severity
from generator.site.facts import Facts, anchor
from generator.site.safe import plain

# Below a table so many notes are spelt out; the others stand among the findings.
SPELT_OUT = 12


@dataclass(frozen=True, slots=True)
class Note:
    """A note at the cell ``key``: ``finding`` is the anchor of its finding, ``cells`` are those that disagree.

    ``printed`` and ``computed`` are there for a broken sum only.
    """

    number: int
    key: CellKey
    finding: str
    message: str
    cells: frozenset[CellKey] = frozenset()
    printed: str = ""
    computed: str = ""

    @property
    def anchor(self) -> str:
        """The anchor of the cell."""
        return anchor(self.key)


def notes_of(facts: Facts) -> Mapping[str, tuple[Note, ...]]:
    """Return the notes at a report's cells by table, numbered from 1 in each."""
    sums = _sums(facts.report.form)
    found: dict[str, list[Note]] = {}
    for finding, address in finding_anchors(facts.report):
        if not finding.column or facts.cell(finding.key) is None:
            continue
        equation = sums.get((finding.rule, finding.key))
        if equation is None and finding.severity is Severity.INFO:
            continue
        notes = found.setdefault(finding.table, [])
        note = Note(len(notes) + 1, finding.key, address, plain(finding.message))
        if equation is not None:
            cells = frozenset((*equation.left, *equation.right))
            note = Note(note.number, note.key, address, note.message, cells, finding.actual, finding.expected)
        notes.append(note)
    return {table: tuple(notes) for table, notes in found.items()}


def finding_anchors(report: Report) -> tuple[tuple[Finding, str], ...]:
    """Return a report's findings, each with the anchor under which it is listed."""
    seen: Counter[str] = Counter()
    found = []
    for finding in report.findings:
        place = ".".join(filter(None, (report.report_id, finding.rule, finding.table, finding.row, finding.column)))
        seen[place] += 1
        found.append((finding, f"{place}-{seen[place]}" if seen[place] > 1 else place))
    return tuple(found)


@functools.cache
def _sums(form: str) -> Mapping[tuple[str, CellKey], Equation]:
    return {(equation.rule, equation.total): equation for equation in equations_of(form)}
