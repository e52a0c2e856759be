"""Every layout document reads as its expectation says, cell by cell."""

from __future__ import annotations

import pytest

from generator.report import read_report
from tests.drawing.verdict import faults
from tests.layouts.documents import NAMES, document
from tests.properties.places import decoded, unfounded


@pytest.mark.parametrize("name", NAMES)
def test_layout_document(name: str, request: pytest.FixtureRequest) -> None:
    one = document(name)
    report = read_report(one.content, f"{name}.txt")
    assert (report.form, report.year) == (one.form, one.year), one.odd
    assert [cell.key for cell in report.cells] == list(one.cells)
    found = faults(report, one.cells, {})
    assert [fault for fault in found if fault.startswith(("wrong", "unfounded"))] == [], one.odd
    if one.open:
        request.applymarker(pytest.mark.xfail(reason=one.open))
    assert found == [], one.odd
    assert unfounded(report, decoded(one.content)) == []
    assert {cell.key: cell.unit for cell in report.cells if cell.key in one.units} == one.units
    assert one.findings <= {finding.rule for finding in report.findings}
    if one.derived is not None:
        assert {cell.key: cell.derived for cell in report.cells if cell.derived is not None} == one.derived
