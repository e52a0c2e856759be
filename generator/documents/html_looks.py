"""How a page shows its elements: hidden, struck out, as a block or in the line, as a row or a cell.

Known from tags, ``hidden``, inline styles and the page's own ``<style>`` sheets with plain selectors (tags,
classes, ids, descendants). Sheets in other files are not fetched.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

# Everything that breaks a line; other tags, known or not (o:p, st1:chsdate), run on in their line.
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "ol", "optgroup", "p", "plaintext",
    "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
})  # fmt: skip
_LEFT_OUT = frozenset({
    "script", "style", "noscript", "template", "head", "button", "textarea", "iframe", "object", "svg", "nav", "footer",
    "audio", "video", "canvas", "math", "map", "rt", "rp", "datalist",
})  # fmt: skip
# What the common frameworks call what is not to be seen, where their sheets were not saved.
_HIDING = frozenset({"hide", "hidden", "d-none", "sr-only", "visually-hidden", "el-hidden", "layui-hide"})
_STRUCK = frozenset({"s", "strike", "del"})
_RAISED = frozenset({"sup", "sub"})
_RAISING = frozenset({"super", "sub"})
_WHITE = frozenset({"#fff", "#ffffff", "white", "rgb(255,255,255)", "rgba(255,255,255,1)"})
_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "font-size", "text-decoration", "text-decoration-line", "text-indent", "left",
    "top", "mso-hide", "grid-template-columns", "grid-column", "grid-column-start", "grid-column-end", "grid-row",
    "grid-row-start", "grid-row-end", "white-space", "flex-direction", "vertical-align", "color",
})  # fmt: skip
_NOTHING = re.compile(r"0+(?:\.0*)?(?:px|pt|em|rem|%)?|\.0+")
_FAR = re.compile(r"-\d{4,}(?:\.\d+)?(?:px|pt|em|rem)?|-999(?:px|pt|em)?")
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"([^{}]*)([{}])")
_COMPOUND = re.compile(r"[\w-]*(?:[.#][\w-]+)*")
_MOST_CSS = 400_000
_MOST_RULES = 4000

Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Compound:
    """One part of a selector: ``td.amount#x``."""

    tag: str
    classes: frozenset[str]
    name: str

    @property
    def weight(self) -> tuple[int, int, int]:
        return bool(self.name), len(self.classes), bool(self.tag)

    def matches(self, element: HtmlElement) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.name and element.get("id") != self.name:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector, innermost part first, with what it declares."""

    parts: tuple[_Compound, ...]
    declared: Declarations
    order: tuple[tuple[int, int, int], int]

    def matches(self, element: HtmlElement) -> bool:
        if not self.parts[0].matches(element):
            return False
        wanted = list(self.parts[1:])
        for ancestor in element.iterancestors() if wanted else ():
            if wanted and wanted[0].matches(ancestor):
                wanted.pop(0)
        return not wanted


class Looks:
    """Answers how elements of one page are shown; ``revealed`` are hidden ones that a script would show."""

    def __init__(self, root: HtmlElement) -> None:
        self._by_key: dict[str, list[_Rule]] = {}
        self._styles: dict[HtmlElement, Declarations] = {}
        self.revealed: set[HtmlElement] = set()
        sheet = "".join(style.text_content() for style in root.iter("style"))[:_MOST_CSS]
        for rule in _rules(sheet):
            self._by_key.setdefault(_key(rule.parts[0]), []).append(rule)

    @property
    def hidden_classes(self) -> frozenset[str]:
        """Return the classes that hide whatever has them."""
        return _HIDING | frozenset(
            key[1:]
            for key, rules in self._by_key.items()
            if key[0] == "."
            and any(
                len(rule.parts) == 1 and len(rule.parts[0].classes) == 1 and not rule.parts[0].tag
                for rule in rules
                if _hides(rule.declared)
            )
        )

    def style(self, element: HtmlElement) -> Declarations:
        """Return what is declared for an element itself, as far as it matters here."""
        if self._by_key:
            known = self._styles.get(element)
            if known is None:
                known = self._styles[element] = self._declared(element)
            return known
        inline = element.get("style")
        return _declarations(inline) if inline else {}

    def _declared(self, element: HtmlElement) -> Declarations:
        """Return what sheets and the element itself declare, the weightiest last."""
        declared: dict[str, str] = {}
        for rule in sorted(self._matching(element), key=lambda rule: rule.order):
            declared.update(rule.declared)
        declared.update(_declarations(element.get("style") or ""))
        return declared

    def _matching(self, element: HtmlElement) -> Iterator[_Rule]:
        keys = [str(element.tag), *("." + name for name in (element.get("class") or "").split())]
        if element.get("id"):
            keys.append("#" + element.get("id", ""))
        for key in keys:
            for rule in self._by_key.get(key, ()):
                if rule.matches(element):
                    yield rule

    def is_left_out(self, element: HtmlElement) -> bool:
        """Say whether neither a reader sees an element nor it is part of the page's text."""
        return element.tag in _LEFT_OUT or self.is_hidden(element)

    def is_hidden(self, element: HtmlElement) -> bool:
        """Say whether an element itself is hidden."""
        attributes = element.attrib
        if not attributes and not self._by_key:
            return False
        if element in self.revealed:
            return False
        if "hidden" in attributes or (element.tag == "dialog" and "open" not in attributes):
            return True
        if not _HIDING.isdisjoint((attributes.get("class") or "").split()):
            return True
        return _hides(self.style(element))

    def is_struck(self, element: HtmlElement) -> bool:
        """Say whether the text of an element is struck out: deleted, though still to be seen."""
        if element.tag in _STRUCK:
            return True
        style = self.style(element)
        return "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", "")

    def is_raised(self, element: HtmlElement) -> bool:
        """Say whether the text of an element stands above or below its line, as marks of notes do."""
        return element.tag in _RAISED or self.style(element).get("vertical-align") in _RAISING

    def is_white(self, element: HtmlElement) -> bool:
        """Say whether the text of an element is as white as most paper."""
        return self.style(element).get("color", "").replace(" ", "") in _WHITE

    def is_inline(self, element: HtmlElement) -> bool:
        """Say whether the text of an element runs on in the line before and behind it."""
        display = self.display(element)
        return display.startswith("inline") if display else element.tag not in _BLOCKS

    def display(self, element: HtmlElement) -> str:
        """Return the declared ``display``, empty where none is."""
        return self.style(element).get("display", "")


