"""How one cell or figure is printed: its sign, its look and the words of its tip."""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

from markupsafe import Markup

from generator.model import Cell, CellStatus
from generator.site.facts import Figure, number
from generator.site.safe import clip, printed
from generator.site.words import COMPUTED, CORRECTED, DERIVED, STATES

_LOCATOR: Final = re.compile(r"(line|char|cell|page|table|row|bbox) ([\d.,-]+)")
_LOCATOR_WORDS = {
    "line": "第 {} 行",
    "char": "第 {} 字",
    "cell": "第 {} 格",
    "page": "第 {} 页",
    "table": "第 {} 个表",
    "row": "第 {} 行",
    "bbox": "位置 {}",
}


# Reports of one layout have their figures in the same places.
_KNOWN: Final = 16_384
_REPORTED: Final = STATES[CellStatus.REPORTED]


class Mark(NamedTuple):
    """A printed value: its text, the class that draws its state, and the tip that explains it."""

    text: str
    css: str
    tip: str

    @property
    def tip_attribute(self) -> Markup:
        """The tip for use inside an attribute, with its line breaks kept."""
        return _attribute(self.tip)


def cell_mark(cell: Cell) -> Mark:
    """Return how a cell of the statutory table is printed; its tip says state, printed text and place, a line each."""
    lines = _state_lines(cell)
    is_number = cell.status is CellStatus.REPORTED and cell.value is not None
    if cell.raw and not (is_number and cell.raw == str(cell.value)):
        lines.append(f"原文：{clip(cell.raw, 200)}")
    if cell.locator:
        lines.append(f"出处：{locator_words(cell.locator)}")
    text, css = _sign(cell)
    return Mark(text, css, "\n".join(lines))


def withdrawn_mark(says: str) -> Mark:
    """Return how a withdrawn figure is printed; ``says`` tells when, by whom and why."""
    return Mark("已撤下", "withdrawn", says)


def figure_mark(figure: Figure) -> Mark:
    """Return how a figure outside the statutory tables is printed."""
    if figure.value is None:
        if figure.note:
            return withdrawn_mark(figure.note)
        state = STATES[CellStatus(figure.state)]
        many = f"（{len(figure.keys)} 格中 {figure.unknown} 格）" if len(figure.keys) > 1 and figure.unknown else ""
        return Mark(state.sign, state.code, state.says + many)
    text = number(figure.value)
    if figure.state == DERIVED.code:
        return Mark(f"≈ {text}", DERIVED.code, DERIVED.says)
    if figure.state == COMPUTED.code:
        css = COMPUTED.code if figure.value else f"{COMPUTED.code} gk-zero"
        return Mark(text, css, f"由 {len(figure.keys)} 格数字相加而得")
    says = CORRECTED.says if figure.state == CORRECTED.code else _REPORTED.says
    is_zero = figure.state == _REPORTED.code and not figure.value
    return Mark(text, "zero" if is_zero else figure.state, says)


@functools.lru_cache(_KNOWN)
def _attribute(tip: str) -> Markup:
    return Markup("&#10;".join(map(printed, tip.replace("\r\n", "\n").split("\n"))))


@functools.lru_cache(_KNOWN)
def locator_words(locator: str) -> str:
    """Return a locator such as ``line 54 cell 5`` in Chinese."""
    return _LOCATOR.sub(lambda found: _LOCATOR_WORDS[found[1]].format(found[2]), locator)


def _sign(cell: Cell) -> tuple[str, str]:
    if cell.corrected is not None:
        return number(cell.corrected, grouped=False), CORRECTED.code
    if cell.status is CellStatus.REPORTED and cell.value is not None:
        return number(cell.value, grouped=False), "reported" if cell.value else "zero"
    state = STATES[cell.status]
    return state.sign, state.code


def _state_lines(cell: Cell) -> list[str]:
    lines = []
    if cell.corrected is not None:
        original = number(cell.value) if cell.value is not None else STATES[cell.status].sign
        lines.append(f"{CORRECTED.says}，原文为 {original}")
    elif cell.status is CellStatus.REPORTED:
        lines.append(_REPORTED.says)
    else:
        lines.append(STATES[cell.status].says)
    if cell.derived is not None and cell.status is not CellStatus.REPORTED:
        lines.append(f"≈ {number(cell.derived)}：{DERIVED.says}")
    return lines
