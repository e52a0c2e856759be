"""Addresses that others replaced lead on, with and without a script."""

from __future__ import annotations

from pathlib import Path

from generator.bodies.pinned import Move
from generator.bodies.registry import township_body
from generator.model import Dataset
from generator.site.catalogue import catalogue
from generator.site.moved import moved_views
from generator.site.render import Renderer
from tests.site.made import made_report

TOWN = township_body("231084107")
MOVE = Move("231024107-jingbo", TOWN.org_id, "1993", "宁安撤县设市<b>")


def test_the_body_and_each_of_its_years_lead_on(root: Path) -> None:
    reports = tuple(made_report(TOWN, year, "2021", lambda _: 0) for year in (2021, 2022))
    views = list(moved_views(catalogue(Dataset(reports, (TOWN,))), [MOVE]))
    assert {view.file: view.target for view in views} == {
        "o/231024107-jingbo/index.html": f"/o/{TOWN.org_id}/",
        "o/231024107-jingbo/2021/index.html": f"/o/{TOWN.org_id}/2021/",
        "o/231024107-jingbo/2022/index.html": f"/o/{TOWN.org_id}/2022/",
    }
    html = Renderer(root / "site_src" / "templates").document("moved.html.j2", views[1])
    target = f"../../{TOWN.org_id}/2021/"
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in html
    assert f'<link rel="canonical" href="{target}">' in html
    assert f'<a href="{target}">宁安市镜泊镇人民政府 2021 年</a>' in html
    assert "宁安撤县设市&lt;b&gt;" in html


def test_a_body_without_reports_leads_to_its_region() -> None:
    other = township_body("231084101")
    known = catalogue(Dataset((made_report(other, 2022, "2021", lambda _: 0),), (other,)))
    (view,) = moved_views(known, [MOVE])
    assert view.target == "/d/231084/"
    (view,) = moved_views(catalogue(Dataset((), ())), [MOVE])
    assert view.target == "/d/"
