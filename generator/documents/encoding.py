"""Which encoding a file's bytes are in: told by byte order marks, else by which reading makes the most Chinese sense.

A declaration in the file only breaks a tie, since pages declare wrongly. Those that say GB2312 or GBK often hold
characters of GB18030 only, so all three are read as GB18030. Text that went through a wrong encoding before it was
saved (mojibake) is refused: what stood there cannot be known for certain.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from generator.errors import ReportError

# The mark of UTF-32 begins with that of UTF-16.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
# Only what Chinese pages are written in is worth trying; others read anything, or are slow.
_CHINESE = frozenset({"gb18030", "big5", "big5hkscs", "cp950", "hz", "hz-gb-2312"})
# Big5 with the characters of Hong Kong, and as Windows writes it.
_BIG5 = ("big5hkscs", "cp950")
# Above this share of replacement characters a text is no longer what was written.
_MAX_DAMAGE = 0.02
# A damaged reading is taken only where so little of it is damaged.
_SLIGHT_DAMAGE = 0.005
_DECLARED = re.compile(
    rb"(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,80}?encoding|@charset)\s*=?\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE
)
_HEAD = 65536
_SAMPLE = 400_000
_WIDE_SAMPLE = 8192
# The most frequent characters of Chinese and of reports, simplified and traditional: a third of any such text.
_FREQUENT = frozenset(
    "的一是不在有人这中大为上个国和地到以说时要就出会可也对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日月公政府信息报告工作情况申请件数量总计机关依法第条项市县区镇乡局办室通知管理服务规定文无及与或其他予以部门行政许可处罚复议诉讼结果维持纠正"
    "這個國時會對為說後裡還進過發經麼從實當動開關報務況請數總計辦規處復議訴訟結維無與門間區鎮鄉縣局"
    "，。、：；（）“”《》〔〕　"
)
_CJK = re.compile(r"[^\x00-\x7f]")
_CLEARLY = 0.15
# So many characters tell a language.
_ENOUGH = 100


def decode(content: bytes) -> str:
    """Return the text; raises ``ReportError`` where it is damaged or went through a wrong encoding."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, errors="replace"))
    wide = wide_without_mark(content)
    if wide:
        return _checked(content.decode(wide, errors="replace"))
    if content.isascii():
        return content.decode("ascii")
    return _checked(max(_readings(content), key=lambda reading: reading[0])[1])


def wide_without_mark(content: bytes) -> str:
    """Return which UTF-16 a file without a byte order mark is in, empty where it is in none."""
    sample = content[:_WIDE_SAMPLE]
    if b"\0" not in sample:
        return ""
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="replace")
        if _CJK.search(text) and _sense(text) >= 2 * _CLEARLY:
            return name
    return ""


def _readings(content: bytes) -> Iterator[tuple[tuple[float, int], str]]:
    """Yield the text in each encoding it may be in, with its worth: sense first, then which was tried first.

    Strict readings are tried first; where none makes sense, those with slight damage.
    """
    declared = _declared(content)
    names = [name for name in dict.fromkeys(("utf-8", declared, "gb18030", *_BIG5)) if name]
    strict: list[tuple[tuple[float, int], str]] = []
    for order, name in enumerate(names):
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if order == 0:
            yield (1.0, 0), text
            return  # bytes are UTF-8 by chance only where they are few
        strict.append(((round(_sense(text), 1), -order), text))
    yield from strict
    if strict and max(worth[0] for worth, _ in strict) >= _CLEARLY:
        return
    for order, name in enumerate(names):
        try:
            text = content.decode(name, errors="replace")
        except LookupError:
            continue
        slight = text.count("\ufffd") <= _SLIGHT_DAMAGE * len(text)
        yield (round(_sense(text), 1) if slight else -0.1, -order - len(names)), text


def _sense(text: str) -> float:
    """Return which share of the characters beyond ASCII are frequent in Chinese."""
    foreign = _CJK.findall(text[:_SAMPLE])
    return sum(map(_FREQUENT.__contains__, foreign)) / len(foreign) if foreign else 1.0


def _declared(content: bytes) -> str:
    match = _DECLARED.search(content[:_HEAD])
    name = match[1].decode("ascii", errors="ignore").lower() if match else ""
    name = _SAME.get(name, name)
    return name if name in _CHINESE else ""


def _checked(text: str) -> str:
    if text.count("\ufffd") > _MAX_DAMAGE * max(len(text), 1):
        raise ReportError("文字编码无法识别，内容已损坏")
    if len(_CJK.findall(text[:_SAMPLE])) >= _ENOUGH and _sense(text) < _CLEARLY and _was_recoded(text):
        raise ReportError("文字是乱码：保存前曾以错误的编码打开，原文无法可靠还原；请重新下载原文件")
    return text


def _was_recoded(text: str) -> bool:
    """Say whether a text makes sense once it is written back in an encoding and read in another."""
    sample = text[:_SAMPLE]
    for wrong in ("gb18030", "cp1252", "latin-1", "big5"):
        for right in ("utf-8", "gb18030"):
            if wrong == right:
                continue
            again = sample.encode(wrong, errors="ignore").decode(right, errors="ignore")
            if len(_CJK.findall(again)) >= len(_CJK.findall(sample)) // 4 and _sense(again) >= 2 * _CLEARLY:
                return True
    return False
