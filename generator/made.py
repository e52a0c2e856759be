"""Made documents: how they say that they are made, and why they are never mixed with others.

A made document says so in its own first and last line, whatever its format; that sentence is what counts, wherever
the file is moved to. The folder that ``gongkai demo`` writes is marked too: its list of truths is no report, and a
file of it that cannot be read is still a made one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from generator.errors import GongkaiError
from generator.model import Document, Fault, Finding, Report, ReportStatus, Severity

SENTENCE = "本文件为演示而编造，不是任何机关的真实报告"
MARKER = ".gongkai-made.json"
TRUTH = "truth.json"
RULE = "report.made"

# Converters lose or change the comma; what stands before it says enough.
_CORE = SENTENCE.partition("，")[0]
_SPACE = re.compile(r"\s+")


class Known(Protocol):
    """A document of which it is known whether it says that it is made."""

    @property
    def source(self) -> str:
        """Its path."""

    @property
    def status(self) -> ReportStatus:
        """How far it could be read."""

    @property
    def made(self) -> bool:
        """Whether it says so."""


def made_finding(document: Document) -> tuple[Finding, ...]:
    """Return the finding that a document calls itself made; nothing where it does not."""
    if _CORE not in _SPACE.sub("", "".join(line.text for line in document.lines)):
        return ()
    return (Finding(RULE, f"文件中写明：{SENTENCE}。", Severity.WARNING, Fault.SOURCE),)


def is_made(reports: Iterable[Report]) -> bool:
    """Say whether reports are made ones; they are all or none of them (``refuse_mixture``)."""
    return any(_says_so(report) for report in reports)


def refuse_mixture(documents: Iterable[Known], folder: Path) -> None:
    """Raise ``GongkaiError`` where made documents and others stand in one folder."""
    marked = (folder / MARKER).is_file()
    made = other = ""
    for document in documents:
        if document.made:
            made = made or f"“{document.source}”"
        elif not (marked and document.status is ReportStatus.FAILED):
            other = other or f"“{document.source}”"
    if other and (made or marked):
        raise GongkaiError(
            f"文件夹中既有编造的演示文件（{made or f'标记 {MARKER}'}），又有其他文件（{other}），不能放在一起生成；"
            "请把它们分到不同的文件夹"
        )


def _says_so(report: Report) -> bool:
    return any(finding.rule == RULE for finding in report.findings)
