"""Which files below the reports folder are documents, and what is known of their origin.

Names are walked as bytes and published as UTF-8, so that the data set is the same in every locale and
a file with an odd name still gets its row.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cache.digests import Digests
from generator.errors import why
from generator.made import MARKER, TRUTH
from generator.manifest import MANIFEST, Entry, read_manifest
from generator.model import Fault, Finding, Severity

MAX_BYTES = 50 * 1024 * 1024

_README = re.compile(rb"readme(\..*)?", re.IGNORECASE | re.DOTALL)
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One document to read: its published path, where it lies, its hash and what the manifest says of it.

    ``error`` is the reason why its content cannot be read at all.
    """

    source: str
    path: bytes
    sha256: str
    source_url: str = ""
    error: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something below the reports folder that is not followed, with the reason in Chinese."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceList:
    """The documents ordered by source in bytes, what was skipped, and complaints about the manifest."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


def find_sources(reports_dir: Path, digests: Digests | None = None) -> SourceList:
    """Walk ``reports_dir`` and return its documents; files with the same content are one, under the first path.

    ``digests`` are hashes of files known from before; those met now are added to them.
    """
    root = os.fsencode(reports_dir)
    digests = digests or Digests()
    manifest = read_manifest(reports_dir / MANIFEST)
    skipped: list[Skipped] = []
    found = sorted(_documents(root, skipped, digests), key=lambda item: (item.source.encode(), item.path))
    known = {item.source for item in found}
    absent = [f"{MANIFEST}：所列文件“{file}”不存在" for file in manifest.entries if file not in known]
    described = [_described(item, manifest.entries.get(item.source)) for item in found]
    skipped.sort(key=lambda item: item.name.encode())
    return SourceList(tuple(_without_copies(described)), tuple(skipped), manifest.notes + tuple(absent))


def is_as_found(reports_dir: Path, digests: Digests) -> bool:
    """Say whether ``reports_dir`` surely has the files that ``digests`` met; only those of just now are read again.

    These are old enough by now, as a rule, for ``digests`` to believe them.
    """
    root = os.fsencode(reports_dir)
    folders, met = [b""], 0
    while folders:
        folder = folders.pop()
        for name, found in _entries(root, folder, []):
            path = folder + b"/" + name if folder else name
            if stat.S_ISDIR(found.st_mode):
                folders.append(path)
            elif stat.S_ISREG(found.st_mode):
                met += 1
                digest, is_sure = digests.met_as(root + b"/" + path, found)
                if not digest or not (is_sure or _is_still(root + b"/" + path, digest)):
                    return False
                if not is_sure:
                    digests.note(root + b"/" + path, found, digest)
    return met == digests.met


def _is_still(path: bytes, digest: str) -> bool:
    try:
        return _digest(path)[0] == digest
    except OSError:
        return False


def read_source(source: Source) -> bytes:
    """Return the content of a document."""
    with open(source.path, "rb") as file:  # noqa: PTH123 (the path is bytes)
        return file.read(MAX_BYTES + 1)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 by which a document is known."""
    return hashlib.sha256(content).hexdigest()


def published_name(name: bytes) -> str:
    r"""Return a file name as text: UTF-8, and ``\xff`` for each byte that is none."""
    return name.decode("utf-8", "backslashreplace")


def _documents(root: bytes, skipped: list[Skipped], digests: Digests) -> Iterator[Source]:
    folders = [b""]
    while folders:
        folder = folders.pop()
        for name, found in _entries(root, folder, skipped):
            path, mode = folder + b"/" + name if folder else name, found.st_mode
            if stat.S_ISDIR(mode):
                folders.append(path)
            elif stat.S_ISREG(mode):
                yield _source(root + b"/" + path, published_name(path), found, digests)
            else:
                skipped.append(Skipped(published_name(path), _special(mode)))


def _entries(root: bytes, folder: bytes, skipped: list[Skipped]) -> list[tuple[bytes, os.stat_result]]:
    try:
        with os.scandir(root + b"/" + folder) as entries:
            listed = [(entry.name, entry.stat(follow_symlinks=False)) for entry in entries]
    except OSError as error:
        skipped.append(Skipped(published_name(folder) or ".", f"文件夹无法打开（{why(error)}）"))
        return []
    # What a folder of made documents says about their truth is none of them.
    ours = {TRUTH.encode()} if MARKER.encode() in {name for name, _ in listed} else set()
    return [(name, found) for name, found in listed if name not in ours and not _is_no_report(name, found.st_mode)]


def _is_no_report(name: bytes, mode: int) -> bool:
    if name.startswith(b"."):
        return True
    # A folder called README may hold reports like any other.
    return not stat.S_ISDIR(mode) and (name == MANIFEST.encode() or _README.fullmatch(name) is not None)


def _special(mode: int) -> str:
    kinds = (
        (stat.S_ISLNK, "符号链接"),
        (stat.S_ISFIFO, "管道"),
        (stat.S_ISSOCK, "套接字"),
        (stat.S_ISBLK, "设备"),
        (stat.S_ISCHR, "设备"),
    )
    return next((f"{word}，不跟随" for test, word in kinds if test(mode)), "不是普通文件")


def _source(path: bytes, name: str, found: os.stat_result, digests: Digests) -> Source:
    digest, size = digests.of(path, found), found.st_size
    if not digest:
        try:
            digest, size = _digest(path)
        except OSError as error:
            return Source(name, path, sha256="", error=f"文件无法打开（{why(error)}）")
        digests.note(path, found, digest)
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        return Source(
            name, path, digest, error=f"文件过大：{size} 字节，上限为 {limit} MB，未予读取；请换成较小的文字版"
        )
    return Source(name, path, digest)


def _digest(path: bytes) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    # O_NOFOLLOW and O_NONBLOCK: the name may have become a link or a pipe since it was listed.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _described(source: Source, entry: Entry | None) -> Source:
    if entry is None:
        return source
    findings = source.findings
    if entry.sha256 and source.sha256 and entry.sha256 != source.sha256:
        findings += (_changed(entry.sha256, source.sha256),)
    return replace(source, source_url=entry.source_url, findings=findings)


def _changed(expected: str, actual: str) -> Finding:
    return Finding(
        rule="file.changed",
        message=f"文件内容与来源清单登记的不同：清单中的 SHA-256 为 {expected}，现为 {actual}。",
        severity=Severity.WARNING,
        fault=Fault.SOURCE,
        expected=expected,
        actual=actual,
    )


def _without_copies(sources: Iterable[Source]) -> Iterator[Source]:
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.sha256 or f"unread {source.path!r}", []).append(source)
    for group in groups.values():
        yield _joined(group)


def _joined(group: Sequence[Source]) -> Source:
    first = group[0]
    if len(group) == 1:
        return first
    names = "、".join(f"“{copy.source}”" for copy in group[1:])
    finding = Finding(
        rule="file.duplicate",
        message=f"另有 {len(group) - 1} 个文件与本文件内容完全相同，合并为一份：{names}。",
        severity=Severity.INFO,
        fault=Fault.SOURCE,
    )
    url = next((copy.source_url for copy in group if copy.source_url), "")
    # A copy may be listed with another hash than the first; each such complaint stays.
    findings = tuple(dict.fromkeys(item for copy in group for item in copy.findings))
    return replace(first, source_url=url, findings=(*findings, finding))
