"""Everything raised on purpose.

GongkaiError
├── ConfigurationError    one of our own files (form, lookup, registry, gazetteer) is wrong: the run stops
├── UsageError            the command was called with something that cannot work: exit status 2
└── ReportError           one document cannot be read: it is recorded with the reason, the run goes on
    └── ScanError         its pages are pictures without text

A publisher's wrong sum is none of these: it is a ``Finding`` and gets published. Where the system refuses to
read or write, ``why`` says it in the reader's words.
"""

from __future__ import annotations

import errno

_WHY = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "文件或文件夹不存在",
    errno.EEXIST: "已有同名文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "同名的是文件夹",
    errno.ELOOP: "文件已变为链接",
    errno.ENAMETOOLONG: "名称过长",
    errno.EIO: "磁盘读写错误",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
}


def why(error: OSError) -> str:
    """Return in Chinese why the system refused; the code of the error where there are no words for it."""
    number = error.errno or 0
    return _WHY.get(number) or errno.errorcode.get(number, type(error).__name__)


class GongkaiError(Exception):
    """Root of everything this program raises on purpose; its text is written for the reader."""


class ConfigurationError(GongkaiError):
    """One of the project's own files is wrong; nothing can be trusted, so the run stops."""


class UsageError(GongkaiError):
    """The command was called with something that cannot work."""


class ReportError(GongkaiError):
    """One document cannot be read as an annual report; the text is the reason, in Chinese."""


class ScanError(ReportError):
    """The pages of a document are pictures: it has no text to read."""
