"""axe-core in a page: every rule, nothing folded away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "site_src" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return found.violations.flatMap(one => one.nodes.map(
    node => [one.id, one.tags.join(' '), node.target.join(' '), node.html.slice(0, 160)]));
}"""


def violations(page: Page) -> list[Any]:
    """Return what axe finds once every fold is open; the context must have been made with ``bypass_csp``."""
    assert AXE.is_file(), "axe-core is missing: make setup-dev installs it"
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.add_script_tag(path=str(AXE))
    return list(page.evaluate(_RUN, TAGS))
