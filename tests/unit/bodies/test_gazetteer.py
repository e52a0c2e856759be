"""The gazetteer, its files, and the ids proposed from it."""

from __future__ import annotations

import collections
import csv
import hashlib
import lzma
import re
from pathlib import Path

import pytest

from generator.bodies.gazetteer import TOWNSHIP, Former, load_gazetteer, read_gazetteer, within
from generator.bodies.names import chains, plain
from generator.bodies.readings import slug
from generator.bodies.refresh import (
    CountyName,
    TownshipName,
    county_history,
    dialling_codes,
    difference,
    postal_codes,
    township_names,
)
from generator.bodies.registry import body_of, load_registry, township_body
from generator.errors import ConfigurationError, GongkaiError
from generator.model import Kind
from generator.resources import data_path
from tests.unit.paper import organisation_id, titled

_MADE = ("divisions.csv.xz", "county_history.csv", "township_names.csv", "dialling_codes.csv", "postcodes.csv")


def test_files_are_those_of_the_readme() -> None:
    readme = data_path("gazetteer", "README.md").read_text(encoding="utf-8")
    for name in _MADE:
        assert hashlib.sha256(data_path("gazetteer", name).read_bytes()).hexdigest() in readme


def test_counts_of_the_readme() -> None:
    with lzma.open(data_path("gazetteer", "divisions.csv.xz"), "rt", encoding="utf-8", newline="") as file:
        counts = collections.Counter(row["level"] for row in csv.DictReader(file))
    assert counts == {"province": 31, "prefecture": 342, "county": 2975, "township": 41352}


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("231084107", ("黑龙江省", "牡丹江市", "宁安市", "镜泊镇")),
        ("441900121", ("广东省", "东莞市", "", "虎门镇")),
        ("429004", ("湖北省", "", "仙桃市", "")),
        ("110101", ("北京市", "", "东城区", "")),
        ("620201", ("甘肃省", "嘉峪关市", "", "")),
        ("500229", ("重庆市", "", "城口县", "")),
    ],
)
def test_region_has_no_placeholders(code: str, region: tuple[str, ...]) -> None:
    assert load_gazetteer().region(code) == region


def test_within() -> None:
    assert within("421222101", "421222")
    assert within("421222", "421200")
    assert within("421200", "420000")
    assert not within("421222", "421300")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("现发布镜泊镇报告", [("镜泊镇",)]),
        ("黑龙江省牡丹江市宁安市镜泊镇", [("黑龙江省", "牡丹江市", "宁安市", "镜泊镇")]),
        ("汾阳市西河街道", [("汾阳市", "西河街道")]),
        ("国有林场和城区、矿区", []),
        ("新疆托里县庙尔沟镇", [("新疆", "托里县", "庙尔沟镇")]),
        ("湯陰縣 白營鎮", [("汤阴县", "白营镇")]),
    ],
)
def test_names_in_text(text: str, names: list[tuple[str, ...]]) -> None:
    assert [chain.names for chain in chains(plain(text))] == names


@pytest.mark.parametrize(
    ("name", "reading"),
    [("白营", "baiying"), ("曲库乎", "qukuhu"), ("南吕", "nanlv"), ("绿园", "lvyuan"), ("重庆", "chongqing")],
)
def test_slug(name: str, reading: str) -> None:
    assert slug(name) == reading


def test_no_two_townships_share_an_id() -> None:
    gazetteer = load_gazetteer()
    codes = [code for code, level in gazetteer.levels.items() if level == TOWNSHIP]
    ids = {township_body(code).org_id for code in codes}
    assert len(ids) == len(codes)
    assert all(re.fullmatch(r"\d{9}-[a-z0-9]+", org_id) for org_id in ids)


