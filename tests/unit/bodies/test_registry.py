"""The registry: ids that never change, never mean two bodies, and what is said about lines that are wrong."""

from __future__ import annotations

import hashlib
import itertools
import re
import subprocess
from pathlib import Path

import pytest

from generator.bodies.pinned import (
    COLUMNS,
    MOVED_COLUMNS,
    append_organisations,
    read_moves,
    read_organisations,
    registry_row,
)
from generator.bodies.readings import load_readings, slug, syllables, tones
from generator.bodies.registry import body_of, load_registry, read_registry, tell_apart, township_body
from generator.errors import ConfigurationError
from generator.model import Kind, Organisation

HEAD = ",".join(COLUMNS)
HEALTH = (
    "421222-weishengju,通城县卫生健康局,卫生健康局,department,湖北省,咸宁市,通城县,,421222,卫生局,/o/421222-weishengju/"
)
TOWN = (
    "410523105-baiying,汤阴县白营镇人民政府,白营镇人民政府"
    ",township,河南省,安阳市,汤阴县,白营镇,410523105,白营镇,/o/410523105-baiying/"
)


def registry(folder: Path, *rows: str, moved: tuple[str, ...] = ()) -> Path:
    (folder / "organisations.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    (folder / "moved.csv").write_text("\n".join([",".join(MOVED_COLUMNS), *moved]) + "\n", encoding="utf-8")
    return folder


READINGS = """重庆 chongqing, 长沙 changsha, 厦门 xiamen, 六安 luan, 铅山 yanshan, 蔚县 yuxian, 番禺 panyu,
长治 changzhi, 长子县 zhangzixian, 都匀 duyun, 朝阳 chaoyang, 单县 shanxian, 洪洞 hongtong, 筠连 junlian,
什邡 shifang, 大城县 daichengxian, 大城镇 dachengzhen, 会理 huili, 绿春 lvchun, 西藏 xizang,
宿州 suzhou, 宿迁 suqian, 乐清 yueqing"""


@pytest.mark.parametrize("pair", READINGS.replace(",\n", ", ").split(", "))
def test_places_are_read_as_people_there_read_them(pair: str) -> None:
    name, reading = pair.split()
    assert slug(name) == reading


def test_every_listed_reading_counts() -> None:
    for name, reading in load_readings().syllables.items():
        assert syllables(name) == reading


def test_what_has_no_reading_stays_an_address() -> None:
    assert slug("𠮷〇Ａb9") == slug("𠮷〇Ａb9").lower()
    assert re.fullmatch(r"[a-z0-9]*", slug("《<script>》")) is not None


def test_a_body_is_found_under_every_name_it_had(tmp_path: Path) -> None:
    read = read_registry(registry(tmp_path, HEALTH))
    for name in ("卫生健康局", "卫生局"):
        found = read.find("421222", name)
        assert found is not None
        assert found.org_id == "421222-weishengju"
    assert read.find("421223", "卫生局") is None


def test_a_township_keeps_its_id_when_it_becomes_a_town(tmp_path: Path) -> None:
    older = TOWN.replace("白营镇", "白营乡")
    found = read_registry(registry(tmp_path, older)).find("410523105", "白营镇人民政府")
    assert found is not None
    assert found.org_id == "410523105-baiying"


def test_a_moved_address_leads_to_the_body_of_today_through_several_steps(tmp_path: Path) -> None:
    steps = (
        "421222-weijiju,421222-weijishengju,2015,机构改革",
        "421222-weijishengju,421222-weishengju,2019-02,机构改革",
    )
    read = read_registry(registry(tmp_path, HEALTH, moved=steps))
    assert {old: move.new for old, move in read.moved.items()} == {
        "421222-weijiju": "421222-weishengju",
        "421222-weijishengju": "421222-weishengju",
    }
    assert read.is_used("421222-weijiju")


def test_a_body_of_a_division_that_was_recoded_is_found_under_its_old_code(tmp_path: Path) -> None:
    read = read_registry(registry(tmp_path, TOWN, moved=("410599105-baiying,410523105-baiying,2020,区划代码变更",)))
    found = read.find("410599105", "白营镇人民政府")
    assert found is not None
    assert found.org_id == "410523105-baiying"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((HEALTH, HEALTH), "第 3 行：org_id“421222-weishengju”已在第 2 行用过"),
        ((HEALTH, HEALTH.replace("weishengju", "weijianju")), "第 3 行：同一区划中“卫生健康局”已指第 2 行的机关"),
        ((HEALTH.replace(",421222,", ",421223,"),), "第 2 行：org_id“421222-weishengju”开头的代码"),
        ((HEALTH.replace("/o/421222-weishengju/", "/o/x/"),), "第 2 行：address 应为 /o/421222-weishengju/"),
        ((HEALTH.replace("department", "ministry"),), "第 2 行：kind“ministry”"),
        ((HEALTH.replace("weishengju", "Wei_Sheng"),), "第 2 行：org_id“421222-Wei_Sheng”应为"),
        ((HEALTH.replace("通城县卫生健康局,", ","),), "第 2 行：organisation 不能为空"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, rows: tuple[str, ...], says: str) -> None:
    path = registry(tmp_path, *rows) / "organisations.csv"
    with pytest.raises(ConfigurationError, match=re.escape(says)):
        read_organisations(path)


@pytest.mark.parametrize(
    ("moved", "says"),
    [
        (("421222-a,421222-b,2019,x",), "最后指向的“421222-b”不在"),
        (("421222-a,421222-b,2019,x", "421222-b,421222-a,2019,x"), "绕回了自己"),
        (("421222-weishengju,421222-weishengju,2019,x",), "仍在 organisations.csv 中"),
        (
            ("421222-a,421222-weishengju,2019,x", "421222-a,421222-weishengju,2019,x"),
            "第 3 行：421222-a 已在第 2 行写过",
        ),
        (("421222-a,421222-weishengju,,x",), "since 应为"),
        (("421222-a,421222-weishengju,2019,",), "why 不能为空"),
        (("421222 a,421222-weishengju,2019,x",), "不是机关编号"),
    ],
)
def test_a_wrong_move_is_named(tmp_path: Path, moved: tuple[str, ...], says: str) -> None:
    folder = registry(tmp_path, HEALTH, moved=moved)
    with pytest.raises(ConfigurationError, match=re.escape(says)):
        read_moves(folder / "moved.csv", {"421222-weishengju"})


def test_appending_leaves_what_is_pinned_to_the_byte(tmp_path: Path) -> None:
    path = registry(tmp_path, HEALTH) / "organisations.csv"
    before = path.read_bytes()
    more = township_body("410523105")
    append_organisations(path, [more])
    assert path.read_bytes().startswith(before)
    assert [body.org_id for body in read_organisations(path)] == ["421222-weishengju", more.org_id]
    assert registry_row(read_organisations(path)[1]) == registry_row(more)


def test_ids_of_unregistered_bodies_do_not_depend_on_the_company_they_come_in() -> None:
    names = ("水务局", "税务局", "民族宗教事务局", "财政局")
    bodies = [body_of("421223", name, Kind.DEPARTMENT) for name in names]
    assert len({body.org_id for body in bodies}) == len(bodies)
    for some in itertools.permutations(bodies, 3):
        assert tell_apart(some) == {}


def test_unlisted_names_that_read_the_same_are_told_apart_alike_in_any_order() -> None:
    alike = [_made("421223-xinhaoju", name) for name in ("新号局", "心好局", "新好局")]
    first = tell_apart(alike)
    assert {body.short_name: new.org_id for body, new in first.items()} == {
        "新号局": "421223-xinhaoju-142",
        "心好局": f"421223-xinhaoju-{_hash_of('心好局')}",
        "新好局": f"421223-xinhaoju-{_hash_of('新好局')}",
    }
    assert tones("心好局") == tones("新好局")
    for order in itertools.permutations(alike):
        assert tell_apart(order) == first


def test_no_id_was_ever_taken_out_of_the_registry(root: Path) -> None:
    command = ["git", "-C", str(root), "log", "--format=", "-p", "--", "data/registry/organisations.csv"]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    once = set(re.findall(r"^[-+](\d{6,9}-[a-z0-9-]+),", done.stdout, re.MULTILINE))
    assert {org_id for org_id in once if not load_registry().is_used(org_id)} == set()


def _made(org_id: str, name: str) -> Organisation:
    return Organisation(org_id, f"崇阳县{name}", name, Kind.DEPARTMENT, "湖北省", "咸宁市", "崇阳县", "", "421223")


def _hash_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:4]
