"""The columns a reader can choose in the comparison: every cell of the forms, sums of groups, ratios."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.forms import Block, Column, Form, Row, Table, load_forms
from generator.model import CellKey
from generator.site.facts import OUTCOME_GROUPS, anchor
from generator.site.words import GROUPS

COMPLETE: Final = "complete"
GROUP: Final = "group"
# Opened without a choice, these columns are shown, and their figures come with the first file.
DEFAULT: Final = (
    "requests.received.total", "requests.granted.total", "group.denied", "requests.carried_out.total", COMPLETE,
)  # fmt: skip
# A sum of outcome rows is worth a column of its own where a form has more than one of them.
SUMMED: Final = tuple(group for group in OUTCOME_GROUPS if group not in ("granted", "partly_granted"))
RATES: Final = tuple(f"metric.open_rate_{letter}" for letter in "ABCD")
_HEADS: Final[Mapping[str, str]] = {
    "received": "新收", "carried_in": "上年结转", "outcomes_total": "办结", "carried_out": "结转下年",
    "partly_granted": "部分公开",
}  # fmt: skip
_NUMBERING: Final = re.compile(r"^(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d+[.．、])")
_ASIDE: Final = re.compile(r"（[^）]*）")
_SECTIONS: Final = {"proactive": "表二", "requests": "表三", "review": "表四"}
_BARE: Final = "其他"
_ASKED_FIRST: Final = ("requests", "review", "proactive")
_NEWEST, _TOTAL = "2021", "total"


@dataclass(frozen=True, slots=True)
class Choice:
    """One column: its code in addresses, its short head, and what it is in full; ``summable`` unless units vary."""

    code: str
    head: str
    says: str
    summable: bool = True
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns laid out as in the form: a code for every row and column, empty where the form has no cell."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """Columns that belong together, chosen with one tap."""

    code: str
    title: str
    columns: tuple[str, ...]


@functools.cache
def cells() -> Mapping[str, Choice]:
    """Return a column for every cell that any form has, in the order of the newest form; the others follow."""
    found: dict[str, Choice] = {}
    for form in _forms():
        for table in form.tables:
            for block, row in table.printed_rows():
                for column in block.columns:
                    code = anchor(CellKey(table.code, row.code, column.code))
                    found.setdefault(code, _cell(form, table, block, row, column, code))
    return found


@functools.cache
def sums() -> Mapping[str, Choice]:
    """Return the columns that add the rows of a group of outcomes."""
    return {
        f"{GROUP}.{group}": Choice(f"{GROUP}.{group}", GROUPS[group], f"表三：{GROUPS[group]}各项之和（总计）")
        for group in SUMMED
    }


def complete() -> Choice:
    """Return the column that says how many of its form's cells a report has as numbers."""
    return Choice(COMPLETE, "完整度", "读出数字的格数 / 该表式的格数", ratio=True)


def presets() -> tuple[Preset, ...]:
    """Return the sets of columns offered with one tap."""
    totals = [row for _, row in _form().table("requests").printed_rows()]
    reasons = [_request(row.code) for row in totals if row.code.startswith("denied_")]
    outcomes = ["requests.granted.total", "requests.partly_granted.total", *sums(), "requests.outcomes_total.total"]
    return (
        Preset("usual", "常用五列", DEFAULT),
        Preset("denied", "不予公开的理由", (*reasons, "group.denied")),
        Preset("outcomes", "办理结果", tuple(outcomes)),
        Preset("rates", "公开比例，几种分母并列", RATES),
        Preset("applicants", "谁在申请", tuple(_applicants("received"))),
        Preset("review", "复议与诉讼", tuple(_reviews())),
        Preset("proactive", "主动公开", tuple(_proactive())),
    )


def matrices() -> tuple[Matrix, ...]:
    """Return the cells of the forms laid out for choosing: those of the newest form, then what only older ones have."""
    tables = sorted(_form().tables, key=lambda table: _ASKED_FIRST.index(table.code))
    newest = [matrix for table in tables for matrix in _matrices(_form(), table, lambda _: True)]
    known = {anchor(key) for key in _form().keys()}
    older = [
        matrix
        for form in _forms()[1:]
        for table in form.tables
        for matrix in _matrices(form, table, lambda code: code not in known)
    ]
    return (*newest, *older)


def _matrices(form: Form, table: Table, wanted: Callable[[str], bool]) -> Iterator[Matrix]:
    for block in table.blocks:
        rows = []
        for row in block.rows:
            codes = tuple(anchor(CellKey(table.code, row.code, column.code)) for column in block.columns)
            kept = tuple(code if wanted(code) else "" for code in codes)
            if any(kept):
                rows.append((_head(row), " · ".join(row.under), kept))
        if rows:
            title = f"{_SECTIONS[table.code]} · {block.caption}"
            if form.code != _NEWEST:
                title += f"（{form.code} 年表式）"
            yield Matrix(title, tuple(column.label for column in block.columns), tuple(rows))


def _form() -> Form:
    return load_forms()[_NEWEST]


def _forms() -> Sequence[Form]:
    forms = load_forms()
    return [forms[_NEWEST], *(form for code, form in sorted(forms.items(), reverse=True) if code != _NEWEST)]


def _request(row: str, column: str = _TOTAL) -> str:
    return anchor(CellKey("requests", row, column))


def _applicants(row: str) -> Iterator[str]:
    return (_request(row, column.code) for column in _form().table("requests").blocks[0].columns)


def _reviews() -> Iterator[str]:
    for block, row in _form().table("review").printed_rows():
        yield from (anchor(CellKey("review", row.code, column.code)) for column in block.columns)


def _proactive() -> Iterator[str]:
    for block, row in _form().table("proactive").printed_rows():
        yield from (anchor(CellKey("proactive", row.code, column.code)) for column in block.columns)


def _cell(form: Form, table: Table, block: Block, row: Row, column: Column, code: str) -> Choice:
    head = _head(row)
    if table.code != "requests" or column.code != _TOTAL:
        head = f"{head} · {_short(column.label)}"
    path = " › ".join([_SECTIONS[table.code], *row.under, row.label])
    across = f"{column.under}：{column.label}" if column.under else column.label
    unit = f"（{column.unit}）" if column.unit and column.unit not in across else ""
    says = f"{path}，{across}{unit}" + ("" if form.code == _NEWEST else f"，仅 {form.code} 年表式")
    return Choice(code, head, says, summable=column.unit is not None or column.number != "amount")


def _head(row: Row) -> str:
    head = _HEADS.get(row.code) or _short(row.label)
    return f"{_short(row.under[-1])} · {head}" if row.under and head == _BARE else head


def _short(label: str) -> str:
    return _ASIDE.sub("", _NUMBERING.sub("", label)) or label
