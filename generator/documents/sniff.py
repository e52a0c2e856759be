"""What kind of file a document is, told by its content and never by its name."""

from __future__ import annotations

import re

from generator.documents.encoding import BOMS

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
)
_HEAD = 1024
_ZIP_PARTS = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"OFD.xml", "ofd"))
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div)\b", re.I | re.S
)


def sniff(content: bytes) -> str:
    """Return the format code of the data set; ``text`` where nothing else is recognised, empty if unknown."""
    for mark, encoding in BOMS[1:]:
        if content.startswith(mark):
            return sniff(content[len(mark) :][: 4 * _HEAD].decode(encoding, errors="replace").encode()) or "text"
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:_HEAD]
    for magic, code in _MAGIC:
        if head.startswith(magic):
            return code
    if content.startswith(b"PK\x03\x04"):
        return next((code for part, code in _ZIP_PARTS if part in content), "")
    if _HTML.match(head):
        return "html"
    return "text" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    controls = sum(content.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))
    return controls * 100 <= len(content)
