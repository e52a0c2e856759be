"""What maintainers know of divisions and the packages do not: ``data/gazetteer/overrides.csv``, checked line by line.

One line is one name of one division over one span of time:

- without ``valid_to``: the name is valid today. A new code is a new division, a known one gets this name and keeps the
  old one as a former name.
- with ``valid_to``: a name of the past. It belongs to the division ``code``, or, where that is no more, to its
  ``successor``. A division that is still in the list of the bureau stays a body of its own, with a successor noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ConfigurationError
from generator.handwritten import read_rows

COLUMNS = ("code", "name", "level", "valid_from", "valid_to", "successor", "note")
LEVELS = ("province", "prefecture", "county", "township")
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NAME = re.compile(r"[一-鿿〇㐀-䶿\U00020000-\U0003ffff（）·]{2,40}")


@dataclass(frozen=True, slots=True)
class Override:
    """One line: a division's name over a span (``2020-06``, empty where open), and what it became."""

    code: str
    name: str
    level: str
    valid_from: str
    valid_to: str
    successor: str


def read_overrides(path: Path, known: Mapping[str, str]) -> tuple[Override, ...]:
    """Return the lines of the file; ``known`` are names by code without it, a missing file has no lines.

    Raises ``ConfigurationError`` with every wrong line by number and reason (Chinese).
    """
    notes: list[str] = []
    found: dict[int, Override] = {}
    for line, row in read_rows(path, COLUMNS, COLUMNS, notes):
        found[line] = Override(*(row[column] for column in COLUMNS[:-1]))
        if not row["note"]:
            notes.append(f"{path.name}：第 {line} 行：没有写 note；请写明依据（批文、公告或名单）")
    today = {item.code for item in found.values() if not item.valid_to} | set(known)
    seen: dict[tuple[str, str, str], int] = {}
    for line, item in found.items():
        notes.extend(f"{path.name}：第 {line} 行：{problem}" for problem in _problems(item, known, today))
        first = seen.setdefault((item.code, item.name, item.valid_to), line)
        if first != line:
            notes.append(f"{path.name}：第 {line} 行：与第 {first} 行重复")
    if notes:
        raise ConfigurationError("；".join(notes))
    return tuple(found.values())


def _problems(item: Override, known: Mapping[str, str], today: set[str]) -> Iterator[str]:
    if item.level not in LEVELS:
        yield f"level 应为 {'、'.join(LEVELS)} 之一，现为“{item.level}”"
        return
    yield from _code_problems(item, today)
    if not _NAME.fullmatch(item.name):
        yield f"name 应为两个以上汉字，现为“{item.name}”"
    for column, value in (("valid_from", item.valid_from), ("valid_to", item.valid_to)):
        if value and not _DATE.fullmatch(value):
            yield f"{column} 应为 YYYY、YYYY-MM 或 YYYY-MM-DD，现为“{value}”"
    if item.valid_from and item.valid_to and item.valid_to < item.valid_from:
        yield f"valid_to {item.valid_to} 早于 valid_from {item.valid_from}"
    if item.successor and not item.valid_to:
        yield "写了 successor 就要写 valid_to（何时并入或改设）"
    if item.successor and item.successor not in today:
        yield f"successor {item.successor} 不在名录中"
    if item.valid_to and not item.successor and item.code not in today:
        yield f"{item.code} 已不在名录中，请写 successor（并入或改设为哪个代码）"
    if item.code in known and known[item.code] == item.name and not item.valid_to:
        yield f"名录中 {item.code} 已经是“{item.name}”，此行多余"


def _code_problems(item: Override, today: set[str]) -> Iterator[str]:
    digits = 9 if item.level == "township" else 6
    if not re.fullmatch(rf"\d{{{digits}}}", item.code):
        yield f"{item.level} 的 code 应为 {digits} 位数字，现为“{item.code}”"
        return
    shape = {"province": r"\d\d0000", "prefecture": r"\d{4}00", "county": r"\d{6}", "township": r"\d{9}"}[item.level]
    if not re.fullmatch(shape, item.code):
        yield f"code {item.code} 不合 level {item.level}"
    parent = {"province": "", "prefecture": f"{item.code[:2]}0000", "county": f"{item.code[:2]}0000"}.get(
        item.level, item.code[:6]
    )
    if parent and parent not in today and not item.valid_to:
        yield f"上一级 {parent} 不在名录中"
