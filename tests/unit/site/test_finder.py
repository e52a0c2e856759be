"""What the finder loads: every body, every region, every township that has no report, and how to read them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from generator.bodies import readings
from generator.bodies.readings import syllables
from generator.bodies.registry import township_body
from generator.model import Dataset
from generator.site.atlas import Atlas
from generator.site.catalogue import catalogue
from generator.site.coverage import AsOf
from generator.site.finder import bodies, finder_files, places, read_characters, regions
from generator.site.geography import load_geography
from tests.site.made import made_report

TOWN = township_body("632301204")


def atlas() -> Atlas:
    known = catalogue(Dataset((made_report(TOWN, 2021, "2021", lambda _: 0),), (TOWN,)))
    return Atlas(known, AsOf(datetime.date(2022, 1, 1), given=False))


def test_bodies_stand_below_their_region_with_old_names_of_themselves() -> None:
    assert bodies(atlas().catalogue) == {"632301": ["204-qukuhu\t曲库乎乡人民政府\t2021\t\t同仁县曲库乎乡"]}


def test_regions_say_whether_they_have_a_page_and_reports() -> None:
    known = {row[0]: row for row in regions(atlas())["regions"]}
    assert known["632301"][:3] == ["632301", "同仁市", 2]
    assert "同仁县" in known["632301"][3:]
    assert known["110000"][2] == 1
    assert known["110101"][2] == 0
    assert "110100" not in known


def test_many_bodies_are_split_by_province() -> None:
    whole = dict(finder_files(atlas()))
    split = dict(finder_files(atlas(), part=0))
    assert set(whole) == {"assets/finder/regions.json", "assets/finder/bodies.json", "assets/finder/places.json"}
    assert json.loads(split["assets/finder/regions.json"])["parts"] == ["bodies-63"]
    assert split["assets/finder/bodies-63.json"] == whole["assets/finder/bodies.json"]


def test_characters_are_read_as_names_are() -> None:
    data = regions(atlas())
    usual = {c: syllable for syllable, characters in data["readings"].items() for c in characters}
    geography = load_geography()
    for code in ("140428", "341500", "500000", "632301", "231084"):
        name = geography.name(code)
        read = data["odd"].get(name, " ".join(usual[c] for c in name))
        assert read == " ".join(syllables(name)), name


def test_a_name_that_reads_a_character_otherwise_is_listed() -> None:
    readings, odd = read_characters(["长治市", "长清区", "长子县"])
    assert "长" in readings["chang"]
    assert odd == {"长子县": "zhang zi xian"}


def test_what_was_looked_up_is_remembered_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = dict(finder_files(atlas()))
    assert dict(finder_files(atlas(), keep=tmp_path)) == fresh
    kept = (tmp_path / "spelling.json").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(readings, "syllables", None)
        patch.setattr(readings, "reads_one_way", None)
        assert dict(finder_files(atlas(), keep=tmp_path)) == fresh
    for broken in (b"{", b"[]", kept.replace(b'"version":"', b'"version":"0', 1)):
        (tmp_path / "spelling.json").write_bytes(broken)
        assert dict(finder_files(atlas(), keep=tmp_path)) == fresh
    assert (tmp_path / "spelling.json").read_bytes() == kept


def test_townships_without_a_report_are_all_there_once() -> None:
    listed = {region: towns.split(" ") for region, towns in places(atlas()).items()}
    geography = load_geography()
    many = sum(map(len, geography.townships.values()))
    assert sum(map(len, listed.values())) == many - 1
    assert "204曲库乎乡" not in listed["632301"]
    assert sum(town.endswith("城关镇") and len(town) == 6 for towns in listed.values() for town in towns) == 88
