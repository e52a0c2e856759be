"""What a collection knows of a document without looking into it again.

A brief is made once, where the document is read, and kept beside its reading. Whatever must walk all documents of a
country walks briefs: which bodies there are, which document stands for its body and year, what bodies have in common.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

from generator.checks.traits import Traits, traits_of
from generator.made import is_made
from generator.model import CellStatus, Kind, Organisation, Report, ReportStatus, Section
from generator.sources import digest_of

_BODY: Final = tuple(field.name for field in fields(Organisation))
_STATUSES: Final = {status.value: status for status in ReportStatus}
_decode: Final = json.JSONDecoder().raw_decode
_CALLS_ITSELF_NEWER: Final = re.compile("更正|修订")


@dataclass(frozen=True, slots=True)
class Brief:
    """A document as the collection knows it: its file, whose report it is, its rank among siblings, its traits.

    ``rank`` sorts the documents of one body and year, the one that stands for the year first.
    """

    source: str
    sha256: str
    status: ReportStatus
    organisation: Organisation | None
    year: int | None
    form: str
    made: bool
    rank: tuple[int, ...]
    traits: Traits

    def to_bytes(self) -> bytes:
        """Return the brief as bytes; equal ones give the same bytes."""
        head = [
            self.source, self.sha256, self.status.value, self.year, self.form, self.made, self.rank, self.traits.head,
        ]  # fmt: skip
        return b"\n".join((_body_as_bytes(self.organisation), _as_bytes(head), self.traits.words))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Brief:
        """Return what ``to_bytes`` made; raises ``ValueError``, ``LookupError`` or ``TypeError`` for other bytes."""
        body, text, words = raw.split(b"\n", 2)
        (source, sha256, status, year, form, made, rank, head), _ = _decode(text.decode("utf-8", "surrogatepass"))
        traits = Traits.of(head, words)
        return cls(source, sha256, _STATUSES[status], _body(body), year, form, made, tuple(rank), traits)


@dataclass(frozen=True, slots=True)
class Name:
    """The id of a document, and that of the primary one where it is another."""

    report_id: str
    primary: str = ""


File = tuple[str, str]
_Document = TypeVar("_Document", Brief, Report)


def _as_bytes(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _body_as_bytes(body: Organisation | None) -> bytes:
    return _as_bytes([getattr(body, name) for name in _BODY]) if body else b""


@functools.lru_cache(maxsize=1 << 16)
def _body(raw: bytes) -> Organisation | None:
    """Return one object for all documents of a body, nothing for those of none."""
    if not raw:
        return None
    known = dict(zip(_BODY, json.loads(raw.decode("utf-8", "surrogatepass")), strict=True))
    return Organisation(**known | {"kind": Kind(known["kind"]), "aliases": tuple(known["aliases"])})


def brief_of(report: Report) -> Brief:
    """Return the brief of a report as it was read."""
    return Brief(
        report.source,
        report.sha256,
        report.status,
        report.organisation,
        report.year,
        report.form,
        is_made([report]),
        rank_of(report),
        traits_of(report),
    )


def rank_of(report: Report) -> tuple[int, ...]:
    """Return what decides among documents of a body and year, the lowest first.

    A document that calls itself 更正 or 修订 first, then most cells reported, then published last; paths decide last.
    """
    title = report.narrative.get(Section.TITLE, "")
    statuses = [*(cell.status for cell in report.cells), *(figure.status for figure in report.legacy)]
    published = report.published_on.toordinal() if report.published_on else 0
    return int(not _CALLS_ITSELF_NEWER.search(title)), -statuses.count(CellStatus.REPORTED), -published


def body_and_year(document: Brief | Report) -> str:
    """Return ``<org_id>-<year>``; nothing where either is not known or nothing could be read."""
    if document.status is ReportStatus.FAILED or document.organisation is None or document.year is None:
        return ""
    return f"{document.organisation.org_id}-{document.year}"


def names(documents: Sequence[_Document], rank: Callable[[_Document], tuple[int, ...]]) -> Mapping[File, Name]:
    """Return the names of all documents; where the ranks of siblings are equal, paths decide."""
    groups: dict[str, list[_Document]] = {}
    found: dict[File, Name] = {}
    for document in documents:
        key = body_and_year(document)
        if key:
            groups.setdefault(key, []).append(document)
        else:
            found[file_of(document)] = Name(_unplaced_id(document))
    for key, group in groups.items():
        first, *others = sorted(group, key=lambda one: (*rank(one), one.source.encode()))
        found[file_of(first)] = Name(key)
        for other in others:
            found[file_of(other)] = Name(f"{key}-{other.sha256[:8]}", key)
    return found


def file_of(document: Brief | Report) -> File:
    """Return what tells a document from all others of a run: its path and SHA-256."""
    return document.source, document.sha256


def _unplaced_id(document: Brief | Report) -> str:
    # A file that could not even be opened has no hash of its own; its path is all that is known of it.
    digest = document.sha256 or digest_of(document.source.encode())
    return f"doc-{digest[:12]}"
