"""A real build with what people asked for: masked numbers, withdrawals, replies, originals that cannot run."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from generator.collection.arranged import Arranged
from generator.pipeline import extract
from generator.site.build import build_site
from generator.site.contact import Contact, contact_of
from tests.site.axe import violations
from tests.site.conftest import Visit
from tests.unit.test_decisions import Heard

CARD, MOBILE, BANK = "11010519491231002X", "13812345678", "6222021234567890128"
TELLTALE = ("1949123", "13812345678", "2021234567890")
BAIYING, JINGBO, TONGCHENG = "410523105-baiying", "231084107-jingbo", "421222-minzhengju"
FORMS = "https://github.com/example/gongkai/issues/new"
RUNS = "<script>document.title='RAN';localStorage.setItem('ran','1')</script>"


class Built:
    """What was built, and what was said meanwhile."""

    def __init__(self, out: Path, notes: list[str]) -> None:
        self.out = out
        self.site = out / "site"
        self.notes = notes

    def html(self, address: str) -> str:
        return (self.site / address.strip("/") / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Built:
    folder = tmp_path_factory.mktemp("people")
    reports = folder / "data" / "reports"
    reports.mkdir(parents=True)
    texts = {path.name[:3]: path.read_text(encoding="utf-8") for path in (root / "data" / "reports").glob("*.txt")}
    for name, text in texts.items():
        (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    said = f"\n当事人李某（身份证{CARD}，手机{MOBILE}，卡号{BANK}）。联系电话：0372-6271234。\n"
    (reports / "person.txt").write_text(texts["003"].replace("2023", "2022") + said, encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in texts["003"].replace("2023", "2021").split("\n"))
    title = "汤阴县白营镇人民政府2021年政府信息公开工作年度报告"
    page = f"<html><head>{RUNS}<title>{title}</title></head><body onload=\"document.title='RAN'\"><h1>{title}</h1>"
    (reports / "page.html").write_text(f"{page}{paragraphs}{RUNS}</body></html>", encoding="utf-8")
    (reports / "notice.txt").write_text(f"关于召开会议的通知\n{MOBILE}\n", encoding="utf-8")
    withdrawn = hashlib.sha256((reports / "000.txt").read_bytes()).hexdigest()
    (folder / "data" / "removals.csv").write_text(
        "report,section,start,end,cell,reason,who,date\n"
        f"{withdrawn},,,,,机关已发布更正的报告,李某,2026-11-01\n"
        f"{BAIYING}-2019,,,,,法院裁定,李某,2026-11-02\n"
        f"{TONGCHENG}-2024,,,,proactive.licensing.decisions,应当事人请求,李某,2026-11-03\n"
        "broken,,,,,x,y,2026-11-01\n",
        encoding="utf-8",
    )
    reply = folder / "data" / "replies" / BAIYING / "2023-1.md"
    reply.parent.mkdir(parents=True)
    reply.write_text(
        "---\ndate: 2026-10-01\nfrom: 白营镇党政办\nverified: 镇政府网站公布\nabout: requests.received.total\n---\n"
        f"确未收到申请。{RUNS}\n\n**另** 手机{MOBILE}\n",
        encoding="utf-8",
    )
    heard = Heard()
    dataset = extract(reports, progress=heard)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_CONTACT_URL", f"{FORMS}/choose")
        patch.setenv("GONGKAI_SITE_URL", "https://example.invalid/gongkai/")
        build_site(Arranged(dataset), reports_dir=reports, out=folder / "build")
    return Built(folder / "build", heard.notes)


def everything(built: Built) -> Iterator[tuple[str, str]]:
    """Yield every published file as text, as far as it has any; libraries of others are left out."""
    for path in sorted((*built.site.rglob("*"), *(built.out / "dataset").iterdir())):
        if not path.is_file() or "vendor" in path.parts:
            continue
        content = path.read_bytes()
        if path.suffix == ".sqlite":
            with sqlite3.connect(path) as database:
                content = "\n".join(database.iterdump()).encode()
        yield str(path), content.decode("utf-8", errors="ignore")


def test_no_published_file_holds_a_persons_number_or_what_was_withdrawn(built: Built) -> None:
    for name, text in everything(built):
        assert not any(piece in text for piece in TELLTALE), name
    shown = built.html(f"/o/{BAIYING}/2022/")
    assert "身份证11****************，手机13*********，卡号62*****************" in shown
    assert "0372-6271234" in shown
    assert "居民身份证号码 1 处、手机号码 1 处、银行卡号 1 处" in shown


def test_originals_that_may_not_be_handed_on_are_not_there(built: Built) -> None:
    there = {path.name for path in (built.site / "data" / "sources").iterdir()}
    assert {f"{BAIYING}-2023.txt", f"{BAIYING}-2021.html.txt"} <= there
    assert not {f"{BAIYING}-2022.txt", f"{JINGBO}-2022.txt", f"{TONGCHENG}-2024.txt"} & there
    assert not any(name.startswith("doc-") for name in there)  # what is no annual report
    assert not any(name.endswith((".html", ".htm", ".svg", ".xml", ".xhtml", ".js")) for name in there)
    assert "本站不提供副本" in built.html(f"/o/{BAIYING}/2022/")


def test_a_withdrawn_report_is_nowhere_but_its_address_answers(built: Built) -> None:
    for address in (f"/o/{JINGBO}/2022/", f"/o/{JINGBO}/", f"/o/{BAIYING}/2019/"):
        page = built.html(address)
        assert "已撤下" in page
        assert '<meta name="robots" content="noindex">' in page
    assert "机关已发布更正的报告" in built.html(f"/o/{JINGBO}/2022/")
    assert "2026-11-02" in built.html(f"/o/{BAIYING}/2019/")
    for name, text in everything(built):
        if JINGBO in text:
            path = Path(name)
            assert "withdrawals" in path.name or path.suffix == ".sqlite" or JINGBO in name or "/d/" in name, name
    sitemap = (built.site / "sitemap.xml").read_text(encoding="utf-8")
    assert f"/o/{BAIYING}/2023/" in sitemap
    assert JINGBO not in sitemap
    assert f"/o/{BAIYING}/2019/" not in sitemap


def test_heads_say_where_a_page_is_and_in_which_languages(built: Built) -> None:
    page = built.html(f"/o/{BAIYING}/2023/")
    base = (re.search('<link rel="canonical" href="(.*)o/', page) or [""])[1]
    assert base.startswith("https://")
    assert f'<meta property="og:url" content="{base}o/{BAIYING}/2023/">' in page
    assert f'<meta property="og:image" content="{base}assets/share.png">' in page
    assert (built.site / "assets" / "share.png").is_file()
    assert "hreflang" not in page.partition("</head>")[0]
    (linked,) = re.findall('<script type="application/ld\\+json">(.*?)</script>', page)
    kinds = {node["@type"]: node for node in json.loads(linked)["@graph"]}
    assert kinds["Dataset"]["url"] == f"{base}o/{BAIYING}/2023/"
    assert kinds["BreadcrumbList"]["itemListElement"][0]["item"] == base
    for address in ("/methods/", "/en/methods/"):
        head = built.html(address).partition("</head>")[0]
        assert f'hreflang="zh-CN" href="{base}methods/"' in head
        assert f'hreflang="en" href="{base}en/methods/"' in head
    assert f"Sitemap: {base}sitemap.xml" in (built.site / "robots.txt").read_text(encoding="utf-8")


def test_regions_and_bodies_say_what_was_withdrawn(built: Built) -> None:
    assert re.search(r'另有 2 份<a href="#gone">已撤下</a>', built.html("/d/"))
    assert re.search(r'另有 1 份<a href="#gone">已撤下</a>', built.html("/d/230000/"))
    assert "2019 年报告" in built.html(f"/o/{BAIYING}/")


def test_a_withdrawn_figure_is_shown_as_such_at_its_place(built: Built) -> None:
    page = built.html(f"/o/{TONGCHENG}/2024/")
    cell = re.search(r'<td id="proactive\.licensing\.decisions".*?</td>', page, re.DOTALL)
    assert cell
    assert "已撤下" in cell[0]
    assert "应当事人请求" in cell[0]
    assert "14" not in re.sub(r"2026-11-03", "", cell[0])
    assert "不显示原文" in page


def test_complaints_name_file_and_line(built: Built) -> None:
    assert any(note.startswith("removals.csv：第 5 行：") for note in built.notes)


def test_a_reply_is_printed_as_text_beside_its_cell_and_on_the_bodys_page(built: Built) -> None:
    page = built.html(f"/o/{BAIYING}/2023/")
    assert 'id="reply-2023-1"' in page
    assert "**另** 手机13*********" in page
    assert "&lt;script&gt;document.title" in page
    cell = re.search(r'<td id="requests\.received\.total".*?</td>', page, re.DOTALL)
    assert cell
    assert 'href="#reply-2023-1"' in cell[0]
    assert "白营镇党政办" in built.html(f"/o/{BAIYING}/")


@pytest.fixture(scope="module")
def served(built: Built) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(built.out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/site"
        server.shutdown()


@pytest.mark.browser
def test_a_page_of_somebody_else_does_not_run_as_ours(browser: Browser, served: str) -> None:
    visit = Visit(browser, served)
    page = visit.go(f"/data/sources/{BAIYING}-2021.html.txt")
    assert page.title() != "RAN"
    assert RUNS in page.inner_text("body")
    assert page.evaluate("localStorage.getItem('ran')") is None
    page = visit.go(f"/o/{BAIYING}/2023/")
    assert "RAN" not in page.title()
    assert page.evaluate("localStorage.getItem('ran')") is None
    visit.close()


@pytest.mark.browser
def test_report_an_error_is_filled_in_and_leads_to_the_form(browser: Browser, served: str) -> None:
    visit = Visit(browser, served, viewport={"width": 360, "height": 800})
    source = "a" * 64
    page = visit.go(f"/report-error/?page=/o/{BAIYING}/2023/&cell=requests.received.total&source={source}")
    assert page.input_value("[name=page]") == f"{served}/o/{BAIYING}/2023/#requests.received.total"
    page.fill("[name=printed]", "12 & 3")
    link = urlsplit(page.get_attribute("[data-gk-send]", "href") or "")
    query = parse_qs(link.query)
    assert f"{link.scheme}://{link.netloc}{link.path}" == FORMS
    assert query == {
        "template": ["wrong_figure.yml"],
        "page": [f"{served}/o/{BAIYING}/2023/#requests.received.total"],
        "cell": ["requests.received.total"],
        "source": [source],
        "printed": ["12 & 3"],
    }
    assert "原文所载：12 & 3" in page.input_value("[name=text]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for hostile in ("javascript:alert(1)", "//example.com/", "/x/%22%3E%3Cscript%3E", "https://example.com/"):
        page = visit.go(f"/report-error/?page={hostile}&cell=%3Cb%3E&source=zz")
        assert page.input_value("[name=page]") == page.input_value("[name=cell]") == ""
    assert visit.troubles == []
    assert visit.foreign == []
    visit.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_something_was_withdrawn_or_answered(
    browser: Browser, served: str, built: Built, scheme: str
) -> None:
    visit = Visit(browser, served, viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)
    with_marks = [
        "/" + path.parent.relative_to(built.site).as_posix() + "/"
        for path in sorted((built.site / "o").rglob("index.html"))
        if re.search('class="gk-(?:gone|reply)"|gk-tombstone|gk-withdrawn', path.read_text(encoding="utf-8"))
    ]
    assert len(with_marks) >= 3
    assert {path: found for path in with_marks if (found := violations(visit.go(path)))} == {}
    visit.close()


@pytest.mark.browser
def test_without_a_script_the_pages_still_say_what_to_do(browser: Browser, served: str) -> None:
    visit = Visit(browser, served, java_script_enabled=False)
    page = visit.go("/report-error/")
    assert page.get_attribute("[data-gk-send]", "href") == f"{FORMS}?template=wrong_figure.yml"
    assert not page.is_visible("form[data-gk-report-error]")
    page = visit.go("/removal/")
    assert page.is_visible(f'a[href="{FORMS}?template=removal_request.yml"]')
    page = visit.go(f"/o/{JINGBO}/2022/")
    assert page.is_visible("text=已撤下")
    visit.close()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", Contact()),
        ("javascript:alert(1)", Contact()),
        ("mailto:a@example.org", Contact("mailto:a@example.org", "", "a@example.org")),
        ("https://example.org/contact", Contact("https://example.org/contact")),
        (f"{FORMS}/choose", Contact(f"{FORMS}/choose", FORMS)),
    ],
)
def test_what_follows_from_the_contact_address(address: str, expected: Contact) -> None:
    assert contact_of(address) == expected


def test_forms_have_the_fields_that_the_page_fills(root: Path) -> None:
    import yaml

    script = (root / "site_src" / "assets" / "js" / "report-error.js").read_text(encoding="utf-8")
    filled = json.loads(re.search(r"var names = (\[.*?\]);", script)[1])  # type: ignore[index]
    form = yaml.safe_load((root / ".github" / "ISSUE_TEMPLATE" / "wrong_figure.yml").read_text(encoding="utf-8"))
    assert {field.get("id") for field in form["body"]} >= set(filled)
