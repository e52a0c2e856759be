"""The comparison in a real browser: what it shows, counts, draws and hands over, and that a link shows it again."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Page, Route, expect

from generator.metrics.evaluate import metrics_of
from generator.metrics.intervals import wilson
from generator.model import CellStatus
from generator.site.catalogue import catalogue
from generator.site.compare.files import comparison_files, parts
from generator.site.compare.formulas import formulas
from generator.site.compare.page import compare_view
from generator.site.facts import anchor
from generator.site.pools import GROUPS, Pools
from generator.site.safe import script_json
from tests.site.conftest import Made, Visit

pytestmark = pytest.mark.browser

SHOWN = "[data-gk-shown]"
ROWS = "#gk-compare tbody:not(.gk-pinned) tr:not(.gk-space)"
PINNED = "#gk-compare .gk-pinned tr"
SIX = "990101-ceshijiaju"


def test_it_opens_useful_with_the_newest_year_and_five_columns_and_remembers_the_region(visit: Visit) -> None:
    page = _open(visit)
    heads = page.locator("#gk-compare thead th").all_inner_texts()
    assert [head.strip() for head in heads] == [
        "机关", "新收", "予以公开", "不予公开", "结转下年", "完整度", "类别", "表式",
    ]  # fmt: skip
    expect(page.locator(SHOWN)).to_have_text(
        "显示 2 / 411 份，其中 0 份未读出此格（新收）；另有 304 个机关本库没有 2024 年的报告，不等于没有公布。"
    )
    assert page.locator("#gk-compare thead th[aria-sort=none]").count() == 6
    visit.go("/d/421222/")
    page = _open(visit)
    expect(page.locator(SHOWN)).to_contain_text("显示 1 / 411 份")
    expect(page.locator(ROWS)).to_contain_text("通城县民政局")
    assert "region=421222" in page.url
    assert visit.troubles == []
    assert visit.foreign == []


def test_choices_are_kept_in_the_address_and_a_link_shows_the_same_again(visit: Visit) -> None:
    page = _open(visit)
    page.select_option("select[name=year]", "0")
    page.select_option("select[name=province]", "990000")
    page.select_option("select[name=prefecture]", "990100")
    page.select_option("select[name=county]", "990101")
    shown = page.locator(SHOWN)
    expect(shown).to_contain_text("显示 7 / 411 份")
    page.click("#gk-compare th[data-key='group.denied'] button")
    expect(page.locator("th[data-key='group.denied']")).to_have_attribute("aria-sort", "descending")
    expect(shown).to_contain_text("其中 2 份未读出此格（不予公开），排在最后")
    expect(page.locator(ROWS).last.locator(".gk-mark").nth(2)).to_have_text(re.compile("[?※]"))
    for wanted in ("ascending", "none", "descending"):
        page.click("#gk-compare th[data-key='group.denied'] button")
        expect(page.locator("th[data-key='group.denied']")).to_have_attribute("aria-sort", wanted)
    page.click(".gk-more summary")
    page.select_option("select[name=state]", "unread")
    page.select_option("select[name=of]", "group.denied")
    expect(shown).to_contain_text("显示 2 / 411 份，其中 2 份未读出此格（不予公开）")
    page.locator(ROWS).first.locator(".gk-pin").click()
    expect(page.locator(".gk-chips")).to_contain_text("“不予公开”未读出 ×")
    before = (page.url, shown.inner_text(), page.locator("#gk-compare").inner_text())
    page.goto("about:blank")
    page.goto(before[0])
    page.wait_for_selector("[data-ready]")
    expect(page.locator("#chart, [data-gk-versus]")).to_be_visible()
    assert (page.url, shown.inner_text(), page.locator("#gk-compare").inner_text()) == before
    page.get_by_role("button", name="去掉：地区：样县").click()
    assert "region" not in page.url
    page.get_by_role("button", name="全部清除").click()
    expect(shown).to_contain_text("显示 2 / 411 份")
    assert visit.troubles == []


def test_only_rows_in_sight_are_in_the_page_and_keys_reach_the_others(visit: Visit) -> None:
    page = _open(visit, "?year=all&cols=usual")
    table = page.locator("#gk-compare")
    expect(table).to_have_attribute("aria-rowcount", "412")
    assert page.locator(ROWS).count() < 60
    first = page.locator(ROWS).first
    expect(first).to_have_attribute("aria-rowindex", "2")
    page.locator(".gk-window").focus()
    page.keyboard.press("End")
    expect(page.locator(f"{ROWS}[aria-rowindex='412']")).to_be_visible()
    assert page.locator(ROWS).count() < 60
    page.click("#gk-compare th[data-key=name] button")
    expect(page.locator("th[data-key=name]")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("th[data-key=name] button")).to_be_focused()
    assert page.locator("#gk-compare tbody tr:not(.gk-space) th[scope=row]").count() == page.locator(ROWS).count()
    assert visit.troubles == []


def test_text_finds_any_of_several_names(visit: Visit) -> None:
    page = _open(visit, "?year=all&cols=usual")
    for asked, wanted in (("民政局", 41), ("镜泊、曲库乎", 2), ("jingbo", 1), ("宁安 镜泊", 1), ("没有这个名字", 0)):
        page.fill("input[name=text]", asked)
        expect(page.locator(SHOWN), asked).to_contain_text(f"显示 {wanted} / 411 份")
    assert visit.troubles == []


def test_every_figure_in_the_browser_is_the_figure_of_the_report(visit: Visit, made: Made) -> None:
    page = _open(visit, "?year=all&cols=usual")
    got = page.evaluate(_ALL)
    shelf = catalogue(made.dataset)
    reports = [facts.report for body in shelf.bodies for facts in body.years]
    metrics = {report.report_id: {v.metric: v for v in values} for report, values in metrics_of(made.dataset.reports)}
    for row, report in enumerate(reports):
        for cell in report.cells:
            value, state = got["columns"][anchor(cell.key)][row]
            if cell.key.column == "amount" and cell.key.row == "procurement":
                assert (value, state) == (None, "t")  # each report chooses its unit: text, never added
                continue
            if cell.corrected is not None:
                assert (value, state) == (float(cell.corrected), "^")
            elif cell.status is CellStatus.REPORTED:
                assert (value, state) == (float(cell.value or 0), "n")
            elif cell.derived is not None:
                assert (value, state) == (float(cell.derived), "~")
            else:
                assert (value, state) == (None, cell.status.value[0])
        for code in formulas():
            found = metrics[report.report_id][code.removeprefix("metric.")]
            above, below = got["metrics"][code][row]
            if found.numerator is not None and (found.denominator is not None or not formulas()[code].is_ratio):
                assert above == float(found.numerator), (code, report.report_id)
                assert below == (None if found.denominator is None else float(found.denominator))
            else:
                assert above is None or below is None, (code, report.report_id)
    assert visit.troubles == []


def test_sums_of_regions_are_those_of_their_pages(visit: Visit, made: Made) -> None:
    page = _open(visit, "?unit=county&year=all&cols=outcomes")
    expect(page.locator(SHOWN)).to_contain_text(re.compile(r"显示 \d+ / \d+ 行"))
    got = page.evaluate(_POOLS)
    known = Pools(catalogue(made.dataset))
    assert len(got) > 40
    for code, group, year, granted, denied in got:
        pool = known[code][year, group]
        for figure, place in ((granted, 2), (denied, 4)):
            assert figure["of"] == pool.reports
            assert figure["known"] == pool.known[place]
            assert figure["value"] == (float(pool.sums[place]) if pool.known[place] else None), (code, group, year)
    assert {group for _, group, *_ in got} <= set(GROUPS)
    page.goto(f"{visit.address}/compare/?unit=county&year=2023&region=990101&cols=group.denied")
    expect(page.locator(ROWS).filter(has_text="事业单位和其他")).to_contain_text("—")


def test_numbers_are_printed_in_full_and_intervals_are_those_of_the_metrics(visit: Visit) -> None:
    page = _open(visit)
    for value, printed in ((26.5555, "26.5555"), (1234567.89, "1,234,567.89"), (0.1, "0.1"), (-38, "-38")):
        assert page.evaluate(_PRINTED, value) == printed
    for few, many in ((0, 10), (3, 12), (10, 10), (41, 1000)):
        assert page.evaluate(f"gkCompare.wilson({few}, {many})") == pytest.approx(wilson(few, many), abs=1e-12)
    page.goto(f"{visit.address}/compare/?year=2024&cols=rates&region=990101")
    expect(page.locator(ROWS).first.locator("td.gk-num").first).to_contain_text(re.compile(r"\d+ / \d+\s*\d+%"))
    tip = page.locator(ROWS).first.locator("td.gk-num .gk-mark").first.get_attribute("title")
    assert tip is not None
    assert re.match(r"95% 区间 \d+%–\d+%。（予以公开 \+ 部分公开）÷ 办结总计", tip)


def test_chosen_bodies_stay_on_top_and_are_drawn_over_the_years_with_a_break(visit: Visit) -> None:
    page = _open(visit, f"?year=2024&cols=usual&pin={SIX},231084107-jingbo")
    pinned = page.locator(PINNED)
    expect(pinned).to_have_count(2)
    expect(pinned.nth(1)).to_contain_text("本库未收录 2024 年的报告，不等于没有公布")
    plot = page.locator("[data-gk-plot]")
    expect(plot).to_have_attribute("data-drawn", "true", timeout=20000)
    expect(plot).to_contain_text("表式改变")
    expect(page.locator("[data-gk-versus] figcaption")).to_contain_text("新收：样县测试局 2019 年 ")
    gaps = page.evaluate("document.querySelector('[data-gk-plot]').data.map(t => t.y.filter(v => v === null).length)")
    assert gaps == [1, 5]
    assert page.locator("[data-gk-versus] table tbody tr").count() == 2
    expect(page.locator("[data-gk-versus] .gk-note")).to_contain_text("5 处没有可用的数字")
    page.select_option("select[name=figure]", "group.denied")
    expect(page.locator("[data-gk-versus] figcaption")).to_contain_text("不予公开：")
    # 2022 has a cell whose column is lost: a gap, not a zero.
    gaps = page.evaluate("document.querySelector('[data-gk-plot]').data[0].y.filter(v => v === null).length")
    assert gaps == 2
    assert "figure=group.denied" in page.url
    assert visit.troubles == []
    assert visit.foreign == []


def test_a_ninth_body_is_refused_and_nothing_moves_under_the_finger(visit: Visit) -> None:
    page = _open(visit, "?year=2023&cols=usual")
    buttons = page.locator(f"{ROWS} .gk-pin")
    for place in range(8):
        buttons.nth(place).scroll_into_view_if_needed()
        before = buttons.nth(place).bounding_box()
        buttons.nth(place).click()
        after = buttons.nth(place).bounding_box()
        assert before is not None
        assert after is not None
        assert abs(after["y"] - before["y"]) < 60  # one line more on top, not a whole chart
        expect(buttons.nth(place)).to_have_attribute("aria-pressed", "true")
        expect(buttons.nth(place)).to_be_focused()
    buttons.nth(9).click()
    expect(page.locator(SHOWN)).to_have_text("最多对照 8 个，请先去掉一个。")
    expect(page.locator(PINNED)).to_have_count(8)
    assert visit.troubles == []


def test_two_counties_reasons_for_denial_are_one_step_from_a_county(visit: Visit) -> None:
    page = visit.go("/d/980101/")
    page.locator(".gk-jump").get_by_role("link", name="与邻近各县比较不予公开的理由").click()
    page.wait_for_selector("[data-ready]")
    heads = page.locator("#gk-compare thead th button").all_inner_texts()
    assert "属于国家秘密" in heads
    assert "属于行政查询事项" in heads
    expect(page.locator(PINNED)).to_have_count(2)
    names = page.locator(f"{ROWS} th a").all_inner_texts()
    assert len({name.split()[0] for name in names}) == 5
    expect(page.locator("[data-gk-plot]")).to_have_attribute("data-drawn", "true", timeout=20000)
    assert visit.troubles == []


def test_columns_are_chosen_from_the_form_and_fetched_only_then(visit: Visit) -> None:
    page = _open(visit)
    assert [url for url in visit.requests if "assets/compare/" in url] == [
        f"{visit.address}/assets/compare/all/base.json"
    ]
    page.click("[data-gk-choose] summary")
    page.get_by_label("表三 › 三、本年度办理结果 › （三）不予公开 › 6.属于四类过程性信息，自然人（件）").check()
    expect(page.locator("#gk-compare thead")).to_contain_text("属于四类过程性信息 · 自然人")
    expect(page.locator(f"{ROWS} td").first).not_to_have_text("…")
    assert any("requests.denied_process.natural_person.json" in url for url in visit.requests)
    assert "requests.denied_process.natural_person" in page.url
    assert visit.troubles == []


def test_the_download_says_states_in_words_and_no_unknown_as_zero(visit: Visit) -> None:
    cols = "group.denied,requests.received.enterprise,metric.open_rate_A,proactive.licensing.decisions"
    page = _open(visit, f"?year=2022&region=990101&cols={cols}")
    rows = _csv(page)
    (line,) = [row for row in rows if row["编号"] == SIX]
    assert line["表三：不予公开各项之和（总计）"] == ""
    assert line["表三：不予公开各项之和（总计）：情形"] == "列不明"
    enterprise = "表三 › 一、本年新收政府信息公开申请数量，法人或其他组织：商业企业（件）"
    assert (line[enterprise], line[f"{enterprise}：情形"]) == ("", "推算为 9，非原文所载")
    licences = next(head for head in line if head.startswith("表二 › 行政许可") and not head.endswith("情形"))
    assert (line[licences], line[f"{licences}：情形"]) == ("77", "订正")
    rate = next(head for head in line if head.endswith("分子")).removesuffix("：分子")
    assert int(line[f"{rate}：分子"]) < int(line[f"{rate}：分母"])
    assert line["网页"].endswith(f"/o/{SIX}/2022/")


def test_hostile_names_stay_text_in_table_chips_chart_and_download(visit: Visit) -> None:
    page = _open(visit, "?year=2023&cols=usual&pin=990102-eyi&text=alert")
    expect(page.locator(ROWS).locator("th")).to_contain_text("<img src=x onerror=alert(4)>")
    expect(page.locator("[data-gk-plot]")).to_have_attribute("data-drawn", "true", timeout=20000)
    assert page.locator("article img, article [onclick], article [onerror]").count() == 0
    assert any("<script>alert(1)</script>" in row["名称"] for row in _csv(page))
    assert page.evaluate(_GUARDED) == ["'=1+1", "'@x", "-5"]
    assert visit.troubles == []


def test_in_parts_the_same_links_show_the_same(browser: Browser, address: str, made: Made) -> None:
    shelf = catalogue(made.dataset)
    found = parts(shelf, most=10)
    files = {path: text for part in found for path, text in comparison_files(shelf, part)}
    config = script_json(compare_view(shelf, found).config)
    html = re.sub(
        r'(<script type="application/json" id="gk-compare-config">).*?(</script>)',
        lambda match: match.group(1) + config + match.group(2),
        made.html("/compare/"),
        flags=re.DOTALL,
    )
    html = re.sub(r'<link rel="preload"[^>]*as="fetch"[^>]*>', "", html)
    visit = Visit(browser, address)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(address).split("?")[0].lstrip("/")
        if path == "compare/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path in files:
            route.fulfill(body=files[path], content_type="application/json")
        else:
            route.continue_()

    visit.page.route("**/*", answer)
    link = f"?region=990101&year=all&cols=usual&pin={SIX},421222-minzhengju"
    page = _open(visit, link)
    asked = [url for url in visit.requests if "assets/compare/" in url]
    assert sorted(url.rsplit("/", 2)[1] for url in asked) == ["42", "99"]
    split = (page.locator("#gk-compare").inner_text(), page.locator(".gk-chips").inner_text())
    page.select_option("select[name=province]", "all")
    expect(page.locator(SHOWN)).to_contain_text("显示 411 / 411 份")
    assert visit.troubles == []
    visit.close()
    visit = Visit(browser, address)
    page = _open(visit, link)
    assert (page.locator("#gk-compare").inner_text(), page.locator(".gk-chips").inner_text()) == split
    visit.close()


def test_without_a_script_bodies_are_listed_and_counties_hold_all(browser: Browser, address: str, made: Made) -> None:
    visit = Visit(browser, address, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = visit.go("/compare/")
    expect(page.locator(SHOWN)).to_have_text("显示 60 / 306 个机关（各机关最近一份报告），库内共 411 份")
    assert page.locator("#gk-compare tbody tr").count() == 60
    expect(page.locator("[data-gk-compare]")).to_be_hidden()
    page = visit.go("/d/990101/")
    line = page.locator("table.gk-bodies tbody tr").first
    assert [link.inner_text() for link in line.locator("a").all()][1:] == [
        "2024",
        "2023",
        "2022",
        "2021",
        "2020",
        "2019",
    ]
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    visit.close()
    without = [
        body.organisation.org_id
        for body in catalogue(made.dataset).bodies
        if body.organisation.county
        and f"/o/{body.organisation.org_id}/" not in made.html(f"/d/{body.organisation.division_code[:6]}/")
    ]
    assert without == []


@pytest.fixture(scope="module", params=["light", "dark"])
def phone(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, color_scheme=request.param, viewport={"width": 360, "height": 780}, has_touch=True)
    yield visit
    visit.close()


def test_on_a_phone_nothing_scrolls_sideways_and_the_first_rows_are_in_sight(phone: Visit) -> None:
    page = _open(phone, "?year=2023&cols=usual")
    box = page.locator(ROWS).first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 780
    page.locator(ROWS).first.locator(".gk-pin").tap()
    page.click(".gk-more summary")
    page.click("[data-gk-choose] summary")
    expect(page.locator("[data-gk-plot]")).to_have_attribute("data-drawn", "true", timeout=20000)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('.gk-page button, .gk-page input, .gk-page select')].filter(e => e.offsetParent)"
        ".map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])"
        ".filter(([, r]) => r.height < 23.5 || r.width < 23.5)"
        ".map(([html]) => html)"
    )
    assert small == []
    assert phone.troubles == []


def _open(visit: Visit, query: str = "") -> Page:
    page = visit.go(f"/compare/{query}")
    page.wait_for_selector("[data-gk-compare][data-ready]")
    return page


def _csv(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.click("[data-gk-csv]")
    saved: Download = waiting.value
    assert re.fullmatch(r"gongkai-\d{4}-[0-9a-f]{8}\.csv", saved.suggested_filename)
    text = saved.path().read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(text[1:].splitlines()))


# All figures of all rows, as the page's own code has them.
_ALL = """async () => {
  const config = JSON.parse(document.getElementById("gk-compare-config").textContent);
  const data = new gkCompare.Data(config, document.querySelector("[data-gk-compare]").dataset.gkRoot);
  await data.load([config.parts[0][0]]);
  const codes = Object.keys(config.columns);
  await data.need(codes);
  const known = value => Number.isNaN(value) ? null : value;
  const columns = {}, metrics = {};
  codes.forEach(code => {
    const column = data.columns[code];
    if (config.metrics[code]) {
      metrics[code] = data.year.map((_, row) => column.above
        ? [known(column.above.value[row]), known(column.below.value[row])] : [known(column.value[row]), null]);
    } else if (!column.above) {
      columns[code] = data.year.map((_, row) => [known(column.value[row]), column.state[row]]);
    }
  });
  return { columns, metrics };
}"""
_POOLS = """async () => {
  const config = JSON.parse(document.getElementById("gk-compare-config").textContent);
  const data = new gkCompare.Data(config, document.querySelector("[data-gk-compare]").dataset.gkRoot);
  await data.load([config.parts[0][0]]);
  await data.need(["requests.granted.total", "group.denied"]);
  const plain = figure => ({ ...figure, value: Number.isNaN(figure.value) ? null : figure.value });
  return ["county", "prefecture", "province"].flatMap(level => data.pool(level).map(row => {
    const pool = data.pools[row - data.rows];
    return [data.regions[pool.region].code, data.groups[pool.group], pool.year,
      plain(data.figure(row, "requests.granted.total")), plain(data.figure(row, "group.denied"))];
  }));
}"""
_PRINTED = """value => new gkCompare.Words({ states: { n: ["", "", "", ""] } }).cell({ value, state: "n" }, "")[0]"""
_GUARDED = """["=1+1", "@x", "-5"].map(gkCompare.csvText)"""


def test_the_configuration_is_small(made: Made) -> None:
    html = made.html("/compare/")
    found = re.search(r'id="gk-compare-config">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    config: dict[str, Any] = json.loads(found.group(1))
    assert len(found.group(1).encode()) < 120_000
    assert config["parts"] == [["all", "", 411, 306]]
