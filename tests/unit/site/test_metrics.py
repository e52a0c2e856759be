"""Metrics as a reader sees them: counts first, honest about few cases and about what is not in a sum."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.metrics.aggregate import Pool, Single, metric_of
from generator.metrics.evaluate import Why
from generator.site.metrics.figures import Shown, pooled, ratio_words, single
from generator.site.metrics.spread import spread


def pool(above: int, below: int, entered: int = 3, **why: int) -> Pool:
    reports = entered + sum(count for reason, count in why.items() if Why(reason) is not Why.ZERO)
    counts = {Why(reason): count for reason, count in why.items()}
    return Pool("m", "", 2022, "township", reports, entered, Decimal(above), Decimal(below), counts)


def one(above: int | None, below: int | None, why: Why = Why.NOTHING) -> Single:
    first, second = (None if number is None else Decimal(number) for number in (above, below))
    return Single("r", "o", "某镇", 2022, "230000", "", "", first, second, why)


def test_a_sum_of_many_cases() -> None:
    assert pooled(metric_of("open_rate_A"), pool(300, 1200)) == Shown("300 / 1,200 件", "25.0%")


def test_few_cases_have_their_interval() -> None:
    assert pooled(metric_of("open_rate_A"), pool(3, 4)).interval == "95% 区间 30%–95%"
    assert single(metric_of("open_rate_A"), one(3, 4)) == Shown("3 / 4 件", "75.0%", "95% 区间 30%–95%")


def test_what_is_not_in_a_sum_is_said() -> None:
    shown = pooled(metric_of("open_rate_A"), pool(300, 1200, cells=2, zero=1))
    assert shown.reports == "3 / 5 份"
    assert shown.why == "2 份所需之格没有可用的数字；1 份分母为 0，比例无意义"


def test_nothing_processed_is_neither_none_nor_all() -> None:
    assert pooled(metric_of("open_rate_A"), pool(0, 0, zero=3)).ratio == "无"
    assert pooled(metric_of("open_rate_A"), pool(0, 0, entered=0, cells=2)).counts == "—"
    assert pooled(metric_of("open_rate_A"), None) == Shown("—")
    assert single(metric_of("open_rate_A"), one(0, 0, Why.ZERO)) == Shown("—", why="分母为 0，比例无意义")


@pytest.mark.parametrize(
    ("code", "above", "below", "expected"),
    [
        ("open_rate_A", 1, 3000, "<0.1%"),
        ("open_rate_A", 2999, 3000, ">99.9%"),
        ("open_rate_A", 0, 5, "0%"),
        ("open_rate_A", 5, 5, "100%"),
        ("yoy_pct", 5, 20, "+25.0%"),
        ("yoy_pct", -5, 20, "-25.0%"),
        ("yoy_pct", 0, 20, "0%"),
        ("dispute_ratio", 3, 2, "1.50"),
        ("yoy_abs", 4, 1, "+4"),
        ("workload", 4000, 1, "4,000"),
    ],
)
def test_ratios_in_words(code: str, above: int, below: int, expected: str) -> None:
    assert ratio_words(metric_of(code), Decimal(above), Decimal(below)) == expected


def counted(*entries: tuple[int, int | None, int]) -> list[tuple[Decimal, Decimal | None, int]]:
    return [(Decimal(above), None if below is None else Decimal(below), count) for above, below, count in entries]


def test_a_spread_of_shares_keeps_none_and_all_apart() -> None:
    found = spread(metric_of("open_rate_A"), "t", counted((0, 4, 2), (1, 2, 3), (99, 100, 1), (4, 4, 4)), "2 份没有")
    assert [bar.count for bar in found.bars] == [2, 0, 0, 3, 1, 4]
    assert found.says == "10 份有值：中位数 50.0%，中间一半在 50.0% 至 100% 之间。另有 2 份没有，不在其中。"
    assert found.funnel is not None
    assert len(found.funnel.dots) == 4
    assert all(
        0 <= float(dot.x.rstrip("%")) <= 100 and 0 <= float(dot.y.rstrip("%")) <= 100 for dot in found.funnel.dots
    )


def test_a_spread_of_numbers_below_and_above_nothing() -> None:
    found = spread(metric_of("yoy_abs"), "t", counted((-12, None, 1), (0, None, 2), (3, None, 4), (100, None, 1)), "")
    assert [(bar.says, bar.count) for bar in found.bars] == [
        ("负：10 以上，不满 100", 1),
        ("负：1 以上，不满 10", 0),
        ("0", 2),
        ("1 以上，不满 10", 4),
        ("10 以上，不满 100", 0),
        ("100 以上，不满 1,000", 1),
    ]
    assert found.funnel is None


def test_two_reports_have_no_spread() -> None:
    found = spread(metric_of("workload"), "t", counted((1, None, 2)), "")
    assert found.bars == ()
    assert found.says == "2 份有值，太少，不画分布。"


def test_a_funnel_of_single_cases_only() -> None:
    found = spread(metric_of("open_rate_A"), "t", counted((0, 1, 5), (1, 1, 5)), "")
    assert found.funnel is not None
    assert [dot.y for dot in found.funnel.dots] == ["100.00%", "0.00%"]
