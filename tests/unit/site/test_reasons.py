"""What the law notes say of each row: complete, from articles, right for the year, and never more than is sure."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from generator.forms import load_forms
from generator.model import Kind
from generator.resources import data_path
from generator.site.body.outcomes import outcomes
from generator.site.facts import Facts
from generator.site.reasons import law
from tests.site.made import SIX_YEARS, balanced, made_report

FIRST = ("denied_state_secret", "denied_prohibited_by_law", "denied_security_stability", "denied_third_party",
         "denied_internal_affairs", "denied_process", "denied_enforcement_files")  # fmt: skip

DIGIT = "[一二三四五六七八九十]"
ARTICLES = re.compile(f"(第{DIGIT}+条(第{DIGIT}款)?(第?（{DIGIT}）)*项?、?)*")


def test_every_row_of_outcomes_of_both_forms_has_its_words() -> None:
    rows = {
        code
        for form in load_forms().values()
        for _, row in form.table("requests").printed_rows()
        if row.code == "outcomes_total"
        for code in row.sum_of
    }
    assert set(law().reasons) == rows | {"carried_out"}


@pytest.mark.parametrize("row", FIRST)
def test_denials_under_articles_14_to_16_go_to_reconsideration_first_since_2024(row: str) -> None:
    now, before = law().route(row, 2024), law().route(row, 2023)
    assert now is not None
    assert before is not None
    assert now.says.startswith("须先申请行政复议：自知道之日起六十日内提出")
    assert "十五日内起诉" in now.says
    assert "没有规定先后" in before.says
    assert "须先" not in before.says


@pytest.mark.parametrize("row", ["unavailable_not_held", "not_processed_repeated", "granted"])
def test_other_answers_may_be_sued_directly(row: str) -> None:
    now = law().route(row, 2025)
    assert now is not None
    assert "六个月内直接起诉" in now.says


@pytest.mark.parametrize("row", ["closed_not_corrected", "closed_fee_unpaid", "closed_other", "closed"])
def test_nothing_is_said_about_contesting_where_no_official_text_does(row: str) -> None:
    assert law().route(row, 2024) is None


def test_every_basis_names_a_source_of_the_file() -> None:
    raw = yaml.safe_load(data_path("lookups", "reasons.yml").read_text("utf-8"))
    routes = [route for one in raw["routes"].values() for route in one["by_year"]]
    texts = [item["basis"] for item in [*raw["reasons"], *raw["general"], *routes] if item["basis"]]
    for text in texts:
        for part in text.split("；"):
            assert any(part.startswith(name) for name in raw["sources"]), part
            named = next(name for name in sorted(raw["sources"], key=len, reverse=True) if part.startswith(name))
            assert ARTICLES.fullmatch(part[len(named) :]), part


def test_every_year_has_one_route() -> None:
    for code, routes in law().routes.items():
        for year in range(2019, 2031):
            assert sum(route.holds_in(year) for route in routes) == 1, (code, year)


def test_who_decides_follows_the_kind_and_is_left_out_where_it_is_not_known() -> None:
    assert "县级人民政府" in law().reviewer(replace(SIX_YEARS, kind=Kind.TOWNSHIP))
    assert "本级人民政府" in law().reviewer(SIX_YEARS)
    assert law().reviewer(replace(SIX_YEARS, kind=Kind.INSTITUTION)) == ""
    assert law().reviewer(replace(SIX_YEARS, kind=Kind.GOVERNMENT, prefecture="", county="")) == ""


def test_reasons_without_a_count_are_counted_and_unknown_ones_named() -> None:
    def value(key: object) -> int:
        return 2 if getattr(key, "row", "") in ("denied_third_party", "outcomes_total") else 0

    shown = outcomes(Facts(made_report(SIX_YEARS, 2023, "2021", value)), SIX_YEARS)
    assert shown is not None
    denied = next(group for group in shown.groups if group.role == "denied")
    assert [one.row for one in denied.reasons] == ["denied_third_party"]
    assert denied.zeros == 7
    assert denied.share is not None
    assert (denied.share.counts, denied.share.percent, denied.share.interval) == ("2/2 件", "100%", "95% 区间 34%–100%")
    assert shown.is_old_law
    later = outcomes(Facts(made_report(SIX_YEARS, 2024, "2021", balanced(3, "2021"))), SIX_YEARS)
    assert later is not None
    assert not later.is_old_law
