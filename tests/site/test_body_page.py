"""A body's page in a real browser: first screen, charts with and without a script, reasons, peers, embeds."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import Made, Visit

pytestmark = pytest.mark.browser

SIX = "/o/990101-ceshijiaju/"
ZERO = "/o/231084107-jingbo/"
PEER = "/o/980102114-zhen14/"
SECTIONS = ["years", "outcomes", "applicants", "review", "published", "words", "findings", "source", "cite"]


def test_first_screen_says_it_in_one_sentence_whose_numbers_lead_to_their_cells(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport={"width": 360, "height": 740})
    page = visit.go(SIX)
    said = page.locator(".gk-headline")
    expect(said).to_contain_text(
        "2024 年收到公开申请 680 件，上年结转 15 件；办结 689 件，其中予以公开 273 件、部分公开 22 件、不予公开 202 件"
    )
    figures = page.locator(".gk-figures")
    box = figures.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740
    said.locator("a", has_text="680").click()
    expect(page.locator("[id='requests.received.total']")).to_contain_text("680")
    page = visit.go(ZERO)
    expect(page.locator(".gk-headline")).to_contain_text(
        "2022 年收到公开申请 0 件，结转下年度 0 件；没有行政复议和行政诉讼。"
    )
    expect(page.locator(".gk-note", has_text="不说明工作好坏")).to_be_visible()
    visit.close()
    assert visit.troubles == []


def test_sections_come_in_the_order_of_the_readers_questions(visit: Visit) -> None:
    page = visit.go(SIX)
    assert page.eval_on_selector_all(".gk-body > h2", "all => all.map(one => one.id)") == SECTIONS
    page = visit.go(PEER)
    ids = page.eval_on_selector_all(".gk-body > h2", "all => all.map(one => one.id)")
    assert ids.index("words") < ids.index("peers") < ids.index("findings")


def test_charts_are_there_first_and_plotly_draws_into_the_same_place(visit: Visit) -> None:
    page = visit.go(SIX)
    plots = page.locator(".gk-plot")
    assert plots.count() == 10
    for place in range(plots.count()):
        plot = plots.nth(place)
        height = plot.evaluate("node => node.offsetHeight")
        assert plot.locator(":scope > svg.gk-svg rect.gk-bar").count() > 0
        plot.scroll_into_view_if_needed()
        expect(plot).to_have_attribute("data-drawn", "true", timeout=20000)
        assert plot.evaluate("node => node.offsetHeight") == height
        bars = plot.locator(".main-svg .point path").count()
        assert bars > 0
    assert _columns(page, "svg.gk-svg > rect.gk-bar") == pytest.approx(_columns(page, ".main-svg .point path"), abs=2.5)
    assert visit.troubles == []
    assert visit.foreign == []


def test_arrow_keys_read_a_chart(visit: Visit) -> None:
    page = visit.go(SIX)
    page.locator("#chart-years-outcomes .gk-plot").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    says = page.locator("#chart-years-outcomes .gk-read")
    expect(says).to_have_text("2022：予以公开 189，部分公开 22，不予公开 ?，无法提供 44，不予处理 54，其他处理 24")
    page.keyboard.press("ArrowLeft")
    expect(says).to_contain_text("2021：予以公开 147")


def test_where_nothing_hovers_plotly_waits_for_a_touch(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.go(SIX)
    plot = page.locator("#chart-years-requests .gk-plot")
    plot.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert not any("plotly" in url for url in visit.requests)
    plot.tap()
    expect(plot).to_have_attribute("data-drawn", "true", timeout=20000)
    visit.close()
    assert visit.troubles == []


def test_a_chart_is_saved_as_svg_and_png_with_title_and_source(visit: Visit, tmp_path: Path) -> None:
    page = visit.go(SIX)
    box = page.locator("#chart-years-outcomes")
    with page.expect_download() as saved:
        box.get_by_role("button", name="存为 SVG").click()
    assert saved.value.suggested_filename == "990101-ceshijiaju-years-outcomes.svg"
    drawn = ET.parse(saved.value.path())
    text = "".join(drawn.getroot().itertext())
    for part in ("样县测试局", "办结：2019 年 161 件", "予以公开", "333＋?", "各年报告表三", "#chart-years-outcomes"):
        assert part in text
    raw = saved.value.path().read_text(encoding="utf-8")
    assert "var(" not in raw
    assert "class=" not in raw
    with page.expect_download() as saved:
        box.get_by_role("button", name="存为 PNG").click()
    saved.value.save_as(tmp_path / "chart.png")
    with Image.open(tmp_path / "chart.png") as picture:
        assert picture.width == 1440
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 6
    assert visit.troubles == []


def test_each_reason_opens_into_words_articles_and_what_can_be_done_by_the_law_of_its_year(visit: Visit) -> None:
    page = visit.go(SIX)
    reason = page.locator("details.gk-reason", has_text="4.保护第三方合法权益")
    reason.locator("summary").click()
    for part in (
        "商业秘密、个人隐私",
        "条例第十五条",
        "取得第三方同意",
        "须先申请行政复议",
        "六十日内",
        "十五日内起诉",
    ):
        expect(reason).to_contain_text(part)
    assert page.locator(".gk-rights", has_text="当时的规定").count() == 0
    page = visit.go(PEER)  # a report on 2023
    denied = page.locator("details.gk-reason", has_text="1.属于国家秘密")
    expect(denied).to_contain_text("没有规定先后")
    assert "须先" not in denied.inner_text()
    expect(page.locator(".gk-rights")).to_contain_text("自 2024 年 1 月 1 日起")


def test_shares_stand_behind_their_counts_and_never_without_interval(visit: Visit) -> None:
    page = visit.go(PEER)
    lines = page.locator(".gk-appeals li").all_inner_texts()
    assert len(lines) == 3
    assert all(re.search(r"\d+/\d+ 件 \d+%（95% 区间 [<>\d]+%–[<>\d]+%）", line) for line in lines)
    for share in page.locator(".gk-share").all_inner_texts():
        assert "95% 区间" in share


def test_a_body_stands_among_those_of_its_county_without_a_rank(visit: Visit) -> None:
    page = visit.go(PEER)
    strip = page.locator("#peer-received")
    expect(strip).to_contain_text(re.compile(r"11 个同类机关：0 至 \d+，中位数 \d+，其中 2 个为 0；本机关 87。"))
    assert strip.locator("a").count() == 12
    assert strip.locator("path.gk-dot-this").count() == 1
    assert strip.locator("circle.gk-dot-other").count() == 1
    assert not re.search("排名|第.名|最差|最好", page.locator(".gk-peers").inner_text())
    assert visit.go(SIX).locator("#peers").count() == 0


def test_without_a_script_and_in_print_the_drawings_are_there(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, java_script_enabled=False)
    page = visit.go(SIX)
    bar = page.locator("#chart-years-requests svg rect.gk-bar").first
    expect(bar).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('rect.gk-fill-granted')).fill") == "rgb(0, 41, 83)"
    page.locator("#chart-outcomes details summary").click()
    expect(page.locator("#chart-outcomes table")).to_be_visible()
    page.emulate_media(media="print")
    expect(bar).to_be_visible()
    assert page.locator(".gk-tools").count() == 0
    visit.close()


def test_a_chart_and_a_figure_can_be_embedded_in_a_foreign_page(browser: Browser, address: str, made: Made) -> None:
    visit = Visit(browser, address)
    page = visit.go(SIX)
    box = page.locator("#chart-outcomes")
    box.get_by_role("button", name="嵌入").click()
    code = box.locator("textarea").input_value()
    assert f"{address}/embed/#{SIX}2024/chart-outcomes" in code
    assert code.startswith("<iframe src=")
    box.locator("select").select_option("dark")
    dark = box.locator("textarea").input_value()
    figure = _figure_code(page, "2")
    assert f"#{SIX}2024/figure-denied" in figure
    bad = f'<iframe src="{address}/embed/#{SIX}chart-nothing"></iframe>'
    # The same server by its other name is another origin.
    (made.out / "foreign.html").write_text(f"<!doctype html><body>{code}{dark}{figure}{bad}</body>", encoding="utf-8")
    page.goto(address.replace("127.0.0.1", "localhost").replace("/site", "/foreign.html"))
    page.mouse.wheel(0, 400)
    chart, night, number, nothing = (page.frames[place] for place in (1, 2, 3, 4))
    expect(chart.locator("figcaption")).to_contain_text("2024 年办结申请 689 件")
    expect(chart.locator("svg.gk-svg rect.gk-bar").first).to_be_visible()
    expect(chart.locator(".gk-source")).to_contain_text("2024 年报告表三")
    expect(chart.locator(".gk-embed-foot")).to_contain_text("公开年报（非政府网站）")
    links = chart.eval_on_selector_all("a", "all => all.map(one => [one.href, one.target])")
    assert all(href.startswith(address) and target == "_blank" for href, target in links)
    assert chart.locator("header, nav, .md-footer").count() == 0
    expect(night.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(number.locator(".gk-number")).to_have_text("202")
    expect(number.locator("main")).to_contain_text("样县测试局")
    expect(nothing.locator(".gk-instead")).to_contain_text("没有找到这张图或这个数字")
    visit.close()
    assert [url for url in visit.foreign if "localhost" not in url] == []


def test_all_figures_of_a_body_are_saved_cell_by_cell_as_the_data_set_has_them(visit: Visit, made: Made) -> None:
    page = visit.go(SIX)
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载这个机关各年各格的数字").click()
    assert saved.value.suggested_filename == "990101-ceshijiaju.csv"
    with saved.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    mine = [one for one in made.dataset.reports if one.report_id.startswith("990101-ceshijiaju-") and not one.primary]
    cells = {(str(one.year), *cell.key): cell for one in mine for cell in one.cells}
    assert len(rows) == len(cells)
    for row in rows:
        cell = cells[row["year"], row["table"], row["row"], row["column"]]
        value = cell.corrected if cell.corrected is not None else cell.value
        assert row["status"] == ("corrected" if cell.corrected is not None else cell.status.value)
        assert row["value"] == ("" if value is None else str(value))
        if cell.derived is not None and cell.value is None:
            assert row["derived"] == str(cell.derived)
    assert visit.troubles == []


def test_a_year_of_zeros_is_said_in_sentences_not_drawn(visit: Visit) -> None:
    page = visit.go(ZERO)
    assert page.locator(".gk-group").count() == 0
    assert page.locator(".gk-plot").count() == 0
    expect(page.locator("#chart-applicants")).to_have_text("2022 年各类申请人的新收申请都是 0 件。")
    expect(page.locator("#chart-review")).to_have_text("行政复议 0 件，行政诉讼 0 件。")
    expect(page.locator(".gk-rights")).to_be_visible()


def test_a_body_page_is_light_without_and_with_its_charts(made: Made) -> None:
    html = made.html(SIX)
    assert len(gzip.compress(html.encode(), mtime=0)) < 60_000
    assert len(re.findall(r'<script type="application/json"', html)) == 10


def _figure_code(page: Page, choice: str) -> str:
    page.get_by_role("button", name="嵌入这些数字").click()
    panel = page.locator(".gk-embed").first
    panel.locator("select").first.select_option(choice)
    return panel.locator("textarea").input_value()


def _columns(page: Page, selector: str) -> list[float]:
    """Return the middles of the columns of the first chart, in pixels of its width."""
    found: list[float] = page.locator("#chart-years-requests .gk-plot").evaluate(
        """(plot, selector) => Array.from(plot.querySelectorAll(selector)).map(bar => {
          const box = bar.getBoundingClientRect(), out = plot.getBoundingClientRect();
          return Math.round(box.left + box.width / 2 - out.left);
        })""",
        selector,
    )
    return found
