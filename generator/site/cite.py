"""How a report, or one cell of it, is quoted: in words, by GB/T 7714—2015, and as BibTeX.

What changes with the cell and the day is a hole (``{cell}``, ``{day}``, ``{address}``, ``{key}``): the page prints each
as an element that a script fills; without one the page's own address stands there.

The body is the responsible author; our collection is the database ([DB/OL]) that the figure is taken from, in the
report's own version, which changes when one of its figures does. The document itself is a report on line ([R/OL]).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.made import is_made
from generator.model import Report
from generator.site.facts import Facts
from generator.site.safe import plain, web_link
from generator.site.words import SITE_NAME

_TITLE = "{year} 年政府信息公开工作年度报告"
_BIBTEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_HOLES = ("cell", "day", "address", "key")
_NO_DAY = "引用日期"


@dataclass(frozen=True, slots=True)
class Citation:
    """One way to quote: its code, its name, and the text with its holes as elements."""

    code: str
    name: str
    html: Markup


def citations(facts: Facts, name: str, address: str) -> tuple[Citation, ...]:
    """Return the ways to quote the report of the body ``name`` whose page is at ``address``."""
    report = facts.report
    holes = {"cell": "", "day": _NO_DAY, "address": address, "key": ""}
    return tuple(
        Citation(code, title, _with_holes(text, holes)) for code, title, text in _texts(facts, report, plain(name))
    )


def _texts(facts: Facts, report: Report, name: str) -> Iterator[tuple[str, str, str]]:
    warning = "【演示，数字均为编造】" if is_made([report]) else ""
    title = _TITLE.format(year=report.year)
    holder = _literal(f"{warning}{name}")
    yield (
        "plain",
        "文字",
        f"{holder}《{title}》{{cell}}。{SITE_NAME}（非政府网站），数据版本 {facts.version}，"
        f"原文 SHA-256 {report.sha256[:16]}…，{{day}}访问：{{address}}",
    )
    yield (
        "gbt",
        "GB/T 7714—2015",
        f"{holder}. {title}{{cell}}[DB/OL]//{SITE_NAME}. 版本 {facts.version}. [{{day}}]. {{address}}.",
    )
    yield "bibtex", "BibTeX", _bibtex(facts, report, warning + name, title)
    url = web_link(report.source_url)
    if url:
        published = f"({report.published_on.isoformat()})" if report.published_on else ""
        yield "original", "只引原文（GB/T 7714）", f"{holder}. {title}[R/OL]. {published}[{{day}}]. {_literal(url)}."


def _bibtex(facts: Facts, report: Report, name: str, title: str) -> str:
    fields = {
        "author": "{" + name.translate(_BIBTEX) + "}",
        "title": title.translate(_BIBTEX) + "\0cell\1",
        "publisher": SITE_NAME,
        "version": facts.version,
        "url": "\0address\1",
        "urldate": "\0day\1",
        "note": f"原文 SHA-256 {report.sha256}",
    }
    if report.published_on is not None:
        fields["year"] = str(report.published_on.year)
    # Tabs: the page's own indentation is taken away.
    lines = "".join(f"\t{field} = {{{value}}},\n" for field, value in fields.items())
    text = f"@misc{{gongkai-{report.report_id}\0key\1,\n{lines}}}"
    return _literal(text).replace("\0", "{").replace("\1", "}")


def _literal(text: str) -> str:
    """Return a text whose own braces are no holes."""
    return text.replace("{", "\2").replace("}", "\3")


def _with_holes(text: str, holes: dict[str, str]) -> Markup:
    html = str(escape(text))
    for hole in _HOLES:
        html = html.replace(f"{{{hole}}}", f'<span data-cite-{hole}="">{escape(holes[hole])}</span>')
    return Markup(html.replace("\2", "{").replace("\3", "}"))
