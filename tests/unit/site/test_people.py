"""What readers are told of withdrawn figures, and of withdrawn reports region by region."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.model import Dataset, Withdrawal
from generator.site.catalogue import catalogue
from generator.site.facts import Facts
from generator.site.people import gone_in, tombstones
from generator.site.sentences import headline, key_figures
from tests.unit.test_withdrawals import ID, line, made

GONE = Withdrawal(
    "report", ID, "231084107-jingbo", 2022, "请求", "李某", "2026-11-01", "宁安市镜泊镇人民政府", "231084107"
)


def test_no_sentence_says_that_a_withdrawn_figure_was_not_in_the_file(tmp_path: Path) -> None:
    dataset, _ = made(tmp_path, line(ID, cell="requests.received.total"))
    facts = Facts(next(report for report in dataset.reports if report.year == 2022))
    assert headline(facts).startswith("2022 年收到公开申请件数未能确定（该数字已撤下）")
    received = key_figures(facts)[0].mark
    assert (received.text, received.css) == ("已撤下", "withdrawn")
    assert "应当事人请求" in received.tip


@pytest.mark.parametrize(
    ("code", "count"),
    [("", 1), ("230000", 1), ("231000", 1), ("231084", 1), ("231085", 0), ("110000", 0), ("000000", 0)],
)
def test_a_region_counts_what_was_withdrawn_in_it(code: str, count: int) -> None:
    assert len(gone_in(catalogue(Dataset((), (), (GONE,))), code)) == count


def test_what_lies_nowhere_is_counted_nowhere_else() -> None:
    shelf = catalogue(Dataset((), (), (replace(GONE, division_code=""),)))
    assert [len(gone_in(shelf, code)) for code in ("", "000000", "230000")] == [1, 1, 0]


def test_each_withdrawn_year_and_a_body_without_reports_have_a_page() -> None:
    shelf = catalogue(Dataset((), (), (GONE, replace(GONE, year=2021, report_id=""), replace(GONE, year=None))))
    assert [stone.place.address for stone in tombstones(shelf)] == [
        "/o/231084107-jingbo/2021/",
        "/o/231084107-jingbo/2022/",
        "/o/231084107-jingbo/",
    ]
