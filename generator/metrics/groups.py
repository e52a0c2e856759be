"""Which bodies may be added up together, and in which regions they lie."""

from __future__ import annotations

from typing import Final

from generator.model import Kind, Organisation

NOWHERE: Final = "000000"
# In the order in which they are shown; words are the site's.
GROUPS: Final = (
    "province_government",
    "prefecture_government",
    "county_government",
    "province_department",
    "prefecture_department",
    "county_department",
    "township",
    "zone",
    "other",
)


def group_of(body: Organisation) -> str:
    """Return the group in which a body's figures are added: a government's may hold those of the bodies below it."""
    if body.kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT):
        return "township"
    if body.kind in (Kind.GOVERNMENT, Kind.DEPARTMENT):
        level = "county" if body.county else "prefecture" if body.prefecture else "province"
        return f"{level}_{body.kind.value}"
    return "zone" if body.kind is Kind.ZONE else "other"


def regions_of(body: Organisation) -> tuple[str, str, str]:
    """Return the codes of a body's province, prefecture and county; empty where it lies in none that has a name.

    A body whose place is not known lies in ``NOWHERE``.
    """
    code = body.division_code
    if not code or not body.province:
        return NOWHERE, "", ""
    return code[:2] + "0000", code[:4] + "00" if body.prefecture else "", code[:6] if body.county else ""
