"""Made reports as saved web pages: menus, page fields, tables with merged cells, as content systems write them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from generator.demo.compose import MadeReport, Part, Printed, grid_truth, parts
from generator.demo.sheet import Box, Sheet

_MENU = ("首页", "新闻中心", "政务公开", "行政许可", "行政处罚", "办事服务", "互动交流", "规章", "其他", "总计")


@dataclass(frozen=True, slots=True)
class Style:
    """How a content system writes cells and paragraphs; ``charset`` is what the page says of its encoding."""

    name: str
    cell: Callable[[str, random.Random], str]
    paragraph: str
    nested: bool = False
    encoding: str = "utf-8"
    charset: str = "utf-8"


def print_page(report: MadeReport, rng: random.Random) -> Printed:
    """Print a report as a web page; characters that its encoding lacks stand as references."""
    style = rng.choice(STYLES)
    page = write_page(report, style, rng)
    return Printed(page.encode(style.encoding, errors="xmlcharrefreplace"), f"page-{style.name}", grid_truth(report))


def write_page(report: MadeReport, style: Style, rng: random.Random) -> str:
    """Return the page as text; its encoding is for whoever writes it."""
    narrative = report.narrative
    charset = f'<meta charset="{style.charset}">' if style.charset else ""
    menu = "".join(f'<li><a href="#">{word}</a></li>' for word in _MENU)
    words = [style.paragraph.format(escape(line)) for line in narrative.opening]
    words += [_part(part, style, rng) for part in parts(report, rng)]
    words += [style.paragraph.format(escape(line)) for line in narrative.closing]
    content = f'<h1>{escape(narrative.title)}</h1>\n<div class="content">\n' + "\n".join(words) + "\n</div>"
    if style.nested:
        content = f'<table width="1000"><tr><td valign="top">\n{content}\n</td></tr></table>'
    return (
        f"<!DOCTYPE html>\n<html><head>{charset}<title>{escape(narrative.title)}</title>\n"
        "<style>table{border-collapse:collapse}td{border:1px solid #000}</style></head>\n"
        f'<body><div class="top"><ul>{menu}</ul></div>\n'
        f'<div class="place">您所在的位置：<a href="#">首页</a> &gt; <a href="#">政务公开</a> &gt; 年度报告</div>\n'
        f"{_fields(report)}\n{content}\n"
        '<div class="bottom">演示页面</div>\n<script>var total = 99;</script></body></html>\n'
    )


def _fields(report: MadeReport) -> str:
    """Return the block of page fields."""
    shown = {
        "索引号": f"YS{report.body.organisation.division_code}-{report.year}",
        "发布机构": report.body.name,
        "发布日期": report.narrative.dated.isoformat(),
        "名称": report.narrative.title,
    }
    return '<ul class="fields">' + "".join(f"<li>{name}：{escape(text)}</li>" for name, text in shown.items()) + "</ul>"


def _part(part: Part, style: Style, rng: random.Random) -> str:
    heading = style.paragraph.format(f"<strong>{escape(part.heading)}</strong>")
    return heading if part.sheet is None else heading + "\n" + _table(part.sheet, style, rng)


def _table(sheet: Sheet, style: Style, rng: random.Random) -> str:
    rows = ["<tr>" + "".join(_cell(box, style, rng) for box in line.boxes) + "</tr>" for line in sheet.lines]
    return '<table border="1" cellspacing="0"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


def _cell(box: Box, style: Style, rng: random.Random) -> str:
    spans = (f' rowspan="{box.down}"' if box.down > 1 else "") + (f' colspan="{box.across}"' if box.across > 1 else "")
    return f"<td{spans}>{style.cell(box.text, rng)}</td>"


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _bare(text: str, rng: random.Random) -> str:
    return _broken(text)


def _paragraph(text: str, rng: random.Random) -> str:
    return f"<p>{_broken(text) or '&nbsp;'}</p>"


def _runs(text: str, rng: random.Random) -> str:
    """Every character a run of its own, as pages pasted from Word have it."""
    inside = "".join("<br>" if char == "\n" else f"<span>{escape(char)}</span>" for char in text)
    return f'<p class="MsoNormal">{inside}<o:p></o:p></p>' if text else "<p><span><o:p>&nbsp;</o:p></span></p>"


def _fonts(text: str, rng: random.Random) -> str:
    at = rng.randint(0, len(text))
    first, second = _broken(text[:at]), _broken(text[at:])
    return f'<div align="center"><font face="宋体">{first}</font><font>{second}</font>&nbsp;</div>'


STYLES = (
    Style("bare", _bare, "<p>{}</p>"),
    Style("paragraphs", _paragraph, "<p>　　{}</p>"),
    Style("runs", _runs, "<p><span>{}</span></p>", encoding="gb18030", charset="gb2312"),
    Style("fonts", _fonts, '<div><font size="3">{}</font></div>', nested=True, encoding="gbk", charset="gbk"),
    Style("unnamed", _paragraph, "{}<br><br>", nested=True, encoding="gb18030", charset=""),
)
