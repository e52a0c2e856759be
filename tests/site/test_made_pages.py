"""A site built from made reports says so on every page."""

from __future__ import annotations

from pathlib import Path

from generator.collection.arranged import Arranged
from generator.demo.write import Plan, write_corpus
from generator.made import SENTENCE
from generator.pipeline import extract
from generator.site.build import build_site

FORMATS = ("text", "html", "docx")


def test_every_page_says_that_its_figures_are_made_up(tmp_path: Path) -> None:
    reports, out = tmp_path / "reports", tmp_path / "build"
    write_corpus(Plan(bodies=2, years=1, seed=3, formats=FORMATS), reports, lambda number: None)
    build_site(Arranged(extract(reports)), reports_dir=reports, out=out)
    # The shell for embedded charts says nothing of its own: what it shows brings the sentence along (embed.js).
    pages = [page for page in sorted((out / "site").rglob("*.html")) if page.parent.name != "embed"]
    assert {"index.html", "404.html"} <= {page.name for page in pages}
    assert len([page for page in pages if "/o/" in page.as_posix()]) == 4
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert SENTENCE.partition("，")[2] in text, page
        assert "编造" in text.partition("</title>")[0], page
        assert '<meta name="robots" content="noindex">' in text, page
        assert "application/ld+json" not in text, page
