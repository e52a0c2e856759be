"""The files of the registry: ``organisations.csv`` with pinned ids, ``moved.csv`` with addresses that others replaced.

Both are written by people (or by ``gongkai register --write``) and confirmed by a commit; every complaint names the
line. A mistake here stops the program: an address that comes to mean another body is worse than no build.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ConfigurationError
from generator.handwritten import Row, read_rows
from generator.model import Kind, Organisation

ORGANISATIONS = "organisations.csv"
MOVED = "moved.csv"
COLUMNS = (
    "org_id",
    "organisation",
    "short_name",
    "kind",
    "province",
    "prefecture",
    "county",
    "township",
    "division_code",
    "aliases",
    "address",
)
MOVED_COLUMNS = ("old_org_id", "new_org_id", "since", "why")

_ID = re.compile(r"(\d{6}(?:\d{3})?)-[a-z0-9]+(?:-[a-z0-9]+)*")
_SINCE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Move:
    """An address that another one replaced; ``new`` is where it leads in the end, a registered id."""

    old: str
    new: str
    since: str
    why: str


def read_organisations(path: Path) -> tuple[Organisation, ...]:
    """Return the registered bodies in the order of the file; raises ``ConfigurationError`` naming the lines."""
    notes: list[str] = []
    lines = list(read_rows(path, COLUMNS, COLUMNS, notes))
    complaints = [*notes, *_wrong_rows(path, lines), *_twice(path, lines)]
    _refuse(complaints)
    return tuple(_organisation(row) for _, row in lines)


def read_moves(path: Path, registered: Iterable[str]) -> tuple[Move, ...]:
    """Return the replaced addresses, each with the registered id it leads to; no file, no moves."""
    notes: list[str] = []
    lines = list(read_rows(path, MOVED_COLUMNS, MOVED_COLUMNS, notes))
    known = frozenset(registered)
    steps = {row["old_org_id"]: row["new_org_id"] for _, row in lines}
    complaints = list(notes)
    seen: dict[str, int] = {}
    for number, row in lines:
        old = row["old_org_id"]
        complaints += [f"{path.name}：第 {number} 行：{wrong}" for wrong in _wrong_move(row, known, steps)]
        if old in seen:
            complaints.append(f"{path.name}：第 {number} 行：{old} 已在第 {seen[old]} 行写过")
        seen.setdefault(old, number)
    _refuse(complaints)
    return tuple(
        Move(row["old_org_id"], str(_end_of(row["old_org_id"], steps)), row["since"], row["why"]) for _, row in lines
    )


def registry_row(organisation: Organisation) -> tuple[str, ...]:
    """Return a body as a line of ``organisations.csv``."""
    return (
        organisation.org_id,
        organisation.organisation,
        organisation.short_name,
        organisation.kind.value,
        organisation.province,
        organisation.prefecture,
        organisation.county,
        organisation.township,
        organisation.division_code,
        "|".join(organisation.aliases),
        organisation.address,
    )


def append_organisations(path: Path, organisations: Sequence[Organisation]) -> None:
    """Write more bodies at the end of the file; what stands there stays to the byte."""
    before = path.read_text(encoding="utf-8")
    added = io.StringIO()
    csv.writer(added, lineterminator="\n").writerows(registry_row(organisation) for organisation in organisations)
    path.write_text(before + ("" if before.endswith("\n") else "\n") + added.getvalue(), encoding="utf-8", newline="\n")


def _organisation(row: Row) -> Organisation:
    return Organisation(
        org_id=row["org_id"],
        organisation=row["organisation"],
        short_name=row["short_name"],
        kind=Kind(row["kind"]),
        province=row["province"],
        prefecture=row["prefecture"],
        county=row["county"],
        township=row["township"],
        division_code=row["division_code"],
        aliases=_aliases(row),
    )


def _aliases(row: Row) -> tuple[str, ...]:
    return tuple(filter(None, row["aliases"].split("|")))


def _wrong_rows(path: Path, lines: Sequence[tuple[int, Row]]) -> Iterator[str]:
    for number, row in lines:
        for wrong in _wrong_row(row):
            yield f"{path.name}：第 {number} 行：{wrong}"


def _wrong_row(row: Row) -> Iterator[str]:
    match = _ID.fullmatch(row["org_id"])
    if match is None:
        yield f"org_id“{row['org_id']}”应为区划代码（6 位或 9 位）加 - 加小写拼音"
    elif match[1] != row["division_code"]:
        yield f"org_id“{row['org_id']}”开头的代码与 division_code“{row['division_code']}”不同"
    if row["address"] != f"/o/{row['org_id']}/":
        yield f"address 应为 /o/{row['org_id']}/"
    if row["kind"] not in set(Kind):
        yield f"kind“{row['kind']}”不在 {'、'.join(Kind)} 之中"
    for column in ("organisation", "short_name"):
        if not row[column]:
            yield f"{column} 不能为空"


def _twice(path: Path, lines: Sequence[tuple[int, Row]]) -> Iterator[str]:
    """Yield complaints about ids and names that lead to two bodies."""
    ids: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for number, row in lines:
        if row["org_id"] in ids:
            yield f"{path.name}：第 {number} 行：org_id“{row['org_id']}”已在第 {ids[row['org_id']]} 行用过"
        ids.setdefault(row["org_id"], number)
        for name in dict.fromkeys((row["short_name"], *_aliases(row))):
            first = names.setdefault((row["division_code"], name), number)
            if first != number:
                yield f"{path.name}：第 {number} 行：同一区划中“{name}”已指第 {first} 行的机关"


def _wrong_move(row: Row, known: frozenset[str], steps: dict[str, str]) -> Iterator[str]:
    old = row["old_org_id"]
    if not _ID.fullmatch(old):
        yield f"old_org_id“{old}”不是机关编号"
    if old in known:
        yield f"old_org_id“{old}”仍在 {ORGANISATIONS} 中；编号不能既停用又在用"
    end = _end_of(old, steps)
    if end is None:
        yield f"“{old}”绕回了自己"
    elif end not in known:
        yield f"“{old}”最后指向的“{end}”不在 {ORGANISATIONS} 中"
    if not _SINCE.fullmatch(row["since"]):
        yield "since 应为年、年-月或年-月-日"
    if not row["why"]:
        yield "why 不能为空"


def _end_of(old: str, steps: dict[str, str]) -> str | None:
    """Return where a chain of moves ends; ``None`` where it never does."""
    seen = {old}
    new = steps[old]
    while new in steps:
        if new in seen:
            return None
        seen.add(new)
        new = steps[new]
    return new


def _refuse(complaints: Sequence[str]) -> None:
    if complaints:
        more = f"\n……共 {len(complaints)} 处" if len(complaints) > _MOST_SAID else ""
        raise ConfigurationError("登记簿 data/registry/ 有误：\n" + "\n".join(complaints[:_MOST_SAID]) + more)
