"""The tables that sums over many reports are made from, as SQL: reports, what each metric is of each, pools.

Codes of regions are numbers here, since every sum is grouped by them; a body that has no such region has ``NONE``, as
has the whole country in the pools. ``place`` is a report's place in the lists: by region, then by id; ``row`` is where
it stands in the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from generator.metrics.definitions import Metric
from generator.metrics.evaluate import Why
from generator.metrics.groups import GROUPS
from generator.metrics.sql import statement

NONE: Final = -1
REGIONS: Final = ("province_code", "prefecture_code", "county_code")
# Why a report is not counted in full, in the order in which it is told.
REASONS: Final[tuple[Why, ...]] = tuple(why for why in Why if why is not Why.NOTHING)
REPORTS: Final = f"""
    CREATE TABLE reports AS
    SELECT row, report_id, org_id, organisation, year::SMALLINT AS year,
        (list_position([{", ".join(f"'{group}'" for group in GROUPS)}], "group") - 1)::TINYINT AS body_group,
        {", ".join(f"coalesce(TRY_CAST({name} AS INTEGER), {NONE}) AS {name}" for name in REGIONS)},
        row_number() OVER (ORDER BY province_code, prefecture_code, county_code, org_id, year)::INTEGER AS place
    FROM wide"""
_COUNTS: Final = ", ".join(f"without_{why.value} INTEGER" for why in REASONS)
_WHY: Final = ", ".join(f"'{why.value}'" for why in Why)
# Beyond so many regions, all rows are looked through rather than those of their provinces.
_FEW: Final = 100


def pools(name: str) -> str:
    """Return what makes an empty table of pools, in the place of an older one."""
    return f"""
        CREATE OR REPLACE TABLE {name} (
            metric VARCHAR, region INTEGER, year SMALLINT, body_group TINYINT, reports INTEGER, entered INTEGER,
            numerator DECIMAL(38, 8), denominator DECIMAL(38, 8), {_COUNTS}
        )"""


def looking(metrics: Mapping[int, Metric]) -> str:
    """Return what works metrics out for every report, all at once: the columns of each bear its number.

    ``n`` and ``d`` are numerator and denominator, ``w`` says why there is no value, ``e`` whether it enters a sum.
    """
    columns = []
    two_years = False
    for number, metric in metrics.items():
        sql = statement(metric)
        two_years |= sql.two_years
        columns += [
            f"{sql.numerator} AS n{number}, {sql.denominator} AS d{number}",
            f"(list_position([{_WHY}], {sql.why}) - 1)::TINYINT AS w{number}",
            f"coalesce({sql.enters}, FALSE) AND w.states <> '' AS e{number}",
        ]
    before = "LEFT JOIN wide p ON p.org_id = w.org_id AND p.year = w.year - 1" if two_years else ""
    return f"""
        CREATE OR REPLACE TABLE looked_at AS
        SELECT r.place, r.year, r.body_group, {", ".join(f"r.{name}" for name in REGIONS)}, {", ".join(columns)}
        FROM wide w {before} JOIN reports r ON r.row = w.row"""


def pooling(
    name: str,
    number: int,
    metric: Metric,
    *,
    country: bool,
    levels: Sequence[str] = (),
    wanted: Collection[int] | None = None,
) -> str:
    """Return what adds a metric up into the table ``name``: for the country, and by the regions of each level.

    ``wanted`` are the codes of regions, where not all are.
    """
    whens = "".join(f"WHEN grouping({level}) = 0 THEN {level} " for level in levels)
    region = f"CASE {whens}ELSE {NONE} END" if levels else str(NONE)
    sets = [f"(year, body_group, {level})" for level in levels] + ["(year, body_group)"] * country
    reasons = ", ".join(f"count(*) FILTER (w{number} = {place})" for place, _ in enumerate(REASONS, 1))
    # A body without, say, a prefecture is in no pool of prefectures.
    having = [f"NOT (grouping({level}) = 0 AND {level} = {NONE})" for level in levels]
    where = ""
    if wanted is not None:
        having.append(f"{region} IN ({_listed([*wanted, NONE])})")
        if len(wanted) <= _FEW and not country:
            where = f"WHERE province_code IN ({_listed({code // 10_000 * 10_000 for code in wanted})})"
    return f"""
        INSERT INTO {name}
        SELECT '{metric.code}', {region}, year, body_group, count(*), count(*) FILTER (e{number}),
            coalesce(sum(n{number}) FILTER (e{number}), 0), coalesce(sum(d{number}) FILTER (e{number}), 0), {reasons}
        FROM looked_at {where}
        GROUP BY GROUPING SETS ({", ".join(sets)})
        {f"HAVING {' AND '.join(having)}" if having else ""}"""


def chosen(number: int, which: Mapping[str, int], *, defined: bool) -> str:
    """Return the condition for the reports of some groups, each in its year, for which a metric has a value or none."""
    pairs = [f"({year:d}, {GROUPS.index(group):d})" for group, year in which.items()]
    found = f"(year, body_group) IN ({', '.join(pairs)})" if pairs else "FALSE"
    return f"w{number} {'=' if defined else '>'} 0 AND {found}"


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(f"{code:d}" for code in sorted(codes)) or "NULL"
