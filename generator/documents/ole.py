"""The container of the old Office formats (OLE compound file): what is in it, and its streams."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import olefile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream that only this kind of document has at the top of its container.
_KINDS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)


def kind_of(content: bytes) -> str:
    """Return ``doc``, ``xls``, ``ppt``, ``locked`` (a newer document with a password) or nothing.

    A container too damaged to be opened is taken for a document of Word, whose reader says so.
    """
    try:
        with _opened(content) as container:
            return next((kind for stream, kind in _KINDS if container.exists(stream)), "")
    except _DAMAGED:
        return "doc"


def streams(content: bytes, *names: str) -> list[bytes]:
    """Return the streams of these names, empty ones for those it has not; raises ``ValueError`` where damaged."""
    try:
        with _opened(content) as container:
            return [container.openstream(name).read() if container.exists(name) else b"" for name in names]
    except _DAMAGED as error:
        raise ValueError("damaged container") from error


_DAMAGED = (OSError, ValueError, IndexError, TypeError, AttributeError, OverflowError, RecursionError)


@contextmanager
def _opened(content: bytes) -> Iterator[olefile.OleFileIO]:
    container = olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_FATAL)
    try:
        yield container
    finally:
        container.close()
