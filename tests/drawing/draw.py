"""Put a whole document together: prose, tables in one layout, oddities; and its truth."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import opencc

from generator.forms import Form, load_forms
from generator.model import CellKey
from tests.drawing import prose
from tests.drawing import truth as rules
from tests.drawing.layouts import LAYOUTS, Layout, ValueLine
from tests.drawing.sheet import Box, Line, Role, Sheet, Spot, sheets
from tests.drawing.spelling import Dress, plain, printed
from tests.drawing.truth import AMBIGUOUS, BLANK, MISSING, UNREADABLE, Content, Expected
from tests.drawing.values import Style, fill

__all__ = ["LAYOUTS", "Drawing", "Oddities", "draw", "draw_random"]

_RADICALS = str.maketrans("一二人文自行立生大小入八比用", "⼀⼆⼈⽂⾃⾏⽴⽣⼤⼩⼊⼋⽐⽤")
_ASCII = str.maketrans("（），：、“”", '(),:、""')


@dataclass(frozen=True, slots=True)
class Oddities:
    """What else is odd about a document."""

    dress: Dress = field(default_factory=Dress)
    extras: prose.Extras = field(default_factory=prose.Extras)
    absent: frozenset[str] = frozenset()
    extra_row: bool = False
    category_rows: bool = False
    broken_heads: bool = False
    broken_labels: bool = False
    truncated_heads: bool = False
    lost_marks: bool = False
    noise: float = 0.0
    script: str = ""  # traditional, radicals, ascii, spaced
    old_label: bool = False
    encoding: str = "utf-8"
    line_end: str = "\n"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn document and what may be published about it.

    ``numbers`` are the values the body meant, printed or not: a derived number must equal them.
    """

    text: str
    expected: Mapping[CellKey, Expected]
    numbers: Mapping[CellKey, Decimal]
    form: str
    year: int
    layout: str
    encoding: str = "utf-8"
    odd: Oddities = field(default_factory=Oddities)

    @property
    def content(self) -> bytes:
        """The document as a file."""
        return self.text.encode(self.encoding)


def draw(
    form: Form,
    values: Mapping[CellKey, Decimal],
    layout: str,
    rng: random.Random,
    odd: Oddities | None = None,
    year: int | None = None,
) -> Drawing:
    """Draw the form filled with ``values`` (cells that are absent are empty) in a layout of ``LAYOUTS``."""
    odd = odd or Oddities()
    flavour = LAYOUTS[layout]
    year = year if year is not None else (2020 if form.code == "2019" else 2023)
    body = rng.choice(prose.BODIES)
    contents = printed(form, values, rng, replace(odd.dress, spaces=odd.dress.spaces and flavour.spaces))
    extras = replace(odd.extras, decoy_lines=odd.extras.decoy_lines and not flavour.once)
    damage = _Speller(odd, rng, flavour)
    lines: list[str] = list(prose.opening(body, year, rng, extras))
    expected: dict[CellKey, Expected] = {}
    for number, sheet in enumerate(sheets(form, contents, damage.spell)):
        lines.append(_heading(sheet, number, odd))
        if sheet.table in odd.absent:
            expected.update(rules.missing(sheet.keys))
            lines.append("")
            continue
        if odd.extras.decorations and not flavour.once:
            lines += [rng.choice(("该部分以表格形式报告。表格如下：", "表格如下:", "（单位：件）")), ""]
        shown = _with_category_rows(sheet, contents) if odd.category_rows else sheet
        shown = _with_extra_row(shown, rng) if odd.extra_row else shown
        out, truth = flavour.print(shown, rng)
        lines += [*out, ""]
        expected.update(damage.judge(sheet, truth))
        if odd.extras.decorations and sheet.table == "review":
            lines += ["注：行政复议、行政诉讼数量含上年度结转数量。", ""]
    lines += prose.closing(body, year, rng)
    if flavour.once:
        lines, expected = _once(lines, expected, shown_rows=_rows(form, contents))
    text = _glue(lines, flavour, odd, rng)
    keys = form.keys()
    return Drawing(text, {key: expected[key] for key in keys}, values, form.code, year, layout, odd.encoding, odd)


def draw_random(layout: str, seed: int, hostile: bool = True) -> Drawing:
    """A document of this layout with everything chosen by ``seed``; without ``hostile`` only plain ones."""
    rng = random.Random(f"{layout} {seed}")
    form = load_forms()[rng.choice(("2019", "2021", "2021"))]
    style: Style = rng.choice(("zeros", "sparse", "sparse", "rich"))
    numbers = fill(form, rng, style)
    odd = _random_oddities(rng, form) if hostile else Oddities()
    year = rng.randint(2021, 2025) if form.code == "2021" else rng.randint(2019, 2020)
    if hostile and rng.random() < 0.1:
        year = rng.randint(2019, 2025)
    return draw(form, numbers, layout, rng, odd, year)


