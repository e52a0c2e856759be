"""Notes at cells: a broken sum names all cells that disagree, other findings their cell; each leads to its finding."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from generator.checks import run
from generator.model import CellKey, Fault, Finding, Severity
from generator.site.facts import Facts
from generator.site.layout import Box, grids
from generator.site.notes import finding_anchors, notes_of
from generator.site.pages_year import finding_lines
from tests.site.made import SIX_YEARS, made_report

GRANTED = CellKey("requests", "granted", "natural_person")


def broken() -> Facts:
    """Return a report of zeros with one 7 in it, checked."""
    report = made_report(SIX_YEARS, 2022, "2021", lambda _: 0)
    cells = tuple(replace(cell, value=Decimal(7)) if cell.key == GRANTED else cell for cell in report.cells)
    report = replace(report, cells=cells)
    checks, findings = run(report)
    return Facts(replace(report, checks=checks, findings=findings))


def boxes(facts: Facts) -> dict[str, Box]:
    return {box.key: box for grid in grids(facts) for body in grid.bodies for line in body for box in line if box.mark}


def test_a_broken_sum_is_drawn_on_every_cell_that_takes_part() -> None:
    facts = broken()
    row = next(note for note in notes_of(facts)["requests"] if note.key == CellKey("requests", "granted", "total"))
    assert (row.printed, row.computed) == ("0", "7")
    assert {key.column for key in row.cells} == {
        "natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total",
    }  # fmt: skip
    drawn = boxes(facts)
    assert row.number in drawn["requests.granted.enterprise"].sums
    assert drawn["requests.granted.total"].notes == (row,)
    assert drawn["requests.granted.total"].computed == "算得 7"
    assert drawn["requests.partly_granted.enterprise"].sums == ()


def test_every_note_leads_to_a_finding_on_the_page() -> None:
    facts = broken()
    listed = {line.id for line in finding_lines(facts.report)}
    notes = notes_of(facts)["requests"]
    assert {note.finding for note in notes} <= listed
    assert [note.number for note in notes] == list(range(1, len(notes) + 1))
    assert len({address for _, address in finding_anchors(facts.report)}) == len(facts.report.findings)


def test_notes_are_about_cells_of_the_form_and_no_mere_remarks() -> None:
    report = made_report(SIX_YEARS, 2022, "2021", lambda _: 0)
    findings = (
        Finding("value.unit", "注意", Severity.WARNING, Fault.SOURCE, None, "proactive", "fees", "amount"),
        Finding("value.unit", "说明", Severity.INFO, Fault.SOURCE, None, "proactive", "fees", "amount"),
        Finding("value.unit", "别处", Severity.WARNING, Fault.SOURCE, None, "proactive", "fees", "nowhere"),
    )
    notes = notes_of(Facts(replace(report, findings=findings)))
    assert {table: [note.message for note in found] for table, found in notes.items()} == {"proactive": ["注意"]}
    assert notes["proactive"][0].cells == frozenset()


def test_a_finding_about_a_whole_column_leads_to_no_cell() -> None:
    facts = broken()
    column = Finding("label.uncertain", "…", table="review", column="total")
    lines = finding_lines(replace(facts.report, findings=(column, *facts.report.findings)))
    known = {f"{cell.key.table}.{cell.key.row}.{cell.key.column}" for cell in facts.report.cells}
    assert {line.anchor for line in lines if line.code == "label.uncertain"} == {""}
    assert {line.anchor for line in lines} <= known | {""}
