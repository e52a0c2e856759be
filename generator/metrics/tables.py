"""What sums over many reports are made from, as SQL: the table of reports, and what each metric is of each of them.

Codes of regions are numbers here, since every sum is grouped by them; a body that has no such region has ``NONE``.
``place`` is a report's place in the lists: by region, then by id; ``row`` is where it stands in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.metrics.columns import NONE
from generator.metrics.definitions import Metric
from generator.metrics.groups import GROUPS
from generator.metrics.sql import statement

REGIONS: Final = ("province_code", "prefecture_code", "county_code")
REPORTS: Final = f"""
    CREATE TABLE reports AS
    SELECT row, report_id, org_id, organisation, year::SMALLINT AS year,
        (list_position([{", ".join(f"'{group}'" for group in GROUPS)}], "group") - 1)::TINYINT AS body_group,
        {", ".join(f"coalesce(TRY_CAST({name} AS INTEGER), {NONE}) AS {name}" for name in REGIONS)},
        (row_number() OVER (ORDER BY province_code, prefecture_code, county_code, org_id, year) - 1)::INTEGER AS place
    FROM wide"""


def looking(metrics: Mapping[int, Metric]) -> str:
    """Return what asks what metrics are of every report, in no order: the columns of each metric bear its number.

    ``n`` and ``d`` are numerator and denominator, ``w`` says why there is no value, ``e`` whether it enters a sum.
    Sums of money are text: they would become floats on their way.
    """
    columns = []
    two_years = False
    for number, metric in metrics.items():
        sql = statement(metric)
        two_years |= sql.two_years
        kind = "VARCHAR" if sql.money else "BIGINT"
        columns += [
            f"({sql.numerator})::{kind} AS n{number}, ({sql.denominator})::{kind} AS d{number}",
            f"({sql.why})::TINYINT AS w{number}",
            f"coalesce({sql.enters}, FALSE) AND w.states <> '' AS e{number}",
        ]
    before = "LEFT JOIN wide p ON p.org_id = w.org_id AND p.year = w.year - 1" if two_years else ""
    return f"SELECT r.place, {', '.join(columns)} FROM wide w {before} JOIN reports r ON r.row = w.row"
