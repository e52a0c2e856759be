"""Every kind of page through axe, no rule disabled: phone width, both schemes, all folds open, a chart drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.site.conftest import Visit
from tests.site.kinds import KINDS

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "site_src" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return found.violations.flatMap(one => one.nodes.map(
    node => [one.id, one.tags.join(' '), node.target.join(' '), node.html.slice(0, 160)]));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    assert AXE.is_file(), "axe-core is missing: make setup-dev installs it"
    # The policy of the pages would not let a test's script in; it is proved elsewhere.
    visit = Visit(
        browser,
        address,
        viewport={"width": 390, "height": 844},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    # The page for unknown addresses names its files from the top of the host, where a site of its own would stand.
    host = address.removesuffix("/site")
    visit.page.route(
        f"{host}/assets/**", lambda route: route.continue_(url=route.request.url.replace(host, address, 1))
    )
    found: dict[str, list[Any]] = {}
    for name, kind in KINDS.items():
        page = visit.go(kind.path)
        kind.settle(page)
        _open_everything(page)
        page.add_script_tag(path=str(AXE))
        troubles = page.evaluate(_RUN, TAGS)
        if troubles:
            found[name] = troubles
    visit.close()
    assert found == {}


def _open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
