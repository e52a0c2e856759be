"""Pages around a report: what belongs to it, what to the site, what is hidden, kept elsewhere or no report at all."""

from __future__ import annotations

import html
import json
import quopri

import opencc
import pytest

from generator.forms import load_forms
from generator.model import Report
from generator.report import read_report
from tests.drawing.pages import BODY
from tests.formats.manners import plain, rows_of
from tests.formats.test_grids import differing, texts_of
from tests.formats.test_html_tables import page

FORM = load_forms()["2021"]
TEXTS = texts_of(FORM, seed=8, blank=0.05)
TITLE = f"{BODY}2023年政府信息公开工作年度报告"
OTHERS = tuple(f"通城县民政局{year}年政府信息公开工作年度报告" for year in (2022, 2021, 2020, 2019))
_HEADING = f"<h1>{TITLE}</h1>"


def tables(seed: int = 0) -> str:
    texts = texts_of(FORM, seed, 0.0) if seed else TEXTS
    return "".join(f"<p>{table.section}</p>{plain(rows_of(table, texts))}" for table in FORM.tables)


def report_page() -> str:
    return page(tables())


def body_of(text: str) -> str:
    return text.partition("<body>")[2].partition("</body>")[0]


def around(before: str = "", after: str = "", head: str = "") -> Report:
    """Read the report's page with something around it."""
    text = report_page().replace("<body>", f"<body>{before}").replace("</body>", f"{after}</body>")
    return read_report(text.replace("</head>", f"{head}</head>").encode(), "page.html")


def assert_whole(report: Report) -> None:
    assert differing(report, TEXTS) == []
    assert report.year == 2023
    assert report.organisation is not None
    assert report.organisation.organisation == BODY
    assert str(report.published_on) == "2024-01-15"


def links(items: tuple[str, ...], each: str = "<li><a href='/{}'>{}</a><span>2024-02-01</span></li>") -> str:
    return "".join(each.format(number, item) for number, item in enumerate(items))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<ul>{links(OTHERS)}</ul>", ""),
        (links(OTHERS[:2], "<p><a href='/{}'>{}</a></p>"), ""),
        (links(OTHERS[:1], "<p><a href='/{}'>{}</a></p>"), ""),
        (f"<p><a href=1>《{TITLE}》解读</a></p>", ""),
        ("", f"<h3>相关文章</h3><ul>{links(OTHERS)}</ul>"),
        ("", f"<p>上一篇：<a href=1>{OTHERS[0]}</a></p><p>下一篇：没有了</p>"),
        ("", "<p>主办单位：同仁市人民政府办公室</p><p>青ICP备05000001号</p>"),
        ("<ul class=crumb><li>首页</li><li>政务公开</li><li>年报</li></ul>", "<p>打印本页</p>"),
        ("<table><tr><td>" + "</td><td>".join(["&nbsp;"] * 9) + "</td></tr></table>", ""),
        (f"<div style='display:none'><h1>{OTHERS[0]}</h1>{tables(seed=3)}</div>", ""),
    ],
)
def test_the_site_around_a_report_changes_nothing(before: str, after: str) -> None:
    report = around(before, after)
    assert_whole(report)
    assert {"body.sources_disagree", "year.sources_disagree"}.isdisjoint(finding.rule for finding in report.findings)


@pytest.mark.parametrize(
    "text",
    [
        report_page().replace("<h1>", "<div id=js_content style='visibility: hidden; opacity: 0'><h1>") + "</div>",
        f"<html><body><div id=app></div><script>var page = {json.dumps({'content': body_of(report_page())})};</script>",
        "<html><body><div id=c></div><script>show('" + body_of(report_page()).replace("<", "\\x3c") + "')</script>",
        f"<body>加载中<textarea style='display:none'>{html.escape(body_of(report_page()))}</textarea></body>",
        f'<html><body>加载中<input type=hidden value="{html.escape(body_of(report_page()))}"></body></html>',
        f'<html><body><div data-content="{html.escape(body_of(report_page()))}"></div></body></html>',
        f"<html><body><noscript>{body_of(report_page())}</noscript></body></html>",
        f"<!-- {'存档' * 3000} -->" + report_page(),
        body_of(report_page()),
        "<div>" * 300 + body_of(report_page()),
        f"<?xml version='1.0'?><html xmlns='x'><head><title/><script src='a'/></head>{body_of(report_page())}</html>",
    ],
    ids=["hidden", "json", "script", "textarea", "field", "data", "noscript", "comment", "piece", "deep", "xhtml"],
)
def test_a_report_is_found_wherever_the_page_keeps_it(text: str) -> None:
    assert_whole(read_report(text.encode(), "page.html"))


