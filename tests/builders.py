"""Small reports drawn as text, so that a test shows the case and nothing else."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.dataset.rows import collection_rows, report_rows
from generator.dataset.schema import TABLES
from generator.forms import Form, load_forms
from generator.metrics.evaluate import metrics_of
from generator.model import Cell, CellKey, CellStatus, Dataset, Kind, Organisation, Report, ReportStatus, Section

_MARKS = {
    "_": CellStatus.BLANK,
    "?": CellStatus.AMBIGUOUS,
    "!": CellStatus.UNREADABLE,
    ".": CellStatus.MISSING,
}


def report_of(drawing: str = "", *, form: str = "2021", source: str = "a.txt", **attributes: Any) -> Report:
    """Return a report in which the drawn rows show what is drawn and every other cell a reported 0.

    A line is ``row | value value …``: one value a column, or one value for the first and the last column
    (natural person and total). ``_`` is blank, ``?`` ambiguous, ``!`` unreadable, ``.`` missing.
    """
    drawn = _drawn(drawing, load_forms()[form])
    cells = tuple(drawn.get(key) or Cell(key, CellStatus.REPORTED, Decimal(0)) for key in load_forms()[form].keys())
    report = Report(
        report_id="",
        source=source,
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        format="text",
        status=ReportStatus.OK,
        organisation=body(),
        year=2022,
        form=form,
        cells=cells,
    )
    return replace(report, **attributes)


def failed_report(source: str = "bad.txt", error: str = "文件为空") -> Report:
    """Return a report that could not be read."""
    digest = hashlib.sha256(source.encode()).hexdigest()
    return Report("", source, digest, "", ReportStatus.FAILED, error=error)


def body(org_id: str = "231084107-jingbo", short_name: str = "镜泊镇人民政府") -> Organisation:
    """Return a township."""
    return Organisation(
        org_id,
        "宁安市" + short_name,
        short_name,
        Kind.TOWNSHIP,
        province="黑龙江省",
        prefecture="牡丹江市",
        county="宁安市",
        township="镜泊镇",
        division_code=org_id.partition("-")[0],
        aliases=("镜泊镇", "镜泊镇政府"),
    )


def titled(title: str) -> dict[Section, str]:
    """Return a narrative that has a title only."""
    return {Section.TITLE: title}


def day(text: str) -> datetime.date:
    """Return a date."""
    return datetime.date.fromisoformat(text)


def _drawn(drawing: str, form: Form) -> dict[CellKey, Cell]:
    cells: dict[CellKey, Cell] = {}
    for line in filter(None, (line.strip() for line in drawing.splitlines())):
        row, _, values = (part.strip() for part in line.partition("|"))
        keys = [key for key in form.keys() if key.row == row]
        assert keys, f"form {form.code} has no row {row}"
        texts = values.split()
        if len(texts) == 1:
            keys = [keys[0], keys[-1]]
            texts *= 2
        cells |= {key: _cell(key, text) for key, text in zip(keys, texts, strict=True)}
    return cells


def _cell(key: CellKey, text: str) -> Cell:
    if text in _MARKS:
        return Cell(key, _MARKS[text])
    return Cell(key, CellStatus.REPORTED, Decimal(text), raw=text)


def rows_of(dataset: Dataset) -> dict[str, list[tuple[str, ...]]]:
    """Return all rows of a data set by table."""
    rows: dict[str, list[tuple[str, ...]]] = {table.name: [] for table in TABLES}
    metrics = {report.report_id: values for report, values in metrics_of(dataset.reports)}
    brought = [report_rows(report, metrics.get(report.report_id, ())) for report in dataset.reports]
    for found in (*brought, collection_rows(dataset.organisations, dataset.withdrawals, dataset.replies)):
        for name, some in found.items():
            rows[name] += some
    return rows
