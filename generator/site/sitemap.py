"""What search engines read first: the list of all pages, sorted, in several files where one may not hold them all."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.sax.saxutils import escape

# The protocol's own limit for one file.
MOST = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(address: str, pages: Iterable[str], most: int = MOST) -> dict[str, str]:
    """Return the files by name: ``sitemap.xml``, and those it leads to; ``pages`` are files called ``…/index.html``."""
    base = address.rstrip("/") + "/"
    found = sorted(base + quote(page.removesuffix("index.html")) for page in pages)
    if len(found) <= most:
        return {"sitemap.xml": _file("urlset", "url", found)}
    parts = {
        f"sitemap-{number}.xml": _file("urlset", "url", found[start : start + most])
        for number, start in enumerate(range(0, len(found), most), start=1)
    }
    return {"sitemap.xml": _file("sitemapindex", "sitemap", [base + name for name in parts]), **parts}


def robots(address: str) -> str:
    """Return ``robots.txt``: everything may be read; where the site's address is known, the list of its pages."""
    lines = ["User-agent: *", "Disallow:"]
    return "\n".join([*lines, f"Sitemap: {address.rstrip('/')}/sitemap.xml"] if address else lines) + "\n"


def is_unlisted(page: str) -> bool:
    """Say whether the front matter of a Markdown file asks search engines to leave its page out."""
    head, _, _ = page.removeprefix("---\n").partition("\n---\n")
    return page.startswith("---\n") and "noindex: true" in head.split("\n")


def _file(root: str, entry: str, addresses: Iterable[str]) -> str:
    lines = "".join(f"<{entry}><loc>{escape(address)}</loc></{entry}>\n" for address in addresses)
    return f"{_HEAD}<{root} {_SCHEMA}>\n{lines}</{root}>\n"
