"""The list of origins, ``manifest.csv``: which file came from where, when, with which hash.

It is optional and written by hand, so it is read tolerantly: a line that is wrong is reported by
number and reason and left out, never more than that line.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from generator.handwritten import read_rows

MANIFEST = "manifest.csv"
COLUMNS = ("file", "source_url", "retrieved_on", "sha256")

_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f<>\"]")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file; what it leaves out is empty."""

    source_url: str = ""
    retrieved_on: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries by file, and complaints in Chinese naming line and reason."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()


def read_manifest(path: Path) -> Manifest:
    """Read the manifest; a missing one is empty, a wrong line is left out with a note."""
    notes: list[str] = []
    entries: dict[str, Entry] = {}
    for line, row in read_rows(path, COLUMNS, ("file",), notes):
        file = row["file"].removeprefix("./")
        problem = _problem(file, row, entries)
        if problem:
            notes.append(f"{path.name}：第 {line} 行：{problem}")
        else:
            entries[file] = Entry(row.get("source_url", ""), row.get("retrieved_on", ""), row.get("sha256", "").lower())
    return Manifest(MappingProxyType(entries), tuple(notes))


def _problem(file: str, row: Mapping[str, str], entries: Mapping[str, Entry]) -> str:
    if not file:
        return "没有文件名"
    if file in entries:
        return f"“{file}”重复出现，以前一行为准"
    if row.get("source_url") and not is_web_address(row["source_url"]):
        return f"source_url 不是 http(s) 网址：{row['source_url']}"
    if row.get("retrieved_on") and not _is_date(row["retrieved_on"]):
        return f"retrieved_on 不是 YYYY-MM-DD 日期：{row['retrieved_on']}"
    if row.get("sha256") and not _SHA256.fullmatch(row["sha256"].lower()):
        return f"sha256 不是 64 位十六进制数：{row['sha256']}"
    return ""


def is_web_address(text: str) -> bool:
    """Say whether ``text`` is an ordinary web address: http or https, with a host, on one line."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not _NOT_IN_ADDRESS.search(text)
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
