"""Every code has its words, and the same words everywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from generator.forms import load_forms
from generator.model import CellStatus, Fault, Kind, ReportStatus, Section, Severity, Verdict
from generator.site.build import ROOT
from generator.site.reference import glossary_view, load_terms
from generator.site.words import (
    FAULTS,
    FORMS,
    KINDS,
    REASONS,
    SECTIONS,
    SEVERITIES,
    SHORT_STATES,
    STATES,
    STATUSES,
    VERDICTS,
)


def test_every_code_has_words() -> None:
    pairs: list[tuple[Collection[Any], Iterable[Any]]] = [
        (STATES, CellStatus),
        (SHORT_STATES, CellStatus),
        (REASONS, CellStatus),
        (STATUSES, ReportStatus),
        (KINDS, Kind),
        (VERDICTS, Verdict),
        (SEVERITIES, Severity),
        (FAULTS, Fault),
        (SECTIONS, Section),
    ]
    for words, codes in pairs:
        assert set(words) == set(codes)
    assert set(load_forms()) <= set(FORMS)


def test_glossary_has_every_row_and_column_in_both_languages() -> None:
    view = glossary_view(load_terms(ROOT / "site_src" / "terms.yml"))
    anchors = {term.anchor for table in view.tables for term in table.rows}
    for form in load_forms().values():
        for table in form.tables:
            assert {f"{table.code}.{row.code}" for _, row in table.printed_rows()} <= anchors
    for terms in view.tables:
        for term in (*terms.rows, *terms.columns):
            assert term.english
            assert term.label
            assert term.plain
