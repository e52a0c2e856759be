"""The statutory tables of a document: found, aligned, settled, read into the cells of one form."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.forms import Form, Table, form_due, load_forms
from generator.model import Cell, CellKey, CellStatus, Document, Fault, Finding, Line, Severity
from generator.tables import ledger, review
from generator.tables.align import align
from generator.tables.captions import is_of_another_year
from generator.tables.derive import derive
from generator.tables.drawn import undrawn
from generator.tables.fields import rewritten
from generator.tables.heads import DISORDERED, Heads, heads_of
from generator.tables.items import STREAM, Item, ItemKind
from generator.tables.labels import row_labels, signs
from generator.tables.lines import Strip, strips
from generator.tables.locate import Place, Stretch, locate
from generator.tables.merged import without_repeats
from generator.tables.rows import PrintedRow, cells_of_row
from generator.tables.settle import Evidence
from generator.tables.shapes import Shape, shapes
from generator.tables.subtotals import subtotals, without_doubted
from generator.tables.values import is_number

_LAST_LEGACY_YEAR = 2018
_MUCH_BETTER = 10
# A report on a year without uniform forms follows one only where so many of its captions and long labels stand in
# its tables: tables of a body's own design share the short ones (自然人, 予以公开).
_OWN_WORDINGS = 5


@dataclass(frozen=True, slots=True)
class TablesReading:
    """What a document's tables say.

    ``form`` is empty where no form can apply; ``found`` says whether any statutory table stands in the
    document; ``cells`` are those of the form in published order.
    """

    form: str
    found: bool
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    subtotals: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class _TableReading:
    cells: Mapping[CellKey, Cell]
    findings: tuple[Finding, ...]
    subtotals: tuple[Cell, ...] = ()

    @property
    def quality(self) -> tuple[int, int]:
        statuses = [cell.status for cell in self.cells.values()]
        reported = statuses.count(CellStatus.REPORTED)
        return reported, sum(status is not CellStatus.MISSING for status in statuses)


def has_table(document: Document) -> bool:
    """Say whether any statutory table stands in the document."""
    return bool(_located(document.lines)[1].stretches)


def read_tables(document: Document, year: int | None) -> TablesReading:
    """Read the tables; ``year`` is used only where no label tells the form."""
    all_strips, place = _located(document.lines)
    own_design = year is not None and year <= _LAST_LEGACY_YEAR and place.wordings < _OWN_WORDINGS
    if not place.stretches or own_design:
        return _without_tables(year)
    own = tuple(stretch for stretch in place.stretches if not is_of_another_year(all_strips, stretch, year))
    others = tuple(stretch for stretch in place.stretches if stretch not in own)
    form, read = _by_form(all_strips, replace(place, stretches=own), year)
    reading, findings = dict(read.cells), read.findings
    derivation = derive(form, reading)
    return TablesReading(
        form=form.code,
        found=True,
        cells=tuple(derivation.cells[key] for key in form.keys()),
        findings=(
            *findings,
            *ledger.used_twice(reading.values()),
            *(_other_year(stretch, all_strips) for stretch in others),
            *derivation.findings,
            *_form_findings(form, place, year),
        ),
        subtotals=read.subtotals,
    )


def _other_year(stretch: Stretch, all_strips: Sequence[Strip]) -> Finding:
    return Finding(
        rule="table.other_year",
        message=f"line {all_strips[stretch.first].number} 起的表，表题写明是其他年度的，未采用。",
        severity=Severity.INFO,
        fault=Fault.SOURCE,
        table=stretch.table,
    )


def _by_form(all_strips: Sequence[Strip], place: Place, year: int | None) -> tuple[Form, _TableReading]:
    """Read with the form the labels name, or else with the one that fits best."""
    forms = load_forms()
    if place.form:
        form = forms[place.form]
        return form, _read(all_strips, place.stretches, form)
    due = form_due(year) if year else None
    tried = [(form, _read(all_strips, place.stretches, form)) for form in forms.values()]
    return max(
        tried,
        key=lambda entry: (
            sum(cell.status is not CellStatus.MISSING for cell in entry[1].cells.values()),
            due is not None and entry[0].code == due.code,
            entry[0].code,
        ),
    )


def _read(all_strips: Sequence[Strip], stretches: Sequence[Stretch], form: Form) -> _TableReading:
    cells = {key: Cell(key, CellStatus.MISSING) for key in form.keys()}
    findings: list[Finding] = []
    grouped: list[Cell] = []
    copies = {
        table.code: sorted(
            (
                _read_stretch(all_strips[stretch.first : stretch.end], form, table)
                for stretch in stretches
                if stretch.table == table.code
            ),
            key=lambda reading: reading.quality,
            reverse=True,
        )
        for table in form.tables
    }
    differ = any(_differing(best, other) for best, *others in filter(None, copies.values()) for other in others)
    for table in form.tables:
        for best, *others in filter(None, [copies[table.code]]):
            cells.update(best.cells)
            findings.extend(best.findings)
            grouped.extend(
                without_doubted(best.subtotals, [{cell.key: cell for cell in other.subtotals} for other in others])
            )
            findings.extend(_repeated(cells, others, table))
            if differ:
                cells.update(_unsure(best, others, cells))
    return _TableReading(cells, tuple(findings), tuple(grouped))


def _differing(best: _TableReading, other: _TableReading) -> bool:
    """Say whether two copies of a table have different figures in one cell."""
    return any(
        key in best.cells and cell.value is not None and best.cells[key].value not in {None, cell.value}
        for key, cell in other.cells.items()
    )


def _unsure(
    best: _TableReading, others: Sequence[_TableReading], cells: Mapping[CellKey, Cell]
) -> Iterator[tuple[CellKey, Cell]]:
    """Yield the cells whose figure only one copy of the table has, in a document whose copies are not one report's.

    Tables of two years or two bodies must not mix: what one copy lost or left empty is not taken from the other.
    """
    for key, cell in best.cells.items():
        held = [other.cells[key] for other in others if key in other.cells]
        if cells[key].value is not None and any(
            copy.value is None and copy.status is not CellStatus.MISSING for copy in held
        ):
            raw = " ".join(filter(None, [cell.raw, *(copy.raw for copy in held)]))
            yield key, replace(cell, status=CellStatus.AMBIGUOUS, value=None, raw=raw)


def _repeated(cells: dict[CellKey, Cell], others: Sequence[_TableReading], table: Table) -> Iterator[Finding]:
    """Where a table stands twice with different figures, publish neither figure."""
    differing = sorted(
        {
            (key.row, key.column)
            for other in others
            for key, cell in other.cells.items()
            if cell.value is not None and cells[key].value is not None and cell.value != cells[key].value
        }
    )
    for row, column in differing:
        key = CellKey(table.code, row, column)
        printed = [cells[key].raw, *(other.cells[key].raw for other in others if key in other.cells)]
        cells[key] = replace(cells[key], status=CellStatus.AMBIGUOUS, value=None, raw=" ".join(printed))
    if differing:
        yield Finding(
            rule="table.repeated",
            message=f"文件中此表出现 {len(others) + 1} 次，{len(differing)} 格的数字互不相同，这些格不予采用。",
            severity=Severity.WARNING,
            fault=Fault.SOURCE,
            table=table.code,
        )


def _read_stretch(stretch: Sequence[Strip], form: Form, table: Table) -> _TableReading:
    """Read a stretch in its likeliest shape; in another only where the first makes next to nothing of it.

    Columns that the likeliest shape shows in another order than the form's stay unread.
    """
    likeliest, *others = shapes(stretch)
    first = _read_shape(likeliest, form, table)
    if any(finding.rule == DISORDERED for finding in first.findings):
        return first
    enough = sum(len(block.columns) for block, _ in table.printed_rows()) <= _MUCH_BETTER * first.quality[0]
    tried = [] if enough else [_read_shape(other, form, table) for other in others]
    better = [other for other in tried if other.quality[0] > _MUCH_BETTER * first.quality[0]]
    return max(better, key=lambda reading: reading.quality, default=first)


def _read_shape(shape: Shape, form: Form, table: Table) -> _TableReading:
    shape = replace(shape, items=without_repeats(shape.items, table))
    if any(block.across for block in table.blocks):
        return _TableReading(*review.read(shape, table))
    labels = row_labels(form.code, table.code)
    alignment = align(shape.items, labels)
    heads = heads_of(shape.items, table, [row.label[0] for row in alignment.rows if row.label])
    evidence = _evidence(shape, heads)
    printed = []
    every_label = [item for row in alignment.rows for item in row.label]
    besides = ledger.beside(shape.items, [row.cells for row in alignment.rows], every_label)
    for row, beside in zip(alignment.rows, besides, strict=True):
        block, form_row = labels.rows[row.row]
        evidence.note(row.cells)
        printed.append(PrintedRow(table, block, form_row, row.cells, row.certain, row.label, row.broken, beside))
        if not shape.keeps_cells:
            evidence.note_broken(row.cells, len(block.columns))
        if sum(item.marked for item in row.cells) == len(block.columns):
            evidence.add(row.cells)
    cells: dict[CellKey, Cell] = {}
    findings: list[Finding] = []
    for row_printed in printed:
        row_cells, row_findings = cells_of_row(row_printed, evidence, heads)
        cells.update(row_cells)
        findings.extend(row_findings)
    findings.extend(heads.findings(table))
    grouped = subtotals(shape.items, alignment, labels, table, evidence, heads)
    unclaimed = [run for run in alignment.unmatched if not any(run[0] is item for item in grouped.items)]
    findings.extend(_unmatched(unclaimed, table))
    used = [
        item
        for row in printed
        if any(
            cells[CellKey(table.code, row.row.code, column.code)].status is CellStatus.AMBIGUOUS
            for column in row.block.columns
        )
        for item in row.cells
    ]
    unmatched = [item for run in unclaimed if _is_row(run, table) for item in run]
    findings.extend(ledger.left_over(shape.items, [*used, *unmatched, *grouped.items], cells.values(), table))
    return _TableReading(cells, tuple(findings), grouped.cells)


def _evidence(shape: Shape, heads: Heads) -> Evidence:
    evidence = Evidence(
        bars=shape.bars,
        cells_apart=shape.cells_apart,
        keeps_places=not shape.bars or _empty_before_figure(shape.items),
    )
    for fragment, places in heads.places:
        evidence.add_heads(fragment, places)
    return evidence


def _empty_before_figure(items: Sequence[Item]) -> bool:
    """Say whether in a labelled row an empty cell stands before a figure: then empty cells keep their places."""
    row, labelled, empty = STREAM, False, False
    for item in items:
        words = item.kind is ItemKind.WORDS
        if item.row != row or (words and item.row == STREAM):
            row, labelled, empty = item.row, words, False
        elif words:
            labelled = True
        if item.kind is ItemKind.EMPTY and not item.text:
            empty = True
        elif labelled and empty and item.kind is ItemKind.VALUE and is_number(item.text):
            return True
    return False


def _is_row(run: Sequence[Item], table: Table) -> bool:
    """Say whether a run has as many figures as a row of the form."""
    widths = {len(block.columns) for block in table.blocks if len(block.columns) > 1}
    return sum(item.kind is ItemKind.VALUE for item in run) in widths


def _unmatched(unmatched: Sequence[Sequence[Item]], table: Table) -> Iterator[Finding]:
    """Yield a finding for each run as long as a row of the form that no label claims."""
    for run in unmatched:
        if _is_row(run, table):
            yield Finding(
                rule="row.unmatched",
                message=f"{run[0].locator} 起有一行数字，行名无法辨认，未采用。",
                severity=Severity.WARNING,
                fault=Fault.EXTRACTION,
                table=table.code,
                actual=" ".join(item.text for item in run if item.kind is ItemKind.VALUE),
            )


def _without_tables(year: int | None) -> TablesReading:
    form = form_due(year) if year else None
    if form is None:
        legacy = year is not None and year <= _LAST_LEGACY_YEAR
        return TablesReading("legacy" if legacy else "", found=False, cells=(), findings=())
    return TablesReading(
        form=form.code,
        found=False,
        cells=tuple(Cell(key, CellStatus.MISSING) for key in form.keys()),
        findings=(
            Finding(
                rule="form.assumed",
                message=f"文件中没有可读的法定表格，按报告年度 {year} 采用 {form.code} 年格式，各格均无从读取。",
                severity=Severity.INFO,
                fault=Fault.SOURCE,
            ),
        ),
    )


def _form_findings(form: Form, place: Place, year: int | None) -> Iterator[Finding]:
    if not place.form:
        yield Finding(
            rule="form.assumed",
            message=f"表中没有可区分新旧格式的栏目名称，按 {form.code} 年格式读取。",
            severity=Severity.INFO,
            fault=Fault.SOURCE,
        )
    due = form_due(year) if year else None
    if (due and due.code == form.code) or not year:
        return
    asked = f"应采用 {due.document_number} 的格式" if due else "尚无统一的表格"
    yield Finding(
        rule="form.unexpected",
        message=f"{year} 年度报告{asked}，文件实际采用 {form.document_number} 的格式。",
        severity=Severity.INFO,
        fault=Fault.SOURCE,
        expected=due.code if due else "legacy",
        actual=form.code,
    )


# A document is asked for its tables more than once: whether it has any, then for the figures.
@functools.lru_cache(maxsize=4)
def _located(lines: tuple[Line, ...]) -> tuple[tuple[Strip, ...], Place]:
    all_strips = tuple(undrawn(rewritten(strips(lines, *_known_labels()))))
    return all_strips, locate(all_strips)


@functools.cache
def _known_labels() -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = signs()
    rows = tuple(
        key for key, forms in known.items() if any(sign.what == "row" for found in forms.values() for sign in found)
    )
    return tuple(known), rows
