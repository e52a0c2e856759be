"""Regions in the built site: browsing without a script, gaps with addresses, the finder by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import Made, Visit


@pytest.mark.browser
def test_from_the_country_down_to_the_body_and_back_without_a_script(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = visit.go("/")
    page.get_by_role("link", name="全国各地区").first.click()
    for step in ("黑龙江省", "牡丹江市", "宁安市", "镜泊镇人民政府"):
        page.locator("article").get_by_role("link", name=step, exact=True).first.click()
    expect(page.locator("h1")).to_have_text("宁安市镜泊镇人民政府")
    page.locator(".gk-crumbs").get_by_role("link", name="宁安市", exact=True).click()
    expect(page.locator("h1")).to_have_text("宁安市")
    page.locator(".gk-crumbs").get_by_role("link", name="全国").click()
    expect(page.locator("h1")).to_have_text("全国")
    visit.close()
    assert visit.foreign == []


def test_a_county_shows_every_township_and_each_gap_has_an_address(made: Made) -> None:
    html = made.html("/d/231084/")
    for name in ("宁安镇", "东京城镇", "渤海镇", "镜泊镇人民政府", "三陵乡"):
        assert name in html
    assert re.search(r'<td id="231084101-2023" class="gk-at-absent"><span title="2023 年：本库未收录', html)
    assert re.search(r'<td id="231084107-2022" class="gk-at-read"><a href="../../o/231084107-jingbo/2022/"', html)
    assert "本库未收录，不等于没有公布" in html
    assert 'href="../../about/#' in html
    assert "没有公布" not in html.replace("不等于没有公布", "")


def test_no_page_of_a_region_ranks(made: Made) -> None:
    for path in (made.site / "d").rglob("index.html"):
        text = re.sub(r"<[^>]*>", "", path.read_text("utf-8"))
        assert not re.search(r"排名|第一名|最差|最好|倒数|前十", text), path


def test_pages_of_regions_are_light(made: Made) -> None:
    heaviest = max((made.site / "d").rglob("index.html"), key=lambda path: path.stat().st_size)
    assert heaviest.stat().st_size < 250_000, heaviest


@pytest.mark.browser
def test_like_named_places_are_a_list_to_choose_from_by_keyboard(visit: Visit) -> None:
    page = visit.go("/")
    _type(page, "城关镇")
    says = page.locator(".gk-finder-says")
    expect(says).to_contain_text("找到 88 个本库未收录的乡镇街道", timeout=15000)
    options = page.locator("#gk-finder-list [role=option]:not(.gk-fulltext)")
    assert options.count() == 88
    expect(options.nth(3)).to_contain_text(re.compile("[市州盟] .*[县区市旗]"))
    box = page.locator("#gk-finder-input")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "gk-finder-list-1")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert visit.troubles == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("渤海镇 宁安", "/d/231084/#231084102"),
        ("东城区 北京", "/d/110000/#110101"),
        ("海林市", "/d/231000/#231083"),
        ("640000", "/d/640000/"),
    ],
)
def test_what_is_not_in_the_collection_leads_to_its_place_in_the_lists(visit: Visit, asked: str, ends: str) -> None:
    page = visit.go("/")
    _type(page, asked)
    expect(page.locator("#gk-finder-list [role=option]").first).to_have_attribute(
        "href", re.compile(re.escape(ends) + "$"), timeout=15000
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**" + ends)
    if "#" in ends:
        assert page.locator(":target").count() == 1
    assert visit.troubles == []
    assert visit.foreign == []


@pytest.mark.browser
def test_a_place_and_a_name_by_their_initials(visit: Visit) -> None:
    page = visit.go("/")
    first = page.locator("#gk-finder-list [role=option]").first
    for asked, ends in (
        ("tcxmzj", "/o/421222-minzhengju/"),
        ("tcmzj", "/o/421222-minzhengju/"),
        ("xnstcxmzj", "/o/421222-minzhengju/"),
        ("nasjbz", "/o/231084107-jingbo/"),
        ("najb", "/o/231084107-jingbo/"),
        ("nasjbzrmzf", "/o/231084107-jingbo/"),
        ("nasjbzzf", "/o/231084107-jingbo/"),
        ("nas jbz", "/o/231084107-jingbo/"),
    ):
        page.fill("#gk-finder-input", "")
        _type(page, asked)
        expect(first).to_have_attribute("href", re.compile(re.escape(ends) + "$"), timeout=15000)
    assert visit.troubles == []


def _type(page: Page, text: str) -> None:
    page.focus("#gk-finder-input")
    page.keyboard.insert_text(text)
