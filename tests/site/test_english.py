"""English in place, in a real browser: what stays Chinese is a name or a document's own words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.site.safe import plain
from tests.site.conftest import Visit
from tests.site.kinds import KINDS, Kind
from tests.site.made import HOSTILE

pytestmark = pytest.mark.browser

# These switch their labels wholly; on the others only the frame is put into English.
PEERS = "/o/980101101-zhen1/"
WHOLE = ("body", "body of zeros", "report", "report of the older form", "region: county")
BODY = "/o/990101-ceshijiaju/"

_LEFT = r"""() => {
  const han = /[\u3400-\u9fff]/, left = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!han.test(node.data) || /^(SCRIPT|STYLE|NOSCRIPT|OPTION)$/.test(node.parentElement.tagName)) continue;
    const chinese = node.parentElement.closest('[lang="zh-CN"]:not(html)');
    if (!chinese || chinese.hasAttribute('data-gk-left')) left.push(node.data.trim());
  }
  for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
    for (const one of document.querySelectorAll(`body [${name}]`))
      for (const line of one.getAttribute(name).split('\n'))
        if (han.test(line) && !/^(Printed: |\d*$)/.test(line)) left.push(`${name}: ${line}`);
  return [...new Set(left)];
}"""

# What may stay: sentences about a single finding or check, which are made from its figures, and names in labels.
SENTENCES = ("总计 12 与六类之和 11 不等。", "差 1")
NAMES = ("样县测试局", "测试局", "样县", "宁安市镜泊镇人民政府", f"{HOSTILE}局", HOSTILE)
PEER = re.compile("青岭县(?:[\u4e00-\u9fff]*(?:人民政府|民政局))?")
HAN = re.compile("[\u3400-\u9fff]")


def _in_english(visit: Visit, path: str) -> Page:
    before, mark, after = path.partition("#")
    page = visit.go(f"{before}{'&' if '?' in before else '?'}lang=en{mark}{after}")
    expect(page.locator("html")).to_have_attribute("data-gk-language", "en", timeout=20_000)
    return page


def test_bodies_reports_and_regions_speak_english(visit: Visit) -> None:
    found = {}
    pages = {name: KINDS[name] for name in WHOLE} | {"body with peers": Kind(PEERS)}
    for name, kind in pages.items():
        page = _in_english(visit, kind.path)
        kind.settle(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.wait_for_timeout(200)
        left = [text for text in page.evaluate(_LEFT) if HAN.search(_without_names(text)) and text not in SENTENCES]
        if left:
            found[name] = left
        assert page.locator("html").get_attribute("lang") == "en"
    assert found == {}
    assert visit.troubles == []
    assert visit.foreign == []


def _without_names(label: str) -> str:
    """Return a label without the names that stand in it; a hostile one is printed in one line."""
    label = PEER.sub("", " ".join(label.split()))
    for name in NAMES:
        label = label.replace(" ".join(plain(name).split()), "")
    return label


def test_the_choice_is_kept_and_in_the_address(visit: Visit) -> None:
    page = visit.go(f"{BODY}2022/#requests.received.total")
    page.locator("[data-gk-language]").first.click()
    page.wait_for_url("**/2022/?lang=en#requests.received.total")
    page.goto(f"{visit.address}{BODY}")
    expect(page.locator("html")).to_have_attribute("data-gk-language", "en", timeout=20_000)
    expect(page.locator("h1")).to_have_text("样县测试局 Ceshijiaju")
    expect(page.locator(".md-tabs a", has_text="Methods")).to_have_attribute("href", f"{visit.address}/en/methods/")
    page.locator("a[data-gk-language]").click()
    page.wait_for_url(f"{visit.address}{BODY}")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("h1")).to_have_text("样县测试局")
    assert visit.troubles == []


def test_a_citation_stays_in_the_words_of_the_form(visit: Visit) -> None:
    page = _in_english(visit, f"{BODY}2022/#requests.received.total")
    box = page.locator(".gk-inspector")
    expect(box.locator("h3")).to_contain_text("Requests newly received this year")
    expect(box).to_contain_text("line 9 cell 1")
    box.locator("summary").click()
    expect(box.locator("pre").first).to_contain_text("一、本年新收政府信息公开申请数量")
    expect(box.locator("pre").first).not_to_contain_text("newly received")


def test_a_page_with_an_english_one_of_its_own_leads_there(visit: Visit) -> None:
    page = visit.go("/glossary/?lang=en#requests.granted")
    page.wait_for_url("**/en/glossary/#requests.granted")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("a[data-gk-language=zh]").click()
    page.wait_for_url("**/site/glossary/")
    assert visit.troubles == []


def test_without_the_dictionary_or_a_script_the_page_stays_chinese(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    visit.page.route("**/assets/en.json", lambda route: route.abort())
    page = visit.go(f"{BODY}?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#years")).to_contain_text("历年")
    visit.close()
    visit = Visit(browser, address, java_script_enabled=False)
    page = visit.go(BODY)
    page.locator("a[data-gk-language]").click()
    page.wait_for_url("**/en/")
    assert page.get_by_role("link", name="Glossary").count()
    visit.close()
