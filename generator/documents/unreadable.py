"""Why a file that no reader takes cannot be read, in words for the maintainer."""

from __future__ import annotations

import posixpath

from generator.documents import ole
from generator.documents.sniff import zip_names

_OLE = {
    "locked": "文件设有密码，无法打开；请换成没有密码的版本",
    "xls": "这是旧版 Excel（XLS）文件，不能读取；请另存为 XLSX 后再放入",
    "ppt": "这是演示文稿（PPT），不是年度报告的文字版；请换成同一报告的网页、Word 或 PDF",
    "": "这是一种旧版 Office 文件，但其中没有 Word 文档，不能读取；请换成同一报告的网页、DOCX 或 PDF",
}
_ZIPS = (
    ("ppt/", "这是演示文稿（PPTX），不是年度报告的文字版；请换成同一报告的网页、Word 或 PDF"),
    ("mimetype", "这是 ODF 或电子书文件，不能读取；请另存为 DOCX 后再放入"),
)
_SHOWN = 3
_DEFAULT = "无法识别的文件类型，不是文字；请查看文件是否损坏，或换成同一报告的文字版"
_ARCHIVES = ((b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "GZ"))


def reason(content: bytes) -> str:
    """Return the reason for a file whose kind ``sniff`` does not know."""
    if content.startswith(ole.MAGIC):
        return _OLE.get(ole.kind_of(content), _DEFAULT)
    if content.startswith(b"PK"):
        return _zip_reason(content)
    for magic, name in _ARCHIVES:
        if content.startswith(magic):
            return f"这是压缩包（{name}），不会自动解压；请解压后把报告放入文件夹"
    return _DEFAULT


def _zip_reason(content: bytes) -> str:
    names = [name for name in zip_names(content) if not name.endswith("/")]
    for begin, why in _ZIPS:
        if any(name.startswith(begin) for name in names):
            return why
    if not names:
        return "压缩包已损坏或是空的，无法打开"
    shown = "、".join(posixpath.basename(name) for name in sorted(names)[:_SHOWN])
    shown += " 等" if len(names) > _SHOWN else ""
    return f"这是压缩包，内有 {len(names)} 个文件（{shown}），不会自动解压；请解压后把报告放入文件夹"
