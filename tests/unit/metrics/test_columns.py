"""Metrics of many reports as arrays: every sum is exact, and every report is in the parts it belongs to."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.metrics.aggregate import metric_of
from generator.metrics.columns import NONE, Reports, column_of
from generator.metrics.evaluate import Why

_MOST = 10**15 - 1
MONEY, COUNT = metric_of("fee_wan"), metric_of("open_rate_A")


def reports_of(rows: list[tuple[int, int, int]]) -> Reports:
    """Return reports by region, year and group."""
    region, year, group = (np.array([row[place] for row in rows], np.int64) for place in range(3))
    return Reports(year, group, {"level": region})


@given(
    st.lists(
        st.tuples(
            st.sampled_from([NONE, 110000, 120000]),
            st.sampled_from([2022, 2023]),
            st.integers(0, 2),
            st.integers(-_MOST, _MOST),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_sums_are_those_of_python(rows: list[tuple[int, int, int, int, bool]]) -> None:
    reports = reports_of([(region, year, group) for region, year, group, _, _ in rows])
    # So much that eight bytes do not hold the sum of a few.
    above = np.array([value * 9_000 for *_, value, _ in rows], np.int64)
    enters = np.array([flag for *_, flag in rows], bool)
    column = column_of(COUNT, above, np.abs(above), np.where(enters, 0, len(Why) - 1).astype(np.int8), enters)
    for level in ("level", ""):
        expected: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0] * 4)
        for region, year, group, value, flag in rows:
            if region != NONE or not level:
                sums = expected[region if level else NONE, year, group]
                sums[0] += 1
                sums[1] += flag
                sums[2] += value * 9_000 * flag
                sums[3] += abs(value) * 9_000 * flag
        division = reports.divided(level)
        found = {
            (one.region, one.year, one.group): [one.reports, one.entered, one.above, one.below]
            for one in column.added(division)
        }
        assert found == expected
        assert [division.order_of(part) for part in range(len(division.keys))] == sorted(
            (region, -year, group) for region, year, group in expected
        )
        assert all(one.reasons[0] == one.entered for one in column.added(division))
        assert all(one.reasons[-1] == one.reports - one.entered for one in column.added(division))


def test_money_stays_what_was_printed() -> None:
    printed = ["999999999999999.99999999", "0.00000001", None, "1.5"]
    texts: Any = np.ma.array(printed, dtype=object, mask=[text is None for text in printed])
    whys = np.array([0, 0, 3, 0], np.int8)
    column = column_of(MONEY, texts, np.zeros(4, np.int64), whys, whys == 0)
    reports = reports_of([(110000, 2023, 0)] * 4)
    (one,) = column.added(reports.divided())
    assert one.above == Decimal("1000000000000001.5")
    assert (one.below, one.entered, one.reports, one.reasons[3]) == (0, 3, 4, 1)
    assert column.known([0, 2]) == ([Decimal("999999999999999.99999999"), None], [None, None])
    everybody = np.ones(4, bool)
    assert column.counted(everybody)[0] == (Decimal("1E-8"), None, 1)
    assert column.first(everybody, 2, 1) == [0]
    assert column.first(everybody, 3, 1) == [0, 1, 3]


def test_equal_values_are_counted_together() -> None:
    above, below = np.array([1, 2, 1, 1, 0]), np.array([4, 4, 4, 5, 4])
    whys = np.array([0, 0, 0, 0, 5], np.int8)
    column = column_of(COUNT, above, below, whys, whys == 0)
    assert column.counted(np.ones(5, bool)) == [(1, 4, 2), (1, 5, 1), (2, 4, 1)]
    assert column.counted(np.zeros(5, bool)) == []
    assert column.reasons(np.array([True, False, False, False, True]))[:6] == [1, 0, 0, 0, 0, 1]