def test_a_saved_archive() -> None:
    part = quopri.encodestring(report_page().encode())
    content = (
        b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--X"\r\n\r\n----X\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + part + b"\r\n----X--\r\n"
    )
    assert_whole(read_report(content, "page.mht"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1", "no-such-thing"])
def test_any_encoding_whatever_is_declared(encoding: str, declared: str) -> None:
    assert_whole(read_report(report_page().replace("charset=utf-8", f"charset={declared}").encode(encoding), "page"))


def test_traditional_page_in_big5() -> None:
    text = opencc.OpenCC("s2t").convert(report_page())
    assert_whole(read_report(text.encode("big5hkscs", errors="ignore"), "page.html"))


def test_a_declaration_far_down_and_a_damaged_character() -> None:
    text = report_page().replace(
        "<meta charset=utf-8>", " " * 3000 + "<meta http-equiv=x content='text/html; charset=gbk'>"
    )
    content = text.encode("gb18030")
    assert_whole(read_report(content.replace("公开不够".encode("gb18030"), b"\xff\xb9\xab", 1), "page.html"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (report_page().encode().decode("gb18030", errors="replace").encode(), "编码"),
        (report_page().encode().decode("latin-1").encode(), "乱码"),
        (b"<html><body><div id=app></div><script src=app.js></script></body></html>", "没有可读的文字"),
        (b"<html><frameset><frame src=a.html></frameset></html>", "没有可读的文字"),
        (("<div>" * 100_000 + report_page()).encode(), "嵌套"),
        (f"<h1>《{TITLE}》解读</h1><p>根据条例要求公开政府信息，现解读如下。</p>".encode(), "解读"),
        (f"<html><title>政府信息公开年报</title><body><ul>{links(OTHERS)}</ul></body></html>".encode(), "目录页"),
        (f"<body><table>{links(OTHERS, '<tr><td><a href={}>{}</a></td></tr>')}</table>".encode(), "目录页"),
    ],
)
def test_what_is_no_report_says_why(content: bytes, reason: str) -> None:
    report = read_report(content, "page.html")
    assert report.status == "failed"
    assert reason in report.error


def test_tables_in_a_frame_or_an_attachment_are_named() -> None:
    text = page("<iframe src='a.files/sheet.htm'></iframe><p><a href='/f/a.pdf'>附件：统计表</a></p>")
    report = read_report(text.encode(), "page.html")
    assert {cell.status.value for cell in report.cells} == {"missing"}
    found = [finding.message for finding in report.findings if finding.rule == "content.elsewhere"]
    assert len(found) == 1
    assert "a.files/sheet.htm" in found[0]
    assert "统计表" in found[0]


def test_two_reports_on_one_page_do_not_mix() -> None:
    second = body_of(page(tables(seed=4), 2022))
    report = around(after=second)
    values = {cell.key: cell.value for cell in report.cells if cell.value is not None}
    other = texts_of(FORM, 4, 0.0)
    assert all(str(value) == TEXTS[key] == other[key] for key, value in values.items())


META = "<meta name=PubDate content='2023-05-20 10:00'><meta name=ContentSource content='通城县民政局'>"


def test_fields_of_the_head_fill_in_what_the_page_does_not_say() -> None:
    unsigned = report_page().replace(f"<p>{BODY}</p><p>2024年1月15日</p>", "")
    dated = "<meta name=PubDate content='2024-01-20 10:00'></head>"
    assert str(read_report(unsigned.replace("</head>", dated).encode(), "page.html").published_on) == "2024-01-20"
    untitled = unsigned.replace(f"<h1>{TITLE}</h1>", "").replace(f"<title>{TITLE}</title>", "<title>同仁市</title>")
    named = f"<meta name=ArticleTitle content='{TITLE}'></head>"
    report = read_report(untitled.replace("</head>", named).encode(), "page.html")
    assert report.organisation is not None
    assert (report.organisation.organisation, report.year) == (BODY, 2023)


def test_fields_of_the_head_never_beat_the_visible_page() -> None:
    assert_whole(around(head=META + f"<meta name=ArticleTitle content='{OTHERS[0]}'>"))
    other_title = report_page().replace(f"<title>{TITLE}</title>", f"<title>{OTHERS[0]}</title>")
    assert_whole(read_report(other_title.encode(), "page.html"))