def _hides(style: Declarations) -> bool:
    if not style:
        return False
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("mso-hide") == "all"
        or any(_NOTHING.fullmatch(style.get(name, "1")) is not None for name in ("opacity", "font-size"))
        or any(_FAR.fullmatch(style.get(name, "")) is not None for name in ("text-indent", "left", "top"))
    )


@functools.lru_cache(maxsize=4096)
def _declarations(text: str) -> Declarations:
    declared = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in _PROPERTIES:
            declared[name] = value.lower().replace("!important", "").strip()
    return declared


def _rules(sheet: str) -> Iterator[_Rule]:
    """Yield the rules of a style sheet that matter; those for print or some widths of window are skipped."""
    number = skipped = 0
    stack: list[str] = []
    for match in _BRACE.finditer(_COMMENT.sub(" ", sheet)):
        before, brace = match[1].strip(), match[2]
        if brace == "{":
            stack.append(before.rpartition(";")[2].strip())
            skipped += _is_skipped(stack[-1])
            continue
        if not stack:
            continue
        selectors = stack.pop()
        declared = {} if skipped or selectors.startswith("@") else _declarations(before)
        skipped -= _is_skipped(selectors)
        for selector in selectors.split(",") if declared else ():
            parts = _parts(selector)
            number += 1
            if parts and number <= _MOST_RULES:
                columns = zip(*(part.weight for part in parts), strict=True)
                weight = tuple(sum(column) for column in columns)
                yield _Rule(parts, declared, ((weight[0], weight[1], weight[2]), number))


def _is_skipped(selector: str) -> bool:
    if not selector.startswith("@"):
        return False
    return not selector.startswith("@media") or re.search(r"print|width|height|prefers", selector) is not None


def _parts(selector: str) -> tuple[_Compound, ...]:
    """Return the parts of a plain selector, innermost first; none where it is not plain."""
    parts = []
    for word in reversed(selector.split()):
        if not word or _COMPOUND.fullmatch(word) is None:
            return ()
        names = re.findall(r"([.#]?)([\w-]+)", word)
        parts.append(
            _Compound(
                "".join(name.lower() for sign, name in names if not sign),
                frozenset(name for sign, name in names if sign == "."),
                "".join(name for sign, name in names if sign == "#"),
            )
        )
    return tuple(parts)


def _key(part: _Compound) -> str:
    if part.name:
        return "#" + part.name
    return "." + min(part.classes) if part.classes else part.tag
