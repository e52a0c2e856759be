"""What readers come for, done on a phone of 360 px as they would: each in three steps or fewer.

A step is a tap or something typed. Scrolling to what is not in sight costs a step too: before each tap the place to be
tapped must be in sight, or the page's own list of its parts has led there, or the scroll is counted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.conftest import Visit

pytestmark = pytest.mark.browser

MOST = 3
BODY = "/o/990101-ceshijiaju/"
COUNTY = "/d/980101/"


class Reader:
    """Somebody with a phone who counts the steps."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.steps = 0

    def arrives(self, path: str) -> None:
        """Begin at a page, as from the home page or a shared link; that is no step."""
        self.visit.go(path)
        self.steps = 0

    def types(self, field: Locator, text: str) -> None:
        """Tap a field and type: one step, as the keyboard comes by itself."""
        self._reaches(field)
        field.fill(text)
        self.steps += 1

    def taps(self, place: Locator) -> None:
        self._reaches(place)
        place.tap()
        self.steps += 1

    def sees(self, place: Locator, text: str | re.Pattern[str] = "") -> None:
        """Expect something in sight, without another scroll."""
        if text:
            expect(place).to_contain_text(text)
        expect(place).to_be_in_viewport()

    def _reaches(self, place: Locator) -> None:
        place.wait_for()
        if not _in_sight(place):
            self.steps += 1
            place.scroll_into_view_if_needed()


def _in_sight(place: Locator) -> bool:
    """Say whether the middle of something is what stands on the screen there."""
    return bool(
        place.evaluate(
            """one => new Promise(done => requestAnimationFrame(() => {
                const box = one.getBoundingClientRect();
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                done(!!top && (one.contains(top) || top.contains(one)));
            }))"""
        )
    )


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(
        browser,
        address,
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield visit
    visit.close()
    assert visit.troubles == []
    assert visit.foreign == []


@pytest.fixture
def reader(phone: Visit) -> Iterator[Reader]:
    one = Reader(phone)
    yield one
    assert 0 < one.steps <= MOST, f"{one.steps} steps"


def _finds(reader: Reader, asked: str, name: str) -> None:
    reader.arrives("/")
    reader.types(reader.page.locator("#gk-finder-input"), asked)
    reader.taps(reader.page.locator("#gk-finder-list [role=option]", has_text=name).first)
    expect(reader.page.locator("h1")).to_contain_text(name)


def test_from_the_home_page_to_a_township_by_two_characters(reader: Reader) -> None:
    _finds(reader, "镜泊", "镜泊镇人民政府")
    reader.sees(reader.page.locator(".gk-headline"), "2022 年")


def test_a_misspelt_name_is_found(reader: Reader) -> None:
    _finds(reader, "镜波镇", "镜泊镇人民政府")


def test_the_right_one_of_many_like_named_towns(reader: Reader) -> None:
    page = reader.page
    reader.arrives("/")
    reader.types(page.locator("#gk-finder-input"), "城关镇 静宁")
    reader.taps(page.locator("#gk-finder-list [role=option]", has_text="静宁县").first)
    # No report of the county is in the collection: its place in the list of the province is as near as one can get.
    reader.sees(page.locator(":target"), "静宁县")


def test_how_a_refused_request_can_be_contested(reader: Reader) -> None:
    page = reader.page
    reader.arrives(BODY)
    reader.taps(page.locator(".gk-jump a[href='#rights']"))
    expect(page.locator("#rights")).to_have_attribute("open", "")
    reader.sees(page.locator("#rights li").first, "复议")


def test_a_citation_of_one_figure(reader: Reader) -> None:
    page = reader.page
    reader.arrives(BODY)
    number = page.locator(".gk-figures a").first
    shown = number.locator(".gk-number").inner_text()
    reader.taps(number)
    panel = page.get_by_role("dialog")
    reader.taps(panel.locator("summary", has_text="引用这一格"))
    reader.taps(panel.locator("details").get_by_role("button", name="复制").first)
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    for part in (
        "样县测试局",
        "2024 年",
        f"{shown} 件",
        "SHA-256",
        "/o/990101-ceshijiaju/2024/#requests.received.total",
    ):
        assert part in unquote(copied)


def test_the_original_of_a_figure(reader: Reader) -> None:
    page = reader.page
    reader.arrives(BODY)
    reader.taps(page.locator(".gk-figures a").first)
    panel = page.get_by_role("dialog")
    reader.sees(panel.locator(".gk-excerpt .gk-on").first)
    expect(panel).to_contain_text(re.compile(r"第 \d+ 行"))


def test_which_townships_have_no_report_for_a_year(reader: Reader) -> None:
    page = reader.page
    reader.arrives("/d/231084/")
    reader.taps(page.locator(".gk-jump a[href='#coverage']"))
    reader.taps(page.locator("#group-2, #group-1").last)
    absent = page.locator(".gk-at-absent[id$='-2022']")
    assert absent.count() > 5
    expect(absent.first.locator("span")).to_have_attribute("title", re.compile("2022 年：本库未收录"))
    reader.sees(page.locator(".gk-at-read[id='231084107-2022'], .gk-at-absent[id$='-2022']").first)


def test_two_counties_reasons_for_denial_side_by_side(reader: Reader) -> None:
    page = reader.page
    reader.arrives(COUNTY)
    reader.taps(page.locator(".gk-jump").get_by_role("link", name="比较不予公开的理由"))
    page.wait_for_selector("[data-ready]")
    chart = page.locator("[data-gk-plot]")
    expect(chart).to_have_attribute("data-drawn", "true", timeout=20_000)
    expect(chart).to_contain_text("属于国家秘密")
    expect(page.locator("#gk-compare thead")).to_contain_text("属于行政查询事项")


def test_the_figures_of_one_body_as_a_file(reader: Reader) -> None:
    page = reader.page
    reader.arrives(BODY)
    reader.taps(page.locator(".gk-jump a[href='#download']"))
    with page.expect_download() as saved:
        reader.taps(page.locator("#download button"))
    with saved.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert {row["org_id"] for row in csv.DictReader(file)} == {"990101-ceshijiaju"}


def test_why_a_cell_says_blank(reader: Reader) -> None:
    page = reader.page
    reader.arrives(f"{BODY}2022/")
    reader.taps(page.locator("td a.gk-blank").first)
    reader.sees(page.get_by_role("dialog").get_by_text("未填不等于 0").first)


def test_an_error_in_a_cell_is_reported_with_its_place(reader: Reader) -> None:
    page = reader.page
    reader.arrives(BODY)
    reader.taps(page.locator(".gk-figures a").first)
    reader.taps(page.get_by_role("dialog").get_by_role("link", name="报告这个数字有误"))
    page.wait_for_url("**/report-error/**")
    expect(page.locator("main")).to_contain_text("/o/990101-ceshijiaju/2024/#requests.received.total")


def test_a_sentence_is_found_in_the_reports_own_words(reader: Reader) -> None:
    page = reader.page
    reader.arrives("/")
    reader.types(page.locator("#gk-finder-input"), "共办理行政许可若干件")
    reader.taps(page.locator("#gk-finder-list .gk-fulltext"))
    page.wait_for_url("**/search/**")
    first = page.locator("mark").first
    expect(first).to_have_text("共办理行政许可若干件", timeout=20_000)
    reader.sees(first)
