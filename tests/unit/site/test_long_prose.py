"""What a page shows of a document: the narrative up to a length, the original's lines as the locators count them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from generator.model import Dataset, Section
from generator.site.beside import beside, nothing
from generator.site.catalogue import catalogue
from generator.site.pages_body import BodyView, report_view
from tests.site.made import SIX_YEARS, made_report


def _view(narrative: str) -> BodyView:
    report = made_report(SIX_YEARS, 2024, "2021", lambda _: 1)
    report = replace(report, narrative={Section.OVERVIEW: narrative})
    shelf = catalogue(Dataset((report,), (SIX_YEARS,)))
    body = shelf.body(SIX_YEARS.org_id)
    return report_view(shelf, body, body.years[0], nothing(""))


def test_a_narrative_of_absurd_length_is_cut_and_says_so() -> None:
    (part,) = _view("公开" * 100_000).year.prose
    assert sum(map(len, part.paragraphs)) < 21_000
    assert "全文共 200000 字" in part.paragraphs[-1]


def test_an_ordinary_narrative_is_whole() -> None:
    (part,) = _view("第一段\n第二段").year.prose
    assert part.paragraphs == ("第一段", "第二段")


def test_lines_of_the_original_are_counted_as_by_the_locators(tmp_path: Path) -> None:
    content = "一\u2028二\r\n三\r四\x0b五".encode("gb18030")
    report = made_report(SIX_YEARS, 2024, "2021", lambda _: 1)
    report = replace(report, source="a.txt", sha256=hashlib.sha256(content).hexdigest())
    (tmp_path / "a.txt").write_bytes(content)
    original, _ = beside(report, tmp_path)
    shown = [(row.id, row.spots[0].text) for stretch in original.stretches for row in stretch.rows]
    assert shown == [("L1", "一"), ("L2", "二"), ("L3", "三"), ("L4", "四"), ("L5", "五")]
