"""Which place of a document a code of the data set means: a cell, a row, a table, or the whole form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from generator.errors import GongkaiError
from generator.forms import Form, Table, load_forms
from generator.model import Cell, CellKey, Report
from generator.show.locators import Locator, parse
from generator.tables.derive import proposals

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """The cells of a report that a code names, and where they stand.

    ``code`` is the code of a cell, a row or a table (``requests.received.total``, ``requests.received``,
    ``requests``); ``name`` is what the form calls it.
    """

    report: Report
    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def marks(self) -> tuple[tuple[Locator, str], ...]:
        """Return the place and the printed text of each cell that has a place, each place once."""
        found: dict[Locator, str] = {}
        for cell in self.cells:
            locator = parse(cell.locator)
            if locator is not None:
                found.setdefault(locator, cell.raw)
        return tuple(found.items())


def locate(report: Report, code: str) -> Place:
    """Return the place in ``report`` that ``code`` names; raises ``GongkaiError`` with the nearest codes."""
    form = form_of(report)
    names = dict(_names(form))
    if code not in names:
        nearest = [found for found, _, _ in process.extract(code, list(names), scorer=fuzz.ratio, limit=_NEAREST)]
        listed = "、".join(f"{found}（{names[found]}）" for found in nearest)
        raise GongkaiError(f"{form.code} 版的表格中没有“{code}”；相近的有：{listed}")
    wanted = code.split(".")
    cells = tuple(cell for cell in report.cells if list(_parts(cell.key))[: len(wanted)] == wanted)
    return Place(report, code, names[code], cells)


def form_of(report: Report) -> Form:
    """Return the form whose cells a report has; raises ``GongkaiError`` where it has none."""
    if report.error:
        raise GongkaiError(f"此文件未能读出，没有表格可看：{report.error}")
    if not report.cells:
        raise GongkaiError("此报告没有表格数据（年份不明，或为 2019 年以前的格式）")
    return load_forms()[report.form]


def cell_code(key: CellKey) -> str:
    """Return the code of a cell, as in the address of its page."""
    return ".".join(_parts(key))


def feeding(report: Report, key: CellKey) -> tuple[Cell, ...]:
    """Return the cells from which the derived number of a cell comes; none where it has no derived number."""
    cells = {cell.key: cell for cell in report.cells}
    if cells[key].derived is None:
        return ()
    parts = (part for proposal in proposals(form_of(report), cells) if proposal.key == key for part in proposal.parts)
    return tuple(cells[part] for part in dict.fromkeys(parts))


def _parts(key: CellKey) -> tuple[str, str, str]:
    return key.table, key.row, key.column


def _names(form: Form) -> Iterator[tuple[str, str]]:
    """Yield every code of a form with its name: tables, rows, cells."""
    for table in form.tables:
        yield table.code, table.section
    for table in form.tables:
        yield from _names_in(table)


def _names_in(table: Table) -> Iterator[tuple[str, str]]:
    for block, row in table.printed_rows():
        row_name = " › ".join((table.section, *row.under, row.label))
        yield f"{table.code}.{row.code}", row_name
        for column in block.columns:
            head = "／".join(filter(None, (column.under, column.label)))
            yield f"{table.code}.{row.code}.{column.code}", f"{row_name} × {head}"