@pytest.mark.parametrize(
    ("code", "name", "aliases"),
    [
        ("632301", "民政局", ("同仁县民政局",)),
        ("632301100", "隆务镇人民政府", ("同仁县隆务镇",)),
        ("371525209", "万善乡人民政府", ("万善镇",)),
        ("421222", "民政局", ()),
        ("110101", "民政局", ()),  # a body of 崇文区, which was merged into it, is another body
    ],
)
def test_bodies_are_also_called_after_former_names(code: str, name: str, aliases: tuple[str, ...]) -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.older_names(code, name) == aliases


def test_departments_that_read_the_same_have_two_ids() -> None:
    water = body_of("421222", "水务局", Kind.DEPARTMENT)
    tax = body_of("421222", "税务局", Kind.DEPARTMENT)
    assert water.org_id == "421222-shuiwuju"
    assert tax.org_id != water.org_id


def test_registered_bodies_are_what_would_be_proposed() -> None:
    for organisation in load_registry().by_id.values():
        proposed = body_of(organisation.division_code, organisation.short_name, organisation.kind)
        assert proposed == organisation
        assert organisation.org_id.startswith(organisation.division_code)


def test_registry_has_the_contracts_columns() -> None:
    with data_path("registry", "organisations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "org_id", "organisation", "short_name", "kind", "province", "prefecture", "county", "township", "division_code",
        "aliases", "address",
    ]  # fmt: skip
    assert all(row["address"] == f"/o/{row['org_id']}/" for row in rows)


def test_difference_names_what_changed() -> None:
    before = {"1": "甲县", "2": "乙县", "3": "丙县"}
    after = {"1": "甲县", "2": "乙市", "4": "丁县"}
    assert difference(before, after) == ["+ 4 丁县", "- 3 丙县", "~ 2 乙县 -> 乙市"]
    assert difference(before, before) == ["no division changed"]


def test_history_follows_a_county_to_its_code_of_today() -> None:
    def row(year: int, code: str, name: str, county_id: str) -> dict[str, str]:
        return {"rank": "3", "year": str(year), "county_adcode": code, "county_name": name, "county_id": county_id}

    rows = [
        row(2008, "110101", "甲县", "110111"),  # recoded when it became a city
        row(2009, "110111", "甲市", "110111"),
        row(2008, "110102", "乙区", "110199"),  # dissolved; the source's id points at a neighbour that was there before
        row(2008, "110199", "丙县", "110199"),
    ]
    divisions = {"110111": ("甲市", "county"), "110199": ("丙县", "county")}
    assert county_history(rows, divisions) == [
        CountyName("110101", "甲县", 2008, 2008, "110111"),
        CountyName("110102", "乙区", 2008, 2008, ""),
    ]


def test_refresh_says_what_is_missing(tmp_path_factory: pytest.TempPathFactory) -> None:
    from generator.bodies.refresh import main

    folder = str(tmp_path_factory.mktemp("empty"))
    with pytest.raises(GongkaiError):
        main(["--packages", folder])


def test_township_names_are_upgrades_that_one_list_has_and_the_other_has_not() -> None:
    divisions = {
        "110101101": ("甲镇", "township"),
        "110101202": ("乙口乡", "township"),
        "110101203": ("丙口地区", "township"),
        "110101104": ("丁口镇", "township"),
    }
    earlier = {"110101201": "甲乡", "110101202": "乙口乡", "110101204": "丁口乡"}
    later = {"110101": frozenset({"甲镇", "乙口镇", "丙口镇", "丁口乡"})}
    assert township_names(divisions, earlier, later) == [
        TownshipName("110101104", "丁口乡", "", "2023-06-30"),
        TownshipName("110101202", "乙口镇", "2023-06-30", ""),
    ]


def test_dialling_codes_by_prefecture_and_slips_left_out_of_postal_codes() -> None:
    divisions = {
        "420000": ("湖北省", "province"),
        "421200": ("咸宁市", "prefecture"),
        "421222": ("通城县", "county"),
        "421221": ("嘉鱼县", "county"),
    }
    assert dialling_codes([("湖北", "咸宁", "0715"), ("湖北", "别处", "0999")], divisions) == [("0715", "421200")]
    rows = [{"province": "湖北省", "county": "通城县", "zipCode": "437400"}] * 8
    rows += [{"province": "湖北省", "county": "嘉鱼县", "zipCode": code} for code in ("437200", "999999", "x")]
    assert postal_codes(rows, divisions, []) == [("4372", "421221"), ("4374", "421222")]


