"""What a page shows of a document: the narrative up to a length, the source's lines as the locators count them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.model import Dataset, Section
from generator.site.catalogue import catalogue
from generator.site.pages_body import BodyView, report_view, source_lines
from tests.site.made import SIX_YEARS, made_report


def _view(narrative: str) -> BodyView:
    report = made_report(SIX_YEARS, 2024, "2021", lambda _: 1)
    report = replace(report, narrative={Section.OVERVIEW: narrative})
    shelf = catalogue(Dataset((report,), (SIX_YEARS,)))
    body = shelf.body(SIX_YEARS.org_id)
    return report_view(shelf, body, body.years[0], ())


def test_a_narrative_of_absurd_length_is_cut_and_says_so() -> None:
    (part,) = _view("公开" * 100_000).year.prose
    assert sum(map(len, part.paragraphs)) < 21_000
    assert "全文共 200000 字" in part.paragraphs[-1]


def test_an_ordinary_narrative_is_whole() -> None:
    (part,) = _view("第一段\n第二段").year.prose
    assert part.paragraphs == ("第一段", "第二段")


def test_source_lines_are_counted_as_by_the_locators(tmp_path: Path) -> None:
    report = replace(made_report(SIX_YEARS, 2024, "2021", lambda _: 1), source="a.txt")
    (tmp_path / "a.txt").write_bytes("一\u2028二\r\n三\r四\x0b五".encode("gb18030"))
    assert source_lines(report, tmp_path) == ("一", "二", "三", "四", "五")
