"""What a paragraph of a Word document shows: its runs as text, with its automatic number before them.

Left out is what a reader of the document does not see: hidden and deleted text, field codes, the readings over
characters, the copies kept for old programs. What a reader sees apart from the figure beside it (raised, struck
through, white) is set apart by spaces, so that 12 with a raised 1 never becomes 121.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.documents.ordinals import Ordinals, W, properties, val
from generator.text import has_han

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_VML = "{urn:schemas-microsoft-com:vml}"
_LIST_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_BOX = f"{W}txbxContent"
_PICTURES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", f"{_VML}imagedata", f"{W}object",
}  # fmt: skip
_NOT_SHOWN = {
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "sdtPr", "fldData")
} | {_FALLBACK}
_AS_TEXT = {
    f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-", f"{W}sym": "□",
}  # fmt: skip
_OFF = {"0", "false", "off"}
_APART = (f"{W}strike", f"{W}dstrike", f"{W}position")
_WHITE = "FFFFFF"
_RAISED = {"superscript", "subscript"}
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph: its text with line breaks as such, the drawn boxes anchored in it, whether it holds a picture."""

    text: str
    boxes: tuple[etree._Element, ...] = ()
    pictured: bool = False


@dataclass(slots=True)
class _Found:
    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictured: bool = False


class Words:
    """Reads the paragraphs of one document body."""

    def __init__(self, body: etree._Element, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._hidden = _hidden_styles(styles)
        self._ordinals = _counted(body, Ordinals(numbering, styles))

    def read(self, paragraph: etree._Element) -> Shown:
        """Return what a paragraph shows."""
        found = _Found()
        self._collect(paragraph, found)
        text = "".join(found.parts)
        if not text:
            return Shown("", tuple(found.boxes), found.pictured)
        shaped = properties(paragraph, f"{W}pPr")
        if shaped.get(f"{W}pStyle") in self._hidden:
            text = ""
        number = self._ordinals.get(paragraph) or (
            val(paragraph, f"{W}pPr/{W}listPr/{_LIST_HINT}t") if f"{W}listPr" in shaped else ""
        )
        if number and text.strip():
            # Beside a figure its number would look like a part of it.
            text = f"{number}{'' if has_han(text) and not text.lstrip()[0].isdigit() else ' '}{text.lstrip()}"
        return Shown(text, tuple(found.boxes), found.pictured)

    def _collect(self, element: etree._Element, found: _Found) -> None:
        for child in element:
            tag = child.tag
            if tag in (f"{W}t", _MATH_TEXT):
                found.parts.append(child.text or "")
            elif tag == f"{W}r":
                self._run(child, found)
            elif tag in _AS_TEXT:
                found.parts.append(_AS_TEXT[tag])
            elif tag == _BOX:
                found.boxes.append(child)
            elif tag not in _NOT_SHOWN and not _is_placeholder(child):
                found.pictured = found.pictured or tag in _PICTURES
                if tag == f"{_VML}textpath":
                    found.parts.append(child.get("string") or "")
                self._collect(child, found)

    def _run(self, run: etree._Element, found: _Found) -> None:
        looks = properties(run, f"{W}rPr")
        if not looks:
            self._collect(run, found)
        elif not self._is_hidden(looks):
            apart = " " if _is_apart(looks) else ""
            found.parts.append(apart)
            self._collect(run, found)
            found.parts.append(apart)

    def _is_hidden(self, looks: Mapping[str, str]) -> bool:
        if f"{W}vanish" in looks:
            return looks[f"{W}vanish"] not in _OFF
        return looks.get(f"{W}rStyle") in self._hidden


def is_shown(element: etree._Element) -> bool:
    """Say whether an element below the body is what a reader sees, not a copy or what was struck out."""
    return isinstance(element.tag, str) and element.tag not in _NOT_SHOWN and not _is_placeholder(element)


def shown_below(body: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of a tag, without the copies for old programs, in document order."""
    copies = {one for fallback in body.iter(_FALLBACK) for one in fallback.iter(tag)}
    yield from (one for one in body.iter(tag) if one not in copies) if copies else body.iter(tag)


def _counted(body: etree._Element, ordinals: Ordinals) -> Mapping[etree._Element, str]:
    if not ordinals.any:
        return {}
    numbered = ((paragraph, ordinals.next(paragraph)) for paragraph in shown_below(body, f"{W}p"))
    return {paragraph: number for paragraph, number in numbered if number}


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val") not in _OFF


def _is_apart(looks: Mapping[str, str]) -> bool:
    if looks.get(f"{W}vertAlign") in _RAISED or looks.get(f"{W}color", "").upper() == _WHITE:
        return True
    return any(looks.get(name, "0") not in _OFF for name in _APART)


def _is_placeholder(element: etree._Element) -> bool:
    """Say whether a content control shows only its prompt (click to enter text)."""
    return element.tag == f"{W}sdt" and _is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    entries = {} if styles is None else {one.get(f"{W}styleId") or "": one for one in styles.iter(f"{W}style")}
    vanishing = {
        name: _is_on(entry.find(f"{W}rPr/{W}vanish"))
        for name, entry in entries.items()
        if entry.find(f"{W}rPr/{W}vanish") is not None
    }
    if not any(vanishing.values()):
        return frozenset()
    found = set()
    for name in entries:
        at = name
        for _ in range(_MAX_CHAIN):
            if at in vanishing:
                found.update([name] if vanishing[at] else [])
                break
            at = val(entries.get(at), f"{W}basedOn")
    return frozenset(found)
