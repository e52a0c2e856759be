"""The report's page in a real browser: a cell and what is known of it, its place in the original, its citations."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Made, Visit

pytestmark = pytest.mark.browser

REPORT = "/o/990101-ceshijiaju/2022/"
BLANK = "requests.received.enterprise"
TOTAL = "requests.granted.total"


def test_a_click_tells_all_about_a_cell_beside_the_original(visit: Visit) -> None:
    page = visit.go(REPORT)
    page.locator(f"[id='{TOTAL}'] > a").first.click()
    panel = page.get_by_role("dialog")
    expect(panel.locator("h3")).to_have_text("三、本年度办理结果 › （一）予以公开 × 申请人情况 › 总计")
    expect(panel.locator(".gk-inspector-value")).to_contain_text("报告所载数字")
    for words in (
        "样县测试局，2022 年",
        "三、收到和处理政府信息公开申请情况",
        "https://example.invalid/2022",
        "核对：表三",
    ):
        expect(panel).to_contain_text(words)
    expect(panel.locator("code").last).to_have_text(re.compile(rf"{REPORT}#{TOTAL}$"))
    assert page.url.endswith(f"#{TOTAL}")
    place = page.locator(".gk-original-view .gk-on")
    expect(place).to_have_count(1)
    seen = page.evaluate(
        """() => { const at = document.querySelector('.gk-on').getBoundingClientRect();
        const view = document.querySelector('.gk-original-view').getBoundingClientRect();
        return at.top >= view.top && at.bottom <= view.bottom; }"""
    )
    assert seen, "the place in the original is out of sight"
    panel.locator("summary").click()
    day = re.compile(
        r"\[DB/OL\]//公开年报\. 版本 [0-9a-f]{8}\. \[\d{4}-\d\d-\d\d\]\. http.*" + re.escape(f"{REPORT}#{TOTAL}.")
    )
    expect(panel.locator("[data-cite=gbt] pre")).to_have_text(day)
    expect(panel.locator("[data-cite=plain] pre")).to_contain_text("“申请人情况 › 总计”一栏：")
    expect(panel.locator("[data-cite=bibtex] pre")).to_contain_text(f"@misc{{gongkai-990101-ceshijiaju-2022-{TOTAL},")
    expect(panel.locator("[data-cite=original] pre")).to_contain_text("[R/OL]. (2023-01-15)")
    assert visit.troubles == []
    assert visit.foreign == []


def test_keys_go_from_cell_to_cell_and_lead_back(visit: Visit) -> None:
    page = visit.go(REPORT)
    first = page.locator("[id='requests.received.natural_person'] a.gk-tip")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"[id='{BLANK}'] a.gk-tip")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[id='requests.carried_in.enterprise'] a.gk-tip")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("原表此格未填（未填不等于 0）")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(f"[id='{BLANK}'] a.gk-tip")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#gk-inspector, .gk-requests') === null") or page.evaluate(
        "!document.activeElement.matches('a.gk-tip')"
    )
    assert visit.troubles == []


def test_the_original_leads_to_the_cell(visit: Visit) -> None:
    page = visit.go(REPORT)
    place = page.locator(f".gk-original a.gk-at[data-all~='{TOTAL}']")
    cell = str(place.get_attribute("href")).lstrip("#")
    place.click()
    expect(page.locator(f"td.gk-chosen[id='{cell}']")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_shared_address_opens_its_cell_on_a_phone_with_its_place(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport={"width": 360, "height": 780}, has_touch=True)
    page = visit.go(f"{REPORT}#{TOTAL}")
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    expect(panel.locator(".gk-excerpt .gk-on")).to_be_visible()
    above = page.evaluate(
        "id => document.getElementById(id).getBoundingClientRect().bottom <="
        " document.querySelector('.gk-inspector').getBoundingClientRect().top",
        TOTAL,
    )
    assert above, "the sheet hides the cell"
    panel.get_by_role("button", name="关闭").tap()
    expect(panel).to_be_hidden()
    expect(page.locator(f"[id='{TOTAL}'] a.gk-tip")).to_be_focused()
    visit.close()
    assert visit.troubles == []


def test_without_a_clipboard_the_text_is_selected(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false;"
    )
    visit.go(REPORT)
    citation = page.locator("#cite ~ .gk-citations [data-cite=plain]")
    citation.get_by_role("button").click()
    expect(citation.get_by_role("button")).to_contain_text("已选中")
    assert page.evaluate("String(getSelection())").strip() == citation.locator("pre").inner_text().strip()
    visit.close()
    assert visit.troubles == []


def test_a_broken_sum_is_drawn_and_leads_to_its_finding_and_back(visit: Visit) -> None:
    page = visit.go(REPORT)
    cell = page.locator(f"[id='{TOTAL}']")
    expect(cell).to_contain_text("算得 11")
    assert page.locator(".gk-summed").count() == 7
    note = page.locator(".gk-cellnotes li").filter(has_text="总计 12 与六类之和 11 不等")
    expect(note).to_contain_text("印作 12")
    note.hover()
    expect(page.locator(".gk-summed.gk-lit")).to_have_count(7)
    cell.locator(".gk-noted").click()
    expect(page.locator("li:target")).to_contain_text("总计 12 与六类之和 11 不等")
    page.locator("li:target a").click()
    expect(page.locator(f"td.gk-chosen[id='{TOTAL}']")).to_be_visible()


def test_without_a_script_a_cell_has_its_state_and_place(browser: Browser, address: str, made: Made) -> None:
    html = made.html(REPORT)
    assert re.search(
        rf'id="{BLANK}"[^>]*><a [^>]*title="原表此格未填（未填不等于 0）&#10;≈ 9：[^"]*出处：第 \d+ 行 第 \d 格"', html
    )
    visit = Visit(browser, address, java_script_enabled=False)
    page = visit.go(f"{REPORT}#{BLANK}")
    expect(page.locator(f"td:target[id='{BLANK}']")).to_be_visible()
    expect(page.locator("li#L9")).to_be_visible()
    expect(page.locator("[data-cite=gbt] pre")).to_contain_text("[引用日期]. " + REPORT)
    visit.close()


def test_on_paper_tables_are_whole_and_the_address_stands_there(visit: Visit) -> None:
    page = visit.go(REPORT)
    page.emulate_media(media="print")
    expect(page.locator(".gk-only-print")).to_contain_text(REPORT)
    expect(page.locator(".gk-original")).to_be_hidden()
    assert page.evaluate(
        "Array.from(document.querySelectorAll('.gk-grid'), t => t.scrollWidth <= t.parentElement.clientWidth + 1)"
    ) == [True, True, True]
