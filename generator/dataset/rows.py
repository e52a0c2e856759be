"""A data set as rows of text, in published columns and order; every format is written from these rows."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from generator.forms import load_forms
from generator.metrics.evaluate import Value
from generator.model import Cell, Finding, Organisation, Reply, Report, Section, Withdrawal
from generator.numbers import plain

Row = tuple[str, ...]

_LAST = 1 << 20


def report_rows(report: Report, metrics: Iterable[Value]) -> Mapping[str, Iterable[Row]]:
    """Return what one report brings to each table that has rows of reports, by the table's name."""
    return {
        "reports": (_report(report),),
        "cells": _cells(report),
        "findings": _findings(report),
        "checks": _checks(report),
        "narrative": _narrative(report),
        "legacy": _legacy(report),
        "narrative_facts": _facts(report),
        "metrics": _metrics(report, metrics),
    }


def collection_rows(
    organisations: Iterable[Organisation], withdrawals: Iterable[Withdrawal], replies: Iterable[Reply]
) -> Mapping[str, Iterable[Row]]:
    """Return the rows of the tables that belong to no report, by the table's name."""
    return {
        "organisations": map(_organisation, organisations),
        "withdrawals": map(_withdrawal, withdrawals),
        "replies": map(_reply, replies),
    }


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


def _cells(report: Report) -> Iterator[Row]:
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


def _findings(report: Report) -> Iterator[Row]:
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


def _checks(report: Report) -> Iterator[Row]:
    for check in report.checks:
        yield report.report_id, check.rule, check.verdict, check.reason


def _organisation(body: Organisation) -> Row:
    return (body.org_id, body.organisation, body.short_name, *_regions(body), "|".join(body.aliases), body.address)


def _narrative(report: Report) -> Iterator[Row]:
    for section in Section:
        if text := report.narrative.get(section, ""):
            yield report.report_id, section, text


def _facts(report: Report) -> Iterator[Row]:
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


def _legacy(report: Report) -> Iterator[Row]:
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


def _metrics(report: Report, metrics: Iterable[Value]) -> Iterator[Row]:
    for value in metrics:
        yield (
            report.report_id,
            value.metric,
            plain(value.numerator),
            plain(value.denominator),
            plain(value.value),
            value.state,
        )
