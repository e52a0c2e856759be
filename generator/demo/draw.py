"""Put a text document together: words, the form's tables in one layout, oddities; and what may be read from it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.demo import truth as rules
from generator.demo.damage import Speller
from generator.demo.layouts import LAYOUTS, Layout, ValueLine
from generator.demo.oddities import Oddities
from generator.demo.sheet import Box, Line, Sheet, Spot, sheets
from generator.demo.spelling import plain
from generator.demo.truth import BLANK, MISSING, Content, Expected
from generator.forms import Form
from generator.model import CellKey


@dataclass(frozen=True, slots=True)
class Words:
    """The lines before the first table and behind the last."""

    opening: Sequence[str]
    closing: Sequence[str]


def print_text(
    form: Form,
    contents: Mapping[CellKey, Content],
    layout: str,
    rng: random.Random,
    odd: Oddities,
    words: Words,
) -> tuple[str, dict[CellKey, Expected]]:
    """Print the form in a layout of ``LAYOUTS`` between the words; the text, and what may be read in each cell."""
    flavour = LAYOUTS[layout]
    damage = Speller(odd, rng, flavour)
    lines: list[str] = list(words.opening)
    expected: dict[CellKey, Expected] = {}
    for number, sheet in enumerate(sheets(form, contents, damage.spell)):
        lines.append(_heading(sheet, number, odd))
        if sheet.table in odd.absent:
            expected.update(rules.missing(sheet.keys))
            lines.append("")
            continue
        if odd.extras.decorations and not flavour.once:
            lines += [rng.choice(("该部分以表格形式报告。表格如下：", "表格如下:", "（单位：件）")), ""]
        shown = with_category_rows(sheet) if odd.category_rows else sheet
        shown = with_extra_row(shown, rng) if odd.extra_row else shown
        out, truth = flavour.print(shown, rng)
        lines += [*out, ""]
        expected.update(damage.judge(sheet, truth))
        if odd.extras.decorations and sheet.table == "review":
            lines += ["注：行政复议、行政诉讼数量含上年度结转数量。", ""]
    lines += words.closing
    if flavour.once:
        lines, expected = _once(lines, expected, shown_rows=_rows(form, contents))
    text = _glue(lines, flavour, odd)
    return text, {key: expected[key] for key in form.keys()}


def _heading(sheet: Sheet, number: int, odd: Oddities) -> str:
    if not odd.extras.wrong_numbers:
        return sheet.heading
    name = sheet.heading.split("、", 1)[1]
    return (f"一、{name}", f"三是{name}", f"（四）{name}")[number]


def with_extra_row(sheet: Sheet, rng: random.Random) -> Sheet:
    """Return table 主动公开 with a row of a local extension that the form does not have."""
    if sheet.table != "proactive":
        return sheet
    boxes = (Box("其他主动公开文件", "label"), *(Box(str(rng.randint(100, 999)), "value") for _ in range(3)))
    line = Line(boxes, tuple(Spot(box, True) for box in boxes))
    return replace(sheet, lines=(*sheet.lines[:4], line, *sheet.lines[4:]))


def with_category_rows(sheet: Sheet) -> Sheet:
    """Return table 申请 with its groups （三） to （六） as rows of their own that print the sums of their children."""
    if sheet.table != "requests":
        return sheet
    lines: list[Line] = []
    for at, line in enumerate(sheet.lines):
        group = next((box for box in line.boxes if box.role == "group" and box.text[:1] in "（("), None)
        if group is not None:
            rows = [other.contents for other in sheet.lines[at : at + group.down]]
            sums = [sum((c.value or Decimal(0) for c in column), Decimal(0)) for column in zip(*rows, strict=True)]
            boxes = (Box(group.text, "label", 2), *(Box(plain(number), "value") for number in sums))
            hanging = [spot for spot in line.spots if spot.from_above]
            heading = [spot for spot in line.spots if spot.box.role == "group" and spot.box is not group]
            labels = [Spot(boxes[0], True), Spot(boxes[0], False)]
            spots = [*(hanging or heading)[:1], *labels, *(Spot(box, True) for box in boxes[1:])]
            lines.append(Line(boxes, tuple(spots)))
        boxes_left = tuple(box for box in line.boxes if box is not group)
        lines.append(Line(boxes_left, tuple(_hang(spot) if spot.box.role == "group" else spot for spot in line.spots)))
    return replace(sheet, lines=tuple(lines))


def _hang(spot: Spot) -> Spot:
    keep = spot.box.text[:1] not in "（("
    return spot if keep else Spot(spot.box, False, True)


def _rows(form: Form, contents: Mapping[CellKey, Content]) -> list[list[Content]]:
    rows: list[list[Content]] = []
    for table in form.tables:
        for block, row in table.printed_rows():
            cells = [contents[CellKey(table.code, row.code, column.code)] for column in block.columns]
            if block.across and row is not block.rows[0]:
                rows[-1] += cells
            else:
                rows.append(cells)
    return rows


def _once(
    lines: list[str], expected: dict[CellKey, Expected], shown_rows: list[list[Content]]
) -> tuple[list[str], dict[CellKey, Expected]]:
    """L11: each distinct line once."""
    seen: set[str] = set()
    out: list[str] = []
    alive: set[CellKey] = set()
    for line in lines:
        if line.strip() and line not in seen:
            seen.add(line)
            out.append(line)
            if isinstance(line, ValueLine) and line.content is not None:
                alive.add(line.content.key)
    result = dict(expected)
    for row in shown_rows:
        left = [content if content.key in alive else Content(content.key, "", BLANK) for content in row]
        for key, truth in rules.vanished(left).items():
            loose = expected[key].allowed - {rules.REPORTED} if len(expected[key].allowed) > 2 else frozenset()
            absent = expected[key].allowed == {MISSING}
            result[key] = expected[key] if absent else Expected(truth.allowed | loose, truth.value)
    return out, result


def _glue(lines: list[str], flavour: Layout, odd: Oddities) -> str:
    if flavour.glue == "\n":
        return odd.line_end.join(lines) + odd.line_end
    if "|" in flavour.glue:
        compact: list[str] = []
        for line in lines:
            if line or (compact and compact[-1]):
                compact.append(line)
        return flavour.glue.join(lines)
    return flavour.glue.join(line.strip() for line in lines if line.strip())
