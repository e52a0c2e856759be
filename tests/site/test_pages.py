"""What is published: addresses, links, anchors, states, hostile text, no foreign host, twice the same bytes."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from generator.forms import load_forms
from generator.model import ReportStatus
from generator.site.catalogue import catalogue
from generator.site.facts import anchor
from tests.site.conftest import Made
from tests.site.made import HOSTILE

SIX = "/o/990101-ceshijiaju/"
ADDRESSES = ("/", SIX, f"{SIX}2019/", f"{SIX}2024/", "/d/990000/", "/d/990100/", "/d/990101/", "/compare/",
             "/findings/", "/data/", "/methods/", "/glossary/", "/about/", "/en/")  # fmt: skip


class Page(HTMLParser):
    """The links, ids and element names of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.inline_scripts = 0
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if "id" in got:
            self.ids.append(got["id"])
        if tag == "a" and "href" in got:
            self.links.append(got["href"])
        if tag in ("script", "img", "iframe", "source", "video") and "src" in got:
            self.loads.append(got["src"])
        if tag == "link" and got.get("rel") not in ("canonical", "alternate"):
            self.loads.append(got.get("href", ""))
        if tag == "script" and "src" not in got and got.get("type") not in ("application/json", "application/ld+json"):
            self.inline_scripts += 1
        self.handlers += [name for name in got if name.startswith("on")]


@pytest.fixture(scope="module")
def pages(made: Made) -> dict[str, Page]:
    found = {}
    for path in sorted(made.site.rglob("*.html")):
        if "data/sources" not in path.as_posix():
            found["/" + path.relative_to(made.site).as_posix().removesuffix("index.html")] = Page(
                path.read_text("utf-8")
            )
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_the_contract_answers(pages: dict[str, Page], address: str) -> None:
    assert address in pages


def test_every_link_inside_the_site_leads_somewhere(made: Made, pages: dict[str, Page]) -> None:
    broken = []
    for address, page in pages.items():
        if address == "/404.html":
            continue
        ids = set(page.ids)
        for link in {*page.links, *page.loads}:
            if link.startswith("#"):
                broken += [] if unquote(link[1:]) in ids else [(address, link)]
                continue
            parts = urlsplit(urljoin("http://site" + address, link))
            if parts.netloc != "site":
                continue
            target = made.site / unquote(parts.path).lstrip("/")
            if not (target.is_file() or (target / "index.html").is_file()) or (
                parts.fragment and parts.path.endswith("/") and unquote(parts.fragment) not in pages[parts.path].ids
            ):
                broken.append((address, link))
    assert broken[:10] == []


def test_links_are_relative_so_that_any_base_path_works(pages: dict[str, Page]) -> None:
    absolute = {(a, link) for a, page in pages.items() for link in [*page.links, *page.loads] if link.startswith("/")}
    assert {address for address, _ in absolute} <= {"/404.html"}


def test_nothing_is_loaded_from_another_host_and_no_script_is_inline(pages: dict[str, Page]) -> None:
    foreign = {load for page in pages.values() for load in page.loads if "//" in load}
    assert foreign == set()
    assert sum(page.inline_scripts for page in pages.values()) == 0
    assert [handler for page in pages.values() for handler in page.handlers] == []


def test_links_to_other_hosts_are_only_those_of_sources(pages: dict[str, Page]) -> None:
    outside = {link for page in pages.values() for link in page.links if urlsplit(link).scheme}
    assert outside == {"https://example.invalid/2022"}


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    twice = {address for address, page in pages.items() if len(page.ids) != len(set(page.ids))}
    assert twice == set()


@pytest.mark.parametrize(("year", "form"), [(2020, "2019"), (2024, "2021")])
def test_every_cell_of_the_form_has_its_anchor(pages: dict[str, Page], year: int, form: str) -> None:
    ids = set(pages[f"{SIX}{year}/"].ids)
    assert {anchor(key) for key in load_forms()[form].keys()} <= ids


def test_the_edition_stands_where_the_whole_data_set_is_meant_and_on_no_page_of_a_body(made: Made) -> None:
    edition = catalogue(made.dataset).edition
    assert all(edition in made.html(address) for address in ("/", "/data/", "/en/"))
    assert [path for path in (made.site / "o").rglob("*.html") if edition in path.read_text("utf-8")] == []


def test_every_page_says_that_it_is_not_official(made: Made) -> None:
    said = re.compile("非政府网站.*联系与更正|Not a government website.*Contact and corrections", re.DOTALL)
    without = [path for path in sorted(made.site.rglob("index.html")) if not said.search(path.read_text("utf-8"))]
    assert without == []


