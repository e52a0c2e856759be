"""What is behind the broken identities of a table, as one finding in words: which cell, and what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from generator.checks.equations import Equation, equations_of, full_label, short_label
from generator.checks.evidence import evidence
from generator.checks.localise import Cause, Change, Pattern, Slip, localise
from generator.checks.ratios import ratios
from generator.checks.words import words_against_figures
from generator.checks.years import not_carried
from generator.forms import load_forms
from generator.model import Cell, CellKey, Fault, Finding, Report, Severity, Verdict

# Here each figure stands in a cell of its own and two readings agreed on it; elsewhere its column is our conclusion.
_CELLS_OF_THEIR_OWN = frozenset({"html", "docx", "doc", "rtf", "xlsx", "pdf", "pdf-scan", "image", "ofd"})
SWAPPED = "cells.swapped"
_SWAPS = frozenset({Pattern.SWAPPED_IN_ROW, Pattern.SWAPPED_IN_COLUMN})
_RULES: Mapping[Pattern, str] = {
    Pattern.CELL: "cell.contradicts_table",
    Pattern.SWAPPED_IN_ROW: SWAPPED,
    Pattern.SWAPPED_IN_COLUMN: SWAPPED,
    Pattern.SHIFTED_ROW: "row.shifted",
    Pattern.MOVED_IN_ROW: "cells.contradict_table",
    Pattern.MOVED_IN_COLUMN: "cells.contradict_table",
    Pattern.TWO_CELLS: "cells.contradict_table",
    Pattern.UNKNOWN: "table.not_localisable",
}
_TWO = "{first}由 {printed} 改为 {expected}，{second}由 {printed2} 改为 {expected2}，以上各处即全部成立；"
_SWAPPED = "{likely}{first}的 {printed} 与{second}的 {printed2} 互换：对调后以上各处全部成立{alone}。"
_SPOKEN_FOR = "几种对调中，与文字部分的数和前后年度的结转最相合的是这一种。"
_MESSAGES: Mapping[Pattern, str] = {
    Pattern.CELL: "{likely}只要把{first}由 {printed} 改为 {expected}，以上各处即全部成立{slip}；"
    "别无其他单独一格可以如此。",
    Pattern.SWAPPED_IN_ROW: _SWAPPED,
    Pattern.SWAPPED_IN_COLUMN: _SWAPPED,
    Pattern.SHIFTED_ROW: "“{row}”一行的数字疑似整体错开一列：移回后以上各处全部成立，该行应为 {numbers}。",
    Pattern.MOVED_IN_ROW: f"{_TWO}疑似记错了申请人类别。",
    Pattern.MOVED_IN_COLUMN: f"{_TWO}疑似记错了办理结果。",
    Pattern.TWO_CELLS: f"{_TWO}别无其他两格可以如此。",
    Pattern.UNKNOWN: "能使以上各处全部成立的改法不止一种或不存在，无法断定错在哪一格。",
}
_NAMED = 4
# Of the ways that are no exchange so many are written out; few tables have more.
_SHOWN = 8


def causes(
    report: Report, cells: Mapping[CellKey, Cell], before: Report | None = None, after: Report | None = None
) -> Iterator[tuple[Finding, tuple[Equation, ...]]]:
    """Yield a finding for each cause of broken identities, with the identities it explains.

    ``before`` and ``after`` are the body's reports on the neighbouring years: of exchanges that explain the same the
    likeliest is the one by which they, and the words, agree best with the table.

    A single broken identity that several cells, and no exchange, explain has no cause beyond itself.
    """
    for cause in localise(equations_of(report.form), cells):
        if cause.changes or len(cause.broken) > 1 or any(len(slip) > 1 for slip in cause.candidates):
            yield _finding(cause, report, before, after), cause.broken if cause.changes else ()


def _finding(found: Cause, report: Report, before: Report | None, after: Report | None) -> Finding:
    cause, settled = _settled(found, report, before, after)
    place = cause.changes[0].key if cause.changes else CellKey(cause.broken[0].total.table, "", "")
    one = len(cause.changes) == 1
    return Finding(
        rule=_RULES[cause.pattern],
        message=_message(cause, report.form, settled) + evidence(_involved(cause), report),
        severity=Severity.ERROR if cause.changes else Severity.INFO,
        fault=_fault(cause, report),
        verdict=Verdict.BROKEN,
        table=place.table,
        row=place.row,
        column=place.column if cause.pattern is not Pattern.SHIFTED_ROW else "",
        expected=str(cause.changes[0].expected) if one else _numbers(change.expected for change in cause.changes),
        actual=str(cause.changes[0].printed) if one else _numbers(change.printed for change in cause.changes),
    )


def _fault(cause: Cause, report: Report) -> Fault:
    """Blame ourselves for a row that stands a column off, unless the document itself keeps its cells apart."""
    ours = cause.pattern is Pattern.SHIFTED_ROW and report.format not in _CELLS_OF_THEIR_OWN
    return Fault.EXTRACTION if ours else Fault.SOURCE


def _involved(cause: Cause) -> Iterator[CellKey]:
    """Yield the cells that are named, or those of the broken sums where none is."""
    slips = (cause.changes, *cause.candidates)
    yield from (change.key for slip in slips for change in slip)
    if not any(slips):
        yield from (key for equation in cause.broken for key in (*equation.left, *equation.right))


def _settled(cause: Cause, report: Report, before: Report | None, after: Report | None) -> tuple[Cause, str]:
    """Return the cause with the one slip first that the words and the years beside speak for, and what they say."""
    if cause.pattern not in _SWAPS or not cause.candidates:
        return cause, ""
    against = {}
    for slip in (cause.changes, *cause.candidates):
        right = _put_right(slip, report)
        against[slip] = sum(1 for notices in (words_against_figures, ratios) for _ in notices(right))
        against[slip] += not_carried(before, right) if before else 0
        against[slip] += not_carried(right, after) if after else 0
    best = min(against.values())
    fitting = [slip for slip, number in against.items() if number == best]
    return (cause.instead(fitting[0]), _SPOKEN_FOR) if len(fitting) == 1 else (cause, "")


def _put_right(slip: Slip, report: Report) -> Report:
    right = {change.key: Decimal(change.expected) for change in slip}
    return replace(report, cells=tuple(replace(cell, value=right.get(cell.key, cell.value)) for cell in report.cells))


def _message(cause: Cause, form: str, settled: str) -> str:
    where = "、".join(equation.where for equation in cause.broken[:_NAMED])
    more = f"等 {len(cause.broken)} 处" if len(cause.broken) > _NAMED else ""
    first, second = (*cause.changes, *cause.changes, None, None)[:2] if cause.changes else (None, None)
    said = _MESSAGES[cause.pattern].format(
        first=_name(first, form),
        second=_name(second, form),
        printed=first.printed if first else "",
        expected=first.expected if first else "",
        printed2=second.printed if second else "",
        expected2=second.expected if second else "",
        slip=_slip(cause.changes[0]) if cause.changes else "",
        likely=_likely(cause),
        alone="" if cause.candidates else "；别无其他两格对调后可以如此",
        row=_row_name(first.key, form) if first else "",
        numbers="、".join(f"{_column_name(change.key, form)} {change.expected}" for change in cause.changes),
    )
    hint = ""
    if cause.if_blank_is_zero:
        only = cause.if_blank_is_zero
        hint = f"如果未填的各格都是 0，则只有把{_name(only, form)}由 {only.printed} 改为 {only.expected} 才能全部成立。"
    hint += settled
    if cause.candidates:
        listed = "；".join(_as_words(slip, form) for slip in cause.candidates)
        hint += f"{'另外' if cause.changes else ''}可能的改法有：{listed}。"
    if cause.otherwise:
        listed = "；".join(_as_words(slip, form) for slip in cause.otherwise[:_SHOWN])
        etc = "等" if len(cause.otherwise) > _SHOWN else ""
        hint += f"若不是互换，同样可能是几件记错了栏，共 {len(cause.otherwise)} 种改法：{listed}{etc}。"
    return f"{where}{more}的合计或平衡不成立。{said}{hint}"


def _likely(cause: Cause) -> str:
    if cause.pattern in _SWAPS:
        return "最可能是" if cause.candidates or cause.otherwise else "疑似"
    return "最可能的是：" if cause.candidates else ""


def _as_words(slip: Slip, form: str) -> str:
    return "，".join(f"{_name(change, form)}由 {change.printed} 改为 {change.expected}" for change in slip)


def _slip(change: Change) -> str:
    """Say what the printed number looks like beside the expected one; nothing where it looks like nothing."""
    printed, expected = str(change.printed), str(change.expected)
    if len(printed) == len(expected) and sorted(printed) == sorted(expected):
        return "（数字前后颠倒）"
    if _is_one_digit_less(printed, expected):
        return "（疑似漏一位数字）"
    if _is_one_digit_less(expected, printed):
        return "（疑似多一位数字）"
    return ""


def _is_one_digit_less(short: str, long: str) -> bool:
    return len(short) + 1 == len(long) and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _numbers(values: Iterable[int]) -> str:
    return " ".join(map(str, values))


def _name(change: Change | None, form: str) -> str:
    return f"“{_row_name(change.key, form)}·{_column_name(change.key, form)}”" if change else ""


def _row_name(key: CellKey, form: str) -> str:
    rows = (row for _, row in load_forms()[form].table(key.table).printed_rows())
    return next(full_label(row) for row in rows if row.code == key.row)


def _column_name(key: CellKey, form: str) -> str:
    for block, row in load_forms()[form].table(key.table).printed_rows():
        if row.code == key.row:
            return next(short_label(column.label) for column in block.columns if column.code == key.column)
    raise KeyError(key)
