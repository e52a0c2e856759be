"""The text of an element as its page shows it: runs of a line joined as they stand, blocks and breaks by a space."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from generator.documents.html_looks import Looks
from generator.text import collapse

# What stands in a cell that holds nothing but a picture: something, but no figure to read.
PICTURE = "图片"
_MARK = re.compile(r"\s*[\[(（〔【]?\s*(?:注|note)?\s*[\d①-⑳*※]{1,3}\s*[\])）〕】]?\s*")
_SHOWN_IN_CELLS = frozenset({"button", "textarea", "math"})
_REVERSED = "\u202e"
_TYPED = frozenset({"", "text", "number", "tel"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TINY = frozenset({"0", "1", "2", "0px", "1px", "2px"})


def words(element: HtmlElement, looks: Looks) -> str:
    """Return the text of a cell, white space collapsed; digits of a raised mark stay raised (12¹ is not 121)."""
    parts: list[str] = []
    collect(element, looks, parts)
    shown = collapse("".join(parts))
    if not shown and any(_is_picture(image, looks) for image in element.iter("img", "svg", "canvas", "object")):
        return PICTURE
    return shown


def collect(element: HtmlElement, looks: Looks, parts: list[str]) -> None:
    """Append the texts of an element and of what is in it."""
    if element.text:
        parts.append(element.text)
    for child in element:
        if isinstance(child.tag, str):
            _collect_child(child, looks, parts)
        if child.tail:
            parts.append(child.tail)


def _collect_child(child: HtmlElement, looks: Looks, parts: list[str]) -> None:
    tag = child.tag
    if tag == "br":
        parts.append(" ")
    elif tag in {"input", "select"}:
        parts.append(field(child, looks))
    elif looks.is_hidden(child) if tag in _SHOWN_IN_CELLS else looks.is_left_out(child):
        return
    elif looks.is_struck(child):
        # What was struck out is no part of the text, and what stands around it is not one word.
        parts.append(" ")
    elif looks.is_raised(child) and looks.is_inline(child):
        mark: list[str] = []
        collect(child, looks, mark)
        parts.append(raised("".join(mark), "".join(parts[-4:])))
    elif looks.is_inline(child):
        if tag == "bdo" and (child.get("dir") or "").lower() == "rtl":
            parts.append(_REVERSED)
        # On white paper it is not seen, on a coloured ground it is: it never joins the figure beside it.
        apart = " " if looks.is_white(child) else ""
        parts.append(apart)
        collect(child, looks, parts)
        parts.append(apart)
    else:
        parts.append(" ")
        collect(child, looks, parts)
        parts.append(" ")


def raised(mark: str, before: str) -> str:
    """Return a raised mark behind a text: beside figures its digits stay raised, behind words it is only a note's."""
    if not mark.strip() or (before.strip() and not before.rstrip()[-1].isdigit() and _MARK.fullmatch(mark)):
        return ""
    return mark.translate(_RAISED)


def field(element: HtmlElement, looks: Looks) -> str:
    """Return what a field of a form shows."""
    if looks.is_hidden(element):
        return ""
    if element.tag == "input":
        kind = (element.get("type") or "").lower()
        return f" {element.get('value') or ''} " if kind in _TYPED else ""
    chosen = [option for option in element.iter("option") if option.get("selected") is not None]
    return f" {chosen[0].text_content()} " if chosen else ""


def _is_picture(image: HtmlElement, looks: Looks) -> bool:
    """Say whether a picture may show a text: it is neither hidden nor a dot that keeps a place."""
    if looks.is_hidden(image):
        return False
    return (image.get("width") or "") not in _TINY and (image.get("height") or "") not in _TINY