def _with_overrides(folder: Path, *lines: str) -> Path:
    for name in (*_MADE, "overrides.csv"):
        (folder / name).write_bytes(data_path("gazetteer", name).read_bytes())
    head = "code,name,level,valid_from,valid_to,successor,note"
    (folder / "overrides.csv").write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return folder


def test_overrides_add_rename_and_dissolve(tmp_path: Path) -> None:
    folder = _with_overrides(
        tmp_path,
        "421222,通城市,county,2030-05,,,某公告",
        "421222190,新立镇,township,2031,,,某公告",
        "421222999,旧立乡,township,,2015,421222101,某公告",
        "231084107,镜泊镇,township,,2032-01,231084500,某公告",
    )
    found = read_gazetteer(folder)
    assert found.names["421222"] == "通城市"
    assert found.codes["通城县"] == ("421222",)
    assert found.former["421222"] == (Former("通城县", until="2030-05"),)
    assert found.region("421222190") == ("湖北省", "咸宁市", "通城市", "新立镇")
    assert "421222190" in found.members["421222"]
    assert found.codes["旧立乡"] == ("421222101",)
    assert found.ended["231084107"] == ("2032-01", "231084500")
    assert found.names["231084107"] == "镜泊镇"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("42122,通城市,county,,,,某公告", "6 位"),
        ("421222,通城市,town,,,,某公告", "level"),
        ("421222001,新立镇,county,,,,某公告", "6 位"),
        ("420001,新立市,prefecture,,,,某公告", "不合 level"),
        ("990101101,新立镇,township,,,,某公告", "上一级"),
        ("421222,T,county,,,,某公告", "name"),
        ("421222,通城市,county,2030/5,,,某公告", "valid_from"),
        ("421222,通城市,county,2030,2029,,某公告", "早于"),
        ("421299,旧县,county,,2015,,某公告", "successor"),
        ("421299,旧县,county,,2015,999999,某公告", "999999"),
        ("421222,通城市,county,,,421221,某公告", "valid_to"),
        ("421222,通城县,county,,,,某公告", "多余"),
        ("421222,通城市,county,2030,,,", "note"),
    ],
)
def test_a_wrong_override_is_named_by_line_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    folder = _with_overrides(tmp_path, "460302,西沙区,county,2020,,,某公告", line)
    with pytest.raises(ConfigurationError, match=rf"第 3 行：.*{reason}"):
        read_gazetteer(folder)


def test_overrides_of_the_project_are_right() -> None:
    gazetteer = load_gazetteer()
    assert Former("襄樊市", until="2010-12") in gazetteer.former["420600"]
    assert gazetteer.codes["崇文区"] == ("110101",)
    assert gazetteer.ended["500105"] == ("2026-01-25", "500157")


@pytest.mark.long
def test_county_and_township_give_the_township() -> None:
    """Only names that stand twice in like-named counties stay open; nothing is ever wrong."""
    gazetteer = load_gazetteer()
    open_ = wrong = alone = wrong_alone = 0
    codes = [code for code, level in gazetteer.levels.items() if level == TOWNSHIP]
    for code in codes:
        _, prefecture, county, township = gazetteer.region(code)
        found = organisation_id(titled(f"{county or prefecture}{township}2022年政府信息公开工作年度报告"))
        open_ += found is None
        wrong += found is not None and not found.startswith(f"{code}-")
        bare = organisation_id(titled(f"{township}2022年政府信息公开工作年度报告"))
        alone += bare is not None and bare.startswith(f"{code}-")
        wrong_alone += bare is not None and not bare.startswith(f"{code}-")
    assert (open_, wrong) == (8, 0)
    assert wrong_alone == 0
    assert alone / len(codes) == pytest.approx(0.69, abs=0.015)
