"""What was left empty, whole or in part: a blank is not a zero, and neither is a table that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.checks.names import cell_name, table_name
from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, NarrativeFact, Report, Section, Severity
from generator.numbers import plain

_NEGATIVE = re.compile(r"^[-−－﹣–]\s*\d[\d,.]*(?:\s*[件项条])?$")
_SHORTEST = 10
_QUOTE = 60


def left_empty(report: Report) -> Iterator[Finding]:
    """Yield what is empty as a whole: tables, totals, the section on problems; and numbers below nothing."""
    if report.cells and report.form in load_forms():
        yield from _tables(report)
        yield from _totals(report)
        yield from _negative(report)
    yield from _problems(report)


def _tables(report: Report) -> Iterator[Finding]:
    tables: dict[str, list[Cell]] = {table.code: [] for table in load_forms()[report.form].tables}
    for cell in report.cells:
        tables.setdefault(cell.key.table, []).append(cell)
    absent = [code for code, cells in tables.items() if all(cell.status is CellStatus.MISSING for cell in cells)]
    for code, cells in tables.items():
        if code in absent and len(absent) < len(tables):
            message = f"文件中有其他表，而{table_name(code)}没有可读的内容；各格列为“本文件中没有此格”，不是 0。"
            yield Finding("table.absent", message, Severity.INFO, Fault.SOURCE, table=code)
        elif cells and all(cell.status is CellStatus.BLANK for cell in cells):
            yield from _not_filled(code, report.facts)


def _not_filled(code: str, facts: Sequence[NarrativeFact]) -> Iterator[Finding]:
    name = table_name(code)
    message = f"{name}各格都没有填。未填不等于 0，这里不列为“零申请”。"
    yield Finding("table.not_filled", message, Severity.INFO, Fault.SOURCE, table=code)
    counted = {"requests": {"requests_received"}, "review": {"reconsiderations", "litigations"}}.get(code, set())
    for fact in facts:
        if fact.fact in counted and fact.value > 0:
            quote = fact.quote[:_QUOTE]
            message = f"{name}各格都没有填，而文字部分说有 {plain(fact.value)}{fact.unit}。原文：“{quote}”"
            actual = plain(fact.value)
            yield Finding(
                "table.not_filled_but_counted", message, Severity.WARNING, Fault.SOURCE, table=code, actual=actual
            )
            return


def _totals(report: Report) -> Iterator[Finding]:
    """Name the totals that were left empty beside parts that were not."""
    if not any(cell.status is CellStatus.BLANK for cell in report.cells):
        return
    cells = {cell.key: cell for cell in report.cells}
    for table in load_forms()[report.form].tables:
        empty = []
        for block in table.blocks:
            for total in (column for column in block.columns if column.sum_of):
                for row in block.rows:
                    own = cells.get(CellKey(table.code, row.code, total.code))
                    parts = (cells.get(CellKey(table.code, row.code, code)) for code in total.sum_of)
                    filled = any(cell is not None and cell.value is not None for cell in parts)
                    if own is not None and own.status is CellStatus.BLANK and filled:
                        empty.append(own)
        if empty:
            first = cell_name(empty[0].key, report.form)
            name = table_name(table.code)
            message = f"{name}有 {len(empty)} 行填了各列而“总计”未填（{first}等）；如列有总计，为推算而非所印。"
            place = empty[0].key
            yield Finding(
                "total.not_printed", message, Severity.INFO, Fault.SOURCE, None, place.table, place.row, place.column
            )


def _negative(report: Report) -> Iterator[Finding]:
    for cell in report.cells:
        if cell.status is CellStatus.UNREADABLE and _NEGATIVE.match(cell.raw):
            message = f"{cell_name(cell.key, report.form)}印作“{cell.raw}”：件数、金额不会是负数，不予采用。"
            place = cell.key
            yield Finding(
                "value.negative", message, Severity.WARNING, Fault.SOURCE, None, place.table, place.row, place.column
            )


def _problems(report: Report) -> Iterator[Finding]:
    """Name an empty section on problems, where the document's other sections were found."""
    text = re.sub(r"\s+", "", report.narrative.get(Section.PROBLEMS, ""))
    if report.narrative.get(Section.OVERVIEW) and len(text) < _SHORTEST:
        said = f"只有“{text}”" if text else "没有读到文字"
        message = f"“存在的主要问题及改进情况”一节{said}。"
        yield Finding("section.empty", message, Severity.INFO, Fault.SOURCE)
