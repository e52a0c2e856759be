"""Every figure printed in a table is used exactly once: what is left over is a finding against ourselves."""

from __future__ import annotations

from decimal import Decimal

from generator.model import Cell, CellKey, CellStatus, Severity
from generator.tables.ledger import used_twice
from tests.drawn import read
from tests.spec.parts import REQUESTS_HEADS

RECEIVED = "一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8"
CARRIED_IN = "二、上年结转政府信息公开申请数量⇥0⇥0⇥0⇥0⇥0⇥0⇥0"


def test_a_whole_table_leaves_nothing_over() -> None:
    shown = read(REQUESTS_HEADS, f"{RECEIVED}\n{CARRIED_IN}")
    assert not shown.rules & {"figure.left_over", "figure.used_twice"}


def test_figures_without_a_row_are_left_over() -> None:
    shown = read(REQUESTS_HEADS, f"{RECEIVED}\n⇥44⇥3\n{CARRIED_IN}")
    assert shown.row("received") == "5 1 0 0 0 2 8"
    [finding] = [finding for finding in shown.reading.findings if finding.rule == "figure.left_over"]
    assert finding.actual == "44 3"
    assert finding.table == "requests"


def test_serial_numbers_of_rows_are_no_figures() -> None:
    shown = read(REQUESTS_HEADS.replace("\n", "\n⇥", 1), f"1⇥{RECEIVED}\n2⇥{CARRIED_IN}")
    assert "figure.left_over" not in shown.rules


def test_figures_of_an_ambiguous_row_are_accounted_for() -> None:
    shown = read(REQUESTS_HEADS, "一、本年新收政府信息公开申请数量⇥5⇥1⇥2⇥8")
    assert shown.row("received") == "? ? ? ? ? ? ?"
    assert "figure.left_over" not in shown.rules


def test_one_printed_figure_in_two_cells_is_our_error() -> None:
    cells = [
        Cell(CellKey("requests", row, "total"), CellStatus.REPORTED, Decimal(3), raw="3", locator="line 4 cell 2")
        for row in ("received", "granted")
    ]
    findings = list(used_twice(cells))
    assert [finding.severity for finding in findings] == [Severity.ERROR, Severity.ERROR]
