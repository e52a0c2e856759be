"""Pages of metrics in the built site."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Browser

from generator.metrics.definitions import Metric, Regional, load_definitions
from tests.site.conftest import Made, Visit

KNOWN = load_definitions()
ALL: tuple[Metric | Regional, ...] = (*KNOWN.metrics, *KNOWN.regional)
SHARES = [metric.code for metric in KNOWN.metrics if metric.kind == "share"]


def test_every_metric_has_a_page_that_says_what_it_is_and_stands_in_the_list(made: Made) -> None:
    index = made.html("/metrics/")
    methods = made.html("/methods/")
    for metric in ALL:
        assert f'href="{metric.code}/"' in index
        assert f'href="../metrics/{metric.code}/"' in methods
        page = made.html(f"/metrics/{metric.code}/")
        assert metric.formula in page
        assert metric.caveat in page
    for one in KNOWN.left_out:
        assert one.name in index


def test_denominators_stand_side_by_side_and_nothing_ranks(made: Made) -> None:
    page = made.html("/metrics/open_rate_A/")
    for code in ("open_rate_B", "open_rate_C", "open_rate_D"):
        assert KNOWN.by_code[code].name in page
    assert "不是名次" in page
    for metric in ALL:
        assert not re.search(r"名列|排名|第一名|最差|最好|倒数", made.html(f"/metrics/{metric.code}/"))


def test_no_share_is_less_than_nothing_or_more_than_all(made: Made) -> None:
    for code in SHARES:
        shown = re.findall(r'class="gk-share">([^<]*)%<', made.html(f"/metrics/{code}/"))
        assert all(0 <= float(number.strip("<>&lgt;")) <= 100 for number in shown)


def test_sums_can_be_taken_away(made: Made) -> None:
    with (made.site / "metrics" / "open_rate_A" / "pools.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"", "230000"} <= {row["region"] for row in rows}
    for row in rows:
        assert int(row["entered"]) <= int(row["reports"])
        assert int(row["numerator"]) <= int(row["denominator"])


def test_regions_have_the_headline_metrics_with_how_many_reports(made: Made) -> None:
    page = made.html("/d/231084/")
    assert 'id="ratios"' in page
    assert 'href="../../metrics/open_rate_A/"' in page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_metrics_fit_a_phone(browser: Browser, address: str, scheme: str) -> None:
    visit = Visit(browser, address, viewport={"width": 360, "height": 800}, color_scheme=scheme)
    for path in ("/metrics/", "/metrics/open_rate_A/", "/metrics/yoy_abs/", "/metrics/coverage/"):
        page = visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visit.troubles == []
    assert visit.foreign == []
    visit.close()
