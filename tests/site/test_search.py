"""The finder on every page and the full text, in a real browser: right, light, by keyboard, without a script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.model import Section
from tests.site.conftest import Made, Visit

pytestmark = pytest.mark.browser

FINDER = [
    ("镜泊", "宁安市镜泊镇人民政府"),
    ("泊镇", "宁安市镜泊镇人民政府"),
    ("庙尔沟", "托里县庙尔沟镇人民政府"),
    ("尔沟", "托里县庙尔沟镇人民政府"),
    ("曲库乎", "同仁市曲库乎乡人民政府"),
    ("曲库乎乡", "同仁市曲库乎乡人民政府"),
    ("库乎", "同仁市曲库乎乡人民政府"),
    ("曲库平", "同仁市曲库乎乡人民政府"),
    ("通城县民政局", "通城县民政局"),
    ("通城 民政", "通城县民政局"),
    ("宁安市镜泊", "宁安市镜泊镇人民政府"),
    ("宁安市镜泊镇人民政府", "宁安市镜泊镇人民政府"),
    ("镜泊镇政府", "宁安市镜泊镇人民政府"),
    ("jingbo", "宁安市镜泊镇人民政府"),
    ("231084107", "宁安市镜泊镇人民政府"),
    ("jbz", "宁安市镜泊镇人民政府"),
    ("宁安 镜泊", "宁安市镜泊镇人民政府"),
    ("宁安市镜镇", "宁安市镜泊镇人民政府"),
    ("泊镜 宁安", "宁安市镜泊镇人民政府"),
    ("ningan jingbo", "宁安市镜泊镇人民政府"),
    ("同仁县 曲库", "同仁市曲库乎乡人民政府"),
    ("231084", "宁安市"),
    ("宁安", "宁安市"),
    ("城关镇 静宁", "城关镇"),
    # Slips: the same sound, another character, one too many, one missing, a wrong character in the county.
    ("镜波镇", "宁安市镜泊镇人民政府"),
    ("镜伯镇", "宁安市镜泊镇人民政府"),
    ("镜泊湖镇", "宁安市镜泊镇人民政府"),
    ("曲乎乡", "同仁市曲库乎乡人民政府"),
    ("通成县民政局", "通城县民政局"),
]


def test_every_page_has_a_finder_that_loads_nothing_before_it_is_used(visit: Visit, made: Made) -> None:
    # Its addresses begin at the root of the host, which is not ours here.
    assert 'class="gk-find"' in (made.site / "404.html").read_text(encoding="utf-8")
    for path in ("/about/", "/en/", "/o/231084107-jingbo/", "/d/990101/", "/search/"):
        page = visit.go(path)
        page.wait_for_load_state("networkidle")
        field = page.locator(".gk-find input")
        expect(field).to_have_attribute("role", "combobox")
    assert [
        url for url in visit.requests if re.search(r"names\.js|assets/finder|/search/.|search_index|lunr", url)
    ] == []
    with page.expect_response("**/assets/finder/bodies.json"):
        field.focus()
    assert sum("assets/finder/" in url for url in visit.requests) == 2
    assert visit.troubles == []


def test_finder_finds_the_right_body_first(visit: Visit) -> None:
    page = visit.go("/")
    first = page.locator("#gk-finder-list .gk-option b").first
    for asked, wanted in FINDER:
        page.fill("#gk-finder-input", "")
        expect(page.locator("#gk-finder-list .gk-option")).to_have_count(0)
        page.fill("#gk-finder-input", asked)
        expect(first, asked).to_have_text(wanted)
    for path in ("assets/finder/regions.json", "assets/finder/bodies.json", "assets/finder/places.json"):
        assert sum(path in url for url in visit.requests) == 1
    assert visit.troubles == []


def test_an_ambiguous_name_gives_a_list_to_choose_from(visit: Visit) -> None:
    page = visit.go("/")
    page.fill("#gk-finder-input", "城关镇")
    expect(page.locator(".gk-finder-says")).to_contain_text("88 个")
    lines = page.locator("#gk-finder-list .gk-option:not(.gk-fulltext)")
    expect(lines).to_have_count(88)
    assert len(set(lines.locator("small").all_inner_texts())) == 88


def test_minzheng_does_not_match_inside_renmin_zhengfu(visit: Visit) -> None:
    page = visit.go("/")
    page.fill("#gk-finder-input", "民政")
    expect(page.locator(".gk-finder-says")).to_contain_text("找到 31 个机关")
    names = page.locator("#gk-finder-list .gk-option:not(.gk-gap):not(.gk-fulltext) b").all_inner_texts()
    assert len(names) == 31
    assert all("民政局" in name for name in names)


def test_keyboard_alone_opens_chooses_and_follows(visit: Visit) -> None:
    page = visit.go("/about/")
    page.keyboard.press("Control+k")
    field = page.locator(".gk-find input")
    expect(field).to_be_focused()
    page.keyboard.insert_text("曲库乎")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#gk-find-list [aria-selected=true]")
    expect(chosen).to_contain_text("曲库乎乡")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("在全文中找“曲库乎”")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/632301204-qukuhu/")
    page.go_back()
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("根据要求")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    assert visit.troubles == []


def test_on_a_phone_a_button_opens_the_finder_and_closing_gives_the_focus_back(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport={"width": 360, "height": 740})
    page = visit.go("/about/")
    page.click(".gk-find-open")
    field = page.locator(".gk-find input")
    expect(field).to_be_focused()
    page.keyboard.insert_text("镜泊")
    expect(page.locator("#gk-find-list .gk-option b").first).to_have_text("宁安市镜泊镇人民政府")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".gk-find-open")).to_be_focused()
    expect(field).to_be_hidden()
    visit.close()
    assert visit.troubles == []


def test_full_text_is_what_a_search_by_hand_finds(visit: Visit, made: Made) -> None:
    reports = {f"{r.organisation.org_id}/{r.year}": _words(r.narrative) for r in made.dataset.reports
               if r.organisation and r.year and r.primary in ("", r.report_id) and r.status != "failed"}  # fmt: skip
    words = "\n".join(reports.values())
    asked = sorted({words[at : at + size].strip() for at in range(0, len(words), 211) for size in (2, 3, 5, 9)})
    asked = [word for word in asked if len(word) > 1 and "\n" not in word and re.fullmatch(r"[\u4e00-\u9fff]+", word)]
    page = visit.go("/search/")
    assert len(asked) > 5
    for word in [*asked[:12], "镜泊镇", "不会有的词"]:
        truth = {key for key, text in reports.items() if word in text}
        shown = _searched(page, word)
        assert shown <= truth, word
        if len(truth) < 40:
            assert shown == truth, word
        else:
            assert f"{len(truth)} 份报告" in page.locator(".gk-search-text-says").inner_text(), word
    assert visit.troubles == []


def test_a_query_fetches_grams_then_texts_and_nothing_before_there_is_one(visit: Visit) -> None:
    def fetched() -> list[str]:
        return [match[1] for url in visit.requests if (match := re.search(r"/search/(?!\?)(\w+)", url))]

    page = visit.go("/search/")
    page.wait_for_load_state("networkidle")
    assert fetched() == []
    page.focus("#gk-ask input")
    page.wait_for_load_state("networkidle")
    assert fetched() == ["parts"]
    page.fill("#gk-ask input", "行政许可")
    page.keyboard.press("Enter")
    expect(page.locator("#gk-hits li").first).to_be_visible()
    # Each waits for the one before: three times there and back, and two for who had put the cursor into the field.
    kinds = fetched()
    assert set(kinds) == {"parts", "grams", "text"}
    assert kinds[:4] == ["parts", "grams", "grams", "text"]
    assert visit.troubles == []


def test_a_hit_shows_the_sentence_the_body_and_the_way_to_its_place(visit: Visit, made: Made) -> None:
    report = next(r for r in made.dataset.reports if r.narrative.get(Section.OVERVIEW) and r.organisation and r.year
                  and r.organisation.org_id == "990101-ceshijiaju")  # fmt: skip
    word = report.narrative[Section.OVERVIEW].strip()[:4]
    page = visit.go(f"/search/?q={quote(word)}")
    hit = page.locator("#gk-hits li").first
    expect(hit.locator("mark").first).to_have_text(word)
    link = hit.locator("a.gk-where").first
    assert re.search(r"/o/[a-z0-9-]+/\d{4}/#words-\d+$", link.get_attribute("href") or "")
    link.click()
    expect(page.locator(":target")).to_be_visible()
    assert visit.troubles == []


def test_filters_stand_in_the_address_and_hold(visit: Visit) -> None:
    page = visit.go("/search/?q=" + quote("行政许可"))
    expect(page.locator(".gk-search-text-says")).to_contain_text("份报告")
    # The counts stand there once all files of the word are read.
    expect(page.locator("select[name=year] option").nth(1)).to_contain_text("（")
    options = page.locator("select[name=year] option").all_inner_texts()
    assert all("（" in option for option in options[1:])
    page.select_option("select[name=year]", "2022")
    page.wait_for_url("**year=2022**")
    expect(page.locator(".gk-search-text-says")).to_contain_text("份报告")
    titles = page.locator("#gk-hits h3").all_inner_texts()
    assert titles
    assert all("2022 年" in title for title in titles)
    page.reload()
    expect(page.locator("#gk-hits h3").first).to_contain_text("2022 年")
    assert page.input_value("select[name=year]") == "2022"


def test_without_a_script_the_finder_leads_to_the_regions(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = visit.go("/about/")
    page.click(".gk-find-open")
    page.wait_for_url("**/d/")
    page = visit.go("/search/?q=x")
    expect(page.locator("#gk-ask")).to_be_hidden()
    expect(page.locator("article noscript + *, article .gk-note a[href$='d/']").first).to_be_visible()
    visit.close()


def test_hostile_names_and_words_stay_text(visit: Visit) -> None:
    page = visit.go("/")
    page.fill("#gk-finder-input", "alert")
    expect(page.locator("#gk-finder-list b").first).to_contain_text("<script>alert(1)</script>{{ 7*7 }}")
    page = visit.go("/search/?q=" + quote("img src"))
    expect(page.locator("#gk-hits li").first).to_contain_text("<img src=x")
    assert page.locator("#gk-hits img, #gk-hits script, #gk-search-names img").count() == 0
    assert visit.troubles == []


def _words(narrative: Mapping[Section, str]) -> str:
    return "\n".join(text for section, text in narrative.items() if section is not Section.TITLE)


def _searched(page: Page, word: str) -> set[str]:
    """Ask, press for more until all is there, return body and year of the hits."""
    page.fill("#gk-ask input", word)
    page.click("#gk-ask button")
    page.wait_for_url(f"**/search/?q={quote(word)}")
    says = page.locator(".gk-search-text-says")
    expect(says).not_to_contain_text("正在查找")
    for _ in range(6):
        if not page.locator("#gk-more").is_visible():
            break
        page.click("#gk-more")
        expect(says).not_to_contain_text("正在查找")
    links = page.locator("#gk-hits h3 a").evaluate_all("links => links.map(link => link.href)")
    return {match[1] for link in links if (match := re.search(r"/o/([^/]+/\d+)/", link))}
