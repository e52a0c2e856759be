"""A file that no reader takes says what it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from generator.documents.sniff import sniff
from generator.report import read_report

MHTML = (
    b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E5=B9=B4?=\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n"
)


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def container(*streams: str) -> bytes:
    """Return the smallest compound file with these (empty) streams."""
    sector = 512
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:80] = (0).to_bytes(4, "little")
    header[80:512] = b"\xff" * 432
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * (sector - 8)
    entries = b""
    for index, name in enumerate(("Root Entry", *streams)):
        entry = bytearray(128)
        encoded = name.encode("utf-16-le")
        entry[: len(encoded)] = encoded
        entry[64:66] = (len(encoded) + 2).to_bytes(2, "little")
        entry[66] = 5 if index == 0 else 2
        entry[67] = 1
        entry[68:80] = b"\xff" * 12
        if index == 0 and streams:
            entry[76:80] = (1).to_bytes(4, "little")
        elif 0 < index < len(streams):
            entry[72:76] = (index + 1).to_bytes(4, "little")
        entry[116:120] = b"\xfe\xff\xff\xff"
        entries += bytes(entry)
    return bytes(header) + table + entries.ljust(sector, b"\0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (container("EncryptedPackage"), "密码"),
        (container("Workbook"), "XLS"),
        (container("PowerPoint Document"), "PPT"),
        (container("Other"), "没有 Word 文档"),
        (zipped("report.docx"), "压缩包，内有 1 个文件（report.docx）"),
        (zipped("ppt/presentation.xml"), "PPTX"),
        (zipped("mimetype", "content.xml"), "ODF"),
        (b"PK\x03\x04" + bytes(50), "压缩包"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "RAR"),
        (bytes(50), "无法识别"),
    ],
)
def test_the_reason_names_the_kind(content: bytes, words: str) -> None:
    report = read_report(content, "a.doc")
    assert (report.status, report.format) == ("failed", "")
    assert words in report.error


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (container("WordDocument"), "doc"),
        (MHTML, "html"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj\nstartxref\n", "pdf"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="http://schemas.'
         b'microsoft.com/office/word/2003/wordml">', "docx"),
        ("本文说明 MIME-Version: 1.0\n".encode(), "text"),
    ],
)  # fmt: skip
def test_kinds_behind_other_names(content: bytes, kind: str) -> None:
    assert sniff(content) == kind
