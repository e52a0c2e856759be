"""What kind of file a document is, whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from generator.documents.sniff import sniff


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("规章\t0\n".encode(), "text"),
        ("规章\t0\n".encode("gb18030"), "text"),
        ("规章".encode("utf-16"), "text"),
        (b"\x00\x00\xfe\xff" + "规章".encode("utf-32-be"), "text"),
        ("﻿规章".encode(), "text"),
        (b"", "text"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "doc"),
        (b"{\\rtf1\\ansi", "rtf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (zipped("notes.txt"), ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image"),
        (b"GIF89a", "image"),
        (b"II*\x00" + bytes(20), "image"),
        (b"MM\x00*" + bytes(20), "image"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\n  <HTML lang=zh>", "html"),
        (b"<!-- saved --><html>", "html"),
        (b'<?xml version="1.0"?><html>', "html"),
        (b"\xef\xbb\xbf<table>", "html"),
        ("<规章>0".encode(), "text"),
        ("报告说：<html>是标记".encode(), "text"),
        (bytes(1000), ""),
        (bytes(range(32)) * 100, ""),
    ],
)
def test_content_decides(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


def test_a_few_stray_control_characters_are_still_text() -> None:
    assert sniff("规章\t0\n".encode() * 100 + b"\x00\x1a\x0c") == "text"
