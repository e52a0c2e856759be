"""Every kind of page for everybody: axe, narrow screens, no script, keyboard, print, nothing fetched elsewhere."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.site.axe import violations
from tests.site.conftest import Visit
from tests.site.kinds import KINDS

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 800}
REPORT = KINDS["report"].path

_FOCUSED = """() => {
  const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
  return [one.outerHTML.slice(0, 120), look.outlineStyle !== 'none' || look.boxShadow !== 'none',
          box.bottom > 0 && box.top < innerHeight, one === document.body];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    # The policy of the pages would not let a test's script in; it is proved elsewhere.
    options = {"color_scheme": scheme, "reduced_motion": "reduce", "bypass_csp": True}
    visit = Visit(browser, address, viewport=PHONE, **options)
    # The page for unknown addresses names its files from the top of the host, where a site of its own would stand.
    host = address.removesuffix("/site")
    visit.page.route(
        f"{host}/assets/**", lambda route: route.continue_(url=route.request.url.replace(host, address, 1))
    )
    found: dict[str, list[Any]] = {}
    for name, kind in KINDS.items():
        page = visit.go(kind.path)
        kind.settle(page)
        troubles = violations(page)
        if troubles:
            found[name] = troubles
    visit.close()
    assert found == {}


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_scrolls_sideways_complains_or_leaves_the_host(browser: Browser, address: str, width: int) -> None:
    visit = Visit(browser, address, viewport={"width": width, "height": 800})
    wide = []
    for name, kind in KINDS.items():
        if kind.path == "/404.html":
            continue
        page = visit.go(kind.path)
        kind.settle(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(name)
    for name in ("body", "report", "region: county"):
        page = visit.go(f"{KINDS[name].path}?lang=en")
        expect(page.locator("html")).to_have_attribute("data-gk-language", "en", timeout=20_000)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(f"{name} in English")
    visit.close()
    assert wide == []
    assert visit.troubles == []
    assert visit.foreign == []


def test_every_page_can_be_read_without_a_script(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport=NARROW, java_script_enabled=False)
    wanting = []
    for name, kind in KINDS.items():
        page = visit.go(kind.path)
        text = page.locator("article, main").first.inner_text()
        if not page.locator("h1").first.is_visible() or len(text) < 60:
            wanting.append(name)
        if page.locator("main").first.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wanting.append(f"{name}: sideways")
    visit.close()
    assert wanting == []


@pytest.mark.parametrize("name", ["home", "body", "report", "comparison", "search"])
def test_the_keyboard_leads_everywhere_in_sight_and_out_again(visit: Visit, name: str) -> None:
    page = visit.go(KINDS[name].path)
    page.wait_for_load_state("load")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    skip = page.locator(".gk-skip, .md-skip").first
    expect(skip).to_be_focused()
    assert skip.evaluate("node => node.getBoundingClientRect().height >= 24")
    page.keyboard.press("Enter")
    assert page.url.endswith("#top")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_FOCUSED))
    assert [html for html, ringed, _, nowhere in seen if not ringed and not nowhere] == []
    assert [html for html, _, shown, nowhere in seen if not shown and not nowhere] == []
    assert all(before != after for before, after in itertools.pairwise(seen))


def test_nothing_moves_for_those_who_asked_for_rest(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, reduced_motion="reduce")
    for name in ("home", "body", "report"):
        page = visit.go(KINDS[name].path)
        page.wait_for_load_state("load")
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    visit.close()


def test_a_printed_report_is_its_tables_and_its_address(visit: Visit) -> None:
    page = visit.go(REPORT)
    page.emulate_media(media="print")
    assert page.locator(".md-header").evaluate("node => getComputedStyle(node).display") == "none"
    expect(page.locator(".gk-only-print")).to_be_visible()
    expect(page.locator(".gk-grid")).to_have_count(3)
    assert page.locator(".gk-grid").nth(1).evaluate("node => node.scrollWidth <= node.parentElement.clientWidth + 1")
