"""The comparison's files: what stands for each state, in which order, in which parts, always the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.forms import load_forms
from generator.metrics.groups import GROUPS as GROUP_CODES
from generator.model import Cell, CellKey, CellStatus, Dataset, Report
from generator.site.catalogue import catalogue
from generator.site.compare.columns import DEFAULT, cells, matrices, presets, sums
from generator.site.compare.encode import Encoder, encode_cell
from generator.site.compare.files import comparison_files, parts
from generator.site.compare.formulas import formulas
from generator.site.compare.page import compare_view
from generator.site.facts import Facts
from generator.site.pools import GROUPS
from tests.site.made import SEEDS, SIX_YEARS, balanced, made_dataset, made_report

KEY = CellKey("requests", "received", "total")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(KEY, CellStatus.REPORTED, value=Decimal(14)), "14"),
        (Cell(KEY, CellStatus.REPORTED, value=Decimal(0)), "0"),
        (Cell(KEY, CellStatus.REPORTED, value=Decimal(-38)), "-38"),
        (Cell(KEY, CellStatus.REPORTED, value=Decimal("26.50")), "26.5"),
        (Cell(KEY, CellStatus.REPORTED, value=Decimal("12345678901234567890")), '"12345678901234567890"'),
        (Cell(KEY, CellStatus.BLANK, derived=Decimal(9)), '"~9"'),
        (Cell(KEY, CellStatus.BLANK), '"b"'),
        (Cell(KEY, CellStatus.AMBIGUOUS), '"a"'),
        (Cell(KEY, CellStatus.UNREADABLE, raw="约3件"), '"u"'),
        (Cell(KEY, CellStatus.MISSING), '"m"'),
        (Cell(KEY, CellStatus.MISSING, corrected=Decimal(7)), '"^7"'),
        (Cell(KEY, CellStatus.REPORTED, value=Decimal(6), corrected=Decimal(7)), '"^7"'),
    ],
)
def test_each_state_has_its_own_text_and_none_is_a_zero(cell: Cell, text: str) -> None:
    assert encode_cell(cell) == text


def test_what_a_form_has_not_is_null_and_sums_follow_the_states_of_their_parts() -> None:
    report = made_report(SIX_YEARS, 2020, "2019", lambda _: 1)
    values = _values(report)
    assert values["requests.closed.total"] == "1"
    assert values["requests.closed_other.total"] == "null"
    assert values["group.denied"] == "8"
    assert values["group.closed"] == "1"
    lost = _with(report, CellKey("requests", "denied_process", "total"), status=CellStatus.AMBIGUOUS, value=None)
    assert _values(lost)["group.denied"] == '"a"'
    derived = _with(
        report, CellKey("requests", "denied_process", "total"),
        status=CellStatus.BLANK, value=None, derived=Decimal(3),
    )  # fmt: skip
    assert _values(derived)["group.denied"] == '"~10"'


def test_amounts_whose_unit_each_report_chooses_keep_it_and_cannot_be_added() -> None:
    key = CellKey("proactive", "procurement", "amount")
    report = _with(made_report(SIX_YEARS, 2020, "2019", lambda _: 0), key, value=Decimal("2018359.39"), unit="元")
    assert _values(report)["proactive.procurement.amount"] == '"2018359.39 元"'
    bare = _with(report, key, unit="")
    assert _values(bare)["proactive.procurement.amount"] == '"2018359.39 （未印单位）"'
    assert not cells()["proactive.procurement.amount"].summable


def test_cells_in_another_order_are_found_by_their_address() -> None:
    report = made_report(SIX_YEARS, 2024, "2021", balanced(5, "2021"))
    assert _values(replace(report, cells=report.cells[::-1])) == _values(report)


def test_a_report_without_tables_has_no_figure_at_all() -> None:
    report = replace(made_report(SIX_YEARS, 2024, "2021", lambda _: 0), form="legacy", cells=())
    assert set(_values(report).values()) == {"null"}


def test_every_column_of_a_part_has_a_value_for_every_row_in_the_order_of_the_bodies() -> None:
    shelf = catalogue(made_dataset())
    (part,) = parts(shelf)
    files = dict(comparison_files(shelf, part))
    base = json.loads(files["assets/compare/all/base.json"])
    rows = [(body, facts) for body in shelf.bodies for facts in body.years]
    assert base["year"] == [facts.report.year for _, facts in rows]
    assert sum(base["bodies"]["rows"]) == len(rows) == part.rows
    assert set(base["columns"]) == {code for code in DEFAULT if code != "complete"}
    for path, text in files.items():
        if not path.endswith("base.json"):
            assert len(json.loads(text)) == len(rows), path
    named = [_name(base, place) for place in range(len(base["bodies"]["id"]))]
    wanted = [(body.organisation.org_id, body.organisation.organisation[:6]) for body in shelf.bodies if body.years]
    assert [(code, name[:6]) for code, name in named] == wanted


def test_files_are_the_same_bytes_whatever_the_order_and_know_nothing_of_other_parts() -> None:
    dataset = made_dataset()
    shelf = catalogue(dataset)
    again = catalogue(Dataset(dataset.reports[::-1], dataset.organisations[::-1]))
    few = catalogue(Dataset(tuple(r for r in dataset.reports if r.organisation in SEEDS), SEEDS))
    found = {part.code: dict(comparison_files(shelf, part)) for part in parts(shelf, most=10)}
    assert found == {part.code: dict(comparison_files(again, part)) for part in parts(again, most=10)}
    assert set(found) == {"23", "42", "63", "65", "98", "99"}
    for part in parts(few, most=1):
        assert dict(comparison_files(few, part)) == found[part.code]


def test_every_choice_offered_is_a_column_and_every_formula_is_made_of_cells() -> None:
    shelf = catalogue(made_dataset())
    config = compare_view(shelf, parts(shelf)).config
    codes = set(config["columns"])
    assert codes == {*cells(), *sums(), *formulas(), "complete"}
    assert all(set(preset.columns) <= codes for preset in presets())
    ticked = [code for matrix in matrices() for _, _, row in matrix.rows for code in row if code]
    assert sorted(ticked) == sorted(cells())
    terms = {term[1:] for one in formulas().values() for sides in one.sides.values() for side in sides for term in side}
    assert terms <= set(cells())
    assert set(load_forms()) >= {form for one in formulas().values() for form in one.sides}


def test_groups_have_the_same_order_in_codes_and_words() -> None:
    assert len(GROUP_CODES) == len(GROUPS)
    assert GROUP_CODES[GROUPS.index("乡镇和街道")] == "township"
    assert GROUP_CODES[GROUPS.index("县级部门")] == "county_department"


def _values(report: Report) -> dict[str, str]:
    encoder = Encoder()
    return dict(zip(encoder.codes, encoder.values(Facts(report)), strict=True))


def _with(report: Report, key: CellKey, **changes: Any) -> Report:
    return replace(report, cells=tuple(replace(cell, **changes) if cell.key == key else cell for cell in report.cells))


def _name(base: dict[str, Any], place: int) -> tuple[str, str]:
    code, name, _ = base["regions"][base["bodies"]["region"][place]]
    own_id, own_name = base["bodies"]["id"][place], base["bodies"]["name"][place]
    return (
        own_id[1:] if own_id[0] == "!" else code + own_id,
        own_name[1:] if own_name[0] == "!" else name + own_name,
    )
