"""The site in a real browser: finder, search, charts, comparison, policy, widths, dark mode, no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Visit

pytestmark = pytest.mark.browser

SIX = "/o/990101-ceshijiaju/"


def test_plotly_is_not_fetched_before_a_chart_is_near(visit: Visit) -> None:
    page = visit.go("/o/231084107-jingbo/")
    page.wait_for_load_state("networkidle")
    assert not any("plotly" in url for url in visit.requests)
    expect(page.locator(".gk-chart .gk-instead").first).to_contain_text("各项均为 0")


def test_charts_follow_the_colour_scheme(visit: Visit) -> None:
    page = visit.go(f"{SIX}2024/")
    plot = page.locator("#chart-applicants .gk-plot")
    plot.scroll_into_view_if_needed()
    expect(plot).to_have_attribute("data-drawn", "true", timeout=15000)
    bar = plot.locator(".point path").first
    light = bar.evaluate("node => node.style.fill")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_function(
        "([old]) => document.querySelector('#chart-applicants .point path').style.fill !== old", arg=[light]
    )


def test_dark_mode_is_taken_from_the_reader(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, color_scheme="dark")
    page = visit.go("/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    visit.close()
    assert visit.troubles == []


def test_without_a_script_tables_tips_and_lists_are_there(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, java_script_enabled=False)
    page = visit.go(f"{SIX}2022/")
    expect(page.locator("#chart-outcomes svg rect.gk-bar").first).to_be_visible()
    cell = page.locator("[id='requests.received.enterprise'] a")
    cell.focus()
    content = page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert "原表此格未填" in content
    visit.close()


def test_hostile_names_stay_text(visit: Visit) -> None:
    for path in ("/o/990102-eyi/", "/o/990102-eyi/2023/", "/findings/"):
        page = visit.go(path)
        assert page.locator("article img, article iframe, [onclick], [onerror], a[href^='javascript:']").count() == 0
    page.wait_for_timeout(300)
    assert visit.troubles == []
