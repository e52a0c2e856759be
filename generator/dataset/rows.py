"""A data set as rows of text, in published columns and order; every format is written from these rows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.dataset.schema import TABLES
from generator.forms import load_forms
from generator.metrics.evaluate import metrics_of
from generator.model import Cell, Dataset, Finding, Organisation, Reply, Report, Section, Withdrawal
from generator.numbers import plain

Row = tuple[str, ...]

# A lone surrogate is no character and a NUL ends a text in C: neither survives every format.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_LAST = 1 << 20


def rows_of(dataset: Dataset) -> Mapping[str, Sequence[Row]]:
    """Return the rows of every table by its name, in published order."""
    rows: dict[str, Iterable[Row]] = {
        "reports": (_report(report) for report in dataset.reports),
        "cells": _cells(dataset.reports),
        "findings": _findings(dataset.reports),
        "checks": _checks(dataset.reports),
        "organisations": (_organisation(body) for body in dataset.organisations),
        "narrative": _narrative(dataset.reports),
        "legacy": _legacy(dataset.reports),
        "narrative_facts": _facts(dataset.reports),
        "withdrawals": map(_withdrawal, dataset.withdrawals),
        "replies": map(_reply, dataset.replies),
        "metrics": _metrics(dataset.reports),
    }
    return {table.name: tuple(_clean(row) for row in rows.get(table.name, ())) for table in TABLES}


def place_order(finding: Finding) -> tuple[str, tuple[int, int, int], str]:
    """Return the sort key of a finding within its report: rule, place in the order of the forms, words."""
    tables, rows, columns = _code_order()
    place = (
        tables.get(finding.table, -1),
        rows.get(finding.row, _unlisted(finding.row)),
        columns.get(finding.column, -1),
    )
    return finding.rule, place, finding.message


def _unlisted(code: str) -> int:
    return _LAST if code else -1


@functools.cache
def _code_order() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    keys = [key for form in load_forms().values() for key in form.keys()]
    codes = ([key.table for key in keys], [key.row for key in keys], [key.column for key in keys])
    tables, rows, columns = ({code: index for index, code in enumerate(dict.fromkeys(column))} for column in codes)
    return tables, rows, columns


def _clean(row: Row) -> Row:
    if not _NO_TEXT.search("".join(row)):
        return row
    return tuple(_NO_TEXT.sub("\ufffd", value) for value in row)


def _report(report: Report) -> Row:
    body = report.organisation
    return (
        report.report_id,
        report.primary,
        report.source,
        report.source_url,
        report.sha256,
        report.format,
        body.org_id if body else "",
        body.organisation if body else "",
        *(_regions(body) if body else ("",) * 6),
        "" if report.year is None else str(report.year),
        report.form,
        report.published_on.isoformat() if report.published_on else "",
        report.status,
        report.error,
    )


def _regions(body: Organisation) -> Row:
    return (body.kind, body.province, body.prefecture, body.county, body.township, body.division_code)


def _cells(reports: Iterable[Report]) -> Iterator[Row]:
    for report in reports:
        for cell in report.cells:
            yield report.report_id, *_cell(cell)


def _cell(cell: Cell) -> Row:
    return (
        cell.key.table,
        cell.key.row,
        cell.key.column,
        plain(cell.value),
        cell.status,
        plain(cell.derived),
        plain(cell.corrected),
        cell.unit,
        cell.raw,
        cell.locator,
    )


def _findings(reports: Iterable[Report]) -> Iterator[Row]:
    for report in reports:
        for finding in report.findings:
            yield (
                report.report_id,
                finding.rule,
                finding.verdict or "",
                finding.severity,
                finding.fault,
                finding.table,
                finding.row,
                finding.column,
                finding.expected,
                finding.actual,
                finding.message,
            )


def _checks(reports: Iterable[Report]) -> Iterator[Row]:
    for report in reports:
        for check in report.checks:
            yield report.report_id, check.rule, check.verdict, check.reason


def _organisation(body: Organisation) -> Row:
    return (body.org_id, body.organisation, body.short_name, *_regions(body), "|".join(body.aliases), body.address)


def _narrative(reports: Iterable[Report]) -> Iterator[Row]:
    for report in reports:
        for section in Section:
            if text := report.narrative.get(section, ""):
                yield report.report_id, section, text


def _facts(reports: Iterable[Report]) -> Iterator[Row]:
    for report in reports:
        for fact in report.facts:
            yield (
                report.report_id,
                fact.fact,
                fact.channel,
                plain(fact.value),
                "true" if fact.approximate else "false",
                fact.unit,
                fact.quote,
                fact.locator,
            )


def _withdrawal(item: Withdrawal) -> Row:
    return (
        item.scope,
        item.report_id,
        item.org_id,
        item.organisation,
        item.division_code,
        "" if item.year is None else str(item.year),
        item.section,
        item.place,
        item.reason,
        item.who,
        item.date,
    )


def _reply(reply: Reply) -> Row:
    return (
        reply.org_id,
        str(reply.year),
        str(reply.number),
        reply.date,
        reply.sender,
        reply.verified,
        "|".join(reply.about),
        reply.source_url,
        reply.text,
    )


def _legacy(reports: Iterable[Report]) -> Iterator[Row]:
    for report in reports:
        for figure in report.legacy:
            yield (
                report.report_id,
                str(figure.number),
                str(figure.table),
                figure.family,
                figure.indicator,
                figure.label,
                figure.period,
                figure.column,
                figure.unit,
                plain(figure.value),
                figure.status,
                figure.raw,
                figure.locator,
            )


def _metrics(reports: Iterable[Report]) -> Iterator[Row]:
    for report, values in metrics_of(reports):
        for value in values:
            yield (
                report.report_id,
                value.metric,
                plain(value.numerator),
                plain(value.denominator),
                plain(value.value),
                value.state,
            )
