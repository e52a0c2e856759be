"""What bodies answered to what is shown of them: a file each, ``data/replies/<org_id>/<year>-<n>.md`` or ``.txt``.

A file begins with its head between two lines ``---``: ``date``, ``from``, ``verified`` (how it is known that the body
wrote it), and if wanted ``about`` (cells or rules, separated by commas) and ``url``. The rest is the reply, shown as
plain text whatever stands in it. A file that is not so is named with its line and left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.errors import why
from generator.manifest import is_web_address
from generator.model import Reply, Report, Withdrawal
from generator.personal import masked_text
from generator.text import printable

REPLIES: Final = "replies"

_MAX_BYTES = 200 * 1024
_MAX_CHARACTERS = 20_000
_MAX_FIELD = 300
_ENDINGS = frozenset({".md", ".txt"})
_FOLDER = re.compile(r"\d{6}(?:\d{3})?-[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"((?:19|20)\d\d)-(\d{1,3})")
_NO_REPLY = re.compile(r"\.|readme(?:\.|$)", re.IGNORECASE)
_LINE = re.compile(r"([a-z]+)\s*[:：]\s*(.*)")
_EDGE = "---"
_NEEDED = ("date", "from", "verified")
_FIELDS = frozenset({*_NEEDED, "about", "url"})
_ABOUT = re.compile(r"[a-z]+(?:\.[a-z0-9_]+){1,2}")
_BETWEEN = re.compile(r"[,，、;；\s]+")


class _Problem(Exception):
    """What is wrong with a reply, with the line (0 for the file as a whole)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Replies:
    """All replies in order of body, year and number, and complaints (Chinese) about files that were left out."""

    items: tuple[Reply, ...] = ()
    notes: tuple[str, ...] = ()


NO_REPLIES = Replies()


def load_replies(folder: Path) -> Replies:
    """Read the replies below ``folder / "replies"``; a missing folder has none."""
    notes: list[str] = []
    found: dict[tuple[str, int, int], Reply] = {}
    for path in _files(folder / REPLIES, notes):
        name = printable(f"{REPLIES}/{path.parent.name}/{path.name}")
        try:
            reply = _read(path)
        except _Problem as problem:
            notes.append(f"{name}：{f'第 {problem.line} 行：' if problem.line else ''}{problem}，未采用")
            continue
        key = reply.org_id, reply.year, reply.number
        if key in found:
            notes.append(f"{name}：同一编号已有另一个文件，未采用")
        found.setdefault(key, reply)
    return Replies(tuple(found[key] for key in sorted(found)), tuple(notes))


def answered(
    replies: Replies, reports: Sequence[Report], withdrawals: Sequence[Withdrawal]
) -> tuple[tuple[Reply, ...], tuple[str, ...]]:
    """Return the replies that go with the reports, and complaints about the others and about what is not there.

    What answers a withdrawn report is left out with it.
    """
    gone = {(item.org_id, item.year) for item in withdrawals if item.scope == "report"}
    known = {(r.organisation.org_id, r.year): r for r in reports if r.organisation and not r.primary}
    bodies = {org_id for org_id, _ in known}
    kept, notes = [], list(replies.notes)
    for reply in replies.items:
        name = f"{REPLIES}/{reply.org_id}/{reply.year}-{reply.number}"
        report = known.get((reply.org_id, reply.year))
        if reply.org_id not in bodies or (report is None and (reply.org_id, reply.year) in gone):
            notes.append(f"{name}：没有机关 {reply.org_id} 的报告，或该报告已撤下，未采用")
            continue
        notes += [
            f"{name}：about 所指的 {about} 在该报告中没有" for about in reply.about if not _is_there(about, report)
        ]
        kept.append(reply)
    return tuple(kept), tuple(notes)


def _is_there(about: str, report: Report | None) -> bool:
    if report is None:
        return False
    cells = {f"{cell.key.table}.{cell.key.row}.{cell.key.column}" for cell in report.cells}
    return about in cells or about in {finding.rule for finding in report.findings}


def _files(root: Path, notes: list[str]) -> Iterator[Path]:
    """Yield the files of the folders in order; links are not followed."""
    if root.is_symlink() or not root.is_dir():
        return
    for folder in sorted(root.iterdir()):
        if _NO_REPLY.match(folder.name):
            continue
        if folder.is_symlink() or not folder.is_dir():
            notes.append(f"{REPLIES}/{printable(folder.name)}：应为以机关编号命名的文件夹，未读取")
            continue
        yield from sorted(path for path in folder.iterdir() if not _NO_REPLY.match(path.name))


def _read(path: Path) -> Reply:
    name = _NAME.fullmatch(path.stem)
    if not _FOLDER.fullmatch(path.parent.name):
        raise _Problem("文件夹名不是机关编号")
    if name is None or path.suffix not in _ENDINGS:
        raise _Problem("文件名应为 年度-序号.md 或 .txt，例如 2022-1.md")
    lines = _text(path).split("\n")
    head, start = _head(lines)
    text = "\n".join(lines[start:]).strip()
    if not text:
        raise _Problem("没有正文", start)
    if len(text) > _MAX_CHARACTERS:
        raise _Problem(f"正文超过 {_MAX_CHARACTERS} 字")
    return Reply(
        org_id=path.parent.name,
        year=int(name[1]),
        number=int(name[2]),
        date=head["date"],
        sender=masked_text(head["from"]),
        verified=masked_text(head["verified"]),
        text=masked_text(text),
        about=tuple(dict.fromkeys(filter(None, _BETWEEN.split(head.get("about", ""))))),
        source_url=head.get("url", ""),
    )


def _text(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        raise _Problem("不是普通文件，未读取")
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _Problem("文件过大")
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise _Problem(f"无法打开（{why(error)}）") from error
    except UnicodeDecodeError as error:
        raise _Problem("不是 UTF-8 编码，请另存为 UTF-8") from error


def _head(lines: Sequence[str]) -> tuple[Mapping[str, str], int]:
    """Return the fields of the head, and where the reply itself begins."""
    if lines[0].strip() != _EDGE:
        raise _Problem(f"第一行应为 {_EDGE}", 1)
    head: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        if line.strip() == _EDGE:
            _check(head, places, number)
            return head, number
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match[1] not in _FIELDS:
            raise _Problem(f"应为“{'、'.join(sorted(_FIELDS))}”之一加冒号", number)
        if len(match[2]) > _MAX_FIELD:
            raise _Problem(f"{match[1]} 超过 {_MAX_FIELD} 字", number)
        head[match[1]], places[match[1]] = match[2].strip().strip("\"'"), number
    raise _Problem(f"文件头没有结束的 {_EDGE}", len(lines))


def _check(head: Mapping[str, str], places: Mapping[str, int], end: int) -> None:
    missing = [field for field in _NEEDED if not head.get(field)]
    if missing:
        raise _Problem(f"缺少 {'、'.join(missing)}", end)
    try:
        datetime.date.fromisoformat(head["date"])
    except ValueError as error:
        raise _Problem(f"date 不是 YYYY-MM-DD 日期：{head['date']}", places["date"]) from error
    if head.get("url") and not is_web_address(head["url"]):
        raise _Problem(f"url 不是 http(s) 网址：{head['url']}", places["url"])
    for about in filter(None, _BETWEEN.split(head.get("about", ""))):
        if not _ABOUT.fullmatch(about):
            raise _Problem(f"about 应为 表.行.列 或规则代码：{about}", places["about"])