def test_states_look_different_from_zero(made: Made) -> None:
    html = made.html(f"{SIX}2022/")
    cell = _cell(html, "requests.received.enterprise")
    assert "gk-blank" in cell
    assert ">空<" in cell
    assert "≈ 9" in cell
    assert ">※<" in _cell(html, "requests.carried_in.research")
    assert "原文：约3件" in _cell(html, "requests.carried_in.research")
    assert ">—<" in _cell(html, "requests.granted.other")
    assert ">?<" in _cell(html, "requests.denied_third_party.total")
    assert "gk-corrected" in _cell(html, "proactive.licensing.decisions")


def test_statutory_layout_has_the_spans_of_the_form(made: Made) -> None:
    html = made.html(f"{SIX}2024/")
    assert '<th scope="rowgroup" rowspan="22">三、本年度办理结果</th>' in html
    assert '<th scope="rowgroup" rowspan="8">（三）不予公开</th>' in html
    assert '<th scope="colgroup" colspan="5">法人或其他组织</th>' in html
    assert '<th scope="colgroup" colspan="10">行政诉讼</th>' in html


def test_all_zero_gets_a_sentence_not_a_drawing(made: Made) -> None:
    html = made.html("/o/231084107-jingbo/2022/")
    assert "gk-plot" not in html
    assert html.count("各项均为 0，所以不作图") == 3
    assert "2022 年收到公开申请 0 件，结转下年度 0 件；没有行政复议和行政诉讼。" in html


def test_documents_without_body_stand_on_the_findings_page_only(made: Made, pages: dict[str, Page]) -> None:
    failed = ReportStatus.FAILED
    homeless = [report for report in made.dataset.reports if not report.organisation or report.status is failed]
    assert len(homeless) == 4
    for report in homeless:
        assert report.report_id in pages["/findings/"].ids
        assert sum(report.report_id in page.ids for page in pages.values()) == 1


def test_second_document_of_a_year_is_listed_on_the_report_page(made: Made, pages: dict[str, Page]) -> None:
    (second,) = [report for report in made.dataset.reports if report.primary]
    assert second.report_id in pages[f"{SIX}2024/"].ids


def test_hostile_text_stays_text(made: Made) -> None:
    for address in ("/o/990102-eyi/", "/o/990102-eyi/2023/", "/findings/", "/d/990101/"):
        html = made.html(address)
        for number in range(1, 7):
            assert f"<script>alert({number})" not in html
        assert "<img src=x" not in html
        assert "{{ 7*7 }}" in html or "&#123;&#123; 7*7" in html
        assert "javascript:alert(2))" not in re.sub(r"<[^>]*>", "", html) or 'href="javascript' not in html


def test_nothing_of_a_search_plugin_is_published(made: Made) -> None:
    assert not [path for path in made.site.rglob("*") if path.name == "search_index.json"]


def test_open_data_and_sources_can_be_downloaded_unchanged(made: Made) -> None:
    for path in made.data.iterdir():
        assert (made.site / "data" / path.name).read_bytes() == path.read_bytes()
    report = next(report for report in made.dataset.reports if report.report_id == "990102-eyi-2023")
    copy = made.site / "data" / "sources" / f"{report.report_id}.txt"
    assert copy.read_bytes() == (made.reports / report.source).read_bytes()
    # What is no annual report is not handed on.
    failed = next(report for report in made.dataset.reports if report.source.startswith("hostile/"))
    assert not list(copy.parent.glob(f"{failed.report_id}*"))


def test_bodies_stay_out_of_the_navigation(made: Made) -> None:
    nav = re.findall(r'class="md-nav__link"', made.html("/about/"))
    assert 0 < len(nav) < 40


def test_a_report_page_is_light(made: Made) -> None:
    page = gzip.compress(made.html(f"{SIX}2024/").encode(), mtime=0)
    assert len(page) < 60_000


def test_nothing_published_names_a_folder_of_this_machine(made: Made) -> None:
    root = str(made.out.parent)
    named = [p for p in made.site.rglob("*") if p.is_file() and p.suffix in (".html", ".json", ".xml", ".js")
             and root in p.read_text("utf-8", errors="ignore")]  # fmt: skip
    assert named == []


def _cell(html: str, key: str) -> str:
    found = re.search(rf'<td id="{re.escape(key)}".*?</td>', html, re.DOTALL)
    assert found is not None
    return found.group()


def test_hostile_sample_is_what_it_says() -> None:
    assert all(part in HOSTILE for part in ("<script>", "{{", "---", "](javascript:", "{: "))
