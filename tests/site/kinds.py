"""One page of every kind that the made site has, and what must have happened before it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from playwright.sync_api import Page, expect

_BODY = "/o/990101-ceshijiaju/"
_PATIENCE = 30_000


@dataclass(frozen=True)
class Kind:
    """An address, and how to wait until the page shows what it is to show."""

    path: str
    settle: Callable[[Page], None] = lambda page: page.wait_for_load_state("load")


def _chart_drawn(page: Page) -> None:
    plot = page.locator(".gk-chart .gk-plot[data-figure]").first
    plot.scroll_into_view_if_needed()
    expect(plot).to_have_attribute("data-drawn", "true", timeout=_PATIENCE)


def _cell_open(page: Page) -> None:
    _chart_drawn(page)
    page.locator("[id='requests.received.total'] a").first.click()
    expect(page.locator(".gk-inspector")).to_be_visible(timeout=_PATIENCE)


def _comparison_drawn(page: Page) -> None:
    expect(page.locator("[data-gk-plot] .main-svg").first).to_be_visible(timeout=_PATIENCE)


def _found(page: Page) -> None:
    expect(page.locator(".gk-hits li").first).to_be_visible(timeout=_PATIENCE)


def _embedded(page: Page) -> None:
    expect(page.locator(".gk-embed-name a").first).to_be_visible(timeout=_PATIENCE)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "home": Kind("/"),
        "body": Kind(_BODY, _chart_drawn),
        "body of zeros": Kind("/o/231084107-jingbo/"),
        "report": Kind(f"{_BODY}2022/", _cell_open),
        "report of the older form": Kind(f"{_BODY}2019/", _chart_drawn),
        "report with hostile words": Kind("/o/990102-eyi/2023/"),
        "region: county": Kind("/d/990101/"),
        "region: country": Kind("/d/"),
        "comparison": Kind("/compare/?region=990101&cols=rates&pin=990101-ceshijiaju", _comparison_drawn),
        "metrics": Kind("/metrics/"),
        "metric": Kind("/metrics/open_rate_A/"),
        "findings": Kind("/findings/"),
        "search": Kind("/search/?q=行政许可", _found),
        "data": Kind("/data/"),
        "methods": Kind("/methods/"),
        "glossary": Kind("/glossary/"),
        "about": Kind("/about/"),
        "removal": Kind("/removal/"),
        "error report": Kind("/report-error/"),
        "embed": Kind(f"/embed/#{_BODY}2024/chart-outcomes", _embedded),
        "no such page": Kind("/404.html"),
        "English": Kind("/en/"),
    }
)