def _random_oddities(rng: random.Random, form: Form) -> Oddities:
    def sometimes(chance: float) -> bool:
        return rng.random() < chance

    dress = Dress(
        empty=rng.choice((0.0, 0.0, 0.02, 0.1, 0.5)),
        marks=rng.choice((0.0, 0.0, 0.02, 0.1)),
        fancy=rng.choice((0.0, 0.0, 0.1, 0.5)),
        unreadable=rng.choice((0.0, 0.0, 0.0, 0.02)),
    )
    extras = prose.Extras(sometimes(0.3), sometimes(0.2), sometimes(0.15), sometimes(0.15), sometimes(0.15))
    absent = frozenset({rng.choice(form.tables).code}) if sometimes(0.15) else frozenset()
    return Oddities(
        dress=dress,
        extras=extras,
        absent=absent,
        extra_row=sometimes(0.1),
        category_rows=sometimes(0.1),
        broken_heads=sometimes(0.4),
        broken_labels=sometimes(0.2),
        truncated_heads=sometimes(0.1),
        lost_marks=sometimes(0.15),
        noise=rng.choice((0.0, 0.0, 0.0, 0.1)),
        script=rng.choice(("", "", "", "traditional", "radicals", "ascii", "ascii", "spaced")),
        old_label=sometimes(0.1),
        encoding=rng.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030")),
        line_end=rng.choice(("\n", "\n", "\r\n")),
    )


def _heading(sheet: Sheet, number: int, odd: Oddities) -> str:
    if not odd.extras.wrong_numbers:
        return sheet.heading
    name = sheet.heading.split("、", 1)[1]
    return (f"一、{name}", f"三是{name}", f"（四）{name}")[number]


# Damage to labels


class _Speller:
    """Damages heads and labels, and remembers which rows may therefore be left out."""

    def __init__(self, odd: Oddities, rng: random.Random, flavour: Layout) -> None:
        self._odd = odd
        self._rng = rng
        self._flavour = flavour
        self._torn: set[str] = set()
        self._labels: dict[str, str] = {}

    def spell(self, text: str, role: Role) -> str:
        """The text as this document prints it."""
        odd, rng = self._odd, self._rng
        if role == "label" and odd.old_label and text == "行政规范性文件":
            text = "规范性文件"
        clean = text
        if role == "head" and len(text) >= 4 and "（" not in text and not self._flavour.once:
            if odd.broken_heads:
                half = 3 if text.startswith("本年新") else len(text) // 2
                text = f"{text[:half]}\n{text[half:]}"
            elif odd.truncated_heads and text.startswith("本年新"):
                text = text[:3]
        if odd.broken_labels and role in ("label", "group") and len(text) >= 5 and not self._flavour.once:
            at = rng.randint(3, len(text) - 2)
            text = f"{text[:at]}\n{text[at:]}"
        if odd.lost_marks and role == "caption":
            text = text[: rng.choice((5, len(text)))]
        if odd.lost_marks and role == "head" and rng.random() < 0.3:
            text = text.replace("件数", "件").replace("增/减", "增/").replace("（单位：万元）", "单位:万元")
        if role == "label" and odd.noise and rng.random() < odd.noise:
            text = _noise(text, rng)
            if text != clean:
                self._torn.add(clean)
        return _scripted(text, odd.script)

    def judge(self, sheet: Sheet, truth: dict[CellKey, Expected]) -> dict[CellKey, Expected]:
        """Cells of a damaged table may be left out, never be read wrongly."""
        if not self._torn or sheet.table == "review":
            return truth
        return rules.loosen(truth, AMBIGUOUS, MISSING, BLANK, UNREADABLE)


def _noise(text: str, rng: random.Random) -> str:
    """One or two characters replaced or lost, as a scanner does it."""
    for _ in range(rng.randint(1, 2)):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(("", "", "木", "专", "生", "F", "!")) + text[at + 1 :]
    return text


@functools.cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def _scripted(text: str, script: str) -> str:
    if script == "traditional":
        return str(_traditional().convert(text))
    if script == "radicals":
        return text.translate(_RADICALS)
    if script == "ascii":
        return text.translate(_ASCII)
    if script == "spaced" and len(text) > 4:
        return text[:3] + " " + text[3:]
    return text


# Rows that the form does not have


def _with_extra_row(sheet: Sheet, rng: random.Random) -> Sheet:
    if sheet.table != "proactive":
        return sheet
    boxes = (Box("其他主动公开文件", "label"), *(Box(str(rng.randint(100, 999)), "value") for _ in range(3)))
    line = Line(boxes, tuple(Spot(box, True) for box in boxes))
    return replace(sheet, lines=(*sheet.lines[:4], line, *sheet.lines[4:]))


def _with_category_rows(sheet: Sheet, contents: Mapping[CellKey, Content]) -> Sheet:
    """The groups （三） to （六） as rows of their own that print the sums of their children."""
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


# The whole document


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


def _glue(lines: list[str], flavour: Layout, odd: Oddities, rng: random.Random) -> str:
    if flavour.glue == "\n":
        return odd.line_end.join(lines) + odd.line_end
    if "|" in flavour.glue:
        compact: list[str] = []
        for line in lines:
            if line or (compact and compact[-1]):
                compact.append(line)
        return flavour.glue.join(lines)
    return flavour.glue.join(line.strip() for line in lines if line.strip())
