"""The parts of an Office Open XML package: a zip, or the same parts in one XML file (Flat OPC).

Parts are found by the package's relationships. A relationship that leads nowhere is no damage: Word writes such.
The namespaces of ISO 29500 Strict are read as those everybody else writes.
"""

from __future__ import annotations

import base64
import binascii
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.errors import ReportError

# A document's parts unpacked; a page of text needs some ten thousand bytes.
_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_PARTS = 5000
_MAIN = "/officeDocument"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (_STRICT + b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (_STRICT + b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, binascii.Error,
    etree.LxmlError,
)  # fmt: skip


def parsed(content: bytes) -> etree._Element:
    """Return the root of an XML part; nothing outside of it is ever loaded. Raises lxml's errors."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


@dataclass(slots=True)
class Package:
    """The parts of one document by name (no leading slash); ``main`` is the part the document begins with."""

    what: str
    names: frozenset[str]
    main: str = ""
    _archive: zipfile.ZipFile | None = None
    _flat: Mapping[str, bytes] = field(default_factory=dict)

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of a part, ``None`` where there is no such part or it is damaged."""
        try:
            return parsed(self.content(name)) if name in self.names else None
        except _DAMAGED:
            return None

    def content(self, name: str) -> bytes:
        """Return a part's bytes; raises ``ReportError`` for document type definitions, which no office writes."""
        content = self._flat[name] if self._archive is None else self._archive.read(name)
        if name.endswith((".xml", ".rels")):
            if b"<!DOCTYPE" in content[:1024]:
                raise ReportError(f"{self.what} 文件含有文档类型定义，拒绝读取")
            if _STRICT in content:
                for strict, transitional in _TRANSITIONAL:
                    content = content.replace(strict, transitional)
        return content

    def related(self, kind: str) -> list[str]:
        """Return the names of the parts that the main part relates to as ``kind`` (``numbering``), in their order."""
        return [name for _, type_, name in self.relations() if type_.endswith(f"/{kind}")]

    def relations(self) -> list[tuple[str, str, str]]:
        """Return the main part's relationships to parts that exist: id, type, name."""
        return self._relations(self.main)

    def _relations(self, source: str) -> list[tuple[str, str, str]]:
        folder, name = posixpath.split(source)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for entry in () if root is None else root.iter(_RELATIONSHIP):
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target") or "")).lstrip("/")
            if entry.get("TargetMode") != "External" and target in self.names:
                found.append((entry.get("Id") or "", entry.get("Type") or "", target))
        return found

    def find_main(self) -> None:
        """Look up the main part; raises ``ReportError`` where there is none."""
        mains = [name for _, type_, name in self._relations("") if type_.endswith(_MAIN)]
        if not mains:
            raise ReportError(f"{self.what} 文件已损坏，找不到正文")
        self.main = mains[0]


def open_package(content: bytes, what: str, most: int = _MAX_UNPACKED) -> Package:
    """Open a package of at most ``most`` bytes unpacked; ``what`` names the format in reasons.

    Raises ``ReportError`` where it is damaged or too large.
    """
    try:
        package = _zipped(content, what, most) if content.startswith(b"PK") else _flat(content, what)
        package.find_main()
    except _DAMAGED as error:
        raise ReportError(f"{what} 文件已损坏或已加密，无法打开") from error
    return package


def open_parts(content: bytes, what: str, most: int = _MAX_UNPACKED) -> Package:
    """Open a zip whose parts are found some other way; raises ``ReportError`` where it is damaged or too large."""
    try:
        return _zipped(content, what, most)
    except _DAMAGED as error:
        raise ReportError(f"{what} 文件已损坏或已加密，无法打开") from error


def _zipped(content: bytes, what: str, most: int) -> Package:
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    if len(entries) > _MAX_PARTS or sum(entry.file_size for entry in entries) > most:
        raise ReportError(f"{what} 文件解压后过大，拒绝读取")
    return Package(what, frozenset(entry.filename for entry in entries), _archive=archive)


def _flat(content: bytes, what: str) -> Package:
    if len(content) > _MAX_UNPACKED or re.search(rb"<!DOCTYPE", content[:4096]):
        raise ReportError(f"{what} 文件过大或含有文档类型定义，拒绝读取")
    parts = {}
    for part in parsed(content).iter(f"{_FLAT}part"):
        name = (part.get(f"{_FLAT}name") or "").lstrip("/")
        for child in part:
            if child.tag == f"{_FLAT}xmlData" and len(child):
                parts[name] = etree.tostring(child[0])
            elif child.tag == f"{_FLAT}binaryData":
                parts[name] = base64.b64decode(child.text or "")
    return Package(what, frozenset(parts), _flat=parts)
