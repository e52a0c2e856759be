"""What the form's own sums say about cells that were not reported: rules (a) to (d), and when they say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus
from generator.numbers import plain
from generator.tables.derive import Derivation, derive
from tests.builders import report_of


def worked_out(drawing: str, lost: Mapping[str, str] | None = None, form: str = "2021") -> Derivation:
    """Derive over a report of zeros with some rows drawn; ``lost`` rows are ambiguous and print these numbers."""
    cells = {cell.key: cell for cell in report_of(drawing, form=form).cells}
    for row, raw in (lost or {}).items():
        for key in [key for key in cells if row in {key.row, key.table}]:
            cells[key] = Cell(key, CellStatus.AMBIGUOUS, raw=raw)
    return derive(load_forms()[form], cells)


def numbers(derivation: Derivation) -> dict[str, str]:
    return {
        f"{key.row} {key.column}": plain(cell.derived)
        for key, cell in derivation.cells.items()
        if cell.derived is not None
    }


def contradictions(derivation: Derivation) -> list[str]:
    assert {finding.rule for finding in derivation.findings} <= {"derived.contradicts"}
    return [f"{finding.row} {finding.column} {finding.actual}" for finding in derivation.findings]


def test_nothing_is_derived_where_everything_is_reported() -> None:
    found = worked_out("received | 5 0 0 0 0 0 9")
    assert (numbers(found), contradictions(found)) == ({}, [])


@pytest.mark.parametrize("state", ["_", "?", "!", "."])
def test_a_total_is_the_sum_of_its_parts_whatever_hides_it(state: str) -> None:
    found = worked_out(f"reconsideration | 1 2 3 4 {state}")
    assert numbers(found) == {"reconsideration total": "10"}
    assert found.cells[CellKey("review", "reconsideration", "total")].value is None


def test_the_state_of_a_derived_cell_stays_what_was_seen() -> None:
    found = worked_out("reconsideration | 1 2 3 4 _")
    assert found.cells[CellKey("review", "reconsideration", "total")].status is CellStatus.BLANK


def test_the_one_open_part_is_the_difference() -> None:
    found = worked_out("reconsideration | 1 2 _ 4 10")
    assert numbers(found) == {"reconsideration other": "3"}


def test_two_open_parts_stay_open() -> None:
    found = worked_out("reconsideration | 1 _ _ 4 10")
    assert (numbers(found), contradictions(found)) == ({}, [])


def test_an_open_part_of_an_open_total_stays_open() -> None:
    assert numbers(worked_out("reconsideration | 1 2 _ 4 _")) == {}


def test_a_negative_difference_is_a_finding_and_no_number() -> None:
    found = worked_out("reconsideration | 1 2 _ 4 5")
    assert (numbers(found), contradictions(found)) == ({}, ["reconsideration other -2"])


def test_outcomes_add_up_down_the_column() -> None:
    found = worked_out(
        """
        received       | 4
        granted        | 3
        partly_granted | 1
        outcomes_total | _ 0 0 0 0 0 4
        """
    )
    assert numbers(found) == {"outcomes_total natural_person": "4"}


def test_the_balance_gives_its_one_unknown() -> None:
    # The row's own sum cannot say it: two of its cells are open.
    found = worked_out(
        """
        received       | 7 2 0 0 0 0 9
        carried_in     | 1 1 0 0 0 0 2
        granted        | ? ? ? ? ? ? ?
        outcomes_total | 5 3 0 0 0 0 8
        carried_out    | _ _ 0 0 0 0 3
        """
    )
    derived = numbers(found)
    assert derived["carried_out natural_person"] == "3"
    assert contradictions(found) == []
    # 2 + 1 - 3 = 0
    assert derived["carried_out enterprise"] == "0"


def test_two_unknowns_in_a_balance_stay_unknown() -> None:
    found = worked_out(
        """
        received    | _ _ 0 0 0 0 9
        carried_out | _ _ 0 0 0 0 9
        """
    )
    assert (numbers(found), contradictions(found)) == ({}, [])


def test_a_negative_balance_is_a_finding() -> None:
    found = worked_out(
        """
        received       | 1 1 0 0 0 0 2
        granted        | 3 3 0 0 0 0 6
        outcomes_total | 3 3 0 0 0 0 6
        carried_out    | _ _ 0 0 0 0 0
        """
    )
    assert numbers(found) == {}
    assert contradictions(found) == ["carried_out natural_person -2", "carried_out enterprise -2"]


def test_two_rules_that_disagree_give_a_finding_and_no_number() -> None:
    # Across: 9 - 2 = 7. Down: 5 + 0 = 5.
    found = worked_out(
        """
        received       | _ 2 0 0 0 0 9
        granted        | 5 2 0 0 0 0 7
        outcomes_total | 5 2 0 0 0 0 7
        """
    )
    assert numbers(found) == {}
    assert contradictions(found) == ["received natural_person 5、7"]


def test_two_rules_that_agree_give_the_number() -> None:
    found = worked_out(
        """
        received       | _ 2 0 0 0 0 9
        granted        | 7 2 0 0 0 0 9
        outcomes_total | 7 2 0 0 0 0 9
        """
    )
    assert (numbers(found), contradictions(found)) == ({"received natural_person": "7"}, [])


def test_a_derived_number_feeds_no_other_rule() -> None:
    # The total of outcomes follows from its parts; carried_out would follow from that total, but only by a chain.
    found = worked_out(
        """
        received       | 4 1 0 0 0 0 5
        granted        | 3 1 0 0 0 0 4
        outcomes_total | _ _ 0 0 0 0 _
        carried_out    | _ _ 0 0 0 0 _
        """
    )
    assert numbers(found) == {
        "outcomes_total natural_person": "3",
        "outcomes_total enterprise": "1",
        "outcomes_total total": "4",
    }


def test_a_correction_feeds_no_rule() -> None:
    cells = {cell.key: cell for cell in report_of("reconsideration | 1 2 _ 4 _").cells}
    key = CellKey("review", "reconsideration", "other")
    cells[key] = replace(cells[key], corrected=Decimal(3))
    found = derive(load_forms()["2021"], cells)
    assert numbers(found) == {}
    assert found.cells[key].corrected == 3


def test_one_lost_zero_among_zeros() -> None:
    found = worked_out("", {"granted": "0 0 0 0 0 0"})
    assert set(numbers(found).values()) == {"0"}
    assert sum(place.startswith("granted ") for place in numbers(found)) == 7


@pytest.mark.parametrize("printed", ["0 0 0 0 0", "0", "0 0 0 0 0 1", "0 0 0 0 0 /", "0 0 0 0 0 0 0 0", ""])
def test_other_losses_say_nothing_by_the_rule_of_zeros(printed: str) -> None:
    # Where the sums are open as well, so that only the rule of zeros could speak.
    lost = {"received": printed, "carried_in": printed, "granted": printed, "partly_granted": printed}
    assert numbers(worked_out("", lost)) == {}


def test_a_row_that_can_be_read_lost_nothing() -> None:
    assert numbers(worked_out("fees | 0 5\nprocurement | 0 _", form="2019")) == {}


def test_table_four_is_one_printed_row() -> None:
    found = worked_out("", {"review": " ".join("0" * 14)})
    assert numbers(found) == {
        f"{row} {column}": "0"
        for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        for column in ("upheld", "corrected", "other", "pending", "total")
    }
    assert numbers(worked_out("", {"review": " ".join("0" * 13)})) == {}


def test_zeros_that_contradict_a_sum_are_no_numbers() -> None:
    found = worked_out("outcomes_total | 1 0 0 0 0 0 1", {"granted": "0 0 0 0 0 0"})
    assert "granted natural_person" not in numbers(found)
    assert "granted natural_person 0、1" in contradictions(found)


def test_form_2019_has_the_same_rules() -> None:
    found = worked_out("reconsideration | 1 2 3 4 _\nclosed | _ 0 0 0 0 0 0", form="2019")
    assert numbers(found) == {"reconsideration total": "10", "closed natural_person": "0"}


def test_nothing_is_derived_in_table_two() -> None:
    assert numbers(worked_out("rules | 1 _ 3\nnormative_documents | ? ? ?")) == {}
