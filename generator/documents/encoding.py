"""Which encoding a file's bytes are in: byte order mark, then strict UTF-8, then what is declared, then GB18030.

Pages that declare GB2312 or GBK often hold characters of GB18030 only, so both are read as GB18030.
"""

from __future__ import annotations

import codecs
import re

from generator.errors import ReportError

# The mark of UTF-32 begins with that of UTF-16.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
# Above this share of replacement characters a text is no longer what was written.
_MAX_DAMAGE = 0.02
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HEAD = 4096


def decode(content: bytes) -> str:
    """Return the text; raises ``ReportError`` where too much of it is damaged."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, errors="replace"))
    for encoding in dict.fromkeys(("utf-8", _declared(content), "gb18030")):
        try:
            return _checked(content.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _checked(content.decode("utf-8", errors="replace"))


def _declared(content: bytes) -> str:
    match = _DECLARED.search(content[:_HEAD])
    name = match[1].decode("ascii").lower() if match else "utf-8"
    return _SAME.get(name, name)


def _checked(text: str) -> str:
    if text.count("\ufffd") > _MAX_DAMAGE * max(len(text), 1):
        raise ReportError("文字编码无法识别，内容已损坏")
    return text
